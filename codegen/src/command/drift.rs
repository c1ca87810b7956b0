//! `cargo codegen drift`.

use super::arguments::{Arguments, Rest};
use super::{Done, failed, root};
use jsapi_codegen::Options;
use jsapi_codegen::drift::{Checker, Login, Recording, record};
use std::fmt::Write;
use std::path::PathBuf;

const USAGE: &str = "\
cargo codegen drift --server URL    what a server says that the bindings do not know

It reads: INFO, and names, lists and infos of streams and consumers. Ends with 0
where there is no drift, 1 where there is some, 2 where it could not be told.

  --server URL     nats://user:password@host:4222
  --creds FILE     log in with this file
  --exercise       call everything an account may call, on streams of its own
                   that it removes
  --uncorrected    hold it against the official schemas as they are, to see
                   what the corrections are for
  --json           as JSON
  --schemas DIR    the schema set (schemas)";

pub(super) fn run(mut arguments: Arguments) -> Result<Done, String> {
    let (exercise, uncorrected, json) = (
        arguments.flag("--exercise"),
        arguments.flag("--uncorrected"),
        arguments.flag("--json"),
    );
    let server = arguments.value("--server")?;
    let credentials = arguments.value("--creds")?.map(PathBuf::from);
    let schemas = arguments.value("--schemas")?.map(PathBuf::from);
    match arguments.finish(USAGE)? {
        Rest::Help => return Ok(Done::well(USAGE)),
        Rest::Words(words) if words.is_empty() => {}
        Rest::Words(_) => return Err(format!("that is a word too many\n\n{USAGE}")),
    }
    let url = server.ok_or_else(|| format!("which server?\n\n{USAGE}"))?;
    let mut options = Options::new(schemas.unwrap_or_else(|| root().join("schemas")));
    if uncorrected {
        options = options.without_corrections();
    }
    let mut checker = Checker::new(&options).map_err(failed)?;
    let recording = record(&Login { url, credentials }, &options, exercise)?;
    for (operation, reply) in &recording.replies {
        checker.reply(operation, reply).map_err(failed)?;
    }
    for event in &recording.events {
        checker.event(event).map_err(failed)?;
    }
    let report = checker.report().map_err(failed)?;
    let drift = !report.findings().is_empty() || !recording.unreadable.is_empty();
    let text = if json {
        let mut document = report.to_json();
        if let Some(members) = document.as_object_mut() {
            members.insert("server".to_owned(), recording.server.clone().into());
            members.insert(
                "silent".to_owned(),
                recording.silent.iter().cloned().collect(),
            );
            members.insert(
                "unreadable".to_owned(),
                recording.unreadable.iter().cloned().collect(),
            );
        }
        format!("{document:#}")
    } else {
        format!("{}{}", heading(&recording), report.to_string().trim_end())
    };
    Ok(Done {
        text,
        code: u8::from(drift),
    })
}

fn heading(recording: &Recording) -> String {
    let mut out = format!("server {}: ", recording.server);
    for (what, operations) in [
        ("no answer", &recording.silent),
        ("an answer that is no JSON", &recording.unreadable),
    ] {
        if !operations.is_empty() {
            let operations: Vec<&str> = operations.iter().map(String::as_str).collect();
            let _ = write!(out, "{what} to {}; ", operations.join(", "));
        }
    }
    out
}
