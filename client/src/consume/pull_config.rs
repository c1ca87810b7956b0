//! Configuration of a pull consumer, without settings of a push consumer.

use std::time::Duration;

use jsapi::endpoint::CONSUMER_CREATE;
use jsapi::{AckPolicy, ConsumerConfig, DeliverPolicy, PriorityPolicy, ReplayPolicy};
use time::OffsetDateTime;

use crate::error::{Error, Invalid, Result};

/// Configuration of a pull consumer.
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
/// Default ack policy: `explicit`. The server sets the other defaults. The type has no
/// settings that the server refuses for a pull consumer, such as a deliver subject or flow
/// control.
///
/// ```compile_fail
/// # use jsapi_client::consume::PullConfig;
/// let config = PullConfig::durable("WORKER").deliver_subject("to.me");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a configuration does not create a consumer"]
pub struct PullConfig(ConsumerConfig);

impl PullConfig {
    /// Creates the configuration of a durable consumer.
    ///
    /// It exists until it is deleted, or unused for its
    /// [`inactive_threshold`](Self::inactive_threshold), if that is set.
    pub fn durable(name: impl Into<String>) -> Self {
        let name = name.into();
        Self(explicit().with_name(name.clone()).with_durable_name(name))
    }

    /// Creates the configuration of an ephemeral consumer.
    ///
    /// The server deletes it after its [`inactive_threshold`](Self::inactive_threshold) without use
    /// (default: 5 s).
    pub fn ephemeral(name: impl Into<String>) -> Self {
        Self(explicit().with_name(name))
    }

    /// Creates the configuration of an ephemeral consumer with a name by the server.
    ///
    /// Each create request creates another consumer.
    pub fn unnamed() -> Self {
        Self(explicit())
    }

    /// Sets the description, up to 4 KiB.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.0.description = Some(text.into());
        self
    }

    /// Sets the filter subject; wildcards are allowed. Must not be empty.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.0.filter_subjects.clear();
        self.0.filter_subject = Some(subject.into());
        self
    }

    /// Sets several filter subjects. Requires server 2.10.
    pub fn filters<S: Into<String>>(mut self, subjects: impl IntoIterator<Item = S>) -> Self {
        self.0.filter_subject = None;
        self.0.filter_subjects = subjects.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the start. Default: the first message.
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

    /// Sets the ack policy. Default: `explicit`.
    pub fn ack_policy(mut self, policy: AckPolicy) -> Self {
        self.0.ack_policy = Some(policy);
        self
    }

    /// Sets the time before redelivery. Default: 30 s (set by the server).
    pub fn ack_wait(mut self, wait: Duration) -> Self {
        self.0.ack_wait = Some(wait);
        self
    }

    /// Sets the maximum number of deliveries per message. Default: unlimited.
    pub fn max_deliver(mut self, times: u32) -> Self {
        self.0.max_deliver = Some(i64::from(times));
        self
    }

    /// Sets the time before each redelivery, instead of [`ack_wait`](Self::ack_wait).
    pub fn backoff(mut self, waits: impl IntoIterator<Item = Duration>) -> Self {
        self.0.backoff = waits.into_iter().collect();
        self
    }

    /// Sets the maximum number of unacknowledged messages.
    ///
    /// Default: 1,000 (set by the server). At the maximum the server delivers no more messages.
    pub fn max_ack_pending(mut self, messages: u32) -> Self {
        self.0.max_ack_pending = Some(i64::from(messages));
        self
    }

    /// Sets the maximum number of waiting pulls. Default: 512 (set by the server).
    pub fn max_waiting(mut self, pulls: u64) -> Self {
        self.0.max_waiting = Some(pulls);
        self
    }

    /// Sets the maximum number of messages per pull. Default: unlimited.
    pub fn max_batch(mut self, messages: u64) -> Self {
        self.0.max_batch = Some(i64::try_from(messages).unwrap_or(i64::MAX));
        self
    }

    /// Sets the maximum number of bytes per pull. Default: unlimited.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.0.max_bytes = Some(i64::try_from(bytes).unwrap_or(i64::MAX));
        self
    }

    /// Sets the maximum time that a pull waits. Default: unlimited.
    pub fn max_expires(mut self, expires: Duration) -> Self {
        self.0.max_expires = Some(expires);
        self
    }

    /// Sets the time without use after which the server deletes the consumer.
    ///
    /// Default: 5 s for an ephemeral consumer, unlimited for a durable one (set by the server).
    pub fn inactive_threshold(mut self, threshold: Duration) -> Self {
        self.0.inactive_threshold = Some(threshold);
        self
    }

    /// Sets whether only headers are delivered, with the payload size as `Nats-Msg-Size`.
    pub fn headers_only(mut self, headers_only: bool) -> Self {
        self.0.headers_only = headers_only;
        self
    }

    /// Sets the replay policy. Default: `instant`.
    pub fn replay_policy(mut self, policy: ReplayPolicy) -> Self {
        self.0.replay_policy = Some(policy);
        self
    }

    /// Sets the percentage of sampled acknowledgements, such as `"30%"`.
    pub fn sample_freq(mut self, frequency: impl Into<String>) -> Self {
        self.0.sample_freq = Some(frequency.into());
        self
    }

    /// Sets the number of replicas of the state. Default: that of the stream.
    pub fn replicas(mut self, servers: u64) -> Self {
        self.0.num_replicas = Some(servers);
        self
    }

    /// Sets whether the state is kept in memory, independent of the stream.
    pub fn memory_storage(mut self, memory: bool) -> Self {
        self.0.mem_storage = memory;
        self
    }

    /// Adds a metadata entry. Requires server 2.10.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.metadata.insert(key.into(), value.into());
        self
    }

    /// Pauses the consumer until this time. Requires server 2.11.
    pub fn pause_until(mut self, time: OffsetDateTime) -> Self {
        self.0.pause_until = Some(time);
        self
    }

    /// Adds a priority group and sets the policy (ADR-42). Requires server 2.11.
    pub fn priority_group(mut self, group: impl Into<String>, policy: PriorityPolicy) -> Self {
        self.0.priority_groups = vec![group.into()];
        self.0.priority_policy = Some(policy);
        self
    }

    /// Sets the time without a pull after which the server unpins a client.
    ///
    /// Default: 2 minutes (set by the server). ADR-42. Requires server 2.11.
    pub fn priority_timeout(mut self, timeout: Duration) -> Self {
        self.0.priority_timeout = Some(timeout);
        self
    }

    /// Returns the configuration as in the request.
    pub fn as_config(&self) -> &ConsumerConfig {
        &self.0
    }

    /// Validates and returns the configuration.
    pub(crate) fn into_config(self) -> Result<ConsumerConfig> {
        check_names(&self.0)?;
        Ok(self.0)
    }
}

/// Start of a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Start {
    /// The first message of the stream.
    First,
    /// The last message of the stream.
    Last,
    /// The last message of each subject.
    LastPerSubject,
    /// New messages only.
    New,
    /// The message with this sequence, or the next one.
    Sequence(u64),
    /// The first message stored at or after this time.
    Time(OffsetDateTime),
}

/// Refuses empty names and subjects, which servers treat as unset.
///
/// A consumer without a name is ephemeral, and without a filter it delivers all messages.
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

/// Converts a configuration from a file or a server.
///
/// # Errors
/// [`Error::Invalid`] with the first setting that a pull consumer cannot have.
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
                let why = format!("a pull consumer cannot have {field:?}");
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
                Invalid::Config(format!("a pull consumer cannot have {field:?}").into())
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
