//! Listings: page after page, in the server's order, and no further than there is.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;
use std::vec;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use jsapi::{Page, PagedRequest};

use crate::context::{CallOptions, Context, UnknownFields};
use crate::error::{Error, Mismatch, Result};
use crate::transport::BoxFuture;

/// How many pages are asked for ahead of the one that is waited for, that one
/// included.
///
/// Enough to keep a server busy, and the most that is asked for in vain when a
/// server's count is wrong.
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
    /// One request for each page, once the page is waited for; after the first
    /// page, up to three at a time. It begins at the offset of the request.
    pub fn pages<R: PagedRequest>(&self, request: R) -> Pages<R> {
        Pages::new(self.clone(), request)
    }

    /// Lists item by item.
    ///
    /// Requests as for [`pages`](Self::pages). What a page leaves out is
    /// collected in [`Items::missing`] and [`Items::offline`].
    pub fn items<R: PagedRequest>(&self, request: R) -> Items<R> {
        Items {
            pages: self.pages(request),
            page: Vec::new().into_iter(),
            missing: Vec::new(),
            offline: BTreeMap::new(),
        }
    }
}

/// The pages of a listing, in the server's order.
///
/// Asks nothing until it is polled. Ends after the page that reaches the number
/// that the server counts; an error ends it too. The next page begins where the
/// server says that this one ends: at its offset plus its limit, for servers
/// leave out what is offline and count it all the same.
///
/// A listing is not a snapshot: of what is created or deleted while it runs, an
/// item may be missed or seen twice.
///
/// # Errors
/// Besides those of a call, [`Error::Mismatch`] when what the server counts can
/// not be: it names a limit of 0, another offset than was asked for, or more
/// items behind an empty page.
///
/// # Cancel safety
/// Waiting for the next page loses none when it is dropped.
#[must_use = "a stream gives nothing until it is polled"]
pub struct Pages<R: PagedRequest> {
    context: Context,
    request: R,
    options: CallOptions,
    ahead: usize,
    state: State,
    /// The offsets of the pages that are asked for; the first is that of the
    /// page that comes next.
    asked: VecDeque<u64>,
    coming: FuturesOrdered<BoxFuture<'static, Result<R::Response>>>,
}

enum State {
    /// Nothing was asked for yet.
    New,
    /// The last page ended here, and the server counts so many.
    Listing { next: u64, limit: u64, total: u64 },
    /// The last page was taken, and what it says of the next can not be.
    Wrong(Mismatch),
    /// There is nothing more.
    Done,
}

impl<R: PagedRequest> Pages<R> {
    fn new(context: Context, request: R) -> Self {
        Self {
            context,
            request,
            options: CallOptions::default(),
            ahead: AHEAD,
            state: State::New,
            asked: VecDeque::new(),
            coming: FuturesOrdered::new(),
        }
    }

    /// How long each page is waited for, in place of the context's timeout.
    ///
    /// In a cluster, servers wait 4 s for members that do not answer before they
    /// reply without them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Asks for at least this JetStream API level of the server.
    pub fn api_level(mut self, level: u8) -> Self {
        self.options.api_level = Some(level);
        self
    }

    /// What becomes of members that this crate has no field for, this time.
    pub fn unknown_fields(mut self, unknown: UnknownFields) -> Self {
        self.options.unknown_fields = Some(unknown);
        self
    }

    /// Asks for one page after the other, never for two at a time.
    pub fn one_by_one(mut self) -> Self {
        self.ahead = 1;
        self
    }

    /// Asks for what is known to be there, as far as it may.
    fn ask_ahead(&mut self) {
        let State::Listing { next, limit, total } = self.state else {
            if matches!(self.state, State::New) && self.asked.is_empty() {
                self.ask(None);
            }
            return;
        };
        let mut offset = match self.asked.back() {
            Some(last) => last.saturating_add(limit),
            None => next,
        };
        while self.asked.len() < self.ahead && offset < total {
            self.ask(Some(offset));
            offset = offset.saturating_add(limit);
        }
    }

    fn ask(&mut self, offset: Option<u64>) {
        let context = self.context.clone();
        let mut request = self.request.clone();
        let options = self.options;
        if let Some(offset) = offset {
            request.set_offset(offset);
        }
        self.asked.push_back(offset.unwrap_or_default());
        self.coming.push_back(Box::pin(
            async move { context.answer(&request, options).await },
        ));
    }

    /// Learns from a page where the next one begins, if there is one.
    fn learn(&mut self, page: &R::Response) -> Result<(), Mismatch> {
        let first = matches!(self.state, State::New);
        let asked = self.asked.pop_front().unwrap_or_default();
        let (offset, limit, total) = (page.offset(), page.limit(), page.total());
        let next = offset.saturating_add(limit);
        // An offset past the end comes back as the end.
        if !first && offset != asked && offset < total {
            return Err(Mismatch::PageOffset {
                asked,
                found: offset,
            });
        }
        if next >= total {
            self.stop(State::Done);
        } else if limit == 0 {
            self.stop(State::Wrong(Mismatch::PageLimit { offset, total }));
        } else {
            // Another limit than before: the pages that are asked for do not fit.
            if self.asked.front().is_some_and(|asked| *asked != next) {
                self.stop(State::New);
            }
            self.state = State::Listing { next, limit, total };
        }
        Ok(())
    }

    /// Waits for no page any more.
    fn stop(&mut self, state: State) {
        self.state = state;
        self.asked.clear();
        self.coming = FuturesOrdered::new();
    }

    /// Does not believe a server that counts more behind an empty page, unless
    /// the page says what it left out.
    fn doubt(&mut self, offset: u64, total: u64) {
        if matches!(self.state, State::Listing { .. }) {
            self.stop(State::Wrong(Mismatch::PageEmpty { offset, total }));
        }
    }

    fn poll_page(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<R::Response>>> {
        if let State::Wrong(why) = &self.state {
            let error = Error::mismatch(R::ENDPOINT.verb, why.clone());
            self.stop(State::Done);
            return Poll::Ready(Some(Err(error)));
        }
        self.ask_ahead();
        let came = match ready!(self.coming.poll_next_unpin(cx)) {
            Some(Ok(page)) => match self.learn(&page) {
                Ok(()) => return Poll::Ready(Some(Ok(page))),
                Err(why) => Some(Err(Error::mismatch(R::ENDPOINT.verb, why))),
            },
            came => came,
        };
        self.stop(State::Done);
        Poll::Ready(came)
    }
}

impl<R: PagedRequest> futures_util::Stream for Pages<R> {
    type Item = Result<R::Response>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let came = ready!(this.poll_page(cx));
        if let Some(Ok(page)) = &came
            && matches!(this.state, State::Listing { .. })
            && leaves_nothing_out(page)
            && page.clone().into_items().is_empty()
        {
            this.doubt(page.offset(), page.total());
        }
        Poll::Ready(came)
    }
}

fn leaves_nothing_out(page: &impl Page) -> bool {
    page.missing().is_empty() && page.offline().is_empty()
}

impl<R: PagedRequest> Unpin for Pages<R> {}

impl<R: PagedRequest> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("verb", &R::ENDPOINT.verb)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The items of a listing, in the server's order.
///
/// Asks nothing until it is polled; see [`Pages`], also for errors.
///
/// # Cancel safety
/// Waiting for the next item loses none when it is dropped.
#[must_use = "a stream gives nothing until it is polled"]
pub struct Items<R: PagedRequest> {
    pages: Pages<R>,
    page: vec::IntoIter<<R::Response as Page>::Item>,
    missing: Vec<String>,
    offline: BTreeMap<String, String>,
}

impl<R: PagedRequest> Items<R> {
    /// How long each page is waited for, in place of the context's timeout.
    ///
    /// In a cluster, servers wait 4 s for members that do not answer before they
    /// reply without them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.pages = self.pages.timeout(timeout);
        self
    }

    /// Asks for one page after the other, never for two at a time.
    pub fn one_by_one(mut self) -> Self {
        self.pages = self.pages.one_by_one();
        self
    }

    /// What is asked for, to be changed before anything is.
    pub(crate) fn request_mut(&mut self) -> &mut R {
        &mut self.pages.request
    }

    /// The names of what was left out because its servers did not answer in
    /// time, so far.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// The names of what was left out because it is offline, each with the
    /// reason, so far.
    ///
    /// Server 2.11.9 and later.
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
            let page = match ready!(this.pages.poll_page(cx)) {
                Some(Ok(page)) => page,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            let (offset, total) = (page.offset(), page.total());
            let whole = leaves_nothing_out(&page);
            if !whole {
                this.missing.extend_from_slice(page.missing());
                this.offline.extend(page.offline().clone());
            }
            this.page = page.into_items().into_iter();
            if whole && this.page.len() == 0 {
                this.pages.doubt(offset, total);
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
