//! `cargo codegen diff` and `cargo codegen rules`.

use super::arguments::{Arguments, Rest};
use super::history::Repository;
use super::{Done, date, failed, root, sides};
use jsapi_codegen::diff::{AllowList, Gate, Report, Side, Steps, rules_page, steps};
use std::fs;
use std::path::{Path, PathBuf};

const USAGE: &str = "\
cargo codegen diff OLD NEW                what changed between two schema sets
cargo codegen diff OLD..NEW [--repo DIR]  the same of two states of a git repository

OLD and NEW are folders of schemas (ours, or official ones with their $refs), or
git revisions: of this repository, or with --repo of a checkout of jsm.go. Official
ones are read with our corrections and tables, as far as they apply.

  --repo DIR       a checkout or bare repository of jsm.go
  --steps          of OLD..NEW: from each tag to the next, as a changelog
  --since SUBJECT  of OLD..NEW: what happened to an operation, a type, a field or an
                   error code, and with which tag
  --format FORMAT  text, markdown, json, html or sarif; --markdown and so on do too
  --words          list what is only described anew too
  --uncorrected    read without our corrections: what upstream alone changed
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

/// What is compared: two sets, or the states of a repository.
enum Asked {
    Two(String, String),
    Range(String, String),
}

pub(super) fn run(mut arguments: Arguments) -> Result<Done, String> {
    let mut formats = arguments.values("--format")?;
    for format in FORMATS {
        if arguments.flag(&format!("--{format}")) {
            formats.push(format.to_owned());
        }
    }
    let words = arguments.flag("--words");
    let uncorrected = arguments.flag("--uncorrected");
    let by_step = arguments.flag("--steps");
    let since = arguments.value("--since")?;
    let repository = arguments.value("--repo")?.map(Repository::new);
    let gates = gates(&arguments.values("--fail-on")?)?;
    let allow = arguments.value("--allow")?;
    let today = arguments.value("--today")?.unwrap_or_else(date::today);
    let out = arguments.value("--out")?;
    let tables = arguments.value("--schemas")?.map(PathBuf::from);
    let tables = tables.unwrap_or_else(|| root().join("schemas"));
    let asked = match arguments.finish(USAGE)? {
        Rest::Help => return Ok(Done::well(USAGE)),
        Rest::Words(words) => asked(&words)?,
    };
    let format = match formats.as_slice() {
        [] => "text",
        [one] => one,
        _ => return Err("one format at a time".to_owned()),
    };
    let by_step = by_step || since.is_some();
    let found = match (&asked, &repository) {
        (Asked::Two(old, new), None) => {
            vec![sides::find(old, &tables)?, sides::find(new, &tables)?]
        }
        (Asked::Two(..), Some(_)) => return Err("--repo is for OLD..NEW".to_owned()),
        (Asked::Range(old, new), repository) => {
            range(old, new, repository.as_ref(), by_step, &tables)?
        }
    };
    if by_step && matches!(asked, Asked::Two(..)) {
        return Err("--steps and --since are for OLD..NEW".to_owned());
    }
    let compared: Vec<Side> = found
        .iter()
        .map(|found| match uncorrected {
            true => found.side.clone().uncorrected(),
            false => found.side.clone(),
        })
        .collect();
    let mut steps = steps(&compared).map_err(failed)?;
    if let Some(allow) = allow {
        let list = AllowList::read(Path::new(&allow)).map_err(failed)?;
        for report in steps.reports_mut() {
            report.allow(&list, &today);
        }
    }
    let text = match (&since, steps.reports()) {
        (Some(subject), _) => told(subject, &steps.since(subject))?,
        (None, [report]) if !by_step => text(report, format, words)?,
        _ => text_of_steps(&steps, format, words)?,
    };
    let reports = steps.reports().iter();
    let stopped: usize = reports.map(|report| report.stopped(&gates).len()).sum();
    if stopped > 0 {
        // Beside the report, which may be for machines.
        eprintln!("changes that --fail-on names: {stopped}");
    }
    let mut done = match out {
        None => Done::well(text.trim_end()),
        Some(out) => {
            fs::write(&out, text).map_err(|error| format!("{out}: {error}"))?;
            let reports = steps.reports().iter();
            let changes: usize = reports.map(|report| report.changes().len()).sum();
            Done::well(format!("{out}: {changes} changes"))
        }
    };
    done.code = u8::from(stopped > 0);
    Ok(done)
}

fn asked(words: &[String]) -> Result<Asked, String> {
    match words {
        [old, new] => Ok(Asked::Two(old.clone(), new.clone())),
        [range] => match range.split_once("..") {
            Some((old, new)) if !old.is_empty() && !new.starts_with('.') => {
                let new = if new.is_empty() { "HEAD" } else { new };
                Ok(Asked::Range(old.to_owned(), new.to_owned()))
            }
            _ => Err(format!("\"{range}\" is not OLD..NEW\n\n{USAGE}")),
        },
        _ => Err(format!("two sets are compared\n\n{USAGE}")),
    }
}

/// The states from `old` to `new`: of a checkout of jsm.go, or of this repository.
fn range(
    old: &str,
    new: &str,
    repository: Option<&Repository>,
    by_step: bool,
    tables: &Path,
) -> Result<Vec<sides::Found>, String> {
    let ours = Repository::new(root());
    let mut states = vec![old.to_owned()];
    match by_step {
        true => states.extend(repository.unwrap_or(&ours).tags(old, new)?),
        false => states.push(new.to_owned()),
    }
    let found = states.iter().map(|state| match repository {
        Some(repository) => sides::official(repository, state, tables),
        None => sides::revision(state),
    });
    found.collect()
}

fn told(subject: &str, lines: &[String]) -> Result<String, String> {
    match lines {
        [] => Err(format!("there is no \"{subject}\" in any of these states")),
        lines => Ok(lines.join("\n")),
    }
}

fn text_of_steps(steps: &Steps, format: &str, words: bool) -> Result<String, String> {
    Ok(match format {
        "text" => steps.to_text(words),
        "markdown" => steps.to_markdown(),
        "json" => format!("{:#}\n", steps.to_json()),
        other => {
            return Err(format!(
                "--steps has no {other}: text, markdown or json, or one range without --steps"
            ));
        }
    })
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
