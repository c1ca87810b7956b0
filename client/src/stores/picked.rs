//! The streams of a listing that belong to a store.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use jsapi::{Page, PagedRequest};

use crate::api::pages::Items;
use crate::error::Result;

/// Polls the next item for which `pick` returns something.
pub(super) fn poll_picked<R: PagedRequest, T>(
    items: &mut Items<R>,
    cx: &mut Context<'_>,
    pick: impl Fn(<R::Response as Page>::Item) -> Option<T>,
) -> Poll<Option<Result<T>>> {
    loop {
        match ready!(Pin::new(&mut *items).poll_next(cx)) {
            Some(Ok(item)) => {
                if let Some(picked) = pick(item) {
                    return Poll::Ready(Some(Ok(picked)));
                }
            }
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        }
    }
}
