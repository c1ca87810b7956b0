//! Asking a server, and keeping what it says.

use super::exercise;
use super::recording::Recording;
use super::session::{Login, Session};
use crate::ir::operations;
use crate::source::options::Options;

/// Calls the operations that only read; with `exercise` all operations, on
/// streams that it creates and deletes.
///
/// `system` is a login of the system account. With it, the operations of that
/// account are called too. They name an account, a stream or a server that does
/// not exist; with `exercise`, also a stream of the exercise.
///
/// # Errors
///
/// If the table of operations cannot be read, the server cannot be reached, or
/// the account has no JetStream.
pub fn record(
    login: &Login,
    system: Option<&Login>,
    options: &Options,
    exercise: bool,
) -> Result<Recording, String> {
    let rows = operations::read(&options.schemas.join("endpoints.toml"));
    let rows = rows.map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("a runtime: {error}"))?;
    runtime.block_on(async {
        let mut session = Session::open(login, system, rows).await?;
        session.read().await?;
        if exercise {
            session.recording.exercised = true;
            exercise::run(&mut session).await?;
        } else {
            exercise::refused(&mut session).await;
        }
        Ok(session.recording)
    })
}
