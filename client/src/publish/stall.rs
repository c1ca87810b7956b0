//! Noticing that the server at the other end has halted.

use std::time::Duration;

use jsapi::AccountInfoRequest;
use tokio::time::Instant;

use crate::context::Context;
use crate::error::Error;

/// How long nothing may come while answers are waited for.
pub(super) const QUIET: Duration = Duration::from_millis(2500);

/// After this long without a look, what was seen before says nothing.
const FORGOTTEN: Duration = Duration::from_secs(1);

/// How long any answer is waited for.
const ANY: Duration = Duration::from_secs(1);

/// Gives a connection up over which a message was not answered in time, when
/// nothing else came since there were `before` bytes, and nothing comes now.
///
/// One request, if nothing came and there is time: one that may not be made is
/// answered as well.
pub(super) async fn give_up(context: &Context, before: Option<u64>, left: Duration) {
    let nothing = || before.is_some() && context.bytes_in() == before;
    if !nothing() || left < ANY {
        return;
    }
    let asked = context.call(&AccountInfoRequest::new()).timeout(ANY).await;
    if matches!(asked, Err(Error::TimedOut { .. })) && nothing() {
        context.reconnect();
    }
}

/// What is known of a connection over which answers are waited for.
///
/// `async-nats` asks a silent server after a minute, and gives it up after
/// another. Messages that are under way do not have that much time. Knows neither
/// clock nor socket.
#[derive(Debug)]
pub(super) struct Stall {
    /// How many bytes had come.
    bytes: Option<u64>,
    /// Since when no more came.
    since: Instant,
    looked: Instant,
    asked: bool,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Advice {
    /// Something came not long ago.
    Wait,
    /// Send something that any server says something to that is there.
    Ask,
    /// Give the connection up.
    GiveUp,
}

impl Stall {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            bytes: None,
            since: now,
            looked: now,
            asked: false,
        }
    }

    /// Looked at while messages are under way.
    pub(super) fn look(&mut self, now: Instant, bytes: Option<u64>) -> Advice {
        let looked = std::mem::replace(&mut self.looked, now);
        if bytes.is_none() || bytes != self.bytes || now - looked > FORGOTTEN {
            self.bytes = bytes;
            self.since = now;
            self.asked = false;
            return Advice::Wait;
        }
        if now - self.since < QUIET {
            return Advice::Wait;
        }
        self.since = now;
        self.asked = !self.asked;
        match self.asked {
            true => Advice::Ask,
            false => Advice::GiveUp,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is advised over the seconds given, with the bytes at each.
    fn advised(looks: &[(f64, u64)]) -> Vec<Advice> {
        let start = Instant::now();
        let mut stall = Stall::new(start);
        let mut advised = Vec::new();
        let mut at = 0.0;
        for (until, bytes) in looks {
            while at < *until {
                at += 0.05;
                let now = start + Duration::from_secs_f64(at);
                match stall.look(now, Some(*bytes)) {
                    Advice::Wait => {}
                    advice => advised.push(advice),
                }
            }
        }
        advised
    }

    #[test]
    fn a_connection_is_given_up_when_nothing_comes_for_what_is_asked() {
        use Advice::{Ask, GiveUp};
        assert_eq!(advised(&[(2.4, 1)]), []);
        assert_eq!(advised(&[(2.7, 1)]), [Ask]);
        assert_eq!(advised(&[(5.2, 1)]), [Ask, GiveUp]);
        assert_eq!(advised(&[(2.7, 1), (5.0, 2)]), [Ask]);
        assert_eq!(advised(&[(2.0, 1), (4.0, 2), (6.0, 3)]), []);
        assert_eq!(advised(&[(10.3, 1)]), [Ask, GiveUp, Ask, GiveUp]);
    }

    #[test]
    fn where_bytes_are_not_counted_or_nobody_looked_nothing_is_known() {
        let start = Instant::now();
        let mut stall = Stall::new(start);
        for second in 0..60 {
            let now = start + Duration::from_secs(second * 2);
            assert_eq!(stall.look(now, Some(1)), Advice::Wait);
            assert_eq!(stall.look(now, None), Advice::Wait);
        }
    }
}
