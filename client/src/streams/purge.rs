//! Which messages of a stream a purge removes.

use jsapi::StreamPurgeRequest;

use crate::error::Invalid;

/// Which messages of a stream to remove.
///
/// All, those below a sequence, or all but the newest few; each of one subject
/// or of every. A sequence together with a number to keep, which servers refuse,
/// cannot be said.
///
/// ```
/// use jsapi_client::Purge;
///
/// let everything = Purge::all();
/// let old = Purge::below(1000);
/// let history = Purge::keep(1).filter("orders.cancelled");
/// # let _ = (everything, old, history);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it is an argument of Stream::purge"]
pub struct Purge {
    filter: Option<String>,
    extent: Extent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    All,
    Below(u64),
    Keep(u64),
}

impl Purge {
    /// All messages.
    pub const fn all() -> Self {
        Self {
            filter: None,
            extent: Extent::All,
        }
    }

    /// The messages below this sequence; the one that has it stays.
    pub const fn below(sequence: u64) -> Self {
        Self {
            filter: None,
            extent: Extent::Below(sequence),
        }
    }

    /// All but this many of the newest.
    ///
    /// With [`filter`](Self::filter), of those that match. 0 keeps none.
    pub const fn keep(messages: u64) -> Self {
        Self {
            filter: None,
            extent: Extent::Keep(messages),
        }
    }

    /// Only messages of this subject, which may have wildcards.
    ///
    /// An empty one is refused by [`Stream::purge`](crate::Stream::purge).
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.filter = Some(subject.into());
        self
    }

    /// What to ask; `None` when there can be no such message.
    ///
    /// Sequences begin at 1. Servers take `seq: 0` for not set and remove
    /// everything, and 2.10.26 does so for `seq: 1` too, in file streams and
    /// with a filter. They take an empty filter for none, and remove everything.
    pub(crate) fn request(self, stream: &str) -> Result<Option<StreamPurgeRequest>, Invalid> {
        if self.filter.as_deref() == Some("") {
            return Err(Invalid::Empty {
                what: "filter of the purge",
            });
        }
        let mut request = StreamPurgeRequest::new(stream);
        request.filter = self.filter;
        Ok(match self.extent {
            Extent::All => Some(request),
            Extent::Below(0 | 1) => None,
            Extent::Below(sequence) => Some(request.with_seq(sequence)),
            Extent::Keep(messages) => Some(request.with_keep(messages)),
        })
    }
}
