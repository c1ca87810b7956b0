//! What to read, and how the generated code refers to the runtime.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// Where the schemas are, and how the code refers to the runtime.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) schemas: PathBuf,
    pub(crate) base: Option<PathBuf>,
    pub(crate) runtime: String,
    pub(crate) docs: bool,
    pub(crate) correct: bool,
    /// Whether the schemas in `extra/` belong to the set.
    pub(crate) extra: bool,
    /// Corrections that are not applied, by their ids.
    pub(crate) without: BTreeSet<String>,
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
            extra: true,
            without: BTreeSet::new(),
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

    /// Reads the base alone, without the schemas and codes in `extra/`.
    #[must_use]
    pub(crate) fn without_extra(mut self) -> Self {
        self.extra = false;
        self
    }

    /// Leaves out what schemas say in words, to compare two sets by their facts.
    #[must_use]
    pub fn without_docs(mut self) -> Self {
        self.docs = false;
        self
    }
}
