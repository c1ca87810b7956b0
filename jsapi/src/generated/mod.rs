// Generated from `schemas/` by `cargo codegen`. Do not edit.


/// The operations of the API, with subject, reply and API level.
pub mod endpoint;
pub(crate) mod error_code;
mod account;
mod consumer;
mod event;
mod meta;
mod publish;
mod shared;
mod stream;
pub use account::*;
pub use consumer::*;
pub use event::*;
pub use meta::*;
pub use publish::*;
pub use shared::*;
pub use stream::*;
