//! The tables beside the schemas: operations, API levels, error codes.

use crate::error::{Error, Result};
use crate::ir::identifiers::{check_type, is_identifier};
use crate::ir::names::pascal;
use crate::source::files::Care;
use crate::source::json::read_json;
use crate::source::place::{Place, name};
use crate::source::table::Table;
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
    /// The API level of that release.
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
    let mut table = Table::read(file)?;
    let endpoints = table.rows("endpoint", parse)?;
    table.finish()?;
    let mut operations = BTreeSet::new();
    for Endpoint {
        operation, place, ..
    } in &endpoints
    {
        if !operations.insert(operation) {
            return Err(place.error(format!("operation {operation} is there twice")));
        }
    }
    for endpoint in &endpoints {
        if let Some(of) = endpoint
            .form_of
            .as_ref()
            .filter(|of| !operations.contains(of))
        {
            return Err(endpoint
                .place
                .error(format!("form_of names no operation: \"{of}\"")));
        }
    }
    Ok(endpoints)
}

const REPLIES: &[&str] = &[
    "json",
    "json_many",
    "message",
    "messages",
    "pull",
    "chunks",
    "upload",
];

fn parse(row: &mut Table) -> Result<Endpoint> {
    let operation = row.checked("operation", check_operation)?;
    Ok(Endpoint {
        name: match row.has("name") {
            true => row.checked("name", check_type)?,
            false => pascal(&operation) + "Request",
        },
        form_of: row.text("form_of")?,
        verb: row.needed("verb")?,
        subject: row.checked("subject", check_subject)?,
        tokens: row.table("tokens")?.map(Table::texts)?,
        request: row.text("request")?,
        responses: row.texts("response")?,
        reply: row.one_of("reply", REPLIES)?,
        body: row.one_of("body", &["empty", "optional", "required"])?,
        page: if row.has("paging") {
            Some(page(row.table("paging")?)?)
        } else {
            None
        },
        publishes: row.texts("publishes")?,
        since: row.needed("since")?,
        level: row.number("level")?.unwrap_or_default(),
        caller: row.one_of("caller", &["account", "system", "system_or_owner"])?,
        retry: row.one_of("retry", &["safe", "conditional", "unsafe"])?,
        retry_note: row.text("retry_note")?.unwrap_or_default(),
        responder: row.text("responder")?.unwrap_or_default(),
        doc: row.needed("doc")?,
        operation,
        place: row.place.clone(),
    })
}

/// Refuses what cannot be a name in any case: an operation is a constant, too.
fn check_operation(operation: &str, place: &Place) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if operation.starts_with(|c: char| c.is_ascii_lowercase()) && operation.chars().all(plain) {
        return Ok(());
    }
    let message =
        format!("the operation \"{operation}\" has to be lower case words with _ between");
    Err(place.error(message))
}

/// Refuses what is no subject, and tokens that cannot be fields.
fn check_subject(subject: &str, place: &Place) -> Result<()> {
    let mut names = BTreeSet::new();
    for token in subject.split('.') {
        let name = token
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        let bad = |c: char| c.is_whitespace() || c.is_control() || "{}".contains(c);
        let fault = match name {
            Some(name) if !is_identifier(name) => "is no name for a field",
            Some(name) if !names.insert(name) => "is there twice",
            None if token.is_empty() || token.contains(bad) => "is no token",
            _ => continue,
        };
        return Err(place.error(format!("\"{token}\" in the subject \"{subject}\" {fault}")));
    }
    Ok(())
}

fn page(mut paging: Table) -> Result<Page> {
    let (items, limit) = (paging.needed("items")?, paging.number("limit")?);
    let Some(limit) = limit else {
        return Err(paging.place.error("does not say \"limit\""));
    };
    paging.finish()?;
    Ok(Page { items, limit })
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

impl Event {
    /// The subjects, one for each word of a token that has few.
    pub(crate) fn subjects(&self) -> Vec<String> {
        let mut subjects = vec![self.subject.clone()];
        for (token, words) in &self.tokens {
            let token = format!("{{{token}}}");
            let filled = |subject: &String| -> Vec<String> {
                let words = words.iter();
                words.map(|word| subject.replace(&token, word)).collect()
            };
            subjects = subjects.iter().flat_map(filled).collect();
        }
        subjects
    }
}

/// Reads the table of events; an absent file is an empty table.
pub(crate) fn read_events(file: &Path) -> Result<Vec<Event>> {
    let mut table = Table::read(file)?;
    let events = table.rows("event", |row| {
        Ok(Event {
            title: row.needed("type")?,
            subject: row.checked("subject", check_subject)?,
            accounts: row.one_of("accounts", &["account", "system", "both"])?,
            tokens: row.table("tokens")?.map(Table::texts)?,
            place: row.place.clone(),
        })
    })?;
    table.finish()?;
    Ok(events)
}

/// A row of the server's table of errors.
#[derive(Clone, Debug)]
pub(crate) struct ErrorCode {
    pub(crate) code: u64,
    pub(crate) http: u64,
    pub(crate) constant: String,
    pub(crate) doc: String,
}

/// How the fault of a code ends that an earlier table states the same.
pub(crate) const SAME: &str = "changes nothing";

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
            let place = Place::new(name(file), format!("/{index}"));
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
                return Err(place.error(format!("code {code} {SAME}")));
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
pub(crate) fn constant_name(constant: &str) -> String {
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
