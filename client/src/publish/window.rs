//! Duplicate windows of streams.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jsapi::{StreamConfig, StreamInfoRequest, StreamNamesRequest};
use tokio::time::{Instant, sleep, timeout_at};

use crate::api::context::Context;
use crate::connection::guard::deadline;
use crate::error::Result;
use crate::protocol::retry::{Attempts, PublishOptions, Resend, Window};
use crate::protocol::subject::subject_matches;

/// Time for which a known window is valid: an update may change it.
const FRESH: Duration = Duration::from_secs(10);

/// Time until the window of a subject is requested again after a failure.
const UNTOLD: Duration = Duration::from_secs(1);

/// Maximum wait for a reply about a window.
pub(super) const ANSWER: Duration = Duration::from_secs(1);

/// Known duplicate windows, by the subjects of their streams.
#[derive(Debug, Default)]
pub(crate) struct Windows {
    read: Mutex<Vec<Read>>,
    /// One request serves all messages that wait for the same window.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Read {
    subjects: Vec<String>,
    window: Window,
    until: Instant,
}

impl Windows {
    /// Returns the known window of a subject's stream.
    pub(crate) fn of(&self, subject: &str, now: Instant) -> Window {
        let read = self.read();
        let fits = |read: &&Read| now < read.until && takes(&read.subjects, subject);
        read.iter()
            .find(fits)
            .map_or(Window::Unknown, |read| read.window)
    }

    fn keep(&self, subjects: Vec<String>, window: Window, now: Instant) {
        let life = match window {
            Window::Known(_) => FRESH,
            _ => UNTOLD,
        };
        let mut read = self.read();
        read.retain(|read| now < read.until && read.subjects != subjects);
        read.push(Read {
            subjects,
            window,
            until: now + life,
        });
    }

    fn read(&self) -> MutexGuard<'_, Vec<Read>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Requests the window of a subject's stream, unless known.
    ///
    /// Sends one STREAM.INFO request for each stream that acknowledged messages; if none
    /// of them has the subject, one STREAM.NAMES and one STREAM.INFO request.
    pub(crate) async fn learn(&self, context: &Context, subject: &str, within: Duration) {
        let until = deadline(within);
        let Ok(_asking) = timeout_at(until, self.asking.lock()).await else {
            return;
        };
        if self.of(subject, Instant::now()) != Window::Unknown {
            return;
        }
        match ask(context, subject, until).await {
            Ok(Some((subjects, window))) => {
                self.keep(subjects, Window::Known(window), Instant::now());
            }
            // A later request may succeed: after an election, or over another connection.
            Err(error) if error.is_transient() => {}
            Ok(None) | Err(_) => {
                self.keep(vec![subject.to_owned()], Window::Untold, Instant::now());
            }
        }
    }
}

/// Requests the subjects and the duplicate window of a subject's stream.
async fn ask(
    context: &Context,
    subject: &str,
    until: Instant,
) -> Result<Option<(Vec<String>, Duration)>> {
    let left = || until.saturating_duration_since(Instant::now());
    // Only the meta leader answers STREAM.NAMES, and its election may be in progress. If a
    // stream has no leader, the other streams are still requested.
    let mut asked = FuturesUnordered::new();
    for name in context.publishes().streams() {
        let within = left() / 2;
        asked.push(async move {
            let info = StreamInfoRequest::new(name);
            context.call(&info).timeout(within).await
        });
    }
    while let Some(info) = asked.next().await {
        if let Ok(info) = info
            && takes(&info.config.subjects, subject)
        {
            return Ok(Some(window_of(info.config.clone())));
        }
    }
    let mut names = StreamNamesRequest::new();
    names.subject = Some(subject.to_owned());
    let names = context.call(&names).timeout(left()).await?;
    let Some(name) = names.streams.into_iter().next() else {
        return Ok(None);
    };
    let info = StreamInfoRequest::new(name);
    let info = context.call(&info).timeout(left()).await?;
    Ok(Some(window_of(info.config.clone())))
}

fn takes(filters: &[String], subject: &str) -> bool {
    let mut filters = filters.iter();
    filters.any(|filter| subject_matches(filter, subject))
}

fn window_of(config: StreamConfig) -> (Vec<String>, Duration) {
    // Without a window the stream detects no duplicates, such as one with sources by default.
    let window = config.duplicate_window.unwrap_or_default();
    (config.subjects, window)
}

/// Waits until a message that may be stored can be sent again, or returns the error.
///
/// Waits for a connection, and requests the duplicate window if unknown.
pub(super) async fn before_resend(
    context: &Context,
    subject: &str,
    attempts: &Attempts,
    options: &PublishOptions,
    begun: Instant,
) -> Result<()> {
    let windows = context.publishes().windows();
    loop {
        let left = options.timeout.saturating_sub(begun.elapsed());
        let connected = context.connected("", left).await;
        connected.map_err(|error| attempts.last_word(error.named(subject), begun.elapsed()))?;
        let (now, window) = (begun.elapsed(), windows.of(subject, Instant::now()));
        match attempts.resend(subject, now, options, window) {
            Resend::Now => return Ok(()),
            Resend::Never(error) => return Err(error),
            Resend::Ask => {}
        }
        let asked = Instant::now();
        let left = options.timeout.saturating_sub(begun.elapsed());
        windows.learn(context, subject, left.min(ANSWER)).await;
        if windows.of(subject, Instant::now()) == Window::Unknown {
            let pause = options.backoff.saturating_sub(asked.elapsed());
            let left = options.timeout.saturating_sub(begun.elapsed());
            sleep(pause.min(left)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_counts_for_all_subjects_of_its_stream_and_ten_seconds() {
        let windows = Windows::default();
        let now = Instant::now();
        let later = |millis| now + Duration::from_millis(millis);
        let two = Window::Known(Duration::from_secs(2));
        windows.keep(vec!["a.*".into(), "b".into()], two, now);
        for (subject, expected) in [
            ("a.b", two),
            ("a.c", two),
            ("b", two),
            ("a", Window::Unknown),
            ("c", Window::Unknown),
        ] {
            assert_eq!(windows.of(subject, later(9_999)), expected, "{subject}");
            assert_eq!(windows.of(subject, later(10_000)), Window::Unknown);
        }
    }

    #[test]
    fn a_window_that_is_read_again_replaces_the_one_before() {
        let windows = Windows::default();
        let now = Instant::now();
        windows.keep(vec!["a".into()], Window::Known(Duration::from_secs(9)), now);
        let three = Window::Known(Duration::from_secs(3));
        windows.keep(vec!["a".into()], three, now);
        assert_eq!(windows.of("a", now), three);
        assert_eq!(windows.read().len(), 1);
    }

    #[test]
    fn a_window_that_no_server_tells_is_asked_for_again_after_a_second() {
        let windows = Windows::default();
        let now = Instant::now();
        windows.keep(vec!["a".into()], Window::Untold, now);
        assert_eq!(windows.of("a", now), Window::Untold);
        assert_eq!(windows.of("a", now + UNTOLD), Window::Unknown);
    }
}
