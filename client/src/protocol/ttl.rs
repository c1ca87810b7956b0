//! TTL of a message.

use std::time::Duration;

/// TTL of a message: the header `Nats-TTL`, ADR-43.
///
/// Servers accept whole seconds. Minimum: 1 s. A `Duration` converts to an
/// [exact](Self::exactly) TTL.
///
/// ```
/// use std::time::Duration;
/// use jsapi_client::publish::{PublishMessage, Ttl};
///
/// let message = PublishMessage::new("a", "").ttl(Duration::from_secs(60));
/// assert!(message.check().is_ok());
///
/// let half = Duration::from_millis(500);
/// assert!(PublishMessage::new("a", "").ttl(half).check().is_err());
/// assert!(PublishMessage::new("a", "").ttl(Ttl::rounded_up(half)).check().is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ttl(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Exactly(Duration),
    Never,
}

impl Ttl {
    /// No expiry, also beyond the stream's `max_age`.
    pub const NEVER: Self = Self(Kind::Never);

    /// Creates a TTL of this duration; publishing fails on a fraction of a second.
    pub const fn exactly(time: Duration) -> Self {
        Self(Kind::Exactly(time))
    }

    /// Creates a TTL of this duration, rounded up to whole seconds.
    pub const fn rounded_up(time: Duration) -> Self {
        let whole = time.as_secs();
        let more = time.subsec_nanos() > 0 || whole == 0;
        Self::exactly(Duration::from_secs(if more {
            whole.saturating_add(1)
        } else {
            whole
        }))
    }

    /// Returns the value of the header.
    pub(crate) fn value(self) -> Result<String, String> {
        /// Go's `Duration` is an `i64` of nanoseconds.
        const LONGEST: u64 = (i64::MAX / 1_000_000_000) as u64;

        match self.0 {
            Kind::Never => Ok("never".to_owned()),
            Kind::Exactly(time) if time.subsec_nanos() != 0 => {
                Err(format!("{time:?} is not in whole seconds"))
            }
            Kind::Exactly(time) => match time.as_secs() {
                0 => Err("the minimum is 1 s".to_owned()),
                secs @ 1..=LONGEST => Ok(format!("{secs}s")),
                _ => Err(format!("{time:?} exceeds the maximum of the server")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_up_gives_a_whole_second_at_least() {
        for (millis, expected) in [
            (0, "1s"),
            (1, "1s"),
            (1000, "1s"),
            (1001, "2s"),
            (1999, "2s"),
        ] {
            let ttl = Ttl::rounded_up(Duration::from_millis(millis));
            assert_eq!(ttl.value().as_deref(), Ok(expected), "{millis} ms");
        }
        assert_eq!(Ttl::NEVER.value().as_deref(), Ok("never"));
    }

    #[test]
    fn what_a_server_can_not_count_is_refused() {
        for time in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX] {
            assert!(Ttl::exactly(time).value().is_err(), "{time:?}");
        }
        assert!(Ttl::rounded_up(Duration::MAX).value().is_err());
    }
}
