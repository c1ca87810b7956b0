//! Typed models, requests and errors of the NATS JetStream API.
//!
//! Generated from JSON Schemas, for servers 2.10 to 2.15. This crate does no IO: a request
//! is a value with a subject, a body and the type of its reply. `jsapi-client` sends it.
//!
//! ```
//! use jsapi::request::{Operation, SubjectBuilder};
//! use jsapi::{StreamConfig, StreamCreateRequest};
//! use std::time::Duration;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let config = StreamConfig::new("ORDERS")
//!     .with_subjects(["orders.>"])
//!     .with_max_age(Duration::from_secs(3600));
//! let request = StreamCreateRequest::new(config);
//!
//! let mut subject = SubjectBuilder::new("$JS.API");
//! request.subject(&mut subject)?;
//! assert_eq!(subject.finish(), "$JS.API.STREAM.CREATE.ORDERS");
//! assert_eq!(
//!     request.payload()?,
//!     br#"{"name":"ORDERS","subjects":["orders.>"],"max_age":3600000000000}"#
//! );
//! # Ok(())
//! # }
//! ```
//!
//! Models keep a field, an enum value or an error code of a newer server, and write it
//! back. A field that is not set is not sent.
//!
//! | module | content |
//! |---|---|
//! | crate root | requests, replies, configurations, events; [`decode`] |
//! | [`request`] | subject and body of a request; custom operations |
//! | [`codec`] | reading and writing of models; custom models |
//! | [`endpoint`] | table of all operations of the API |
//! | [`name`], [`time`] | validated names, timestamps |

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

pub mod codec;
#[rustfmt::skip]
mod generated;
mod reply;
pub mod request;
mod value;

pub use codec::{Extra, Model, RequiredApiLevel, UnknownEvent};
pub use generated::*;
pub use reply::{DecodeError, Response, decode, decode_reply, decode_response, read_members};
pub use request::page::{Page, PagedRequest};
pub use request::{Operation, Request};
pub use value::base64::Base64;
pub use value::error_code::ErrorCode;
// The client's errors and notices shorten texts in the same way.
#[doc(hidden)]
pub use value::excerpt;
pub use value::headers::Headers;
pub use value::name::{
    AccountName, ApiPrefix, BucketName, ConsumerName, DomainName, NameError, StreamName,
};
pub use value::{name, time};
