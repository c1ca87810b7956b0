//! The configuration of a push consumer, which has nothing of a pull consumer.

use std::time::Duration;

use jsapi::{AckPolicy, ConsumerConfig, DeliverPolicy, ReplayPolicy};
use time::OffsetDateTime;

use crate::consume::pull_config::{Start, check_names};
use crate::error::{Error, Invalid, Result};

/// How often a push consumer says that it is there, unless set otherwise.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// How a push consumer is to be.
///
/// ```
/// use std::time::Duration;
/// use jsapi_client::consume::PushConfig;
///
/// let config = PushConfig::durable("WATCHER").filter("orders.new").max_deliver(5);
/// let shared = PushConfig::durable("WORKERS").group("workers");
/// ```
///
/// Messages are to be acknowledged one by one, unless set otherwise. Without a
/// [`group`](Self::group), it has a heartbeat every 5 s and flow control, so that
/// lost messages are noticed and a slow reader holds the server up. What is not
/// set is left to the server. There is nothing here that the server refuses for
/// a consumer that pushes, as limits of pulls.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a configuration makes no consumer"]
pub struct PushConfig {
    config: ConsumerConfig,
    heartbeat: Option<Duration>,
    flow_control: bool,
}

impl PushConfig {
    /// A consumer that stays until it is deleted.
    pub fn durable(name: impl Into<String>) -> Self {
        let name = name.into();
        Self::of(
            ConsumerConfig::new()
                .with_name(name.clone())
                .with_durable_name(name),
        )
    }

    /// A consumer that goes when nobody listens to it for its
    /// [`inactive_threshold`](Self::inactive_threshold), 5 s unless set.
    pub fn ephemeral(name: impl Into<String>) -> Self {
        Self::of(ConsumerConfig::new().with_name(name))
    }

    /// An ephemeral consumer that the server gives a name to.
    ///
    /// Each time it is created it is another consumer.
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

    /// Where it delivers to.
    ///
    /// Unless set, a subject under the connection's prefix of inboxes that is
    /// made of the names of stream and consumer, or is a new one for a consumer
    /// without a name.
    pub fn deliver_subject(mut self, subject: impl Into<String>) -> Self {
        self.config.deliver_subject = Some(subject.into());
        self
    }

    /// Each message goes to one of those who listen as members of this queue
    /// group.
    ///
    /// Without heartbeats and flow control: one member at a time would get
    /// them. Lost messages are not noticed, but delivered again where they are
    /// to be acknowledged.
    pub fn group(mut self, name: impl Into<String>) -> Self {
        self.config.deliver_group = Some(name.into());
        self.heartbeat = None;
        self.flow_control = false;
        self
    }

    /// Sets the interval of heartbeats while there are no messages. Default: 5 s.
    ///
    /// At least 100 ms. `None`: no heartbeats, and no flow control either, which needs
    /// them. The client notices lost messages only with the next message then.
    pub fn heartbeat(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.heartbeat = interval.into();
        self.flow_control &= self.heartbeat.is_some();
        self
    }

    /// Sets whether the server waits for a slow reader. Default: true.
    ///
    /// If false, messages beyond the capacity of the subscription are dropped.
    pub fn flow_control(mut self, wait: bool) -> Self {
        self.flow_control = wait;
        self
    }

    /// How many bits it delivers per second at most.
    pub fn rate_limit(mut self, bits_per_second: u64) -> Self {
        self.config.rate_limit_bps = Some(bits_per_second);
        self
    }

    /// What it is for, up to 4 KiB.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.config.description = Some(text.into());
        self
    }

    /// The one subject that it delivers messages of; may have wildcards, and is not
    /// empty.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.config.filter_subjects.clear();
        self.config.filter_subject = Some(subject.into());
        self
    }

    /// The subjects that it delivers messages of. Server 2.10 and later.
    pub fn filters<S: Into<String>>(mut self, subjects: impl IntoIterator<Item = S>) -> Self {
        self.config.filter_subject = None;
        self.config.filter_subjects = subjects.into_iter().map(Into::into).collect();
        self
    }

    /// Where it begins; with the first message unless set.
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

    /// What is to be acknowledged; each message by itself unless set.
    pub fn ack_policy(mut self, policy: AckPolicy) -> Self {
        self.config.ack_policy = Some(policy);
        self
    }

    /// How long an acknowledgement is waited for before the message is delivered
    /// again. The server's default is 30 s.
    pub fn ack_wait(mut self, wait: Duration) -> Self {
        self.config.ack_wait = Some(wait);
        self
    }

    /// How often a message is delivered at most; without end unless set.
    pub fn max_deliver(mut self, times: u32) -> Self {
        self.config.max_deliver = Some(i64::from(times));
        self
    }

    /// How long to wait before each further delivery, in place of `ack_wait`.
    pub fn backoff(mut self, waits: impl IntoIterator<Item = Duration>) -> Self {
        self.config.backoff = waits.into_iter().collect();
        self
    }

    /// How many messages may be unacknowledged. The server's default is 1000.
    pub fn max_ack_pending(mut self, messages: u32) -> Self {
        self.config.max_ack_pending = Some(i64::from(messages));
        self
    }

    /// How long the server keeps an ephemeral consumer that nobody listens to.
    ///
    /// The server's default is 5 s. A durable one is kept for ever unless set.
    pub fn inactive_threshold(mut self, threshold: Duration) -> Self {
        self.config.inactive_threshold = Some(threshold);
        self
    }

    /// Messages come without their payload.
    ///
    /// How many bytes it has is in the header [`MSG_SIZE`](crate::protocol::header::MSG_SIZE).
    pub fn headers_only(mut self, headers_only: bool) -> Self {
        self.config.headers_only = headers_only;
        self
    }

    /// Whether it delivers as fast as it can, or as the messages were stored.
    pub fn replay_policy(mut self, policy: ReplayPolicy) -> Self {
        self.config.replay_policy = Some(policy);
        self
    }

    /// How many of the acknowledgements are measured, as `50%`.
    ///
    /// See [`EventKind::ConsumerAck`](crate::api::events::EventKind::ConsumerAck).
    pub fn sample_freq(mut self, frequency: impl Into<String>) -> Self {
        self.config.sample_freq = Some(frequency.into());
        self
    }

    /// How many servers keep its state; as many as the stream's unless set.
    pub fn replicas(mut self, servers: u64) -> Self {
        self.config.num_replicas = Some(servers);
        self
    }

    /// Its state is kept in memory.
    pub fn memory_storage(mut self, memory: bool) -> Self {
        self.config.mem_storage = memory;
        self
    }

    /// Something to keep with it. Server 2.10 and later.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.config.metadata.insert(key.into(), value.into());
        self
    }

    /// It delivers nothing until then. Server 2.11 and later.
    pub fn pause_until(mut self, time: OffsetDateTime) -> Self {
        self.config.pause_until = Some(time);
        self
    }

    /// The same as the request has it.
    ///
    /// `inbox` is a subject that nobody else uses.
    pub(crate) fn into_config(self, stream: &str, inbox: String) -> Result<ConsumerConfig> {
        let Self {
            mut config,
            heartbeat,
            flow_control,
        } = self;
        let wrong = match (&config.deliver_group, heartbeat) {
            (Some(_), Some(_)) => Some("a queue group has no heartbeats"),
            (None, None) if flow_control => Some("flow control needs heartbeats"),
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
            // The same each time, so that creating it is safe to repeat.
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
