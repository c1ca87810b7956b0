//! `cargo codegen diff`.

use super::arguments::{Arguments, Rest};
use super::{Done, failed, root, sides};
use jsapi_codegen::diff::diff;
use std::fs;
use std::path::PathBuf;

const USAGE: &str = "\
cargo codegen diff OLD NEW    what changed between two schema sets, and whom it breaks

OLD and NEW are folders of schemas (ours, or official ones with their $refs), or
git revisions of this repository. Official ones are read with our corrections
and tables, as far as they apply.

  --markdown       as Markdown
  --json           as JSON
  --html           as a page of its own
  --words          list what is only described anew too
  --uncorrected    read both without our corrections: what upstream alone changed
  --out FILE       write it there
  --schemas DIR    our tables for official schemas (schemas)";

pub(super) fn run(mut arguments: Arguments) -> Result<Done, String> {
    let (markdown, json, html) = (
        arguments.flag("--markdown"),
        arguments.flag("--json"),
        arguments.flag("--html"),
    );
    let words = arguments.flag("--words");
    let uncorrected = arguments.flag("--uncorrected");
    let out = arguments.value("--out")?;
    let tables = arguments.value("--schemas")?.map(PathBuf::from);
    let tables = tables.unwrap_or_else(|| root().join("schemas"));
    let (old, new) = match arguments.finish(USAGE)? {
        Rest::Help => return Ok(Done::well(USAGE)),
        Rest::Words(words) => match <[String; 2]>::try_from(words) {
            Ok([old, new]) => (old, new),
            Err(_) => return Err(format!("two sets are compared\n\n{USAGE}")),
        },
    };
    let (old, new) = (sides::find(&old, &tables)?, sides::find(&new, &tables)?);
    let side = |found: &sides::Found| match uncorrected {
        true => found.side.clone().uncorrected(),
        false => found.side.clone(),
    };
    let report = diff(&side(&old), &side(&new)).map_err(failed)?;
    let text = match (markdown, json, html) {
        (false, false, false) => report.to_text(words),
        (true, false, false) => report.to_markdown(),
        (false, true, false) => format!("{:#}\n", report.to_json()),
        (false, false, true) => report.to_html(),
        _ => return Err("one of --markdown, --json and --html".to_owned()),
    };
    let Some(out) = out else {
        return Ok(Done::well(text.trim_end()));
    };
    fs::write(&out, text).map_err(|error| format!("{out}: {error}"))?;
    Ok(Done::well(format!(
        "{out}: {} changes",
        report.changes().len()
    )))
}
