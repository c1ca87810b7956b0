//! Replies that come in pages.

use std::collections::BTreeMap;

use crate::model::Model;
use crate::request::Request;

static NOTHING: BTreeMap<String, String> = BTreeMap::new();

/// One page of a listing.
///
/// Servers leave streams that are offline out of a page but count them, so the
/// next page begins at `offset` plus `limit`, never at the number of items seen.
pub trait Page: Model {
    /// What is listed.
    type Item;

    /// How many there are, over all pages.
    fn total(&self) -> u64;

    /// Where this page begins; the server's, which may be less than was asked for.
    fn offset(&self) -> u64;

    /// The most that the server puts on a page.
    fn limit(&self) -> u64;

    /// Whether it has no items.
    fn is_empty(&self) -> bool;

    /// The names of what is left out because its servers did not answer in time.
    ///
    /// A listing in a cluster waits 4 s for them.
    fn missing(&self) -> &[String] {
        &[]
    }

    /// The names of what is left out because it is offline, each with the reason.
    ///
    /// Server 2.11.9 and later.
    fn offline(&self) -> &BTreeMap<String, String> {
        &NOTHING
    }

    /// The items of this page, without those that were sent without their name.
    fn into_items(self) -> Vec<Self::Item>;
}

/// A request that is answered in pages.
pub trait PagedRequest: Request<Response: Page> {
    /// Asks for the page that begins at `offset`.
    fn set_offset(&mut self, offset: u64);
}
