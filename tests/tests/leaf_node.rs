//! What is asked by way of a leaf node that has no JetStream of its own.
#![allow(clippy::unwrap_used)]

use std::net::TcpListener;
use std::time::Duration;

use jsapi::{AccountInfoRequest, ConsumerConfig, StreamConfig};
use jsapi_client::Context;
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

const MS: Duration = Duration::from_millis(1);

/// The accounts of a leaf node whose hub has the JetStream.
const ACCOUNTS: &str = r#"
    accounts {
      SYS { users: [ { user: sys, password: sys } ] }
      A { users: [ { user: a, password: a } ] }
    }
    system_account: SYS
    # Without it a leaf node does not pass on what is asked without a domain.
    default_js_domain { A: "" }
"#;

/// A server, and a leaf node of it without JetStream.
struct HubAndLeaf {
    _hub: Server,
    leaf: Server,
}

impl HubAndLeaf {
    fn start(hub: Version, leaf: Version) -> Outcome<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let listen = format!("leafnodes {{ listen: \"127.0.0.1:{port}\" }}");
        let remote = format!(
            "leafnodes {{ remotes: [ {{ url: \"nats-leaf://a:a@127.0.0.1:{port}\", account: A }} ] }}"
        );
        let hub = Options::new().version(hub).name("hub").extra(&listen);
        let leaf = Options::new().version(leaf).name("leaf").extra(&remote);
        Ok(Self {
            _hub: Server::start(&hub)?,
            leaf: Server::start(&leaf.without_jetstream().accounts(ACCOUNTS))?,
        })
    }

    /// A context at the leaf node, once the hub answers there.
    async fn context(&self) -> Outcome<Context> {
        let ctx = Context::new(connect(&self.leaf.url(), User::A).await?);
        for _ in 0..300 {
            match ctx.account_info().await {
                Ok(_) => return Ok(ctx),
                Err(error) if error.is_transient() => sleep(100 * MS).await,
                Err(error) => return Err(error.into()),
            }
        }
        Err("the hub does not answer at its leaf node".into())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_hub_has_is_not_refused_though_the_leaf_node_is_older() -> Outcome {
    let start = || HubAndLeaf::start(Version::V2_15_1, Version::V2_10_26);
    let servers = spawn_blocking(start).await??;
    let ctx = servers.context().await?;
    assert_eq!(ctx.account_info().await?.api.level, Some(5));

    let config = StreamConfig::new("S").with_allow_msg_ttl(true);
    let stream = ctx.create_stream(config).await?;
    let consumer = stream
        .create_consumer(ConsumerConfig::new().with_durable_name("C"))
        .await?;
    let until = time::OffsetDateTime::now_utc() + 3_600_000 * MS;
    assert!(consumer.pause(until).await?.paused);
    assert_eq!(consumer.reset().await?.name, "C");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_hub_is_too_old_for_it_refuses_though_the_leaf_node_is_newer() -> Outcome {
    let start = || HubAndLeaf::start(Version::V2_12_8, Version::V2_15_1);
    let servers = spawn_blocking(start).await??;
    let ctx = servers.context().await?;
    let request = AccountInfoRequest::new();
    let refused = ctx.call(&request).api_level(5).await.unwrap_err();
    assert!(
        refused.is_api_level() && refused.api().is_some(),
        "{refused:?}"
    );
    Ok(())
}
