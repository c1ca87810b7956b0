//! Detection of a stale connection: a state machine without clock or socket.

use std::time::Duration;

use tokio::time::Instant;

use crate::connection::transport::Connection;

/// Time without received bytes before the client sends a PING.
pub(crate) const SILENCE: Duration = Duration::from_secs(2);

/// Time for the server to answer the PING.
pub(crate) const ANSWER: Duration = Duration::from_secs(1);

/// Time without a check after which earlier silence does not count.
///
/// No operation waited, or this process was halted and has not read its socket yet.
const BLIND: Duration = Duration::from_secs(1);

/// Maximum number of doublings of `ANSWER`.
const DOUBLED: u32 = 5;

/// Time after a stale connection for which the time for an answer stays longer.
const REMEMBERED: Duration = Duration::from_secs(60);

/// State of a connection while operations wait for replies.
///
/// Each waiting operation checks it a few times a second. Without a waiting operation
/// nothing is checked or sent.
///
/// After a stale connection, the next one gets more time, so that a slow connection is not
/// replaced repeatedly.
#[derive(Debug)]
pub(crate) struct StaleConnection {
    connection: Connection,
    /// Number of bytes received at the last check.
    bytes: u64,
    /// Time of the last received byte.
    silent_since: Instant,
    looked: Instant,
    probed: Option<Instant>,
    given_up: Option<Instant>,
    in_a_row: u32,
}

/// Action for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// None: the server sent bytes recently, or has time left to answer.
    Wait,
    /// Send a PING.
    Probe,
    /// Reconnect.
    GiveUp,
}

impl StaleConnection {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            connection: Connection::default(),
            bytes: 0,
            silent_since: now,
            looked: now,
            probed: None,
            given_up: None,
            in_a_row: 0,
        }
    }

    /// Checks the connection, by the number of bytes received so far.
    pub(crate) fn look(&mut self, now: Instant, connection: Connection, bytes: u64) -> Verdict {
        let unseen = now.saturating_duration_since(std::mem::replace(&mut self.looked, now));
        if connection != self.connection || !connection.connected {
            self.connection = connection;
            return self.heard(now, bytes);
        }
        if bytes != self.bytes {
            if self.probed.is_some() {
                self.in_a_row = 0;
            }
            return self.heard(now, bytes);
        }
        if unseen > BLIND {
            return self.heard(now, bytes);
        }
        let time_to_answer = self.time_to_answer(now);
        match self.probed {
            None if now.saturating_duration_since(self.silent_since) >= SILENCE => {
                self.probed = Some(now);
                Verdict::Probe
            }
            Some(probed) if now.saturating_duration_since(probed) >= time_to_answer => {
                self.heard(now, bytes);
                self.given_up = Some(now);
                self.in_a_row = self.in_a_row.saturating_add(1);
                Verdict::GiveUp
            }
            _ => Verdict::Wait,
        }
    }

    /// Records that the PING could not be sent.
    pub(crate) fn not_probed(&mut self) {
        self.probed = None;
    }

    fn heard(&mut self, now: Instant, bytes: u64) -> Verdict {
        self.bytes = bytes;
        self.silent_since = now;
        self.probed = None;
        Verdict::Wait
    }

    fn time_to_answer(&mut self, now: Instant) -> Duration {
        let lately = |at: Instant| now.saturating_duration_since(at) < REMEMBERED;
        if !self.given_up.is_some_and(lately) {
            self.in_a_row = 0;
        }
        ANSWER * (1 << self.in_a_row.min(DOUBLED))
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{GiveUp, Probe};
    use super::*;

    /// A connection that is checked every 50 ms, in seconds from the start.
    struct Looked {
        start: Instant,
        at: f64,
        stale: StaleConnection,
        connection: Connection,
    }

    impl Looked {
        fn new() -> Self {
            let start = Instant::now();
            Self {
                start,
                at: 0.0,
                stale: StaleConnection::new(start),
                connection: Connection::new(true, 1),
            }
        }

        fn at(&self, seconds: f64) -> Instant {
            self.start + Duration::from_secs_f64(seconds)
        }

        /// Checks until a time, with the number of bytes received so far.
        fn until(&mut self, end: f64, bytes: u64) -> Vec<(Verdict, f64)> {
            let mut verdicts = Vec::new();
            while self.at < end {
                self.at += 0.05;
                let now = self.at(self.at);
                match self.stale.look(now, self.connection, bytes) {
                    Verdict::Wait => {}
                    verdict => verdicts.push((verdict, (self.at * 10.0).round() / 10.0)),
                }
            }
            verdicts
        }

        fn reconnect(&mut self) {
            self.connection.count += 1;
        }
    }

    fn kinds(verdicts: Vec<(Verdict, f64)>) -> Vec<Verdict> {
        verdicts.into_iter().map(|(verdict, _)| verdict).collect()
    }

    #[test]
    fn a_silent_connection_is_probed_after_2_s_and_given_up_1_s_later() {
        let mut looked = Looked::new();
        assert_eq!(looked.until(1.9, 1), []);
        let verdicts = looked.until(3.5, 1);
        assert_eq!(kinds(verdicts.clone()), [Probe, GiveUp]);
        assert!((2.0..2.2).contains(&verdicts[0].1), "{verdicts:?}");
        assert!((3.0..3.3).contains(&verdicts[1].1), "{verdicts:?}");
    }

    #[test]
    fn any_byte_after_the_probe_keeps_the_connection() {
        let mut looked = Looked::new();
        for second in 0..60_u32 {
            let verdicts = looked.until(f64::from(second) * 2.5, second.into());
            assert!(!kinds(verdicts).contains(&GiveUp), "{second}");
        }
    }

    #[test]
    fn a_connection_that_is_never_silent_is_not_probed() {
        let mut looked = Looked::new();
        for tenths in 1..600_u32 {
            let verdicts = looked.until(f64::from(tenths) / 10.0, (tenths / 15).into());
            assert_eq!(verdicts, [], "{tenths}");
        }
    }

    #[test]
    fn nothing_is_known_after_a_time_in_which_nobody_looked() {
        // Like a process that was halted: it checks before it reads.
        let mut looked = Looked::new();
        assert_eq!(kinds(looked.until(2.5, 1)), [Probe]);
        looked.at += 60.0;
        let end = looked.at + 1.5;
        assert_eq!(looked.until(end, 1), []);
        // Like operations that wait now and then.
        let mut stale = StaleConnection::new(looked.start);
        for second in 0..60_u32 {
            let now = looked.at(f64::from(second) * 1.1);
            assert_eq!(stale.look(now, looked.connection, 1), Verdict::Wait);
        }
    }

    #[test]
    fn another_connection_is_judged_anew() {
        let mut looked = Looked::new();
        assert_eq!(kinds(looked.until(2.9, 1)), [Probe]);
        looked.reconnect();
        assert_eq!(looked.until(4.8, 1), []);
        looked.connection.connected = false;
        assert_eq!(looked.until(60.0, 1), []);
    }

    #[test]
    fn a_connection_gets_more_time_right_after_another_was_given_up() {
        let mut looked = Looked::new();
        let mut given_up = Vec::new();
        for _ in 0..5 {
            let end = looked.at + 20.0;
            let begun = looked.at;
            while looked.at < end {
                let next = looked.at + 0.05;
                if kinds(looked.until(next, 1)).contains(&GiveUp) {
                    given_up.push((looked.at - begun).round());
                    looked.reconnect();
                    break;
                }
            }
        }
        assert_eq!(given_up, [3.0, 4.0, 6.0, 10.0, 18.0]);
        // An answered PING ends that.
        let end = looked.at + 2.5;
        assert_eq!(kinds(looked.until(end, 1)), [Probe]);
        let end = looked.at + 0.1;
        assert_eq!(looked.until(end, 2), []);
        let end = looked.at + 3.3;
        assert_eq!(kinds(looked.until(end, 2)), [Probe, GiveUp]);
    }

    #[test]
    fn a_minute_later_it_gets_as_much_time_as_ever() {
        let mut looked = Looked::new();
        assert_eq!(kinds(looked.until(3.3, 1)), [Probe, GiveUp]);
        looked.reconnect();
        looked.at += 61.0;
        let end = looked.at + 3.5;
        assert_eq!(kinds(looked.until(end, 1)), [Probe, GiveUp]);
    }

    #[test]
    fn a_probe_that_could_not_be_sent_is_tried_again_and_nothing_is_given_up() {
        let mut looked = Looked::new();
        for tenths in 1..100_u32 {
            let verdicts = looked.until(f64::from(tenths) / 10.0, 1);
            looked.stale.not_probed();
            assert!(!kinds(verdicts).contains(&GiveUp), "{tenths}");
        }
        let end = looked.at + 1.5;
        assert_eq!(kinds(looked.until(end, 1)), [Probe, GiveUp]);
    }
}
