//! Setting up a publisher, and starting it.

use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};

use super::super::in_flight::InFlight;
use super::unseen::Unseen;
use super::{Owner, Publisher, Shared, reading};
use crate::api::context::Context;
use crate::error::Result;
use crate::protocol::retry::PublishOptions;

/// The longest a message is tried.
const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365);

impl Context {
    /// Publishes many messages at once.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use std::collections::VecDeque;
    ///
    /// let publisher = ctx.publisher().max_in_flight(500).start().await?;
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

/// Sets up a [`Publisher`].
#[derive(Clone, Debug)]
#[must_use = "a publisher is not there until it is started"]
pub struct PublisherBuilder {
    context: Context,
    max_in_flight: usize,
    max_bytes: usize,
    options: PublishOptions,
    message_ids: bool,
}

impl PublisherBuilder {
    /// How many messages are under way at most; 1,000 unless set, 1 to 65,536.
    ///
    /// With 1, messages are stored in the order they are published in, whatever
    /// has to be sent again.
    pub fn max_in_flight(mut self, messages: usize) -> Self {
        self.max_in_flight = messages.clamp(1, 65_536);
        self
    }

    /// How many bytes of headers and payloads are under way at most; 16 MiB
    /// unless set.
    ///
    /// A message that is larger goes alone.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes.clamp(1, u32::MAX as usize);
        self
    }

    /// How long and how often each message is tried.
    pub fn options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    /// Gives a [message ID](crate::publish::PublishMessage::new_message_id) to messages without.
    ///
    /// Then every message is sent again when its answer was lost.
    pub fn with_message_ids(mut self) -> Self {
        self.message_ids = true;
        self
    }

    /// Subscribes to an inbox for the answers, and starts a task that reads them.
    ///
    /// The task ends when the publisher and all acknowledgements that are waited
    /// for are dropped. Sends no request.
    ///
    /// # Errors
    /// [`NotSent`](crate::Error::NotSent) when there is no connection within the
    /// context's timeout, [`Denied`](crate::Error::Denied) when one may not subscribe
    /// to the inbox and that is [heard](crate::ConnectionObserver).
    pub async fn start(self) -> Result<Publisher> {
        let inbox = self.context.new_inbox();
        let answers = format!("{inbox}.*");
        let operation = answers.clone().into();
        let timeout = self.context.timeout();
        let guard = self.context.guard(&operation, timeout).await?;
        let begin = |answers| guard.transport().subscribe(answers);
        let subscribing = self.context.subscribe(&guard, &operation, answers, begin);
        let subscription = subscribing.await?;
        let slots = self.max_in_flight;
        let mut options = self.options;
        // More than any clock reaches could not be added to one.
        options.timeout = options.timeout.min(LONGEST);
        options.backoff = options.backoff.min(LONGEST);
        let shared = Arc::new(Shared {
            in_flight: Mutex::new(InFlight::new(inbox, slots, options.clone())),
            places: Semaphore::new(slots),
            bytes: Semaphore::new(self.max_bytes),
            wake: Notify::new(),
            awake: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            numbers: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            acknowledged: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            unseen: Mutex::new(Unseen::new(self.max_bytes)),
            context: self.context,
            options,
            slots,
            max_bytes: self.max_bytes,
            message_ids: self.message_ids,
        });
        let task = tokio::spawn(tokio::task::unconstrained(reading::run(
            shared.clone(),
            subscription,
        )));
        Ok(Publisher {
            owner: Arc::new(Owner { shared, task }),
        })
    }
}
