//! Futures that are polled in one place.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Polls a future by a call of its own.
///
/// The body of an `async fn` is compiled again in each part of the program that
/// waits for it by itself. This is for the few that many wait for, and which may
/// not be boxed because each message goes through them.
pub(crate) struct Outlined<'a, F>(pub(crate) Pin<&'a mut F>);

impl<F: Future> Future for Outlined<'_, F> {
    type Output = F::Output;

    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.0.as_mut().poll(cx)
    }
}
