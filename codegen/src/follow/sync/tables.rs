//! Rows of our tables that are about what the official schemas have no more.
//!
//! The tables are written by people: everything else in them stays as it is,
//! comments and layout too.

use crate::error::{Error, Result};
use crate::ir::operations::SAME;
use crate::source::corrections::Stale;
use crate::source::files::UNUSED;
use crate::source::json::read_json;
use crate::source::place::{name, read_text};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

/// Takes the row out that `error` is about. False when it is about no row.
pub(super) fn drop_row(schemas: &Path, error: &Error) -> Result<bool> {
    let Some(table) = ["endpoints.toml", "events.toml", "levels.toml", "rust.toml"]
        .into_iter()
        .find(|table| error.file().ends_with(table))
    else {
        return Ok(false);
    };
    let file = schemas.join(table);
    let mut document = read(&file)?;
    let segments: Vec<&str> = error.pointer().split('/').skip(1).collect();
    let dropped = match segments.as_slice() {
        ["endpoint", index] => {
            let rows = document
                .get_mut("endpoint")
                .and_then(Item::as_array_of_tables_mut);
            match (rows, index.parse()) {
                (Some(rows), Ok(index)) => {
                    let row = rows.get_mut(index);
                    row.is_some_and(|row| drop_schema(row, error.message()))
                        || remove_row(rows, index)
                }
                _ => false,
            }
        }
        [rows @ ("event" | "field"), index] => {
            let rows = document
                .get_mut(rows)
                .and_then(Item::as_array_of_tables_mut);
            match (rows, index.parse()) {
                (Some(rows), Ok(index)) => remove_row(rows, index),
                _ => false,
            }
        }
        ["enum", rust, list, value @ ..] => {
            drop_from_enum(&mut document, rust, list, &value.join("/"))
        }
        ["error_arm"] => document.remove("error_arm").is_some(),
        [list @ ("include" | "inline"), key @ ..] => {
            let list = document.get_mut(list).and_then(Item::as_array_mut);
            list.is_some_and(|list| drop_item(list, &key.join("/")))
        }
        [names, key @ ..] if table == "rust.toml" => {
            let names = document.get_mut(names).and_then(Item::as_table_mut);
            names.is_some_and(|names| names.remove(&key.join("/")).is_some())
        }
        _ => false,
    };
    if dropped {
        write(&file, &document)?;
    }
    Ok(dropped)
}

/// Takes out a definition of an extra schema that nothing refers to any more,
/// which `error` is about. False when it is about something else.
pub(super) fn drop_definition(schemas: &Path, error: &Error) -> Result<bool> {
    let file = Path::new(error.file());
    let key = error.pointer().strip_prefix("/definitions/");
    let Some(key) = key.filter(|key| !key.contains('/') && error.message().starts_with(UNUSED))
    else {
        return Ok(false);
    };
    if !file.starts_with(schemas.join("extra")) {
        return Ok(false);
    }
    let mut schema = read_json(file)?;
    let definitions = schema
        .get_mut("definitions")
        .and_then(serde_json::Value::as_object_mut);
    let dropped = definitions.is_some_and(|definitions| definitions.shift_remove(key).is_some());
    if dropped {
        let failed = |error: std::io::Error| Error::new(name(file), "", error.to_string());
        fs::write(file, format!("{schema:#}\n")).map_err(failed)?;
    }
    Ok(dropped)
}

/// Takes a code out of the extra errors that the official table states the same,
/// which `error` is about. False when it is about something else.
pub(super) fn drop_code(schemas: &Path, error: &Error) -> Result<bool> {
    let file = schemas.join("extra/server/errors.json");
    if error.file() != name(&file) || !error.message().ends_with(SAME) {
        return Ok(false);
    }
    let index = error.pointer().trim_start_matches('/').parse::<usize>();
    let mut table = read_json(&file)?;
    match (table.as_array_mut(), index) {
        (Some(rows), Ok(index)) if index < rows.len() => {
            rows.remove(index);
        }
        _ => return Ok(false),
    }
    let failed = |error: std::io::Error| Error::new(name(&file), "", error.to_string());
    fs::write(&file, format!("{table:#}\n")).map_err(failed)?;
    Ok(true)
}

/// Takes a schema that is not there out of the row of an operation that can do
/// without: that of its request, or one of several replies.
fn drop_schema(row: &mut Table, message: &str) -> bool {
    let Some(title) = message.split('"').nth(1) else {
        return false;
    };
    if row.get("request").and_then(Item::as_str) == Some(title) {
        return row.remove("request").is_some();
    }
    match row.get_mut("response").and_then(Item::as_array_mut) {
        Some(replies) if replies.len() > 1 => drop_item(replies, title),
        _ => false,
    }
}

fn drop_from_enum(document: &mut DocumentMut, rust: &str, list: &str, value: &str) -> bool {
    let Some(enums) = document.get_mut("enum").and_then(Item::as_table_mut) else {
        return false;
    };
    let Some(entry) = enums.get_mut(rust).and_then(Item::as_table_mut) else {
        return false;
    };
    if list == "values" {
        let values = entry.get_mut("values").and_then(Item::as_table_mut);
        return values.is_some_and(|values| values.remove(value).is_some());
    }
    let Some(places) = entry.get_mut("at").and_then(Item::as_array_mut) else {
        return false;
    };
    let dropped = drop_item(places, value);
    if places.is_empty() {
        enums.remove(rust);
    }
    dropped
}

fn drop_item(list: &mut Array, text: &str) -> bool {
    let before = list.len();
    list.retain(|item| item.as_str() != Some(text));
    list.len() < before
}

/// Takes out what of the corrections does not apply.
pub(super) fn drop_corrections(schemas: &Path, stale: &[Stale]) -> Result<()> {
    let file = schemas.join("corrections.toml");
    let mut document = read(&file)?;
    let fault = |message: String| Error::new(name(&file), "", message);
    let rows = document
        .get_mut("correction")
        .and_then(Item::as_array_of_tables_mut)
        .ok_or_else(|| fault("has no corrections".to_owned()))?;
    let ids: BTreeSet<&str> = stale.iter().map(|stale| stale.id.as_str()).collect();
    for id in ids {
        let at = rows
            .iter()
            .position(|row| row.get("id").and_then(Item::as_str) == Some(id))
            .ok_or_else(|| fault(format!("there is no correction {id}")))?;
        let row = rows
            .get_mut(at)
            .ok_or_else(|| fault(format!("there is no correction {id}")))?;
        let of_row: Vec<&Stale> = stale.iter().filter(|stale| stale.id == id).collect();
        match narrow(row, &of_row) {
            Some(true) => {
                remove_row(rows, at);
            }
            Some(false) => {}
            None => {
                let message = format!(
                    "correction {id} applies to some of its places and not to others: make two of it"
                );
                return Err(fault(message));
            }
        }
    }
    write(&file, &document)
}

/// Takes schemas and places out of a correction. True when none is left, none
/// when what is left cannot be said by two lists.
fn narrow(row: &mut Table, stale: &[&Stale]) -> Option<bool> {
    let (schemas, places) = (texts(row.get("schema")), texts(row.get("at")));
    let is_stale = |schema: &str, place: &str| {
        stale.iter().any(|stale| {
            stale.schema == schema && (stale.pointer.is_empty() || stale.pointer == place)
        })
    };
    let good_schemas: Vec<&String> = schemas
        .iter()
        .filter(|schema| places.iter().any(|place| !is_stale(schema, place)))
        .collect();
    let good_places: Vec<&String> = places
        .iter()
        .filter(|place| good_schemas.iter().any(|schema| !is_stale(schema, place)))
        .collect();
    if good_schemas.is_empty() {
        return Some(true);
    }
    let rest = good_schemas
        .iter()
        .any(|schema| good_places.iter().any(|place| is_stale(schema, place)));
    if rest {
        return None;
    }
    for (key, good) in [("schema", good_schemas), ("at", good_places)] {
        if let Some(list) = row.get_mut(key).and_then(Item::as_array_mut) {
            list.retain(|item| {
                item.as_str()
                    .is_some_and(|item| good.iter().any(|good| *good == item))
            });
        }
    }
    Some(false)
}

fn texts(item: Option<&Item>) -> Vec<String> {
    match item.and_then(Item::as_value) {
        Some(Value::String(text)) => vec![text.value().clone()],
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// Removes a row; a heading above it stays for the rows that follow.
fn remove_row(rows: &mut ArrayOfTables, index: usize) -> bool {
    if index >= rows.len() {
        return false;
    }
    let prefix = |row: Option<&Table>| {
        let prefix = row
            .and_then(|row| row.decor().prefix())
            .and_then(|prefix| prefix.as_str());
        prefix.unwrap_or_default().to_owned()
    };
    let above = prefix(rows.get(index));
    rows.remove(index);
    // A comment with an empty line below it is about more than this row.
    if above.contains('#') && above.ends_with("\n\n") {
        let joined = above + prefix(rows.get(index)).trim_start_matches('\n');
        if let Some(next) = rows.get_mut(index) {
            next.decor_mut().set_prefix(joined);
        }
    }
    true
}

fn read(file: &Path) -> Result<DocumentMut> {
    let text = read_text(file)?;
    text.parse()
        .map_err(|error: toml_edit::TomlError| Error::new(name(file), "", error.to_string()))
}

fn write(file: &Path, document: &DocumentMut) -> Result<()> {
    fs::write(file, document.to_string())
        .map_err(|error| Error::new(name(file), "", error.to_string()))
}

#[allow(clippy::unwrap_used)]
#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn stale(id: &str, schema: &str, pointer: &str) -> Stale {
        Stale {
            id: id.to_owned(),
            schema: schema.to_owned(),
            pointer: pointer.to_owned(),
            error: Error::new(schema, pointer, "it is so already"),
        }
    }

    const CORRECTIONS: &str = r#"# About the file.

# first ----

[[correction]]
id = "A" # a remark
schema = ["x", "y"]
at = [
    "/1",
    "/2",
]

# second ----

[[correction]]
id = "B"
schema = "x"
at = "/3"

[[correction]]
id = "C"
schema = "x"
at = "/4"

[[left]]
id = "L"
"#;

    fn after(stale: &[Stale]) -> Result<String> {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("corrections.toml"), CORRECTIONS).unwrap();
        drop_corrections(folder.path(), stale)?;
        Ok(fs::read_to_string(folder.path().join("corrections.toml")).unwrap())
    }

    #[test]
    fn a_correction_goes_and_the_heading_above_it_stays() {
        let text = after(&[stale("B", "x", "/3")]).unwrap();
        let expected = CORRECTIONS.replace(
            "[[correction]]\nid = \"B\"\nschema = \"x\"\nat = \"/3\"\n\n",
            "",
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn a_schema_or_a_place_is_taken_out_of_a_correction() {
        let text = after(&[stale("A", "y", "")]).unwrap();
        assert_eq!(text, CORRECTIONS.replace("[\"x\", \"y\"]", "[\"x\"]"));
        let text = after(&[stale("A", "x", "/2"), stale("A", "y", "/2")]).unwrap();
        assert_eq!(text, CORRECTIONS.replace("    \"/2\",\n", ""));
        let text = after(&[stale("A", "x", ""), stale("A", "y", "")]).unwrap();
        assert!(!text.contains("\"A\"") && text.contains("# first ----"));
    }

    #[test]
    fn a_correction_that_cannot_be_narrowed_is_named() {
        let error = after(&[stale("A", "y", "/2")]).unwrap_err();
        assert!(error.to_string().contains("correction A"));
    }

    #[test]
    fn the_row_that_a_fault_is_about_is_dropped() {
        let folder = TempDir::new().unwrap();
        let path = folder.path();
        let rows = "[[endpoint]]\noperation = \"a\"\n\n[[endpoint]]\noperation = \"b\"\nrequest = \"r\"\nresponse = [\"x\", \"y\"]\n";
        fs::write(path.join("endpoints.toml"), rows).unwrap();
        let names = "include = [\"a/\", \"b\"]\ninline = [\"i\"]\nerror_arm = \"e\"\n[types]\na = \"A\"\n\n[fields]\n\"a.b\" = \"c\"\n\n[enum.E]\nat = [\"x.y\", \"z\"]\n[enum.E.values]\non = \"On.\"\n";
        fs::write(path.join("rust.toml"), names).unwrap();
        let drop = |file: &str, pointer: &str| {
            drop_row(path, &Error::new(format!("x/{file}"), pointer, "")).unwrap()
        };
        assert!(drop("endpoints.toml", "/endpoint/0"));
        assert!(!drop("endpoints.toml", "/endpoint/7"));
        assert!(!drop("corrections.toml", "/correction/0"));
        let text = |file: &str| fs::read_to_string(path.join(file)).unwrap();
        assert!(
            !text("endpoints.toml").contains("\"a\"") && text("endpoints.toml").contains("\"b\"")
        );
        for pointer in [
            "/include/a/",
            "/inline/i",
            "/error_arm",
            "/types/a",
            "/fields/a.b",
            "/enum/E/at/x.y",
            "/enum/E/values/on",
        ] {
            assert!(drop("rust.toml", pointer), "{pointer}");
        }
        let top = "include = [ \"b\"]\ninline = []\n[types]\n";
        assert!(text("rust.toml").starts_with(top), "{}", text("rust.toml"));
        assert!(
            text("rust.toml").contains("\"z\"]"),
            "{}",
            text("rust.toml")
        );
        assert!(drop("rust.toml", "/enum/E/at/z"));
        assert!(
            !text("rust.toml").contains("enum.E]"),
            "{}",
            text("rust.toml")
        );
    }
}
