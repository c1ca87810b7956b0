//! `cargo codegen`: what is done with `schemas/`.
#![allow(clippy::print_stdout)]

mod command;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run(env::args().skip(1)) {
        Ok(done) => {
            println!("{}", done.text);
            ExitCode::from(done.code)
        }
        Err(text) => {
            eprintln!("{text}");
            ExitCode::from(2)
        }
    }
}
