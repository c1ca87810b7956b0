//! Priority groups (ADR-42) on real servers.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use futures_util::{StreamExt, TryStreamExt};
use jsapi::PriorityPolicy;
use jsapi_client::consume::{Group, Notice, PullConfig, PullStatus};
use jsapi_client::{Error, Message};
use jsapi_test_server::Version;
use jsapi_tests::Outcome;
use tokio::time::timeout;

use crate::pull_setting::{MS, SEC, Setting, next, settles, told};

/// The servers that have priority groups, and those that have `prioritized`.
const GROUPS: [Version; 4] = [
    Version::V2_11_11,
    Version::V2_12_8,
    Version::V2_14_6,
    Version::V2_15_1,
];

fn config(policy: PriorityPolicy) -> PullConfig {
    PullConfig::durable("WORKER").priority_group("jobs", policy)
}

#[tokio::test]
async fn one_client_is_pinned_until_it_is_unpinned_and_both_are_told() -> Outcome {
    for version in GROUPS {
        let setting = Setting::on(version).await?;
        let config = config(PriorityPolicy::PinnedClient).priority_timeout(20 * SEC);
        let first = setting.consumer(config).await?;
        let second = setting.stream.pull_consumer("WORKER").await?;
        let messages = |consumer: &jsapi_client::consume::PullConsumer| {
            consumer
                .messages()
                .group("jobs")
                .max_messages(10)
                .expires(2 * SEC)
        };
        let mut pinned = messages(&first).open().await?;
        setting.publish(0..1).await?;
        assert_eq!(next(&mut pinned, SEC).await?, 0);
        assert!(
            matches!(&told(&pinned)[..], [Notice::Pinned { .. }]),
            "{version}"
        );

        let mut waiting = messages(&second).open().await?;
        assert!(timeout(200 * MS, waiting.next()).await.is_err());
        setting.publish(1..20).await?;
        for number in 1..20 {
            assert_eq!(next(&mut pinned, SEC).await?, number, "{version}");
        }
        assert!(
            timeout(100 * MS, waiting.next()).await.is_err(),
            "{version}"
        );
        assert_eq!(told(&waiting), []);

        // The first keeps its pull, and is refused with the old pin.
        first.consumer().unpin("jobs").await?;
        let mut got = Vec::new();
        for number in 20..40 {
            setting.publish(number..number + 1).await?;
            tokio::select! {
                from = next(&mut pinned, 3 * SEC) => got.push((1, from?)),
                from = next(&mut waiting, 3 * SEC) => got.push((2, from?)),
            }
        }
        let numbers: Vec<_> = got.iter().map(|(_, number)| *number).collect();
        assert_eq!(numbers, (20..40).collect::<Vec<_>>(), "{version}");
        let (by_first, by_second) = (told(&pinned), told(&waiting));
        assert!(
            by_first.contains(&Notice::Unpinned),
            "{version}: {by_first:?}"
        );
        let pins = |notices: &[Notice]| {
            notices
                .iter()
                .any(|notice| matches!(notice, Notice::Pinned { .. }))
        };
        assert!(
            pins(&by_first) || pins(&by_second),
            "{version}: {by_first:?} {by_second:?}"
        );
        setting.stream.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn overflow_is_served_only_when_enough_waits() -> Outcome {
    for version in GROUPS {
        let setting = Setting::on(version).await?;
        let worker = setting.consumer(config(PriorityPolicy::Overflow)).await?;
        setting.publish(0..5).await?;
        let many = || Group::new("jobs").min_pending(10);
        let fetched = worker.fetch(5).group(many()).timeout(300 * MS).await?;
        assert_eq!(
            (fetched.messages.len(), fetched.status),
            (0, PullStatus::Expired),
            "{version}"
        );
        setting.publish(5..20).await?;
        let fetched = worker.fetch(5).group(many()).timeout(SEC).await?;
        assert_eq!(fetched.messages.len(), 5, "{version}");

        let unacked = Group::new("jobs").min_ack_pending(5);
        let fetched = worker.fetch(1).group(unacked).timeout(SEC).await?;
        assert_eq!(fetched.messages.len(), 1, "{version}");
        setting.stream.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn prioritized_clients_are_served_first() -> Outcome {
    for version in &GROUPS[1..] {
        let setting = Setting::on(*version).await?;
        let worker = setting
            .consumer(config(PriorityPolicy::Prioritized))
            .await?;
        let pull = |priority: u8| {
            let group = Group::new("jobs").priority(priority);
            worker.fetch(5).group(group).timeout(2 * SEC).open()
        };
        let mut standby = pull(5).await?;
        let mut first = pull(0).await?;
        settles(async || Ok(worker.consumer().info().await?.num_waiting == 2)).await?;
        setting.publish(0..6).await?;
        let all: Vec<Message> = first.by_ref().collect().await;
        assert_eq!(
            (all.len(), first.status()),
            (5, Some(&PullStatus::Complete)),
            "{version}"
        );
        assert!(timeout(SEC, standby.next()).await?.is_some(), "{version}");
        setting.stream.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_pull_without_its_group_is_refused_for_good() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.consumer(config(PriorityPolicy::Overflow)).await?;
    let mut messages = worker.messages().open().await?;
    let error = timeout(SEC, messages.try_next()).await?.unwrap_err();
    assert!(matches!(error, Error::Stopped { .. }), "{error}");
    let error = worker.fetch(1).group("others").await.unwrap_err();
    assert!(matches!(error, Error::Stopped { .. }), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_server_without_groups_is_told_apart_before_anything_is_sent() -> Outcome {
    let setting = Setting::on(Version::V2_10_26).await?;
    let worker = setting.worker().await?;
    let error = worker.fetch(1).group("jobs").await.unwrap_err();
    assert!(error.is_api_level(), "{error}");
    let error = worker.messages().group("jobs").open().await.unwrap_err();
    assert!(error.is_api_level(), "{error}");
    assert!(matches!(error, Error::Invalid { .. }), "{error}");
    Ok(())
}
