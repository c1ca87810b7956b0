//! Asking a server, and keeping what it says.

use super::exercise;
use super::session::{Login, Recording, Session};
use crate::ir::operations;
use crate::source::options::Options;

/// Calls the operations that only read; with `exercise` also all others that an
/// account may call, on streams of its own that it removes.
///
/// # Errors
///
/// When the table of operations cannot be read, the server cannot be reached, or
/// JetStream is not to be had there.
pub fn record(login: &Login, options: &Options, exercise: bool) -> Result<Recording, String> {
    let rows = operations::read(&options.schemas.join("endpoints.toml"));
    let rows = rows.map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("a runtime: {error}"))?;
    runtime.block_on(async {
        let mut session = Session::open(login, rows).await?;
        session.read().await?;
        if exercise {
            exercise::run(&mut session).await?;
        }
        Ok(session.recording)
    })
}
