//! Changes that are meant: an allow-list with reasons and dates.

use super::change::Change;
use super::rules::Rule;
use crate::error::Result;
use crate::source::place::Place;
use crate::source::table::Table;
use std::path::Path;

/// A list of changes that are meant, each with a reason and a last day.
#[derive(Clone, Debug)]
pub struct AllowList(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    rule: String,
    subject: Option<String>,
    reason: String,
    expires: String,
    place: Place,
}

impl AllowList {
    /// Reads a list.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or an entry names no rule, no reason or no
    /// date.
    pub fn read(file: &Path) -> Result<Self> {
        let place = Place::new(crate::source::place::name(file), "");
        if !file.exists() {
            return Err(place.error("is not there"));
        }
        let mut table = Table::read(file)?;
        let entries = table.rows("allow", entry)?;
        table.finish()?;
        Ok(Self(entries))
    }

    /// Marks the changes that are allowed on `today` (`YYYY-MM-DD`), and says which
    /// entries allow nothing.
    pub(super) fn mark(&self, changes: &mut [Change], today: &str) -> Vec<String> {
        let mut idle = Vec::new();
        for entry in &self.0 {
            let expired = entry.expires.as_str() < today;
            let mut meant = 0;
            for change in changes.iter_mut().filter(|change| entry.names(change)) {
                meant += 1;
                if !expired {
                    let reason = format!("{} (until {})", entry.reason, entry.expires);
                    change.allowed = Some(reason);
                }
            }
            let subject = entry.subject.as_deref().unwrap_or("*");
            let what = format!("{}: {} {subject}", entry.place, entry.rule);
            match (meant, expired) {
                (_, true) => idle.push(format!("{what} expired on {}", entry.expires)),
                (0, false) => idle.push(format!("{what} is no change here")),
                _ => {}
            }
        }
        idle
    }
}

impl Entry {
    fn names(&self, change: &Change) -> bool {
        let subject = self.subject.as_deref();
        change.rule.id == self.rule
            && subject.is_none_or(|pattern| matches(pattern, &change.subject()))
    }
}

fn entry(row: &mut Table) -> Result<Entry> {
    let rule = row.checked("rule", |id, place| {
        match Rule::all().any(|rule| rule.id == id) {
            true => Ok(()),
            false => Err(place.error(format!("there is no rule \"{}\"", id.escape_debug()))),
        }
    })?;
    Ok(Entry {
        rule,
        subject: row.text("subject")?,
        reason: row.needed("reason")?,
        expires: row.checked("expires", |text, place| match is_date(text) {
            true => Ok(()),
            false => Err(place.error(format!(
                "\"{}\" is no date like 2027-06-30",
                text.escape_debug()
            ))),
        })?,
        place: row.place.clone(),
    })
}

/// Whether a text is `YYYY-MM-DD`: such texts are in the order of their dates.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let number = |text: &str, digits: usize| {
        let good = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| good)
    };
    number(year, 4).is_some()
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
        && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
}

/// Whether a text is what a pattern says, which may begin or end with `*`.
fn matches(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        _ if pattern == "*" => true,
        (Some(_), Some(_)) => text.contains(pattern.trim_matches('*')),
        (Some(end), None) => text.ends_with(end),
        (None, Some(beginning)) => text.starts_with(beginning),
        (None, None) => text == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_may_begin_or_end_with_a_star() {
        for (pattern, text, expected) in [
            ("A.b", "A.b", true),
            ("A.b", "A.bc", false),
            ("A.*", "A.b", true),
            ("*.b", "A.b", true),
            ("*.*", "A.b", true),
            ("*", "A.b", true),
            ("B*", "A.b", false),
            ("*B*", "A.b", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_date_has_three_numbers() {
        for good in ["2027-06-30", "2026-12-01"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "soon",
            "2027",
            "2027-6-30",
            "2027-13-01",
            "2027-01-32",
            "20x7-01-01",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
