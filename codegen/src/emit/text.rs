//! Docs and layout.

use crate::error::{Error, Result};
use std::fmt::Write;

/// Width that docs are wrapped to, without their indentation.
const WIDTH: usize = 88;

/// How the definition of a macro begins.
pub(crate) const VERBATIM: &str = "#[doc(hidden)]\n#[macro_export]\n";

/// How the list of a struct begins.
pub(super) const LIST: &str = "model! {\n";

/// How the list of an enum's texts begins.
pub(super) const VARIANTS: &str = "open_enum! {\n";

/// Items that are laid out already, since prettyplease does not look into macros.
fn is_laid_out(item: &str) -> bool {
    [VERBATIM, LIST, VARIANTS]
        .iter()
        .any(|start| item.starts_with(start))
}

/// Words as doc comments, each line indented by `indent`.
pub(crate) fn docs(text: &str, indent: &str) -> String {
    let mut out = String::new();
    for line in wrap(text) {
        let line = format!("{indent}/// {line}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// A link to a type, with its article: ``a [`StreamInfo`]``.
pub(super) fn one(rust: &str) -> String {
    let article = if rust.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    };
    format!("{article} [`{rust}`]")
}

/// Paragraphs wrapped to a width; lists and tables stay as they are.
fn wrap(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.trim().split("\n\n") {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let laid_out = |line: &str| {
            ["- ", "* ", "|", "#", "```"]
                .iter()
                .any(|c| line.starts_with(c))
        };
        if paragraph.lines().any(laid_out) {
            lines.extend(paragraph.lines().map(str::to_owned));
            continue;
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.len() + 1 + word.len() > WIDTH {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// Lays out one file: its first line, what it uses, and its items with a blank
/// line between them.
pub(crate) fn file(head: &str, items: &[String]) -> Result<String> {
    let mut out = head.to_owned();
    for item in items {
        let parsed = syn::parse_file(item).map_err(|error| {
            let is_code = |line: &&str| !line.is_empty() && !line.starts_with("///");
            let first = item.lines().find(is_code).unwrap_or_default();
            let message =
                format!("generated code does not parse: {error}, in what begins with: {first}");
            Error::new("emit", "", message)
        })?;
        out.push('\n');
        if is_laid_out(item) {
            out.push_str(item);
            continue;
        }
        out.push_str(&spaced(&prettyplease::unparse(&parsed)));
    }
    Ok(out)
}

/// Puts blank lines between methods and between documented members.
fn spaced(code: &str) -> String {
    let mut out = String::new();
    let mut last = "";
    for line in code.lines() {
        let body = line.trim_start();
        let depth = line.len() - body.len();
        let opens = depth == 4
            && (body.starts_with("///")
                || body.starts_with("pub fn ")
                || body.starts_with("pub(crate) fn ")
                || body.starts_with("fn ")
                || body.starts_with("#["));
        // A sentence may end as code does.
        let amid_docs = last.trim_start().starts_with("///");
        let closed =
            last == "    }" || last == "    );" || (last.ends_with(',') && body.starts_with("///"));
        let after_item = last.starts_with("    ") && last.ends_with(';');
        let between_items = depth == 0 && last == "}" && !body.is_empty();
        if (opens && !amid_docs && (closed || after_item)) || between_items {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        last = line;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_stay_together_whatever_their_lines_end_with() {
        let code = "struct A {\n    /// One,\n    /// two;\n    /// three.\n    a: u8,\n    /// Four.\n    b: u8,\n}\n";
        let expected = code.replace("    /// Four", "\n    /// Four");
        assert_eq!(spaced(code), expected);
    }
}
