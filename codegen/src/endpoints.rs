//! The tables beside the schemas: operations, API levels, error codes.

use crate::corrections::{list, read_toml, strings};
use crate::error::{Error, Result};
use crate::json::read_json;
use crate::load::name;
use crate::names::pascal;
use crate::shape::Care;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One operation of the API.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) operation: String,
    pub(crate) form_of: Option<String>,
    /// The Rust type of the request.
    pub(crate) name: String,
    pub(crate) verb: String,
    pub(crate) subject: String,
    /// Where tokens come from that are not fields of their own.
    pub(crate) tokens: BTreeMap<String, Vec<String>>,
    pub(crate) request: Option<String>,
    pub(crate) responses: Vec<String>,
    pub(crate) reply: String,
    pub(crate) body: String,
    pub(crate) page: Option<Page>,
    /// Subjects outside the API that the caller publishes on as well.
    pub(crate) publishes: Vec<String>,
    pub(crate) since: String,
    pub(crate) level: u64,
    pub(crate) caller: String,
    pub(crate) retry: String,
    pub(crate) retry_note: String,
    pub(crate) responder: String,
    pub(crate) doc: String,
    pub(crate) place: Place,
}

/// What of a reply is paged.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) items: String,
    pub(crate) limit: u64,
}

/// Where a row of a table stands, for errors.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    file: String,
    pointer: String,
}

impl Place {
    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::new(&self.file, &self.pointer, message)
    }
}

/// The names of a subject's tokens, in order.
pub(crate) fn token_names(subject: &str) -> impl Iterator<Item = &str> {
    subject
        .split('.')
        .filter_map(|token| token.strip_prefix('{')?.strip_suffix('}'))
}

impl Endpoint {
    /// Whether replies are JSON documents, not messages.
    pub(crate) fn is_answered_by_json(&self) -> bool {
        ["json", "json_many", "chunks", "upload"].contains(&self.reply.as_str())
    }

    /// The names of the subject's tokens, in order.
    pub(crate) fn token_names(&self) -> impl Iterator<Item = &str> {
        token_names(&self.subject)
    }
}

/// Reads the table of operations; an absent file is an empty table.
pub(crate) fn read(file: &Path) -> Result<Vec<Endpoint>> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let table = read_toml(file)?;
    let mut operations = BTreeSet::new();
    let mut endpoints = Vec::new();
    for (index, row) in list(&table, "endpoint").iter().enumerate() {
        let place = Place {
            file: name(file),
            pointer: format!("/endpoint/{index}"),
        };
        let endpoint = parse(row, place)?;
        if !operations.insert(endpoint.operation.clone()) {
            let message = format!("operation {} is there twice", endpoint.operation);
            return Err(endpoint.place.error(message));
        }
        endpoints.push(endpoint);
    }
    for endpoint in &endpoints {
        if let Some(of) = endpoint
            .form_of
            .as_ref()
            .filter(|of| !operations.contains(*of))
        {
            return Err(endpoint
                .place
                .error(format!("form_of names no operation: \"{of}\"")));
        }
    }
    Ok(endpoints)
}

const ROW: &[&str] = &[
    "operation",
    "form_of",
    "name",
    "verb",
    "subject",
    "tokens",
    "request",
    "response",
    "reply",
    "body",
    "paging",
    "publishes",
    "since",
    "level",
    "caller",
    "retry",
    "retry_note",
    "responder",
    "doc",
];

fn parse(row: &Value, place: Place) -> Result<Endpoint> {
    for key in row.as_object().into_iter().flatten().map(|(key, _)| key) {
        if !ROW.contains(&key.as_str()) {
            return Err(place.error(format!("\"{key}\" is not known")));
        }
    }
    let text = |key: &str| {
        row.get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let needed = |key: &str, known: &[&str]| {
        let value = text(key);
        if value.is_empty() {
            Err(place.error(format!("does not say \"{key}\"")))
        } else if known.is_empty() || known.contains(&value.as_str()) {
            Ok(value)
        } else {
            Err(place.error(format!(
                "{key} = \"{value}\" is not one of {}",
                known.join(", ")
            )))
        }
    };
    let operation = needed("operation", &[])?;
    let tokens = row.get("tokens").and_then(Value::as_object);
    let paging = row.get("paging");
    let page = paging.map(|paging| {
        let items = paging.get("items").and_then(Value::as_str);
        let limit = paging.get("limit").and_then(Value::as_u64);
        match (items, limit) {
            (Some(items), Some(limit)) => Ok(Page {
                items: items.to_owned(),
                limit,
            }),
            _ => Err(place.error("paging needs `items` and `limit`")),
        }
    });
    let explicit = text("name");
    Ok(Endpoint {
        name: if explicit.is_empty() {
            pascal(&operation) + "Request"
        } else {
            explicit
        },
        form_of: strings(row.get("form_of")).pop(),
        verb: needed("verb", &[])?,
        subject: needed("subject", &[])?,
        tokens: tokens
            .into_iter()
            .flatten()
            .map(|(token, paths)| (token.clone(), strings(Some(paths))))
            .collect(),
        request: strings(row.get("request")).pop(),
        responses: strings(row.get("response")),
        reply: needed(
            "reply",
            &[
                "json",
                "json_many",
                "message",
                "messages",
                "pull",
                "chunks",
                "upload",
            ],
        )?,
        body: needed("body", &["empty", "optional", "required"])?,
        page: page.transpose()?,
        publishes: strings(row.get("publishes")),
        since: needed("since", &[])?,
        level: row.get("level").and_then(Value::as_u64).unwrap_or_default(),
        caller: needed("caller", &["account", "system", "system_or_owner"])?,
        retry: needed("retry", &["safe", "conditional", "unsafe"])?,
        retry_note: text("retry_note"),
        responder: text("responder"),
        doc: needed("doc", &[])?,
        operation,
        place,
    })
}

/// The API level that a field, or some values of it, ask for.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    pub(crate) owner: String,
    pub(crate) field: String,
    pub(crate) since: String,
    pub(crate) level: u64,
    pub(crate) values: Vec<String>,
    pub(crate) place: Place,
}

/// Reads the table of levels; an absent file is an empty table.
pub(crate) fn read_levels(file: &Path) -> Result<Vec<Level>> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let table = read_toml(file)?;
    let rows = list(&table, "field").iter().enumerate();
    rows.map(|(index, row)| {
        let place = Place {
            file: name(file),
            pointer: format!("/field/{index}"),
        };
        let text = |key: &str| {
            let value = row.get(key).and_then(Value::as_str);
            value
                .map(str::to_owned)
                .ok_or_else(|| place.error(format!("does not say \"{key}\"")))
        };
        Ok(Level {
            since: text("since")?,
            owner: text("type")?,
            field: text("field")?,
            level: row.get("level").and_then(Value::as_u64).unwrap_or_default(),
            values: strings(row.get("values")),
            place,
        })
    })
    .collect()
}

/// Where an event is published.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// The title of its schema.
    pub(crate) title: String,
    pub(crate) subject: String,
    pub(crate) accounts: String,
    /// The words that a token may be.
    pub(crate) tokens: BTreeMap<String, Vec<String>>,
    pub(crate) place: Place,
}

/// Reads the table of events; an absent file is an empty table.
pub(crate) fn read_events(file: &Path) -> Result<Vec<Event>> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let table = read_toml(file)?;
    let rows = list(&table, "event").iter().enumerate();
    rows.map(|(index, row)| {
        let place = Place {
            file: name(file),
            pointer: format!("/event/{index}"),
        };
        let text = |key: &str| {
            let value = row.get(key).and_then(Value::as_str).map(str::to_owned);
            value.ok_or_else(|| place.error(format!("does not say \"{key}\"")))
        };
        let accounts = text("accounts")?;
        if !["account", "system", "both"].contains(&accounts.as_str()) {
            let message = format!("accounts = \"{accounts}\" is not account, system or both");
            return Err(place.error(message));
        }
        let tokens = row.get("tokens").and_then(Value::as_object);
        Ok(Event {
            title: text("type")?,
            subject: text("subject")?,
            accounts,
            tokens: tokens
                .into_iter()
                .flatten()
                .map(|(token, words)| (token.clone(), strings(Some(words))))
                .collect(),
            place,
        })
    })
    .collect()
}

/// A row of the server's table of errors.
#[derive(Clone, Debug)]
pub(crate) struct ErrorCode {
    pub(crate) code: u64,
    pub(crate) http: u64,
    pub(crate) constant: String,
    pub(crate) doc: String,
}

/// Reads tables of errors, later ones over earlier ones.
pub(crate) fn read_errors(files: &[PathBuf], care: Care) -> Result<Vec<ErrorCode>> {
    let mut codes = BTreeMap::new();
    for file in files.iter().filter(|file| file.exists()) {
        let table = read_json(file)?;
        let rows = table
            .as_array()
            .ok_or_else(|| Error::new(name(file), "", "has to be an array of errors"))?;
        let mut here = BTreeSet::new();
        for (index, row) in rows.iter().enumerate() {
            let place = Place {
                file: name(file),
                pointer: format!("/{index}"),
            };
            let number = |key: &str| row.get(key).and_then(Value::as_u64);
            let text = |key: &str| row.get(key).and_then(Value::as_str);
            let (Some(code), Some(http), Some(constant)) =
                (number("error_code"), number("code"), text("constant"))
            else {
                return Err(place.error("needs error_code, code and constant"));
            };
            if code > u64::from(u16::MAX) || http > u64::from(u16::MAX) {
                return Err(place.error("a code has at most 16 bits"));
            }
            if !here.insert(code) {
                return Err(place.error(format!("code {code} is there twice")));
            }
            let error = ErrorCode {
                code,
                http,
                constant: constant_name(constant),
                doc: text("description").unwrap_or_default().to_owned(),
            };
            let changes_nothing = codes.insert(code, error).is_some_and(|known: ErrorCode| {
                known.constant == constant_name(constant) && known.http == http
            });
            if changes_nothing && care == Care::Exact {
                return Err(place.error(format!("code {code} changes nothing")));
            }
        }
    }
    let mut constants = BTreeSet::new();
    for error in codes.values() {
        if !constants.insert(&error.constant) && care == Care::Exact {
            let message = format!("two codes are called {}", error.constant);
            return Err(Error::new("errors.json", "", message));
        }
    }
    Ok(codes.into_values().collect())
}

/// `JSStreamNotFoundErr` as `STREAM_NOT_FOUND`.
fn constant_name(constant: &str) -> String {
    let core = constant.strip_prefix("JS").unwrap_or(constant);
    let core = core
        .strip_suffix("ErrF")
        .or_else(|| core.strip_suffix("Err"))
        .unwrap_or(core);
    let letters: Vec<char> = core.chars().collect();
    let mut name = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let after_lower = index > 0
            && letters
                .get(index - 1)
                .is_some_and(|c| !c.is_ascii_uppercase());
        let starts_word = index > 0
            && letters
                .get(index + 1)
                .is_some_and(|c| c.is_ascii_lowercase());
        if letter.is_ascii_uppercase() && (after_lower || starts_word) {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}
