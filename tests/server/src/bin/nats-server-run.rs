//! Runs a nats-server until Ctrl-C, or the end of a terminal's or pipe's input.
//!
//! ```text
//! cargo run -p jsapi-test-server -- --version 2.15.1
//! ```

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program speaks"
)]

use std::env;
use std::error::Error;
use std::io;
use std::process::ExitCode;

use jsapi_test_server::{Cluster, Options, Server, Wanted};

const USAGE: &str = "\
usage: nats-server-run [--version 2.15.1] [--domain NAME] [--cluster SIZE]
                       [--token TOKEN | --credentials FILE]

Finds or fetches a nats-server, starts it on a free port of 127.0.0.1 with a store of its own,
prints its URL and runs until Ctrl-C, or until its standard input ends if that is a terminal or a
pipe. Then the store is removed.

Users (the password is the name): a, with JetStream, also without a name; b, with small limits;
n, without JetStream; sys, of the system account.

With --token there are no users: whoever knows the token may connect. With --credentials there are
only the user whose credentials are written to that file, which has JetStream, and the system's
(build with --features operator).";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut options = Options::new();
    let mut size = None;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument}: no value"));
        match argument.as_str() {
            "--version" => options = options.version(value()?.parse::<Wanted>()?),
            "--domain" => options = options.domain(value()?),
            "--cluster" => size = Some(value()?.parse()?),
            "--token" => options = options.accounts(authorization(&value()?)),
            "--credentials" => options = options.accounts(operator(&value()?)?),
            "--help" | "-h" => {
                println!("{USAGE}");
                return Ok(());
            }
            _ => return Err(format!("{argument}: no such option\n\n{USAGE}").into()),
        }
    }
    match size {
        None => {
            let server = Server::start(&options)?;
            show(&server);
            wait_for_end()
        }
        Some(size) => {
            let cluster = Cluster::start_with(&options, size)?;
            cluster.nodes().iter().for_each(show);
            wait_for_end()
        }
    }
}

fn authorization(token: &str) -> String {
    let token = token.replace('\\', "\\\\").replace('"', "\\\"");
    format!("authorization {{ token: \"{token}\" }}")
}

#[cfg(feature = "operator")]
fn operator(file: &str) -> Result<String, Box<dyn Error>> {
    let operator = jsapi_test_server::Operator::new();
    std::fs::write(file, operator.credentials()).map_err(|error| format!("{file}: {error}"))?;
    Ok(operator.accounts())
}

#[cfg(not(feature = "operator"))]
fn operator(_file: &str) -> Result<String, Box<dyn Error>> {
    Err("--credentials: build with `cargo run -p jsapi-test-server --features operator`".into())
}

fn show(server: &Server) {
    println!("{}", server.url());
    eprintln!(
        "{server}, process {}, in {}",
        server.process_id().unwrap_or(0),
        server.directory().display()
    );
}

fn wait_for_end() -> Result<(), Box<dyn Error>> {
    if !has_input() {
        // In the background of a script: a signal ends this program, and its guard the server.
        loop {
            std::thread::park();
        }
    }
    io::copy(&mut io::stdin().lock(), &mut io::sink())?;
    Ok(())
}

/// Whether the end of standard input is the caller's word, and not that of `/dev/null`.
#[cfg(unix)]
fn has_input() -> bool {
    use std::io::IsTerminal;
    use std::os::unix::fs::FileTypeExt;

    let kind = std::fs::metadata("/dev/stdin").map(|input| input.file_type());
    io::stdin().is_terminal() || kind.is_ok_and(|kind| kind.is_fifo() || kind.is_socket())
}

#[cfg(not(unix))]
fn has_input() -> bool {
    true
}
