//! Builder of a publisher.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::super::in_flight::InFlight;
use super::admission::Admission;
use super::outcomes::Outcomes;
use super::owner::Owner;
use super::shared::Shared;
use super::state::State;
use super::unseen::Unseen;
use super::{Publisher, PublisherStats};
use crate::api::context::Context;
use crate::error::Result;
use crate::protocol::retry::PublishOptions;

/// Maximum timeout of a message.
const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365);

impl Context {
    /// Builds a publisher, for many messages in flight.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use std::collections::VecDeque;
    ///
    /// let publisher = ctx.publisher().max_in_flight(500).open().await?;
    /// let mut pending = VecDeque::new();
    /// for number in 0..10_000 {
    ///     pending.push_back(publisher.publish("orders.new", format!("{number}")).await?);
    ///     while let Some(done) = pending.front_mut().and_then(|ack| ack.now()) {
    ///         pending.pop_front();
    ///         println!("stored at {}", done?.seq);
    ///     }
    /// }
    /// for ack in pending {
    ///     println!("stored at {}", ack.await?.seq);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn publisher(&self) -> PublisherBuilder {
        PublisherBuilder {
            context: self.clone(),
            max_in_flight: 1000,
            max_bytes: 16 * 1024 * 1024,
            options: PublishOptions::default(),
            message_ids: false,
        }
    }
}

/// Settings of a [`Publisher`], opened with [`open`](Self::open).
#[derive(Clone, Debug)]
#[must_use = "the publisher exists only when opened"]
pub struct PublisherBuilder {
    context: Context,
    max_in_flight: usize,
    max_bytes: usize,
    options: PublishOptions,
    message_ids: bool,
}

impl PublisherBuilder {
    /// Sets the maximum number of messages in flight. Default: 1,000. Range: 1 to 65,536.
    ///
    /// With 1, the stream stores messages in the order of publishing, also after retries.
    pub fn max_in_flight(mut self, messages: usize) -> Self {
        self.max_in_flight = messages.clamp(1, 65_536);
        self
    }

    /// Sets the maximum size of messages in flight in bytes. Default: 16 MiB.
    ///
    /// Includes headers and payloads. A larger message is sent alone.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes.clamp(1, u32::MAX as usize);
        self
    }

    /// Sets the timeouts and the number of attempts of each message.
    pub fn publish_options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    /// Sets whether messages without a message ID get a new one. Default: `false`.
    ///
    /// `true`: the client retries every message after a lost acknowledgement. See
    /// [`new_message_id`](crate::publish::PublishMessage::new_message_id).
    pub fn message_ids(mut self, generate: bool) -> Self {
        self.message_ids = generate;
        self
    }

    /// Returns a publisher.
    ///
    /// The first publisher of a context subscribes to an inbox for acknowledgements, and
    /// starts a task that reads it; later ones share both. The subscription ends when the
    /// last publisher, and the last [`PendingAck`](crate::publish::PendingAck), is
    /// dropped. Sends no request.
    ///
    /// # Errors
    /// - [`NotSent`](crate::Error::NotSent) if there is no connection within the
    ///   context's timeout.
    /// - [`Denied`](crate::Error::Denied) if the user may not subscribe to the inbox and
    ///   the context [observes](crate::ConnectionObserver) that.
    pub async fn open(self) -> Result<Publisher> {
        let inbox = self.context.publishes().ack_inbox();
        let inbox = inbox.open(&self.context).await?;
        let route = inbox.reserve();
        let slots = self.max_in_flight;
        let mut options = self.options;
        // A larger value would exceed the range of the clock.
        options.timeout = options.timeout.min(LONGEST);
        options.backoff = options.backoff.min(LONGEST);
        let subjects = inbox.subjects(route);
        let state = State {
            in_flight: InFlight::new(subjects, slots, options.clone()),
            admission: Admission::new(slots, self.max_bytes),
            outcomes: Outcomes::default(),
            stats: PublisherStats::default(),
            numbers: 0,
            unseen: Unseen::new(self.max_bytes),
            closed: false,
            awake: false,
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            sweeper: Mutex::new(None),
            runtime: Handle::current(),
            unanswered: Mutex::new(None),
            no_responders: Notify::new(),
            context: self.context,
            options,
            message_ids: self.message_ids,
        });
        Ok(Publisher {
            owner: Arc::new(Owner::new(shared, inbox, route)),
        })
    }
}
