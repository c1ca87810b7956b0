//! Decoding what servers send: replies, errors and events.

mod api_error;
mod decode;
mod event;
mod known_code;
mod response;

pub use decode::{DecodeError, decode, decode_reply, decode_response, read_members};
pub use response::Response;
