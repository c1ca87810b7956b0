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
            operation: subject.to_owned().into(),
            payload: payload.clone(),
            source: Box::new(DecodeError::Json {
                path: path.to_owned(),
                offset: 0,
                reason,
            }),
        };
        let mut info = parse(payload).map_err(unreadable)?;
        let wrong = |why: String| Err(Error::mismatch(subject.to_owned(), Mismatch::Object(why)));
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
    let members: Map<String, Value> =
        serde_json::from_slice(payload).map_err(|error| ("", error.to_string()))?;
    let (mut name, mut bucket) = (None, None);
    let mut info = ObjectInfo {
        name: String::new(),
        description: None,
        headers: BTreeMap::new(),
        metadata: BTreeMap::new(),
        chunk_size: None,
        link: None,
        bucket: String::new(),
        nuid: String::new(),
        size: 0,
        chunks: 0,
        digest: None,
        deleted: false,
        modified: OffsetDateTime::UNIX_EPOCH,
        sequence: 0,
        rest: Map::new(),
        rest_of_options: Map::new(),
    };
    for (member, value) in members {
        match member.as_str() {
            "name" => name = text("name", value)?,
            "description" => info.description = said("description", value)?,
            "headers" => headers(value, &mut info.headers)?,
            "metadata" => metadata(value, &mut info.metadata)?,
            "options" => options(value, &mut info)?,
            "bucket" => bucket = text("bucket", value)?,
            "nuid" => info.nuid = text("nuid", value)?.unwrap_or_default(),
            "size" => info.size = number("size", value)?,
            "chunks" => info.chunks = number("chunks", value)?,
            "digest" => info.digest = said("digest", value)?,
            "deleted" => {
                info.deleted = match value {
                    Value::Null => false,
                    Value::Bool(deleted) => deleted,
                    _ => return Err(("deleted", "it is neither true nor false".to_owned())),
                }
            }
            // Its message has it.
            "mtime" => {}
            _ => {
                info.rest.insert(member, value);
            }
        }
    }
    info.name = required("name", name)?;
    info.bucket = required("bucket", bucket)?;
    Ok(info)
}

fn options(value: Value, info: &mut ObjectInfo) -> Result<(), Wrong> {
    for (member, value) in object("options", value)? {
        match member.as_str() {
            "link" if value.is_null() => {}
            "link" => info.link = Some(link(value)?),
            "max_chunk_size" => {
                let size = number("max_chunk_size", value)?;
                info.chunk_size = Some(size).filter(|size| *size > 0);
            }
            _ => {
                info.rest_of_options.insert(member, value);
            }
        }
    }
    Ok(())
}

fn link(value: Value) -> Result<ObjectLink, Wrong> {
    let (mut bucket, mut name) = (None, None);
    for (member, value) in object("link", value)? {
        match member.as_str() {
            "bucket" => bucket = text("bucket", value)?,
            "name" => name = said("name", value)?,
            _ => {}
        }
    }
    let bucket = required("bucket", bucket)?;
    Ok(ObjectLink { bucket, name })
}

fn required(member: &'static str, value: Option<String>) -> Result<String, Wrong> {
    value.ok_or((member, "it is missing".to_owned()))
}

fn object(member: &'static str, value: Value) -> Result<Map<String, Value>, Wrong> {
    match value {
        Value::Null => Ok(Map::new()),
        Value::Object(members) => Ok(members),
        _ => Err((member, "it is not an object".to_owned())),
    }
}

fn text(member: &'static str, value: Value) -> Result<Option<String>, Wrong> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err((member, "it is not a string".to_owned())),
    }
}

/// A text, of which an empty one says nothing.
fn said(member: &'static str, value: Value) -> Result<Option<String>, Wrong> {
    Ok(text(member, value)?.filter(|text| !text.is_empty()))
}

fn number(member: &'static str, value: Value) -> Result<u64, Wrong> {
    match value {
        Value::Null => Ok(0),
        value => value
            .as_u64()
            .ok_or_else(|| (member, "it is not a number of things".to_owned())),
    }
}

/// Names with lists of values; a client for Python writes what it is given, which
/// may be a value alone, and older ones for Rust a wrapper around the whole.
fn headers(value: Value, to: &mut BTreeMap<String, Vec<String>>) -> Result<(), Wrong> {
    let mut members = object("headers", value)?;
    if members.len() == 1
        && let Some(Value::Object(wrapped)) = members.get_mut("inner")
    {
        members = std::mem::take(wrapped);
    }
    for (name, value) in members {
        let mut values = Vec::new();
        match value {
            Value::Null => {}
            Value::Array(several) => {
                for value in several {
                    values.push(header(value)?);
                }
            }
            value => values.push(header(value)?),
        }
        to.insert(name, values);
    }
    Ok(())
}

/// A value of a header, which may be in a wrapper of its own.
fn header(value: Value) -> Result<String, Wrong> {
    let inner = match value {
        Value::Object(wrapped) => wrapped.into_iter().find(|(name, _)| name == "inner"),
        value => Some((String::new(), value)),
    };
    match inner {
        Some((_, Value::String(text))) => Ok(text),
        _ => Err(("headers", "a value is not a string".to_owned())),
    }
}

fn metadata(value: Value, to: &mut BTreeMap<String, String>) -> Result<(), Wrong> {
    for (name, value) in object("metadata", value)? {
        let Value::String(value) = value else {
            return Err(("metadata", "a value is not a string".to_owned()));
        };
        to.insert(name, value);
    }
    Ok(())
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
