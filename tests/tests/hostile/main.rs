//! What the client makes of malformed, lying and hostile replies over a connection.
//!
//! `HOSTILE=20` makes 20 times as many cases as usual, `HOSTILE_SEED=7` others.
#![allow(clippy::unwrap_used, clippy::panic)]

mod api;
mod deliveries;
mod sessions;

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jsapi_client::Context;
use jsapi_tests::Outcome;

/// An operation that takes longer hangs: all have timeouts of at most 1 s.
const HANGS: Duration = Duration::from_secs(30);

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Counts panics of tasks from now on. Those of a test itself fail it anyway.
fn count_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let thread = std::thread::current();
            if thread.name().is_none_or(|name| name.starts_with("tokio")) {
                PANICS.fetch_add(1, Ordering::SeqCst);
            }
            before(panic);
        }));
    });
}

fn no_panics() {
    assert_eq!(PANICS.load(Ordering::SeqCst), 0, "panics, printed above");
}

fn number(variable: &str, default: usize) -> usize {
    let set = std::env::var(variable).ok();
    set.map_or(default, |set| set.parse().unwrap())
}

/// How many times the usual number of cases.
fn times() -> usize {
    number("HOSTILE", 1)
}

fn seed() -> u64 {
    number("HOSTILE_SEED", 17) as u64
}

async fn context(url: &str, timeout: Duration) -> Outcome<Context> {
    let client = async_nats::connect(url).await?;
    Ok(Context::builder().timeout(timeout).build(client))
}
