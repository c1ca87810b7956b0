//! Receiving messages: one at a time, without end, in the order of a stream.

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
