//! The subjects that operations need, as permissions of a user.

use crate::error::{Error, Result};
use crate::ir::operations::{Endpoint, token_names};
use crate::source::options::Options;
use crate::source::place::name;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

/// What reading a stream and its consumers takes.
const READING: &[&str] = &[
    "stream_info",
    "stream_msg_get",
    "direct_get",
    "direct_get_last_for_subject",
    "direct_get_batch",
    "direct_get_multi",
    "consumer_names",
    "consumer_list",
    "consumer_info",
];

/// What taking messages from a pull consumer takes.
const CONSUMING: &[&str] = &["consumer_info", "consumer_msg_next"];

/// Who has to be able to do what.
///
/// ```
/// # fn main() -> Result<(), jsapi_codegen::Error> {
/// # let schemas = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
/// use jsapi_codegen::permissions::Needs;
///
/// let needs = Needs::new()
///     .consuming("ORDERS", "worker")
///     .publishing("orders.done");
/// let permissions = needs.permissions(&jsapi_codegen::Options::new(schemas))?;
/// assert!(permissions.publish().contains("$JS.API.CONSUMER.MSG.NEXT.ORDERS.worker"));
/// assert!(permissions.publish().contains("$JS.ACK.ORDERS.worker.>"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Needs {
    prefix: String,
    inbox: String,
    wanted: Vec<Wanted>,
}

#[derive(Clone, Debug)]
enum Wanted {
    Operation {
        operation: String,
        tokens: BTreeMap<String, String>,
    },
    Administering {
        stream: String,
    },
    Publishing {
        subject: String,
    },
}

impl Default for Needs {
    fn default() -> Self {
        Self::new()
    }
}

impl Needs {
    /// Nothing yet, below `$JS.API`, with replies on `_INBOX.>`.
    pub fn new() -> Self {
        Self {
            prefix: "$JS.API".to_owned(),
            inbox: "_INBOX".to_owned(),
            wanted: Vec::new(),
        }
    }

    /// Asks by another prefix: that of an account that imports the API, or
    /// `$JS.<domain>.API`.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Takes replies below this inbox. One for each user keeps them from reading
    /// what others are answered.
    #[must_use]
    pub fn with_inbox(mut self, inbox: impl Into<String>) -> Self {
        self.inbox = inbox.into();
        self
    }

    /// Calls an operation of the table by its name, as `stream_info`. A token of
    /// its subject that is not given may be anything.
    #[must_use]
    pub fn calling<'t>(
        mut self,
        operation: impl Into<String>,
        tokens: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Self {
        let tokens = tokens.into_iter();
        self.wanted.push(Wanted::Operation {
            operation: operation.into(),
            tokens: tokens
                .map(|(token, value)| (token.to_owned(), value.to_owned()))
                .collect(),
        });
        self
    }

    /// Looks at a stream, its messages and its consumers.
    #[must_use]
    pub fn reading(self, stream: &str) -> Self {
        READING.iter().fold(self, |needs, operation| {
            needs.calling(*operation, [("stream", stream)])
        })
    }

    /// Takes messages from a pull consumer, and acknowledges them.
    #[must_use]
    pub fn consuming(self, stream: &str, consumer: &str) -> Self {
        CONSUMING.iter().fold(self, |needs, operation| {
            needs.calling(*operation, [("stream", stream), ("consumer", consumer)])
        })
    }

    /// Does everything that an account may do with one of its streams and the
    /// consumers of it.
    #[must_use]
    pub fn administering(mut self, stream: impl Into<String>) -> Self {
        self.wanted.push(Wanted::Administering {
            stream: stream.into(),
        });
        self
    }

    /// Publishes messages on a subject, which may have wildcards.
    #[must_use]
    pub fn publishing(mut self, subject: impl Into<String>) -> Self {
        self.wanted.push(Wanted::Publishing {
            subject: subject.into(),
        });
        self
    }

    /// The subjects that this takes, by the table of operations of a schema set.
    ///
    /// # Errors
    ///
    /// When the table cannot be read, has no such operation, or a name or subject
    /// is none.
    pub fn permissions(&self, options: &Options) -> Result<Permissions> {
        let table = options.schemas.join("endpoints.toml");
        let rows = crate::ir::operations::read(&table)?;
        let fault = |message: String| Error::new(name(&table), "", message);
        let mut permissions = Permissions::default();
        for (what, text) in [("prefix", &self.prefix), ("inbox", &self.inbox)] {
            if !is_subject(text, false) {
                return Err(fault(format!(
                    "the {what} \"{}\" is no subject",
                    text.escape_debug()
                )));
            }
        }
        permissions.subscribe.insert(format!("{}.>", self.inbox));
        for wanted in &self.wanted {
            match wanted {
                Wanted::Operation { operation, tokens } => {
                    let row = rows
                        .iter()
                        .find(|row| row.operation == *operation)
                        .ok_or_else(|| fault(format!("there is no operation \"{operation}\"")))?;
                    self.allow(row, tokens, &mut permissions).map_err(fault)?;
                }
                Wanted::Administering { stream } => {
                    let tokens = BTreeMap::from([("stream".to_owned(), stream.clone())]);
                    let of_streams = |row: &&Endpoint| {
                        row.caller == "account" && row.token_names().any(|token| token == "stream")
                    };
                    for row in rows.iter().filter(of_streams) {
                        self.allow(row, &tokens, &mut permissions).map_err(fault)?;
                    }
                }
                Wanted::Publishing { subject } => {
                    if !is_subject(subject, true) {
                        return Err(fault(format!(
                            "\"{}\" is no subject",
                            subject.escape_debug()
                        )));
                    }
                    permissions.publish.insert(subject.clone());
                }
            }
        }
        Ok(permissions)
    }

    /// Allows what the row of an operation says.
    fn allow(
        &self,
        row: &Endpoint,
        tokens: &BTreeMap<String, String>,
        permissions: &mut Permissions,
    ) -> std::result::Result<(), String> {
        let extra = row.publishes.iter();
        let known: BTreeSet<&str> = row
            .token_names()
            .chain(extra.clone().flat_map(|subject| token_names(subject)))
            .collect();
        if let Some(token) = tokens.keys().find(|token| !known.contains(token.as_str())) {
            return Err(format!("{} has no {token} in its subject", row.operation));
        }
        let request = fill(&row.subject, tokens)?;
        permissions
            .publish
            .insert(format!("{}.{request}", self.prefix));
        for subject in extra {
            permissions.publish.insert(fill(subject, tokens)?);
        }
        Ok(())
    }
}

/// A subject with its tokens; those that are not given are wildcards.
fn fill(subject: &str, tokens: &BTreeMap<String, String>) -> std::result::Result<String, String> {
    let mut filled = Vec::new();
    for part in subject.split('.') {
        let token = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'));
        filled.push(match token.map(|token| (token, tokens.get(token))) {
            None => part.to_owned(),
            // These have as many tokens as they like, and stand last.
            Some(("filter" | "subject", None)) => ">".to_owned(),
            Some(("filter" | "subject", Some(value))) if is_subject(value, true) => value.clone(),
            Some((_, None)) => "*".to_owned(),
            Some((_, Some(value))) if !value.contains('.') && is_subject(value, false) => {
                value.clone()
            }
            Some((token, Some(value))) => {
                return Err(format!(
                    "the {token} \"{}\" is no name",
                    value.escape_debug()
                ));
            }
        });
    }
    Ok(filled.join("."))
}

fn is_subject(text: &str, wildcards: bool) -> bool {
    let tokens: Vec<&str> = text.split('.').collect();
    let last = tokens.len() - 1;
    tokens.iter().enumerate().all(|(at, token)| match *token {
        "*" => wildcards,
        ">" => wildcards && at == last,
        token => {
            !token.is_empty()
                && !token
                    .contains(|c: char| c.is_whitespace() || c.is_control() || "*>\"\\".contains(c))
        }
    })
}

/// Subjects that a user may publish on and subscribe to, and no others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    publish: BTreeSet<String>,
    subscribe: BTreeSet<String>,
}

impl Permissions {
    /// What the user publishes on: requests, acknowledgements, messages.
    pub fn publish(&self) -> &BTreeSet<String> {
        &self.publish
    }

    /// What the user subscribes to: the inbox for replies.
    pub fn subscribe(&self) -> &BTreeSet<String> {
        &self.subscribe
    }

    /// As it stands in the JWT of a user.
    pub fn to_json(&self) -> Value {
        json!({
            "pub": { "allow": self.publish },
            "sub": { "allow": self.subscribe },
        })
    }
}

/// As it stands in the configuration of a server, within a user.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("permissions: {\n")?;
        for (what, subjects) in [("publish", &self.publish), ("subscribe", &self.subscribe)] {
            writeln!(f, "  {what}: {{\n    allow: [")?;
            for subject in subjects {
                writeln!(f, "      \"{subject}\"")?;
            }
            f.write_str("    ]\n  }\n")?;
        }
        f.write_str("}")
    }
}

/// The operations of a schema set by their names, with the tokens of their subjects.
///
/// # Errors
///
/// When the table cannot be read.
pub fn operations(options: &Options) -> Result<Vec<(String, Vec<String>)>> {
    let file: PathBuf = options.schemas.join("endpoints.toml");
    let rows = crate::ir::operations::read(&file)?;
    let tokens = |row: &Endpoint| row.token_names().map(str::to_owned).collect();
    Ok(rows
        .iter()
        .map(|row| (row.operation.clone(), tokens(row)))
        .collect())
}
