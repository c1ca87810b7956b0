//! The transport that is `async-nats`, before a server of a few lines.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use jsapi::{DirectGetBatchRequest, StreamConfig, StreamCreateRequest, StreamInfoRequest};
use jsapi_client::{Context, Error, Invalid, Transport};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::STREAM_INFO;

/// What the server does with a message.
#[derive(Clone)]
enum Answer {
    /// These go to the reply subject: headers and payload, or just a payload.
    Say(Vec<(&'static str, String)>),
    HangUp,
    Nothing,
}

/// A server that speaks enough of the protocol, and what it was told.
struct Server {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(version: &'static str, answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("nats://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, version, answer.clone(), Arc::clone(&log)));
            }
        });
        Self { url, heard }
    }

    async fn client(&self) -> async_nats::Client {
        async_nats::connect(&self.url).await.unwrap()
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

async fn serve(
    socket: TcpStream,
    version: &str,
    answer: Answer,
    log: Arc<Mutex<Vec<String>>>,
) -> Option<()> {
    let mut socket = BufReader::new(socket);
    let info = format!(
        r#"INFO {{"server_id":"A","version":"{version}","headers":true,"max_payload":4096,"domain":"hub","jetstream":true}}"#
    );
    socket
        .write_all(format!("{info}\r\n").as_bytes())
        .await
        .ok()?;
    let mut subscriptions: Vec<(String, String)> = Vec::new();
    loop {
        let mut line = String::new();
        if socket.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let words: Vec<_> = line.split_whitespace().collect();
        let reply = match words[..] {
            ["PING"] => {
                socket.write_all(b"PONG\r\n").await.ok()?;
                continue;
            }
            ["SUB", subject, sid] => {
                subscriptions.push((subject.to_owned(), sid.to_owned()));
                continue;
            }
            ["UNSUB", sid] => {
                log.lock().unwrap().push(format!("UNSUB {sid}"));
                continue;
            }
            ["PUB", subject, reply, size] | ["HPUB", subject, reply, _, size] => {
                let mut payload = vec![0; size.parse::<usize>().unwrap() + 2];
                socket.read_exact(&mut payload).await.ok()?;
                let payload = String::from_utf8(payload).unwrap();
                log.lock().unwrap().push(format!("{subject} {payload}"));
                reply.to_owned()
            }
            _ => continue,
        };
        let replies = match &answer {
            Answer::Say(replies) => replies,
            Answer::HangUp => return None,
            Answer::Nothing => continue,
        };
        let fits = |(subject, _): &&(String, String)| {
            *subject == reply
                || subject
                    .strip_suffix('*')
                    .is_some_and(|s| reply.starts_with(s))
        };
        let (_, sid) = subscriptions.iter().find(fits).unwrap();
        for (headers, payload) in replies {
            let message = match headers.len() {
                0 => format!("MSG {reply} {sid} {}\r\n{payload}\r\n", payload.len()),
                length => {
                    let total = length + payload.len();
                    format!("HMSG {reply} {sid} {length} {total}\r\n{headers}{payload}\r\n")
                }
            };
            socket.write_all(message.as_bytes()).await.ok()?;
        }
    }
}

fn info() -> StreamInfoRequest {
    StreamInfoRequest::new("ORDERS")
}

#[tokio::test]
async fn a_call_goes_out_and_its_answer_comes_back() {
    let replies = vec![("", STREAM_INFO.to_owned())];
    let server = Server::start("2.15.1", Answer::Say(replies)).await;
    let ctx = Context::new(server.client().await);
    let info = ctx.call(&info()).await.unwrap();
    assert_eq!(info.config.name, "ORDERS");
    assert_eq!(server.heard(), ["$JS.API.STREAM.INFO.ORDERS \r\n"]);
}

#[tokio::test]
async fn the_level_travels_as_a_header() {
    let server = Server::start("2.12.8", Answer::Nothing).await;
    let ctx = Context::new(server.client().await);
    let request = info();
    let call = ctx
        .call(&request)
        .api_level(2)
        .timeout(Duration::from_millis(100));
    assert!(matches!(call.await, Err(Error::TimedOut { .. })));
    assert_eq!(
        server.heard(),
        ["$JS.API.STREAM.INFO.ORDERS NATS/1.0\r\nNats-Required-Api-Level: 2\r\n\r\n\r\n"]
    );
}

#[tokio::test]
async fn what_the_server_said_of_itself_is_known() {
    let server = Server::start("2.10.26", Answer::Nothing).await;
    let client = server.client().await;
    let facts = client.server();
    assert_eq!(facts.version.as_deref(), Some("2.10.26"));
    assert_eq!(facts.domain.as_deref(), Some("hub"));
    assert_eq!((facts.level(), facts.max_payload), (Some(0), 4096));

    let ctx = Context::new(client);
    let request = info();
    let error = ctx.call(&request).api_level(1).await.unwrap_err();
    assert!(error.is_api_level());
    let config = StreamConfig::new("ORDERS").with_description("d".repeat(5000));
    let error = ctx
        .call(&StreamCreateRequest::new(config))
        .await
        .unwrap_err();
    let Error::Invalid { source, .. } = error else {
        panic!("{error:?}");
    };
    assert!(matches!(
        *source,
        Invalid::TooLarge {
            size: 5000..,
            max: 4096,
            ..
        }
    ));
    assert_eq!(server.heard(), [""; 0]);
}

#[tokio::test]
async fn a_status_comes_through() {
    let none = vec![("NATS/1.0 503\r\n\r\n", String::new())];
    let server = Server::start("2.15.1", Answer::Say(none)).await;
    let ctx = Context::new(server.client().await);
    let error = ctx.call(&info()).await.unwrap_err();
    assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");

    let missing = vec![("NATS/1.0 404 Message Not Found\r\n\r\n", String::new())];
    let server = Server::start("2.15.1", Answer::Say(missing)).await;
    let ctx = Context::new(server.client().await);
    let request = jsapi::DirectGetRequest::new("ORDERS").with_seq(1);
    let error = ctx.message(&request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DIRECT.GET: message not found (status 404)"
    );
}

#[tokio::test]
async fn messages_come_to_an_inbox_that_is_given_up_at_the_end() {
    let replies = vec![
        ("NATS/1.0\r\nNats-Sequence: 1\r\n\r\n", "one".to_owned()),
        (
            "NATS/1.0 204 EOB\r\nNats-Num-Pending: 0\r\n\r\n",
            String::new(),
        ),
    ];
    let server = Server::start("2.15.1", Answer::Say(replies)).await;
    let ctx = Context::new(server.client().await);
    let mut messages = ctx
        .messages(&DirectGetBatchRequest::new("ORDERS", 1))
        .await
        .unwrap();
    let message = messages.next().await.unwrap().unwrap();
    assert_eq!(
        (message.header("Nats-Sequence"), &message.payload[..]),
        (Some("1"), &b"one"[..])
    );
    assert!(messages.next().await.is_none());
    assert_eq!(
        messages.end().unwrap().header("Nats-Num-Pending"),
        Some("0")
    );
    let deadline = Instant::now() + Duration::from_secs(5);
    while !server.heard().iter().any(|line| line == "UNSUB 1") {
        assert!(Instant::now() < deadline, "{:?}", server.heard());
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_connection_that_ends_before_the_answer_is_noticed() {
    let server = Server::start("2.15.1", Answer::HangUp).await;
    let ctx = Context::new(server.client().await);
    let before = Instant::now();
    let error = ctx.call(&info()).await.unwrap_err();
    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    assert!(
        before.elapsed() < Duration::from_secs(2),
        "{:?}",
        before.elapsed()
    );
    assert_eq!(server.heard().len(), 1, "and it is not sent again");
}

#[tokio::test]
async fn without_a_server_nothing_is_sent() {
    let client = async_nats::ConnectOptions::new()
        .retry_on_initial_connect()
        .connect("nats://127.0.0.1:1")
        .await
        .unwrap();
    let ctx = Context::builder()
        .timeout(Duration::from_millis(300))
        .build(client);
    let error = ctx.call(&info()).await.unwrap_err();
    assert!(matches!(error, Error::NotSent { .. }), "{error:?}");
    assert!(!error.may_have_applied());
}

#[tokio::test]
async fn a_client_that_was_closed_sends_nothing() {
    let server = Server::start("2.15.1", Answer::Nothing).await;
    let client = server.client().await;
    let ctx = Context::new(client.clone());
    client.drain().await.unwrap();
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        let call = ctx.call(&info()).timeout(Duration::from_millis(50)).await;
        match call.unwrap_err() {
            Error::NotSent { .. } => break,
            // It is being drained.
            Error::TimedOut { .. } | Error::Lost { .. } => {}
            error => panic!("{error:?}"),
        }
        assert!(Instant::now() < deadline);
    }
}

#[tokio::test]
async fn a_client_that_is_closed_while_it_waits_says_so() {
    let server = Server::start("2.15.1", Answer::Nothing).await;
    let client = server.client().await;
    let ctx = Context::new(client.clone());
    let request = info();
    let before = Instant::now();
    let (answer, ()) = tokio::join!(
        std::future::IntoFuture::into_future(ctx.call(&request)),
        async {
            while server.heard().is_empty() {
                tokio::task::yield_now().await;
            }
            client.drain().await.unwrap();
        }
    );
    let error = answer.unwrap_err();
    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    assert!(error.may_have_applied());
    assert!(before.elapsed() < Duration::from_secs(4));
}
