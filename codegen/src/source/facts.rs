//! What a schema states, without what it says to people.

use serde_json::{Map, Value};

/// The keywords that say something to people only.
const WORDS: [&str; 3] = ["description", "$comment", "deprecationMessage"];

/// Whether a member of a schema is words and no fact.
pub(crate) fn is_words(key: &str, value: &Value) -> bool {
    WORDS.contains(&key) && value.is_string()
}

/// That something is deprecated is a fact, for which reason is not.
const DEPRECATION: &str = "deprecationMessage";

/// A schema without its words.
pub(crate) fn facts(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let kept = members.iter().filter(|(key, value)| !is_words(key, value));
            let deprecated = is_deprecated(members).then(|| (DEPRECATION.to_owned(), true.into()));
            kept.map(|(key, value)| (key.clone(), facts(value)))
                .chain(deprecated)
                .collect()
        }
        Value::Array(items) => items.iter().map(facts).collect(),
        other => other.clone(),
    }
}

/// Whether a schema says that it is deprecated.
pub(crate) fn is_deprecated(schema: &Map<String, Value>) -> bool {
    schema.get(DEPRECATION).is_some_and(Value::is_string)
}

/// What a schema says at one place, without what is inside it. Which members
/// are required is said of these.
pub(crate) fn own_facts(schema: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let nested = |value: &Value| match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(Value::is_object),
        _ => false,
    };
    let own = schema.iter().filter(|(key, value)| {
        !is_words(key, value) && !nested(value) && key.as_str() != "required"
    });
    let mut own: Vec<_> = own.collect();
    own.sort_by_key(|(key, _)| *key);
    own
}

/// Facts in one order: two schemas that state the same are equal as text too.
///
/// The order of members means nothing, nor that of values, names and types in
/// lists of strings.
pub(crate) fn in_order(facts: &Value) -> Value {
    match facts {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            let members = members.into_iter();
            members
                .map(|(key, value)| (key.clone(), in_order(value)))
                .collect()
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let mut items = items.clone();
            items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            items.into()
        }
        Value::Array(items) => items.iter().map(in_order).collect(),
        other => other.clone(),
    }
}
