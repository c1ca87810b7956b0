//! `cargo codegen`: regenerates `jsapi/src/generated` from `schemas/`.
#![allow(clippy::print_stdout)]

use jsapi_codegen::{Error, Options, generate};
use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo codegen [generate]    write jsapi/src/generated from schemas/
cargo codegen check         fail if jsapi/src/generated is not what schemas/ gives

  --schemas DIR    the schema set (schemas)
  --base DIR       take the base schemas from here, such as an official checkout
  --out DIR        where the Rust files are (jsapi/src/generated)
  --runtime PATH   how generated code names the runtime (crate)
  --no-docs        leave out the words, to compare two sets by their facts";

fn main() -> ExitCode {
    match run(env::args().skip(1)) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut schemas = root.join("schemas");
    let mut out = root.join("jsapi/src/generated");
    let (mut base, mut runtime, mut check, mut docs) = (None, "crate".to_owned(), false, true);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "generate" => {}
            "check" => check = true,
            "--schemas" => schemas = value()?.into(),
            "--base" => base = Some(PathBuf::from(value()?)),
            "--out" => out = value()?.into(),
            "--runtime" => runtime = value()?,
            "--no-docs" => docs = false,
            "help" | "--help" | "-h" => return Ok(USAGE.to_owned()),
            other => return Err(format!("{other} is not known\n\n{USAGE}")),
        }
    }
    let mut options = Options::new(schemas).with_runtime(runtime);
    if let Some(base) = base {
        options = options.with_base(base);
    }
    if !docs {
        options = options.without_docs();
    }
    let failed = |error: Error| error.to_string();
    let generated = generate(&options).map_err(failed)?;
    if !check {
        generated.write(&out).map_err(failed)?;
        return Ok(generated.to_string());
    }
    match generated.stale(&out).map_err(failed)?.as_slice() {
        [] => Ok(format!("up to date: {generated}")),
        stale => Err(format!(
            "{} does not match schemas/ ({}): run `cargo codegen` and commit what it writes",
            out.file_name().unwrap_or_default().to_string_lossy(),
            stale.join(", ")
        )),
    }
}
