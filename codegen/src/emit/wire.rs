//! The tables that models are read and written by: `impl Model`.
//!
//! What reaches a model's fields is `#[inline]`, here and in what else is generated, not
//! to be quicker, but to be compiled where it is used: a crate that depends on the models
//! pays for those that it reads or writes, and building `jsapi` for none.

use super::requests::own_tokens;
use super::{Emitter, Field, Model};
use std::fmt::Write;

pub(super) fn model(model: &Model, emitter: &Emitter<'_>) -> String {
    let mut out = format!("impl Model for {} {{\n", model.rust);
    out += &empty(model, emitter);
    out += &members(model, emitter);
    out += &field(model, emitter, false);
    out += &field(model, emitter, true);
    out += &durations(model, emitter);
    let extra = match model.flatten() {
        Some((field, _)) => (
            format!("self.{field}.extra()"),
            format!("self.{field}.extra_mut()"),
        ),
        None => ("&self.extra".to_owned(), "&mut self.extra".to_owned()),
    };
    let _ = writeln!(out, "fn extra(&self) -> &Extra {{ {} }}", extra.0);
    let _ = writeln!(
        out,
        "fn extra_mut(&mut self) -> &mut Extra {{ {} }}",
        extra.1
    );
    out += &needs(model, emitter);
    out += "}\n";
    out
}

fn empty(model: &Model, emitter: &Emitter<'_>) -> String {
    let mut fields = String::new();
    for token in own_tokens(model, emitter) {
        let _ = write!(fields, "{token}: String::new(),");
    }
    if let Some((field, _)) = model.flatten() {
        let _ = write!(fields, "{field}: Model::empty(),");
    }
    for field in model.fields() {
        let _ = write!(fields, "{}: Field::unset(),", field.ident);
    }
    if model.flatten().is_none() {
        fields += "extra: Extra::new(),";
    }
    format!("#[inline] fn empty() -> Self {{ Self {{ {fields} }} }}\n")
}

/// The table of members, those of a flattened part first.
fn members(model: &Model, emitter: &Emitter<'_>) -> String {
    let mut out = String::new();
    for field in emitter.members(model) {
        let kind = if field.required {
            "required"
        } else {
            "optional"
        };
        let durations = if field.is_duration() {
            ".durations()"
        } else {
            ""
        };
        let _ = write!(out, " {kind}({:?}){durations},", field.wire);
    }
    format!(
        "fn members(&self) -> &'static Members {{ static MEMBERS: Members = Members::new(&[{out}]); &MEMBERS }}\n"
    )
}

/// The field of each member, to be read or to be changed.
fn field(model: &Model, emitter: &Emitter<'_>, mutable: bool) -> String {
    let (suffix, reference) = if mutable {
        ("_mut", "&mut ")
    } else {
        ("", "&")
    };
    let arms = arms(model, emitter, reference, |_| true);
    let rest = rest(model, &format!("field{suffix}"));
    let body = match arms.as_str() {
        "" => rest,
        _ => format!(
            "let field: {reference}dyn Field = match index {{ {arms} _ => return {rest}, }}; Some(field)"
        ),
    };
    let index = if body == "None" { "_index" } else { "index" };
    format!(
        "#[inline] fn field{suffix}({reference}self, {index}: usize) -> Option<{reference}dyn Field> {{ {body} }}\n"
    )
}

fn durations(model: &Model, emitter: &Emitter<'_>) -> String {
    if !emitter
        .members(model)
        .iter()
        .any(|field| field.is_duration())
    {
        return String::new();
    }
    let arms = arms(model, emitter, "&mut ", Field::is_duration);
    let rest = rest(model, "durations_mut");
    let body = match arms.as_str() {
        "" => rest,
        _ => format!(
            "let field: &mut dyn DurationField = match index {{ {arms} _ => return {rest}, }}; Some(field)"
        ),
    };
    format!(
        "#[inline] fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {{ {body} }}\n"
    )
}

/// What a member is that is none of the model's own.
fn rest(model: &Model, method: &str) -> String {
    match model.flatten() {
        Some((field, _)) => format!("self.{field}.{method}(index)"),
        None => "None".to_owned(),
    }
}

/// The model's own fields by the index of their members.
fn arms(
    model: &Model,
    emitter: &Emitter<'_>,
    reference: &str,
    of: impl Fn(&Field) -> bool,
) -> String {
    let first = emitter.members(model).len() - model.fields().len();
    let mut arms = String::new();
    for (index, field) in model.fields().iter().enumerate() {
        if of(field) {
            let _ = write!(
                arms,
                "{} => {reference}self.{},",
                first + index,
                field.ident
            );
        }
    }
    arms
}

fn needs(model: &Model, emitter: &Emitter<'_>) -> String {
    let mut body = String::new();
    if let Some((field, rust)) = model.flatten()
        && emitter.has_levels(rust)
    {
        let _ = write!(body, "self.{field}.needs_fields(need);");
    }
    for field in model.fields() {
        for level in emitter.levels(model, field) {
            let set = if level.values.is_empty() {
                format!("!self.{}.is_unset()", field.ident)
            } else {
                let values = level
                    .values
                    .iter()
                    .filter_map(|value| emitter.variant(field.inner(), value));
                let values: Vec<String> = values.map(|value| format!("Some({value})")).collect();
                format!("matches!(self.{}, {})", field.ident, values.join(" | "))
            };
            let _ = write!(
                body,
                "need.field({}, {:?}, {set});",
                level.level, field.wire
            );
        }
        if emitter.has_levels(field.inner()) {
            let _ = write!(
                body,
                "need.nested({:?}, &self.{});",
                field.wire, field.ident
            );
        }
    }
    if body.is_empty() {
        return String::new();
    }
    format!("#[inline] fn needs_fields(&self, need: &mut Need) {{ {body} }}\n")
}
