//! What a server says about a pull, and why a pull ended.

use std::fmt;

use jsapi::endpoint::CONSUMER_MSG_NEXT;

use crate::connection::transport::Incoming;
use crate::error::stop_reason::Ended;
use crate::error::{Error, Status};
use crate::protocol::header;

/// Why a pull ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PullEnd {
    /// As many messages came as were asked for.
    Complete,
    /// There are no more messages now, and it was not to be waited for any.
    NoMessages,
    /// No more came in the time that the server was given.
    Expired,
    /// The next message would have been more than the bytes that were asked for.
    Limit,
    /// Another server leads the consumer now. Ask again.
    LeaderChanged,
    /// The server that leads the consumer shuts down. Ask again.
    ServerShutdown,
    /// The consumer was deleted, or its stream was.
    ConsumerDeleted,
    /// The consumer pushes: there is nothing to pull from it.
    PushBased,
    /// Too many pulls wait at the consumer (its `max_waiting`). Ask again later.
    TooManyWaiting,
    /// Another client is pinned now (ADR-42).
    WrongPin,
    /// The server refused the pull, in these words, and will refuse it again.
    Refused(Status),
    /// The server ended it with a status that is not known here.
    Other(Status),
    /// One may not ask for it. Known only where the context
    /// [hears](crate::Denials) it; a timeout otherwise.
    Denied,
    /// Nobody listens: the consumer does not exist, or has no leader at the
    /// moment.
    NoResponders,
    /// Two heartbeats in a row did not come.
    HeartbeatMissed,
    /// The connection was lost.
    Disconnected,
    /// Nothing was heard in the time that there was.
    TimedOut,
    /// It was cancelled.
    Cancelled,
}

impl PullEnd {
    /// Whether it ended the way it was asked for, and nothing went wrong.
    pub fn is_regular(&self) -> bool {
        matches!(
            self,
            Self::Complete | Self::NoMessages | Self::Expired | Self::Limit | Self::Cancelled
        )
    }

    /// Whether the same pull can not succeed again.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::ConsumerDeleted | Self::PushBased | Self::Refused(_) | Self::Denied
        )
    }

    /// The same as an error, for whoever can not go on.
    pub(crate) fn into_error(self) -> Error {
        let verb = CONSUMER_MSG_NEXT.verb;
        match self {
            Self::ConsumerDeleted => Error::ended(verb, Ended::ConsumerDeleted),
            Self::Denied => Error::Denied { verb: verb.into() },
            Self::NoResponders => Error::NoResponders { verb: verb.into() },
            Self::Disconnected => Error::Lost {
                verb: verb.into(),
                source: None,
            },
            why => Error::ended(verb, Ended::Pull(why)),
        }
    }
}

impl fmt::Display for PullEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Complete => "all messages came",
            Self::NoMessages => "no messages",
            Self::Expired => "expired",
            Self::Limit => "the next message is larger than the bytes that are left",
            Self::LeaderChanged => "the consumer's leader changed",
            Self::ServerShutdown => "the server shuts down",
            Self::ConsumerDeleted => "the consumer was deleted",
            Self::PushBased => "the consumer is push based",
            Self::TooManyWaiting => "too many pulls wait at the consumer",
            Self::WrongPin => "another client is pinned",
            Self::Refused(status) | Self::Other(status) => return status.fmt(f),
            Self::Denied => "permission denied",
            Self::NoResponders => "no responders",
            Self::HeartbeatMissed => "heartbeats are missing",
            Self::Disconnected => "connection lost",
            Self::TimedOut => "nothing was heard in time",
            Self::Cancelled => "cancelled",
        })
    }
}

/// What a status message says about a pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The pull is still there.
    Alive,
    /// The pull is over, with so much of it not delivered.
    Over {
        why: PullEnd,
        messages: Option<u64>,
        bytes: Option<u64>,
    },
}

impl Said {
    /// From a message that came to the pull's own subject.
    pub(crate) fn of(message: &Incoming) -> Self {
        let code = message.status.unwrap_or_default();
        let description = message.description.as_deref().unwrap_or_default();
        let count = |name| message.header(name).and_then(|value| value.parse().ok());
        match Self::why(code, description) {
            None => Self::Alive,
            Some(why) => Self::Over {
                why,
                messages: count(header::PENDING_MESSAGES),
                bytes: count(header::PENDING_BYTES),
            },
        }
    }

    fn why(code: u16, description: &str) -> Option<PullEnd> {
        let said = description.to_ascii_lowercase();
        // By windows of bytes: `str::contains` brings a search for long texts with it,
        // compiled here, and these are a few words.
        let said = said.as_bytes();
        let says = |part: &str| said.windows(part.len()).any(|it| it == part.as_bytes());
        let status = || Status {
            code,
            description: description.to_owned(),
        };
        Some(match code {
            0..=199 => return None,
            404 => PullEnd::NoMessages,
            408 => PullEnd::Expired,
            409 if says("consumer deleted") || says("stream deleted") => PullEnd::ConsumerDeleted,
            409 if says("push based") => PullEnd::PushBased,
            409 if says("exceeds maxbytes") || says("batch completed") => PullEnd::Limit,
            409 if says("leadership change") => PullEnd::LeaderChanged,
            409 if says("server shutdown") => PullEnd::ServerShutdown,
            409 if says("maxwaiting") => PullEnd::TooManyWaiting,
            423 => PullEnd::WrongPin,
            503 => PullEnd::NoResponders,
            400 | 412 => PullEnd::Refused(status()),
            409 if says("exceeded max") => PullEnd::Refused(status()),
            _ => PullEnd::Other(status()),
        })
    }
}

#[cfg(test)]
mod tests {
    use async_nats::HeaderMap;

    use super::*;

    #[test]
    fn every_status_a_server_ends_a_pull_with_is_told_apart() {
        let refused = |code, description: &str| {
            PullEnd::Refused(Status {
                code,
                description: description.to_owned(),
            })
        };
        let other = |code, description: &str| {
            PullEnd::Other(Status {
                code,
                description: description.to_owned(),
            })
        };
        for (code, description, expected) in [
            (404, "No Messages", PullEnd::NoMessages),
            (408, "Request Timeout", PullEnd::Expired),
            (409, "Consumer Deleted", PullEnd::ConsumerDeleted),
            (409, "Consumer is push based", PullEnd::PushBased),
            (409, "Message Size Exceeds MaxBytes", PullEnd::Limit),
            (409, "Batch Completed", PullEnd::Limit),
            (409, "Leadership Change", PullEnd::LeaderChanged),
            (409, "Server Shutdown", PullEnd::ServerShutdown),
            (409, "Exceeded MaxWaiting", PullEnd::TooManyWaiting),
            (423, "Nats-Wrong-Pin-Id", PullEnd::WrongPin),
            (503, "No Responders", PullEnd::NoResponders),
            (
                409,
                "Exceeded MaxRequestBatch of 5",
                refused(409, "Exceeded MaxRequestBatch of 5"),
            ),
            (400, "Bad Request", refused(400, "Bad Request")),
            (
                412,
                "Required Api Level",
                refused(412, "Required Api Level"),
            ),
            (409, "", other(409, "")),
            (777, "News", other(777, "News")),
        ] {
            let message = Incoming::of_status(code, description);
            let over = Said::Over {
                why: expected,
                messages: None,
                bytes: None,
            };
            assert_eq!(Said::of(&message), over, "{code} {description}");
        }
        assert_eq!(
            Said::of(&Incoming::of_status(100, "Idle Heartbeat")),
            Said::Alive
        );
    }

    #[test]
    fn what_was_not_delivered_is_read_from_the_headers() {
        let mut message = Incoming::of_status(408, "Request Timeout");
        let mut headers = HeaderMap::new();
        headers.insert(header::PENDING_MESSAGES, "7");
        headers.insert(header::PENDING_BYTES, "1024");
        message.headers = Some(headers);
        let over = Said::Over {
            why: PullEnd::Expired,
            messages: Some(7),
            bytes: Some(1024),
        };
        assert_eq!(Said::of(&message), over);
    }
}
