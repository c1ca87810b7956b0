//! Connecting: credentials, defaults, and what is told when it fails.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use jsapi::StreamConfig;
use jsapi_client::consume::{Notice, Notices, PushConfig};
use jsapi_client::{ConnectionEvent, Context, Error, PullConfig};
use jsapi_test_server::{Cluster, Operator, Options, Server, Version};
use jsapi_tests::{Outcome, until};
use tokio::net::TcpListener;
use tokio::task::block_in_place;
use tokio::time::timeout;

const SECOND: Duration = Duration::from_secs(1);

/// No wait is longer.
const BOUND: Duration = Duration::from_secs(60);

const ACCOUNTS: &str = r#"
    accounts {
      A {
        jetstream: enabled
        users: [
          { user: a, password: "p:@/%" }
          { user: little, password: p, permissions: { publish: { deny: "no" } } }
        ]
      }
      NONE { users: [ { user: none, password: none } ] }
    }
    no_auth_user: none
"#;

fn host(server: &Server) -> String {
    format!("127.0.0.1:{}", server.port())
}

/// Which account the context is in, by whether it has JetStream.
async fn is_user_a(ctx: &Context) -> bool {
    ctx.account_info().await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credentials_of_a_url_are_used_or_refused_and_never_ignored() -> Outcome {
    let server = Server::start(&Options::new().accounts(ACCOUNTS))?;
    let host = host(&server);

    let ctx = jsapi_client::connect(format!("nats://a:p%3A%40%2F%25@{host}")).await?;
    assert!(is_user_a(&ctx).await);
    let ctx = jsapi_client::connect(format!("a:p%3A%40%2F%25@{host},nats://{host}")).await?;
    assert!(is_user_a(&ctx).await);
    let options = jsapi_client::connect(&host).user_and_password("a", "p:@/%");
    assert!(is_user_a(&options.await?).await);
    // Without any, one is the user of those that have none.
    assert!(!is_user_a(&jsapi_client::connect(&host).await?).await);

    let error = jsapi_client::connect(format!("nats://a:hunter2@{host}"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NotConnected { .. }), "{error:?}");
    assert!(!error.is_transient() && !error.may_have_applied());
    let shown = error.to_string();
    assert!(shown.contains("authorization violation"), "{shown}");

    let both = jsapi_client::connect(format!("nats://a:hunter2@{host}")).token("t");
    let shown = format!("{both:?}");
    let error = both.await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    assert!(!format!("{shown}{error}{error:?}").contains("hunter2"));

    let token = Options::new().accounts("authorization { token: t0k3n }\njetstream: enabled");
    let server = Server::start(&token)?;
    let ctx = jsapi_client::connect(format!("nats://t0k3n@{}", self::host(&server))).await?;
    assert!(is_user_a(&ctx).await);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_not_there_is_told_as_the_cause() -> Outcome {
    let closed = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
    let begun = Instant::now();
    let error = jsapi_client::connect(closed.to_string()).await.unwrap_err();
    assert!(matches!(error, Error::NotConnected { .. }), "{error:?}");
    assert!(error.is_transient(), "{error:?}");
    let shown = error.to_string();
    assert!(shown.contains("accepted the connection: "), "{shown}");
    assert!(begun.elapsed() < SECOND, "{:?}", begun.elapsed());
    Ok(())
}

/// R8.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_that_says_nothing_is_left_for_the_next_server() -> Outcome {
    let server = Server::start(&Options::new())?;
    let mute = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("nats://a:a@{},{}", mute.local_addr()?, host(&server));
    let begun = Instant::now();
    let ctx = jsapi_client::connect(url)
        .core(|core| core.retain_servers_order())
        .await?;
    let took = begun.elapsed();
    println!("connected after {took:?}");
    ctx.account_info().await?;
    assert!(took >= SECOND && took < 3 * SECOND, "{took:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_permitted_fails_at_once_and_reaches_the_hook() -> Outcome {
    let server = Server::start(&Options::new().accounts(ACCOUNTS))?;
    let events = Arc::new(Mutex::new(Vec::new()));
    let told = events.clone();
    let ctx = jsapi_client::connect(format!("little:p@{}", host(&server)))
        .name("little")
        .on_event(move |event| told.lock().unwrap().push(event.clone()))
        .await?;
    let begun = Instant::now();
    let error = ctx.publish("no", "").await.unwrap_err();
    assert!(matches!(error, Error::Denied { .. }), "{error:?}");
    assert!(begun.elapsed() < SECOND / 2, "{:?}", begun.elapsed());
    let events = events.lock().unwrap().clone();
    assert!(events.contains(&ConnectionEvent::Connected), "{events:?}");
    let violation = |event: &ConnectionEvent| matches!(event, ConnectionEvent::ServerError { text } if text.contains("\"no\""));
    assert!(events.iter().any(violation), "{events:?}");
    let page = block_in_place(|| server.monitor("/connz"))?;
    assert_eq!(page["connections"][0]["name"], "little");
    Ok(())
}

/// R7: also while nothing is awaited, and the halted server is not tried first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_halted_server_is_left_for_another_one_without_trying_it_again() -> Outcome {
    let mut cluster = block_in_place(|| Cluster::start(Version::NEWEST, 3))?;
    for waiting in [true, false] {
        let url = cluster.url(0).replace("nats://", "nats://a:a@");
        let ctx = jsapi_client::connect(url).await?;
        let client = ctx.client().ok_or("no client")?.clone();
        let first = client.try_server_info().ok_or("no server")?.server_id;
        ctx.account_info().await?;

        block_in_place(|| cluster.nodes_mut()[0].pause())?;
        let begun = Instant::now();
        let calling = async { while waiting && ctx.account_info().await.is_err() {} };
        let other = until(BOUND, "another server", async || {
            let now = client.try_server_info().map(|info| info.server_id);
            Ok(now.as_ref() != Some(&first))
        });
        let (other, ()) = tokio::join!(other, calling);
        let took = begun.elapsed();
        block_in_place(|| cluster.nodes_mut()[0].resume())?;
        block_in_place(|| cluster.wait_ready())?;
        other?;
        println!("waiting {waiting}: {took:?}");
        assert!(took < 15 * SECOND, "{took:?}");
    }
    Ok(())
}

/// Whether a text says that the server refuses the user.
fn is_refusal(text: &str) -> bool {
    text.to_lowercase().contains("authorization violation")
}

/// Waits until a notice says that.
async fn refused(mut notices: Notices) {
    while let Some(notice) = notices.next().await {
        match notice {
            Notice::NotReconnected { why } | Notice::NotResumed { why } if is_refusal(&why) => {
                return;
            }
            _ => {}
        }
    }
    panic!("no more notices");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credentials_that_expired_are_the_cause_in_error_and_notice() -> Outcome {
    let operator = Operator::new();
    let server = Server::start(&Options::new().accounts(operator.accounts()))?;
    let forever = jsapi_client::connect(server.url())
        .credentials(operator.credentials())
        .await?;
    let stream = StreamConfig::new("S").with_subjects(["s.>"]);
    forever
        .create_stream(stream)
        .await?
        .create_pull_consumer(PullConfig::durable("pull"))
        .await?;

    let ctx = jsapi_client::connect(server.url())
        .credentials(operator.credentials_for(4))
        .timeout(2 * SECOND)
        .await?;
    let stream = ctx.stream("S")?;
    let mut pulled = stream
        .pull_consumer("pull")
        .await?
        .messages()
        .open()
        .await?;
    let mut ordered = stream.ordered_consumer().open().await?;
    let push = PushConfig::durable("push").deliver_subject("deliver.push");
    let mut pushed = stream
        .create_push_consumer(push)
        .await?
        .messages()
        .open()
        .await?;
    let [in_pull, in_ordered, in_push] =
        [pulled.notices(), ordered.notices(), pushed.notices()].map(refused);
    let reading = async {
        tokio::select! {
            message = pulled.next() => panic!("{message:?}"),
            message = ordered.next() => panic!("{message:?}"),
            message = pushed.next() => panic!("{message:?}"),
        }
    };
    let calling = async {
        loop {
            if let Err(error @ Error::NotSent { .. }) = ctx.account_info().await {
                return error;
            }
        }
    };
    let all = async { tokio::join!(calling, in_pull, in_ordered, in_push) };
    let (error, ..) = tokio::select! {
        all = timeout(BOUND, all) => all?,
        never = reading => never,
    };
    let shown = error.to_string();
    assert!(
        is_refusal(&shown) && shown.contains("not sent: no connection in 2s: "),
        "{shown}"
    );
    Ok(())
}
