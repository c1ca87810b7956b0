//! What handles promise and only a server can show: backups, direct gets, purges.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::future::Future;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt};
use jsapi::{
    AckPolicy, ConsumerConfig, ErrorCode, PubAck, StorageType, StreamConfig, StreamSource,
};
use jsapi_client::{
    Backup, Context, DirectBatch, DirectMulti, Error, MessageQuery, Purge, RestoreOptions,
    SnapshotOptions, Stream, header,
};
use jsapi_test_server::{Cluster, Options, Server, User, Version};
use jsapi_tests::{Outcome, connect, publish_raw};

/// A server, a connection to it and its context.
struct Session {
    ctx: Context,
    client: async_nats::Client,
    version: Version,
    url: String,
}

impl Session {
    fn is_at_least(&self, minor: u32) -> bool {
        self.version >= Version::new(2, minor, 0)
    }

    async fn publish(&self, subject: &str, payload: Vec<u8>) -> Outcome<u64> {
        let reply = self
            .client
            .request(subject.to_owned(), payload.into())
            .await?;
        Ok(jsapi::decode_reply::<PubAck>(&reply.payload, &[])?.seq)
    }

    async fn stream(&self, config: StreamConfig) -> Outcome<Stream> {
        Ok(self.ctx.create_stream(config).await?)
    }
}

/// Runs a test on a server of each version.
fn on_every_server<F: Future<Output = Outcome>>(test: impl Fn(Session) -> F) {
    for version in Version::ALL {
        on_server(version, &test);
    }
}

fn on_server<F: Future<Output = Outcome>>(version: Version, test: impl Fn(Session) -> F) {
    let server = Server::start(&Options::new().version(version)).unwrap();
    connected(server.url(), version, test);
}

fn connected<F: Future<Output = Outcome>>(
    url: String,
    version: Version,
    test: impl Fn(Session) -> F,
) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let tested = runtime.block_on(async {
        let client = connect(&url, User::A).await?;
        let ctx = Context::new(client.clone());
        test(Session {
            ctx,
            client,
            version,
            url,
        })
        .await
    });
    if let Err(error) = tested {
        panic!("{version}: {error:?}");
    }
}

/// Bytes that do not compress.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        bytes.extend(next());
    }
    bytes.truncate(length);
    bytes
}

/// A directory of its own, which is deleted in the end.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Self {
        let name = format!("jsapi-handles-{name}-{}", std::process::id());
        let dir = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&dir);
        Self(dir)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_stream_comes_back_from_its_backup_with_messages_and_consumers() {
    on_every_server(|session| async move {
        let config = StreamConfig::new("BACK")
            .with_subjects(["back.>"])
            .with_metadata([("team", "blue")]);
        let stream = session.stream(config).await?;
        for index in 0..40 {
            session
                .publish(&format!("back.{}", index % 3), noise(20_000, index))
                .await?;
        }
        let durable = ConsumerConfig::new()
            .with_durable_name("WORKER")
            .with_ack_policy(AckPolicy::Explicit);
        stream.create_consumer(durable).await?;

        let dir = Dir::new(&format!("back-{}", session.version));
        let mut options = SnapshotOptions::new().chunk_size(4096);
        if session.version >= Version::new(2, 12, 5) {
            options = options.window_size(16_384);
        }
        let backup = stream.snapshot_to_dir(&dir.0, options).await?;
        assert_eq!(backup.state.messages, 40);
        assert_eq!(
            backup.config.metadata.get("team").map(String::as_str),
            Some("blue")
        );

        let exists = session
            .ctx
            .restore_from_dir(&dir.0, RestoreOptions::new())
            .await;
        assert_eq!(exists.unwrap_err().code(), Some(ErrorCode(10130)));

        stream.delete().await?;
        let restored = session
            .ctx
            .restore_from_dir(&dir.0, RestoreOptions::new())
            .await?;
        assert_eq!(restored.state.messages, 40);
        for index in [0, 39] {
            let message = stream.get_message(index + 1).await?;
            assert_eq!(message.payload, noise(20_000, index));
        }
        assert!(stream.consumer("WORKER")?.info_opt().await?.is_some());

        // With another configuration.
        stream.delete().await?;
        let mut backup = Backup::open(&dir.0).await?;
        backup.config.description = Some("restored".into());
        session
            .ctx
            .restore_backup(&backup, RestoreOptions::new())
            .await?;
        assert_eq!(
            stream.info().await?.config.description.as_deref(),
            Some("restored")
        );

        // Under another name, which servers before 2.15 do not do.
        backup.config.name = "AGAIN".into();
        backup.config.subjects = vec!["again.>".into()];
        let renamed = session
            .ctx
            .restore_backup(&backup, RestoreOptions::new())
            .await;
        if session.is_at_least(15) {
            assert_eq!(renamed?.state.messages, 40);
        } else {
            assert_eq!(renamed.unwrap_err().code(), Some(ErrorCode(10062)));
        }
        Ok(())
    });
}

#[test]
fn a_backup_without_consumers_has_none() {
    on_every_server(|session| async move {
        let stream = session.stream(StreamConfig::new("NOCONS")).await?;
        session.publish("NOCONS", b"x".to_vec()).await?;
        stream
            .create_consumer(ConsumerConfig::new().with_durable_name("C"))
            .await?;
        let options = SnapshotOptions::new().without_consumers().check();
        let chunks: Vec<_> = stream.snapshot(options).await?.try_collect().await?;
        let config = stream.info().await?.config;
        stream.delete().await?;
        let chunks = futures_util::stream::iter(chunks.into_iter().map(Ok));
        let options = RestoreOptions::new();
        let info = session
            .ctx
            .restore_stream_from(config, chunks, options)
            .await?;
        assert_eq!((info.state.messages, info.state.consumer_count), (1, 0));
        Ok(())
    });
}

#[test]
fn a_backup_larger_than_the_window_waits_for_a_slow_reader() {
    for version in [Version::V2_10_26, Version::V2_15_1] {
        on_server(version, |session| async move {
            let stream = session.stream(StreamConfig::new("LARGE")).await?;
            for index in 0..20 {
                session.publish("LARGE", noise(1_000_000, index)).await?;
            }
            let mut snapshot = stream.snapshot(SnapshotOptions::new()).await?;
            let first = snapshot.try_next().await?;
            assert!(first.is_some());
            // So that the server has sent what it may, and waits.
            tokio::time::sleep(Duration::from_secs(1)).await;
            while snapshot.try_next().await?.is_some() {}
            assert!(
                snapshot.progress().bytes > 20_000_000,
                "{:?}",
                snapshot.progress()
            );
            Ok(())
        });
    }
}

#[test]
fn a_stream_goes_from_one_server_to_another_without_a_file() {
    let other = Server::start(&Options::new()).unwrap();
    on_server(Version::V2_10_26, |session| {
        let url = other.url();
        async move {
            let stream = session.stream(StreamConfig::new("MOVED")).await?;
            for index in 0..10 {
                session.publish("MOVED", noise(100_000, index)).await?;
            }
            let to = Context::new(connect(&url, User::A).await?);
            let snapshot = stream.snapshot(SnapshotOptions::new()).await?;
            let config = snapshot.config().clone();
            let info = to
                .restore_stream_from(config, snapshot, RestoreOptions::new())
                .await?;
            assert_eq!(info.state.messages, 10);
            Ok(())
        }
    });
}

#[test]
fn streams_in_memory_are_backed_up_from_2_15_on() {
    on_every_server(|session| async move {
        let config = StreamConfig::new("MEM").with_storage(StorageType::Memory);
        let stream = session.stream(config.clone()).await?;
        session.publish("MEM", b"x".to_vec()).await?;
        let snapshot = stream.snapshot(SnapshotOptions::new()).await;
        if !session.is_at_least(15) {
            assert_eq!(snapshot.unwrap_err().code(), Some(ErrorCode(10064)));
            return Ok(());
        }
        let chunks: Vec<_> = snapshot?.try_collect().await?;
        stream.delete().await?;
        let chunks = futures_util::stream::iter(chunks.into_iter().map(Ok));
        let info = session
            .ctx
            .restore_stream_from(config, chunks, RestoreOptions::new())
            .await?;
        assert_eq!(info.state.messages, 1);
        Ok(())
    });
}

#[test]
fn what_is_no_backup_makes_no_stream() {
    on_every_server(|session| async move {
        let config = StreamConfig::new("JUNK");
        let mut restore = session
            .ctx
            .restore_stream(config.clone(), RestoreOptions::new())
            .await?;
        // Servers notice it at a chunk, or at the end.
        let failed = match restore.send(vec![b'j'; 10_000]).await {
            Ok(()) => restore.finish().await.unwrap_err(),
            Err(error) => error,
        };
        assert_eq!(failed.code(), Some(ErrorCode(10062)), "{failed}");

        let mut restore = session
            .ctx
            .restore_stream(config, RestoreOptions::new())
            .await?;
        restore.send("half").await?;
        drop(restore);
        assert!(session.ctx.stream("JUNK")?.info_opt().await?.is_none());
        Ok(())
    });
}

#[test]
fn a_restore_that_fails_may_leave_a_part_of_the_stream_and_says_so() {
    on_every_server(|session| async move {
        const MESSAGES: u64 = 4000;
        let stream = session
            .stream(StreamConfig::new("CUT").with_subjects(["cut.>"]))
            .await?;
        let publishing = (0..MESSAGES).map(|index| {
            let session = &session;
            async move {
                let subject = format!("cut.{}", index % 7);
                session.publish(&subject, noise(3_000, index)).await
            }
        });
        let published = futures_util::stream::iter(publishing).buffered(100);
        published.try_collect::<Vec<_>>().await?;
        let dir = Dir::new(&format!("cut-{}", session.version));
        stream
            .snapshot_to_dir(&dir.0, SnapshotOptions::new())
            .await?;
        stream.delete().await?;
        let path = dir.0.join("stream.tar.s2");
        let whole = std::fs::read(&path)?;

        std::fs::write(&path, &whole[..whole.len() - 1])?;
        let restore = || session.ctx.restore_from_dir(&dir.0, RestoreOptions::new());
        let failed = restore().await.unwrap_err();
        assert_eq!(failed.code(), Some(ErrorCode(10062)), "{failed}");
        assert!(failed.may_have_applied(), "{failed}");
        let left = stream.info_opt().await?.map(|info| info.state.messages);
        if session.is_at_least(15) {
            assert!(left.is_some_and(|left| left < MESSAGES), "{left:?}");
            let refused = restore().await.unwrap_err();
            assert_eq!(refused.code(), Some(ErrorCode(10130)), "{refused}");
            assert!(!refused.may_have_applied(), "{refused}");
            stream.delete().await?;
        } else {
            assert_eq!(left, None);
        }
        std::fs::write(&path, &whole)?;
        assert_eq!(restore().await?.state.messages, MESSAGES);
        stream.delete().await?;

        // One that goes no further than half leaves a part of it, too.
        let config = Backup::open(&dir.0).await?.config;
        let mut restore = session
            .ctx
            .restore_stream(config, RestoreOptions::new())
            .await?;
        restore.send(whole[..whole.len() / 2].to_vec()).await?;
        drop(restore);
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let left = stream.info_opt().await?.map(|info| info.state.messages);
            match left {
                None if !session.is_at_least(15) => break,
                Some(left) if left > 0 => {
                    assert!(left < MESSAGES && session.is_at_least(15), "{left}");
                    break;
                }
                _ => assert!(Instant::now() < deadline, "{left:?}"),
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    });
}

#[test]
fn a_snapshot_that_is_dropped_is_given_up_by_the_server() {
    on_every_server(|session| async move {
        let stream = session.stream(StreamConfig::new("DROP")).await?;
        for index in 0..20 {
            session.publish("DROP", noise(100_000, index)).await?;
        }
        let mut snapshot = stream
            .snapshot(SnapshotOptions::new().chunk_size(1024))
            .await?;
        assert!(snapshot.try_next().await?.is_some());
        drop(snapshot);
        let deadline = Instant::now() + Duration::from_secs(20);
        let whole: Vec<_> = loop {
            // Until the server has noticed, it takes no other (10064).
            match stream.snapshot(SnapshotOptions::new()).await {
                Ok(snapshot) => break snapshot.try_collect().await?,
                Err(error) if Instant::now() < deadline => {
                    assert_eq!(error.code(), Some(ErrorCode(10064)), "{error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => return Err(error.into()),
            }
        };
        assert!(whole.iter().map(|chunk| chunk.len()).sum::<usize>() > 2_000_000);
        Ok(())
    });
}

#[test]
fn a_direct_get_gives_what_the_leader_gives() {
    on_every_server(|session| async move {
        let config = StreamConfig::new("DIRECT")
            .with_subjects(["d.>"])
            .with_allow_direct(true);
        let stream = session.stream(config).await?;
        let mut headers = async_nats::HeaderMap::new();
        headers.append("H", "1");
        headers.append("H", "2");
        // What a republished message has, or a liar.
        headers.append(header::STREAM, "OTHER");
        headers.append(header::SUBJECT, "d.other");
        headers.append(header::SEQUENCE, "77");
        headers.append(header::NUM_PENDING, "5");
        headers.append(header::LAST_SEQUENCE, "6");
        session.publish("d.a", b"1".to_vec()).await?;
        session
            .client
            .request_with_headers("d.b", headers.clone(), "2".into())
            .await?;
        session.publish("d.a", b"3".to_vec()).await?;

        for query in [
            MessageQuery::sequence(2),
            MessageQuery::last("d.b"),
            MessageQuery::last("d.*"),
            MessageQuery::next("d.a").from(2).into(),
            MessageQuery::next("d.>").into(),
        ] {
            let direct = stream.direct_get(query.clone()).await?;
            assert_eq!(direct, stream.get_message(query).await?);
        }
        if session.is_at_least(11) {
            let batch = stream.direct_get_batch(DirectBatch::new(1).from(2)).await?;
            let mut alone = batch.try_collect::<Vec<_>>().await?.remove(0);
            // 2.11 counts the message itself.
            let left = if session.is_at_least(12) { 1 } else { 2 };
            assert_eq!(alone.num_pending.take(), Some(left));
            assert_eq!(alone, stream.direct_get(2).await?);
        }
        assert_eq!(stream.direct_get(2).await?.headers, headers);
        assert_eq!(stream.direct_get_last("d.a").await?.payload, "3");
        assert_eq!(stream.direct_get_opt(9).await?, None);
        assert_eq!(stream.get_message_opt(9).await?, None);
        assert_eq!(stream.direct_get_last_opt("d.none").await?, None);

        let nowhere = session.ctx.stream("NOWHERE")?;
        let error = nowhere.direct_get_opt(1).await.unwrap_err();
        assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");

        let payload = stream.direct_get_payload(MessageQuery::last("d.b")).await;
        if session.is_at_least(12) {
            assert_eq!(payload?, "2");
        } else {
            assert!(payload.unwrap_err().is_api_level());
        }
        Ok(())
    });
}

#[test]
fn batches_give_all_that_match_and_tell_what_is_left() {
    on_every_server(|session| async move {
        let config = StreamConfig::new("BATCH")
            .with_subjects(["b.>"])
            .with_allow_direct(true);
        let stream = session.stream(config).await?;
        for index in 0..10 {
            session
                .publish(&format!("b.{}", index % 2), vec![b'x'; 100])
                .await?;
        }
        stream.delete_message(5).await?;

        let asked = stream
            .direct_get_batch(DirectBatch::new(3).filter("b.0"))
            .await;
        if !session.is_at_least(11) {
            assert!(asked.unwrap_err().is_api_level());
            let error = stream
                .direct_get_multi(DirectMulti::new(["b.0"]))
                .await
                .unwrap_err();
            assert!(error.is_api_level());
            return Ok(());
        }
        let mut batch = asked?;
        let mut sequences = Vec::new();
        while let Some(message) = batch.try_next().await? {
            assert!(message.headers.is_empty(), "{:?}", message.headers);
            sequences.push(message.sequence);
        }
        assert_eq!(sequences, [1, 3, 7]);
        assert_eq!((batch.last_sequence(), batch.num_pending()), (7, Some(1)));

        // The first message comes, however few bytes there may be.
        let few = stream
            .direct_get_batch(DirectBatch::new(9).max_bytes(1))
            .await?;
        let few: Vec<_> = few.try_collect().await?;
        assert_eq!(few.len(), 1);

        let none = stream
            .direct_get_batch(DirectBatch::new(9).from(99))
            .await?;
        assert_eq!(none.try_collect::<Vec<_>>().await?, []);

        let mut newest = stream
            .direct_get_multi(DirectMulti::new(["b.0", "b.1"]))
            .await?;
        let mut sequences = Vec::new();
        while let Some(message) = newest.try_next().await? {
            sequences.push(message.sequence);
        }
        assert_eq!(sequences, [9, 10]);
        assert_eq!(newest.up_to_sequence(), Some(10));
        let then = DirectMulti::new(["b.*"]).up_to_sequence(4);
        let then: Vec<_> = stream.direct_get_multi(then).await?.try_collect().await?;
        assert_eq!(
            then.iter()
                .map(|message| message.sequence)
                .collect::<Vec<_>>(),
            [3, 4]
        );

        let none = stream
            .direct_get_multi(DirectMulti::new(["b.none"]))
            .await?;
        assert_eq!(none.try_collect::<Vec<_>>().await?, []);
        Ok(())
    });
}

#[test]
fn more_than_1024_newest_are_refused() {
    on_server(Version::V2_15_1, |session| async move {
        let config = StreamConfig::new("MANY")
            .with_subjects(["m.*"])
            .with_allow_direct(true);
        let stream = session.stream(config).await?;
        for index in 0..1025 {
            session.publish(&format!("m.{index}"), Vec::new()).await?;
        }
        let mut newest = stream.direct_get_multi(DirectMulti::new(["m.*"])).await?;
        assert_eq!(newest.try_next().await.unwrap_err().status(), Some(413));
        let fits = DirectBatch::new(2000);
        assert_eq!(stream.direct_get_batch(fits).await?.count().await, 1025);
        Ok(())
    });
}

#[test]
fn a_mirror_that_answers_a_direct_get_is_believed() {
    on_every_server(|session| async move {
        let origin = StreamConfig::new("ORIGIN")
            .with_subjects(["o.>"])
            .with_allow_direct(true);
        let stream = session.stream(origin).await?;
        session.publish("o.a", b"1".to_vec()).await?;
        let mut mirror = StreamConfig::new("MIRROR")
            .with_allow_direct(true)
            .with_mirror_direct(true);
        mirror.mirror = Some(StreamSource::new("ORIGIN"));
        let mirror = session.stream(mirror).await?;
        while mirror.info().await?.state.messages == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let mut answered = std::collections::BTreeSet::new();
        for _ in 0..200 {
            answered.insert(stream.direct_get_last("o.a").await?.stream);
        }
        assert!(
            answered
                .iter()
                .all(|name| name == "ORIGIN" || name == "MIRROR")
        );
        assert!(answered.contains("MIRROR"), "{answered:?}");
        Ok(())
    });
}

#[test]
fn a_purge_below_nothing_removes_nothing() {
    on_every_server(|session| async move {
        let stream = session
            .stream(StreamConfig::new("PURGE").with_subjects(["p.>"]))
            .await?;
        for index in 0..10 {
            session
                .publish(&format!("p.{}", index % 2), b"x".to_vec())
                .await?;
        }
        for purge in [
            Purge::below(0),
            Purge::below(1),
            Purge::below(1).filter("p.0"),
        ] {
            assert_eq!(stream.purge(purge).await?, 0);
        }
        assert_eq!(stream.purge(Purge::below(3)).await?, 2);
        assert_eq!(stream.purge(Purge::below(6).filter("p.0")).await?, 2);
        assert_eq!(stream.purge(Purge::keep(2).filter("p.1")).await?, 2);
        assert_eq!(stream.info().await?.state.messages, 4);
        assert_eq!(stream.purge(Purge::keep(0)).await?, 4);
        Ok(())
    });
}

#[test]
fn a_message_that_is_gone_or_never_was_is_not_found() {
    on_every_server(|session| async move {
        let file = StreamConfig::new("GONE").with_storage(StorageType::File);
        deletes_only_what_is_there(&session, file).await?;
        let memory = StreamConfig::new("FORGOTTEN").with_storage(StorageType::Memory);
        deletes_only_what_is_there(&session, memory).await
    });
}

#[test]
fn a_message_that_is_gone_or_never_was_is_not_found_in_a_cluster() {
    // 2.10.26 does not answer for a sequence above the last.
    for version in [Version::V2_11_11, Version::V2_15_1] {
        let cluster = Cluster::start(version, 3).unwrap();
        connected(cluster.url(0), version, |session| async move {
            let replicated = StreamConfig::new("GONE").with_num_replicas(3);
            deletes_only_what_is_there(&session, replicated).await
        });
    }
}

async fn deletes_only_what_is_there(session: &Session, config: StreamConfig) -> Outcome {
    let subject = config.name.clone();
    let stream = session.stream(config).await?;
    let refused = async |sequence| {
        let deleted = stream.delete_message(sequence).await.unwrap_err();
        let erased = stream.erase_message(sequence).await.unwrap_err();
        for error in [deleted, erased] {
            assert!(error.is_not_found(), "{subject} {sequence}: {error}");
        }
    };
    // Of a stream without any, before the first, in between and above the last.
    refused(1).await;
    for _ in 0..4 {
        session.publish(&subject, b"x".to_vec()).await?;
    }
    stream.delete_message(1).await?;
    stream.erase_message(3).await?;
    for sequence in [0, 1, 3, 5, 99] {
        refused(sequence).await;
    }
    assert!(stream.get_message(1).await.unwrap_err().is_not_found());
    assert_eq!(stream.info().await?.state.messages, 2);
    Ok(())
}

#[test]
fn streams_are_made_changed_and_found() {
    on_every_server(|session| async move {
        let ctx = &session.ctx;
        let config = StreamConfig::new("MADE").with_subjects(["made.>"]);
        let stream = ctx.create_or_update_stream(config.clone()).await?;
        ctx.create_or_update_stream(config.clone().with_max_msgs(5))
            .await?;
        assert!(
            ctx.create_stream(config)
                .await
                .unwrap_err()
                .is_already_exists()
        );
        let info = stream
            .update_with(|config| config.max_age = Some(Duration::from_secs(3600)))
            .await?;
        assert_eq!(
            (info.config.max_msgs, info.config.max_age),
            (Some(5), Some(Duration::from_secs(3600)))
        );
        let unchanged = stream.update_with(|_| {}).await?;
        assert_eq!(unchanged.config.max_msgs, Some(5));

        let found = ctx.stream_by_subject("made.x").await?.unwrap();
        assert_eq!(found.name(), stream.name());
        assert!(ctx.stream_by_subject("nobody.hears").await?.is_none());
        let names: Vec<String> = ctx.stream_names().subject("made.*").try_collect().await?;
        assert_eq!(names, ["MADE"]);
        let listed: Vec<_> = ctx.streams().try_collect().await?;
        assert_eq!(listed.len(), 1);

        session.publish("made.a", b"x".to_vec()).await?;
        session.publish("made.b", b"x".to_vec()).await?;
        let subjects: Vec<_> = stream.subjects(">").try_collect().await?;
        assert_eq!(
            subjects,
            [("made.a".to_owned(), 1), ("made.b".to_owned(), 1)]
        );

        let json = r#"{ "name": "FILE", "subjects": ["file.>"] }"#;
        let reply = ctx.create_stream_json(json).await?;
        assert!(reply.starts_with(b"{\"type\""));
        ctx.update_stream_json(json.replace("file.>", "file.*"))
            .await?;
        assert_eq!(
            ctx.stream("FILE")?.info().await?.config.subjects,
            ["file.*"]
        );
        let request = r#"{"stream_name":"FILE","config":{"name":"C","filter_subject":"file.a"}}"#;
        ctx.stream("FILE")?.create_consumer_json(request).await?;
        assert!(
            ctx.stream("FILE")?
                .consumer("C")?
                .info_opt()
                .await?
                .is_some()
        );

        // The configuration alone, as it is kept after looking at the consumer.
        let info = ctx.call_json("CONSUMER.INFO.FILE.C", "").await?;
        let info: serde_json::Value = serde_json::from_slice(&info)?;
        let kept = format!("{:#}\n", info["config"]);
        ctx.stream("FILE")?.delete_consumer("C").await?;
        ctx.stream("FILE")?.create_consumer_json(kept).await?;
        let consumer = ctx.stream("FILE")?.get_consumer("C").await?;
        let config = consumer.info().await?.config.unwrap();
        assert_eq!(config.filter_subject.as_deref(), Some("file.a"));

        // Whole infos, as they are printed: what a reply adds is left out.
        let consumer = ctx.call_json("CONSUMER.INFO.FILE.C", "").await?;
        let stream = ctx.call_json("STREAM.INFO.FILE", "").await?;
        ctx.delete_stream("FILE").await?;
        ctx.create_or_update_stream_json(stream.clone()).await?;
        ctx.create_or_update_stream_json(stream).await?;
        ctx.stream("FILE")?.create_consumer_json(consumer).await?;
        let consumer = ctx.stream("FILE")?.get_consumer("C").await?;
        let config = consumer.info().await?.config.unwrap();
        assert_eq!(config.filter_subject.as_deref(), Some("file.a"));

        ctx.delete_stream("FILE").await?;
        assert!(ctx.delete_stream("FILE").await.unwrap_err().is_not_found());
        Ok(())
    });
}

#[test]
fn consumers_are_made_changed_and_found() {
    on_every_server(|session| async move {
        let stream = session.stream(StreamConfig::new("CONS")).await?;
        let config = ConsumerConfig::new()
            .with_durable_name("C")
            .with_description("one");
        let consumer = stream.create_consumer(config.clone()).await?;
        stream.create_consumer(config.clone()).await?;
        let other = config.clone().with_description("two");
        let error = stream.create_consumer(other.clone()).await.unwrap_err();
        assert!(error.is_already_exists(), "{error}");
        stream.update_consumer(other).await?;
        let missing = ConsumerConfig::new().with_name("MISSING");
        assert!(
            stream
                .update_consumer(missing)
                .await
                .unwrap_err()
                .is_not_found()
        );
        let info = consumer
            .update_with(|config| config.max_deliver = Some(7))
            .await?;
        let changed = info.config.unwrap();
        assert_eq!(
            (changed.max_deliver, changed.description.as_deref()),
            (Some(7), Some("two"))
        );
        let unnamed = stream.create_consumer(ConsumerConfig::new()).await?;
        assert!(unnamed.info_opt().await?.is_some());
        let names: Vec<String> = stream.consumer_names().try_collect().await?;
        assert_eq!(names.len(), 2);
        let listed: Vec<_> = stream.consumers().try_collect().await?;
        assert_eq!(listed.len(), 2);

        let until = time::OffsetDateTime::now_utc() + Duration::from_secs(3600);
        if session.is_at_least(11) {
            assert!(consumer.pause(until).await?.paused);
            assert!(!consumer.resume().await?.paused);
        } else {
            assert!(consumer.pause(until).await.unwrap_err().is_api_level());
        }
        if session.is_at_least(14) {
            session.publish("CONS", b"x".to_vec()).await?;
            assert_eq!(consumer.reset().await?.name, "C");
        }
        consumer.delete().await?;
        assert!(consumer.info_opt().await?.is_none());
        Ok(())
    });
}

#[test]
fn a_message_with_headers_that_are_not_valid_is_got_from_the_leader() {
    on_every_server(|session| async move {
        let stream = session
            .stream(StreamConfig::new("POISON").with_allow_direct(true))
            .await?;
        let block = b"NATS/1.0\r\nA: 1\r\nB: \xff\r\n\r\n";
        publish_raw(&session.url, "POISON", block, b"payload")?;
        session.publish("POISON", b"after".to_vec()).await?;
        let message = stream.get_message(1).await?;
        assert_eq!(message.payload, "payload");
        assert_eq!(
            message.headers.get("A").map(|value| value.as_str()),
            Some("1")
        );
        assert_eq!(message.raw_headers.as_deref(), Some(&block[..]));

        // The connection is lost over a direct get, which then asks the leader.
        let direct = stream.direct_get(1).await?;
        assert_eq!(direct.payload, "payload");
        assert_eq!(direct.raw_headers.as_deref(), Some(&block[..]));
        assert_eq!(stream.direct_get(2).await?.payload, "after");
        Ok(())
    });
}

#[test]
fn a_message_that_was_published_with_a_status_is_got_as_any_other() {
    on_every_server(|session| async move {
        let stream = session
            .stream(StreamConfig::new("STATED").with_allow_direct(true))
            .await?;
        session.publish("STATED", b"first".to_vec()).await?;
        for (status, payload) in [("204 EOB", "x"), ("404", ""), ("503", "")] {
            let block = format!("NATS/1.0 {status}\r\nA: 1\r\n\r\n");
            publish_raw(&session.url, "STATED", block.as_bytes(), payload.as_bytes())?;
        }
        session.publish("STATED", b"last".to_vec()).await?;

        for sequence in 1..=5 {
            let message = stream.direct_get(sequence).await?;
            assert_eq!(message.sequence, sequence);
            assert_eq!(message.headers.is_empty(), [1, 5].contains(&sequence));
        }
        if !session.is_at_least(11) {
            return Ok(());
        }
        let mut batch = stream.direct_get_batch(DirectBatch::new(9)).await?;
        let mut sequences = Vec::new();
        while let Some(message) = batch.try_next().await? {
            sequences.push(message.sequence);
        }
        assert_eq!(sequences, [1, 2, 3, 4, 5]);
        assert_eq!(batch.num_pending(), Some(0));
        Ok(())
    });
}
