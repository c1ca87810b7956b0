//! The configuration of a pull consumer, which has nothing of a push consumer.

use std::time::Duration;

use jsapi::endpoint::CONSUMER_CREATE;
use jsapi::{AckPolicy, ConsumerConfig, DeliverPolicy, PriorityPolicy, ReplayPolicy};
use time::OffsetDateTime;

use crate::error::{Error, Invalid, Result};

/// How a pull consumer is to be.
///
/// ```
/// use std::time::Duration;
/// use jsapi_client::consume::PullConfig;
///
/// let config = PullConfig::durable("WORKER")
///     .filter("orders.new")
///     .ack_wait(Duration::from_secs(60))
///     .max_deliver(5);
/// ```
///
/// Messages are to be acknowledged one by one, unless set otherwise. What is not
/// set is left to the server. There is nothing here that the server refuses for
/// a consumer that is pulled from, as a deliver subject or flow control.
///
/// ```compile_fail
/// # use jsapi_client::consume::PullConfig;
/// let config = PullConfig::durable("WORKER").deliver_subject("to.me");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a configuration makes no consumer"]
pub struct PullConfig(ConsumerConfig);

impl PullConfig {
    /// A consumer that stays until it is deleted.
    ///
    /// Or until nobody used it for its
    /// [`inactive_threshold`](Self::inactive_threshold), if that is set.
    pub fn durable(name: impl Into<String>) -> Self {
        let name = name.into();
        Self(explicit().with_name(name.clone()).with_durable_name(name))
    }

    /// A consumer that goes when nobody uses it for its
    /// [`inactive_threshold`](Self::inactive_threshold), 5 s unless set.
    pub fn ephemeral(name: impl Into<String>) -> Self {
        Self(explicit().with_name(name))
    }

    /// An ephemeral consumer that the server gives a name to.
    ///
    /// Each time it is created it is another consumer.
    pub fn unnamed() -> Self {
        Self(explicit())
    }

    /// What it is for, up to 4 KiB.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.0.description = Some(text.into());
        self
    }

    /// The one subject that it delivers messages of; may have wildcards, and is not
    /// empty.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.0.filter_subjects.clear();
        self.0.filter_subject = Some(subject.into());
        self
    }

    /// The subjects that it delivers messages of. Server 2.10 and later.
    pub fn filters<S: Into<String>>(mut self, subjects: impl IntoIterator<Item = S>) -> Self {
        self.0.filter_subject = None;
        self.0.filter_subjects = subjects.into_iter().map(Into::into).collect();
        self
    }

    /// Where it begins; with the first message unless set.
    pub fn start(mut self, start: Start) -> Self {
        self.0.opt_start_seq = None;
        self.0.opt_start_time = None;
        self.0.deliver_policy = Some(match start {
            Start::First => DeliverPolicy::All,
            Start::Last => DeliverPolicy::Last,
            Start::LastPerSubject => DeliverPolicy::LastPerSubject,
            Start::New => DeliverPolicy::New,
            Start::Sequence(sequence) => {
                self.0.opt_start_seq = Some(sequence);
                DeliverPolicy::ByStartSequence
            }
            Start::Time(time) => {
                self.0.opt_start_time = Some(time);
                DeliverPolicy::ByStartTime
            }
        });
        self
    }

    /// What is to be acknowledged; each message by itself unless set.
    pub fn ack_policy(mut self, policy: AckPolicy) -> Self {
        self.0.ack_policy = Some(policy);
        self
    }

    /// How long an acknowledgement is waited for before the message is delivered
    /// again. The server's default is 30 s.
    pub fn ack_wait(mut self, wait: Duration) -> Self {
        self.0.ack_wait = Some(wait);
        self
    }

    /// How often a message is delivered at most; without end unless set.
    pub fn max_deliver(mut self, times: u32) -> Self {
        self.0.max_deliver = Some(i64::from(times));
        self
    }

    /// How long to wait before each further delivery, in place of
    /// [`ack_wait`](Self::ack_wait).
    pub fn backoff(mut self, waits: impl IntoIterator<Item = Duration>) -> Self {
        self.0.backoff = waits.into_iter().collect();
        self
    }

    /// How many messages may wait for their acknowledgement before no more are
    /// delivered. The server's default is 1,000.
    pub fn max_ack_pending(mut self, messages: u32) -> Self {
        self.0.max_ack_pending = Some(i64::from(messages));
        self
    }

    /// How many pulls may wait at once. The server's default is 512.
    pub fn max_waiting(mut self, pulls: u64) -> Self {
        self.0.max_waiting = Some(pulls);
        self
    }

    /// How many messages a pull may ask for; unlimited unless set.
    pub fn max_batch(mut self, messages: u64) -> Self {
        self.0.max_batch = Some(i64::try_from(messages).unwrap_or(i64::MAX));
        self
    }

    /// How many bytes a pull may ask for; unlimited unless set.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.0.max_bytes = Some(i64::try_from(bytes).unwrap_or(i64::MAX));
        self
    }

    /// How long a pull may wait; without end unless set.
    pub fn max_expires(mut self, expires: Duration) -> Self {
        self.0.max_expires = Some(expires);
        self
    }

    /// How long nobody has to use it until it is deleted.
    ///
    /// The server's default is 5 s for an ephemeral consumer, and without end for
    /// a durable one.
    pub fn inactive_threshold(mut self, threshold: Duration) -> Self {
        self.0.inactive_threshold = Some(threshold);
        self
    }

    /// Delivers headers only, and the size of the payload as `Nats-Msg-Size`.
    pub fn headers_only(mut self, headers_only: bool) -> Self {
        self.0.headers_only = headers_only;
        self
    }

    /// At the pace that messages were stored in, or at once; at once unless set.
    pub fn replay_policy(mut self, policy: ReplayPolicy) -> Self {
        self.0.replay_policy = Some(policy);
        self
    }

    /// How many of 100 acknowledgements the server tells of, as `"30%"`.
    pub fn sample_freq(mut self, frequency: impl Into<String>) -> Self {
        self.0.sample_freq = Some(frequency.into());
        self
    }

    /// How many servers keep its state; as many as the stream unless set.
    pub fn replicas(mut self, servers: u64) -> Self {
        self.0.num_replicas = Some(servers);
        self
    }

    /// Keeps its state in memory, whatever the stream does.
    pub fn memory_storage(mut self, memory: bool) -> Self {
        self.0.mem_storage = memory;
        self
    }

    /// A pair of the caller's own. Server 2.10 and later.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.metadata.insert(key.into(), value.into());
        self
    }

    /// Delivers nothing until then. Server 2.11 and later.
    pub fn pause_until(mut self, time: OffsetDateTime) -> Self {
        self.0.pause_until = Some(time);
        self
    }

    /// Serves the clients of a group by a policy (ADR-42). Server 2.11 and later.
    pub fn priority_group(mut self, group: impl Into<String>, policy: PriorityPolicy) -> Self {
        self.0.priority_groups = vec![group.into()];
        self.0.priority_policy = Some(policy);
        self
    }

    /// How long a client stays pinned without pulling. The server's default is
    /// 2 minutes. ADR-42, server 2.11 and later.
    pub fn priority_timeout(mut self, timeout: Duration) -> Self {
        self.0.priority_timeout = Some(timeout);
        self
    }

    /// The same as the request has it.
    pub fn as_config(&self) -> &ConsumerConfig {
        &self.0
    }

    /// The same, if there is nothing in it that a server takes for something else.
    pub(crate) fn into_config(self) -> Result<ConsumerConfig> {
        check_names(&self.0)?;
        Ok(self.0)
    }
}

/// Where a consumer begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Start {
    /// The first message that the stream has.
    First,
    /// The last message that the stream has.
    Last,
    /// The last message of each subject.
    LastPerSubject,
    /// What is stored from now on.
    New,
    /// This sequence, or the next that there is.
    Sequence(u64),
    /// The first message that was stored at this time or later.
    Time(OffsetDateTime),
}

/// Refuses empty names and subjects, which to a server are none: a consumer without
/// a name is an ephemeral one, and without a filter it delivers the whole stream.
pub(crate) fn check_names(config: &ConsumerConfig) -> Result<()> {
    let named = |what: &'static str, text: &Option<String>| match text {
        Some(text) => Error::if_empty(CONSUMER_CREATE.verb, what, text),
        None => Ok(()),
    };
    named("consumer name", &config.name)?;
    named("consumer name", &config.durable_name)?;
    named("filter subject", &config.filter_subject)?;
    named("deliver subject", &config.deliver_subject)?;
    named("deliver group", &config.deliver_group)?;
    for filter in &config.filter_subjects {
        Error::if_empty(CONSUMER_CREATE.verb, "filter subject", filter)?;
    }
    for group in &config.priority_groups {
        Error::if_empty(CONSUMER_CREATE.verb, "priority group", group)?;
    }
    Ok(())
}

fn explicit() -> ConsumerConfig {
    ConsumerConfig::new().with_ack_policy(AckPolicy::Explicit)
}

impl From<PullConfig> for ConsumerConfig {
    fn from(config: PullConfig) -> Self {
        config.0
    }
}

/// One that is read from a file, or from a server.
///
/// # Errors
/// [`Error::Invalid`] naming the first setting that a pull consumer cannot have.
impl TryFrom<ConsumerConfig> for PullConfig {
    type Error = Error;

    fn try_from(config: ConsumerConfig) -> Result<Self> {
        let push = [
            ("deliver_subject", config.deliver_subject.is_some()),
            ("deliver_group", config.deliver_group.is_some()),
            ("flow_control", config.flow_control),
            (
                "idle_heartbeat",
                config.idle_heartbeat.is_some_and(|every| !every.is_zero()),
            ),
            (
                "rate_limit_bps",
                config.rate_limit_bps.is_some_and(|bits| bits > 0),
            ),
        ];
        match push.iter().find(|(_, set)| *set) {
            None => Ok(Self(config)),
            Some((field, _)) => {
                let why = format!("a pull consumer has no {field:?}");
                Err(Error::invalid("pull consumer", Invalid::Config(why.into())))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_push_consumers_configuration_is_refused_by_the_setting() {
        let base = || ConsumerConfig::new().with_durable_name("C");
        assert!(PullConfig::try_from(base()).is_ok());
        for (config, field) in [
            (base().with_deliver_subject("d"), "deliver_subject"),
            (base().with_deliver_group("g"), "deliver_group"),
            (base().with_flow_control(true), "flow_control"),
            (
                base().with_idle_heartbeat(Duration::from_secs(1)),
                "idle_heartbeat",
            ),
            (base().with_rate_limit_bps(1), "rate_limit_bps"),
        ] {
            let error = PullConfig::try_from(config).unwrap_err();
            let Error::Invalid { source, .. } = error else {
                panic!("{error}")
            };
            assert_eq!(
                *source,
                Invalid::Config(format!("a pull consumer has no {field:?}").into())
            );
        }
    }

    #[test]
    fn a_later_start_takes_the_place_of_an_earlier_one() {
        let config = PullConfig::durable("C")
            .start(Start::Sequence(5))
            .start(Start::New);
        assert_eq!(config.0.opt_start_seq, None);
        assert_eq!(config.0.deliver_policy, Some(DeliverPolicy::New));
    }
}
