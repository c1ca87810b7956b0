//! An info as it is stored: JSON, which every client writes in its own way.

use std::collections::BTreeMap;

use bytes::Bytes;
use jsapi::DecodeError;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::info::{ObjectInfo, ObjectLink};
use super::subject::{Subjects, invalid};
use crate::error::{Error, Mismatch, Result};

/// The time of an info is that of its message. What is stored is Go's zero time,
/// which clients in Go want to read.
const NO_TIME: &str = "0001-01-01T00:00:00Z";

impl ObjectInfo {
    /// The info in a message of a store.
    ///
    /// What it says of itself has to be what its subject says.
    pub(super) fn read(
        subjects: &Subjects,
        bucket: &str,
        subject: &str,
        payload: &Bytes,
        sequence: u64,
        modified: OffsetDateTime,
    ) -> Result<Self> {
        let unreadable = |(path, reason): (&str, String)| Error::Reply {
            verb: subject.to_owned().into(),
            payload: payload.clone(),
            source: Box::new(DecodeError::Json {
                path: path.to_owned(),
                offset: 0,
                reason,
            }),
        };
        let mut info = parse(payload).map_err(unreadable)?;
        let wrong = |why: String| {
            Err(Error::mismatch(
                subject.to_owned(),
                Mismatch::Message(why.into()),
            ))
        };
        if info.bucket != bucket {
            return wrong(format!("the info is of store {:?}", shown(&info.bucket)));
        }
        if subjects.name_of(subject).as_deref() != Some(info.name.as_str()) {
            return wrong(format!("the info is of object {:?}", shown(&info.name)));
        }
        info.sequence = sequence;
        info.modified = modified;
        Ok(info)
    }

    /// As it is stored.
    pub(super) fn payload(&self) -> Result<Bytes> {
        match serde_json::to_vec(&Stored(self)) {
            Ok(payload) => Ok(payload.into()),
            Err(error) => Err(invalid(error.to_string())),
        }
    }
}

fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}

/// What is wrong with an info: the member, and why.
type Wrong = (&'static str, String);

fn parse(payload: &[u8]) -> Result<ObjectInfo, Wrong> {
    let mut rest: Map<String, Value> =
        serde_json::from_slice(payload).map_err(|error| ("", error.to_string()))?;
    let mut options = match rest.remove("options") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(options)) => options,
        Some(_) => return Err(("options", "it is not an object".to_owned())),
    };
    let link = match options.remove("link") {
        None | Some(Value::Null) => None,
        Some(Value::Object(mut link)) => Some(ObjectLink {
            bucket: text(&mut link, "bucket")?.ok_or(("bucket", "it is missing".to_owned()))?,
            name: text(&mut link, "name")?.filter(|name| !name.is_empty()),
        }),
        Some(_) => return Err(("link", "it is not an object".to_owned())),
    };
    // Its message has it.
    rest.remove("mtime");
    let required = |(name, value): (&'static str, Option<String>)| {
        value.ok_or((name, "it is missing".to_owned()))
    };
    Ok(ObjectInfo {
        name: required(("name", text(&mut rest, "name")?))?,
        description: text(&mut rest, "description")?.filter(|text| !text.is_empty()),
        headers: headers(rest.remove("headers"))?,
        metadata: metadata(rest.remove("metadata"))?,
        chunk_size: match number(&mut options, "max_chunk_size")? {
            0 => None,
            size => Some(size),
        },
        link,
        bucket: required(("bucket", text(&mut rest, "bucket")?))?,
        nuid: text(&mut rest, "nuid")?.unwrap_or_default(),
        size: number(&mut rest, "size")?,
        chunks: number(&mut rest, "chunks")?,
        digest: text(&mut rest, "digest")?.filter(|digest| !digest.is_empty()),
        deleted: match rest.remove("deleted") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(deleted)) => deleted,
            Some(_) => return Err(("deleted", "it is neither true nor false".to_owned())),
        },
        modified: OffsetDateTime::UNIX_EPOCH,
        sequence: 0,
        rest,
        rest_of_options: options,
    })
}

fn text(of: &mut Map<String, Value>, name: &'static str) -> Result<Option<String>, Wrong> {
    match of.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err((name, "it is not a string".to_owned())),
    }
}

fn number(of: &mut Map<String, Value>, name: &'static str) -> Result<u64, Wrong> {
    match of.remove(name) {
        None | Some(Value::Null) => Ok(0),
        Some(value) => value
            .as_u64()
            .ok_or_else(|| (name, "it is not a number of things".to_owned())),
    }
}

/// Names with lists of values; a client for Python writes what it is given, which
/// may be a value alone, and older ones for Rust a wrapper around the whole.
fn headers(value: Option<Value>) -> Result<BTreeMap<String, Vec<String>>, Wrong> {
    let wrong = |why: &str| ("headers", why.to_owned());
    let mut map = match value {
        None | Some(Value::Null) => return Ok(BTreeMap::new()),
        Some(Value::Object(map)) => map,
        Some(_) => return Err(wrong("they are not an object")),
    };
    if map.len() == 1
        && let Some(Value::Object(wrapped)) = map.get_mut("inner")
    {
        map = std::mem::take(wrapped);
    }
    let text = |value: Value| match value {
        Value::String(text) => Ok(text),
        Value::Object(mut wrapped) => match wrapped.remove("inner") {
            Some(Value::String(text)) => Ok(text),
            _ => Err(wrong("a value is not a string")),
        },
        _ => Err(wrong("a value is not a string")),
    };
    let values = |value: Value| match value {
        Value::Array(values) => values.into_iter().map(text).collect(),
        Value::Null => Ok(Vec::new()),
        value => text(value).map(|value| vec![value]),
    };
    map.into_iter()
        .map(|(name, value)| Ok((name, values(value)?)))
        .collect()
}

fn metadata(value: Option<Value>) -> Result<BTreeMap<String, String>, Wrong> {
    let wrong = |why: &str| ("metadata", why.to_owned());
    let map = match value {
        None | Some(Value::Null) => return Ok(BTreeMap::new()),
        Some(Value::Object(map)) => map,
        Some(_) => return Err(wrong("it is not an object")),
    };
    map.into_iter()
        .map(|(name, value)| match value {
            Value::String(value) => Ok((name, value)),
            _ => Err(wrong("a value is not a string")),
        })
        .collect()
}

/// In the order and with the omissions of clients in Go.
struct Stored<'a>(&'a ObjectInfo);

impl Serialize for Stored<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let info = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &info.name)?;
        if let Some(description) = &info.description {
            map.serialize_entry("description", description)?;
        }
        if !info.headers.is_empty() {
            map.serialize_entry("headers", &info.headers)?;
        }
        if !info.metadata.is_empty() {
            map.serialize_entry("metadata", &info.metadata)?;
        }
        let options = Options(info);
        if !options.is_empty() {
            map.serialize_entry("options", &options)?;
        }
        map.serialize_entry("bucket", &info.bucket)?;
        map.serialize_entry("nuid", &info.nuid)?;
        map.serialize_entry("size", &info.size)?;
        map.serialize_entry("mtime", NO_TIME)?;
        map.serialize_entry("chunks", &info.chunks)?;
        if let Some(digest) = &info.digest {
            map.serialize_entry("digest", digest)?;
        }
        if info.deleted {
            map.serialize_entry("deleted", &true)?;
        }
        for (name, value) in &info.rest {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

struct Options<'a>(&'a ObjectInfo);

impl Options<'_> {
    fn is_empty(&self) -> bool {
        let Self(info) = self;
        info.link.is_none() && info.chunk_size.is_none() && info.rest_of_options.is_empty()
    }
}

impl Serialize for Options<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let info = self.0;
        let mut map = serializer.serialize_map(None)?;
        if let Some(link) = &info.link {
            map.serialize_entry("link", &Link(link))?;
        }
        if let Some(size) = &info.chunk_size {
            map.serialize_entry("max_chunk_size", size)?;
        }
        for (name, value) in &info.rest_of_options {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

struct Link<'a>(&'a ObjectLink);

impl Serialize for Link<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("bucket", &self.0.bucket)?;
        if let Some(name) = &self.0.name {
            map.serialize_entry("name", name)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::info::ObjectMeta;
    use super::*;

    fn read(json: &str) -> Result<ObjectInfo> {
        let subjects = Subjects::of("B");
        let payload = Bytes::copy_from_slice(json.as_bytes());
        let subject = subjects.meta("a").unwrap();
        ObjectInfo::read(
            &subjects,
            "B",
            &subject,
            &payload,
            7,
            OffsetDateTime::UNIX_EPOCH,
        )
    }

    #[test]
    fn an_info_is_written_as_clients_in_go_write_it() {
        let mut meta = ObjectMeta::new("a");
        meta.description = Some("what".to_owned());
        meta.headers
            .insert("k".to_owned(), vec!["1".to_owned(), "2".to_owned()]);
        meta.metadata.insert("m".to_owned(), "3".to_owned());
        meta.chunk_size = Some(8);
        let mut info = ObjectInfo::new(meta, "B", "N".to_owned());
        info.size = 9;
        info.chunks = 2;
        info.digest = Some("SHA-256=x".to_owned());
        let expected = concat!(
            r#"{"name":"a","description":"what","headers":{"k":["1","2"]},"metadata":{"m":"3"},"#,
            r#""options":{"max_chunk_size":8},"bucket":"B","nuid":"N","size":9,"#,
            r#""mtime":"0001-01-01T00:00:00Z","chunks":2,"digest":"SHA-256=x"}"#,
        );
        assert_eq!(info.payload().unwrap(), expected);
        let deleted = info.deleted().payload().unwrap();
        assert!(
            deleted.ends_with(
                br#""size":0,"mtime":"0001-01-01T00:00:00Z","chunks":0,"deleted":true}"#
            )
        );
    }

    #[test]
    fn every_form_that_headers_have_is_read() {
        for headers in [
            r#"{"k":["1","2"]}"#,
            r#"{"inner":{"k":["1","2"]}}"#,
            r#"{"k":[{"inner":"1"},{"inner":"2"}]}"#,
        ] {
            let info = read(&format!(
                r#"{{"name":"a","bucket":"B","headers":{headers}}}"#
            ))
            .unwrap();
            assert_eq!(info.headers["k"], ["1", "2"], "{headers}");
        }
        let alone = read(r#"{"name":"a","bucket":"B","headers":{"k":"1"}}"#).unwrap();
        assert_eq!(alone.headers["k"], ["1"]);
        let named = read(r#"{"name":"a","bucket":"B","headers":{"inner":["1"]}}"#).unwrap();
        assert_eq!(named.headers["inner"], ["1"]);
    }

    #[test]
    fn what_is_null_empty_or_missing_is_nothing() {
        let bare = read(r#"{"name":"a","bucket":"B"}"#).unwrap();
        let nulls = read(concat!(
            r#"{"name":"a","bucket":"B","description":null,"headers":null,"metadata":null,"#,
            r#""options":{"link":null,"max_chunk_size":null},"size":null,"chunks":null,"#,
            r#""digest":"","mtime":"","deleted":null,"nuid":null}"#,
        ));
        assert_eq!(bare, nulls.unwrap());
        assert_eq!((bare.sequence, bare.digest, bare.link), (7, None, None));
    }

    #[test]
    fn what_a_newer_client_says_is_kept_and_written_back() {
        let json = r#"{"name":"a","bucket":"B","options":{"new":[1]},"newer":{"x":null}}"#;
        let written = read(json).unwrap().payload().unwrap();
        let written: Value = serde_json::from_slice(&written).unwrap();
        assert_eq!(written["options"]["new"], serde_json::json!([1]));
        assert_eq!(written["newer"], serde_json::json!({"x": null}));
    }

    #[test]
    fn an_info_that_is_not_what_its_subject_says_is_refused() {
        for json in [
            r#"{"name":"a","bucket":"C"}"#,
            r#"{"name":"b","bucket":"B"}"#,
            r#"{"name":"","bucket":"B"}"#,
        ] {
            assert!(matches!(read(json), Err(Error::Mismatch { .. })), "{json}");
        }
    }

    #[test]
    fn what_can_not_be_read_names_the_member_and_keeps_the_bytes() {
        for (json, member) in [
            ("", ""),
            ("[]", ""),
            ("{", ""),
            (r#"{"bucket":"B"}"#, "name"),
            (r#"{"name":1,"bucket":"B"}"#, "name"),
            (r#"{"name":"a","bucket":"B","size":-1}"#, "size"),
            (r#"{"name":"a","bucket":"B","size":1e999}"#, ""),
            (r#"{"name":"a","bucket":"B","chunks":1.5}"#, "chunks"),
            (r#"{"name":"a","bucket":"B","headers":[1]}"#, "headers"),
            (
                r#"{"name":"a","bucket":"B","headers":{"k":[1]}}"#,
                "headers",
            ),
            (
                r#"{"name":"a","bucket":"B","metadata":{"k":1}}"#,
                "metadata",
            ),
            (r#"{"name":"a","bucket":"B","options":1}"#, "options"),
            (
                r#"{"name":"a","bucket":"B","options":{"link":{}}}"#,
                "bucket",
            ),
            (r#"{"name":"a","bucket":"B","deleted":1}"#, "deleted"),
        ] {
            match read(json) {
                Err(Error::Reply {
                    payload, source, ..
                }) => {
                    assert_eq!(payload, json);
                    let DecodeError::Json { path, .. } = *source else {
                        panic!("{json}: {source}")
                    };
                    assert_eq!(path, member, "{json}");
                }
                other => panic!("{json}: {other:?}"),
            }
        }
        let deep = format!(r#"{{"name":"a","bucket":"B","x":{}"#, "[".repeat(100_000));
        assert!(matches!(read(&deep), Err(Error::Reply { .. })));
    }
}
