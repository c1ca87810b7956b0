//! Turns JetStream JSON Schemas into Rust models, requests and error codes.
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

mod corrections;
mod emit;
mod endpoints;
mod error;
mod load;
mod model;
mod names;
mod polish;
mod shape;

pub use emit::Generated;
pub use error::{Error, Result};

use load::Documents;
use names::Names;
use std::path::PathBuf;

/// Where the schemas are, and how the code refers to the runtime.
#[derive(Clone, Debug)]
pub struct Options {
    schemas: PathBuf,
    base: Option<PathBuf>,
    runtime: String,
    docs: bool,
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
    let set = &options.schemas;
    let base = options.base.as_ref().unwrap_or(set);
    let names = Names::read(&set.join("rust.toml"))?;
    let corrections = corrections::read(&set.join("corrections.toml"))?;
    let endpoints = endpoints::read(&set.join("endpoints.toml"))?;
    let levels = endpoints::read_levels(&set.join("levels.toml"))?;
    let errors = endpoints::read_errors(&[
        base.join("server/errors.json"),
        base.join("../server/errors.json"),
        set.join("extra/server/errors.json"),
    ])?;

    let mut documents = Documents::default();
    documents.read(base, &names.include)?;
    let extra = set.join("extra");
    if extra.exists() {
        documents.read(&extra, &names.include)?;
    }
    load::check_factored(&documents, &corrections::titles(&corrections))?;
    corrections::apply(&corrections, &mut documents)?;
    load::check_keywords(&documents)?;

    let shapes = shape::shape(&documents, &names, &endpoints)?;
    let models = polish::polish(model::model(&shapes)?, &shapes, &names)?;
    names.check_used()?;
    emit::emit(&emit::Input {
        options,
        shapes: &shapes,
        models,
        endpoints: &endpoints,
        levels: &levels,
        errors: &errors,
        corrections: corrections.len(),
    })
}
