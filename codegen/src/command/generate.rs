//! `cargo codegen generate` and `cargo codegen check`.

use super::arguments::{Arguments, Rest};
use super::{Done, failed, root};
use jsapi_codegen::{Options, generate as generated_from};
use std::path::PathBuf;

const USAGE: &str = "\
cargo codegen [generate]    write jsapi/src/generated from schemas/
cargo codegen check         fail if what is committed is not what schemas/ gives

  --schemas DIR    the schema set (schemas)
  --base DIR       take the base schemas from here, such as an official checkout
  --out DIR        where the Rust files are (jsapi/src/generated)
  --runtime PATH   how generated code names the runtime (crate)
  --no-docs        leave out the words, to compare two sets by their facts";

/// What to generate from, and where the result is.
struct Job {
    options: Options,
    out: PathBuf,
}

fn job(mut arguments: Arguments) -> Result<Option<Job>, String> {
    let schemas = arguments.value("--schemas")?.map(PathBuf::from);
    let out = arguments.value("--out")?.map(PathBuf::from);
    let base = arguments.value("--base")?;
    let runtime = arguments.value("--runtime")?;
    let no_docs = arguments.flag("--no-docs");
    let words = match arguments.finish(USAGE)? {
        Rest::Help => return Ok(None),
        Rest::Words(words) => words,
    };
    if let Some(word) = words.first() {
        return Err(format!("\"{word}\" is one word too many\n\n{USAGE}"));
    }
    let schemas = schemas.unwrap_or_else(|| root().join("schemas"));
    let mut options = Options::new(schemas).with_runtime(runtime.unwrap_or("crate".to_owned()));
    if let Some(base) = base {
        options = options.with_base(base);
    }
    if no_docs {
        options = options.without_docs();
    }
    let out = out.unwrap_or_else(|| root().join("jsapi/src/generated"));
    Ok(Some(Job { options, out }))
}

pub(super) fn generate(arguments: Arguments) -> Result<Done, String> {
    let Some(job) = job(arguments)? else {
        return Ok(Done::well(USAGE));
    };
    let generated = generated_from(&job.options).map_err(failed)?;
    generated.write(&job.out).map_err(failed)?;
    Ok(Done::well(generated.to_string()))
}

pub(super) fn check(arguments: Arguments) -> Result<Done, String> {
    let Some(job) = job(arguments)? else {
        return Ok(Done::well(USAGE));
    };
    let generated = generated_from(&job.options).map_err(failed)?;
    match generated.stale(&job.out).map_err(failed)?.as_slice() {
        [] => Ok(Done::well(format!("up to date: {generated}"))),
        stale => Err(format!(
            "{} does not match schemas/ ({}): run `cargo codegen` and commit what it writes",
            job.out.file_name().unwrap_or_default().to_string_lossy(),
            stale.join(", ")
        )),
    }
}
