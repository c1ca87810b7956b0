//! Cause of a publish without responders: no stream, no leader, or no JetStream.

use std::time::Duration;

use jsapi::{ApiError, StreamNamesRequest};

use crate::api::context::Context;
use crate::error::Error;

/// Retries of a publish without responders if the cause is unknown: ADR-22.
const RETRIES: u32 = 2;

/// Cause of a publish without responders.
#[derive(Debug, Default)]
pub(crate) enum Cause {
    /// Unknown: STREAM.NAMES was not sent, or not answered.
    #[default]
    Unknown,
    /// Not available: the user may not send STREAM.NAMES.
    Denied,
    /// No stream has the subject.
    NoStream,
    /// The stream of the subject has no leader, or the cluster has none.
    NoLeader,
    /// JetStream is not enabled, with the server's error.
    NotEnabled(Box<ApiError>),
}

impl Cause {
    /// Determines the cause, within this time.
    ///
    /// Sends one STREAM.NAMES request, unless the known cause is permanent.
    pub(crate) async fn ask(&mut self, context: &Context, subject: &str, within: Duration) {
        if !matches!(self, Self::Unknown | Self::NotEnabled(_)) {
            return;
        }
        let mut request = StreamNamesRequest::new();
        request.subject = Some(subject.to_owned());
        *self = match context.call(&request).timeout(within).await {
            Ok(names) if names.total == 0 => Self::NoStream,
            Ok(_) => Self::NoLeader,
            Err(Error::Denied { .. }) => Self::Denied,
            Err(Error::Api { error, .. }) if error.is_not_enabled() => Self::NotEnabled(error),
            // A cluster without a leader reports that.
            Err(Error::Api { error, .. }) if error.is_transient() => Self::NoLeader,
            Err(_) => Self::Unknown,
        };
    }

    /// Determines the cause after this number of attempts, unless the publish fails without.
    ///
    /// Returns the final error; `None`: try again.
    pub(crate) async fn after(
        &mut self,
        attempts: u32,
        context: &Context,
        subject: &str,
        within: Duration,
    ) -> Option<Error> {
        let acknowledged = || context.publishes().acknowledged();
        if let Some(error) = self.gives_up(subject, attempts, acknowledged()) {
            return Some(error);
        }
        self.ask(context, subject, within).await;
        self.gives_up(subject, attempts, acknowledged())
    }

    /// Returns the final error after this number of attempts; `None`: try again.
    ///
    /// During an election servers may not answer STREAM.NAMES either, and during a reload an
    /// account may be without JetStream for a moment. So if a stream has `acknowledged` a
    /// message before, the client retries until the timeout.
    pub(crate) fn gives_up(
        &self,
        subject: &str,
        attempts: u32,
        acknowledged: bool,
    ) -> Option<Error> {
        let gives_up = match self {
            Self::NoStream => true,
            Self::NoLeader => false,
            Self::NotEnabled(_) => !acknowledged,
            Self::Unknown | Self::Denied => !acknowledged && attempts > RETRIES,
        };
        gives_up.then(|| self.error(subject))
    }

    /// Returns the error of a publish to this subject.
    pub(crate) fn error(&self, subject: &str) -> Error {
        let operation = subject.to_owned().into();
        match self {
            Self::NoStream => Error::NoStream { operation },
            Self::NotEnabled(error) => Error::Api {
                operation,
                error: error.clone(),
            },
            Self::Unknown | Self::Denied | Self::NoLeader => Error::NoResponders { operation },
        }
    }
}

#[cfg(test)]
mod tests {
    use jsapi::{ErrorCode, Model};

    use super::*;

    #[test]
    fn a_publish_is_given_up_at_once_when_it_can_not_succeed() {
        let not_enabled = || {
            let mut error = ApiError::empty();
            error.err_code = Some(ErrorCode(10039));
            Cause::NotEnabled(Box::new(error))
        };
        // Attempts until the error, without and with an earlier acknowledgement.
        for (cause, without, with) in [
            (Cause::NoStream, Some(1), Some(1)),
            (not_enabled(), Some(1), None),
            (Cause::NoLeader, None, None),
            (Cause::Unknown, Some(3), None),
            (Cause::Denied, Some(3), None),
        ] {
            for (acknowledged, expected) in [(false, without), (true, with)] {
                let given_up =
                    (1..100).find(|made| cause.gives_up("a", *made, acknowledged).is_some());
                assert_eq!(given_up, expected, "{cause:?} {acknowledged}");
            }
        }
        assert!(not_enabled().error("a").is_not_enabled());
    }
}
