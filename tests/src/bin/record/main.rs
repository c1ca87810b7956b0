//! Records anew what real servers answer, for `jsapi/tests/recorded`.
//!
//! ```text
//! cargo run -p jsapi-tests --bin record -- --version 2.15.1
//! ```
//!
//! A script of requests is put to a server of each version, and another one to a cluster of three
//! of the newest. Replies and events are written in the order of the scripts; ids, times and sizes
//! differ from run to run.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program speaks"
)]

mod cluster;
mod consumers;
mod delivery;
mod messages;
mod meta;
mod publish;
mod recorder;
mod streams;
mod transfer;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jsapi_test_server::{Cluster, Options, Server, Version};
use jsapi_tests::Outcome;
use recorder::Recorder;

const USAGE: &str = "\
usage: record [--version 2.15.1] [--to DIRECTORY]

Puts a script of requests to real servers and writes what they answer. Without a version, to a
single server of every version, and to a cluster of three of the newest.";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let mut versions = Version::ALL.to_vec();
    let mut folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../jsapi/tests/recorded/servers");
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument}: no value"));
        match argument.as_str() {
            "--version" => versions = vec![value()?.parse()?],
            "--to" => folder = PathBuf::from(value()?),
            "--help" | "-h" => {
                println!("{USAGE}");
                return Ok(());
            }
            _ => return Err(format!("{argument}: no such option\n\n{USAGE}").into()),
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for version in versions {
        // Servers are started and waited for on a plain thread.
        let server = Server::start(&Options::new().version(version))?;
        runtime.block_on(async {
            let mut recorder = Recorder::start(version, &server.url(), "").await?;
            single(&mut recorder).await?;
            recorder.write(&folder).await
        })?;
        if version == Version::NEWEST {
            let mut cluster = Cluster::start(version, 3)?;
            cluster::record(&runtime, &mut cluster, &folder)?;
        }
    }
    Ok(())
}

/// The script for a single server.
async fn single(to: &mut Recorder) -> Outcome {
    meta::account(to).await?;
    streams::create(to).await?;
    publish::record(to).await?;
    streams::read(to).await?;
    messages::record(to).await?;
    consumers::record(to).await?;
    delivery::record(to).await?;
    streams::change(to).await?;
    transfer::record(to).await?;
    publish::fast_batches(to).await?;
    meta::of_clusters_only(to).await?;
    streams::delete(to).await?;
    meta::purge(to).await
}
