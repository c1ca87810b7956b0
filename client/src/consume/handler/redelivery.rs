//! What happens to a message whose handler failed: a decision without a clock.

use std::time::Duration;

use async_nats::Subject;
use jsapi::{AckPolicy, ConsumerConfig};

use crate::error::Invalid;
use crate::protocol::notice::FailureAction;
use crate::publish::check_subject;

/// Default delay after the first failure.
const FIRST: Duration = Duration::from_millis(500);

/// Default longest delay.
const LONGEST: Duration = Duration::from_secs(60);

/// Redelivery policy for messages whose handler failed: returned an error, or
/// panicked.
///
/// ```no_run
/// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
/// use jsapi_client::consume::Redelivery;
///
/// let messages = orders.messages().open().await?;
/// messages
///     .handle(|message| async move { message.metadata().map(drop) })
///     .redelivery(Redelivery::default().dead_letter_after(5, "dead.orders"))
///     .await
/// # }
/// ```
///
/// Default: the message is negatively acknowledged with a delay (`-NAK`), and so
/// redelivered until the handler succeeds or the consumer's `max_deliver` is
/// reached. The delay is the consumer's `backoff` for that delivery count if it has
/// one; otherwise 500 ms after the first delivery and twice as long after each
/// further one, up to 60 s, each shortened by a random part of up to a fifth.
///
/// The delivery count is the server's
/// ([`Metadata::delivered`](crate::Metadata::delivered)), so that it is the same
/// for all clients of the consumer. `backoff` and `max_deliver` are read once, when
/// handling begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redelivery {
    delays: Delays,
    limit: Option<Limit>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Delays {
    /// The consumer's `backoff`, or else exponential.
    #[default]
    Default,
    Exponential {
        first: Duration,
        longest: Duration,
    },
    /// By delivery count; the last one for all further deliveries.
    Listed(Vec<Duration>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Limit {
    deliveries: u64,
    give_up: GiveUp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum GiveUp {
    Terminate,
    DeadLetter(Subject),
}

impl Redelivery {
    /// Delays that double with each delivery, from `first` to `longest`.
    ///
    /// Each is shortened by a random part of up to a fifth. The consumer's
    /// `backoff` is not used. A `first` of zero is taken as 1 ms.
    pub fn exponential(first: Duration, longest: Duration) -> Self {
        let first = first.max(Duration::from_millis(1));
        Self {
            delays: Delays::Exponential {
                first,
                longest: longest.max(first),
            },
            limit: None,
        }
    }

    /// The delays after the first delivery, the second, and so on.
    ///
    /// The last one is used for all further deliveries. The consumer's `backoff` is
    /// not used. An empty list is the default.
    pub fn delays(delays: impl IntoIterator<Item = Duration>) -> Self {
        let delays: Vec<_> = delays.into_iter().collect();
        Self {
            delays: match delays.is_empty() {
                true => Delays::Default,
                false => Delays::Listed(delays),
            },
            limit: None,
        }
    }

    /// Terminates a message that failed at its delivery number `deliveries` or
    /// later, with the error as the reason (`+TERM`).
    ///
    /// Also at the last delivery that the consumer's `max_deliver` allows, if that
    /// is earlier. The server publishes an advisory with the reason
    /// ([`Stream::dead_letters`](crate::Stream::dead_letters)). Requires server
    /// 2.10.4 for the reason. Range: 1 or more.
    pub fn terminate_after(self, deliveries: u64) -> Self {
        self.limit(deliveries, GiveUp::Terminate)
    }

    /// Publishes a message that failed at its delivery number `deliveries` or later
    /// to a dead-letter subject, then terminates it (`+TERM`).
    ///
    /// Also at the last delivery that the consumer's `max_deliver` allows, if that
    /// is earlier. A stream has to store the subject. The headers say where the
    /// message comes from and why, see
    /// [`DEAD_LETTER`](crate::consume::dead_letter::DEAD_LETTER); with its message ID it is
    /// stored once, however often it is published within the stream's duplicate
    /// window. If it cannot be published, the message is negatively acknowledged
    /// with a delay instead, and
    /// [`Notice::NotDeadLettered`](crate::consume::Notice::NotDeadLettered) says
    /// why. Range: 1 or more.
    pub fn dead_letter_after(self, deliveries: u64, subject: impl Into<Subject>) -> Self {
        self.limit(deliveries, GiveUp::DeadLetter(subject.into()))
    }

    fn limit(mut self, deliveries: u64, give_up: GiveUp) -> Self {
        self.limit = Some(Limit {
            deliveries,
            give_up,
        });
        self
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        match &self.limit {
            None => Ok(()),
            Some(limit) if limit.deliveries == 0 => {
                Err(Invalid::Argument("redelivery limit is 0 deliveries".into()))
            }
            Some(limit) => match &limit.give_up {
                GiveUp::Terminate => Ok(()),
                GiveUp::DeadLetter(subject) => check_subject(subject),
            },
        }
    }

    /// What to do with a message that failed at this delivery; `random` is below
    /// 1,024.
    pub(super) fn decide(&self, delivered: u64, terms: &Terms, random: u32) -> FailureAction {
        let delivered = delivered.max(1);
        let last = !terms.acks || terms.max_deliver.is_some_and(|most| delivered >= most);
        match &self.limit {
            Some(limit) if last || delivered >= limit.deliveries => match &limit.give_up {
                GiveUp::Terminate => FailureAction::Terminate,
                GiveUp::DeadLetter(subject) => FailureAction::DeadLetter {
                    subject: subject.to_string(),
                },
            },
            _ if last => FailureAction::NotRedelivered,
            _ => FailureAction::Redeliver {
                after: self.delay(delivered, &terms.backoff, random),
            },
        }
    }

    /// How long the server is to wait before it redelivers.
    pub(super) fn delay(&self, delivered: u64, backoff: &[Duration], random: u32) -> Duration {
        match (&self.delays, backoff) {
            (Delays::Listed(delays), _) => at(delays, delivered),
            (Delays::Default, []) => doubled(FIRST, LONGEST, delivered, random),
            (Delays::Default, backoff) => at(backoff, delivered),
            (Delays::Exponential { first, longest }, _) => {
                doubled(*first, *longest, delivered, random)
            }
        }
    }
}

fn at(delays: &[Duration], delivered: u64) -> Duration {
    let index = usize::try_from(delivered.saturating_sub(1)).unwrap_or(usize::MAX);
    let delay = delays.get(index).or(delays.last());
    delay.copied().unwrap_or(FIRST)
}

fn doubled(first: Duration, longest: Duration, delivered: u64, random: u32) -> Duration {
    let times = u32::try_from(delivered.saturating_sub(1)).unwrap_or(u32::MAX);
    let factor = 2_u32.checked_pow(times).unwrap_or(u32::MAX);
    let whole = first.saturating_mul(factor).min(longest);
    whole - whole / (5 * 1024) * random.min(1024)
}

/// What the consumer's configuration says about redelivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) acks: bool,
    pub(super) headers_only: bool,
    max_deliver: Option<u64>,
    backoff: Vec<Duration>,
}

impl Terms {
    pub(super) fn of(config: &ConsumerConfig) -> Self {
        Self {
            acks: !matches!(config.ack_policy, None | Some(AckPolicy::None)),
            headers_only: config.headers_only,
            // Up to 0 is unlimited.
            max_deliver: config
                .max_deliver
                .and_then(|most| u64::try_from(most).ok())
                .filter(|most| *most > 0),
            backoff: config.backoff.clone(),
        }
    }

    pub(super) fn backoff(&self) -> &[Duration] {
        &self.backoff
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn redeliver(delay: u64) -> FailureAction {
        FailureAction::Redeliver { after: ms(delay) }
    }

    fn dead() -> FailureAction {
        FailureAction::DeadLetter {
            subject: "dead".into(),
        }
    }

    #[test]
    fn a_failed_message_is_redelivered_ever_later_and_given_up_at_the_bound() {
        use FailureAction::{NotRedelivered, Terminate};
        let backoff = [ms(1_000), ms(2_000)];
        let given = |redelivery: Redelivery, backoff: &[Duration], max_deliver| {
            let terms = Terms {
                acks: true,
                headers_only: false,
                max_deliver,
                backoff: backoff.to_vec(),
            };
            let at = move |delivered| redelivery.decide(delivered, &terms, 0);
            (1..6).map(at).collect::<Vec<_>>()
        };
        let default = Redelivery::default;
        assert_eq!(
            given(default(), &[], None),
            [500, 1_000, 2_000, 4_000, 8_000].map(redeliver)
        );
        assert_eq!(
            given(default(), &backoff, Some(3)),
            [
                redeliver(1_000),
                redeliver(2_000),
                NotRedelivered,
                NotRedelivered,
                NotRedelivered
            ]
        );
        assert_eq!(
            given(default().terminate_after(4), &backoff, None),
            [
                redeliver(1_000),
                redeliver(2_000),
                redeliver(2_000),
                Terminate,
                Terminate
            ]
        );
        // What the consumer allows goes before.
        assert_eq!(
            given(default().dead_letter_after(4, "dead"), &[], Some(2)),
            [redeliver(500), dead(), dead(), dead(), dead()]
        );
        assert_eq!(
            given(Redelivery::delays([ms(7), ms(9)]), &backoff, None),
            [7, 9, 9, 9, 9].map(redeliver)
        );
        assert_eq!(
            given(Redelivery::exponential(ms(10), ms(30)), &backoff, None),
            [10, 20, 30, 30, 30].map(redeliver)
        );
    }

    #[test]
    fn a_message_of_a_consumer_without_acknowledgements_is_not_redelivered() {
        let none = Terms::default();
        let default = Redelivery::default();
        assert_eq!(default.decide(1, &none, 0), FailureAction::NotRedelivered);
        let dead_letter = default.dead_letter_after(5, "dead");
        assert_eq!(dead_letter.decide(1, &none, 0), dead());
    }

    #[test]
    fn delays_have_jitter_a_bound_and_never_spin() {
        let default = Redelivery::default();
        for delivered in [1, 2, 3, 10, 64, 1_000, u64::MAX] {
            for random in [0, 1, 500, 1_023, u32::MAX] {
                let delay = default.delay(delivered, &[], random);
                assert!(
                    (ms(400)..=LONGEST).contains(&delay),
                    "{delivered}: {delay:?}"
                );
                if delivered >= 3 {
                    assert!(delay >= ms(1_600), "{delivered}: {delay:?}");
                }
            }
        }
        assert_ne!(default.delay(3, &[], 0), default.delay(3, &[], 1_023));
        let none = Redelivery::exponential(Duration::ZERO, Duration::ZERO);
        assert_eq!(none.delay(1, &[], 0), ms(1));
        assert_eq!(Redelivery::delays([]), default);
    }

    #[test]
    fn a_limit_of_no_delivery_and_a_subject_that_is_none_are_refused() {
        let default = Redelivery::default;
        assert!(default().check().is_ok());
        assert!(default().dead_letter_after(1, "dead.a").check().is_ok());
        for refused in [
            default().terminate_after(0),
            default().dead_letter_after(0, "dead.a"),
            default().dead_letter_after(1, ""),
            default().dead_letter_after(1, "dead.>"),
            default().dead_letter_after(1, "dead a"),
        ] {
            assert!(refused.check().is_err(), "{refused:?}");
        }
    }
}
