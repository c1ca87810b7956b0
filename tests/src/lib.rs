//! What the tests against real servers share.

pub mod audit;
mod example;
pub mod hostile;
#[cfg(doctest)]
mod pages;
pub mod proxy;
mod python;
mod raw;
pub mod traffic;

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use jsapi::request::Endpoint;
use jsapi_client::transport::{
    BoxFuture, Connection, Incoming, RawMessage, ServerFacts, Subscription, Transport,
    TransportError,
};
use jsapi_test_server::User;

pub use example::Example;
pub use python::Python;
pub use raw::publish_raw;

/// The result of a test: any error fails it, and is shown.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Connects to a server as one of its users.
///
/// # Errors
/// When there is no connection.
pub async fn connect(url: &str, user: User<'_>) -> Outcome<async_nats::Client> {
    let options = async_nats::ConnectOptions::with_user_and_password(
        user.name.to_owned(),
        user.password.to_owned(),
    );
    Ok(options.connect(url).await?)
}

/// Looks until it is so, every 20 ms.
///
/// # Errors
/// When it is not within `limit`, which names what was waited for; and what `is` says.
pub async fn until(limit: Duration, what: &str, is: impl AsyncFn() -> Outcome<bool>) -> Outcome {
    let begun = Instant::now();
    while !is().await? {
        if begun.elapsed() > limit {
            return Err(format!("waited {limit:?} for {what}").into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// Bytes that do not repeat, and are the same every time.
pub fn noise(size: usize) -> Bytes {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(size.next_multiple_of(8));
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes.into()
}

/// A connection that notes which operations were asked over it.
#[derive(Clone)]
pub struct Noting {
    client: async_nats::Client,
    asked: Asked,
}

/// The operations that were asked, by name.
#[derive(Clone, Debug, Default)]
pub struct Asked(Arc<Mutex<BTreeSet<&'static str>>>);

impl Asked {
    /// The operations so far.
    pub fn operations(&self) -> BTreeSet<&'static str> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn note(&self, message: &RawMessage) {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = jsapi::endpoint::ALL
            .iter()
            .filter(|endpoint| is_for(endpoint, message));
        asked.extend(found.map(|endpoint| endpoint.operation));
    }
}

/// Whether a message asks this operation, by subject and, where several have
/// the same subject, by what its body says.
fn is_for(endpoint: &Endpoint, message: &RawMessage) -> bool {
    let Some(subject) = message.subject.strip_prefix("$JS.API.") else {
        return false;
    };
    let mut wanted = endpoint.subject.split('.').peekable();
    let mut tokens = subject.split('.');
    while let Some(token) = wanted.next() {
        let Some(given) = tokens.next() else {
            return false;
        };
        let rest_is_one = token == "{subject}" || token == "{filter}";
        if rest_is_one && wanted.peek().is_none() {
            return true;
        }
        if !token.starts_with('{') && token != given {
            return false;
        }
    }
    if tokens.next().is_some() {
        return false;
    }
    let body = String::from_utf8_lossy(&message.payload);
    match endpoint.operation {
        "direct_get_batch" => body.contains("\"batch\"") && !body.contains("multi_last"),
        "direct_get_multi" => body.contains("multi_last"),
        "direct_get" => !body.contains("\"batch\"") && !body.contains("multi_last"),
        _ => true,
    }
}

impl Noting {
    /// Notes what is asked over `client` in `asked`.
    pub fn new(client: async_nats::Client, asked: &Asked) -> Self {
        Self {
            client,
            asked: asked.clone(),
        }
    }
}

impl Transport for Noting {
    fn request(&self, message: RawMessage) -> BoxFuture<'_, Result<Incoming, TransportError>> {
        self.asked.note(&message);
        Transport::request(&self.client, message)
    }

    fn publish(&self, message: RawMessage) -> BoxFuture<'_, Result<(), TransportError>> {
        self.asked.note(&message);
        Transport::publish(&self.client, message)
    }

    fn subscribe(&self, subject: String) -> BoxFuture<'_, Result<Subscription, TransportError>> {
        Transport::subscribe(&self.client, subject)
    }

    fn new_inbox(&self) -> String {
        Transport::new_inbox(&self.client)
    }

    fn server(&self) -> ServerFacts {
        self.client.server()
    }

    fn connection(&self) -> Connection {
        Transport::connection(&self.client)
    }
}
