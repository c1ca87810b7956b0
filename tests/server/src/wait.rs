//! Waiting for what another process does.

use std::thread;
use std::time::{Duration, Instant};

/// A moment after which nothing is waited for any longer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    pub(crate) fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// What is left, `None` when it has passed.
    pub(crate) fn left(self) -> Option<Duration> {
        self.0
            .checked_duration_since(Instant::now())
            .filter(|left| !left.is_zero())
    }

    /// Asks again and again until there is an answer; `None` when the deadline passed without.
    ///
    /// Files, ports and processes of others give no event that the standard library could wait
    /// for, so this looks at short intervals, 2 ms at first and 50 ms in the end.
    pub(crate) fn until<T, E>(
        self,
        mut ask: impl FnMut() -> Result<Option<T>, E>,
    ) -> Result<Option<T>, E> {
        let mut pause = Duration::from_millis(2);
        loop {
            if let Some(answer) = ask()? {
                return Ok(Some(answer));
            }
            let Some(left) = self.left() else {
                return Ok(None);
            };
            thread::sleep(pause.min(left));
            pause = (pause * 5 / 4).min(Duration::from_millis(50));
        }
    }
}
