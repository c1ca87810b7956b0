//! Typed models, requests and errors of the NATS JetStream API.
//!
//! Generated from JSON Schemas, for servers 2.10 to 2.15. No IO happens here,
//! and no transport is known: a request is a value with a subject, a body and
//! the type of its reply.
//!
//! Nothing is lost. A field, an enum value or an error code of a newer server is
//! kept, and written back. What is not set is not sent.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod base64;
mod decode;
mod error;
mod event;
mod extra;
mod field;
#[rustfmt::skip]
mod generated;
mod header;
mod json;
mod known_code;
mod locate;
mod members;
pub mod model;
pub mod name;
mod need;
mod page;
pub mod request;
mod response;
mod sink;
mod source;
pub mod time;
mod token;

pub use base64::Base64;
pub use decode::{DecodeError, decode, decode_reply, decode_response};
pub use error::ErrorCode;
pub use event::UnknownEvent;
pub use generated::*;
pub use header::Headers;
pub use model::{Extra, Model, Need};
pub use name::{
    AccountName, ApiPrefix, BucketName, ConsumerName, DomainName, NameError, StreamName,
};
pub use page::{Page, PagedRequest};
pub use request::{Operation, Request};
pub use response::Response;
// What the macros of `model` name.
#[doc(hidden)]
pub use serde_core as __serde;
