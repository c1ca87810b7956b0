//! Turns JetStream JSON Schemas into Rust models, requests and error codes.
//!
//! And says what follows from them: [`diff`] compares two sets and classes each
//! change by whom it breaks, [`drift`] holds what servers say against a set,
//! [`permissions`] gives the subjects that operations need, [`describe`] is the API
//! for other languages. `cargo codegen` is the program around these; it comes with
//! the feature `cli`, on by default, which a `build.rs` does well to leave out.
//!
//! The entry point is [`generate`]: a pure function from a schema directory to
//! Rust files. The program `cargo codegen` writes them to `jsapi/src/generated`;
//! a `build.rs` of a few lines does the same for schemas of your own
//! (`tests/own-schemas` in this repository is a crate that does):
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let generated = jsapi_codegen::generate(&jsapi_codegen::Options::new("schemas"))?;
//! let out = std::path::Path::new(&std::env::var("OUT_DIR")?).join("api.rs");
//! std::fs::write(out, generated.to_single_file())?;
//! println!("cargo::rerun-if-changed=schemas");
//! # Ok(())
//! # }
//! ```

mod emit;
mod error;
mod follow;
mod ir;
mod source;
mod types;

pub use emit::describe;
pub use emit::{Generated, generate};
pub use error::{Error, Result};
#[cfg(feature = "cli")]
pub use follow::sync;
pub use follow::{diff, drift, grounds, permissions};
pub use source::official::find_official;
pub use source::options::Options;
