//! What schemas may say: the keywords, and what each may be.

use crate::error::{Result, below};
use crate::source::files::{Document, Documents};
use serde_json::{Map, Value};

/// The keywords that the generator reads or may ignore; any other may change
/// what a schema means and is refused.
const KEYWORDS: &[&str] = &[
    "$comment",
    "$id",
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "const",
    "default",
    "definitions",
    "deprecationMessage",
    "description",
    "enum",
    "examples",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "required",
    "title",
    "type",
];

/// Whether a pointer leads to a keyword of a schema, not to a schema.
pub(crate) fn is_keyword(pointer: &str) -> bool {
    let mut segments = pointer.rsplit('/');
    let (key, around) = (segments.next(), segments.next());
    let named = matches!(
        around,
        Some("properties" | "definitions" | "patternProperties")
    );
    !named && key.is_some_and(|key| KEYWORDS.contains(&key))
}

const TYPES: &[&str] = &[
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// Refuses keywords that the generator does not know, and wrong values of others.
pub(crate) fn check_keywords(documents: &Documents) -> Result<()> {
    for document in documents.iter() {
        check(document, "", &document.schema)?;
    }
    Ok(())
}

fn check(document: &Document, pointer: &str, schema: &Value) -> Result<()> {
    let object = match schema {
        Value::Object(object) => object,
        Value::Bool(_) => return Ok(()),
        _ => return Err(document.error(pointer, "a schema has to be an object")),
    };
    for (keyword, value) in object {
        let here = below(pointer, keyword);
        if !KEYWORDS.contains(&keyword.as_str()) {
            let message = format!("keyword \"{keyword}\" is not known to the generator");
            return Err(document.error(here, message));
        }
        match keyword.as_str() {
            "properties" | "patternProperties" | "definitions" => {
                let members = value
                    .as_object()
                    .ok_or_else(|| document.error(&here, "has to be an object of schemas"))?;
                for (member, schema) in members {
                    check(document, &below(&here, member), schema)?;
                }
            }
            "allOf" | "oneOf" => {
                let branches = value
                    .as_array()
                    .filter(|branches| !branches.is_empty())
                    .ok_or_else(|| document.error(&here, "has to be an array of schemas"))?;
                for (index, schema) in branches.iter().enumerate() {
                    check(document, &below(&here, index), schema)?;
                }
            }
            "items" | "additionalProperties" => check(document, &here, value)?,
            _ => {
                if let Some(what) = wrong(keyword, value) {
                    let message = format!("has to be {what}, not {value}");
                    return Err(document.error(here, message));
                }
            }
        }
    }
    check_bounds(document, pointer, object)
}

/// What the value of a keyword has to be, where it is something else.
fn wrong(keyword: &str, value: &Value) -> Option<&'static str> {
    let strings: Option<Vec<&str>> = value
        .as_array()
        .and_then(|items| items.iter().map(Value::as_str).collect());
    let (good, what) = match keyword {
        "$comment" | "$id" | "$ref" | "$schema" | "deprecationMessage" | "description"
        | "format" | "pattern" | "title" => (value.is_string(), "a string"),
        "required" | "enum" => (strings.is_some(), "an array of strings"),
        "examples" => (value.is_array(), "an array"),
        "minimum" | "maximum" => (value.is_number(), "a number"),
        "minItems" | "maxItems" | "minLength" | "maxLength" => {
            (value.is_u64(), "a whole number from 0 on")
        }
        "type" => {
            let types = strings.or_else(|| Some(vec![value.as_str()?]));
            let known = |types: Vec<&str>| {
                !types.is_empty() && types.iter().all(|kind| TYPES.contains(kind))
            };
            (types.is_some_and(known), "a type of JSON, or several")
        }
        _ => (true, ""),
    };
    (!good).then_some(what)
}

/// Refuses bounds that no value is within, and words for what is no text.
fn check_bounds(document: &Document, pointer: &str, schema: &Map<String, Value>) -> Result<()> {
    for (low, high) in [
        ("minimum", "maximum"),
        ("minItems", "maxItems"),
        ("minLength", "maxLength"),
    ] {
        let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
        if let (Some(from), Some(to)) = (bound(low), bound(high))
            && from > to
        {
            let message = format!("{low} is {from}, above {high}, which is {to}");
            return Err(document.error(below(pointer, low), message));
        }
    }
    let is_text = |kind: &Value| match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "string"),
        kind => kind == "string",
    };
    if let (Some(_), Some(kind)) = (schema.get("enum"), schema.get("type"))
        && !is_text(kind)
    {
        let message = format!("its values are strings, and its type is {kind}");
        return Err(document.error(below(pointer, "enum"), message));
    }
    Ok(())
}
