//! The dispatch path, over a script and with paused time.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod call;
mod connection;
mod json;
mod level;
mod listing;
mod nats;
mod replies;
mod secrets;
mod stale;

/// What server 2.15.1 answers to STREAM.INFO.
const STREAM_INFO: &str = include_str!("stream_info.json");

/// What servers answer for a stream that is not there.
const NOT_FOUND: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_info_response","error":{"code":404,"err_code":10059,"description":"stream not found"},"total":0,"offset":0,"limit":0}"#;
