//! A document held against its schema.

use super::finding::{Finding, Kind};
use super::layout::{Layout, Place, inside, layouts};
use super::seen::{Member, Seen, path_of};
use crate::error::Result;
use crate::ir::set::Set;
use crate::source::files::short;
use crate::source::references::Resolved;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What one document had to say.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) findings: Vec<Finding>,
    pub(super) seen: Seen,
}

/// Looks at documents of one kind.
pub(super) struct Check<'a> {
    pub(super) set: &'a Set,
    /// The title of the schema, for findings.
    pub(super) title: String,
    pub(super) outcome: Outcome,
}

impl<'a> Check<'a> {
    pub(super) fn new(set: &'a Set, title: &str) -> Self {
        Self {
            set,
            title: title.to_owned(),
            outcome: Outcome::default(),
        }
    }

    /// Holds a whole document against the schema at `root`.
    pub(super) fn document(&mut self, root: &Place<'a>, value: &Value) -> Result<()> {
        self.value(root, value, true, "")
    }

    fn find(&mut self, kind: Kind, path: &str, what: impl Into<String>) {
        self.outcome.findings.push(Finding {
            kind,
            schema: self.title.clone(),
            path: path.to_owned(),
            what: what.into(),
            count: 1,
        });
    }

    fn value(
        &mut self,
        place: &Place<'a>,
        value: &Value,
        required: bool,
        path: &str,
    ) -> Result<()> {
        let resolved = place.resolve(&self.set.documents)?;
        let kinds = kinds(&resolved);
        if value.is_null() {
            // A list or map that was never filled, or a member that need not be there.
            let empty =
                kinds.contains(&"array") || (kinds.contains(&"object") && !resolved.is_object());
            if required && !empty && !kinds.contains(&"null") && !kinds.is_empty() {
                self.find(
                    Kind::Disagreement,
                    path,
                    format!("null, not {}", kinds.join(" or ")),
                );
            }
            return Ok(());
        }
        if let Some(values) = resolved.schema.get("enum").and_then(Value::as_array) {
            if !values.contains(value) {
                self.find(Kind::Value, path, quoted(value));
            }
            return Ok(());
        }
        if let Some(constant) = resolved.schema.get("const") {
            if constant != value {
                self.find(Kind::Type, path, quoted(value));
            }
            return Ok(());
        }
        if resolved.is_object() {
            return match value {
                Value::Object(members) => self.object(&resolved, members, path),
                other => {
                    self.find(
                        Kind::Disagreement,
                        path,
                        format!("{}, not object", kind_of(other)),
                    );
                    Ok(())
                }
            };
        }
        let kind = kind_of(value);
        let fits = kinds.is_empty()
            || kinds.contains(&kind)
            || (kind == "integer" && kinds.contains(&"number"));
        if !fits {
            self.find(
                Kind::Disagreement,
                path,
                format!("{kind}, not {}", kinds.join(" or ")),
            );
            return Ok(());
        }
        match value {
            Value::Number(_) => self.number(&resolved, value, path),
            Value::String(text) => self.text(&resolved, text, path),
            Value::Array(items) => {
                if let Some(schema) = resolved.schema.get("items") {
                    let place = inside(&resolved, &["items"], schema);
                    let path = format!("{path}[]");
                    for item in items {
                        self.value(&place, item, true, &path)?;
                    }
                }
            }
            Value::Object(members) => {
                let schema = resolved
                    .schema
                    .get("additionalProperties")
                    .filter(|schema| schema.is_object());
                let pattern = resolved
                    .schema
                    .get("patternProperties")
                    .and_then(|patterns| patterns.get(".*"));
                let place = match (schema, pattern) {
                    (Some(schema), _) => Some(inside(&resolved, &["additionalProperties"], schema)),
                    (None, Some(schema)) => {
                        Some(inside(&resolved, &["patternProperties", ".*"], schema))
                    }
                    (None, None) => None,
                };
                let path = path_of(path, "*");
                for value in members.values() {
                    if let Some(place) = &place {
                        self.value(place, value, true, &path)?;
                    }
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
        Ok(())
    }

    fn object(
        &mut self,
        resolved: &Resolved<'a>,
        members: &Map<String, Value>,
        path: &str,
    ) -> Result<()> {
        let failed = path.is_empty() && members.get("error").is_some_and(|error| !error.is_null());
        let arm = self.set.names.error_arm.as_deref();
        let ways = layouts(&self.set.documents, resolved, arm, failed)?;
        // Of several alternatives, the one that fits best is meant.
        let mut best: Option<Outcome> = None;
        for way in ways {
            let mut one = Self::new(self.set, &self.title);
            one.way(&way, members, path, failed)?;
            let better = best
                .as_ref()
                .is_none_or(|best| one.outcome.findings.len() < best.findings.len());
            if better {
                best = Some(one.outcome);
            }
        }
        let best = best.unwrap_or_default();
        self.outcome.findings.extend(best.findings);
        self.outcome.seen.extend(&best.seen);
        Ok(())
    }

    fn way(
        &mut self,
        way: &Layout<'a>,
        members: &Map<String, Value>,
        path: &str,
        failed: bool,
    ) -> Result<()> {
        if !failed {
            let owners = way.members.iter().map(|(_, place)| owner(place));
            self.outcome
                .seen
                .object(&self.title, path, owners.collect());
        }
        for (member, value) in members {
            let path = path_of(path, member);
            let mut known = way
                .members
                .iter()
                .filter(|(name, _)| name == member)
                .peekable();
            if known.peek().is_none() {
                self.find(Kind::Field, &path, kind_of(value));
                continue;
            }
            let required = way.required.contains(member);
            // An error has what a success would have, unset.
            let is_unset = failed && !["error", "type"].contains(&member.as_str());
            if !failed {
                self.outcome.seen.path(&self.title, &path);
            }
            for (_, place) in known {
                // An error that has members of a success does not have them for sure.
                if !is_unset {
                    self.outcome.seen.member(owner(place), member);
                }
                if !is_unset {
                    self.value(place, value, required, &path)?;
                }
            }
            if member == "err_code"
                && let Some(code) = value.as_u64()
                && !self.set.errors.iter().any(|known| known.code == code)
            {
                self.find(Kind::Code, &path, code.to_string());
            }
        }
        for name in &way.required {
            if !members.contains_key(name) {
                self.find(
                    Kind::Missing,
                    &path_of(path, name),
                    "required and not there",
                );
            }
        }
        Ok(())
    }

    fn number(&mut self, resolved: &Resolved<'a>, value: &Value, path: &str) {
        let bound = |keyword: &str| resolved.schema.get(keyword).and_then(number);
        let Some(number) = number(value) else {
            return;
        };
        if bound("minimum").is_some_and(|least| number < least) {
            self.find(Kind::Disagreement, path, "below its minimum");
        }
        if bound("maximum").is_some_and(|most| number > most) {
            self.find(Kind::Disagreement, path, "above its maximum");
        }
    }

    fn text(&mut self, resolved: &Resolved<'a>, text: &str, path: &str) {
        let bound = |keyword: &str| resolved.schema.get(keyword).and_then(Value::as_u64);
        let length = text.chars().count() as u64;
        if bound("minLength").is_some_and(|least| length < least) {
            self.find(Kind::Disagreement, path, "shorter than its minLength");
        }
        if bound("maxLength").is_some_and(|most| length > most) {
            self.find(Kind::Disagreement, path, "longer than its maxLength");
        }
        if resolved.text("format") == Some("date-time") && !is_time(text) {
            self.find(Kind::Disagreement, path, "no time");
        }
    }
}

/// What a member belongs to: the definition or document that it stands in, and
/// the member of that if it is further inside.
fn owner(place: &Place<'_>) -> String {
    let (base, rest) = place
        .pointer
        .split_once("/properties/")
        .unwrap_or((&place.pointer, ""));
    let definition = base
        .strip_prefix("/definitions/")
        .and_then(|base| base.split('/').next());
    let mut owner = definition
        .unwrap_or_else(|| short(&place.document.title))
        .to_owned();
    let (outer, _) = rest.rsplit_once("/properties/").unwrap_or_default();
    for member in outer
        .split("/properties/")
        .filter(|member| !member.is_empty())
    {
        owner = path_of(&owner, member.split('/').next().unwrap_or(member));
    }
    owner
}

/// Every member that a document of this schema may have.
pub(super) fn known<'a>(set: &'a Set, root: &Place<'a>) -> Result<BTreeSet<Member>> {
    let mut members = BTreeSet::new();
    collect(set, root, &mut members)?;
    Ok(members)
}

fn collect<'a>(set: &'a Set, place: &Place<'a>, members: &mut BTreeSet<Member>) -> Result<()> {
    let resolved = place.resolve(&set.documents)?;
    for keyword in ["items", "additionalProperties"] {
        if let Some(schema) = resolved
            .schema
            .get(keyword)
            .filter(|schema| schema.is_object())
        {
            collect(set, &inside(&resolved, &[keyword], schema), members)?;
        }
    }
    if !resolved.is_object() {
        return Ok(());
    }
    let arm = set.names.error_arm.as_deref();
    for way in layouts(&set.documents, &resolved, arm, true)? {
        for (member, place) in &way.members {
            if members.insert((owner(place), member.clone())) {
                collect(set, place, members)?;
            }
        }
    }
    Ok(())
}

/// The JSON types that a schema allows; none when it does not say.
fn kinds<'r>(resolved: &'r Resolved<'_>) -> Vec<&'r str> {
    match resolved.schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn number(value: &Value) -> Option<i128> {
    value
        .as_i64()
        .map(i128::from)
        .or_else(|| value.as_u64().map(i128::from))
}

/// A value of an enum or type: a word of the protocol, and nobody's data.
fn quoted(value: &Value) -> String {
    let text = value.to_string();
    let short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short + "…"
    } else {
        short
    }
}

/// Whether a text is a time as RFC 3339 has it.
fn is_time(text: &str) -> bool {
    let pattern = "dddd-dd-ddTdd:dd:dd";
    let Some((start, rest)) = text.split_at_checked(pattern.len()) else {
        return false;
    };
    let fits = |(c, p): (char, char)| if p == 'd' { c.is_ascii_digit() } else { c == p };
    let digits = rest.strip_prefix('.');
    let zone = match digits {
        Some(digits) => digits.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let offset = zone
        .strip_prefix(['+', '-'])
        .is_some_and(|offset| offset.len() == 5 && offset.chars().zip("dd:dd".chars()).all(fits));
    let fraction = digits.is_none_or(|digits| digits.starts_with(|c: char| c.is_ascii_digit()));
    start.chars().zip(pattern.chars()).all(fits) && fraction && (zone == "Z" || offset)
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn a_time_is_as_rfc_3339_has_it() {
        for good in [
            "2026-11-20T18:03:39Z",
            "0001-01-01T00:00:00Z",
            "2026-11-20T18:03:39.123456789+02:00",
        ] {
            assert!(is_time(good), "{good}");
        }
        for bad in [
            "",
            "2026-11-20",
            "2026-11-20T18:03:39",
            "2026-11-20T18:03:39.Z",
            "2026-11-20 18:03:39Z",
            "2026-11-20T18:03:39+0200",
            "ééééééééééééééé",
        ] {
            assert!(!is_time(bad), "{bad}");
        }
    }
}
