//! Time until the server redelivers an unacknowledged message.

use std::time::Duration;

use jsapi::{AckPolicy, ConsumerConfig};

/// Time that the server waits for an acknowledgement before it redelivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AckWait {
    Always(Duration),
    /// Wait per delivery; the last entry applies to all further deliveries.
    Backoff(Vec<Duration>),
}

impl AckWait {
    /// Returns the wait of a consumer's configuration.
    ///
    /// `None`: the consumer waits for no acknowledgement, or has no `ack_wait`.
    pub(crate) fn of(config: &ConsumerConfig) -> Option<Self> {
        if matches!(config.ack_policy, None | Some(AckPolicy::None)) {
            return None;
        }
        match config.backoff.as_slice() {
            [] => config
                .ack_wait
                .filter(|wait| !wait.is_zero())
                .map(Self::Always),
            backoff => Some(Self::Backoff(backoff.to_vec())),
        }
    }

    /// Returns the shortest wait.
    pub(crate) fn shortest(&self) -> Option<Duration> {
        match self {
            Self::Always(wait) => Some(*wait),
            Self::Backoff(waits) => waits.iter().min().copied(),
        }
    }

    /// Returns the wait after this number of deliveries.
    pub(crate) fn after(&self, delivered: u64) -> Option<Duration> {
        match self {
            Self::Always(wait) => Some(*wait),
            Self::Backoff(waits) => {
                let index = usize::try_from(delivered.saturating_sub(1)).unwrap_or(usize::MAX);
                waits.get(index).or(waits.last()).copied()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ack_wait_follows_the_backoff_and_stays_at_its_last() {
        let secs = Duration::from_secs;
        let waits = AckWait::Backoff(vec![secs(1), secs(5)]);
        let of: Vec<_> = (1..5).map(|delivered| waits.after(delivered)).collect();
        assert_eq!(
            of,
            [Some(secs(1)), Some(secs(5)), Some(secs(5)), Some(secs(5))]
        );
        assert_eq!(AckWait::Always(secs(3)).after(9), Some(secs(3)));
    }
}
