//! `cargo codegen generate` and `cargo codegen check`.

use super::arguments::{Arguments, Rest};
use super::{Done, failed, root};
use jsapi_codegen::describe::{FOLDER, describe};
use jsapi_codegen::{Options, generate as generated_from, grounds};
use std::path::PathBuf;

const USAGE: &str = "\
cargo codegen [generate]    write jsapi/src/generated and schemas/generated from schemas/
cargo codegen check         fail if what is committed is not what schemas/ gives

  --schemas DIR    the schema set (schemas)
  --base DIR       take the base schemas from here, such as an official checkout
  --out DIR        where the Rust files are (jsapi/src/generated)
  --runtime PATH   how generated code names the runtime (crate)
  --no-docs        leave out the words, to compare two sets by their facts
  --accept ID      take correction ID as it is, though what it corrects was edited;
                   may be given several times";

/// What to generate from, and where the result is.
struct Job {
    options: Options,
    out: PathBuf,
    /// Where the description is, which only our own set has.
    description: Option<PathBuf>,
    /// Corrections to take as they are.
    accepted: Vec<String>,
}

fn job(mut arguments: Arguments) -> Result<Option<Job>, String> {
    let schemas = arguments.value("--schemas")?.map(PathBuf::from);
    let out = arguments.value("--out")?.map(PathBuf::from);
    let base = arguments.value("--base")?;
    let runtime = arguments.value("--runtime")?;
    let no_docs = arguments.flag("--no-docs");
    let accepted = arguments.values("--accept")?;
    let words = match arguments.finish(USAGE)? {
        Rest::Help => return Ok(None),
        Rest::Words(words) => words,
    };
    if let Some(word) = words.first() {
        return Err(format!("\"{word}\" is one word too many\n\n{USAGE}"));
    }
    let ours = schemas.is_none() && out.is_none() && base.is_none();
    let schemas = schemas.unwrap_or_else(|| root().join("schemas"));
    let description = ours.then(|| schemas.join(FOLDER));
    let mut options = Options::new(schemas).with_runtime(runtime.unwrap_or("crate".to_owned()));
    if let Some(base) = base {
        options = options.with_base(base);
    }
    if no_docs {
        options = options.without_docs();
    }
    let out = out.unwrap_or_else(|| root().join("jsapi/src/generated"));
    Ok(Some(Job {
        options,
        out,
        description,
        accepted,
    }))
}

pub(super) fn generate(arguments: Arguments) -> Result<Done, String> {
    let Some(job) = job(arguments)? else {
        return Ok(Done::well(USAGE));
    };
    if job.description.is_some() {
        grounds::pin(&job.options, &job.accepted).map_err(failed)?;
    }
    let generated = generated_from(&job.options).map_err(failed)?;
    generated.write(&job.out).map_err(failed)?;
    if let Some(folder) = &job.description {
        let described = describe(&job.options).map_err(failed)?;
        described.write(folder).map_err(failed)?;
    }
    Ok(Done::well(generated.to_string()))
}

pub(super) fn check(arguments: Arguments) -> Result<Done, String> {
    let Some(job) = job(arguments)? else {
        return Ok(Done::well(USAGE));
    };
    let generated = generated_from(&job.options).map_err(failed)?;
    let mut stale = generated.stale(&job.out).map_err(failed)?;
    let mut strays = Vec::new();
    if let Some(folder) = &job.description {
        let described = describe(&job.options).map_err(failed)?;
        stale.extend(described.stale(folder));
        let ours = generated.strays(&job.out).map_err(failed)?;
        strays.extend(ours.into_iter().filter(|path| !stale.contains(path)));
        strays.extend(described.strays(folder).map_err(failed)?);
        if grounds::is_stale(&job.options).map_err(failed)? {
            stale.push("grounds.toml".to_owned());
        }
    }
    if !strays.is_empty() {
        return Err(format!(
            "files that no run generates are among the generated ones ({}): move them elsewhere or delete them",
            strays.join(", ")
        ));
    }
    if stale.is_empty() {
        return Ok(Done::well(format!("up to date: {generated}")));
    }
    Err(format!(
        "what is generated does not match schemas/ ({}): run `cargo codegen` and commit what it writes",
        stale.join(", ")
    ))
}
