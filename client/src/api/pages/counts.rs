//! Counters of a page, read before its items are decoded.

use std::fmt;

use jsapi::Page;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::protocol::paging::PageCounts;

/// Number of bytes to search. Servers write the counters within about 100 bytes.
const BEGINNING: usize = 512;

/// Returns the counters of a decoded page.
pub(super) fn of(page: &impl Page) -> PageCounts {
    PageCounts {
        total: page.total(),
        offset: page.offset(),
        limit: page.limit(),
    }
}

/// Returns the counters in the first bytes of a page that is not decoded yet.
///
/// Ignores the rest, which need not be JSON.
pub(super) fn at_the_beginning(page: &[u8]) -> Option<PageCounts> {
    let beginning = page.get(..BEGINNING).unwrap_or(page);
    let mut found = None;
    // Returns an error at the cut, after the counters were found.
    let _ = serde_json::Deserializer::from_slice(beginning).deserialize_map(Find(&mut found));
    found
}

struct Find<'f>(&'f mut Option<PageCounts>);

impl<'de> Visitor<'de> for Find<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut total, mut offset, mut limit) = (None, None, None);
        loop {
            // The cut may be within the last number, which is complete only if another
            // token follows.
            let key: Option<&str> = map.next_key()?;
            if let (Some(total), Some(offset), Some(limit)) = (total, offset, limit) {
                *self.0 = Some(PageCounts {
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

    const COUNTS: PageCounts = PageCounts {
        total: 5,
        offset: 2,
        limit: 256,
    };

    fn found(page: &str) -> Option<PageCounts> {
        at_the_beginning(page.as_bytes())
    }

    #[test]
    fn counters_are_found_in_any_order() {
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
    fn the_bytes_behind_the_counters_need_not_be_json() {
        let counts = r#"{"total":5,"offset":2,"limit":256,"streams""#;
        for rest in ["", ":", ":[", ":[}", ":\u{1}"] {
            assert_eq!(found(&format!("{counts}{rest}")), Some(COUNTS), "{rest}");
        }
    }

    #[test]
    fn missing_or_invalid_counters_are_not_found() {
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
    fn counters_behind_the_first_bytes_are_not_found() {
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
