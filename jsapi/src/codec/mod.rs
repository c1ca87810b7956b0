//! Reading and writing of models, without loss of unknown fields.
//!
//! A [`Model`] is a JSON object with known fields; each value in it is a [`Field`].
//! A field is read from a [`Source`] and written to a [`Sink`]. A model keeps unknown
//! fields in its [`Extra`].
//!
//! | task | use |
//! |---|---|
//! | list the unknown fields of a newer server | [`Model::unknown_fields`] |
//! | send a configuration to an older server | [`Model::without_unknown_fields`], [`Model::required_level`] |
//! | describe a request or reply that this crate does not have | [`model!`], [`open_enum!`] |
//! | add a kind of field | [`Field`], and the steps below |
//! | read or write one value with `serde` | [`deserialize`], [`serialize`] |
//!
//! # Custom models
//!
//! A model is a struct, and a list of its fields in the order in which they are written:
//!
//! ```
//! use jsapi::codec::{Extra, Model, model};
//! use std::time::Duration;
//!
//! #[derive(Clone, Debug, PartialEq)]
//! struct Reservation {
//!     item: String,
//!     hold_for: Option<Duration>,
//!     extra: Extra,
//! }
//!
//! model! {
//!     Reservation {
//!         item: required,
//!         hold_for: duration,
//!     }
//! }
//!
//! # fn main() -> Result<(), serde_json::Error> {
//! let text = r#"{"item":"bolts","hold_for":5000000000,"colour":"grey"}"#;
//! let read: Reservation = serde_json::from_str(text)?;
//! assert_eq!(read.hold_for, Some(Duration::from_secs(5)));
//! assert_eq!(read.unknown_fields(), ["colour"]);
//! assert_eq!(serde_json::to_string(&read)?, text);
//! # Ok(())
//! # }
//! ```
//!
//! # How to add a kind of field
//!
//! A kind of field is a Rust type with a specific JSON form: nanoseconds are a
//! [`Duration`](std::time::Duration), base64 text is a [`Base64`](crate::Base64).
//!
//! 1. Write the type in `jsapi/src/value`, one file with its tests, and re-export it in
//!    `lib.rs`. A type of the standard library needs no file there.
//! 2. Implement [`Field`] for it, in the same file; for a type of the standard library in
//!    `jsapi/src/codec/kinds.rs`. `unset`, `reset`, `read_value` and `write_value` are
//!    required. Override `is_unset` if an empty value is not sent, `read_nullable` if
//!    `None` has a JSON form besides `null`, and `read_or_raw` if servers send values
//!    that the type cannot hold.
//! 3. Map the schema to the type in the generator: a variant of `Scalar` in
//!    `codegen/src/ir/ty.rs` has the schema's format and the Rust name, and `NAMES` in
//!    `codegen/src/emit/mod.rs` the path to import. If setters should accept a more
//!    convenient type, add it to `argument` in `codegen/src/emit/models.rs`.
//! 4. Add a row to `scalars_have_the_types_that_one_would_choose` in
//!    `codegen/tests/rules.rs`, run `cargo codegen`, and read the diff of
//!    `jsapi/src/generated`.
//!
//! A kind of field for a single program requires only step 2:
//!
//! ```
//! use jsapi::codec::{Failed, Field, Sink, Source, deserialize};
//!
//! /// A number that is even.
//! #[derive(Debug, PartialEq)]
//! struct Even(u64);
//!
//! impl Field for Even {
//!     fn unset() -> Self {
//!         Self(0)
//!     }
//!
//!     fn reset(&mut self) {
//!         self.0 = 0;
//!     }
//!
//!     fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
//!         self.0.read_value(from)?;
//!         if self.0 % 2 == 0 {
//!             Ok(())
//!         } else {
//!             Err(from.refuse(format_args!("{} is odd", self.0)))
//!         }
//!     }
//!
//!     fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
//!         self.0.write_value(to)
//!     }
//! }
//!
//! # fn main() -> Result<(), serde_json::Error> {
//! let read: Vec<Even> = deserialize(&mut serde_json::Deserializer::from_str("[2, 4]"))?;
//! assert_eq!(read, [Even(2), Even(4)]);
//! # Ok(())
//! # }
//! ```
//!
//! # Stability
//!
//! This module is an extension point: `jsapi-codegen` writes code against it in other
//! crates, and programs may implement [`Field`]. Until 1.0 it may change in each minor
//! release; regenerate with the codegen of the same version.

mod extra;
mod field;
mod json;
mod kinds;
mod level;
#[doc(hidden)]
pub mod macros;
mod member;
mod model;
mod path;
mod serde_read;
mod serde_write;
mod unknown_event;

#[doc(inline)]
pub use crate::{__model as model, __open_enum as open_enum};
pub use extra::Extra;
pub use field::{Failed, Field, Null, Object, Sink, Source};
pub use level::RequiredApiLevel;
pub use model::Model;
pub use serde_read::deserialize;
pub use serde_write::serialize;
pub use unknown_event::UnknownEvent;

pub(crate) use field::parsed;
pub(crate) use json::{Wrong, read};
pub(crate) use model::{Filling, collect_unknown, set_members};
pub(crate) use path::path_at;
pub(crate) use serde_write::Written;
