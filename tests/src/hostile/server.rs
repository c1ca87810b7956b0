//! A server without streams, which answers what a function returns.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use super::{Frame, Sent};
use crate::Outcome;

/// Returns the messages that answer a message of the client.
pub type Answer = Box<dyn FnMut(&Frame) -> Vec<Frame> + Send>;

struct Shared {
    answer: Answer,
    /// Subject and payload of each message of clients.
    heard: Vec<Frame>,
}

/// A server on a free port of the loopback interface. It ends when it is dropped.
pub struct Server {
    url: String,
    shared: Arc<Mutex<Shared>>,
    accepting: AbortHandle,
}

impl fmt::Debug for Server {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("Server").field(&self.url).finish()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    /// Starts a server that answers nothing yet.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start() -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("nats://{}", listener.local_addr()?);
        let shared = Arc::new(Mutex::new(Shared {
            answer: Box::new(|_| Vec::new()),
            heard: Vec::new(),
        }));
        let serving = shared.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, serving.clone()));
            }
        });
        Ok(Self {
            url,
            shared,
            accepting: accepting.abort_handle(),
        })
    }

    /// Returns the URL for clients.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Sets what answers messages from now on.
    ///
    /// Answers without a subscription are dropped.
    pub fn answer(&self, answer: impl FnMut(&Frame) -> Vec<Frame> + Send + 'static) {
        lock(&self.shared).answer = Box::new(answer);
    }

    /// Returns the messages that clients sent since the last call.
    pub fn heard(&self) -> Vec<Frame> {
        std::mem::take(&mut lock(&self.shared).heard)
    }
}

/// Whether a subscription's subject, with `*` and `>`, covers a subject.
fn covers(pattern: &str, subject: &str) -> bool {
    let mut tokens = subject.split('.');
    for wanted in pattern.split('.') {
        match (wanted, tokens.next()) {
            (">", Some(_)) => return true,
            ("*", Some(_)) => {}
            (wanted, Some(token)) if wanted == token => {}
            _ => return false,
        }
    }
    tokens.next().is_none()
}

async fn serve(client: TcpStream, shared: Arc<Mutex<Shared>>) -> Option<()> {
    const GREETING: &[u8] = b"INFO {\"server_id\":\"H\",\"server_name\":\"h\",\"version\":\"2.15.1\",\
        \"proto\":1,\"headers\":true,\"max_payload\":1048576,\"jetstream\":true,\"client_id\":1}\r\n";

    let _ = client.set_nodelay(true);
    let mut client = BufReader::new(client);
    client.write_all(GREETING).await.ok()?;
    let mut subscriptions: Vec<(String, String)> = Vec::new();
    while let Some(sent) = Sent::read(&mut client).await {
        let line = match sent {
            Sent::Line(line) => line,
            Sent::Message(message, _) => {
                let answers = {
                    let mut shared = lock(&shared);
                    let answers = (shared.answer)(&message);
                    shared.heard.push(message);
                    answers
                };
                for answer in answers {
                    let to = subscriptions
                        .iter()
                        .find(|(pattern, _)| covers(pattern, &answer.subject));
                    if let Some((_, sid)) = to {
                        client.write_all(&answer.to_client(sid)).await.ok()?;
                    }
                }
                continue;
            }
        };
        let line = String::from_utf8_lossy(&line);
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        match words[..] {
            ["PING"] => client.write_all(b"PONG\r\n").await.ok()?,
            ["SUB", subject, .., sid] => subscriptions.push((subject.to_owned(), sid.to_owned())),
            ["UNSUB", sid] => subscriptions.retain(|(_, it)| it != sid),
            _ => {}
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_subscription_covers_its_subjects() {
        assert!(covers("_INBOX.a.*", "_INBOX.a.1") && covers("a.>", "a.b.c"));
        assert!(covers("a.b", "a.b"));
        assert!(!covers("a.*", "a.b.c") && !covers("a.>", "a") && !covers("a.b", "a.c"));
    }
}
