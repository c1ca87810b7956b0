//! Their facts with our words.
//!
//! No sentence of the official schemas comes in here. A description of ours
//! stays where what it describes is as it was: the same file and place, the same
//! keywords there, and as required as before. It stays, too, where only a bound, a
//! default or a value of an enum changed, and is then to be read again: it may
//! name the old one. Everything else is to be described anew.

use crate::error::below;
use crate::source::facts::{facts, is_words, own_facts};
use serde_json::{Map, Value};

/// A schema of theirs in our words.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) schema: Value,
    /// The places that they describe and we do not.
    pub(super) left: Vec<String>,
    /// The places that we describe and that state another bound now.
    pub(super) reread: Vec<String>,
}

/// Puts our words into a schema of theirs.
pub(super) fn in_our_words(theirs: &Value, ours: Option<&Value>) -> Merged {
    let mut merger = Merger::default();
    let schema = merger.merge("", theirs, ours, true);
    Merged {
        schema,
        left: merger.left,
        reread: merger.reread,
    }
}

#[derive(Default)]
struct Merger {
    left: Vec<String>,
    reread: Vec<String>,
}

impl Merger {
    /// `same` says that what is around is the same for both.
    fn merge(&mut self, pointer: &str, theirs: &Value, ours: Option<&Value>, same: bool) -> Value {
        match theirs {
            Value::Object(members) => {
                let ours = ours.and_then(Value::as_object);
                Value::Object(self.object(pointer, members, ours, same))
            }
            Value::Array(items) => {
                let ours = ours.and_then(Value::as_array);
                let item = |(index, item): (usize, &Value)| {
                    // Alternatives may have moved.
                    let known = ours.and_then(|ours| {
                        let equal = ours.iter().find(|known| facts(known) == facts(item));
                        let moved =
                            |known: &&Value| items.iter().any(|item| facts(item) == facts(known));
                        equal.or_else(|| ours.get(index).filter(|known| !moved(known)))
                    });
                    self.merge(&below(pointer, index), item, known, same)
                };
                items.iter().enumerate().map(item).collect()
            }
            other => other.clone(),
        }
    }

    fn object(
        &mut self,
        pointer: &str,
        theirs: &Map<String, Value>,
        ours: Option<&Map<String, Value>>,
        same: bool,
    ) -> Map<String, Value> {
        let same = same && ours.is_some_and(|ours| unbounded(ours) == unbounded(theirs));
        let known = ours.filter(|_| same);
        let changed = known.is_some_and(|ours| own_facts(ours) != own_facts(theirs));
        let mut merged = Map::new();
        for (key, value) in theirs {
            if is_words(key, value) {
                match known
                    .and_then(|ours| ours.get(key))
                    .filter(|ours| ours.is_string())
                {
                    Some(words) => {
                        if changed {
                            self.reread.push(below(pointer, key));
                        }
                        merged.insert(key.clone(), words.clone());
                    }
                    None => self.left.push(below(pointer, key)),
                }
                continue;
            }
            let mine = ours.and_then(|ours| ours.get(key));
            let here = below(pointer, key);
            let value = match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => {
                    let required = |object: &Map<String, Value>, member: &str| {
                        let names = object.get("required").and_then(Value::as_array);
                        names.is_some_and(|names| names.iter().any(|name| name == member))
                    };
                    let member = |(member, schema): (&String, &Value)| {
                        let as_required = ours
                            .is_some_and(|ours| required(ours, member) == required(theirs, member));
                        let known = mine.and_then(|mine| mine.get(member));
                        let schema = self.merge(&below(&here, member), schema, known, as_required);
                        (member.clone(), schema)
                    };
                    properties.iter().map(member).collect()
                }
                _ => self.merge(&here, value, mine, true),
            };
            merged.insert(key.clone(), value);
        }
        // What we say where they say nothing.
        for (at, (key, value)) in known.into_iter().flatten().enumerate() {
            if is_words(key, value) && !merged.contains_key(key) {
                if changed {
                    self.reread.push(below(pointer, key));
                }
                merged.shift_insert(at.min(merged.len()), key.clone(), value.clone());
            }
        }
        merged
    }
}

/// What a schema says at one place of a value, whatever bounds it.
fn unbounded(schema: &Map<String, Value>) -> Vec<(&String, &Value)> {
    const BOUNDS: [&str; 10] = [
        "default",
        "enum",
        "examples",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "pattern",
    ];
    let mut own = own_facts(schema);
    own.retain(|(key, _)| !BOUNDS.contains(&key.as_str()));
    own
}

/// Their table of errors with our words, and the codes that we do not describe.
pub(super) fn errors_in_our_words(theirs: &[Value], ours: &[Value]) -> (Vec<Value>, Vec<String>) {
    let mut left = Vec::new();
    let same = |a: &Value, b: &Value| {
        let facts = ["constant", "code", "error_code", "deprecates"];
        facts.iter().all(|key| a.get(key) == b.get(key))
    };
    let rows = theirs.iter().enumerate().map(|(index, row)| {
        if let Some(known) = ours.iter().find(|known| same(known, row)) {
            return known.clone();
        }
        left.push(below("", index));
        let empty = || Value::String(String::new());
        let fact = |key: &str| (key.to_owned(), row.get(key).cloned().unwrap_or_else(empty));
        let words = |key: &str| (key.to_owned(), empty());
        Value::Object(Map::from_iter([
            fact("constant"),
            fact("code"),
            fact("error_code"),
            words("description"),
            words("comment"),
            words("help"),
            words("url"),
            fact("deprecates"),
        ]))
    });
    (rows.collect(), left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn merged(theirs: &Value, ours: &Value) -> (Value, Vec<String>) {
        let merged = in_our_words(theirs, Some(ours));
        assert_eq!(merged.reread, [] as [String; 0]);
        (merged.schema, merged.left)
    }

    #[test]
    fn words_about_what_has_another_bound_stay_and_are_to_be_read_again() {
        let schema = |facts: &str, words: &str| -> Value {
            let a = format!(r#"{{"type": "string", {facts}, "description": "{words}"}}"#);
            let text = format!(r#"{{"type": "object", "properties": {{"a": {a}}}}}"#);
            serde_json::from_str(&text).unwrap_or_default()
        };
        for (old, new) in [
            (r#""minLength": 1"#, r#""minLength": 2"#),
            (r#""minLength": 1"#, r#""pattern": "x""#),
            (r#""default": "x""#, r#""default": "y""#),
            (r#""enum": ["x"]"#, r#""enum": ["x", "y"]"#),
        ] {
            let merged = in_our_words(&schema(new, "Theirs."), Some(&schema(old, "Ours.")));
            assert_eq!(merged.schema, schema(new, "Ours."), "{new}");
            assert_eq!(merged.reread, ["/properties/a/description"], "{new}");
            assert!(merged.left.is_empty(), "{new}");
        }
        let retyped = schema(r#""minLength": 2"#, "T").to_string();
        let retyped = retyped.replace("string", "integer");
        let retyped = serde_json::from_str(&retyped).unwrap_or_default();
        let merged = in_our_words(&retyped, Some(&schema(r#""minLength": 1"#, "Ours.")));
        assert_eq!(merged.left, ["/properties/a/description"]);
        assert!(merged.reread.is_empty());
    }

    #[test]
    fn our_words_stay_where_the_fact_is_the_same() {
        let theirs = json!({"description": "Theirs.", "type": "object", "properties": {
            "a": {"type": "string", "description": "Their a."},
            "b": {"description": "Their b.", "type": "integer"},
            "c": {"type": "object", "description": "Their c.", "properties": {"d": {"type": "string"}}}}});
        let ours = json!({"description": "Ours.", "type": "object", "properties": {
            "a": {"type": "string", "description": "Our a."},
            "b": {"description": "Our b.", "type": "string"},
            "c": {"type": "object", "description": "Our c.", "properties": {"d": {"description": "Our d.", "type": "string"}, "e": {}}}}});
        let (result, left) = merged(&theirs, &ours);
        assert_eq!(
            result,
            json!({"description": "Ours.", "type": "object", "properties": {
                "a": {"type": "string", "description": "Our a."},
                "b": {"type": "integer"},
                "c": {"type": "object", "description": "Our c.", "properties": {"d": {"description": "Our d.", "type": "string"}}}}})
        );
        assert_eq!(left, ["/properties/b/description"]);
        assert!(!result.to_string().contains("Their"));
    }

    #[test]
    fn what_is_required_now_is_to_be_described_anew() {
        let schema = |required: Value, words: &str| json!({"type": "object", "description": words, "required": required, "properties": {"a": {"type": "string", "description": words}}});
        let (result, left) = merged(
            &schema(json!(["a"]), "Theirs."),
            &schema(json!([]), "Ours."),
        );
        assert_eq!(result["description"], "Ours.");
        assert_eq!(result["properties"]["a"], json!({"type": "string"}));
        assert_eq!(left, ["/properties/a/description"]);
    }

    #[test]
    fn an_alternative_that_moved_keeps_its_words() {
        let arm = |name: &str, words: &str| json!({"type": "object", "description": words, "properties": {name: {"type": "string"}}});
        let theirs = json!({"oneOf": [arm("new", "T"), arm("old", "T")]});
        let (result, left) = merged(&theirs, &json!({"oneOf": [arm("old", "Ours.")]}));
        assert_eq!(result["oneOf"][1]["description"], "Ours.");
        assert_eq!(left, ["/oneOf/0/description"]);
    }

    #[test]
    fn a_property_that_is_called_description_is_no_words() {
        let theirs = json!({"properties": {"description": {"type": "string", "description": "T"}}});
        let ours =
            json!({"properties": {"description": {"type": "string", "description": "Ours."}}});
        assert_eq!(merged(&theirs, &ours), (ours, vec![]));
    }

    #[test]
    fn a_file_of_its_own_has_no_words_at_all() {
        let theirs = json!({"$comment": "T", "description": "T", "type": "object"});
        let merged = in_our_words(&theirs, None);
        assert_eq!(merged.schema, json!({"type": "object"}));
        assert_eq!(merged.left, ["/$comment", "/description"]);
    }

    #[test]
    fn a_code_keeps_its_words_while_it_means_the_same() {
        let row = |constant: &str, words: &str| json!({"constant": constant, "code": 400, "error_code": 1, "description": words, "comment": "", "help": "", "url": "", "deprecates": ""});
        let (rows, left) = errors_in_our_words(&[row("A", "T")], &[row("A", "Ours.")]);
        assert_eq!((rows, left), (vec![row("A", "Ours.")], vec![]));
        let (rows, left) = errors_in_our_words(&[row("B", "T")], &[row("A", "Ours.")]);
        assert_eq!((rows, left), (vec![row("B", "")], vec!["/0".to_owned()]));
    }
}
