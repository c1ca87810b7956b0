//! Listings that come in pages.

use std::collections::BTreeMap;

use super::operation::Request;
use crate::codec::Model;

static NOTHING: BTreeMap<String, String> = BTreeMap::new();

/// A page of a listing.
///
/// Servers leave offline streams out of a page but count them. The next page begins at
/// `offset` plus `limit`, not at the number of items received.
pub trait Page: Model {
    /// Type of the items.
    type Item;

    /// Returns the number of items on all pages.
    fn total(&self) -> u64;

    /// Returns the offset of this page, which may be less than the one requested.
    fn offset(&self) -> u64;

    /// Returns the maximum number of items on a page, set by the server.
    fn limit(&self) -> u64;

    /// Returns whether the page has no items.
    fn is_empty(&self) -> bool;

    /// Returns the names of items whose servers did not reply within 4 s.
    fn missing(&self) -> &[String] {
        &[]
    }

    /// Returns the names of items left out because they are offline, with the reason.
    ///
    /// Requires server 2.11.9.
    fn offline(&self) -> &BTreeMap<String, String> {
        &NOTHING
    }

    /// Returns the items of this page, without those that have no name.
    fn into_items(self) -> Vec<Self::Item>;
}

/// A request whose reply is a page of a listing.
pub trait PagedRequest: Request<Response: Page> {
    /// Sets the offset of the page to request.
    fn set_offset(&mut self, offset: u64);
}
