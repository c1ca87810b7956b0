//! `cargo codegen diff` and `cargo codegen rules`.

use super::arguments::{Arguments, Rest};
use super::{Done, date, failed, root, sides};
use jsapi_codegen::diff::{AllowList, Gate, Report, diff, rules_page};
use std::fs;
use std::path::{Path, PathBuf};

const USAGE: &str = "\
cargo codegen diff OLD NEW    what changed between two schema sets, and whom it breaks

OLD and NEW are folders of schemas (ours, or official ones with their $refs), or
git revisions of this repository. Official ones are read with our corrections
and tables, as far as they apply.

  --format FORMAT  text, markdown, json, html or sarif; --markdown and so on do too
  --words          list what is only described anew too
  --uncorrected    read both without our corrections: what upstream alone changed
  --fail-on WHAT   end with status 1 if a change is of this kind: callers,
                   implementers, wire, additive, corrected, any, or the id of a
                   rule (docs/api-changes.md); may be given several times
  --allow FILE     changes that are meant, each with a reason and a last day
  --today DATE     the date that entries of FILE expire by
  --out FILE       write it there
  --schemas DIR    our tables for official schemas (schemas)

Status: 0 if no change is one that --fail-on names, 1 if one is, 2 if the sets
cannot be compared.";

const RULES: &str = "\
cargo codegen rules    the kinds of changes that diff knows, as Markdown

  --out FILE    write it there";

const FORMATS: [&str; 5] = ["text", "markdown", "json", "html", "sarif"];

pub(super) fn run(mut arguments: Arguments) -> Result<Done, String> {
    let mut formats = arguments.values("--format")?;
    for format in FORMATS {
        if arguments.flag(&format!("--{format}")) {
            formats.push(format.to_owned());
        }
    }
    let words = arguments.flag("--words");
    let uncorrected = arguments.flag("--uncorrected");
    let gates = gates(&arguments.values("--fail-on")?)?;
    let allow = arguments.value("--allow")?;
    let today = arguments.value("--today")?.unwrap_or_else(date::today);
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
    let format = match formats.as_slice() {
        [] => "text",
        [one] => one,
        _ => return Err("one format at a time".to_owned()),
    };
    let (old, new) = (sides::find(&old, &tables)?, sides::find(&new, &tables)?);
    let side = |found: &sides::Found| match uncorrected {
        true => found.side.clone().uncorrected(),
        false => found.side.clone(),
    };
    let mut report = diff(&side(&old), &side(&new)).map_err(failed)?;
    if let Some(allow) = allow {
        let list = AllowList::read(Path::new(&allow)).map_err(failed)?;
        report.allow(&list, &today);
    }
    let text = text(&report, format, words)?;
    let stopped = report.stopped(&gates);
    if !stopped.is_empty() {
        // Beside the report, which may be for machines.
        eprintln!("changes that --fail-on names: {}", stopped.len());
    }
    let mut done = match out {
        None => Done::well(text.trim_end()),
        Some(out) => {
            fs::write(&out, text).map_err(|error| format!("{out}: {error}"))?;
            Done::well(format!("{out}: {} changes", report.changes().len()))
        }
    };
    done.code = u8::from(!stopped.is_empty());
    Ok(done)
}

fn gates(words: &[String]) -> Result<Vec<Gate>, String> {
    let named = |word: &String| {
        Gate::named(word).ok_or_else(|| format!("--fail-on {word} is not known\n\n{USAGE}"))
    };
    words.iter().map(named).collect()
}

fn text(report: &Report, format: &str, words: bool) -> Result<String, String> {
    Ok(match format {
        "text" => report.to_text(words),
        "markdown" => report.to_markdown(),
        "json" => format!("{:#}\n", report.to_json()),
        "html" => report.to_html(),
        "sarif" => format!("{:#}\n", report.to_sarif()),
        other => {
            return Err(format!(
                "--format {other} is not one of {}",
                FORMATS.join(", ")
            ));
        }
    })
}

pub(super) fn rules(mut arguments: Arguments) -> Result<Done, String> {
    let out = arguments.value("--out")?;
    match arguments.finish(RULES)? {
        Rest::Help => return Ok(Done::well(RULES)),
        Rest::Words(words) if words.is_empty() => {}
        Rest::Words(_) => return Err(RULES.to_owned()),
    }
    let page = rules_page();
    let Some(out) = out else {
        return Ok(Done::well(page.trim_end()));
    };
    fs::write(&out, page).map_err(|error| format!("{out}: {error}"))?;
    Ok(Done::well(out))
}
