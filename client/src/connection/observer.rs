//! Permissions observer, and why the connection was lost.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use async_nats::{ConnectOptions, Event, ServerError};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use crate::connection::event::{ConnectionEvent, EventHook, WhyDisconnected};
use crate::connection::transport::BoxFuture;

/// Maximum number of violations kept.
const REMEMBERED: usize = 64;

/// Maximum time until a subscription is known to be permitted.
const ANSWERED: Duration = Duration::from_millis(400);

/// The same time if the user may not publish the round trip's request.
const UNANSWERED: Duration = Duration::from_millis(100);

/// Maximum delay between a violation on the connection and its event.
const TOLD: Duration = Duration::from_millis(10);

/// Observes a connection: permissions observer, and why it was lost.
///
/// Contexts of [`connect`](crate::connect) have an observer. A client that the application
/// connects itself needs one.
///
/// A server does not answer a message that the user may not publish, and delivers nothing
/// to a subscription without permission. It sends a permissions violation to the client
/// instead, which `async-nats` passes to the event callback. With an observer, publishes,
/// calls, pulls and subscriptions that violate permissions fail with
/// [`Error::Denied`](crate::Error::Denied) within milliseconds instead of timing out; each
/// subscription takes one more round trip. Also,
/// [`Error::NotSent`](crate::Error::NotSent) and
/// [`Notice::NotReconnected`](crate::consume::Notice::NotReconnected) then contain the
/// reason why there is no connection, such as expired credentials.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use jsapi_client::async_nats::ConnectOptions;
/// use jsapi_client::{Context, ConnectionObserver};
///
/// let observer = ConnectionObserver::new();
/// let client = observer.attach(ConnectOptions::new()).connect("localhost").await?;
/// let ctx = Context::builder().observer(&observer).build(client);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct ConnectionObserver(Arc<Observed>);

#[derive(Default)]
struct Observed {
    denied: Mutex<Denied>,
    told: Notify,
    /// Whether the user may not publish the round trip's request; it is not repeated.
    curt: AtomicBool,
    why_disconnected: Mutex<WhyDisconnected>,
    hook: OnceLock<EventHook>,
}

#[derive(Default)]
struct Denied {
    /// Number of violations so far.
    count: u64,
    last: VecDeque<(Doing, String)>,
}

/// Operation on a subject that a violation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Publishing,
    Subscribing,
}

impl ConnectionObserver {
    /// Creates an observer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the options with an event callback that calls this observer.
    ///
    /// Replaces an earlier event callback. To use your own, call
    /// [`observe`](Self::observe) in it.
    pub fn attach(&self, options: ConnectOptions) -> ConnectOptions {
        let observer = self.clone();
        options.event_callback(move |event| {
            observer.observe(&event);
            async {}
        })
    }

    /// Observes an event of the connection.
    pub fn observe(&self, event: &Event) {
        self.notify(&ConnectionEvent::from(event));
        let Event::ServerError(ServerError::Other(text)) = event else {
            return;
        };
        let Some((doing, subject)) = denied(text) else {
            return;
        };
        let mut denied = self.denied();
        if denied.last.len() == REMEMBERED {
            denied.last.pop_front();
        }
        denied.last.push_back((doing, subject.to_owned()));
        denied.count += 1;
        drop(denied);
        self.0.told.notify_waiters();
    }

    /// Calls a function with every event. Only the first function that is set is called.
    pub(crate) fn set_hook(&self, hook: Option<EventHook>) {
        let log: EventHook = Arc::new(|event| {
            if event.is_error() {
                tracing::warn!(target: "jsapi_client", "{event}");
            }
        });
        let hook = match hook {
            None => log,
            Some(hook) => Arc::new(move |event: &ConnectionEvent| {
                log(event);
                hook(event);
            }),
        };
        let _ = self.0.hook.set(hook);
    }

    /// Passes an event to the application, and keeps the reason of a lost connection.
    pub(crate) fn notify(&self, event: &ConnectionEvent) {
        let why = self.0.why_disconnected.lock();
        why.unwrap_or_else(PoisonError::into_inner).on(event);
        if let Some(hook) = self.0.hook.get() {
            hook(event);
        }
    }

    /// Returns why there is no connection, from events since the last connection.
    pub(crate) fn why_disconnected(&self) -> Option<String> {
        let why = self.0.why_disconnected.lock();
        why.unwrap_or_else(PoisonError::into_inner).text()
    }

    /// Returns the number of violations so far.
    pub(crate) fn count(&self) -> u64 {
        self.denied().count
    }

    /// Returns the subjects of publish violations since `seen`, and advances `seen`.
    pub(crate) fn since(&self, seen: &mut u64) -> Vec<String> {
        let denied = self.denied();
        let new = denied.since(Doing::Publishing, seen);
        new.cloned().collect()
    }

    /// Waits for a violation of this operation on this subject.
    pub(crate) async fn of(&self, doing: Doing, subject: &str, seen: u64) {
        self.any(doing, seen, |it| it == subject).await;
    }

    /// Waits for a violation of this operation on one of these subjects; returns the subject.
    pub(crate) async fn any(
        &self,
        doing: Doing,
        mut seen: u64,
        among: impl Fn(&str) -> bool,
    ) -> String {
        loop {
            let told = self.0.told.notified();
            tokio::pin!(told);
            // Register before checking, so that no violation is missed.
            told.as_mut().enable();
            let said = self
                .denied()
                .since(doing, &mut seen)
                .find(|it| among(it))
                .cloned();
            if let Some(subject) = said {
                return subject;
            }
            told.await;
        }
    }

    /// Waits for a publish violation on this subject after this call.
    pub(crate) fn publishing(&self, subject: &str) -> BoxFuture<'static, ()> {
        let (observer, seen) = (self.clone(), self.count());
        let subject = subject.to_owned();
        Box::pin(async move { observer.of(Doing::Publishing, &subject, seen).await })
    }

    /// Returns whether a subscription made after `seen` violations is refused.
    ///
    /// `behind` is a request to `unused`, sent after it: servers preserve the order.
    pub(crate) async fn refuse(
        &self,
        subject: &str,
        seen: u64,
        unused: &str,
        behind: impl Future,
    ) -> bool {
        let curt = &self.0.curt;
        let behind = async {
            if curt.load(Ordering::Relaxed) {
                return sleep(UNANSWERED).await;
            }
            tokio::select! {
                answer = timeout(ANSWERED, behind) => if answer.is_ok() {
                    sleep(TOLD).await;
                },
                () = self.of(Doing::Publishing, unused, seen) => {
                    curt.store(true, Ordering::Relaxed);
                }
            }
        };
        tokio::select! {
            () = self.of(Doing::Subscribing, subject, seen) => true,
            () = behind => false,
        }
    }

    fn denied(&self) -> MutexGuard<'_, Denied> {
        self.0.denied.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Denied {
    fn since(&self, doing: Doing, seen: &mut u64) -> impl Iterator<Item = &String> {
        let new = self.count.saturating_sub(*seen);
        *seen = self.count;
        let new = usize::try_from(new).unwrap_or(REMEMBERED);
        let old = self.last.len().saturating_sub(new);
        let new = self.last.iter().skip(old);
        new.filter_map(move |(what, subject)| (*what == doing).then_some(subject))
    }
}

/// Parses a violation such as `Permissions Violation for Publish to "a.b"`.
fn denied(text: &str) -> Option<(Doing, &str)> {
    const SAID: [(Doing, &str); 2] = [
        (Doing::Publishing, "permissions violation for publish to "),
        (
            Doing::Subscribing,
            "permissions violation for subscription to ",
        ),
    ];

    let (doing, rest) = SAID.into_iter().find_map(|(doing, said)| {
        let (start, rest) = text.split_at_checked(said.len())?;
        start.eq_ignore_ascii_case(said).then_some((doing, rest))
    })?;
    // The subject is in quotes; a reply subject or queue group may follow.
    let (subject, _) = rest.strip_prefix('"')?.split_once('"')?;
    Some((doing, subject))
}

impl fmt::Debug for ConnectionObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionObserver")
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(observer: &ConnectionObserver, text: &str) {
        observer.observe(&Event::ServerError(ServerError::Other(text.to_owned())));
    }

    #[test]
    fn the_subject_of_a_denial_is_found() {
        assert_eq!(
            denied("Permissions Violation for Publish to \"a.b\""),
            Some((Doing::Publishing, "a.b"))
        );
        assert_eq!(
            denied("permissions violation for publish to \"A\" using"),
            Some((Doing::Publishing, "A"))
        );
        assert_eq!(
            denied("Permissions Violation for Subscription to \"a.*\" using queue \"q\""),
            Some((Doing::Subscribing, "a.*"))
        );
        for other in [
            "",
            "Permissions Violation for Something to \"a\"",
            "Permissions Violation for Publish to a",
            "ä",
        ] {
            assert_eq!(denied(other), None, "{other}");
        }
    }

    #[test]
    fn only_new_denials_are_told() {
        let observer = ConnectionObserver::new();
        let mut seen = 0;
        say(&observer, "Permissions Violation for Publish to \"a\"");
        assert_eq!(observer.since(&mut seen), ["a"]);
        assert!(observer.since(&mut seen).is_empty());
        for _ in 0..1000 {
            say(&observer, "Permissions Violation for Publish to \"b\"");
        }
        assert_eq!(observer.since(&mut seen).len(), REMEMBERED);
    }

    #[tokio::test]
    async fn who_waits_for_a_denial_hears_it_whenever_it_comes() {
        let observer = ConnectionObserver::new();
        let seen = observer.count();
        say(&observer, "Permissions Violation for Publish to \"a\"");
        observer.of(Doing::Publishing, "a", seen).await;
        let waiting = tokio::spawn({
            let observer = observer.clone();
            async move { observer.of(Doing::Publishing, "c", 1).await }
        });
        tokio::task::yield_now().await;
        say(&observer, "Permissions Violation for Publish to \"b\"");
        say(&observer, "Permissions Violation for Publish to \"c\"");
        waiting.await.unwrap();
    }
}
