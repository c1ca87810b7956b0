//! How much memory objects take, in a process of its own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use jsapi_client::Context;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect, noise};
use tokio::io::{AsyncRead, ReadBuf};

const SIZE: usize = 64 << 20;

/// One test at a time, or each would see the memory of the other.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap();
    status.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

/// The same piece again and again, so that the whole is nowhere.
struct Endless {
    piece: bytes::Bytes,
    left: usize,
}

impl AsyncRead for Endless {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut TaskContext<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let size = to.remaining().min(self.left).min(self.piece.len());
        to.put_slice(&self.piece[..size]);
        self.left -= size;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_object_of_any_size_takes_no_more_than_what_is_under_way() -> Outcome {
    let _alone = ALONE.lock().await;
    let client = connect(&Server::shared(Version::V2_15_1)?.url(), User::A).await?;
    let ctx = Context::new(client.clone());
    let store = ctx
        .create_object_store(&ObjectStoreConfig::new("OBJECT_MEMORY"))
        .await?;
    // What a connection and a runtime take at first.
    store.put_bytes("first", noise(4 << 20)).await?;
    let mut object = store.get("first").await?;
    while object.next_chunk().await?.is_some() {}

    let before = resident();
    let mut most = 0;
    let source = Endless {
        piece: noise(1 << 20),
        left: SIZE,
    };
    let put = store
        .put("a", source)
        .on_progress(|_| most = most.max(resident()));
    let info = put.await?;
    assert_eq!((info.size, info.chunks), (SIZE as u64, 512));
    let grown = most.saturating_sub(before);
    assert!(grown < 16 << 20, "{grown} bytes more while it was put");

    let before = resident();
    let mut most = 0;
    let mut read = 0;
    let mut object = store.get("a").await?;
    while let Some(chunk) = object.next_chunk().await? {
        read += chunk.len();
        most = most.max(resident());
    }
    assert_eq!(read, SIZE);
    let grown = most.saturating_sub(before);
    assert!(grown < 8 << 20, "{grown} bytes more while it was got");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_a_reader_that_does_not_read_no_more_than_a_mebibyte_comes() -> Outcome {
    let _alone = ALONE.lock().await;
    let client = connect(&Server::shared(Version::V2_15_1)?.url(), User::A).await?;
    let ctx = Context::new(client.clone());
    let store = ctx
        .create_object_store(&ObjectStoreConfig::new("OBJECT_SLOW"))
        .await?;
    store.put_bytes("a", noise(16 << 20)).await?;
    let statistics = client.statistics();
    let received = || statistics.in_bytes.load(Ordering::Relaxed);
    let before = received();
    let mut object = store.get("a").await?;
    let first = object.next_chunk().await?.unwrap();
    // Until nothing comes any more.
    let mut seen = 0;
    while seen != received() {
        seen = received();
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let came = received() - before - first.len() as u64;
    assert!(came <= (1 << 20) + 64 * 1024, "{came} bytes came");
    let mut read = first.len();
    while let Some(chunk) = object.next_chunk().await? {
        read += chunk.len();
    }
    assert_eq!(read, 16 << 20);
    Ok(())
}
