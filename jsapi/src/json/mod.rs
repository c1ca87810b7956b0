//! Reads JSON text that is all there, and says by byte what is wrong with it.
//!
//! What `serde_json` reads, this reads, as the same values. It is here because
//! most of the time of a listing goes into reading it: `serde_json` reads from
//! bytes and streams and keeps what it has read of a string, where nearly all
//! strings of a reply stand in it as they are. That is 15 % of the time, and two
//! or more allocations a reply.
//!
//! What there is no field for is left to `serde_json`, down to its features.

mod error;
mod number;
mod reader;
mod string;

pub(crate) use error::Error;
pub(crate) use reader::{AS_IT_IS, read};
