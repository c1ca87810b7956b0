//! What was read, and where it stood: schema files, tables, references, corrections.

pub(crate) mod corrections;
pub(crate) mod files;
pub(crate) mod json;
pub(crate) mod keywords;
pub(crate) mod official;
pub(crate) mod options;
pub(crate) mod place;
pub(crate) mod references;
pub(crate) mod table;
