//! What codes of ours rest on: what the official table has in their places.

use crate::error::Result;
use crate::ir::operations::constant_name;
use crate::source::grounds::{ERRORS, Extent, Ground};
use crate::source::json::{read_json, read_official_json};
use serde_json::{Map, Value};
use std::path::Path;

/// The facts of an error code.
const FACTS: [&str; 2] = ["code", "constant"];

/// The grounds of the codes in `extra`, by their numbers: the same codes in
/// `official`, or nothing. A code that both state alike changes nothing.
pub(crate) fn code_grounds(official: &Path, extra: &Path) -> Result<Vec<Ground>> {
    if !official.exists() || !extra.exists() {
        return Ok(Vec::new());
    }
    let (base, _) = read_official_json(official)?;
    let ours = read_json(extra)?;
    let (base, ours) = (rows(&base), rows(&ours));
    let grounds = ours.iter().filter_map(|is| {
        let number = is.get("error_code")?;
        let was = base
            .iter()
            .find(|was| was.get("error_code") == Some(number));
        let alike = was.is_some_and(|was| same(was, is));
        (!alike).then(|| Ground {
            id: number.to_string(),
            schema: ERRORS.to_owned(),
            pointer: format!("/{number}"),
            extent: Extent::Whole,
            before: was.map_or(Value::Null, facts),
            after: facts(is),
        })
    });
    Ok(grounds.collect())
}

fn rows(table: &Value) -> &[Value] {
    table.as_array().map_or(&[], Vec::as_slice)
}

fn facts(row: &Value) -> Value {
    let facts = FACTS.iter().filter_map(|key| {
        let value = row.get(key)?;
        Some(((*key).to_owned(), value.clone()))
    });
    Value::Object(facts.collect::<Map<_, _>>())
}

/// Whether two rows are one code to those who use it.
fn same(a: &Value, b: &Value) -> bool {
    let facts = |row: &Value| {
        let constant = row.get("constant").and_then(Value::as_str);
        (constant.map(constant_name), row.get("code").cloned())
    };
    facts(a) == facts(b)
}
