//! Waiting before the next attempt, ever longer and never as long as others.

use std::time::Duration;

use tokio::time::sleep;

use crate::protocol::random;

/// The longest wait.
const LONGEST: Duration = Duration::from_millis(200);

/// Waits from 2 ms on, twice as long each time, up to 200 ms; each time up to
/// half of it less.
pub(crate) struct Backoff(Duration);

impl Backoff {
    pub(crate) fn new() -> Self {
        Self(Duration::from_millis(2))
    }

    pub(crate) async fn wait(&mut self) {
        sleep(self.next()).await;
    }

    fn next(&mut self) -> Duration {
        let whole = self.0;
        self.0 = (whole * 2).min(LONGEST);
        whole - whole / 2048 * random::below_1024()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound_and_differ() {
        let mut backoff = Backoff::new();
        let waits: Vec<Duration> = (0..20).map(|_| backoff.next()).collect();
        assert!(waits[0] <= Duration::from_millis(2) && waits[0] >= Duration::from_millis(1));
        assert!(
            waits[10..]
                .iter()
                .all(|wait| *wait <= LONGEST && *wait >= LONGEST / 2)
        );
        assert!(waits[10..].windows(2).any(|pair| pair[0] != pair[1]));
    }
}
