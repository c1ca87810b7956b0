#!/usr/bin/env python3
"""Writes the models of jsapi as they would be with serde's derive.

derived.py GENERATED plain|flatten   writes the types to standard output
derived.py GENERATED use CRATE       writes a program that uses every type

With `plain`, what a type does not know is dropped; with `flatten`, it is kept, as
jsapi keeps it.
"""

import pathlib
import re
import sys

HEAD = """\
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use time::OffsetDateTime;

pub type Base64 = String;
pub type Headers = String;
pub type ErrorCode = u16;

fn is_false(value: &bool) -> bool {
    !value
}

pub mod nanos {
    use super::*;

    pub fn serialize<S: serde::Serializer>(value: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(value.as_nanos() as u64)
    }

    pub fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        u64::deserialize(from).map(Duration::from_nanos)
    }

    pub mod option {
        use super::*;

        pub fn serialize<S: serde::Serializer>(value: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
            value.map(|value| value.as_nanos() as u64).serialize(to)
        }

        pub fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
            Ok(Option::<u64>::deserialize(from)?.map(Duration::from_nanos))
        }
    }

    pub mod list {
        use super::*;

        pub fn serialize<S: serde::Serializer>(value: &[Duration], to: S) -> Result<S::Ok, S::Error> {
            to.collect_seq(value.iter().map(|value| value.as_nanos() as u64))
        }

        pub fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Duration>, D::Error> {
            Ok(Vec::<u64>::deserialize(from)?.into_iter().map(Duration::from_nanos).collect())
        }
    }
}
"""

WITH = {
    "Duration": "nanos",
    "Option<Duration>": "nanos::option",
    "Vec<Duration>": "nanos::list",
    "OffsetDateTime": "time::serde::rfc3339",
    "Option<OffsetDateTime>": "time::serde::rfc3339::option",
}

UNSET = {"Option": "Option::is_none", "Vec": "Vec::is_empty", "BTreeMap": "BTreeMap::is_empty"}


def wire_names(text):
    """Of each model: the name in JSON of each field, and the field that it flattens."""
    models = {}
    lists = re.findall(r"^model! \{\n    (\w+)(?:\([^)]*\))? \{(.*?)\}\n\}", text, re.S | re.M)
    for name, body in lists:
        child = re.search(r"\.\.(\w+): \w+,", body)
        body = re.sub(r"\.\.\w+: \w+,", "", body)
        members = re.findall(r'^        ((?:r#)?\w+)(?: as "([^"]+)")?[:,]', body, re.M)
        fields = {field: name or field.removeprefix("r#") for field, name in members}
        models[name] = fields, child and child[1]
    return models


def structs(text):
    for name, body in re.findall(r"^pub struct (\w+) \{\n(.*?)^\}", text, re.S | re.M):
        yield name, re.findall(r"^    pub ((?:r#)?\w+): (.+),$", body, re.M)


def enums(text):
    for name, body in re.findall(r"^open_enum! \{\n    (\w+) \{(.*?)\n    \}", text, re.S | re.M):
        yield name, re.findall(r'(\w+) = "([^"]*)"', body)


def derived(source, models, keep):
    out = [HEAD]
    for name, fields in structs(source):
        if name not in models:
            continue
        wires, child = models[name]
        out.append("#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]")
        out.append(f"pub struct {name} {{")
        for field, kind in fields:
            attributes = []
            if field == "extra":
                if not keep:
                    continue
                attributes, kind = ["flatten"], "BTreeMap<String, serde_json::Value>"
            elif field == child:
                attributes = ["flatten"]
            elif field not in wires:
                attributes = ["skip"]
            else:
                outer = kind.split("<")[0]
                if wires[field] != field.removeprefix("r#"):
                    attributes.append(f'rename = "{wires[field]}"')
                if kind in WITH:
                    attributes.append(f'with = "{WITH[kind]}"')
                if outer in UNSET:
                    attributes += ["default", f'skip_serializing_if = "{UNSET[outer]}"']
                if kind == "bool":
                    attributes += ["default", 'skip_serializing_if = "is_false"']
            if attributes:
                out.append(f"    #[serde({', '.join(attributes)})]")
            out.append(f"    pub {field}: {kind},")
        out.append("}")
    for name, variants in enums(source):
        out.append("#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]")
        out.append(f"pub enum {name} {{")
        for variant, text in variants:
            out.append(f'    #[serde(rename = "{text}")]\n    {variant},')
        out.append("    #[serde(untagged)]\n    Unknown(String),\n}")
    return "\n".join(out) + "\n"


def use(models, crate):
    calls = "\n".join(f"    round::<{crate}::{name}>(&text);" for name in models)
    return f"""\
fn round<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) {{
    if let Ok(value) = serde_json::from_str::<T>(text) {{
        println!("{{:?}}", serde_json::to_string(&value));
    }}
}}

fn main() {{
    let text = std::env::args().nth(1).unwrap_or_default();
{calls}
}}
"""


def main():
    generated, what, *crate = sys.argv[1:]
    read = lambda directory: "".join(
        path.read_text() for path in sorted(pathlib.Path(directory).glob("*.rs"))
    )
    models = wire_names(read(generated))
    if not models:
        sys.exit("derived.py: no models found")
    if what == "use":
        print(use(models, crate[0]), end="")
    else:
        print(derived(read(generated), models, what == "flatten"), end="")


main()
