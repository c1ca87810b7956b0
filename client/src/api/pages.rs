//! Listings, page by page or item by item.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;
use std::vec;

use jsapi::{Page, PagedRequest};

use crate::api::context::{CallOptions, Context, UnknownFields};
use crate::connection::transport::{BoxFuture, Incoming};
use crate::error::{Error, Mismatch, Result};
use crate::protocol::paging::{PageFault, PageStart, Paging};

mod content;
mod counts;

/// Maximum number of pages requested at a time.
///
/// Three keep a server busy. More would be useless requests if its count is wrong.
const AHEAD: usize = 3;

impl Context {
    /// Lists page by page.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use jsapi::StreamListRequest;
    ///
    /// let mut pages = ctx.pages(StreamListRequest::new());
    /// while let Some(page) = pages.try_next().await? {
    ///     println!("{} streams, {} did not answer", page.streams.len(), page.missing.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends no request until polled; then one request per page, up to three at a time.
    /// The listing starts at the offset of the request.
    pub fn pages<R: PagedRequest>(&self, request: R) -> Pages<R> {
        Pages::new(self.clone(), request)
    }

    /// Lists item by item.
    ///
    /// Sends the same requests as [`pages`](Self::pages). [`Items::missing`] and
    /// [`Items::offline`] collect the names that the pages omit.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use jsapi::StreamNamesRequest;
    ///
    /// let names: Vec<String> = ctx.items(StreamNamesRequest::new()).try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn items<R: PagedRequest>(&self, request: R) -> Items<R> {
        Items {
            pages: self.pages(request),
            page: Vec::new().into_iter(),
            missing: Vec::new(),
            offline: BTreeMap::new(),
        }
    }
}

/// Pages of a listing, in the server's order.
///
/// Returned by [`Context::pages`]. Sends no request until polled. Ends after the page
/// that reaches the server's total, or with an error. The next page starts at the
/// offset plus the limit of the last one, since servers count offline streams but
/// leave them out.
///
/// A listing is not a snapshot: an item that is created or deleted meanwhile may shift
/// others, so an item may be missed or listed twice.
///
/// # Errors
/// Those of a call, and [`Error::Mismatch`] if the server's counts contradict each
/// other: a limit of 0, another offset than the requested one, an empty page before
/// the total is reached, or the same page twice.
///
/// # Cancel safety
/// Dropping a future that waits for the next page loses no page.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<R: PagedRequest> {
    context: Context,
    request: R,
    options: CallOptions,
    ahead: usize,
    paging: Paging,
    /// Pages that are requested and not read yet, in order.
    queue: VecDeque<(PageStart, Requested)>,
    /// Error of a refused listing, which sends no request.
    refused: Option<Error>,
}

/// A page that was requested.
enum Requested {
    Pending(BoxFuture<'static, Result<Incoming>>),
    Received(Result<Incoming>),
}

impl<R: PagedRequest> Pages<R> {
    fn new(context: Context, request: R) -> Self {
        Self {
            context,
            request,
            options: CallOptions::default(),
            ahead: AHEAD,
            paging: Paging::new(),
            queue: VecDeque::new(),
            refused: None,
        }
    }

    /// Sets the timeout of each page. Default: the context's timeout, at least 5 s.
    ///
    /// In a cluster, servers wait 4 s for members that do not respond before they reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Requires at least this JetStream API level of the server.
    pub fn api_level(mut self, level: u8) -> Self {
        self.options.api_level = Some(level);
        self
    }

    /// Sets whether the request includes unknown fields.
    pub fn unknown_fields(mut self, unknown: UnknownFields) -> Self {
        self.options.unknown_fields = Some(unknown);
        self
    }

    /// Sets whether to request one page at a time. Default: false.
    pub fn one_by_one(mut self, one_by_one: bool) -> Self {
        self.ahead = if one_by_one { 1 } else { AHEAD };
        self
    }

    /// Requests the pages that are known to exist, up to the limit.
    ///
    /// Returns whether it sent a request.
    fn request_ahead(&mut self) -> bool {
        let before = self.queue.len();
        while self.queue.len() < self.ahead {
            let last = self.queue.back().map(|(start, _)| *start);
            let Some(start) = self.paging.next_request(last) else {
                break;
            };
            self.request(start);
        }
        self.queue.len() > before
    }

    /// Requests the second page before the first is decoded.
    ///
    /// The server prepares it meanwhile. Returns whether it sent a request.
    fn request_before_decoding(&mut self) -> bool {
        if self.ahead > 1
            && let [(PageStart::First, Requested::Received(Ok(page)))] =
                self.queue.make_contiguous()
            && let Some(counts) = counts::at_the_beginning(&page.payload)
            && let Some(start) = Paging::second_request(counts)
        {
            self.request(start);
            return true;
        }
        false
    }

    fn request(&mut self, start: PageStart) {
        let context = self.context.clone();
        let mut request = self.request.clone();
        let options = self.options;
        if let PageStart::Offset(offset) = start {
            request.set_offset(offset);
        }
        let message = context.message_of(&request, options);
        let reply =
            Box::pin(async move { context.request_message(R::ENDPOINT, message, options).await });
        self.queue.push_back((start, Requested::Pending(reply)));
    }

    /// Polls all requests, and keeps the pages that have arrived.
    fn poll_requests(&mut self, cx: &mut TaskContext<'_>) {
        for (_, requested) in &mut self.queue {
            if let Requested::Pending(reply) = requested
                && let Poll::Ready(page) = reply.as_mut().poll(cx)
            {
                *requested = Requested::Received(page);
            }
        }
    }

    /// Ends the listing with an error if the page is empty before the end.
    fn reject_empty(&mut self, offset: u64, total: u64) {
        if self.paging.read_empty(offset, total) {
            self.queue.clear();
        }
    }

    fn end(&mut self) {
        self.paging.end();
        self.queue.clear();
    }

    fn poll_page(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<R::Response>>> {
        if let Some(error) = self.refused.take() {
            self.end();
            return Poll::Ready(Some(Err(error)));
        }
        if let Some(fault) = self.paging.take_fault() {
            let error = Error::mismatch(R::ENDPOINT.verb, fault.into());
            return Poll::Ready(Some(Err(error)));
        }
        let next = ready!(self.poll_next_reply(cx));
        let page = next.map(|(start, reply)| self.read(start, reply?));
        if !matches!(page, Some(Ok(_))) {
            self.end();
        }
        Poll::Ready(page)
    }

    /// Waits for the next page, and until the following pages are requested.
    fn poll_next_reply(
        &mut self,
        cx: &mut TaskContext<'_>,
    ) -> Poll<Option<(PageStart, Result<Incoming>)>> {
        let mut sent = self.request_ahead();
        self.poll_requests(cx);
        if self.request_before_decoding() {
            self.poll_requests(cx);
            sent = true;
        }
        match self.queue.pop_front() {
            Some((start, Requested::Received(page))) if !sent => Poll::Ready(Some((start, page))),
            Some(next) => {
                if let (_, Requested::Received(_)) = next {
                    // The connection's task sends the requests when it runs, which may
                    // be on this thread: yield before the page is decoded.
                    cx.waker().wake_by_ref();
                }
                self.queue.push_front(next);
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }

    /// Decodes a page and its counters.
    fn read(&mut self, start: PageStart, reply: Incoming) -> Result<R::Response> {
        let operation = R::ENDPOINT.verb;
        let page = match jsapi::decode::<R>(&reply.payload) {
            Ok(page) => page,
            Err(error) => return Err(Error::reply(operation, reply.payload, error)),
        };
        let queued = self.queue.front().map(|(start, _)| *start);
        let read = (self.paging).read(start, counts::of(&page), content::of(&page), queued);
        let keep = read.map_err(|fault| Error::mismatch(operation, fault.into()))?;
        if !keep {
            self.queue.clear();
        }
        Ok(page)
    }
}

impl From<PageFault> for Mismatch {
    fn from(fault: PageFault) -> Self {
        match fault {
            PageFault::Offset { requested, found } => Self::PageOffset {
                asked: requested,
                found,
            },
            PageFault::Limit { offset, total } => Self::PageLimit { offset, total },
            PageFault::Empty { offset, total } => Self::PageEmpty { offset, total },
            PageFault::Repeated { offset, total } => Self::PageRepeated { offset, total },
        }
    }
}

impl<R: PagedRequest> futures_util::Stream for Pages<R> {
    type Item = Result<R::Response>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let next = ready!(this.poll_page(cx));
        if let Some(Ok(page)) = &next
            && this.paging.has_more()
            && is_complete(page)
            && page.is_empty()
        {
            this.reject_empty(page.offset(), page.total());
        }
        Poll::Ready(next)
    }
}

/// Returns whether a page omits no item.
fn is_complete(page: &impl Page) -> bool {
    page.missing().is_empty() && page.offline().is_empty()
}

impl<R: PagedRequest> Unpin for Pages<R> {}

impl<R: PagedRequest> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &R::ENDPOINT.verb)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Items of a listing, in the server's order.
///
/// Returned by [`Context::items`]. Sends no request until polled. Errors are those of
/// [`Pages`]. Omits a consumer without a name, which a server may send for a
/// [missing](Self::missing) consumer; [`Pages`] has it.
///
/// # Cancel safety
/// Dropping a future that waits for the next item loses no item.
#[must_use = "streams do nothing unless polled"]
pub struct Items<R: PagedRequest> {
    pages: Pages<R>,
    page: vec::IntoIter<<R::Response as Page>::Item>,
    missing: Vec<String>,
    offline: BTreeMap<String, String>,
}

impl<R: PagedRequest> Items<R> {
    /// Sets the timeout of each page. Default: the context's timeout, at least 5 s.
    ///
    /// In a cluster, servers wait 4 s for members that do not respond before they reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.pages = self.pages.timeout(timeout);
        self
    }

    /// Makes the listing end with this error, without a request.
    pub(crate) fn refused_if(mut self, refused: Result<()>) -> Self {
        self.pages.refused = self.pages.refused.or(refused.err());
        self
    }

    /// Sets whether to request one page at a time. Default: false.
    pub fn one_by_one(mut self, one_by_one: bool) -> Self {
        self.pages = self.pages.one_by_one(one_by_one);
        self
    }

    /// Waits for the next page, which may have no items.
    fn poll_items(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<()>>> {
        let page = match ready!(self.pages.poll_page(cx)) {
            Some(Ok(page)) => page,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let (offset, total) = (page.offset(), page.total());
        let whole = is_complete(&page);
        if !whole {
            self.missing.extend_from_slice(page.missing());
            self.offline.extend(page.offline().clone());
        }
        self.page = page.into_items().into_iter();
        if whole && self.page.len() == 0 {
            self.pages.reject_empty(offset, total);
        }
        Poll::Ready(Some(Ok(())))
    }

    /// The request, which can be changed until the listing is polled.
    pub(crate) fn request_mut(&mut self) -> &mut R {
        &mut self.pages.request
    }

    /// Returns the names omitted so far because their servers did not respond in time.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// Returns the names omitted so far because they are offline, with the reasons.
    ///
    /// Requires server 2.11.9.
    pub fn offline(&self) -> &BTreeMap<String, String> {
        &self.offline
    }
}

impl<R: PagedRequest> futures_util::Stream for Items<R> {
    type Item = Result<<R::Response as Page>::Item>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(this.poll_items(cx)) {
                Some(Ok(())) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R: PagedRequest> Unpin for Items<R> {}

impl<R: PagedRequest> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("missing", &self.missing)
            .field("offline", &self.offline)
            .finish_non_exhaustive()
    }
}
