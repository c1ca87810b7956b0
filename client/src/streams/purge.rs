//! Selection of the messages of a purge.

use jsapi::StreamPurgeRequest;

use crate::error::Invalid;

/// Selection of the messages of a purge.
///
/// All messages, those below a sequence, or all except the newest; optionally of one subject.
/// Servers refuse a sequence together with a number to keep, so this type cannot express it.
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
    /// Purges all messages.
    pub const fn all() -> Self {
        Self {
            filter: None,
            extent: Extent::All,
        }
    }

    /// Purges the messages below this sequence, which itself stays.
    pub const fn below(sequence: u64) -> Self {
        Self {
            filter: None,
            extent: Extent::Below(sequence),
        }
    }

    /// Keeps the newest messages and purges the rest.
    ///
    /// With [`filter`](Self::filter), of the matching messages. 0 keeps none.
    pub const fn keep(messages: u64) -> Self {
        Self {
            filter: None,
            extent: Extent::Keep(messages),
        }
    }

    /// Purges only messages of this subject; wildcards are allowed.
    ///
    /// [`Stream::purge`](crate::Stream::purge) refuses an empty subject.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.filter = Some(subject.into());
        self
    }

    /// Returns the request; `None` if no message can match.
    ///
    /// Sequences start at 1. Servers treat `seq: 0` as unset and purge all messages; 2.10.26
    /// also does so for `seq: 1` in file streams and with a filter. They treat an empty filter as
    /// unset, and purge all messages.
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
