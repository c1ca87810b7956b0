//! What a page says of itself, read before its items are.

use std::fmt;

use jsapi::Page;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

/// How far a page is looked at. Servers write the counts at its beginning, within a
/// hundred bytes or so.
const BEGINNING: usize = 512;

/// Where a page begins, how many items may be on it, and how many there are in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) total: u64,
    pub(super) offset: u64,
    pub(super) limit: u64,
}

impl Counts {
    pub(super) fn of(page: &impl Page) -> Self {
        Self {
            total: page.total(),
            offset: page.offset(),
            limit: page.limit(),
        }
    }

    /// The counts at the beginning of the text of a page, if they are there.
    ///
    /// The rest is not looked at, and may be anything.
    pub(super) fn at_the_beginning(page: &[u8]) -> Option<Self> {
        let beginning = page.get(..BEGINNING).unwrap_or(page);
        let mut found = None;
        // Fails over the rest, as it has to.
        let _ = serde_json::Deserializer::from_slice(beginning).deserialize_map(Find(&mut found));
        found
    }
}

struct Find<'f>(&'f mut Option<Counts>);

impl<'de> Visitor<'de> for Find<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut total, mut offset, mut limit) = (None, None, None);
        loop {
            // The last number is whole only if something follows: the beginning may
            // end within it.
            let key: Option<&str> = map.next_key()?;
            if let (Some(total), Some(offset), Some(limit)) = (total, offset, limit) {
                *self.0 = Some(Counts {
                    total,
                    offset,
                    limit,
                });
                return Ok(());
            }
            match key {
                None => return Ok(()),
                Some("total") => total = Some(map.next_value()?),
                Some("offset") => offset = Some(map.next_value()?),
                Some("limit") => limit = Some(map.next_value()?),
                Some(_) => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: Counts = Counts {
        total: 5,
        offset: 2,
        limit: 256,
    };

    fn found(page: &str) -> Option<Counts> {
        Counts::at_the_beginning(page.as_bytes())
    }

    #[test]
    fn counts_are_found_in_any_order() {
        for page in [
            r#"{"type":"x","total":5,"offset":2,"limit":256,"streams":["a"]}"#,
            r#" { "limit" : 256 , "total" : 5 , "offset" : 2 , "streams" : null } "#,
            r#"{"streams":[{"total":7}],"offset":2,"limit":256,"total":5}"#,
            r#"{"a":{"limit":1},"total":5,"b":"}","offset":2,"c":[[]],"limit":256}"#,
        ] {
            assert_eq!(found(page), Some(COUNTS), "{page}");
        }
    }

    #[test]
    fn what_follows_the_counts_may_be_anything() {
        let counts = r#"{"total":5,"offset":2,"limit":256,"streams""#;
        for rest in ["", ":", ":[", ":[}", ":\u{1}"] {
            assert_eq!(found(&format!("{counts}{rest}")), Some(COUNTS), "{rest}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_made_up() {
        for page in [
            "",
            "{",
            "[5,2,256]",
            r#"{"total":5,"offset":2}"#,
            r#"{"total":5,"offset":2,"streams":[{"limit":256}]}"#,
            r#"{"total":-5,"offset":2,"limit":256}"#,
            r#"{"total":5.0,"offset":2,"limit":256}"#,
            r#"{"total":null,"offset":2,"limit":256}"#,
            r#"{"total":5,"offset":2,"limit":"256"}"#,
            r#"{"total":5 "offset":2,"limit":256}"#,
        ] {
            assert_eq!(found(page), None, "{page}");
        }
    }

    #[test]
    fn counts_that_come_late_are_not_looked_for() {
        for long in 0..2 * BEGINNING {
            let text = "x".repeat(long);
            let page = format!(r#"{{"text":"{text}","total":5,"offset":2,"limit":256,"n":1}}"#);
            let there = found(&page);
            assert!(
                there.is_none() || there == Some(COUNTS),
                "no number is cut: {there:?} after {long}"
            );
            assert_eq!(there.is_some(), long < BEGINNING - 46, "{long}");
        }
    }
}
