//! Events of a connection, for logs and for waiting operations.

use std::fmt;

use async_nats::{ClientError, Event, ServerError};

pub(crate) type EventHook = std::sync::Arc<dyn Fn(&ConnectionEvent) + Send + Sync>;

/// An event of a connection, such as a reconnect.
///
/// Passed to the function that [`ConnectOptions::on_event`](crate::ConnectOptions::on_event)
/// sets. `Display` is one line for a log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionEvent {
    /// The client connected, or reconnected.
    Connected,
    /// The connection was lost. The client reconnects.
    Disconnected,
    /// Stale connection: the server answered no PING in time. The client reconnects.
    Stale,
    /// An attempt to connect failed. The client tries again.
    ConnectFailed {
        /// Reason, such as "authorization violation".
        reason: String,
    },
    /// The server reported a permissions violation, or refused the credentials.
    ServerError {
        /// Error of the server, such as `Permissions Violation for Publish to "a.b"`.
        text: String,
    },
    /// The server is in lame duck mode. The client reconnects when it shuts down.
    LameDuck,
    /// Slow consumer: a subscription was full, and a message was dropped.
    SlowConsumer {
        /// Subscription ID of the client.
        subscription: u64,
    },
    /// The client drains its subscriptions, then closes.
    Draining,
    /// The connection was closed permanently.
    Closed,
    /// Another event, with its text.
    Other {
        /// Text of the event.
        text: String,
    },
}

impl ConnectionEvent {
    /// Returns whether the event is an error.
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::Connected | Self::Draining | Self::Closed)
    }
}

impl fmt::Display for ConnectionEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected => f.write_str("connected"),
            Self::Disconnected => f.write_str("disconnected"),
            Self::Stale => f.write_str("stale connection"),
            Self::ConnectFailed { reason } => write!(f, "connect failed: {reason}"),
            Self::ServerError { text } => write!(f, "server error: {text}"),
            Self::LameDuck => f.write_str("server in lame duck mode"),
            Self::SlowConsumer { subscription } => {
                write!(f, "slow consumer: subscription {subscription}")
            }
            Self::Draining => f.write_str("draining"),
            Self::Closed => f.write_str("closed"),
            Self::Other { text } => f.write_str(text),
        }
    }
}

impl From<&Event> for ConnectionEvent {
    fn from(event: &Event) -> Self {
        match event {
            Event::Connected => Self::Connected,
            Event::Disconnected => Self::Disconnected,
            Event::LameDuckMode => Self::LameDuck,
            Event::Draining => Self::Draining,
            Event::Closed => Self::Closed,
            Event::SlowConsumer(subscription) => Self::SlowConsumer {
                subscription: *subscription,
            },
            Event::ServerError(error) => Self::ServerError { text: said(error) },
            Event::ClientError(ClientError::Other(reason)) => Self::ConnectFailed {
                reason: reason.clone(),
            },
            Event::ClientError(error) => Self::Other {
                text: error.to_string(),
            },
        }
    }
}

/// Returns the error of the server, without the prefix of `async-nats`.
fn said(error: &ServerError) -> String {
    match error {
        ServerError::AuthorizationViolation => "authorization violation".to_owned(),
        ServerError::Other(text) => text.clone(),
        error => error.to_string(),
    }
}

/// Reasons for the missing connection, from events.
#[derive(Debug, Default)]
pub(crate) struct WhyDisconnected {
    reasons: Vec<String>,
}

/// Maximum number of reasons kept until the next connection.
const REMEMBERED: usize = 4;

impl WhyDisconnected {
    /// Handles an event of the connection.
    pub(crate) fn on(&mut self, event: &ConnectionEvent) {
        let reason = match event {
            ConnectionEvent::Connected => return self.reasons.clear(),
            ConnectionEvent::ConnectFailed { reason } => reason,
            ConnectionEvent::ServerError { text } if ends_a_connection(text) => text,
            _ => return,
        };
        if self.reasons.len() < REMEMBERED && !self.reasons.contains(reason) {
            self.reasons.push(reason.clone());
        }
    }

    /// Returns the reasons since the last connection, the first one first.
    pub(crate) fn text(&self) -> Option<String> {
        (!self.reasons.is_empty()).then(|| self.reasons.join("; "))
    }
}

/// Returns whether the server closes the connection after this error.
///
/// The list has the errors of nats-server's `errors.go` that it sends to clients.
fn ends_a_connection(text: &str) -> bool {
    const PARTS: [&str; 7] = [
        "authorization violation",
        "authentication",
        "revoked",
        "stale connection",
        "maximum connections",
        "active connections",
        "server shutdown",
    ];
    let text = text.to_ascii_lowercase();
    PARTS.iter().any(|part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(reason: &str) -> ConnectionEvent {
        ConnectionEvent::from(&Event::ClientError(ClientError::Other(reason.to_owned())))
    }

    fn said(text: &str) -> ConnectionEvent {
        ConnectionEvent::from(&Event::ServerError(ServerError::Other(text.to_owned())))
    }

    #[test]
    fn the_reasons_of_a_lost_connection_are_kept_until_the_next_one() {
        let mut why = WhyDisconnected::default();
        why.on(&said("Permissions Violation for Publish to \"a\""));
        why.on(&ConnectionEvent::Disconnected);
        assert_eq!(why.text(), None);
        why.on(&said("User Authentication Expired"));
        for _ in 0..10 {
            why.on(&failed("authorization violation"));
        }
        let text = "User Authentication Expired; authorization violation";
        assert_eq!(why.text().as_deref(), Some(text));
        for number in 0..100 {
            why.on(&failed(&number.to_string()));
        }
        assert_eq!(why.text().unwrap(), format!("{text}; 0; 1"));
        why.on(&ConnectionEvent::Connected);
        assert_eq!(why.text(), None);
    }

    #[test]
    fn an_event_is_one_line() {
        assert_eq!(failed("IO error").to_string(), "connect failed: IO error");
        assert_eq!(
            ConnectionEvent::from(&Event::SlowConsumer(7)).to_string(),
            "slow consumer: subscription 7"
        );
        assert!(!ConnectionEvent::Connected.is_error() && failed("").is_error());
    }
}
