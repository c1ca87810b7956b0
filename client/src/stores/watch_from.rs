//! Position at which a watch of a store begins.

use crate::consume::Start;
use crate::consume::initial::Reads;

/// Position at which a watch starts.
///
/// Default: [`Latest`](Self::Latest).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WatchFrom {
    /// The last revision of each key, or the info of each object; then changes.
    ///
    /// Includes deletions.
    #[default]
    Latest,
    /// All stored revisions, in the order in which they were written; then changes.
    ///
    /// A store keeps one info of each object, so for objects this is [`Latest`](Self::Latest).
    AllHistory,
    /// Changes from now on.
    New,
    /// This stream sequence (the revision of a key), or the next one that is stored.
    Sequence(u64),
}

impl WatchFrom {
    /// Returns where the consumer starts, and how the initial entries are read.
    ///
    /// `to_the_end`: the stream's last message is most likely one that is watched.
    pub(super) fn reads(self, to_the_end: bool) -> (Start, Reads) {
        match self {
            Self::Latest => (
                Start::LastPerSubject,
                Reads::LatestPerSubject { to_the_end },
            ),
            Self::AllHistory => (Start::First, Reads::InOrder { from: 1 }),
            Self::New => (Start::New, Reads::New),
            Self::Sequence(from) => (Start::Sequence(from), Reads::InOrder { from }),
        }
    }
}
