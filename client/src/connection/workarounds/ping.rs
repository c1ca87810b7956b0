//! Sending a PING: `async-nats` 0.51 has no call for it, and its `flush` is no
//! round trip.

use std::sync::{Mutex, PoisonError};

use async_nats::{Client, Subject, Subscriber};
use futures_util::FutureExt;
use tokio::task::unconstrained;

/// Sends PINGs over a client's connection.
///
/// `Subscriber::drain` writes UNSUB when the subscription is there, and then PING,
/// in any case (`ConnectionHandler::handle_command`). So a subscription that was
/// drained once sends nothing but PING from then on. The server that is connected
/// answers PONG, whatever the user may publish and whoever else listens.
#[derive(Debug, Default)]
pub(crate) struct Pinger(Mutex<Option<Subscriber>>);

impl Pinger {
    /// Sends a PING; the first time after a SUB and an UNSUB.
    ///
    /// Returns false when the client's queue has no room at this moment.
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

    /// When this fails, see whether `async-nats` has a way to send PING by now.
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
        // The first PING is from the interval of the client.
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
