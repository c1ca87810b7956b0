//! `cargo codegen permissions`.

use super::arguments::{Arguments, Rest};
use super::{Done, failed, root};
use jsapi_codegen::Options;
use jsapi_codegen::permissions::{Needs, operations};

const USAGE: &str = "\
cargo codegen permissions [STREAM...]    the subjects that a user needs, and no others

  --read               look at these streams, their messages and consumers
  --consume CONSUMER   take messages from this pull consumer of them
  --admin              all that an account may do with them
  --publish SUBJECT    publish messages there
  --operation NAME     call an operation of schemas/endpoints.toml, for these
                       streams where its subject has one
  --domain DOMAIN      ask by $JS.DOMAIN.API
  --prefix PREFIX      ask by another prefix than $JS.API
  --inbox PREFIX       take replies below another inbox than _INBOX
  --json               as in the JWT of a user, not as in a server's configuration";

pub(super) fn run(mut arguments: Arguments) -> Result<Done, String> {
    let (read, admin, json) = (
        arguments.flag("--read"),
        arguments.flag("--admin"),
        arguments.flag("--json"),
    );
    let consumers = arguments.values("--consume")?;
    let subjects = arguments.values("--publish")?;
    let called = arguments.values("--operation")?;
    let domain = arguments.value("--domain")?;
    let prefix = arguments.value("--prefix")?;
    let inbox = arguments.value("--inbox")?;
    let streams = match arguments.finish(USAGE)? {
        Rest::Help => return Ok(Done::well(USAGE)),
        Rest::Words(words) => words,
    };
    let of_streams = read || admin || !consumers.is_empty();
    if !of_streams && called.is_empty() && subjects.is_empty() {
        return Err(format!("to do what?\n\n{USAGE}"));
    }
    if of_streams && streams.is_empty() {
        return Err(format!("with which stream?\n\n{USAGE}"));
    }
    let options = Options::new(root().join("schemas"));
    let mut needs = Needs::new();
    needs = match (domain, prefix) {
        (None, None) => needs,
        (Some(domain), None) => needs.with_prefix(format!("$JS.{domain}.API")),
        (None, Some(prefix)) => needs.with_prefix(prefix),
        (Some(_), Some(_)) => {
            return Err("--domain and --prefix are two ways to say one thing".to_owned());
        }
    };
    if let Some(inbox) = inbox {
        needs = needs.with_inbox(inbox);
    }
    for stream in &streams {
        if read {
            needs = needs.reading(stream);
        }
        if admin {
            needs = needs.administering(stream);
        }
        for consumer in &consumers {
            needs = needs.consuming(stream, consumer);
        }
    }
    let known = operations(&options).map_err(failed)?;
    for operation in called {
        let row = known.iter().find(|(name, _)| *name == operation);
        let has_stream =
            row.is_some_and(|(_, tokens)| tokens.iter().any(|token| token == "stream"));
        needs = if has_stream && !streams.is_empty() {
            streams.iter().fold(needs, |needs, stream| {
                needs.calling(&operation, [("stream", stream.as_str())])
            })
        } else {
            needs.calling(&operation, [])
        };
    }
    let needs = subjects.into_iter().fold(needs, Needs::publishing);
    let permissions = needs.permissions(&options).map_err(failed)?;
    Ok(Done::well(if json {
        format!("{:#}", permissions.to_json())
    } else {
        permissions.to_string()
    }))
}
