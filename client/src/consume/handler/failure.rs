//! Failures of handlers, for hooks and notices.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::consume::delivery::Message;
use crate::error::transport::BoxError;
use crate::protocol::notice::FailureAction;
use jsapi::excerpt::Excerpt;

/// Maximum number of characters of an error in a dead letter or `+TERM` reason.
const REASON_CHARS: usize = 1_000;

/// Failure of a handler: the message, the error, and the client's action.
///
/// For the hook of [`Handling::on_error`](super::Handling::on_error).
#[derive(Debug)]
#[non_exhaustive]
pub struct HandlerFailure {
    /// The handled message.
    pub message: Arc<Message>,
    /// The error that the handler returned, or a [`HandlerPanic`].
    pub error: BoxError,
    /// Stream sequence of the message; 0 if it is not a delivery.
    pub stream_sequence: u64,
    /// Number of deliveries, including this one; 0 if it is not a delivery.
    pub delivered: u64,
    /// Action of the client for the message.
    pub action: FailureAction,
}

impl HandlerFailure {
    /// Returns whether the handler panicked.
    pub fn is_panic(&self) -> bool {
        self.error.is::<HandlerPanic>()
    }
}

/// Panic of a handler, as an error.
///
/// Shows the panic message, if it is a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandlerPanic(String);

impl HandlerPanic {
    pub(super) fn new(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self(text.unwrap_or("no text").to_owned())
    }
}

impl fmt::Display for HandlerPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the handler panicked: {}", Excerpt(&self.0))
    }
}

impl StdError for HandlerPanic {}

/// Returns an error with its causes, each once, on one line.
pub(super) fn with_causes(error: &BoxError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(found) = cause {
        let shown = found.to_string();
        // Some errors both show and return their cause.
        if !text.contains(&shown) {
            text = format!("{text}: {shown}");
        }
        cause = found.source();
    }
    Excerpt(&text).up_to(REASON_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_with_its_causes_on_one_line() {
        let disk = std::io::Error::other("disk\r\nfull");
        let error: BoxError = Box::new(crate::Error::Io {
            operation: "STREAM.SNAPSHOT".into(),
            path: Box::default(),
            source: disk,
        });
        assert_eq!(
            with_causes(&error),
            r#"STREAM.SNAPSHOT: cannot read or write "": disk\r\nfull"#
        );
        let long: BoxError = "x".repeat(100_000).into();
        assert!(with_causes(&long).len() < 1_100);
    }

    #[test]
    fn a_panic_is_told_with_its_text() {
        let text = |payload: &(dyn Any + Send)| HandlerPanic::new(payload).to_string();
        assert_eq!(text(&"no more"), "the handler panicked: no more");
        assert_eq!(text(&"no more".to_owned()), "the handler panicked: no more");
        assert_eq!(text(&7), "the handler panicked: no text");
    }
}
