//! Choice of the server for a reconnect, without clock or socket.

use std::time::Duration;

/// Maximum random delay of an attempt in the first round over all servers.
const SPREAD: Duration = Duration::from_millis(100);

/// Delay of the second round; it doubles with each further round.
const SECOND_ROUND: Duration = Duration::from_millis(500);

/// A server of the pool.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    pub(crate) url: &'a str,
    /// Number of failed attempts since the last success.
    pub(crate) failed: usize,
    pub(crate) did_connect: bool,
}

/// Chooses the next server, the just lost one last.
///
/// `async-nats` 0.51 chooses at random, and may spend its connection timeout on a halted
/// server.
#[derive(Debug)]
pub(crate) struct ServerChoice {
    longest: Duration,
    chosen: Option<String>,
    /// Server of the lost connection.
    lost: Option<String>,
    attempts: usize,
}

impl ServerChoice {
    /// Creates the choice; `longest` is the maximum delay before an attempt.
    pub(crate) fn new(longest: Duration) -> Self {
        Self {
            longest,
            chosen: None,
            lost: None,
            attempts: 0,
        }
    }

    /// Returns the index of the next server, and the delay before the attempt.
    ///
    /// `None` before the first connection, when `async-nats` tries all servers itself.
    /// `random` are numbers that differ each time.
    pub(crate) fn next(
        &mut self,
        servers: &[Candidate<'_>],
        mut random: impl FnMut() -> u32,
    ) -> Option<(usize, Duration)> {
        let connected = |it: &&Candidate<'_>| it.did_connect && it.failed == 0;
        let chosen = self.chosen.as_deref();
        let last = match chosen {
            Some(chosen) => servers.iter().filter(connected).find(|it| it.url == chosen),
            None => servers.iter().find(|it| it.did_connect),
        };
        match last {
            Some(last) => {
                self.lost = Some(last.url.to_owned());
                self.attempts = 0;
            }
            None if chosen.is_none() => return None,
            None => self.attempts = self.attempts.saturating_add(1),
        }
        let lost = |it: &Candidate<'_>| self.lost.as_deref() == Some(it.url);
        let first = self.attempts == 0;
        let (index, server) = servers.iter().enumerate().min_by_key(|(_, it)| {
            let again = (first && lost(it), it.failed + usize::from(lost(it)));
            (again, random())
        })?;
        self.chosen = Some(server.url.to_owned());
        let round = self.attempts / servers.len().max(1);
        Some((index, self.delay(round, random())))
    }

    fn delay(&self, round: usize, random: u32) -> Duration {
        let (least, spread) = match u32::try_from(round).unwrap_or(u32::MAX) {
            0 => (Duration::ZERO, SPREAD),
            round => {
                let whole = SECOND_ROUND.saturating_mul(1 << (round - 1).min(16));
                let half = whole.min(self.longest) / 2;
                (half, half)
            }
        };
        (least + spread / 1024 * (random % 1024)).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONGEST: Duration = Duration::from_secs(4);

    fn server(url: &str, failed: usize, did_connect: bool) -> Candidate<'_> {
        Candidate {
            url,
            failed,
            did_connect,
        }
    }

    fn numbers() -> impl FnMut() -> u32 {
        let mut last = 7_u32;
        move || {
            last = last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            last >> 8
        }
    }

    #[test]
    fn the_first_connection_is_left_to_the_client_without_a_delay() {
        let mut choice = ServerChoice::new(LONGEST);
        let servers = [server("a", 0, false), server("b", 3, false)];
        assert_eq!(choice.next(&servers, numbers()), None);
    }

    #[test]
    fn the_server_that_was_lost_is_tried_last() {
        let mut choice = ServerChoice::new(LONGEST);
        let mut random = numbers();
        let mut failed = [0, 0, 0];
        let mut tried = Vec::new();
        for _ in 0..6 {
            let servers = [
                server("a", failed[0], true),
                server("b", failed[1], false),
                server("c", failed[2], false),
            ];
            let (index, _) = choice.next(&servers, &mut random).unwrap();
            failed[index] += 1;
            tried.push(index);
        }
        assert_ne!(tried[0], 0);
        // Then each in turn, the lost one with one attempt less.
        assert!(!tried[..2].contains(&0), "{tried:?}");
        assert!(tried[2..].contains(&0), "{tried:?}");
        assert_eq!(failed.iter().sum::<usize>(), 6);
    }

    #[test]
    fn a_server_that_failed_long_ago_is_tried_before_the_one_that_was_just_lost() {
        let mut choice = ServerChoice::new(LONGEST);
        let servers = [server("a", 0, true), server("b", 9, false)];
        assert_eq!(choice.next(&servers, numbers()).unwrap().0, 1);
        // It connects, and is then lost, too.
        let servers = [server("a", 1, true), server("b", 0, true)];
        assert_eq!(choice.next(&servers, numbers()).unwrap().0, 0);
    }

    #[test]
    fn the_only_server_is_tried_again_and_again_ever_later() {
        let mut choice = ServerChoice::new(LONGEST);
        let mut random = numbers();
        let mut delays = Vec::new();
        for failed in 0..8 {
            let servers = [server("a", failed, true)];
            let (index, delay) = choice.next(&servers, &mut random).unwrap();
            assert_eq!(index, 0);
            delays.push(delay);
        }
        assert!(delays[0] <= SPREAD, "{delays:?}");
        assert!(delays[1] >= SECOND_ROUND / 2 && delays[1] <= SECOND_ROUND);
        assert!(delays[7] >= LONGEST / 2 && delays.iter().all(|it| *it <= LONGEST));
        // A connection in between resets the delay.
        let servers = [server("a", 0, true)];
        assert!(choice.next(&servers, &mut random).unwrap().1 <= SPREAD);
    }

    #[test]
    fn an_empty_pool_is_left_to_the_client() {
        let mut choice = ServerChoice::new(LONGEST);
        assert_eq!(choice.next(&[], numbers()), None);
        choice.chosen = Some("a".to_owned());
        assert_eq!(choice.next(&[], numbers()), None);
    }
}
