//! Tables: endpoints, API levels, error codes.

use super::Emitter;
use super::text::{VERBATIM, docs};
use crate::ir::levels::Levels;
use crate::ir::names::pascal;
use crate::ir::operations::{Endpoint, ErrorCode};
use std::fmt::Write;

/// A static for each endpoint, and the list of all.
pub(super) fn endpoints(rows: &[Endpoint], emitter: &Emitter<'_>) -> Vec<String> {
    let mut items: Vec<String> = rows.iter().map(|row| endpoint(row, emitter)).collect();
    let mut all = docs(
        "All operations, in the order of `schemas/endpoints.toml`.",
        "",
    );
    all += "pub static ALL: &[&Endpoint] = &[";
    for row in rows {
        let _ = write!(all, "&{},", row.operation.to_uppercase());
    }
    all += "];\n";
    items.push(all);
    if emitter.is_runtime() {
        items.extend(releases(emitter.input.levels));
    }
    items
}

/// The releases that have API levels.
fn releases(levels: &Levels) -> Vec<String> {
    let Some(newest) = &levels.newest else {
        return Vec::new();
    };
    let mut first = docs(
        "First server release of each API level, oldest first.\n\nOlder servers report no level. `schemas/levels.toml` has the table.",
        "",
    );
    first += "pub const API_LEVELS: &[(&str, u8)] = &[";
    for release in &levels.releases {
        let _ = write!(first, "({:?}, {}),", release.since, release.level);
    }
    first += "];\n";
    let mut last = docs(
        "Newest server release that this version of the crate was compared with.\n\nA newer server can have a higher API level than those of [`API_LEVELS`].",
        "",
    );
    let _ = writeln!(last, "pub const NEWEST_SERVER: &str = {newest:?};");
    vec![first, last]
}

/// A macro over the operations that one JSON document answers, for tools that
/// handle any of them.
pub(super) fn json_operations(rows: &[Endpoint]) -> String {
    let mut out = format!("{VERBATIM}macro_rules! __json_operations {{\n");
    out += "    ($each:ident) => {\n        $each! {\n";
    for row in rows
        .iter()
        .filter(|row| ["json", "chunks", "upload"].contains(&row.reply.as_str()))
    {
        let _ = writeln!(out, "            {:?} => {},", row.operation, row.name);
    }
    out += "        }\n    };\n}\n";
    out
}

fn endpoint(row: &Endpoint, emitter: &Emitter<'_>) -> String {
    let mut out = docs(
        &emitter.doc(&format!("[`{0}`](crate::{0}).", row.name), &row.operation),
        "",
    );
    let limit = row
        .page
        .as_ref()
        .map_or_else(|| "None".to_owned(), |page| format!("Some({})", page.limit));
    let (note, responder) = if emitter.docs() {
        (row.retry_note.as_str(), row.responder.as_str())
    } else {
        ("", "")
    };
    let text = |text: &str| format!("{text:?}");
    let members = [
        ("operation", text(&row.operation)),
        ("verb", text(&row.verb)),
        ("subject", text(&row.subject)),
        ("reply", format!("ReplyStyle::{}", pascal(&row.reply))),
        ("body", format!("Body::{}", pascal(&row.body))),
        ("page_limit", limit),
        ("since", text(&row.since)),
        ("level", row.level.to_string()),
        ("caller", format!("Caller::{}", pascal(&row.caller))),
        ("retry", format!("Retry::{}", pascal(&row.retry))),
        ("retry_note", text(note)),
        ("responder", text(responder)),
    ];
    let value = if emitter.is_runtime() {
        let members = members.map(|(member, value)| format!("{member}: {value},"));
        format!("Endpoint {{ {} }}", members.concat())
    } else {
        // Other crates cannot write a literal of a struct that may grow.
        let members = members.map(|(member, value)| format!("endpoint.{member} = {value};"));
        format!(
            "{{ let mut endpoint = Endpoint::new(\"\", \"\", \"\"); {} endpoint }}",
            members.concat()
        )
    };
    let name = row.operation.to_uppercase();
    let _ = writeln!(out, "pub static {name}: Endpoint = {value};");
    out
}

/// A constant for each error code, and what is known of it.
pub(super) fn errors(codes: &[ErrorCode], emitter: &Emitter<'_>) -> Vec<String> {
    let mut constants = "impl ErrorCode {\n".to_owned();
    for code in codes {
        let doc = if code.doc.is_empty() {
            code.constant.as_str()
        } else {
            code.doc.as_str()
        };
        let doc = doc.replacen(". ", ".\n\n", 1);
        constants += &docs(&emitter.doc(&doc, &code.constant), "    ");
        let _ = writeln!(
            constants,
            "    pub const {}: Self = Self({});",
            code.constant, code.code
        );
    }
    constants += "}\n";
    let mut known = docs("All known codes, by number.", "");
    known += "pub(crate) static KNOWN: &[KnownCode] = &[";
    for code in codes {
        let doc = if emitter.docs() {
            code.doc.as_str()
        } else {
            ""
        };
        let _ = write!(
            known,
            "KnownCode {{ code: ErrorCode::{0}, constant: {0:?}, http: {1}, description: {doc:?} }},",
            code.constant, code.http
        );
    }
    known += "];\n";
    vec![constants, known]
}
