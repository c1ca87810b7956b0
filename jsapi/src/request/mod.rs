//! Requests: a subject, a body and the type of the reply.
//!
//! Each operation of the JetStream API is a struct that implements [`Operation`]. A
//! request is a value: it sends nothing by itself. `jsapi_client::Context::call` sends
//! it and returns its reply.
//!
//! Implement [`Operation`] and [`Request`] for an operation that this crate does not
//! have:
//!
//! ```
//! use jsapi::codec::{Extra, model};
//! use jsapi::request::{Endpoint, Operation, Request, SubjectBuilder, SubjectError};
//!
//! #[derive(Clone, Debug, PartialEq)]
//! struct ItemInfoRequest {
//!     item: String,
//!     extra: Extra,
//! }
//!
//! model! { ItemInfoRequest(item) {} }
//!
//! #[derive(Clone, Debug, PartialEq)]
//! struct ItemInfo {
//!     left: u64,
//!     extra: Extra,
//! }
//!
//! model! { ItemInfo { left: required, } }
//!
//! static ITEM_INFO: Endpoint = Endpoint::new("item_info", "ITEM.INFO", "ITEM.INFO.{item}");
//!
//! impl Operation for ItemInfoRequest {
//!     const ENDPOINT: &'static Endpoint = &ITEM_INFO;
//!
//!     fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
//!         to.literal("ITEM.INFO");
//!         to.subject(&self.item)
//!     }
//! }
//!
//! impl Request for ItemInfoRequest {
//!     type Response = ItemInfo;
//!     const RESPONSE_TYPES: &'static [&'static str] = &["example.v1.item_info_response"];
//! }
//! ```

mod endpoint;
mod operation;
pub(crate) mod page;
mod subject;

pub use crate::value::MAX_SUBJECT;
pub use endpoint::{Body, Caller, Endpoint, ReplyStyle, Retry};
pub use operation::{
    EncodeError, ManyRequest, MessageRequest, MessagesRequest, Operation, PullRequest, Request,
};
pub use subject::{SubjectBuilder, SubjectError};
