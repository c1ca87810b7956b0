//! Requests: their subjects and replies.

use super::text::docs;
use super::{Emitter, Model};
use crate::error::Result;
use crate::ir::operations::Endpoint;
use crate::ir::ty::{Scalar, Type};
use std::fmt::Write;

/// The tokens of a request's subject that its body does not hold.
pub(super) fn own_tokens<'a>(model: &Model, emitter: &Emitter<'a>) -> Vec<&'a str> {
    let Some(endpoint) = emitter.endpoints_of(&model.rust).first().copied() else {
        return Vec::new();
    };
    endpoint
        .token_names()
        .filter(|token| !endpoint.tokens.contains_key(*token))
        .collect()
}

/// Docs of a request: the operation, its subjects, its reply, and when a retry is safe.
pub(super) fn request_doc(rows: &[&Endpoint], emitter: &Emitter<'_>) -> String {
    let Some(first) = rows.first() else {
        return String::new();
    };
    let mut doc = first.doc.clone();
    let _ = write!(doc, "\n\nSubject: `{}`", first.subject);
    if let Some((last, between)) = rows.get(1..).unwrap_or_default().split_last() {
        for row in between {
            let _ = write!(doc, ", `{}`", row.subject);
        }
        let _ = write!(
            doc,
            " or `{}`; the longest subject whose tokens are all set",
            last.subject
        );
    }
    let model = |title| format!("[`{}`]", emitter.response(title).unwrap_or_default());
    let reply = match (first.reply.as_str(), first.responses.first()) {
        ("message", _) => "the message".to_owned(),
        ("messages", _) => "messages, then a status message".to_owned(),
        ("pull", _) => "messages and status messages".to_owned(),
        ("json_many", Some(title)) => format!("a {}", model(title)),
        ("chunks", Some(title)) => format!("{}, then chunks", model(title)),
        ("upload", Some(title)) => format!("{}; the client then sends chunks", model(title)),
        (_, Some(title)) => model(title),
        (_, None) => "a message".to_owned(),
    };
    let _ = write!(doc, ". Reply: {reply}");
    if !first.responder.is_empty() {
        let article = if ["any ", "every ", "the "]
            .iter()
            .any(|word| first.responder.starts_with(word))
        {
            ""
        } else {
            "the "
        };
        let _ = write!(doc, ", sent by {article}{}", first.responder);
    }
    doc += ".";
    if first.since != "2.2.0" {
        let _ = write!(doc, " Requires server {}.", first.since);
    }
    match first.caller.as_str() {
        "system" => doc += " For the system account only.",
        "system_or_owner" => doc += " For the system account and the account of the stream.",
        _ => {}
    }
    doc += match first.retry.as_str() {
        "safe" => " Safe to retry.",
        "unsafe" => " Not safe to retry.",
        _ => " Safe to retry only with care.",
    };
    if !first.retry_note.is_empty() {
        let _ = write!(doc, " {}", first.retry_note);
    }
    doc
}

/// `impl Operation`, and the trait for its kind of reply.
pub(super) fn operation(model: &Model, emitter: &Emitter<'_>) -> Result<String> {
    let mut rows = emitter.endpoints_of(&model.rust);
    rows.sort_by_key(|row| row.token_names().count());
    let Some(first) = rows.first().copied() else {
        return Ok(String::new());
    };
    let mut out = docs(&format!("`{}`", first.subject), "");
    let _ = writeln!(out, "impl Operation for {} {{", model.rust);
    let _ = writeln!(
        out,
        "const ENDPOINT: &'static Endpoint = &endpoint::{};",
        first.operation.to_uppercase()
    );
    if rows.len() > 1 {
        out += &choice(model, &rows, emitter)?;
    } else {
        out += &subject(model, first, emitter)?;
    }
    out += "}\n\n";
    out += &answer(model, first, emitter)?;
    Ok(out)
}

/// The subject of a request with one subject.
fn subject(model: &Model, row: &Endpoint, emitter: &Emitter<'_>) -> Result<String> {
    let mut body = String::new();
    for (literal, token) in split(&row.subject) {
        if !literal.is_empty() {
            let _ = write!(body, "to.literal({literal:?});");
        }
        let Some(token) = token else { continue };
        let value = match row.tokens.get(token).map(Vec::as_slice) {
            None => format!("&self.{token}"),
            Some([path]) => match emitter.place(model, path, row)? {
                (place, false) => format!("&self.{place}"),
                (place, true) => format!("self.{place}.as_deref().unwrap_or_default()"),
            },
            Some(_) => {
                return Err(row
                    .place
                    .error("a token of a single subject has one source"));
            }
        };
        let _ = write!(body, "to.{}({value})?;", kind(token));
    }
    Ok(subject_fn(&body, "to"))
}

fn subject_fn(body: &str, to: &str) -> String {
    let (body, ends) = match body.strip_suffix("?;") {
        Some(body) => (body, ""),
        None => (body, "Ok(())"),
    };
    format!(
        "#[inline] fn subject(&self, {to}: &mut SubjectBuilder) -> Result<(), SubjectError> {{ {body} {ends} }}\n"
    )
}

/// A request with several subjects, each one token longer than the previous. The
/// request uses the longest subject whose tokens are all set.
fn choice(model: &Model, rows: &[&Endpoint], emitter: &Emitter<'_>) -> Result<String> {
    let (mut found, mut choose, mut build, mut ends) =
        (String::new(), String::new(), String::new(), String::new());
    let mut known: Vec<&str> = Vec::new();
    let mut before = "";
    for (index, row) in rows.iter().enumerate() {
        let tokens: Vec<&str> = row.token_names().collect();
        let extends = row.subject.strip_prefix(before);
        let Some(extension) = extends.filter(|_| index == 0 || tokens.len() == known.len() + 1)
        else {
            let message = format!("has to extend the subject {before} by one token");
            return Err(row.place.error(message));
        };
        if index == 0 {
            let body = subject(model, row, emitter)?;
            let inner = body.split_once('{').map_or("", |(_, inner)| inner);
            let inner = inner.trim_end().trim_end_matches('}').trim_end();
            build += inner.trim_end_matches("Ok(())");
            if !build.trim_end().ends_with(';') {
                build += "?;";
            }
        } else {
            let Some(token) = tokens.last() else { continue };
            let mut sources = Vec::new();
            for path in row.tokens.get(*token).into_iter().flatten() {
                match emitter.place(model, path, row)? {
                    (place, true) => sources.push(format!("self.{place}.as_deref()")),
                    (place, false) => sources.push(format!("Some(self.{place}.as_str())")),
                }
            }
            let _ = write!(
                found,
                "let {token} = [{}].into_iter().flatten().find(|token| !token.is_empty());",
                sources.join(", ")
            );
            let (literal, _) = split(extension).into_iter().next().unwrap_or_default();
            let literal = literal.trim_matches('.');
            let literal = if literal.is_empty() {
                String::new()
            } else {
                format!("to.literal({literal:?});")
            };
            let _ = write!(
                build,
                "if let Some({token}) = {token} {{ {literal} to.{}({token})?;",
                kind(token)
            );
            ends += "}";
            let all: Vec<String> = tokens
                .iter()
                .skip(rows.first().map_or(0, |row| row.token_names().count()))
                .map(|token| format!("{token}.is_some()"))
                .collect();
            choose = format!(
                "if {} {{ return &endpoint::{}; }} {choose}",
                all.join(" && "),
                row.operation.to_uppercase()
            );
        }
        known = tokens;
        before = &row.subject;
    }
    Ok(format!(
        "#[inline] fn endpoint(&self) -> &'static Endpoint {{ {found} {choose} Self::ENDPOINT }}\n{}",
        subject_fn(&format!("{found} {build} {ends}"), "to")
    ))
}

/// A subject as pairs of plain tokens and the placeholder after them.
fn split(subject: &str) -> Vec<(String, Option<&str>)> {
    let mut parts = Vec::new();
    let mut literal: Vec<&str> = Vec::new();
    for token in subject.split('.') {
        match token
            .strip_prefix('{')
            .and_then(|token| token.strip_suffix('}'))
        {
            Some(name) => {
                parts.push((literal.join("."), Some(name)));
                literal.clear();
            }
            None => literal.push(token),
        }
    }
    if !literal.is_empty() {
        parts.push((literal.join("."), None));
    }
    parts
}

/// The method that checks and appends a token.
fn kind(token: &str) -> &str {
    match token {
        "stream" | "consumer" | "account" => token,
        _ => "subject",
    }
}

fn answer(model: &Model, row: &Endpoint, emitter: &Emitter<'_>) -> Result<String> {
    let name = &model.rust;
    let request = match row.reply.as_str() {
        "message" => return Ok(format!("impl MessageRequest for {name} {{}}\n")),
        "messages" => return Ok(format!("impl MessagesRequest for {name} {{}}\n")),
        "pull" => return Ok(format!("impl PullRequest for {name} {{}}\n")),
        "json_many" => "ManyRequest",
        _ => "Request",
    };
    let mut kinds = Vec::new();
    for title in &row.responses {
        if let Some(kind) = emitter.kind(title, row)? {
            kinds.push(format!("{kind:?}"));
        }
    }
    let title = row
        .responses
        .first()
        .ok_or_else(|| row.place.error("names no response"))?;
    let response = emitter
        .response(title)
        .ok_or_else(|| row.place.error(format!("no schema is called \"{title}\"")))?;
    let mut out = format!(
        "impl {request} for {name} {{ type Response = {response}; const RESPONSE_TYPES: &'static [&'static str] = &[{}]; }}\n",
        kinds.join(", ")
    );
    if let Some(page) = &row.page {
        if !model.fields().iter().any(|field| {
            field.wire == "offset" && field.ty == Type::Option(Box::new(Type::Scalar(Scalar::U64)))
        }) {
            return Err(row.place.error("a paged request needs an offset"));
        }
        let _ = writeln!(
            out,
            "\nimpl PagedRequest for {name} {{ fn set_offset(&mut self, offset: u64) {{ self.offset = Some(offset); }} }}"
        );
        out += &super::pages::page(&response, page, row, emitter)?;
    }
    Ok(out)
}
