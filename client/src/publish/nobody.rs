//! Why nobody answers on a subject: no stream, or a stream without a leader.

use std::time::Duration;

use jsapi::StreamNamesRequest;

use crate::context::Context;
use crate::error::Error;

/// What is known of why nobody answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Nobody {
    /// Nothing: it was not asked, or not answered.
    #[default]
    Unknown,
    /// No stream takes the subject.
    NoStream,
    /// A stream does: it has no leader.
    NoLeader,
}

impl Nobody {
    /// Asks which stream takes the subject, for no longer than it may take.
    ///
    /// One request, unless it is known already. An account that may not ask, and
    /// a cluster without a leader, leave it open.
    pub(crate) async fn ask(&mut self, context: &Context, subject: &str, patience: Duration) {
        if *self != Self::Unknown {
            return;
        }
        let mut request = StreamNamesRequest::new();
        request.subject = Some(subject.to_owned());
        if let Ok(names) = context.call(&request).timeout(patience).await {
            *self = match names.total {
                0 => Self::NoStream,
                _ => Self::NoLeader,
            };
        }
    }

    pub(crate) fn no_stream(self) -> bool {
        self == Self::NoStream
    }

    /// The error of a message that nobody took, with the reason if it can be had.
    pub(crate) async fn explain(
        mut self,
        context: &Context,
        error: Error,
        patience: Duration,
    ) -> Error {
        let verb = error.verb().to_owned();
        self.ask(context, &verb, patience).await;
        match self {
            Self::NoStream => Error::NoStream { verb: verb.into() },
            _ => error,
        }
    }
}
