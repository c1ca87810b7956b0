//! What tells a page from the one before it.

use std::any::Any;

use jsapi::{
    ConsumerListResponse, ConsumerNamesResponse, Page, StreamInfoResponse, StreamListResponse,
    StreamNamesResponse,
};

/// How many there are in all, how many are on a page, and the names at its ends.
///
/// The same again on the next page means that the server does not list what was
/// asked for. With as many new ones before them, items do come again, but then
/// there are more in all.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ends {
    total: u64,
    items: usize,
    first: String,
    last: String,
}

impl Ends {
    /// `None` where nothing is on it, where an item has no name, and for a reply that
    /// is not one of this API.
    pub(super) fn of(page: &impl Page) -> Option<Self> {
        Self::on(page, page.total())
    }

    /// What [`of`](Self::of) is whatever is listed, compiled once.
    fn on(page: &dyn Any, total: u64) -> Option<Self> {
        if let Some(page) = page.downcast_ref::<StreamNamesResponse>() {
            Self::between(total, page.streams.iter().map(String::as_str))
        } else if let Some(page) = page.downcast_ref::<ConsumerNamesResponse>() {
            Self::between(total, page.consumers.iter().map(String::as_str))
        } else if let Some(page) = page.downcast_ref::<StreamListResponse>() {
            Self::between(total, page.streams.iter().map(|info| &*info.config.name))
        } else if let Some(page) = page.downcast_ref::<ConsumerListResponse>() {
            Self::between(total, page.consumers.iter().map(|info| &*info.name))
        } else {
            let page = page.downcast_ref::<StreamInfoResponse>()?;
            let subjects = &page.info.state.subjects;
            Self::between(total, subjects.keys().map(String::as_str))
        }
    }

    fn between<'n>(
        total: u64,
        mut names: impl DoubleEndedIterator<Item = &'n str> + ExactSizeIterator,
    ) -> Option<Self> {
        let items = names.len();
        let first = names.next()?;
        let last = names.next_back().unwrap_or(first);
        let named = !first.is_empty() && !last.is_empty();
        named.then(|| Self {
            total,
            items,
            first: first.to_owned(),
            last: last.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends<P: Page>(page: &str) -> Option<(u64, usize, String, String)> {
        let page: P = jsapi::decode_reply(page.as_bytes(), &[]).unwrap();
        Ends::of(&page).map(|ends| (ends.total, ends.items, ends.first, ends.last))
    }

    fn told(
        total: u64,
        items: usize,
        first: &str,
        last: &str,
    ) -> Option<(u64, usize, String, String)> {
        Some((total, items, first.to_owned(), last.to_owned()))
    }

    #[test]
    fn every_page_is_told_by_its_ends() {
        let page = |name: &str, items: &str| {
            format!(r#"{{"type":"x","total":9,"offset":0,"limit":3,"{name}":{items}}}"#)
        };
        let names = r#"["a","b","c"]"#;
        assert_eq!(
            ends::<StreamNamesResponse>(&page("streams", names)),
            told(9, 3, "a", "c")
        );
        assert_eq!(
            ends::<ConsumerNamesResponse>(&page("consumers", names)),
            told(9, 3, "a", "c")
        );
        assert_eq!(ends::<StreamNamesResponse>(&page("streams", "[]")), None);

        let stream = include_str!("../../tests/core/stream_info.json");
        let list = page("streams", &format!("[{stream}]"));
        let ends_of_list = ends::<StreamListResponse>(&list);
        assert_eq!(ends_of_list, told(9, 1, "ORDERS", "ORDERS"));
        let subjects = r#""subjects":{"a":1,"b":2},"messages""#;
        let subjects = stream.replace(r#""messages""#, subjects);
        assert_eq!(ends::<StreamInfoResponse>(&subjects), told(0, 2, "a", "b"));

        let missing = include_str!("../../tests/consumer_list_one_down.json");
        assert_eq!(ends::<ConsumerListResponse>(missing), None);
        let named = missing.replace(r#""name":"","#, r#""name":"A","#);
        assert_eq!(ends::<ConsumerListResponse>(&named), told(4, 2, "A", "D2"));
    }
}
