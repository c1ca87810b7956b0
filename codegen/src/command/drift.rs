//! `cargo codegen drift`.

use super::arguments::{Arguments, Rest};
use super::{Done, failed, root};
use jsapi_codegen::Options;
use jsapi_codegen::drift::{Checker, Login, Recording, record};
use std::path::PathBuf;

const USAGE: &str = "\
cargo codegen drift --server URL    what a server says that the bindings do not know

Calls the operations that only read: INFO, and names, lists and infos of streams
and consumers. Compares the replies with the schemas and with the replies recorded
of the nearest version. Ends with status 0 if there is no drift, 1 if there is
drift or an operation gets no reply, 2 if the server cannot be asked.

  --server URL         nats://user:password@host:4222
  --creds FILE         log in with this credentials file
  --system URL         also log in as the system account, and call its operations
                       with names of accounts, streams and servers that do not exist
  --system-creds FILE  log in as the system account with this credentials file;
                       without --system, to the server of --server
  --exercise           call all operations, on streams that this command creates
                       and deletes; on a cluster, leaders change, with --system
                       also the meta leader
  --recorded DIR       the recorded replies (jsapi/tests/recorded/servers)
  --uncorrected        compare with the official schemas without corrections, and
                       not with recorded replies
  --json               print JSON
  --schemas DIR        the schema set (schemas)";

pub(super) fn run(mut arguments: Arguments) -> Result<Done, String> {
    let (exercise, uncorrected, json) = (
        arguments.flag("--exercise"),
        arguments.flag("--uncorrected"),
        arguments.flag("--json"),
    );
    let server = arguments.value("--server")?;
    let credentials = arguments.value("--creds")?.map(PathBuf::from);
    let system = arguments.value("--system")?;
    let system_credentials = arguments.value("--system-creds")?.map(PathBuf::from);
    let recorded = arguments.value("--recorded")?.map(PathBuf::from);
    let schemas = arguments.value("--schemas")?.map(PathBuf::from);
    match arguments.finish(USAGE)? {
        Rest::Help => return Ok(Done::well(USAGE)),
        Rest::Words(words) if words.is_empty() => {}
        Rest::Words(_) => return Err(format!("that is a word too many\n\n{USAGE}")),
    }
    let url = server.ok_or_else(|| format!("which server?\n\n{USAGE}"))?;
    let system = (system.is_some() || system_credentials.is_some()).then(|| Login {
        url: system.unwrap_or_else(|| url.clone()),
        credentials: system_credentials,
    });
    let mut options = Options::new(schemas.unwrap_or_else(|| root().join("schemas")));
    if uncorrected {
        options = options.without_corrections();
    }
    let mut checker = Checker::new(&options).map_err(failed)?;
    let login = Login { url, credentials };
    let recording = record(&login, system.as_ref(), &options, exercise)?;
    let before = if uncorrected {
        None
    } else {
        let folder = recorded.unwrap_or_else(|| root().join("jsapi/tests/recorded/servers"));
        Recording::nearest(&folder, &recording).map_err(failed)?
    };
    checker
        .recording(&recording, before.as_ref())
        .map_err(failed)?;
    let report = checker.report().map_err(failed)?;
    let before = before.map(|before| before.server);
    let text = if json {
        let mut document = report.to_json();
        if let Some(members) = document.as_object_mut() {
            members.insert("server".to_owned(), recording.server.into());
            members.insert("compared_with".to_owned(), before.into());
        }
        format!("{document:#}")
    } else {
        let compared = before.map_or_else(String::new, |version| {
            format!(", compared with the recorded replies of {version}")
        });
        let report = report.to_string();
        format!(
            "server {}{compared}: {}",
            recording.server,
            report.trim_end()
        )
    };
    Ok(Done {
        text,
        code: u8::from(!report.findings().is_empty()),
    })
}
