//! Consume messages.
//!
//! | method | for |
//! |---|---|
//! | [`PullConsumer::messages`] | a continuous stream of messages, the usual choice |
//! | [`PullMessages::handle`] | calling a function for each message, with concurrency and retries |
//! | [`PullConsumer::fetch`] | a batch of messages with a timeout |
//! | [`PullConsumer::next`] | one message at a time |
//! | [`Stream::push_consumer`](crate::Stream::push_consumer) | messages that the server pushes to a subject |
//! | [`Stream::ordered_consumer`](crate::Stream::ordered_consumer) | reading a stream in order, without acknowledgements |
//! | [`Stream::dead_letters`](crate::Stream::dead_letters) | messages that a consumer no longer delivers |
//!
//! ```no_run
//! # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
//! use futures_util::TryStreamExt;
//! use jsapi_client::consume::PullConfig;
//!
//! let worker = stream.ensure_pull_consumer(PullConfig::durable("worker")).await?.handle;
//! let mut messages = worker.messages().open().await?;
//! while let Some(message) = messages.try_next().await? {
//!     println!("{}", message.subject);
//!     message.ack().await?;
//! }
//! # Ok(())
//! # }
//! ```

pub(crate) mod consumer;
pub(crate) mod consumers;
mod control;
pub mod dead_letter;
pub(crate) mod delivery;
mod ensured;
mod ephemeral;
mod fetch;
mod flow;
mod group;
mod handler;
mod heartbeat_monitor;
pub(crate) mod initial;
mod messages;
mod next;
mod notice;
mod ordered;
mod position;
mod pull_config;
mod pull_consumer;
mod pull_inbox;
mod pull_once;
pub(crate) mod pull_status;
mod push;
mod undecodable_headers;

pub use crate::error::pull_status::PullStatus;
pub use crate::protocol::notice::{FailureAction, Notice};
pub use control::{Closed, Control};
pub use fetch::{EXPIRES_MARGIN, Fetch, Fetched, Pull, PullCanceller};
pub use group::Group;
pub use handler::{
    DEFAULT_CONCURRENCY, Handled, HandlerFailure, HandlerPanic, Handling, Redelivery,
};
pub use messages::{
    DEFAULT_EXPIRES, DEFAULT_HEARTBEAT, DEFAULT_MAX_MESSAGES, PullMessages, PullMessagesBuilder,
};
pub use next::{Each, Next};
pub use notice::Notices;
pub(crate) use ordered::Delivered;
pub use ordered::{ORDERED_HEARTBEAT, OrderedConsumer, OrderedMessages};
pub(crate) use pull_config::check_names;
pub use pull_config::{PullConfig, Start};
pub use pull_consumer::PullConsumer;
pub use push::{PushConfig, PushConsumer, PushMessages, PushMessagesBuilder};
