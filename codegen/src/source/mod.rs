//! Schema files, tables, references and corrections, with their places.

pub(crate) mod corrections;
pub(crate) mod facts;
pub(crate) mod files;
pub(crate) mod grounds;
pub(crate) mod json;
pub(crate) mod keywords;
pub(crate) mod official;
pub(crate) mod options;
pub(crate) mod place;
pub(crate) mod references;
pub(crate) mod table;
