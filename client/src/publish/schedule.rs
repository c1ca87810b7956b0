//! Scheduled messages, which the server publishes later or repeatedly.

use std::fmt::Write as _;
use std::time::Duration;

use jsapi::time::OffsetDateTime;

use super::check::check_subject;
use crate::error::{Error, Invalid, Result};
use crate::protocol::ttl::Ttl;
use crate::streams::purge::Purge;
use crate::streams::stream::Stream;

/// Schedule of a message: time and target subject. ADR-51.
///
/// The stream stores the message with the schedule under its subject, which holds one
/// schedule: a second one replaces it.
///
/// ```
/// use std::time::Duration;
/// use jsapi_client::publish::{PublishMessage, Schedule};
///
/// let schedule = Schedule::every(Duration::from_secs(300), "sensors.sampled")
///     .source("sensors.temperature");
/// let message = PublishMessage::new("sensors.schedule", "").schedule(schedule);
/// assert!(message.check().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a schedule does nothing until a message with it is published"]
pub struct Schedule {
    pub(super) when: When,
    pub(super) target: String,
    pub(super) source: Option<String>,
    pub(super) time_zone: Option<String>,
    pub(super) ttl: Option<Ttl>,
    pub(super) rollup: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum When {
    At(OffsetDateTime),
    Every(Duration),
    Cron(String),
}

impl Schedule {
    /// Publishes once at this time to this subject, then removes the schedule.
    ///
    /// At once if the time has passed. Requires server 2.12.
    pub fn at(time: OffsetDateTime, target: impl Into<String>) -> Self {
        Self::new(When::At(time), target)
    }

    /// Publishes repeatedly at this interval to this subject. Minimum: 1 s.
    ///
    /// Requires server 2.14.
    pub fn every(interval: Duration, target: impl Into<String>) -> Self {
        Self::new(When::Every(interval), target)
    }

    /// Publishes at the times of a cron expression to this subject.
    ///
    /// The expression has six fields, seconds first, or is `@yearly`, `@monthly`, `@weekly`,
    /// `@daily` or `@hourly`. In UTC, unless a [time zone](Self::time_zone) is set. The server
    /// refuses an invalid expression (`err_code` 10189). Requires server 2.14.
    pub fn cron(expression: impl Into<String>, target: impl Into<String>) -> Self {
        Self::new(When::Cron(expression.into()), target)
    }

    fn new(when: When, target: impl Into<String>) -> Self {
        Self {
            when,
            target: target.into(),
            source: None,
            time_zone: None,
            ttl: None,
            rollup: false,
        }
    }

    /// Publishes the last message of this subject instead of the schedule's payload.
    ///
    /// Requires server 2.14.
    pub fn source(mut self, subject: impl Into<String>) -> Self {
        self.source = Some(subject.into());
        self
    }

    /// Sets the time zone of a cron expression, such as `Europe/Amsterdam`.
    ///
    /// Requires server 2.14.
    pub fn time_zone(mut self, name: impl Into<String>) -> Self {
        self.time_zone = Some(name.into());
        self
    }

    /// Sets the TTL of the published messages.
    ///
    /// The stream must set `allow_msg_ttl`.
    pub fn ttl(mut self, ttl: impl Into<Ttl>) -> Self {
        self.ttl = Some(ttl.into());
        self
    }

    /// Sets whether each message replaces earlier ones of the target. Default: `false`.
    ///
    /// Requires server 2.14.
    pub fn rollup(mut self, rollup: bool) -> Self {
        self.rollup = rollup;
        self
    }

    /// Returns the required API level.
    ///
    /// Server 2.12 supports only one form, and ignores the headers of the others.
    pub(super) fn level(&self) -> u8 {
        let later = !matches!(self.when, When::At(_))
            || self.source.is_some()
            || self.time_zone.is_some()
            || self.rollup;
        if later { 4 } else { 2 }
    }

    pub(super) fn pattern(&self) -> Result<String, Invalid> {
        let other = |why: String| Err(Invalid::Schedule(why.into()));
        match &self.when {
            When::At(time) => match rfc3339(*time) {
                Some(time) => Ok(format!("@at {time}")),
                None => other(format!("the time {time} of the schedule is out of range")),
            },
            When::Every(interval) if *interval < Duration::from_secs(1) => other(format!(
                "schedule interval {interval:?} is below the minimum of 1 s"
            )),
            When::Every(interval) => Ok(format!("@every {}", go_duration(*interval))),
            When::Cron(expression) => {
                let fields = expression.split_ascii_whitespace().count();
                let named = expression.starts_with('@');
                let bad = expression.starts_with("@at") || expression.starts_with("@every");
                if bad || !(named && fields == 1 || !named && fields == 6) {
                    return other(format!(
                        "{expression:?} is not a cron expression of six fields"
                    ));
                }
                Ok(expression.clone())
            }
        }
    }
}

impl Stream {
    /// Cancels the schedule of this subject; returns whether there was one.
    ///
    /// Messages that it published stay. To end it together with a stored message, use
    /// [`end_schedule`](crate::publish::PublishMessage::end_schedule). Sends one request.
    ///
    /// # Errors
    /// Those of [`purge`](Self::purge), and [`Invalid`](crate::Error::Invalid) if the subject
    /// contains wildcards.
    pub async fn cancel_schedule(&self, subject: &str) -> Result<bool> {
        check_subject(subject).map_err(|why| Error::invalid("STREAM.PURGE", why))?;
        Ok(self.purge(Purge::all().filter(subject)).await? > 0)
    }
}

/// Returns a time in UTC, rounded up to whole seconds, which servers support.
fn rfc3339(time: OffsetDateTime) -> Option<String> {
    let mut seconds = time.unix_timestamp();
    if time.nanosecond() > 0 {
        seconds = seconds.checked_add(1)?;
    }
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    if !(0..=9999).contains(&time.year()) {
        return None;
    }
    Some(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second(),
    ))
}

/// Returns a duration in Go's format: `90s`, `1500ms`, `2s500000001ns`.
fn go_duration(time: Duration) -> String {
    let mut text = format!("{}s", time.as_secs());
    if time.subsec_nanos() != 0 {
        let _ = write!(text, "{}ns", time.subsec_nanos());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::PublishMessage;

    fn headers(schedule: Schedule) -> Vec<(String, String)> {
        let message = PublishMessage::new("a.schedule", "x").schedule(schedule);
        message.check().unwrap();
        let mut headers: Vec<_> = message
            .header_map()
            .unwrap()
            .iter()
            .map(|(name, values)| (name.to_string(), values[0].to_string()))
            .collect();
        headers.sort();
        headers
    }

    fn refused(schedule: Schedule) {
        let error = PublishMessage::new("a.schedule", "x")
            .schedule(schedule)
            .check();
        assert!(matches!(error, Err(Error::Invalid { .. })), "{error:?}");
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_time_is_sent_in_utc_and_not_before_it() {
        let time = OffsetDateTime::from_unix_timestamp_nanos(1_257_894_000_000_000_001).unwrap();
        assert_eq!(
            headers(Schedule::at(time, "a.b").ttl(Duration::from_secs(300))),
            [
                pair("Nats-Schedule", "@at 2009-11-10T23:00:01Z"),
                pair("Nats-Schedule-TTL", "300s"),
                pair("Nats-Schedule-Target", "a.b"),
            ]
        );
    }

    #[test]
    fn a_schedule_with_everything_sends_everything() {
        let schedule = Schedule::cron("0 0 5 * * *", "a.b")
            .source("a.c")
            .time_zone("Europe/Amsterdam")
            .rollup(true);
        assert_eq!(
            headers(schedule),
            [
                pair("Nats-Schedule", "0 0 5 * * *"),
                pair("Nats-Schedule-Rollup", "sub"),
                pair("Nats-Schedule-Source", "a.c"),
                pair("Nats-Schedule-Target", "a.b"),
                pair("Nats-Schedule-Time-Zone", "Europe/Amsterdam"),
            ]
        );
        let every = Schedule::every(Duration::from_millis(1500), "a.b");
        assert_eq!(
            headers(every)[0],
            pair("Nats-Schedule", "@every 1s500000000ns")
        );
    }

    #[test]
    fn what_is_not_a_schedule_is_refused() {
        let time = OffsetDateTime::UNIX_EPOCH;
        refused(Schedule::at(time, "a.schedule"));
        refused(Schedule::at(time, "a.*"));
        refused(Schedule::at(time, ""));
        refused(Schedule::at(time, "a.b").source("a.>"));
        refused(Schedule::at(time, "a.b").time_zone("UTC"));
        refused(Schedule::at(time, "a.b").ttl(Duration::from_millis(1)));
        refused(Schedule::every(Duration::from_millis(999), "a.b"));
        for expression in [
            "",
            "* * * * *",
            "@at 2009-11-10T23:00:00Z",
            "@every",
            "a\r\nb c d e f g",
        ] {
            refused(Schedule::cron(expression, "a.b"));
        }
    }
}
