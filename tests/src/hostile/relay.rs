//! Stands before a real server and changes the messages that it sends.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use super::{Frame, Sent};
use crate::Outcome;

/// Returns what a client gets in place of a message of the server.
type Meddle = Box<dyn FnMut(Frame) -> Vec<Frame> + Send>;

/// A relay on a free port of the loopback interface. It ends when it is dropped.
pub struct Relay {
    url: String,
    meddle: Arc<Mutex<Meddle>>,
    accepting: AbortHandle,
}

impl fmt::Debug for Relay {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("Relay").field(&self.url).finish()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Relay {
    /// Starts a relay before the server at a port of 127.0.0.1. It changes nothing yet.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start(target: u16) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("nats://{}", listener.local_addr()?);
        let pass: Meddle = Box::new(|frame| vec![frame]);
        let meddle = Arc::new(Mutex::new(pass));
        let shared = meddle.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(relay(client, target, shared.clone()));
            }
        });
        Ok(Self {
            url,
            meddle,
            accepting: accepting.abort_handle(),
        })
    }

    /// Returns the URL for clients.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Sets what clients get in place of each message from now on.
    pub fn meddle(&self, meddle: impl FnMut(Frame) -> Vec<Frame> + Send + 'static) {
        *self.meddle.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(meddle);
    }
}

async fn relay(client: TcpStream, target: u16, meddle: Arc<Mutex<Meddle>>) -> Option<()> {
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, target))
        .await
        .ok()?;
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (mut from_client, mut to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    let down = async move {
        let mut from_server = BufReader::new(from_server);
        while let Some(sent) = Sent::read(&mut from_server).await {
            let bytes = match sent {
                Sent::Line(line) => line,
                Sent::Message(frame, sid) => {
                    let mut meddle = meddle.lock().unwrap_or_else(PoisonError::into_inner);
                    let changed = meddle(frame);
                    changed
                        .iter()
                        .flat_map(|frame| frame.to_client(&sid))
                        .collect()
                }
            };
            to_client.write_all(&bytes).await.ok()?;
        }
        Some(())
    };
    tokio::select! {
        _ = tokio::io::copy(&mut from_client, &mut to_server) => {}
        _ = down => {}
    }
    Some(())
}
