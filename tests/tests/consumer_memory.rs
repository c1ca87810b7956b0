//! What a reader keeps in memory that does not keep up, in a process of its own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod pull_setting;

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_util::TryStreamExt;
use jsapi::{AckPolicy, StorageType};
use jsapi_client::consume::PullConfig;
use jsapi_test_server::{Options, Server};
use jsapi_tests::Outcome;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::{sleep, timeout};

use crate::pull_setting::{MS, SEC, Setting};

const COUNT: u64 = 200_000;

/// One test at a time: they share the process whose memory is looked at.
async fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::const_new(());
    ALONE.lock().await
}

/// The most that this process has in memory while something is done, more than
/// at the beginning.
struct Growth {
    begun: u64,
    most: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
}

impl Growth {
    fn watch() -> Self {
        let growth = Self {
            begun: resident(),
            most: Arc::default(),
            stop: Arc::default(),
        };
        let (most, stop) = (growth.most.clone(), growth.stop.clone());
        std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                most.fetch_max(resident(), Ordering::Relaxed);
                std::thread::sleep(5 * MS);
            }
        });
        growth
    }

    fn stats(&self) -> u64 {
        let most = self.most.load(Ordering::Relaxed).max(resident());
        most.saturating_sub(self.begun)
    }
}

impl Drop for Growth {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap();
    status.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

/// A stream with 200,000 messages of 128 B.
async fn filled(server: &Server) -> Outcome<Setting> {
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let ctx = jsapi_client::Context::new(setting.client.clone());
    let publisher = ctx.publisher().open().await?;
    for _ in 0..COUNT {
        let payload: &[u8] = &[b'x'; 128];
        drop(publisher.publish(setting.subject.clone(), payload).await?);
    }
    assert_eq!(publisher.drain().await.acknowledged, COUNT);
    Ok(setting)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pulling_reader_that_sleeps_keeps_little_and_gets_all_in_order() -> Outcome {
    let _alone = alone().await;
    let server = Server::start(&Options::new())?;
    let setting = filled(&server).await?;
    let config = PullConfig::durable("WORKER").ack_policy(AckPolicy::None);
    let worker = setting.consumer(config).await?;
    let growth = Growth::watch();
    let mut messages = worker.messages().open().await?;
    for sequence in 1..=COUNT {
        let message = timeout(10 * SEC, messages.try_next()).await??.unwrap();
        assert_eq!(message.metadata()?.stream_sequence, sequence);
        if sequence == 1_000 {
            sleep(4 * SEC).await;
        }
    }
    // 2,000 of them are asked for; they would be some 100 MB all together.
    assert!(growth.stats() < 16 << 20, "{} bytes", growth.stats());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ordered_reader_that_sleeps_keeps_little_and_gets_all_in_order() -> Outcome {
    let _alone = alone().await;
    let server = Server::start(&Options::new())?;
    let setting = filled(&server).await?;
    let growth = Growth::watch();
    let mut messages = setting.stream.ordered_consumer().open().await?;
    for sequence in 1..=COUNT {
        let message = timeout(10 * SEC, messages.try_next()).await??.unwrap();
        assert_eq!(message.metadata()?.stream_sequence, sequence);
        if sequence == 1_000 {
            sleep(4 * SEC).await;
        }
    }
    assert!(growth.stats() < 64 << 20, "{} bytes", growth.stats());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_handler_keeps_little() -> Outcome {
    let _alone = alone().await;
    let server = Server::start(&Options::new())?;
    let setting = filled(&server).await?;
    let worker = setting.worker().await?;
    let growth = Growth::watch();
    let messages = worker.messages().open().await?;
    let control = messages.control();
    let handling = tokio::spawn(
        messages
            .handle(|_| sleep(50 * MS))
            .concurrency(8)
            .into_future(),
    );
    sleep(4 * SEC).await;
    assert!(growth.stats() < 16 << 20, "{} bytes", growth.stats());
    control.stop().await;
    timeout(5 * SEC, handling).await???;
    Ok(())
}
