//! The list of a struct's fields that it is read and written by: `model!`.

use super::requests::own_tokens;
use super::text::LIST;
use super::{Emitter, Field, Model};
use std::fmt::Write;

/// `model! { StreamState { messages: required, ... } }`, laid out.
pub(super) fn list(model: &Model, emitter: &Emitter<'_>) -> String {
    let tokens = own_tokens(model, emitter);
    let tokens = match tokens.as_slice() {
        [] => String::new(),
        tokens => format!("({})", tokens.join(", ")),
    };
    let mut lines = Vec::new();
    if let Some((field, rust)) = model.flatten() {
        lines.push(format!("..{field}: {rust}"));
    }
    lines.extend(model.fields().iter().map(|field| {
        let name = &field.ident;
        let alias = if *name == field.wire {
            String::new()
        } else {
            format!(" as {:?}", field.wire)
        };
        let words = words(model, field, emitter);
        let colon = if words.is_empty() { "" } else { ": " };
        format!("{name}{alias}{colon}{words}")
    }));
    let mut out = format!("{LIST}    {}{tokens} {{", model.rust);
    for line in &lines {
        let _ = write!(out, "\n        {line},");
    }
    out += if lines.is_empty() { "}\n" } else { "\n    }\n" };
    out += "}\n";
    out
}

/// What is special about a field.
fn words(model: &Model, field: &Field, emitter: &Emitter<'_>) -> String {
    let mut words = Vec::new();
    if field.required {
        words.push("required".to_owned());
    }
    if field.is_duration() {
        words.push("duration".to_owned());
    }
    let mut values = Vec::new();
    for level in emitter.levels(model, field) {
        if level.values.is_empty() {
            words.push(format!("level({})", level.level));
        }
        let of_level = level.values.iter();
        values.extend(of_level.map(|value| format!("({value:?}, {})", level.level)));
    }
    if !values.is_empty() {
        words.push(format!("value_levels(&[{}])", values.join(", ")));
    }
    words.join(" ")
}
