//! The proxy of the tests does to connections what its methods say.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use jsapi_tests::proxy::{Direction, Line, Proxy};
use jsapi_tests::{Outcome, until};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

const MS: Duration = Duration::from_millis(1);
const LONG: Duration = Duration::from_secs(20);

/// A proxy before a server that sends back what it gets, and a client's connection.
async fn echo() -> Outcome<(Proxy, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let proxy = Proxy::start(listener.local_addr()?.port()).await?;
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = client.split();
                tokio::io::copy(&mut from, &mut to).await
            });
        }
    });
    let client = connect(&proxy).await?;
    Ok((proxy, client))
}

async fn connect(proxy: &Proxy) -> std::io::Result<TcpStream> {
    TcpStream::connect(proxy.url().trim_start_matches("nats://")).await
}

/// Sends bytes and returns what comes back of them within a time.
async fn sent(client: &mut TcpStream, bytes: &[u8], within: Duration) -> Outcome<Vec<u8>> {
    client.write_all(bytes).await?;
    let mut back = vec![0; bytes.len()];
    Ok(match timeout(within, client.read_exact(&mut back)).await {
        Ok(read) => {
            read?;
            back
        }
        Err(_) => Vec::new(),
    })
}

#[tokio::test]
async fn bytes_are_passed_delayed_and_dropped_by_direction() -> Outcome {
    let (proxy, mut client) = echo().await?;
    assert_eq!(sent(&mut client, b"passed", LONG).await?, b"passed");
    proxy.set(Direction::ToServer, Line::Delay(150 * MS));
    proxy.set(Direction::ToClient, Line::Delay(150 * MS));
    let begun = Instant::now();
    assert_eq!(sent(&mut client, b"late", LONG).await?, b"late");
    assert!(begun.elapsed() >= 300 * MS, "{:?}", begun.elapsed());
    for direction in [Direction::ToServer, Direction::ToClient] {
        proxy.pass();
        proxy.set(direction, Line::Drop);
        assert_eq!(sent(&mut client, b"dropped", 200 * MS).await?, b"");
    }
    proxy.pass();
    assert_eq!(
        sent(&mut client, b"passed again", LONG).await?,
        b"passed again"
    );
    Ok(())
}

#[tokio::test]
async fn bytes_that_were_held_arrive_after_the_hold() -> Outcome {
    let (proxy, mut client) = echo().await?;
    assert_eq!(sent(&mut client, b"a", LONG).await?, b"a");
    proxy.set(Direction::ToClient, Line::Hold);
    assert_eq!(sent(&mut client, b"held", 200 * MS).await?, b"");
    proxy.pass();
    let mut back = [0; 4];
    timeout(LONG, client.read_exact(&mut back)).await??;
    assert_eq!(&back, b"held");

    proxy.hold_present();
    assert_eq!(sent(&mut client, b"b", 200 * MS).await?, b"");
    let mut other = connect(&proxy).await?;
    assert_eq!(sent(&mut other, b"c", LONG).await?, b"c");
    Ok(())
}

#[tokio::test]
async fn a_connection_is_cut_after_as_many_bytes_as_were_named() -> Outcome {
    let (proxy, mut client) = echo().await?;
    proxy.cut_after(Direction::ToClient, 3);
    client.write_all(b"abcdef").await?;
    let mut back = Vec::new();
    timeout(LONG, client.read_to_end(&mut back)).await??;
    assert_eq!(back, b"abc");
    assert_eq!((proxy.cuts(), proxy.connections()), (1, 1));

    let mut client = connect(&proxy).await?;
    assert_eq!(sent(&mut client, b"whole", LONG).await?, b"whole");
    proxy.cut();
    let read = timeout(LONG, client.read(&mut [0; 8])).await?;
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    Ok(())
}

#[tokio::test]
async fn new_connections_are_refused_until_they_are_not() -> Outcome {
    let (proxy, mut client) = echo().await?;
    // A connection that the proxy has not accepted yet would be refused, too.
    assert_eq!(sent(&mut client, b"early", LONG).await?, b"early");
    proxy.refuse(true);
    until(LONG, "a refused connection", async || {
        Ok(connect(&proxy).await.is_err())
    })
    .await?;
    assert_eq!(sent(&mut client, b"present", LONG).await?, b"present");
    proxy.refuse(false);
    until(LONG, "an accepted connection", async || {
        Ok(connect(&proxy).await.is_ok())
    })
    .await
}
