//! Of accounts and servers.

use jsapi::*;
use jsapi_test_server::User;
use jsapi_tests::Outcome;

use crate::recorder::Recorder;

/// A level that no server speaks.
pub(crate) const LEVEL: (&str, &str) = ("Nats-Required-Api-Level", "99");

pub(crate) async fn account(to: &mut Recorder) -> Outcome {
    let info = AccountInfoRequest::new();
    to.typed("empty", &info).await?;
    to.typed("limits", &info).user(User::B).await?;
    to.typed("err_not_enabled", &info).user(User::N).await?;
    to.typed("err_system_account", &info)
        .user(User::SYS)
        .await?;
    to.typed("err_api_level", &info)
        .header(LEVEL.0, LEVEL.1)
        .await?;
    to.raw("unknown_endpoint", "regular_account", "NOPE.X", "{}")
        .silent()
        .await?;
    to.raw("unknown_endpoint", "system_account", "NOPE.X", "{}")
        .user(User::SYS)
        .await?;
    let stream = StreamInfoRequest::new("ORDERS");
    to.typed("err_system_account", &stream)
        .user(User::SYS)
        .await?;
    Ok(())
}

/// What a single server has nothing to do for.
pub(crate) async fn of_clusters_only(to: &mut Recorder) -> Outcome {
    let (s, c) = ("ORDERS", "PULL");
    let case = "err_single";
    to.typed(case, &StreamLeaderStepdownRequest::new(s)).await?;
    to.typed(case, &StreamPeerRemoveRequest::new(s, "n2"))
        .await?;
    to.typed(case, &StreamPeerEvacuateRequest::new(s, "n2"))
        .await?;
    to.typed(case, &StreamCancelMoveRequest::new(s)).await?;
    to.typed(case, &ConsumerLeaderStepdownRequest::new(s, c))
        .await?;
    to.typed(case, &ConsumerPeerRemoveRequest::new(s, c, "n2"))
        .await?;
    to.typed(case, &ConsumerPeerEvacuateRequest::new(s, c, "n2"))
        .await?;

    let case = "single";
    to.typed(case, &MetaLeaderStepdownRequest::new())
        .user(User::SYS)
        .silent()
        .await?;
    to.typed(case, &MetaRescueRequest::new(1))
        .user(User::SYS)
        .silent()
        .await?;
    let remove = ServerRemoveRequest::new().with_peer("n2");
    to.typed(case, &remove).user(User::SYS).silent().await?;
    let evacuate = ServerEvacuateRequest::new().with_peer("n2");
    to.typed(case, &evacuate).user(User::SYS).silent().await?;
    let moved = AccountStreamMoveRequest::new("A", s).with_server("n2");
    to.typed(case, &moved).user(User::SYS).silent().await?;
    let cancelled = AccountStreamCancelMoveRequest::new("A", s);
    to.typed(case, &cancelled).user(User::SYS).silent().await?;
    Ok(())
}

pub(crate) async fn purge(to: &mut Recorder) -> Outcome {
    let purge = AccountPurgeRequest::new("B");
    to.typed("regular_account", &purge).silent().await?;
    to.raw("account_purge", "err_path", "ACCOUNT.PURGE.a/b", "")
        .user(User::SYS)
        .await?;
    to.typed("ok", &purge).user(User::SYS).await?;
    let unknown = AccountPurgeRequest::new("ZZZ");
    to.typed("unknown_account", &unknown)
        .user(User::SYS)
        .await?;
    to.typed("populated", &AccountInfoRequest::new()).await?;
    Ok(())
}
