//! Sends a PING: `async-nats` 0.51 has no method for it.
//!
//! Its `flush` is not a round trip.

use std::sync::{Mutex, PoisonError};

use async_nats::{Client, Subject, Subscriber};
use futures_util::FutureExt;
use tokio::task::unconstrained;

/// Sends PINGs over a client's connection.
///
/// `Subscriber::drain` writes UNSUB if the subscription exists, and then always PING
/// (`ConnectionHandler::handle_command`). So each further drain of a drained subscription
/// sends only PING. The connected server answers PONG, independent of permissions and
/// subscribers.
#[derive(Debug, Default)]
pub(crate) struct Pinger(Mutex<Option<Subscriber>>);

impl Pinger {
    /// Sends a PING; the first time after a SUB and an UNSUB.
    ///
    /// Returns `false` if the client's queue is full.
    pub(crate) fn ping(&self, client: &Client) -> bool {
        let mut drained = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if drained.is_none() {
            let subject = Subject::from(client.new_inbox());
            let subscribing = unconstrained(client.subscribe(subject)).now_or_never();
            *drained = subscribing.and_then(Result::ok);
        }
        let sent = drained
            .as_mut()
            .and_then(|subscriber| unconstrained(subscriber.drain()).now_or_never());
        matches!(sent, Some(Ok(())))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::TcpListener;

    use super::*;

    /// If this fails, check whether `async-nats` has a method to send a PING.
    #[tokio::test]
    async fn a_subscription_that_was_drained_sends_nothing_but_ping() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("nats://{}", listener.local_addr().unwrap());
        let (connecting, accepted) = tokio::join!(tokio::spawn(async_nats::connect(url)), async {
            let mut socket = BufReader::new(listener.accept().await.unwrap().0);
            let info = b"INFO {\"server_id\":\"A\",\"headers\":true}\r\n";
            socket.write_all(info).await.unwrap();
            for expected in ["CONNECT", "PING"] {
                assert_eq!(command(&mut socket).await, expected);
            }
            socket.write_all(b"PONG\r\n").await.unwrap();
            socket
        });
        let (client, mut socket) = (connecting.unwrap().unwrap(), accepted);
        // The first PING is that of the client's interval.
        assert_eq!(command(&mut socket).await, "PING");

        let pinger = Pinger::default();
        assert!(pinger.ping(&client));
        for expected in ["SUB", "UNSUB", "PING"] {
            assert_eq!(command(&mut socket).await, expected);
        }
        socket.write_all(b"PONG\r\n").await.unwrap();
        for _ in 0..3 {
            assert!(pinger.ping(&client));
            assert_eq!(command(&mut socket).await, "PING");
        }
        drop(pinger);
        client.publish("end", "".into()).await.unwrap();
        assert_eq!(command(&mut socket).await, "PUB");
    }

    async fn command(socket: &mut BufReader<tokio::net::TcpStream>) -> String {
        let mut line = String::new();
        socket.read_line(&mut line).await.unwrap();
        line.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}
