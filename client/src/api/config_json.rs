//! Configurations of streams and consumers from JSON files.

use std::collections::BTreeMap;

use bytes::Bytes;
use jsapi::request::{Operation, SubjectBuilder};
use jsapi::{ConsumerConfig, CreateAction};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Invalid, Result};

/// A configuration of a stream or consumer, as JSON.
///
/// Accepts the forms that the `nats` tool prints and stores: a configuration, an object with
/// the configuration as `config`, and a complete info. The client sends the bytes of the
/// configuration unchanged.
///
/// ```
/// use jsapi_client::ConfigJson;
///
/// let file = r#"{"config": {"subjects": ["orders.>"]}, "state": {"messages": 7}}"#;
/// let config = ConfigJson::from(file).name("ORDERS");
/// # let _ = config;
/// ```
#[derive(Clone, Debug)]
pub struct ConfigJson {
    json: Bytes,
    name: Option<String>,
}

impl ConfigJson {
    /// Sets the name, for a configuration without a name.
    ///
    /// The call fails if the configuration has another name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Returns the name and the configuration of a stream.
    pub(crate) fn of_stream(self, operation: &'static str) -> Result<(String, Bytes)> {
        let given = given_name(operation, "stream name", self.name)?;
        let mut file = File::read(operation, self.json)?;
        if let Some(config) = file.member("config")? {
            file = config;
        }
        let name = file.name_it("name", given)?;
        match name {
            Some(name) => Ok((name, file.json)),
            None => Err(file.refuse("the configuration has no \"name\"")),
        }
    }

    /// Returns the names of a consumer, and the request that creates it in a stream.
    ///
    /// A complete request keeps its `action`; other forms get this one.
    pub(crate) fn of_consumer(
        self,
        operation: &'static str,
        stream: &str,
        action: Option<CreateAction>,
    ) -> Result<(ConsumerConfig, Bytes)> {
        let given = given_name(operation, "consumer name", self.name)?;
        let action = action.map(|action| action.to_string());
        let mut file = File::read(operation, self.json)?;
        if file.is_request() {
            let named = file.text("stream_name")?;
            if named.as_deref() != Some(stream) {
                let named = named.unwrap_or_default();
                return Err(file.refuse(&format!(
                    "the request is for stream {named:?}, not {stream:?}"
                )));
            }
            let Some(mut config) = file.member("config")? else {
                return Err(file.refuse("the request has no object \"config\""));
            };
            if given.is_some() {
                config.name_consumer(given)?;
                file.set("config", &config.json)?;
            }
            match (action, file.text("action")?) {
                (Some(action), None) => {
                    file.set("action", Value::from(action).to_string().as_bytes())?;
                }
                (Some(action), Some(found)) if action != found => {
                    return Err(file.refuse(&format!(
                        "the action of the request is {found:?}, not {action:?}"
                    )));
                }
                _ => {}
            }
            return Ok((config.of_subject()?, file.json));
        }
        let mut config = match file.member("config")? {
            Some(config) => config,
            None => file,
        };
        config.name_consumer(given)?;
        let request = request(stream, &config.json, action.as_deref());
        Ok((config.of_subject()?, request))
    }
}

macro_rules! from {
    ($($source:ty),+) => {
        $(impl From<$source> for ConfigJson {
            fn from(json: $source) -> Self {
                Self { json: json.into(), name: None }
            }
        })+
    };
}

from!(Bytes, Vec<u8>, String, &'static str, &'static [u8]);

/// A JSON object, with the bytes of each member.
struct File {
    operation: &'static str,
    json: Bytes,
    members: BTreeMap<String, Box<RawValue>>,
}

impl File {
    fn read(operation: &'static str, json: Bytes) -> Result<Self> {
        match serde_json::from_slice(&json) {
            Ok(members) => Ok(Self {
                operation,
                json,
                members,
            }),
            // The error has the position, not the content.
            Err(error) => Err(refuse(
                operation,
                format!("the configuration is not a JSON object: {error}"),
            )),
        }
    }

    /// Returns whether the object is a request to create a consumer, not an info.
    fn is_request(&self) -> bool {
        let of_requests = ["stream_name", "config", "action", "pedantic"];
        let nothing_else = self.members.keys().all(|it| of_requests.contains(&&**it));
        self.members.contains_key("action")
            || self.members.contains_key("stream_name") && nothing_else
    }

    /// Returns a member that is an object, if present.
    fn member(&self, name: &str) -> Result<Option<Self>> {
        match self.members.get(name) {
            None => Ok(None),
            Some(raw) => {
                let json = Bytes::copy_from_slice(raw.get().as_bytes());
                Self::read(self.operation, json).map(Some)
            }
        }
    }

    /// Returns a member that is a string; servers treat null and empty as absent.
    fn text(&self, name: &str) -> Result<Option<String>> {
        let value = self.members.get(name).map(|raw| raw.get());
        match value.map(serde_json::from_str) {
            None | Some(Ok(Value::Null)) => Ok(None),
            Some(Ok(Value::String(text))) => Ok(Some(text).filter(|text| !text.is_empty())),
            Some(_) => Err(self.refuse(&format!("{name:?} of the configuration is not a string"))),
        }
    }

    /// Sets the name unless the object has one, and returns the name.
    fn name_it(&mut self, member: &str, given: Option<String>) -> Result<Option<String>> {
        let found = self.text(member)?;
        let Some(given) = given else {
            return Ok(found);
        };
        if let Some(found) = found {
            return match found == given {
                true => Ok(Some(found)),
                false => Err(self.refuse(&format!(
                    "the configuration is named {found:?}, not {given:?}"
                ))),
            };
        }
        let name = Value::from(given.as_str()).to_string();
        self.set(member, name.as_bytes())?;
        Ok(Some(given))
    }

    /// Sets a member; the bytes of the others stay as they are.
    fn set(&mut self, member: &str, value: &[u8]) -> Result<()> {
        let raw = String::from_utf8(value.to_vec())
            .ok()
            .and_then(|value| RawValue::from_string(value).ok())
            .ok_or_else(|| self.refuse(&format!("{member:?} is not JSON")))?;
        self.members.insert(member.to_owned(), raw);
        let members = self.members.iter().map(|(key, value)| {
            let key = Value::from(key.as_str());
            format!("{key}:{}", value.get())
        });
        let members = members.collect::<Vec<_>>().join(",");
        self.json = format!("{{{members}}}").into();
        Ok(())
    }

    fn name_consumer(&mut self, given: Option<String>) -> Result<()> {
        let durable = self.text("durable_name")?.is_some() && self.text("name")?.is_none();
        let member = if durable { "durable_name" } else { "name" };
        self.name_it(member, given).map(drop)
    }

    /// Returns the fields of a consumer that are part of the request subject.
    fn of_subject(&self) -> Result<ConsumerConfig> {
        let mut config = ConsumerConfig::new();
        config.name = self.text("name")?;
        config.durable_name = self.text("durable_name")?;
        config.filter_subject = self.text("filter_subject")?;
        Ok(config)
    }

    fn refuse(&self, reason: &str) -> Error {
        refuse(self.operation, reason.to_owned())
    }
}

/// Refuses an empty name: servers treat it as no name.
fn given_name(
    operation: &'static str,
    what: &'static str,
    name: Option<String>,
) -> Result<Option<String>> {
    if let Some(name) = &name {
        Error::if_empty(operation, what, name)?;
    }
    Ok(name)
}

/// Returns a request with the unchanged bytes of a configuration.
fn request(stream: &str, config: &[u8], action: Option<&str>) -> Bytes {
    let stream = Value::from(stream);
    let mut request = format!(r#"{{"stream_name":{stream},"config":"#).into_bytes();
    request.extend_from_slice(config);
    if let Some(action) = action {
        let action = Value::from(action);
        request.extend_from_slice(format!(r#","action":{action}"#).as_bytes());
    }
    request.push(b'}');
    request.into()
}

/// Returns the subject of a request, below the API prefix.
pub(crate) fn subject_of<R: Operation>(request: &R) -> Result<String> {
    let mut subject = SubjectBuilder::new("");
    match request.subject(&mut subject) {
        Ok(()) => Ok(subject.finish()),
        Err(why) => Err(Error::invalid(R::ENDPOINT.verb, why)),
    }
}

fn refuse(operation: &'static str, reason: String) -> Error {
    Error::invalid(operation, Invalid::Config(reason.into()))
}
