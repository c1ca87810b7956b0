//! Values in requests and replies: names, times, base64, headers, error codes.

pub(crate) mod base64;
pub(crate) mod error_code;
pub mod excerpt;
pub(crate) mod headers;
pub mod name;
pub mod time;
mod token;

pub use token::MAX_SUBJECT;
