//! Removing the chunks that a killed client left in an object store.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use jsapi_client::Context;
use jsapi_client::object::{Cleanup, ObjectMeta, ObjectStoreConfig};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect, noise};
use tokio::io::AsyncWriteExt;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chunks_of_a_client_that_was_killed_are_found_and_removed_by_age() -> Outcome {
    for version in Version::ALL {
        let server = tokio::task::block_in_place(|| Server::shared(version))?;
        let ctx = Context::new(connect(&server.url(), User::A).await?);
        let store = ctx
            .create_object_store(&ObjectStoreConfig::new("ORPHANS"))
            .await?;
        store.put_bytes("kept", noise(1 << 20)).await?;
        store.put_bytes("old name", "x").await?;
        store.rename("old name", "new name").await?;
        let before = store.stream().info().await?.state.messages;

        // A runtime that ends takes its tasks with it, as a kill does.
        let url = server.url();
        let (stored, told) = tokio::sync::oneshot::channel();
        let killed = std::thread::spawn(move || -> Outcome {
            let runtime = tokio::runtime::Runtime::new()?;
            runtime.spawn(async move {
                let store = Context::new(connect(&url, User::A).await?).object_store("ORPHANS")?;
                let (mut into, from) = tokio::io::duplex(1 << 20);
                tokio::spawn(async move {
                    into.write_all(&noise(1 << 20)).await?;
                    std::future::pending::<()>().await;
                    std::io::Result::Ok(())
                });
                let mut meta = ObjectMeta::new("killed");
                meta.chunk_size = Some(128 << 10);
                let mut stored = Some(stored);
                let put = store.put(meta, from).on_progress(move |bytes| {
                    if bytes >= 512 << 10 {
                        stored.take().map(|stored| stored.send(()));
                    }
                });
                put.await?;
                Outcome::Ok(())
            });
            told.blocking_recv()?;
            runtime.shutdown_background();
            Ok(())
        });
        tokio::task::block_in_place(|| killed.join()).unwrap()?;

        let left = store.stream().info().await?.state.messages - before;
        assert!(left >= 4, "{version}: {left} chunks");
        let none = store.cleanup(Duration::from_secs(3600)).await?;
        assert_eq!(none, Cleanup::default(), "{version}");
        let removed = store.cleanup(Duration::ZERO).await?;
        assert_eq!(removed.objects, 1, "{version}: {removed:?}");
        assert!(removed.chunks >= left, "{version}: {removed:?}");
        assert_eq!(
            store.stream().info().await?.state.messages,
            before,
            "{version}"
        );
        assert_eq!(
            store.get("kept").await?.bytes().await?,
            noise(1 << 20),
            "{version}"
        );
        assert_eq!(
            &*store.get("new name").await?.bytes().await?,
            b"x",
            "{version}"
        );
        ctx.delete_object_store("ORPHANS").await?;
    }
    Ok(())
}
