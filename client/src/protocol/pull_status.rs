//! Meaning of the status messages that end a pull.

use crate::error::Status;
use crate::error::pull_status::PullStatus;

/// Meaning of a status message for a pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The pull is still open.
    Alive,
    /// The pull ended with these messages and bytes not delivered.
    Over {
        why: PullStatus,
        messages: Option<u64>,
        bytes: Option<u64>,
    },
}

impl Said {
    /// Reads a status, with the counts of messages and bytes not delivered.
    pub(crate) fn of(
        code: u16,
        description: &str,
        messages: Option<u64>,
        bytes: Option<u64>,
    ) -> Self {
        match Self::why(code, description) {
            None => Self::Alive,
            Some(why) => Self::Over {
                why,
                messages,
                bytes,
            },
        }
    }

    fn why(code: u16, description: &str) -> Option<PullStatus> {
        let said = description.to_ascii_lowercase();
        // `str::contains` would compile a search for long texts here; the words are short.
        let said = said.as_bytes();
        let says = |part: &str| said.windows(part.len()).any(|it| it == part.as_bytes());
        let status = || Status {
            code,
            description: description.to_owned(),
        };
        Some(match code {
            0..=199 => return None,
            404 => PullStatus::NoMessages,
            408 => PullStatus::Expired,
            409 if says("consumer deleted") || says("stream deleted") => {
                PullStatus::ConsumerDeleted
            }
            409 if says("push based") => PullStatus::PushBased,
            409 if says("exceeds maxbytes") || says("batch completed") => PullStatus::Limit,
            409 if says("leadership change") => PullStatus::LeaderChanged,
            409 if says("server shutdown") => PullStatus::ServerShutdown,
            409 if says("maxwaiting") => PullStatus::TooManyWaiting,
            423 => PullStatus::WrongPin,
            503 => PullStatus::NoResponders,
            400 | 412 => PullStatus::Refused(status()),
            409 if says("exceeded max") => PullStatus::Refused(status()),
            _ => PullStatus::Other(status()),
        })
    }
}
