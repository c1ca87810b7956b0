//! What the server says one may not publish to.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_nats::{ConnectOptions, Event, ServerError};
use tokio::sync::Notify;

/// How many denials are remembered.
const REMEMBERED: usize = 64;

/// Hears from the server which subjects one may not publish to.
///
/// A server answers nothing to a message that one may not send, so that it times
/// out; it says why to the connection, and `async-nats` to the callback that the
/// connection was made with. With this in between, publishing and calls fail at
/// once, as [`Denied`](crate::Error::Denied).
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use jsapi_client::async_nats::ConnectOptions;
/// use jsapi_client::{Context, Denials};
///
/// let denials = Denials::new();
/// let client = denials.attach(ConnectOptions::new()).connect("localhost").await?;
/// let ctx = Context::builder().denials(&denials).build(client);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Denials(Arc<Heard>);

#[derive(Default)]
struct Heard {
    denied: Mutex<Denied>,
    told: Notify,
}

#[derive(Default)]
struct Denied {
    /// How many there were.
    count: u64,
    last: VecDeque<String>,
}

impl Denials {
    /// One that has heard nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Options of a connection that tells it what the server denies.
    ///
    /// In place of an event callback that was set before; who needs one of their
    /// own passes events on to [`hear`](Self::hear).
    pub fn attach(&self, options: ConnectOptions) -> ConnectOptions {
        let denials = self.clone();
        options.event_callback(move |event| {
            denials.hear(&event);
            async {}
        })
    }

    /// Takes in an event of the connection.
    pub fn hear(&self, event: &Event) {
        let Event::ServerError(ServerError::Other(text)) = event else {
            return;
        };
        let Some(subject) = denied(text) else { return };
        let mut denied = self.denied();
        if denied.last.len() == REMEMBERED {
            denied.last.pop_front();
        }
        denied.last.push_back(subject.to_owned());
        denied.count += 1;
        drop(denied);
        self.0.told.notify_waiters();
    }

    /// How many there were so far.
    pub(crate) fn count(&self) -> u64 {
        self.denied().count
    }

    /// The subjects that were denied since there were `seen`, which is moved on.
    pub(crate) fn since(&self, seen: &mut u64) -> Vec<String> {
        let denied = self.denied();
        let new = denied.count.saturating_sub(*seen);
        *seen = denied.count;
        let new = usize::try_from(new)
            .unwrap_or(REMEMBERED)
            .min(denied.last.len());
        denied
            .last
            .iter()
            .skip(denied.last.len() - new)
            .cloned()
            .collect()
    }

    /// Waits until a subject is denied.
    pub(crate) async fn of(&self, subject: &str, mut seen: u64) {
        loop {
            let told = self.0.told.notified();
            tokio::pin!(told);
            // Before looking, so that what is said meanwhile is heard.
            told.as_mut().enable();
            if self.since(&mut seen).iter().any(|denied| denied == subject) {
                return;
            }
            told.await;
        }
    }

    fn denied(&self) -> MutexGuard<'_, Denied> {
        self.0.denied.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The subject in `Permissions Violation for Publish to "a.b"`.
fn denied(text: &str) -> Option<&str> {
    const SAID: &str = "permissions violation for publish to ";

    let (start, rest) = text.split_at_checked(SAID.len())?;
    if !start.eq_ignore_ascii_case(SAID) {
        return None;
    }
    // In quotes, and with a reply subject behind when that is what is wrong.
    let (subject, _) = rest.strip_prefix('"')?.split_once('"')?;
    Some(subject)
}

impl fmt::Debug for Denials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Denials")
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(denials: &Denials, text: &str) {
        denials.hear(&Event::ServerError(ServerError::Other(text.to_owned())));
    }

    #[test]
    fn the_subject_of_a_denial_is_found() {
        assert_eq!(
            denied("Permissions Violation for Publish to \"a.b\""),
            Some("a.b")
        );
        assert_eq!(
            denied("permissions violation for publish to \"A\" using"),
            Some("A")
        );
        for other in [
            "",
            "Permissions Violation for Subscription to \"a\"",
            "Permissions Violation for Publish to a",
            "ä",
        ] {
            assert_eq!(denied(other), None, "{other}");
        }
    }

    #[test]
    fn only_new_denials_are_told() {
        let denials = Denials::new();
        let mut seen = 0;
        say(&denials, "Permissions Violation for Publish to \"a\"");
        assert_eq!(denials.since(&mut seen), ["a"]);
        assert!(denials.since(&mut seen).is_empty());
        for _ in 0..1000 {
            say(&denials, "Permissions Violation for Publish to \"b\"");
        }
        assert_eq!(denials.since(&mut seen).len(), REMEMBERED);
    }

    #[tokio::test]
    async fn who_waits_for_a_denial_hears_it_whenever_it_comes() {
        let denials = Denials::new();
        let seen = denials.count();
        say(&denials, "Permissions Violation for Publish to \"a\"");
        denials.of("a", seen).await;
        let waiting = tokio::spawn({
            let denials = denials.clone();
            async move { denials.of("c", 1).await }
        });
        tokio::task::yield_now().await;
        say(&denials, "Permissions Violation for Publish to \"b\"");
        say(&denials, "Permissions Violation for Publish to \"c\"");
        waiting.await.unwrap();
    }
}
