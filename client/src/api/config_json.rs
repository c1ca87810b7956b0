//! The names in a JSON configuration that is sent as it is.

use jsapi::request::{Operation, SubjectBuilder};
use serde_json::{Map, Value};

use crate::error::{Error, Invalid, Result};

/// A JSON object of which only the names are looked at, for the subject.
pub(crate) struct ConfigJson {
    verb: &'static str,
    members: Map<String, Value>,
}

impl ConfigJson {
    pub(crate) fn read(verb: &'static str, json: &[u8]) -> Result<Self> {
        match serde_json::from_slice(json) {
            Ok(Value::Object(members)) => Ok(Self { verb, members }),
            Ok(_) => Err(refuse(
                verb,
                "the configuration is no JSON object".to_owned(),
            )),
            // Where it is wrong, and not what it holds.
            Err(error) => Err(refuse(
                verb,
                format!("the configuration is no JSON: {error}"),
            )),
        }
    }

    /// Whether there is such a member, whatever it is.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// The text that must be a member.
    pub(crate) fn text(&self, name: &str) -> Result<&str> {
        match self.text_opt(name)? {
            Some(text) => Ok(text),
            None => Err(refuse(
                self.verb,
                format!("the configuration has no {name:?}"),
            )),
        }
    }

    /// The text that may be a member; servers take null and empty for absent.
    pub(crate) fn text_opt(&self, name: &str) -> Result<Option<&str>> {
        match self.members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(_) => Err(refuse(
                self.verb,
                format!("{name:?} of the configuration is no text"),
            )),
        }
    }

    /// The object that must be a member.
    pub(crate) fn object(self, name: &str) -> Result<Self> {
        let member = self.members.into_iter().find(|(found, _)| found == name);
        match member {
            Some((_, Value::Object(members))) => Ok(Self {
                verb: self.verb,
                members,
            }),
            _ => Err(refuse(
                self.verb,
                format!("the request has no object {name:?}"),
            )),
        }
    }
}

/// The subject of a request below the API prefix.
pub(crate) fn subject_of<R: Operation>(request: &R) -> Result<String> {
    let mut subject = SubjectBuilder::new("");
    match request.subject(&mut subject) {
        Ok(()) => Ok(subject.finish()),
        Err(why) => Err(Error::invalid(R::ENDPOINT.verb, why)),
    }
}

fn refuse(verb: &'static str, reason: String) -> Error {
    Error::invalid(verb, Invalid::Other(reason.into()))
}
