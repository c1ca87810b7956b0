//! Servers, and connections to them: one full of streams and consumers, one empty.
//!
//! Rows that publish or consume take `World::empty`, and make what they need with
//! [`World::make_stream`]: it is there already in the programs that count.

use std::env;
use std::error::Error;
use std::future::{Future, IntoFuture};
use std::sync::Arc;
use std::time::Duration;

use async_nats::ConnectOptions;
use async_nats::Subject;
use async_nats::jetstream::{self, consumer, stream};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream as streams};
use jsapi_client::Context;
use jsapi_test_server::{Options, Server, Version};
use tokio::runtime::{Builder, Runtime};

use crate::row::Outcome;

/// Where a program that another one has started finds the full server.
const FULL: &str = "JSAPI_BENCHES_SERVER";
/// Where it finds the empty one.
const EMPTY: &str = "JSAPI_BENCHES_EMPTY_SERVER";

/// How many streams there are.
pub const STREAMS: usize = 2000;
/// How many consumers the stream [`WITH_CONSUMERS`] has.
pub const CONSUMERS: usize = 1000;
/// The stream that is asked for.
pub const STREAM: &str = "BENCH-0001";
/// The stream with consumers.
pub const WITH_CONSUMERS: &str = "BENCH-0000";

/// Where requests go, and on which threads they are made.
pub struct World {
    runtime: Runtime,
    /// The bare connection.
    pub client: async_nats::Client,
    /// JetStream by `async-nats`.
    pub theirs: jetstream::Context,
    /// JetStream by ours.
    pub ours: Context,
    setting: &'static str,
    address: String,
    // Last, so that it outlives what is connected to it.
    _server: Option<Server>,
}

/// How many threads requests are made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    /// One, the caller's, for what is counted.
    One,
    /// Two, for what is timed.
    Two,
}

impl World {
    /// Starts a server and fills it, unless the program that started this one did.
    ///
    /// # Errors
    /// When there is no server, or it refuses.
    pub fn full(threads: Threads) -> Outcome<Arc<Self>> {
        let world = Self::new(FULL, threads)?;
        if world._server.is_some() {
            world.runtime.block_on(fill(&world.theirs))?;
        }
        Ok(Arc::new(world))
    }

    /// Starts a server without streams, unless the program that started this one did.
    ///
    /// # Errors
    /// When there is no server.
    pub fn empty(threads: Threads) -> Outcome<Arc<Self>> {
        Ok(Arc::new(Self::new(EMPTY, threads)?))
    }

    fn new(setting: &'static str, threads: Threads) -> Outcome<Self> {
        let (address, server) = match env::var(setting) {
            Ok(address) => (address, None),
            Err(_) => {
                let options = Options::new()
                    .version(Version::V2_15_1)
                    .max_memory(1 << 30)
                    .max_file(2 << 30);
                let server = Server::start(&options)?;
                (server.url(), Some(server))
            }
        };
        let runtime = match threads {
            Threads::One => Builder::new_current_thread().enable_all().build()?,
            Threads::Two => Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()?,
        };
        // Unless set it is 65,536, which small messages overflow within the window of
        // a push consumer, 32 MiB: whoever does not look after that waits for ever.
        let options = ConnectOptions::new().subscription_capacity(1 << 18);
        let client = runtime.block_on(options.connect(&address))?;
        // Its context spawns a task.
        let theirs = {
            let _within = runtime.enter();
            jetstream::new(client.clone())
        };
        Ok(Self {
            runtime,
            ours: Context::new(client.clone()),
            client,
            theirs,
            setting,
            address,
            _server: server,
        })
    }

    /// What has a program that this one starts use this server.
    pub fn setting(&self) -> (&'static str, &str) {
        (self.setting, &self.address)
    }

    /// Waits for something that is made once, as a publisher.
    ///
    /// # Errors
    /// That of it.
    pub fn block_on<T>(&self, making: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        self.runtime.block_on(making)
    }

    /// Makes a stream, unless there is one that is the same.
    ///
    /// # Errors
    /// When the server refuses, as when there is one that differs.
    pub fn make_stream(&self, config: stream::Config) -> Outcome {
        self.runtime.block_on(self.theirs.create_stream(config))?;
        Ok(())
    }

    /// Waits for something.
    ///
    /// # Errors
    /// That of it.
    pub fn wait_for<T, E>(&self, what: impl IntoFuture<Output = Result<T, E>>) -> Outcome<T>
    where
        E: Error + Send + Sync + 'static,
    {
        Ok(self.runtime.block_on(async { what.await })?)
    }

    /// Puts a message into a stream on each of these subjects, unless it has them.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn fill(
        &self,
        stream: &str,
        subjects: impl ExactSizeIterator<Item = Subject>,
        payload: Bytes,
    ) -> Outcome {
        const AT_ONCE: usize = 1000;

        self.runtime.block_on(async {
            let mut stream = self.theirs.get_stream(stream).await?;
            if stream.info().await?.state.messages >= u64::try_from(subjects.len())? {
                return Ok(());
            }
            streams::iter(subjects)
                .map(|subject| self.theirs.publish(subject, payload.clone()))
                .buffered(AT_ONCE)
                .map_err(Box::<dyn Error + Send + Sync>::from)
                .map_ok(|sent| async { Ok(sent.await?) })
                .try_buffered(AT_ONCE)
                .try_for_each(|_| async { Ok(()) })
                .await
        })
    }

    /// Removes the messages of a stream.
    ///
    /// # Errors
    /// When there is none.
    pub fn purge(&self, stream: &str) -> Outcome {
        self.runtime.block_on(async {
            let stream = self.theirs.get_stream_no_info(stream).await?;
            stream.purge().await?;
            Ok(())
        })
    }

    /// A stream by `async-nats`, of which nothing is asked.
    ///
    /// # Errors
    /// When it is not the name of a stream.
    pub fn get_stream_no_info(&self, name: &str) -> Outcome<stream::Stream<()>> {
        Ok(self
            .runtime
            .block_on(self.theirs.get_stream_no_info(name))?)
    }

    /// Does the work so many times, one after the other.
    ///
    /// # Errors
    /// The first of the work.
    pub fn one_by_one<F>(&self, times: u32, work: impl Fn() -> F + Send + 'static) -> Outcome
    where
        F: Future<Output = Outcome> + Send,
    {
        self.run(async move {
            for _ in 0..times {
                work().await?;
            }
            Ok(())
        })
    }

    /// Does the work so many times, `at_once` at a time, each in a task of its own.
    ///
    /// # Errors
    /// One of the work.
    pub fn at_once<F>(
        &self,
        times: u32,
        at_once: u32,
        work: impl Fn() -> F + Clone + Send + 'static,
    ) -> Outcome
    where
        F: Future<Output = Outcome> + Send,
    {
        self.run(async move {
            let tasks: Vec<_> = (0..at_once)
                .map(|task| {
                    let work = work.clone();
                    let times = times / at_once + u32::from(task < times % at_once);
                    tokio::spawn(async move {
                        for _ in 0..times {
                            work().await?;
                        }
                        Outcome::Ok(())
                    })
                })
                .collect();
            for task in tasks {
                task.await??;
            }
            Ok(())
        })
    }

    /// Does all of the work in one task.
    ///
    /// It runs on the threads where the connection is served, not on one that
    /// would have to be woken each time.
    ///
    /// # Errors
    /// That of the work.
    pub fn run(&self, work: impl Future<Output = Outcome> + Send + 'static) -> Outcome {
        self.runtime
            .block_on(async move { tokio::spawn(work).await? })
    }
}

/// Makes what is asked for and listed.
async fn fill(context: &jetstream::Context) -> Outcome {
    const AT_ONCE: usize = 32;
    const PATIENCE: Duration = Duration::from_secs(60);

    let mut context = context.clone();
    context.set_timeout(PATIENCE);
    let context = &context;
    streams::iter(0..STREAMS)
        .map(|number| async move {
            let name = format!("BENCH-{number:04}");
            context
                .create_stream(stream::Config {
                    subjects: vec![format!("bench.{number}.>")],
                    name,
                    storage: stream::StorageType::Memory,
                    ..Default::default()
                })
                .await
        })
        .buffer_unordered(AT_ONCE)
        .try_for_each(|_| async { Ok(()) })
        .await?;
    let of = &context.get_stream(WITH_CONSUMERS).await?;
    streams::iter(0..CONSUMERS)
        .map(|number| async move {
            of.create_consumer(consumer::pull::Config {
                durable_name: Some(format!("reader-{number:04}")),
                ..Default::default()
            })
            .await
        })
        .buffer_unordered(AT_ONCE)
        .try_for_each(|_| async { Ok(()) })
        .await?;
    Ok(())
}
