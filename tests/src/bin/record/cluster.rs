//! Of a cluster of three.

use std::path::Path;
use std::time::Duration;

use jsapi::*;
use jsapi_test_server::{Cluster, User, Version};
use jsapi_tests::Outcome;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::consumers::named;
use crate::recorder::Recorder;
use crate::streams::memory;

/// The script for a cluster. Its nodes are stopped and waited for on a plain thread.
pub(crate) fn record(runtime: &Runtime, cluster: &mut Cluster, folder: &Path) -> Outcome {
    let url = cluster.url(0);
    let mut to = runtime.block_on(Recorder::start(Version::NEWEST, &url, "-cluster"))?;
    runtime.block_on(assets(&mut to))?;
    runtime.block_on(leaders(&mut to))?;
    cluster.wait_ready()?;
    runtime.block_on(peers(&mut to))?;
    runtime.block_on(moves(&mut to))?;
    runtime.block_on(servers(&mut to))?;
    cluster.kill(2)?;
    runtime.block_on(one_server_down(&mut to))?;
    cluster.kill(1)?;
    runtime.block_on(two_servers_down(&mut to))?;
    runtime.block_on(to.write(folder))
}

fn stream(name: &str, replicas: u64) -> StreamConfig {
    memory(name)
        .with_storage(StorageType::File)
        .with_num_replicas(replicas)
}

async fn assets(to: &mut Recorder) -> Outcome {
    let new = StreamCreateRequest::new;
    to.typed("r3", &new(stream("R3", 3).with_allow_direct(true)))
        .await?;
    to.typed(
        "r3_identical_again",
        &new(stream("R3", 3).with_allow_direct(true)),
    )
    .await?;
    to.typed("r2", &new(stream("R2", 2))).await?;
    for name in ["MOVED", "CANCELLED", "EVACUATED", "SCALED"] {
        to.typed(&name.to_lowercase(), &new(stream(name, 1)))
            .await?;
    }
    let near = Placement::new().with_tags(["node:n2"]);
    to.typed("placement", &new(stream("NEAR", 1).with_placement(near)))
        .await?;
    let far = Placement::new().with_tags(["node:n9"]);
    to.typed("err_placement", &new(stream("FAR", 1).with_placement(far)))
        .await?;
    to.typed("err_replicas", &new(stream("R5", 5))).await?;
    for case in ["ok", "ok_2", "ok_3"] {
        to.message("publish", case, "r3.a", "hello").await?;
    }
    let consumer = |config| ConsumerCreateRequest::new("R3", config);
    to.typed("r3", &consumer(named("D"))).await?;
    for name in ["ONE", "TWO"] {
        to.typed(
            &name.to_lowercase(),
            &consumer(named(name).with_num_replicas(1)),
        )
        .await?;
    }
    settle(to, "R3").await?;
    to.typed("r3", &StreamInfoRequest::new("R3")).await?;
    to.typed("r3", &ConsumerInfoRequest::new("R3", "D")).await?;
    to.typed("cluster", &AccountInfoRequest::new()).await?;
    to.typed("cluster", &StreamListRequest::new()).await?;
    to.typed("cluster", &ConsumerListRequest::new("R3")).await?;
    to.typed("r3", &StreamMsgDeleteRequest::new("R3", 2))
        .await?;
    to.typed("err_cluster", &StreamMsgDeleteRequest::new("R3", 2))
        .await?;
    to.raw("consumer_pause", "err_bad_json", "CONSUMER.PAUSE.R3.D", "{")
        .silent()
        .await?;
    Ok(())
}

async fn leaders(to: &mut Recorder) -> Outcome {
    let placed = |name: &str| Placement::new().with_preferred(name);
    let stepdown = StreamLeaderStepdownRequest::new("R3");
    to.typed("ok", &stepdown).await?;
    settle(to, "R3").await?;
    let other = follower(to, "R3").await?;
    to.typed(
        "preferred",
        &stepdown.clone().with_placement(placed(&other)),
    )
    .await?;
    settle(to, "R3").await?;
    to.typed("err_preferred", &stepdown.with_placement(placed("n9")))
        .await?;
    to.typed("err_not_found", &StreamLeaderStepdownRequest::new("NOPE"))
        .await?;

    let stepdown = ConsumerLeaderStepdownRequest::new("R3", "D");
    to.typed("ok", &stepdown).await?;
    to.typed(
        "err_not_found",
        &ConsumerLeaderStepdownRequest::new("R3", "nope"),
    )
    .await?;

    let stepdown = MetaLeaderStepdownRequest::new();
    to.typed("regular_account", &stepdown).silent().await?;
    let nobody = stepdown.clone().with_placement(placed("n9"));
    to.typed("err_preferred", &nobody).user(User::SYS).await?;
    to.typed("ok", &stepdown).user(User::SYS).await?;
    to.wait_for_event("domain_leader_elected").await
}

async fn peers(to: &mut Recorder) -> Outcome {
    let remove = |stream: &str, peer: &str| StreamPeerRemoveRequest::new(stream, peer);
    let follower = follower(to, "R2").await?;
    to.typed("ok", &remove("R2", &follower)).await?;
    to.typed("err_no_spare", &remove("R3", &follower)).await?;
    to.typed("err_not_a_member", &remove("R3", "n9")).await?;
    to.typed("err_not_found", &remove("NOPE", "n1")).await?;
    to.raw(
        "stream_peer_remove",
        "err_bad_json",
        "STREAM.PEER.REMOVE.R3",
        "{",
    )
    .await?;

    let evacuate = |stream: &str, peer: &str| StreamPeerEvacuateRequest::new(stream, peer);
    let leader = leader(to, "STREAM.INFO.EVACUATED").await?;
    to.typed("ok", &evacuate("EVACUATED", &leader)).await?;
    to.typed("during_evacuation", &StreamInfoRequest::new("EVACUATED"))
        .await?;
    to.typed("err_not_a_member", &evacuate("R3", "n9")).await?;

    let remove = |consumer: &str, peer: &str| ConsumerPeerRemoveRequest::new("R3", consumer, peer);
    let of_one = self::leader(to, "CONSUMER.INFO.R3.ONE").await?;
    to.typed("ok", &remove("ONE", &of_one)).await?;
    to.typed("err_no_spare", &remove("D", "n1")).await?;
    to.typed("err_not_found", &remove("nope", "n1")).await?;
    let evacuate =
        |consumer: &str, peer: &str| ConsumerPeerEvacuateRequest::new("R3", consumer, peer);
    let of_two = self::leader(to, "CONSUMER.INFO.R3.TWO").await?;
    to.typed("ok", &evacuate("TWO", &of_two)).await?;
    to.typed("during_evacuation", &ConsumerInfoRequest::new("R3", "TWO"))
        .await?;
    to.typed("err_not_a_member", &evacuate("D", "n9")).await?;
    Ok(())
}

async fn moves(to: &mut Recorder) -> Outcome {
    to.typed("scale_up", &StreamUpdateRequest::new(stream("SCALED", 3)))
        .await?;
    to.typed("ok", &StreamCancelMoveRequest::new("SCALED"))
        .await?;
    to.typed("err_not_in_progress", &StreamCancelMoveRequest::new("R3"))
        .await?;
    to.typed("err_not_found", &StreamCancelMoveRequest::new("NOPE"))
        .await?;

    let moved = |stream: &str| AccountStreamMoveRequest::new("A", stream);
    let leader = leader(to, "STREAM.INFO.MOVED").await?;
    to.typed("ok", &moved("MOVED").with_server(&leader))
        .user(User::SYS)
        .await?;
    to.typed("during_move", &StreamInfoRequest::new("MOVED"))
        .await?;
    to.typed("err_not_found", &moved("NOPE"))
        .user(User::SYS)
        .await?;
    to.typed("err_server", &moved("R3").with_server("n9"))
        .user(User::SYS)
        .await?;
    let leader = self::leader(to, "STREAM.INFO.CANCELLED").await?;
    to.typed("by_its_owner", &moved("CANCELLED").with_server(&leader))
        .await?;
    let cancel = |stream: &str| AccountStreamCancelMoveRequest::new("A", stream);
    to.typed("ok", &cancel("CANCELLED")).user(User::SYS).await?;
    to.typed("err_not_in_progress", &cancel("R3"))
        .user(User::SYS)
        .await?;
    settle(to, "MOVED").await
}

async fn servers(to: &mut Recorder) -> Outcome {
    let remove = |name: &str| ServerRemoveRequest::new().with_peer(name);
    to.typed("regular_account", &remove("n3")).silent().await?;
    to.typed("err_not_a_member", &remove("n9"))
        .user(User::SYS)
        .await?;
    to.raw("server_remove", "err_bad_json", "SERVER.REMOVE", "{")
        .user(User::SYS)
        .await?;
    let evacuate = |name: &str| ServerEvacuateRequest::new().with_peer(name);
    to.typed("regular_account", &evacuate("n3"))
        .silent()
        .await?;
    to.typed("err_not_a_member", &evacuate("n9"))
        .user(User::SYS)
        .await?;
    to.typed("ok", &evacuate("n3")).user(User::SYS).await?;
    let rescue = MetaRescueRequest::new(2);
    to.typed("err_leader_known", &rescue)
        .user(User::SYS)
        .count(3)
        .await?;
    to.typed("regular_account", &rescue).silent().await?;
    to.typed("after_evacuation", &StreamInfoRequest::new("R3"))
        .await?;
    Ok(())
}

async fn one_server_down(to: &mut Recorder) -> Outcome {
    // The server that led anything may be the one that is gone.
    until(to, "STREAM.NAMES", |reply| reply["error"].is_null()).await?;
    until(to, "STREAM.INFO.R3", |reply| reply["error"].is_null()).await?;
    to.typed("one_down", &StreamListRequest::new()).await?;
    to.typed("one_down", &ConsumerListRequest::new("R3"))
        .await?;
    to.typed("one_down", &StreamInfoRequest::new("R3")).await?;
    let remove = ServerRemoveRequest::new().with_peer("n3");
    to.typed("ok", &remove).user(User::SYS).await?;
    Ok(())
}

async fn two_servers_down(to: &mut Recorder) -> Outcome {
    until(to, "STREAM.NAMES", |reply| {
        reply["error"]["err_code"] == 10008
    })
    .await?;
    to.typed("no_quorum", &StreamNamesRequest::new()).await?;
    to.typed("no_quorum", &StreamListRequest::new()).await?;
    to.typed("no_quorum", &ConsumerListRequest::new("R3"))
        .await?;
    to.typed("no_quorum", &StreamInfoRequest::new("R3")).await?;
    to.wait_for_event("stream_quorum_lost").await?;
    to.wait_for_event("consumer_quorum_lost").await?;
    to.typed("ok", &MetaRescueRequest::new(1))
        .user(User::SYS)
        .await?;
    until(to, "STREAM.NAMES", |reply| reply["error"].is_null()).await?;
    to.typed("after_rescue", &StreamNamesRequest::new()).await?;
    to.typed("ok", &AccountPurgeRequest::new("A"))
        .user(User::SYS)
        .await?;
    Ok(())
}

/// Waits until the stream has a leader with all others up to date.
async fn settle(to: &Recorder, stream: &str) -> Outcome {
    until(to, &format!("STREAM.INFO.{stream}"), |reply| {
        let cluster = &reply["cluster"];
        let followers = cluster["replicas"].as_array();
        cluster["leader"].is_string()
            && followers.is_none_or(|all| all.iter().all(|one| one["current"] == true))
    })
    .await
    .map(|_| ())
}

async fn follower(to: &Recorder, stream: &str) -> Outcome<String> {
    let subject = format!("STREAM.INFO.{stream}");
    let reply = until(to, &subject, |reply| {
        reply["cluster"]["replicas"][0].is_object()
    })
    .await?;
    Ok(reply["cluster"]["replicas"][0]["name"]
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

async fn leader(to: &Recorder, subject: &str) -> Outcome<String> {
    let reply = until(to, subject, |reply| reply["cluster"]["leader"].is_string()).await?;
    Ok(reply["cluster"]["leader"]
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

/// Asks, and does not note it, until the answer is as wanted.
async fn until(to: &Recorder, subject: &str, wanted: impl Fn(&Value) -> bool) -> Outcome<Value> {
    let client = to.client(User::A)?;
    let subject = format!("$JS.API.{subject}");
    let mut last = Value::Null;
    for _ in 0..600 {
        let asked = client.request(subject.clone(), "".into());
        if let Ok(Ok(reply)) = tokio::time::timeout(Duration::from_secs(1), asked).await {
            last = serde_json::from_slice(&reply.payload).unwrap_or_default();
            if wanted(&last) {
                return Ok(last);
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(format!("{subject}: still answers {last}").into())
}
