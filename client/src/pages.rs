//! Listings: page after page, in the server's order, and no further than there is.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;
use std::vec;

use jsapi::{Page, PagedRequest};

use crate::context::{CallOptions, Context, UnknownFields};
use crate::error::{Error, Mismatch, Result};
use crate::transport::{BoxFuture, Incoming};

mod counts;
mod ends;
mod lengths;

use counts::Counts;
use ends::Ends;
use lengths::Key;
pub(crate) use lengths::Lengths;

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
    /// One request for each page, once the page is waited for, and up to three at a
    /// time; the second page is asked for as soon as the first has come. A listing
    /// that had several pages when it was last made over this context or a clone of it
    /// asks for three at once: the server is quicker with them, and where there are
    /// fewer by now, one or two were asked for in vain. It begins at the offset of the
    /// request.
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
/// not be: it names a limit of 0, another offset than was asked for, more
/// items behind an empty page, or the items of one page again on the next.
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
    /// The pages that are asked for and not read yet, in order.
    asked: VecDeque<(Place, Asked)>,
    /// The listing, once its first page was asked for.
    key: Option<Key>,
    /// What the page that was read last ends with.
    before: Option<Ends>,
}

/// Where a page was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Where the request says, for the first page.
    First,
    /// At an offset.
    At(u64),
}

/// What became of a request.
enum Asked {
    Coming(BoxFuture<'static, Result<Incoming>>),
    Came(Result<Incoming>),
}

enum State {
    /// Nothing was read yet.
    New,
    /// There is more behind the page that was read last.
    Listing(Listing),
    /// The last page was taken, and what it says of the next can not be.
    Wrong(Mismatch),
    /// There is nothing more.
    Done,
}

/// What is still to be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Listing {
    next: u64,
    limit: u64,
    total: u64,
}

impl State {
    /// That after a page which was asked for there and counts so much.
    fn after(place: Place, counts: Counts) -> Result<Self, Mismatch> {
        let Counts {
            total,
            offset,
            limit,
        } = counts;
        if let Place::At(asked) = place
            && offset != asked
            // An offset past the end comes back as the end.
            && offset < total
        {
            return Err(Mismatch::PageOffset {
                asked,
                found: offset,
            });
        }
        let next = offset.saturating_add(limit);
        Ok(if next >= total {
            Self::Done
        } else if limit == 0 {
            Self::Wrong(Mismatch::PageLimit { offset, total })
        } else {
            Self::Listing(Listing { next, limit, total })
        })
    }
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
            key: None,
            before: None,
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

    /// Asks for what is known to be there, as far as it may; true if it did.
    fn ask_ahead(&mut self) -> bool {
        match self.state {
            State::New if self.asked.is_empty() => {
                self.ask(Place::First);
                let lengths = self.context.lengths();
                if let Some(behind) = self.key.and_then(|key| lengths.of(key)) {
                    self.ask_for(behind, self.ahead);
                }
                true
            }
            State::Listing(listing) => self.ask_for(listing, self.ahead),
            _ => false,
        }
    }

    /// Asks for the second page when the first has come, before that one is read; true
    /// if it did.
    fn ask_before_reading(&mut self) -> bool {
        if self.ahead > 1
            && let [(Place::First, Asked::Came(Ok(page)))] = self.asked.make_contiguous()
            && let Some(counts) = Counts::at_the_beginning(&page.payload)
            && let Ok(State::Listing(listing)) = State::after(Place::First, counts)
        {
            return self.ask_for(listing, 2);
        }
        false
    }

    /// Asks for pages until there are so many; true if there were less.
    fn ask_for(&mut self, listing: Listing, ahead: usize) -> bool {
        let Listing { next, limit, total } = listing;
        let before = self.asked.len();
        let mut offset = match self.asked.back() {
            Some((Place::At(last), _)) => last.saturating_add(limit),
            _ => next,
        };
        while self.asked.len() < ahead && offset < total {
            self.ask(Place::At(offset));
            offset = offset.saturating_add(limit);
        }
        self.asked.len() > before
    }

    fn ask(&mut self, place: Place) {
        let context = self.context.clone();
        let mut request = self.request.clone();
        let options = self.options;
        if let Place::At(offset) = place {
            request.set_offset(offset);
        }
        let message = context.message_of(&request, options);
        if let (Place::First, Ok(message)) = (place, &message) {
            self.key = Some(Key::of(message));
        }
        let coming = Box::pin(async move { context.asked(R::ENDPOINT, message, options).await });
        self.asked.push_back((place, Asked::Coming(coming)));
    }

    /// Has all requests sent, and notes which of them are answered.
    fn poll_asked(&mut self, cx: &mut TaskContext<'_>) {
        for (_, asked) in &mut self.asked {
            if let Asked::Coming(coming) = asked
                && let Poll::Ready(came) = coming.as_mut().poll(cx)
            {
                *asked = Asked::Came(came);
            }
        }
    }

    /// Learns from a page where the next one begins, if there is one.
    fn learn(&mut self, place: Place, page: &R::Response) -> Result<(), Mismatch> {
        let state = State::after(place, Counts::of(page))?;
        let ends = Ends::of(page);
        if ends.is_some() && ends == self.before {
            return Err(Mismatch::PageRepeated {
                offset: page.offset(),
                total: page.total(),
            });
        }
        self.before = ends;
        if let (Place::First, Some(key)) = (place, self.key) {
            let behind = match state {
                State::Listing(listing) => Some(listing),
                _ => None,
            };
            self.context.lengths().set(key, behind);
        }
        match state {
            State::Listing(listing) => {
                // Another limit than before: the pages that are asked for do not fit.
                let fits = |(at, _): &(Place, Asked)| *at == Place::At(listing.next);
                if !self.asked.front().is_none_or(fits) {
                    self.asked.clear();
                }
                self.state = State::Listing(listing);
            }
            end => self.stop(end),
        }
        Ok(())
    }

    /// Waits for no page any more.
    fn stop(&mut self, state: State) {
        self.state = state;
        self.asked.clear();
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
        let came = ready!(self.poll_came(cx));
        let read = came.map(|(place, page)| self.read(place, page?));
        if !matches!(read, Some(Ok(_))) {
            self.stop(State::Done);
        }
        Poll::Ready(read)
    }

    /// Waits for the next page, and until others are asked for as far as they may be.
    fn poll_came(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<(Place, Result<Incoming>)>> {
        let mut asked = self.ask_ahead();
        self.poll_asked(cx);
        if self.ask_before_reading() {
            self.poll_asked(cx);
            asked = true;
        }
        match self.asked.pop_front() {
            Some((place, Asked::Came(page))) if !asked => Poll::Ready(Some((place, page))),
            Some(next) => {
                if let (_, Asked::Came(_)) = next {
                    // What was asked for is sent when the connection's task has its turn,
                    // which may be on this thread alone: not only when the page is read.
                    cx.waker().wake_by_ref();
                }
                self.asked.push_front(next);
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }

    /// Reads a page that came.
    fn read(&mut self, place: Place, reply: Incoming) -> Result<R::Response> {
        let verb = R::ENDPOINT.verb;
        let page = match jsapi::decode::<R>(&reply.payload) {
            Ok(page) => page,
            Err(error) => return Err(Error::reply(verb, reply.payload, error)),
        };
        self.learn(place, &page)
            .map_err(|why| Error::mismatch(verb, why))?;
        Ok(page)
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
            && page.is_empty()
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
/// Asks nothing until it is polled; see [`Pages`], also for errors. A consumer that
/// a server sent without its name, as it may do for one that is
/// [missing](Self::missing), is left out; in [`Pages`] it is there.
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

    /// Takes the next page apart, of which no item may be there.
    fn poll_items(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<()>>> {
        let page = match ready!(self.pages.poll_page(cx)) {
            Some(Ok(page)) => page,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let (offset, total) = (page.offset(), page.total());
        let whole = leaves_nothing_out(&page);
        if !whole {
            self.missing.extend_from_slice(page.missing());
            self.offline.extend(page.offline().clone());
        }
        self.page = page.into_items().into_iter();
        if whole && self.page.len() == 0 {
            self.pages.doubt(offset, total);
        }
        Poll::Ready(Some(Ok(())))
    }

    /// The next of those that `pick` makes something of.
    #[cfg(any(feature = "kv", feature = "object"))]
    pub(crate) fn poll_picked<T>(
        &mut self,
        cx: &mut TaskContext<'_>,
        pick: impl Fn(<R::Response as Page>::Item) -> Option<T>,
    ) -> Poll<Option<Result<T>>> {
        loop {
            match ready!(futures_util::Stream::poll_next(Pin::new(&mut *self), cx)) {
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
