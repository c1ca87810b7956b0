//! Configuration of a push consumer, without settings of a pull consumer.

use std::time::Duration;

use jsapi::{AckPolicy, ConsumerConfig, DeliverPolicy, ReplayPolicy};
use time::OffsetDateTime;

use crate::consume::pull_config::{Start, check_names};
use crate::error::{Error, Invalid, Result};

/// Default interval of idle heartbeats.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// Configuration of a push consumer.
///
/// ```
/// use std::time::Duration;
/// use jsapi_client::consume::PushConfig;
///
/// let config = PushConfig::durable("WATCHER").filter("orders.new").max_deliver(5);
/// let shared = PushConfig::durable("WORKERS").group("workers");
/// ```
///
/// Default ack policy: `explicit`. Without a [`group`](Self::group), it has a heartbeat every
/// 5 s and flow control, so lost messages are detected and the server waits for a slow reader.
/// The server sets the other defaults. The type has no settings that the server refuses for a
/// push consumer, such as limits of pulls.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a configuration does not create a consumer"]
pub struct PushConfig {
    config: ConsumerConfig,
    heartbeat: Option<Duration>,
    flow_control: bool,
}

impl PushConfig {
    /// Creates the configuration of a durable consumer, which exists until deleted.
    pub fn durable(name: impl Into<String>) -> Self {
        let name = name.into();
        Self::of(
            ConsumerConfig::new()
                .with_name(name.clone())
                .with_durable_name(name),
        )
    }

    /// Creates the configuration of an ephemeral consumer.
    ///
    /// The server deletes it after its [`inactive_threshold`](Self::inactive_threshold) without a
    /// subscriber (default: 5 s).
    pub fn ephemeral(name: impl Into<String>) -> Self {
        Self::of(ConsumerConfig::new().with_name(name))
    }

    /// Creates the configuration of an ephemeral consumer with a name by the server.
    ///
    /// Each create request creates another consumer.
    pub fn unnamed() -> Self {
        Self::of(ConsumerConfig::new())
    }

    fn of(config: ConsumerConfig) -> Self {
        Self {
            config: config.with_ack_policy(AckPolicy::Explicit),
            heartbeat: Some(HEARTBEAT),
            flow_control: true,
        }
    }

    /// Sets the deliver subject.
    ///
    /// Default: a subject below the connection's inbox prefix with the names of stream and
    /// consumer, or a new inbox for a consumer without a name.
    pub fn deliver_subject(mut self, subject: impl Into<String>) -> Self {
        self.config.deliver_subject = Some(subject.into());
        self
    }

    /// Sets the queue group; each message is delivered to one member.
    ///
    /// Disables heartbeats and flow control, which only one member would receive. Lost messages
    /// are not detected, but redelivered if they require an acknowledgement.
    pub fn group(mut self, name: impl Into<String>) -> Self {
        self.config.deliver_group = Some(name.into());
        self.heartbeat = None;
        self.flow_control = false;
        self
    }

    /// Sets the interval of heartbeats while there are no messages. Default: 5 s.
    ///
    /// Minimum: 100 ms. `None`: no heartbeats and no flow control, which requires them. The client
    /// then detects lost messages only with the next message.
    pub fn heartbeat(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.heartbeat = interval.into();
        self.flow_control &= self.heartbeat.is_some();
        self
    }

    /// Sets whether the server waits for a slow reader. Default: `true`.
    ///
    /// `false`: messages beyond the capacity of the subscription are dropped.
    pub fn flow_control(mut self, wait: bool) -> Self {
        self.flow_control = wait;
        self
    }

    /// Sets the maximum delivery rate in bits per second. Default: unlimited.
    pub fn rate_limit(mut self, bits_per_second: u64) -> Self {
        self.config.rate_limit_bps = Some(bits_per_second);
        self
    }

    /// Sets the description, up to 4 KiB.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.config.description = Some(text.into());
        self
    }

    /// Sets the filter subject; wildcards are allowed. Must not be empty.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.config.filter_subjects.clear();
        self.config.filter_subject = Some(subject.into());
        self
    }

    /// Sets several filter subjects. Requires server 2.10.
    pub fn filters<S: Into<String>>(mut self, subjects: impl IntoIterator<Item = S>) -> Self {
        self.config.filter_subject = None;
        self.config.filter_subjects = subjects.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the start. Default: the first message.
    pub fn start(mut self, start: Start) -> Self {
        self.config.opt_start_seq = None;
        self.config.opt_start_time = None;
        self.config.deliver_policy = Some(match start {
            Start::First => DeliverPolicy::All,
            Start::Last => DeliverPolicy::Last,
            Start::LastPerSubject => DeliverPolicy::LastPerSubject,
            Start::New => DeliverPolicy::New,
            Start::Sequence(sequence) => {
                self.config.opt_start_seq = Some(sequence);
                DeliverPolicy::ByStartSequence
            }
            Start::Time(time) => {
                self.config.opt_start_time = Some(time);
                DeliverPolicy::ByStartTime
            }
        });
        self
    }

    /// Sets the ack policy. Default: `explicit`.
    pub fn ack_policy(mut self, policy: AckPolicy) -> Self {
        self.config.ack_policy = Some(policy);
        self
    }

    /// Sets the time before redelivery. Default: 30 s (set by the server).
    pub fn ack_wait(mut self, wait: Duration) -> Self {
        self.config.ack_wait = Some(wait);
        self
    }

    /// Sets the maximum number of deliveries per message. Default: unlimited.
    pub fn max_deliver(mut self, times: u32) -> Self {
        self.config.max_deliver = Some(i64::from(times));
        self
    }

    /// Sets the time before each redelivery, instead of `ack_wait`.
    pub fn backoff(mut self, waits: impl IntoIterator<Item = Duration>) -> Self {
        self.config.backoff = waits.into_iter().collect();
        self
    }

    /// Sets the maximum of unacknowledged messages. Default: 1000 (set by the server).
    pub fn max_ack_pending(mut self, messages: u32) -> Self {
        self.config.max_ack_pending = Some(i64::from(messages));
        self
    }

    /// Sets the time without a subscriber after which the server deletes the consumer.
    ///
    /// Default: 5 s for an ephemeral consumer, unlimited for a durable one (set by the server).
    pub fn inactive_threshold(mut self, threshold: Duration) -> Self {
        self.config.inactive_threshold = Some(threshold);
        self
    }

    /// Sets whether messages are delivered without payload.
    ///
    /// The header [`MSG_SIZE`](crate::protocol::header::MSG_SIZE) has the payload size in bytes.
    pub fn headers_only(mut self, headers_only: bool) -> Self {
        self.config.headers_only = headers_only;
        self
    }

    /// Sets the replay policy. Default: `instant`.
    pub fn replay_policy(mut self, policy: ReplayPolicy) -> Self {
        self.config.replay_policy = Some(policy);
        self
    }

    /// Sets the percentage of sampled acknowledgements, such as `50%`.
    ///
    /// See [`EventKind::ConsumerAck`](crate::api::events::EventKind::ConsumerAck).
    pub fn sample_freq(mut self, frequency: impl Into<String>) -> Self {
        self.config.sample_freq = Some(frequency.into());
        self
    }

    /// Sets the number of replicas of the state. Default: that of the stream.
    pub fn replicas(mut self, servers: u64) -> Self {
        self.config.num_replicas = Some(servers);
        self
    }

    /// Sets whether the state is kept in memory.
    pub fn memory_storage(mut self, memory: bool) -> Self {
        self.config.mem_storage = memory;
        self
    }

    /// Adds a metadata entry. Requires server 2.10.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.config.metadata.insert(key.into(), value.into());
        self
    }

    /// Pauses the consumer until this time. Requires server 2.11.
    pub fn pause_until(mut self, time: OffsetDateTime) -> Self {
        self.config.pause_until = Some(time);
        self
    }

    /// Validates and returns the configuration; `inbox` is a unique subject.
    pub(crate) fn into_config(self, stream: &str, inbox: String) -> Result<ConsumerConfig> {
        let Self {
            mut config,
            heartbeat,
            flow_control,
        } = self;
        let wrong = match (&config.deliver_group, heartbeat) {
            (Some(_), Some(_)) => Some("a queue group excludes heartbeats"),
            (None, None) if flow_control => Some("flow control requires heartbeats"),
            _ => None,
        };
        check_names(&config)?;
        if let Some(why) = wrong {
            return Err(Error::invalid("push consumer", Invalid::Config(why.into())));
        }
        if let Some(every) = heartbeat.filter(|every| *every < Duration::from_millis(100)) {
            let why = format!("heartbeat {every:?} is below 100 ms");
            return Err(Error::invalid("push consumer", Invalid::Config(why.into())));
        }
        config.idle_heartbeat = heartbeat;
        config.flow_control = flow_control;
        if config.deliver_subject.is_none() {
            // The same subject each time, so that creating it is safe to retry.
            config.deliver_subject = Some(match (&config.name, inbox.rsplit_once('.')) {
                (Some(name), Some((prefix, _))) => format!("{prefix}.{stream}.{name}"),
                _ => inbox,
            });
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(config: PushConfig) -> ConsumerConfig {
        config.into_config("S", "_INBOX.x".to_owned()).unwrap()
    }

    #[test]
    fn a_named_consumer_delivers_to_the_same_subject_each_time() {
        let subject = |config: ConsumerConfig| config.deliver_subject.unwrap();
        assert_eq!(subject(config(PushConfig::durable("C"))), "_INBOX.S.C");
        assert_eq!(subject(config(PushConfig::ephemeral("C"))), "_INBOX.S.C");
        assert_eq!(subject(config(PushConfig::unnamed())), "_INBOX.x");
        let own = PushConfig::durable("C").deliver_subject("own");
        assert_eq!(subject(config(own)), "own");
    }

    #[test]
    fn heartbeats_and_flow_control_are_there_unless_they_make_no_sense() {
        let of = |it: PushConfig| {
            let config = config(it);
            (
                config.idle_heartbeat.map(|every| every.as_millis()),
                config.flow_control,
            )
        };
        let durable = || PushConfig::durable("C");
        assert_eq!(of(durable()), (Some(5000), true));
        assert_eq!(
            of(durable().heartbeat(Duration::from_millis(100))),
            (Some(100), true)
        );
        assert_eq!(of(durable().flow_control(false)), (Some(5000), false));
        assert_eq!(of(durable().heartbeat(None)), (None, false));
        assert_eq!(of(durable().group("g")), (None, false));
        let late = durable().heartbeat(Duration::from_secs(9)).group("g");
        assert_eq!(of(late), (None, false));
        for wrong in [
            durable().group("g").heartbeat(Duration::from_secs(1)),
            durable().heartbeat(Duration::from_millis(99)),
            durable().heartbeat(Duration::ZERO),
        ] {
            assert!(wrong.into_config("S", "_INBOX.x".to_owned()).is_err());
        }
    }
}
