//! Display, source and `Debug` of the error.

use std::error::Error as StdError;
use std::fmt;

use jsapi::excerpt::{Excerpt, sentence};

use super::{Error, Mismatch};

/// `STREAM.INFO: stream not found (code 404, err_code 10059)`.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation();
        if !operation.is_empty() {
            write!(f, "{}: ", Excerpt(operation))?;
        }
        Fact(self).fmt(f)
    }
}

/// The error without its operation.
struct Fact<'a>(&'a Error);

impl fmt::Display for Fact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Error::Invalid { source, .. } => {
                write!(f, "{}, nothing was sent", sentence(source))
            }
            Error::NotSent { source, .. } => write!(f, "not sent: {}", sentence(source)),
            Error::NotConnected { source, .. } => {
                let why = sentence(source);
                write!(f, "no server accepted the connection: {why}")
            }
            Error::NoResponders { .. } => f.write_str("no responders"),
            Error::NoStream { .. } => f.write_str("no stream has this subject"),
            Error::Denied { .. } => f.write_str("permissions violation"),
            Error::BatchEnded { source, .. } => {
                write!(f, "the batch ended early: {}", sentence(source))
            }
            Error::Indeterminate { source, tried, .. } => {
                let last = sentence(Fact(source));
                if let Some(tried) = tried {
                    write!(f, "gave up after {tried}, ")?;
                }
                write!(
                    f,
                    "an earlier attempt may have been carried out, the last one: {last}"
                )
            }
            Error::RestoreFailed { source, .. } => {
                let why = sentence(Fact(source));
                write!(f, "{why}, the stream may be incomplete")
            }
            Error::TimedOut { after, .. } => {
                write!(
                    f,
                    "no reply in {after:?}, the request may have been carried out"
                )
            }
            Error::Lost { source, .. } => {
                f.write_str("connection lost, the request may have been carried out")?;
                match source {
                    Some(source) => write!(f, ": {}", sentence(source)),
                    None => Ok(()),
                }
            }
            Error::Api { error, .. } | Error::Conflict { error, .. } => error.fmt(f),
            Error::Status { status, .. } => status.fmt(f),
            Error::Reply { payload, .. } => {
                let size = payload.len();
                write!(
                    f,
                    "carried out, but its reply of {size} bytes cannot be decoded"
                )
            }
            Error::Mismatch { source, .. }
                if matches!(
                    **source,
                    Mismatch::NotAStore { .. } | Mismatch::ConsumerKind { .. }
                ) =>
            {
                f.write_str(&sentence(source))
            }
            Error::Mismatch { source, .. } => {
                let why = sentence(source);
                write!(f, "carried out, but the reply does not fit: {why}")
            }
            Error::MessagesLost { count, .. } => write!(f, "{count} messages did not arrive"),
            Error::Stopped { source, .. } => write!(f, "stopped: {}", sentence(source)),
            Error::Io { path, source, .. } => {
                let path = path.to_string_lossy();
                let why = sentence(source);
                write!(f, "cannot read or write {:?}: {why}", Excerpt(&path))
            }
            Error::Object { source, .. } => f.write_str(&sentence(source)),
        }
    }
}

/// The causes below the displayed reason.
impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NotSent { source, .. } | Self::NotConnected { source, .. } => source.source(),
            Self::Lost { source, .. } => source.as_deref().and_then(StdError::source),
            Self::Indeterminate { source, .. } | Self::RestoreFailed { source, .. } => {
                source.source()
            }
            Self::BatchEnded { source, .. } => source.source(),
            // Not displayed: it quotes the reply.
            Self::Reply { source, .. } => Some(&**source),
            Self::Stopped { source, .. } => source.source(),
            Self::Io { source, .. } => source.source(),
            Self::Invalid { .. } | Self::Api { .. } | Self::Status { .. } => None,
            Self::Conflict { .. } | Self::Mismatch { .. } => None,
            Self::NoResponders { .. } | Self::NoStream { .. } | Self::TimedOut { .. } => None,
            Self::Denied { .. } => None,
            Self::MessagesLost { .. } => None,
            Self::Object { source, .. } => source.source(),
        }
    }
}

/// Like the derived form, with the size of a reply instead of its payload.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { operation, source } => {
                debug(f, "Invalid", operation, &[("source", source)])
            }
            Self::NotSent { operation, source } => {
                debug(f, "NotSent", operation, &[("source", source)])
            }
            Self::NotConnected { operation, source } => {
                debug(f, "NotConnected", operation, &[("source", source)])
            }
            Self::NoResponders { operation } => debug(f, "NoResponders", operation, &[]),
            Self::NoStream { operation } => debug(f, "NoStream", operation, &[]),
            Self::Denied { operation } => debug(f, "Denied", operation, &[]),
            Self::MessagesLost { operation, count } => {
                debug(f, "MessagesLost", operation, &[("count", count)])
            }
            Self::BatchEnded { operation, source } => {
                debug(f, "BatchEnded", operation, &[("source", source)])
            }
            Self::Indeterminate {
                operation,
                tried,
                source,
            } => debug(
                f,
                "Indeterminate",
                operation,
                &[("tried", tried), ("source", source)],
            ),
            Self::RestoreFailed { operation, source } => {
                debug(f, "RestoreFailed", operation, &[("source", source)])
            }
            Self::TimedOut { operation, after } => {
                debug(f, "TimedOut", operation, &[("after", after)])
            }
            Self::Lost { operation, source } => debug(f, "Lost", operation, &[("source", source)]),
            Self::Api { operation, error } => debug(f, "Api", operation, &[("error", error)]),
            Self::Conflict {
                operation,
                error,
                last_sequence,
            } => debug(
                f,
                "Conflict",
                operation,
                &[("error", error), ("last_sequence", last_sequence)],
            ),
            Self::Status { operation, status } => {
                debug(f, "Status", operation, &[("status", status)])
            }
            Self::Reply {
                operation,
                payload,
                source,
            } => {
                let size = payload.len();
                debug(
                    f,
                    "Reply",
                    operation,
                    &[
                        ("payload", &format_args!("{size} bytes")),
                        ("source", source),
                    ],
                )
            }
            Self::Mismatch { operation, source } => {
                debug(f, "Mismatch", operation, &[("source", source)])
            }
            Self::Stopped { operation, source } => {
                debug(f, "Stopped", operation, &[("source", source)])
            }
            Self::Io {
                operation,
                path,
                source,
            } => debug(f, "Io", operation, &[("path", path), ("source", source)]),
            Self::Object { operation, source } => {
                debug(f, "Object", operation, &[("source", source)])
            }
        }
    }
}

fn debug(
    f: &mut fmt::Formatter<'_>,
    variant: &str,
    operation: &str,
    fields: &[(&str, &dyn fmt::Debug)],
) -> fmt::Result {
    let mut shown = f.debug_struct(variant);
    shown.field("operation", &Excerpt(operation));
    for (name, value) in fields {
        shown.field(name, &Cut(*value));
    }
    shown.finish()
}

/// Truncates the text: a caller or server may have sent a long one.
struct Cut<'a>(&'a dyn fmt::Debug);

impl fmt::Debug for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX: usize = 500;
        // The derived form escapes quoted texts, so line breaks are those of `{:#?}`.
        let shown = match f.alternate() {
            true => format!("{:#?}", self.0),
            false => format!("{:?}", self.0),
        };
        match shown.char_indices().nth(MAX) {
            None => f.write_str(&shown),
            Some((end, _)) => write!(f, "{}…", shown.get(..end).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jsapi::{ApiError, DecodeError, StreamName};

    use super::*;
    use crate::consume::PullStatus;
    use crate::error::Tried;
    use crate::error::stop_reason::StopReason;
    use crate::error::transport::BoxError;
    use crate::error::{BatchEnded, Invalid, Mismatch, Status};

    const FORGED: &str = "a\r\n2026-01-01 INFO forged\0\u{1b}[31m";

    /// A cause with a cause.
    fn cause(text: &str) -> BoxError {
        #[derive(Debug)]
        struct Cause(String, std::io::Error);
        impl fmt::Display for Cause {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl StdError for Cause {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&self.1)
            }
        }
        let below = std::io::Error::other("what lies below");
        Box::new(Cause(text.to_owned(), below))
    }

    /// Each variant with a text in it, and the expected display.
    fn all(text: &str) -> Vec<(Error, &'static str)> {
        let operation = || text.to_owned().into();
        let api = || {
            let mut error: ApiError = serde_json::from_str(r#"{"code":503}"#).unwrap();
            error.description = Some(text.to_owned());
            Box::new(error)
        };
        let status = || Status {
            code: 409,
            description: text.to_owned(),
        };
        let name = StreamName::try_from(format!("{text}\n")).unwrap_err();
        let mut batch = BatchEnded::new(serde_json::from_str(r#"{"stream":"S","seq":3}"#).unwrap());
        batch.refused = Some((3, *api()));
        let (count, last_sequence) = (7, 9);
        let ended = |why| Error::stopped(text.to_owned(), why);
        let invalid = |why: Invalid| Error::invalid(text.to_owned(), why);
        vec![
            (invalid(name.into()), "nothing was sent"),
            (invalid(Invalid::Unsendable), "refuses the subject"),
            (invalid(Invalid::header(text, "is empty")), "is empty"),
            (
                invalid(Invalid::NotADelivery {
                    reply: Some(text.to_owned()),
                }),
                "is not for acknowledgements",
            ),
            (
                invalid(Invalid::NoRevision {
                    key: text.to_owned(),
                    revision: 3,
                }),
                "has no revision 3",
            ),
            (
                invalid(Invalid::Mirror {
                    bucket: text.to_owned(),
                }),
                "is a mirror",
            ),
            (invalid(Invalid::Argument(operation())), "nothing was sent"),
            (
                Error::NotSent {
                    operation: operation(),
                    source: cause("no socket"),
                },
                "not sent: no socket",
            ),
            (
                Error::NotConnected {
                    operation: operation(),
                    source: cause("refused"),
                },
                "no server accepted the connection: refused",
            ),
            (
                Error::NoResponders {
                    operation: operation(),
                },
                "no responders",
            ),
            (
                Error::Denied {
                    operation: operation(),
                },
                "permissions violation",
            ),
            (
                Error::NoStream {
                    operation: operation(),
                },
                "no stream",
            ),
            (
                Error::BatchEnded {
                    operation: operation(),
                    source: Box::new(batch),
                },
                "3 was refused",
            ),
            (
                Error::Indeterminate {
                    operation: operation(),
                    tried: Some(Tried {
                        attempts: 3,
                        time: Duration::from_micros(6_013_700),
                    }),
                    source: Box::new(Error::NotSent {
                        operation: operation(),
                        source: cause("no socket"),
                    }),
                },
                "gave up after 3 attempts in 6.013s, an earlier attempt may have been carried out, the last one: not sent: no socket",
            ),
            (
                Error::RestoreFailed {
                    operation: operation(),
                    source: Box::new(Error::Api {
                        operation: operation(),
                        error: api(),
                    }),
                },
                "code 503), the stream may be incomplete",
            ),
            (
                Error::TimedOut {
                    operation: operation(),
                    after: Duration::from_secs(5),
                },
                "no reply in 5s",
            ),
            (
                Error::Lost {
                    operation: operation(),
                    source: Some(cause("broken pipe")),
                },
                "connection lost, the request may have been carried out: broken pipe",
            ),
            (
                Error::Api {
                    operation: operation(),
                    error: api(),
                },
                "code 503",
            ),
            (
                Error::Conflict {
                    operation: operation(),
                    error: api(),
                    last_sequence,
                },
                "code 503",
            ),
            (
                Error::Status {
                    operation: operation(),
                    status: Box::new(status()),
                },
                "(status 409)",
            ),
            (
                Error::reply(
                    text.to_owned(),
                    "{}".into(),
                    DecodeError::Utf8 { offset: 3 },
                ),
                "reply of 2 bytes cannot be decoded",
            ),
            (
                Error::mismatch(text.to_owned(), Mismatch::Ack(operation())),
                "the reply does not fit",
            ),
            (
                Error::mismatch(text.to_owned(), Mismatch::stored_in(text, text)),
                "was stored by stream",
            ),
            (
                Error::mismatch(
                    text.to_owned(),
                    Mismatch::NotAStore {
                        stream: text.to_owned(),
                        store: "an object store",
                        reason: text.to_owned(),
                    },
                ),
                "is not an object store",
            ),
            (
                Error::mismatch(
                    text.to_owned(),
                    Mismatch::NotAKey {
                        subject: text.to_owned(),
                        bucket: text.to_owned(),
                    },
                ),
                "is not a key of bucket",
            ),
            (
                Error::MessagesLost {
                    operation: operation(),
                    count,
                },
                "7 messages did not arrive",
            ),
            (
                ended(StopReason::Pull(PullStatus::PushBased)),
                "stopped: the consumer is push based",
            ),
            (
                ended(StopReason::Pull(PullStatus::Refused(status()))),
                "stopped: ",
            ),
            (
                ended(StopReason::ConsumerDeleted),
                "the consumer was deleted",
            ),
            (
                Error::Io {
                    operation: operation(),
                    path: Box::new(text.into()),
                    source: std::io::Error::other("disk full"),
                },
                "disk full",
            ),
            (
                Error::Object {
                    operation: operation(),
                    source: Box::new(crate::error::object::ObjectError::Source(
                        std::io::Error::other("disk full"),
                    )),
                },
                "disk full",
            ),
            (
                Error::Object {
                    operation: operation(),
                    source: Box::new(crate::error::object::ObjectError::LinkToStore {
                        bucket: text.to_owned(),
                    }),
                },
                "a link to store",
            ),
        ]
    }

    #[test]
    fn every_error_says_its_reason_on_one_line_and_each_cause_once() {
        for text in [FORGED, "orders.new", &"x".repeat(100_000)] {
            for (error, reason) in all(text) {
                let shown = error.to_string();
                assert!(!shown.chars().any(char::is_control), "{shown:?}");
                assert!(shown.chars().count() < 700, "{shown}");
                assert!(shown.contains(reason) || text.len() > 1_000, "{shown}");
                let debug = format!("{error:?}");
                assert!(!debug.chars().any(char::is_control), "{debug:?}");
                assert!(debug.chars().count() < 2_000, "{}", debug.len());
                assert!(format!("{error:#?}").len() < 4_000);
                let mut source = error.source();
                while let Some(below) = source {
                    let below_shown = below.to_string();
                    assert!(!shown.contains(&below_shown), "{shown} / {below_shown}");
                    source = below.source();
                }
            }
        }
    }

    #[test]
    fn the_chain_goes_on_below_the_reason() {
        for (error, _) in all("orders.new") {
            let below = error.source().map(ToString::to_string);
            let expected = match &error {
                Error::NotSent { .. }
                | Error::NotConnected { .. }
                | Error::Lost { .. }
                | Error::Indeterminate { .. } => Some("what lies below".to_owned()),
                Error::Reply { source, .. } => Some(source.to_string()),
                _ => None,
            };
            assert_eq!(below, expected, "{error}");
        }
    }
}
