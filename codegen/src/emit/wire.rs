//! How models are read and written: `impl Model`.

use super::requests::own_tokens;
use super::{Emitter, Model};
use std::fmt::Write;

pub(super) fn model(model: &Model, emitter: &Emitter<'_>) -> String {
    let mut out = format!("impl Model for {} {{\n", model.rust);
    let required: Vec<_> = model
        .fields()
        .iter()
        .filter(|field| field.required)
        .collect();
    out += &required_names(model, emitter);
    out += &empty(model, emitter);
    out += &read(
        model,
        &required
            .iter()
            .map(|field| field.wire.as_str())
            .collect::<Vec<_>>(),
    );
    out += &write(model);
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
    out += &walk(model, emitter);
    out += &needs(model, emitter);
    out += "}\n";
    out
}

fn required_names(model: &Model, emitter: &Emitter<'_>) -> String {
    let names = emitter.required(model);
    let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    format!(
        "const REQUIRED: &'static [&'static str] = &[{}];\n",
        names.join(", ")
    )
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
    format!("fn empty() -> Self {{ Self {{ {fields} }} }}\n")
}

fn read(model: &Model, required: &[&str]) -> String {
    let inherited = match model.flatten() {
        Some((_, rust)) => format!("<{rust} as Model>::REQUIRED.len() as u32 + "),
        None => String::new(),
    };
    let mut arms = String::new();
    for field in model.fields() {
        let value = if field.is_duration() {
            let extra = match model.flatten() {
                Some((flatten, _)) => format!("self.{flatten}.extra_mut()"),
                None => "&mut self.extra".to_owned(),
            };
            format!("duration(from, key, &mut self.{}, {extra})?", field.ident)
        } else {
            format!("into(from, &mut self.{})?", field.ident)
        };
        let _ = match required.iter().position(|name| *name == field.wire) {
            Some(0) if !inherited.is_empty() => {
                let first = inherited.trim_end_matches(" + ");
                write!(
                    arms,
                    "{:?} => {{ seen.mark({first}); {value}; }}",
                    field.wire
                )
            }
            Some(bit) => {
                write!(
                    arms,
                    "{:?} => {{ seen.mark({inherited}{bit}); {value}; }}",
                    field.wire
                )
            }
            None => write!(arms, "{:?} => {value},", field.wire),
        };
    }
    let rest = match model.flatten() {
        Some((field, _)) => format!("self.{field}.read(key, from, seen)"),
        None => "Ok(false)".to_owned(),
    };
    let uses_seen = !required.is_empty() || model.flatten().is_some();
    let body = if model.fields().is_empty() {
        rest
    } else {
        format!("match key {{ {arms} _ => return {rest}, }} Ok(true)")
    };
    let unused = if model.fields().is_empty() && model.flatten().is_none() {
        "_"
    } else {
        ""
    };
    let seen = if uses_seen { "seen" } else { "_seen" };
    format!(
        "fn read(&mut self, {unused}key: &str, {unused}from: &mut dyn Source, {seen}: &mut Seen) -> Result<bool, Failed> {{ {body} }}\n"
    )
}

fn write(model: &Model) -> String {
    let mut body = String::new();
    if let Some((field, _)) = model.flatten() {
        let _ = write!(body, "self.{field}.write(to)?;");
    }
    for field in model.fields() {
        let how = if field.required { "field" } else { "set" };
        let _ = write!(body, "to.{how}({:?}, &self.{})?;", field.wire, field.ident);
    }
    let to = if body.is_empty() { "_to" } else { "to" };
    format!("fn write(&self, {to}: &mut Writer<'_>) -> Result<(), Failed> {{ {body} Ok(()) }}\n")
}

fn walk(model: &Model, emitter: &Emitter<'_>) -> String {
    let mut body = String::new();
    if let Some((field, _)) = model.flatten() {
        let _ = write!(body, "self.{field}.walk_fields(path, visit);");
    }
    for field in model.fields() {
        if emitter.is_struct(field.inner()) {
            let _ = write!(
                body,
                "walk(path, {:?}, &mut self.{}, visit);",
                field.wire, field.ident
            );
        }
    }
    if body.is_empty() {
        return String::new();
    }
    format!(
        "fn walk_fields(&mut self, path: &mut String, visit: &mut dyn FnMut(&str, &mut Extra)) {{ {body} }}\n"
    )
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
    format!("fn needs_fields(&self, need: &mut Need) {{ {body} }}\n")
}
