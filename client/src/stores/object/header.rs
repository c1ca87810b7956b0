//! The headers of an object, which other clients hold to what messages have.

use std::collections::BTreeMap;

use super::subject::invalid;
use crate::error::Result;

/// Refuses what other clients could not read: one that keeps them as headers of
/// messages would fail over the whole info, and over every list it is in.
pub(super) fn check_headers(headers: &BTreeMap<String, Vec<String>>) -> Result<()> {
    for (name, values) in headers {
        let graphic = |byte: u8| byte.is_ascii_graphic() && byte != b':';
        if name.is_empty() || !name.bytes().all(graphic) {
            let why = format!("header name {name:?} has what is not printable ASCII, or is empty");
            return Err(invalid(why));
        }
        let ends = |value: &&String| value.contains(['\r', '\n', '\0']);
        if let Some(value) = values.iter().find(ends) {
            let shown: String = value.chars().take(100).collect();
            return Err(invalid(format!(
                "header {name:?} has {shown:?}, with a line end"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: &str) -> bool {
        let headers = BTreeMap::from([(name.to_owned(), vec![value.to_owned()])]);
        check_headers(&headers).is_ok()
    }

    #[test]
    fn headers_that_other_clients_can_not_read_are_refused() {
        assert!(check("Content-Type", "text/plain; charset=utf-8"));
        assert!(check("inner", "ä"));
        for name in ["", "a b", "a:b", "ä", "a\r\n"] {
            assert!(!check(name, "v"), "{name:?}");
        }
        for value in ["a\r\nb", "a\n", "\0"] {
            assert!(!check("a", value), "{value:?}");
        }
    }
}
