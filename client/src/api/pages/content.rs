//! Content of a page: number of items, names of the first and the last.

use std::any::Any;

use jsapi::{
    ConsumerListResponse, ConsumerNamesResponse, Page, StreamInfoResponse, StreamListResponse,
    StreamNamesResponse,
};

use crate::protocol::paging::PageContent;

/// Returns the content of a page, for comparison with that of the next page.
///
/// `None`: the page is empty, an item has no name, or the reply type is not one of
/// the API's listings.
pub(super) fn of(page: &impl Page) -> Option<PageContent> {
    on(page, page.total())
}

/// Implements [`of`] for all reply types; compiled once.
fn on(page: &dyn Any, total: u64) -> Option<PageContent> {
    if let Some(page) = page.downcast_ref::<StreamNamesResponse>() {
        between(total, page.streams.iter().map(String::as_str))
    } else if let Some(page) = page.downcast_ref::<ConsumerNamesResponse>() {
        between(total, page.consumers.iter().map(String::as_str))
    } else if let Some(page) = page.downcast_ref::<StreamListResponse>() {
        between(total, page.streams.iter().map(|info| &*info.config.name))
    } else if let Some(page) = page.downcast_ref::<ConsumerListResponse>() {
        between(total, page.consumers.iter().map(|info| &*info.name))
    } else {
        let page = page.downcast_ref::<StreamInfoResponse>()?;
        let subjects = &page.info.state.subjects;
        between(total, subjects.keys().map(String::as_str))
    }
}

fn between<'n>(
    total: u64,
    mut names: impl DoubleEndedIterator<Item = &'n str> + ExactSizeIterator,
) -> Option<PageContent> {
    let items = names.len();
    let first = names.next()?;
    let last = names.next_back().unwrap_or(first);
    let named = !first.is_empty() && !last.is_empty();
    named.then(|| PageContent {
        total,
        items,
        first: first.to_owned(),
        last: last.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content_of<P: Page>(page: &str) -> Option<(u64, usize, String, String)> {
        let page: P = jsapi::decode_reply(page.as_bytes(), &[]).unwrap();
        of(&page).map(|it| (it.total, it.items, it.first, it.last))
    }

    fn content(
        total: u64,
        items: usize,
        first: &str,
        last: &str,
    ) -> Option<(u64, usize, String, String)> {
        Some((total, items, first.to_owned(), last.to_owned()))
    }

    #[test]
    fn the_content_of_a_page_names_its_first_and_last_item() {
        let page = |name: &str, items: &str| {
            format!(r#"{{"type":"x","total":9,"offset":0,"limit":3,"{name}":{items}}}"#)
        };
        let names = r#"["a","b","c"]"#;
        assert_eq!(
            content_of::<StreamNamesResponse>(&page("streams", names)),
            content(9, 3, "a", "c")
        );
        assert_eq!(
            content_of::<ConsumerNamesResponse>(&page("consumers", names)),
            content(9, 3, "a", "c")
        );
        assert_eq!(
            content_of::<StreamNamesResponse>(&page("streams", "[]")),
            None
        );

        let stream = include_str!("../../../tests/core/stream_info.json");
        let list = page("streams", &format!("[{stream}]"));
        let content_of_list = content_of::<StreamListResponse>(&list);
        assert_eq!(content_of_list, content(9, 1, "ORDERS", "ORDERS"));
        let subjects = r#""subjects":{"a":1,"b":2},"messages""#;
        let subjects = stream.replace(r#""messages""#, subjects);
        assert_eq!(
            content_of::<StreamInfoResponse>(&subjects),
            content(0, 2, "a", "b")
        );

        let missing = include_str!("../../../tests/consumer_list_one_down.json");
        assert_eq!(content_of::<ConsumerListResponse>(missing), None);
        let named = missing.replace(r#""name":"","#, r#""name":"A","#);
        assert_eq!(
            content_of::<ConsumerListResponse>(&named),
            content(4, 2, "A", "D2")
        );
    }
}
