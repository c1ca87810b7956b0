//! Progress of a paged listing: which page to request next, and where it ends.
//!
//! Servers count offline streams but leave them out of their pages, so the next page
//! starts at the offset plus the limit of this one, not behind its last item
//! (nats-server 2.10 to 2.15).

/// Start of a page, as requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageStart {
    /// The offset of the caller's request.
    First,
    /// An offset.
    Offset(u64),
}

/// Counters that a page carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageCounts {
    /// Number of items in the whole listing.
    pub(crate) total: u64,
    /// Offset of the page.
    pub(crate) offset: u64,
    /// Maximum number of items per page.
    pub(crate) limit: u64,
}

/// What identifies a page's content: its counts and the names at its ends.
///
/// Two consecutive pages with the same content mean that the server does not advance.
/// Items created meanwhile shift others onto the next page, but then the total differs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PageContent {
    pub(crate) total: u64,
    pub(crate) items: usize,
    pub(crate) first: String,
    pub(crate) last: String,
}

/// Contradiction in the counters of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageFault {
    /// The page starts at another offset than the requested one.
    Offset { requested: u64, found: u64 },
    /// The limit is 0 and items are left.
    Limit { offset: u64, total: u64 },
    /// The page is empty and items are left.
    Empty { offset: u64, total: u64 },
    /// The page has the same content as the one before it.
    Repeated { offset: u64, total: u64 },
}

/// State of a paged listing.
#[derive(Debug)]
pub(crate) struct Paging {
    state: State,
    /// Content of the last page that was read.
    previous: Option<PageContent>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// No page was read yet.
    New,
    /// Pages follow the last one that was read.
    Rest(Rest),
    /// The last page was returned; its counters contradict each other.
    Faulty(PageFault),
    Done,
}

/// The part of a listing that is not read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rest {
    next: u64,
    limit: u64,
    total: u64,
}

impl Rest {
    /// The page after `last`, the last one that was requested.
    fn after(self, last: Option<PageStart>) -> Option<PageStart> {
        let offset = match last {
            Some(PageStart::Offset(last)) => last.saturating_add(self.limit),
            _ => self.next,
        };
        (offset < self.total).then_some(PageStart::Offset(offset))
    }
}

impl State {
    fn after(start: PageStart, counts: PageCounts) -> Result<Self, PageFault> {
        let PageCounts {
            total,
            offset,
            limit,
        } = counts;
        if let PageStart::Offset(requested) = start
            && offset != requested
            // The server answers an offset past the end with the end.
            && offset < total
        {
            return Err(PageFault::Offset {
                requested,
                found: offset,
            });
        }
        let next = offset.saturating_add(limit);
        Ok(if next >= total {
            Self::Done
        } else if limit == 0 {
            Self::Faulty(PageFault::Limit { offset, total })
        } else {
            Self::Rest(Rest { next, limit, total })
        })
    }
}

impl Paging {
    pub(crate) fn new() -> Self {
        Self {
            state: State::New,
            previous: None,
        }
    }

    /// The page to request next. `last` is the last one requested and not read yet.
    pub(crate) fn next_request(&self, last: Option<PageStart>) -> Option<PageStart> {
        match self.state {
            State::New if last.is_none() => Some(PageStart::First),
            State::Rest(rest) => rest.after(last),
            _ => None,
        }
    }

    /// The second page, by the counters of a first page that is not read yet.
    pub(crate) fn second_request(first: PageCounts) -> Option<PageStart> {
        match State::after(PageStart::First, first) {
            Ok(State::Rest(rest)) => rest.after(None),
            _ => None,
        }
    }

    /// Handles the counters of the page that was read.
    ///
    /// Returns whether already requested pages follow it; if not, drop them. `queued` is the
    /// first of them.
    pub(crate) fn read(
        &mut self,
        start: PageStart,
        counts: PageCounts,
        content: Option<PageContent>,
        queued: Option<PageStart>,
    ) -> Result<bool, PageFault> {
        let state = State::after(start, counts)?;
        if content.is_some() && content == self.previous {
            return Err(PageFault::Repeated {
                offset: counts.offset,
                total: counts.total,
            });
        }
        self.previous = content;
        self.state = state;
        Ok(match state {
            // The limit may have changed since those pages were requested.
            State::Rest(rest) => queued.is_none_or(|start| start == PageStart::Offset(rest.next)),
            _ => false,
        })
    }

    /// Handles an empty page without a reason.
    ///
    /// Returns whether to drop already requested pages.
    pub(crate) fn read_empty(&mut self, offset: u64, total: u64) -> bool {
        let more = self.has_more();
        if more {
            self.state = State::Faulty(PageFault::Empty { offset, total });
        }
        more
    }

    /// Returns whether more pages follow.
    pub(crate) fn has_more(&self) -> bool {
        matches!(self.state, State::Rest(_))
    }

    /// Takes the contradiction in the last page, which ends the listing.
    pub(crate) fn take_fault(&mut self) -> Option<PageFault> {
        let State::Faulty(fault) = self.state else {
            return None;
        };
        self.end();
        Some(fault)
    }

    /// Ends the listing.
    pub(crate) fn end(&mut self) {
        self.state = State::Done;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(total: u64, offset: u64, limit: u64) -> PageCounts {
        PageCounts {
            total,
            offset,
            limit,
        }
    }

    fn at(offset: u64) -> Option<PageStart> {
        Some(PageStart::Offset(offset))
    }

    #[test]
    fn the_next_page_starts_at_offset_plus_limit() {
        let mut paging = Paging::new();
        assert_eq!(paging.next_request(None), Some(PageStart::First));
        assert_eq!(paging.next_request(Some(PageStart::First)), None);
        let more = paging.read(PageStart::First, counts(5, 0, 2), None, None);
        assert_eq!(more, Ok(true));
        assert_eq!(paging.next_request(None), at(2));
        assert_eq!(paging.next_request(at(2)), at(4));
        assert_eq!(paging.next_request(at(4)), None);
        assert!(paging.read(PageStart::Offset(2), counts(5, 2, 2), None, at(4)) == Ok(true));
        assert!(paging.read(PageStart::Offset(4), counts(5, 4, 2), None, None) == Ok(false));
        assert_eq!(paging.next_request(None), None);
        assert!(!paging.has_more());
    }

    #[test]
    fn the_second_page_is_known_from_the_counts_of_the_first() {
        for (first, second) in [
            (counts(5, 0, 2), at(2)),
            (counts(5, 1, 2), at(3)),
            (counts(2, 0, 2), None),
            (counts(5, 0, 0), None),
            (counts(u64::MAX, u64::MAX - 1, u64::MAX), None),
        ] {
            assert_eq!(Paging::second_request(first), second, "{first:?}");
        }
    }

    #[test]
    fn counters_that_contradict_each_other_end_the_listing() {
        let mut paging = Paging::new();
        let wrong = paging.read(PageStart::Offset(2), counts(5, 1, 2), None, None);
        assert_eq!(
            wrong,
            Err(PageFault::Offset {
                requested: 2,
                found: 1
            })
        );
        // An offset past the end: the listing has become shorter.
        let end = paging.read(PageStart::Offset(7), counts(5, 5, 2), None, None);
        assert_eq!(end, Ok(false));

        let mut paging = Paging::new();
        assert_eq!(
            paging.read(PageStart::First, counts(5, 0, 0), None, None),
            Ok(false)
        );
        let fault = PageFault::Limit {
            offset: 0,
            total: 5,
        };
        assert_eq!(paging.take_fault(), Some(fault));
        assert_eq!(paging.take_fault(), None);
        assert_eq!(paging.next_request(None), None);
    }

    #[test]
    fn an_empty_page_is_a_fault_only_where_items_are_left() {
        let mut paging = Paging::new();
        let _ = paging.read(PageStart::First, counts(5, 0, 2), None, None);
        assert!(paging.read_empty(0, 5));
        let fault = PageFault::Empty {
            offset: 0,
            total: 5,
        };
        assert_eq!(paging.take_fault(), Some(fault));

        let mut paging = Paging::new();
        let _ = paging.read(PageStart::First, counts(0, 0, 2), None, None);
        assert!(!paging.read_empty(0, 0));
        assert_eq!(paging.take_fault(), None);
    }

    #[test]
    fn a_page_with_the_content_of_the_one_before_it_is_a_fault() {
        let content = |total| {
            Some(PageContent {
                total,
                items: 2,
                first: "a".to_owned(),
                last: "b".to_owned(),
            })
        };
        let mut paging = Paging::new();
        let _ = paging.read(PageStart::First, counts(5, 0, 2), content(5), None);
        // As many new items sort before them: the same content, another total.
        let shifted = paging.read(PageStart::Offset(2), counts(7, 2, 2), content(7), None);
        assert_eq!(shifted, Ok(true));
        let again = paging.read(PageStart::Offset(4), counts(7, 4, 2), content(7), None);
        assert_eq!(
            again,
            Err(PageFault::Repeated {
                offset: 4,
                total: 7
            })
        );
    }

    #[test]
    fn pages_that_were_requested_for_another_limit_are_dropped() {
        let mut paging = Paging::new();
        let _ = paging.read(PageStart::First, counts(9, 0, 2), None, at(2));
        let changed = paging.read(PageStart::Offset(2), counts(9, 2, 3), None, at(4));
        assert_eq!(changed, Ok(false));
        assert_eq!(paging.next_request(None), at(5));
    }
}
