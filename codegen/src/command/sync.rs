//! `cargo codegen sync`.

use super::arguments::{Arguments, Rest};
use super::{Done, failed, root};
use jsapi_codegen::sync::{Sync, Synced};
use std::fmt::Write;

const USAGE: &str = "\
cargo codegen sync DIR    bring schemas/ to the official schemas in DIR

DIR is a checkout or unpacked archive of nats-io/jsm.go, or its folder
schema_source. Descriptions of ours stay where what they describe is unchanged,
or has another bound only.
Whatever goes wrong, the tree is as it was.

  --commit ID      the commit that DIR is of, where it is no checkout
  --date DATE      its date
  --drop-stale     take out corrections, rows and extra schemas that no longer
                   apply, where they would stop the run
  --accept ID      take correction ID as it is, though DIR changes what it corrects;
                   may be given several times";

pub(super) fn run(mut arguments: Arguments) -> Result<Done, String> {
    let commit = arguments.value("--commit")?;
    let date = arguments.value("--date")?;
    let drop_stale = arguments.flag("--drop-stale");
    let accepted = arguments.values("--accept")?;
    let from = match arguments.finish(USAGE)? {
        Rest::Help => return Ok(Done::well(USAGE)),
        Rest::Words(words) => match <[String; 1]>::try_from(words) {
            Ok([from]) => from,
            Err(_) => return Err(format!("one folder has the official schemas\n\n{USAGE}")),
        },
    };
    let mut sync = Sync::new(root(), from);
    if let Some(commit) = commit {
        sync = sync.with_commit(commit);
    }
    if let Some(date) = date {
        sync = sync.with_date(date);
    }
    if drop_stale {
        sync = sync.drop_stale();
    }
    sync = accepted.into_iter().fold(sync, Sync::accept);
    Ok(Done::well(text(&sync.run().map_err(failed)?)))
}

fn text(synced: &Synced) -> String {
    let mut out = synced.report.to_text(false);
    for (title, lines) in [
        ("Mended", &synced.mended),
        ("Taken out, since it no longer applied", &synced.dropped),
        (
            "No operation uses these: rows for endpoints.toml?",
            &synced.without_operation,
        ),
        ("To be described", &synced.to_describe),
        (
            "To be read again, since a bound, default or value changed",
            &synced.to_reread,
        ),
    ] {
        if !lines.is_empty() {
            let _ = writeln!(out, "\n{title}");
            for line in lines {
                let _ = writeln!(out, "    {line}");
            }
        }
    }
    let _ = write!(
        out,
        "\n{} files written: {}",
        synced.written.len(),
        synced.generated
    );
    out
}
