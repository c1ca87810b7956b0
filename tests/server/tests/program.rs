//! The program that runs a server for trying things.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use jsapi_test_server::{User, raw};

/// The program, and the URL that it printed.
fn run(arguments: &[&str]) -> (Child, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_nats-server-run"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    let stdout = program.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut url).unwrap();
    (program, url.trim().to_owned())
}

/// Ends it in good order.
fn end(mut program: Child) {
    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
}

#[test]
fn without_a_choice_users_have_names() {
    let (program, url) = run(&[]);
    assert!(raw::request(&url, User::A, "$JS.API.INFO", b"").is_ok());
    end(program);
}

#[test]
fn with_a_token_no_name_will_do() {
    let (program, url) = run(&["--token", r#"a "token""#]);
    let refused = raw::request(&url, User::A, "$JS.API.INFO", b"").unwrap_err();
    assert!(refused.to_string().contains("Authorization"), "{refused}");
    end(program);
}

#[cfg(feature = "operator")]
#[test]
fn with_credentials_they_are_written_and_no_name_will_do() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("user.creds");
    let (program, url) = run(&["--credentials", file.to_str().unwrap()]);
    let refused = raw::request(&url, User::A, "$JS.API.INFO", b"").unwrap_err();
    assert!(refused.to_string().contains("Authorization"), "{refused}");
    let credentials = std::fs::read_to_string(&file).unwrap();
    assert!(credentials.contains("BEGIN USER NKEY SEED"));
    end(program);
}
