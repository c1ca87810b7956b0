//! Maximum outage of a reader's consumer.

use std::time::Duration;

use tokio::time::Instant;

/// Time since a reader last received a message or heartbeat.
///
/// An outage begins with a lost connection, a missed heartbeat or a pull without
/// responders. A message or a heartbeat ends it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outage {
    /// `None`: unlimited.
    longest: Option<Duration>,
    since: Option<(Instant, Cause)>,
}

/// Last cause of the outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Disconnected,
    Silence,
    NoResponders,
}

impl Outage {
    /// Creates an outage with a maximum duration.
    pub(crate) fn new(longest: Option<Duration>) -> Self {
        Self {
            longest,
            since: None,
        }
    }

    /// Starts the outage at `when`, unless it started before.
    pub(crate) fn begin(&mut self, when: Instant, cause: Cause) {
        if self.longest.is_some() {
            let since = self.since.map_or(when, |(since, _)| since.min(when));
            self.since = Some((since, cause));
        }
    }

    /// Ends the outage: a message or heartbeat arrived.
    #[inline]
    pub(crate) fn end(&mut self) {
        self.since = None;
    }

    /// Returns the time at which the outage becomes too long.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let (since, _) = self.since?;
        since.checked_add(self.longest?)
    }

    /// Returns the cause and duration of an outage that is too long.
    pub(crate) fn is_over(&self, now: Instant) -> Option<(Cause, Duration)> {
        let (since, cause) = self.since?;
        (now >= self.deadline()?).then(|| (cause, now.saturating_duration_since(since)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn an_outage_lasts_from_the_first_sign_to_the_next_message() {
        let now = Instant::now();
        let mut outage = Outage::new(Some(5 * SECOND));
        assert_eq!(outage.is_over(now), None);
        outage.begin(now, Cause::Disconnected);
        outage.begin(now + 3 * SECOND, Cause::NoResponders);
        assert_eq!(outage.deadline(), Some(now + 5 * SECOND));
        assert_eq!(outage.is_over(now + 4 * SECOND), None);
        assert_eq!(
            outage.is_over(now + 5 * SECOND),
            Some((Cause::NoResponders, 5 * SECOND))
        );
        // Missed heartbeats are noticed late, and counted from the last message.
        outage.end();
        outage.begin(now + 9 * SECOND, Cause::NoResponders);
        outage.begin(now + 6 * SECOND, Cause::Silence);
        assert_eq!(outage.deadline(), Some(now + 11 * SECOND));
        outage.end();
        assert_eq!(outage.is_over(now + 99 * SECOND), None);
    }

    #[test]
    fn an_outage_without_a_bound_is_never_over() {
        let now = Instant::now();
        let mut outage = Outage::new(None);
        outage.begin(now, Cause::Silence);
        assert_eq!(outage.deadline(), None);
        assert_eq!(outage.is_over(now + 1_000_000 * SECOND), None);
    }
}
