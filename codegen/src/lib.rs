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

pub use emit::Generated;
pub use emit::describe;
pub use error::{Error, Result};
#[cfg(feature = "cli")]
pub use follow::sync;
pub use follow::{diff, drift, permissions};
pub use source::official::find_official;

use ir::set::Set;
use std::path::PathBuf;
use types::{read, typify};

/// Where the schemas are, and how the code refers to the runtime.
#[derive(Clone, Debug)]
pub struct Options {
    schemas: PathBuf,
    base: Option<PathBuf>,
    runtime: String,
    docs: bool,
    correct: bool,
}

impl Options {
    /// Reads the schema set in `schemas`, with the tables that stand in it.
    ///
    /// The generated code refers to the `jsapi` crate.
    pub fn new(schemas: impl Into<PathBuf>) -> Self {
        Self {
            schemas: schemas.into(),
            base: None,
            runtime: "jsapi".to_owned(),
            docs: true,
            correct: true,
        }
    }

    /// Takes the base schemas from another directory, such as a checkout of the
    /// official ones; corrections, tables and extras still come from the set.
    #[must_use]
    pub fn with_base(mut self, base: impl Into<PathBuf>) -> Self {
        self.base = Some(base.into());
        self
    }

    /// Refers to the runtime by another path; `crate` within `jsapi` itself.
    #[must_use]
    pub fn with_runtime(mut self, path: impl Into<String>) -> Self {
        self.runtime = path.into();
        self
    }

    /// Leaves the schemas as the base has them, its mistakes included: to see
    /// what the corrections are for. Not everything can be generated from these.
    #[must_use]
    pub fn without_corrections(mut self) -> Self {
        self.correct = false;
        self
    }

    /// Leaves out what schemas say in words, to compare two sets by their facts.
    #[must_use]
    pub fn without_docs(mut self) -> Self {
        self.docs = false;
        self
    }
}

/// Turns a schema set into Rust files, in memory.
///
/// # Errors
///
/// The first fault found in the schemas or the tables beside them, with the
/// file and JSON pointer.
pub fn generate(options: &Options) -> Result<Generated> {
    let set = Set::read(options)?;
    let shapes = set.shapes()?;
    let models = read::polish(typify::model(&shapes)?, &shapes, &set.names)?;
    set.names.check_used(&set.documents)?;
    emit::emit(&emit::Input {
        options,
        shapes: &shapes,
        models,
        endpoints: &set.endpoints,
        levels: &set.levels,
        errors: &set.errors,
        corrections: set.corrections.len(),
    })
}
