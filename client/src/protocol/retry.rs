//! Publish retries: when to send a message again, and the final error.

use std::time::Duration;

use jsapi::ErrorCode;

use crate::error::transport::Reason;
use crate::error::{Error, Tried};

/// How long and how often the client tries to publish a message (ADR-22).
///
/// ```
/// use std::time::Duration;
/// use jsapi_client::publish::PublishOptions;
///
/// let patient = PublishOptions::new().timeout(Duration::from_secs(30));
/// let once = PublishOptions::new().attempts(1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishOptions {
    pub(crate) timeout: Duration,
    pub(crate) attempts: Option<u32>,
    pub(crate) backoff: Duration,
    pub(crate) ack_wait: Duration,
    pub(crate) duplicate_window: Option<Duration>,
}

impl Default for PublishOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            attempts: None,
            backoff: Duration::from_millis(250),
            ack_wait: Duration::from_millis(2500),
            duplicate_window: None,
        }
    }
}

impl PublishOptions {
    /// Returns the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the total time for publishing a message. Default: 10 s.
    ///
    /// Includes the wait for free capacity and for a connection.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the maximum number of times a message is sent. Default: unlimited.
    ///
    /// 0 means 1.
    pub fn attempts(mut self, attempts: impl Into<Option<u32>>) -> Self {
        self.attempts = attempts.into();
        self
    }

    /// Sets the pause before a message is sent again. Default: 250 ms.
    ///
    /// Applies after a transient refusal. The client adds a random jitter of up to half this
    /// time.
    pub fn backoff(mut self, backoff: Duration) -> Self {
        self.backoff = backoff;
        self
    }

    /// Sets how long to wait for each acknowledgement. Default: 2.5 s.
    ///
    /// The client then sends a message with an ID again; it does not send one without an ID
    /// while it may be stored, and its acknowledgement is awaited until the timeout. A
    /// fast ingest asks the server instead, after at least 50 ms.
    pub fn ack_wait(mut self, ack_wait: Duration) -> Self {
        self.ack_wait = ack_wait;
        self
    }

    /// Sets the stream's `duplicate_window`. Default: `None`, read from the stream.
    ///
    /// The client sends a message that may be stored again only during the first half of the
    /// window, counted from the first attempt: after the window, the stream would store it
    /// twice, and the other half is a margin for the delivery. After that the error is
    /// [`Indeterminate`](Error::Indeterminate).
    ///
    /// With `None` the client reads the window before it sends such a message again: one
    /// STREAM.INFO request for each stream that acknowledged messages of the context
    /// (at most 4), or one STREAM.NAMES and one STREAM.INFO request. It uses the reply for
    /// 10 s for all subjects of the stream. It sends no such request while acknowledgements
    /// arrive. Set the window if the user may not send these requests, or if the stream is in
    /// another account: otherwise the client does not send such a message again.
    pub fn duplicate_window(mut self, window: impl Into<Option<Duration>>) -> Self {
        self.duplicate_window = window.into();
        self
    }

    /// Returns the pause after this attempt, counted from 1.
    pub(crate) fn pause(&self, attempt: u32) -> Duration {
        let quarter = self.backoff / 8;
        // Weak randomness is sufficient: it only has to differ between clients.
        self.backoff
            .saturating_add(quarter * (scatter(attempt) % 5))
    }
}

/// Returns a number that differs between calls and processes.
fn scatter(attempt: u32) -> u32 {
    use std::hash::{BuildHasher, RandomState};

    thread_local! {
        static SEED: RandomState = RandomState::new();
        static CALLS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    let calls = CALLS.replace(CALLS.get().wrapping_add(1));
    SEED.with(|seed| (seed.hash_one((attempt, calls)) >> 32) as u32)
}

/// Duplicate window of a subject's stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    /// Unknown: not requested yet, or no reply.
    Unknown,
    /// Reported by the server.
    Known(Duration),
    /// Not available: no stream has the subject, or the user lacks the permission.
    Untold,
}

/// State of the message after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Not stored; another attempt may succeed.
    NotNow,
    /// Possibly stored: the acknowledgement was lost or is still outstanding.
    MayBe,
    /// Permanently refused.
    Refused,
}

/// Returns the state of the message by the error of an attempt.
pub(crate) fn judge(error: &Error) -> Verdict {
    match error {
        Error::NoResponders { .. } => Verdict::NotNow,
        Error::TimedOut { .. } | Error::Lost { .. } => Verdict::MayBe,
        // The same message is in flight.
        Error::Api { error, .. } if error.is(ErrorCode::STREAM_DUPLICATE_MESSAGE_CONFLICT) => {
            Verdict::MayBe
        }
        // A stream or storage stays full until messages are removed, so the caller
        // gets the error at once.
        Error::Api { error, .. }
            if error.is(ErrorCode::INSUFFICIENT_RESOURCES)
                || error.is(ErrorCode::STREAM_STORE_FAILED_F) =>
        {
            Verdict::Refused
        }
        Error::Api { error, .. } if error.is_transient() => Verdict::NotNow,
        _ => Verdict::Refused,
    }
}

/// Attempts to publish one message: a state machine without clock or socket.
#[derive(Debug)]
pub(crate) struct Attempts {
    /// Number of attempts.
    made: u32,
    has_id: bool,
    /// Set since the first attempt that may have stored the message.
    doubt: Option<Doubt>,
}

#[derive(Debug)]
struct Doubt {
    /// Time of that attempt, since the start.
    since: Duration,
}

/// Decision whether to send a message again.
#[derive(Debug)]
pub(crate) enum Resend {
    /// At once: the stream cannot store it twice.
    Now,
    /// After reading the duplicate window.
    Ask,
    /// Never: the stream may store it twice.
    Never(Error),
}

/// Action after a failed attempt.
#[derive(Debug)]
pub(crate) enum Next {
    /// Send the message again after this time.
    Again(Duration),
    /// Return this error.
    Fail(Error),
}

impl Attempts {
    pub(crate) fn new(has_id: bool) -> Self {
        Self {
            made: 0,
            has_id,
            doubt: None,
        }
    }

    pub(crate) fn made(&self) -> u32 {
        self.made
    }

    pub(crate) fn has_id(&self) -> bool {
        self.has_id
    }

    /// Returns the time to wait for the acknowledgement of the next attempt.
    pub(crate) fn timeout_for(&self, options: &PublishOptions, left: Duration) -> Duration {
        let last = options
            .attempts
            .is_some_and(|most| self.made + 1 >= most.max(1));
        if self.has_id && !last {
            left.min(options.ack_wait)
        } else {
            left
        }
    }

    /// Handles the failure at `now` of the attempt sent at `sent`, since the start.
    pub(crate) fn failed(
        &mut self,
        error: Error,
        sent: Duration,
        now: Duration,
        options: &PublishOptions,
    ) -> Next {
        self.made += 1;
        let verdict = judge(&error);
        if verdict == Verdict::MayBe && self.doubt.is_none() {
            self.doubt = Some(Doubt { since: sent });
        }
        let pause = match verdict {
            Verdict::Refused => return Next::Fail(self.last_word(error, now)),
            Verdict::NotNow => options.pause(self.made),
            Verdict::MayBe if matches!(error, Error::Api { .. }) => options.pause(self.made),
            // The attempt has already waited; but never send again at once.
            Verdict::MayBe => options.backoff.saturating_sub(now.saturating_sub(sent)),
        };
        let exhausted = options
            .attempts
            .is_some_and(|most| self.made >= most.max(1));
        let again = now.saturating_add(pause);
        if exhausted || again >= options.timeout || !self.may_send(again, options.duplicate_window)
        {
            return Next::Fail(self.last_word(error, now));
        }
        Next::Again(pause)
    }

    /// Decides whether the message may be sent now, with this duplicate window.
    pub(crate) fn resend(
        &self,
        subject: &str,
        now: Duration,
        options: &PublishOptions,
        window: Window,
    ) -> Resend {
        if !self.in_doubt() {
            return Resend::Now;
        }
        let window = options.duplicate_window.map_or(window, Window::Known);
        let why = match window {
            Window::Known(window) if self.may_send(now, Some(window)) => return Resend::Now,
            Window::Known(window) => format!("the stream's duplicate window is {window:?}"),
            Window::Unknown if now < options.timeout => return Resend::Ask,
            Window::Unknown | Window::Untold => {
                "the stream's duplicate window is unknown".to_owned()
            }
        };
        Resend::Never(self.last_word(not_sent(subject, why), now))
    }

    /// Returns whether an earlier attempt may have stored the message.
    pub(crate) fn in_doubt(&self) -> bool {
        self.doubt.is_some()
    }

    /// Returns whether the stream cannot store the message twice if it is sent now.
    ///
    /// An unknown window may be long enough.
    fn may_send(&self, now: Duration, window: Option<Duration>) -> bool {
        match (&self.doubt, window) {
            (None, _) => true,
            (Some(_), _) if !self.has_id => false,
            (Some(_), None) => true,
            // The stream may have stored the message right after it was sent. The window
            // counts from then to the arrival of the next copy, which may be long after
            // that was sent.
            (Some(doubt), Some(window)) => now.saturating_sub(doubt.since) < window / 2,
        }
    }

    /// Returns the final error, with the number of attempts and the time.
    ///
    /// The error states whether the message may be stored.
    pub(crate) fn last_word(&self, error: Error, now: Duration) -> Error {
        // A conflict is not conclusive either: server 2.12 and later checks the expected
        // sequence before the ID, so the last attempt may conflict with an earlier one
        // that was stored.
        if self.doubt.is_none() || error.may_have_applied() && self.made <= 1 {
            return error;
        }
        Error::Indeterminate {
            operation: error.operation().to_owned().into(),
            tried: Some(Tried {
                attempts: self.made,
                time: now,
            }),
            source: Box::new(error),
        }
    }
}

fn not_sent(subject: &str, why: String) -> Error {
    Error::NotSent {
        operation: subject.to_owned().into(),
        source: Reason::boxed(why),
    }
}

#[cfg(test)]
mod tests {
    use jsapi::{ApiError, Model};

    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn no_responders() -> Error {
        Error::NoResponders {
            operation: "a".into(),
        }
    }

    fn lost() -> Error {
        Error::Lost {
            operation: "a".into(),
            source: None,
        }
    }

    fn api(code: u16) -> Error {
        let mut error = ApiError::empty();
        error.err_code = Some(ErrorCode(code));
        Error::Api {
            operation: "a".into(),
            error: Box::new(error),
        }
    }

    /// Handles failures `(error, sent, failed)` and returns the last action.
    fn run(has_id: bool, options: &PublishOptions, failures: Vec<(Error, u64, u64)>) -> Next {
        let mut attempts = Attempts::new(has_id);
        let mut next = Next::Again(Duration::ZERO);
        for (error, sent, now) in failures {
            assert!(matches!(next, Next::Again(_)), "{next:?}");
            next = attempts.failed(error, ms(sent), ms(now), options);
        }
        next
    }

    #[test]
    fn a_refusal_that_passes_is_tried_again_after_the_back_off() {
        let options = PublishOptions::new();
        for error in [
            no_responders(),
            api(10008),
            api(10009),
            api(10118),
            api(10167),
        ] {
            let Next::Again(pause) = run(false, &options, vec![(error, 0, 1)]) else {
                panic!("given up")
            };
            assert!((ms(250)..=ms(375)).contains(&pause), "{pause:?}");
        }
    }

    #[test]
    fn at_most_four_sends_a_second_wait_for_a_leader() {
        let options = PublishOptions::new();
        let mut now = Duration::ZERO;
        let mut attempts = Attempts::new(true);
        let mut sends = 0;
        while let Next::Again(pause) = attempts.failed(no_responders(), now, now, &options) {
            now += pause;
            sends += 1;
        }
        assert!(sends <= 40, "{sends}");
        assert!(now > ms(9_500) && now < ms(10_000), "{now:?}");
    }

    #[test]
    fn the_backs_off_differ() {
        let options = PublishOptions::new();
        let pauses: std::collections::HashSet<_> = (0..100).map(|_| options.pause(1)).collect();
        assert!(pauses.len() > 1);
    }

    #[test]
    fn no_back_off_is_too_long_to_be_added_to() {
        let options = PublishOptions::new().backoff(Duration::MAX);
        assert!((0..100).all(|_| options.pause(1) == Duration::MAX));
        let next = run(true, &options, vec![(no_responders(), 0, 1)]);
        assert!(matches!(next, Next::Fail(_)), "{next:?}");
    }

    #[test]
    fn every_error_of_the_servers_is_definite_and_few_are_tried_again() {
        let again = [
            10004, 10008, 10009, 10118, 10119, 10163, 10167, 10202, 10210, 10211,
        ];
        for code in ErrorCode::known() {
            let error = api(code.0);
            assert!(!error.may_have_applied(), "{code}");
            let expected = match code.0 {
                10158 => Verdict::MayBe,
                code if again.contains(&code) => Verdict::NotNow,
                _ => Verdict::Refused,
            };
            assert_eq!(judge(&error), expected, "{code}");
        }
        assert_eq!(judge(&no_responders()), Verdict::NotNow);
        assert_eq!(judge(&lost()), Verdict::MayBe);
        let after = Duration::from_secs(1);
        assert_eq!(
            judge(&Error::TimedOut {
                operation: "a".into(),
                after
            }),
            Verdict::MayBe
        );
    }

    #[test]
    fn a_refusal_that_stays_is_told_at_once() {
        let options = PublishOptions::new();
        for code in [10071, 10060, 10077, 10054, 10023, 10047, 10028, 10166, 1] {
            let next = run(true, &options, vec![(api(code), 0, 1)]);
            assert!(
                matches!(&next, Next::Fail(error) if !error.may_have_applied()),
                "{code}"
            );
        }
    }

    #[test]
    fn a_lost_answer_is_no_reason_to_send_a_message_without_an_id_again() {
        let next = run(false, &PublishOptions::new(), vec![(lost(), 0, 5)]);
        assert!(matches!(next, Next::Fail(Error::Lost { .. })), "{next:?}");
    }

    #[test]
    fn a_lost_answer_has_a_message_with_an_id_sent_again() {
        let options = PublishOptions::new();
        let next = run(true, &options, vec![(lost(), 0, 5)]);
        assert!(
            matches!(next, Next::Again(pause) if pause == ms(245)),
            "{next:?}"
        );
        let next = run(true, &options, vec![(lost(), 0, 2500)]);
        assert!(matches!(next, Next::Again(Duration::ZERO)), "{next:?}");
    }

    #[test]
    fn a_message_that_may_be_stored_is_not_sent_after_half_the_duplicate_window() {
        let options = PublishOptions::new().duplicate_window(ms(2000));
        let next = run(true, &options, vec![(lost(), 0, 900)]);
        assert!(matches!(next, Next::Again(_)), "{next:?}");
        let next = run(
            true,
            &options,
            vec![(lost(), 0, 100), (no_responders(), 500, 790)],
        );
        assert!(
            matches!(next, Next::Fail(Error::Indeterminate { .. })),
            "{next:?}"
        );
        // If no attempt may have stored it, the window does not matter.
        let next = run(true, &options, vec![(no_responders(), 0, 6000)]);
        assert!(matches!(next, Next::Again(_)), "{next:?}");
    }

    #[test]
    fn a_message_that_may_be_stored_is_sent_again_in_the_first_half_of_the_window() {
        let told = |secs: u64| Some(ms(secs * 1000));
        let known = |secs: u64| Window::Known(ms(secs * 1000));
        // Option, window of the stream, first attempt, now, whether it may be sent.
        for (option, window, since, now, expected) in [
            (None, Window::Unknown, 0, 250, "ask"),
            (None, Window::Unknown, 0, 10_000, "never"),
            (None, Window::Untold, 0, 250, "never"),
            (None, known(2), 0, 999, "now"),
            (None, known(2), 0, 1_000, "never"),
            (None, known(2), 5_000, 5_999, "now"),
            (None, known(2), 5_000, 6_000, "never"),
            (None, known(120), 0, 9_999, "now"),
            (None, known(0), 0, 250, "never"),
            (told(120), known(2), 0, 6_000, "now"),
            (told(2), known(120), 0, 6_000, "never"),
            (told(2), Window::Unknown, 0, 250, "now"),
            (told(2), Window::Untold, 0, 250, "now"),
        ] {
            let mut options = PublishOptions::new();
            options.duplicate_window = option;
            let mut attempts = Attempts::new(true);
            attempts.failed(lost(), ms(since), ms(since + 1), &options);
            let resend = attempts.resend("a", ms(now), &options, window);
            let came = match &resend {
                Resend::Now => "now",
                Resend::Ask => "ask",
                Resend::Never(error) => {
                    assert!(error.may_have_applied(), "{error:?}");
                    "never"
                }
            };
            assert_eq!(came, expected, "{option:?} {window:?} {since} {now}");
        }
    }

    #[test]
    fn a_message_that_is_not_stored_needs_no_window() {
        let options = PublishOptions::new();
        for has_id in [true, false] {
            let mut attempts = Attempts::new(has_id);
            attempts.failed(no_responders(), ms(0), ms(1), &options);
            let resend = attempts.resend("a", ms(9_000), &options, Window::Unknown);
            assert!(matches!(resend, Resend::Now), "{resend:?}");
        }
    }

    #[test]
    fn the_error_of_several_attempts_tells_their_number_and_the_whole_time() {
        let options = PublishOptions::new();
        let next = run(
            true,
            &options,
            vec![(lost(), 0, 5), (lost(), 3000, 5500), (lost(), 9800, 9990)],
        );
        let Next::Fail(Error::Indeterminate { tried, source, .. }) = next else {
            panic!("{next:?}")
        };
        let tried = tried.unwrap();
        assert_eq!((tried.attempts, tried.time), (3, ms(9990)));
        assert!(matches!(*source, Error::Lost { .. }), "{source:?}");
    }

    #[test]
    fn a_duplicate_in_process_is_tried_again_and_never_the_last_word() {
        let options = PublishOptions::new();
        let next = run(true, &options, vec![(api(10158), 0, 1)]);
        assert!(matches!(next, Next::Again(_)), "{next:?}");
        let next = run(
            true,
            &options,
            vec![(api(10158), 0, 1), (api(10158), 9700, 9990)],
        );
        assert!(
            matches!(&next, Next::Fail(error @ Error::Indeterminate { .. }) if error.may_have_applied()),
            "{next:?}"
        );
    }

    #[test]
    fn a_refusal_after_a_lost_answer_decides_nothing() {
        let options = PublishOptions::new();
        let next = run(true, &options, vec![(lost(), 0, 5), (api(10071), 250, 251)]);
        assert!(
            matches!(&next, Next::Fail(Error::Indeterminate { .. })),
            "{next:?}"
        );
        let next = run(true, &options, vec![(lost(), 0, 5), (api(10077), 250, 251)]);
        assert!(
            matches!(&next, Next::Fail(Error::Indeterminate { .. })),
            "{next:?}"
        );
    }

    #[test]
    fn attempts_are_counted() {
        let options = PublishOptions::new().attempts(2);
        let next = run(
            true,
            &options,
            vec![(no_responders(), 0, 1), (no_responders(), 300, 301)],
        );
        assert!(
            matches!(next, Next::Fail(Error::NoResponders { .. })),
            "{next:?}"
        );
        let once = PublishOptions::new().attempts(0);
        let next = run(true, &once, vec![(no_responders(), 0, 1)]);
        assert!(matches!(next, Next::Fail(_)), "{next:?}");
    }
}
