//! One file for each subcommand.

mod arguments;
mod date;
mod diff;
mod drift;
mod generate;
mod history;
mod permissions;
mod sides;
mod sync;

use arguments::Arguments;
use std::env;
use std::path::{Path, PathBuf};

const USAGE: &str = "\
cargo codegen [generate]      write jsapi/src/generated from schemas/
cargo codegen check           fail if what is committed is not what schemas/ gives
cargo codegen diff OLD NEW    what changed between two schema sets, and whom it breaks
cargo codegen rules           the kinds of changes that diff knows
cargo codegen sync DIR        bring schemas/ to the official schemas in DIR
cargo codegen drift           what a server says that the bindings do not know
cargo codegen permissions     the subjects that a user needs, and no others

`cargo codegen COMMAND --help` says more.";

/// What a command has to say, and how it ends.
pub(crate) struct Done {
    pub(crate) text: String,
    pub(crate) code: u8,
}

impl Done {
    /// All is well.
    fn well(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: 0,
        }
    }
}

/// Runs the command that the arguments name.
pub(crate) fn run(arguments: impl Iterator<Item = String>) -> Result<Done, String> {
    let mut arguments = Arguments::new(arguments);
    if jsapi_codegen::sync::undo(&root()).map_err(failed)? {
        eprintln!("a sync was interrupted: what it had begun is taken back");
    }
    match arguments.command().as_deref() {
        None | Some("generate") => generate::generate(arguments),
        Some("check") => generate::check(arguments),
        Some("diff") => diff::run(arguments),
        Some("rules") => diff::rules(arguments),
        Some("sync") => sync::run(arguments),
        Some("drift") => drift::run(arguments),
        Some("permissions") => permissions::run(arguments),
        Some("help") => Ok(Done::well(USAGE)),
        Some(other) => Err(format!("there is no command \"{other}\"\n\n{USAGE}")),
    }
}

/// The repository that the commands are about: the one around the working
/// directory, else the one that this program was built in.
fn root() -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    let found = here
        .ancestors()
        .find(|folder| folder.join("schemas/endpoints.toml").is_file());
    found.map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join(".."),
        Path::to_owned,
    )
}

/// A fault of the library, as it is printed.
#[allow(clippy::needless_pass_by_value)]
fn failed(error: jsapi_codegen::Error) -> String {
    error.to_string()
}
