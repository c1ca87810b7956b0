//! Redelivery policy for a message whose handler failed, without a clock.

use std::time::Duration;

use async_nats::Subject;
use jsapi::{AckPolicy, ConsumerConfig};

use crate::error::Invalid;
use crate::protocol::notice::FailureAction;
use crate::publish::check_subject;

/// Default delay after the first failure.
const FIRST: Duration = Duration::from_millis(500);

/// Default maximum delay.
const LONGEST: Duration = Duration::from_secs(60);

/// Redelivery policy for messages whose handler returned an error or panicked.
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
/// Default: the client negatively acknowledges the message with a delay (`-NAK`), so the server
/// redelivers it until the handler succeeds or the consumer's `max_deliver` is reached. The
/// delay is the consumer's `backoff` for the number of deliveries, if set. Otherwise it is
/// 500 ms after the first delivery and doubles after each further one, up to 60 s; a random
/// part of up to a fifth is subtracted.
///
/// The number of deliveries is the server's
/// ([`Metadata::delivered`](crate::Metadata::delivered)), so it is the same for all clients of
/// the consumer. The client reads `backoff` and `max_deliver` once, when handling starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redelivery {
    delays: Delays,
    limit: Option<Limit>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Delays {
    /// The consumer's `backoff`, or exponential without one.
    #[default]
    Default,
    Exponential {
        first: Duration,
        longest: Duration,
    },
    /// By number of deliveries; the last entry applies to all further ones.
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
    /// Creates a policy with delays that double from `first` to `longest`.
    ///
    /// A random part of up to a fifth is subtracted. Ignores the consumer's `backoff`. Minimum of
    /// `first`: 1 ms.
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

    /// Creates a policy with the delays after the first delivery, the second, and so on.
    ///
    /// The last delay applies to all further deliveries. Ignores the consumer's `backoff`. An empty
    /// list is the default policy.
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

    /// Terminates a message after this number of failed deliveries (`+TERM`).
    ///
    /// The error is the reason of the termination. Also applies at the consumer's `max_deliver`, if
    /// that is lower. The server publishes an advisory with the reason
    /// ([`Stream::dead_letters`](crate::Stream::dead_letters)); the reason requires server 2.10.4.
    /// Minimum: 1.
    pub fn terminate_after(self, deliveries: u64) -> Self {
        self.limit(deliveries, GiveUp::Terminate)
    }

    /// Moves a message to a dead-letter subject after this number of failed deliveries.
    ///
    /// The client publishes the message to the subject, then terminates it (`+TERM`). Also applies
    /// at the consumer's `max_deliver`, if that is lower. A stream must have the subject. Headers
    /// describe the origin and the reason, see
    /// [`DEAD_LETTER`](crate::consume::dead_letter::DEAD_LETTER). The message ID prevents
    /// duplicates within the stream's duplicate window. If publishing fails, the client negatively
    /// acknowledges the message with a delay, and
    /// [`Notice::NotDeadLettered`](crate::consume::Notice::NotDeadLettered) has the reason.
    /// Minimum: 1.
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

    /// Returns the action for a failed delivery; `random` is below 1,024.
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

    /// Returns the delay before the redelivery.
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

/// Settings of the consumer for redelivery.
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
