//! Objects of 256 MiB: put from a reader, and read.
//!
//! The server is [`World::empty`], with one store in memory that has one object.

use std::future::Future;
use std::sync::Arc;

use async_nats::jetstream::object_store::{Config, ObjectStore as Theirs};
use async_nats::jetstream::stream::StorageType;
use jsapi_client::object::ObjectStore;
use tokio::io::{AsyncRead, AsyncReadExt, copy, repeat, sink};

use crate::row::{Measure, Outcome, Row};
use crate::world::World;

const THEIRS: &str = "async-nats";
const OURS: &str = "jsapi-client";

const STORE: &str = "BENCH";
const OBJECT: &str = "large";
/// How many bytes it has.
const SIZE: u64 = 256 << 20;

/// All that object stores do.
///
/// # Errors
/// When the store cannot be made, or has no object and takes none.
pub fn rows(world: &Arc<World>) -> Outcome<Vec<Row>> {
    let config = Config {
        bucket: STORE.to_owned(),
        storage: StorageType::Memory,
        ..Default::default()
    };
    let store = Store {
        theirs: world.wait_for(world.theirs.create_object_store(config))?,
        ours: world.wait_for(world.ours.get_object_store(STORE))?,
        world: world.clone(),
    };
    let store = Arc::new(store);
    Ok(vec![put(&store), get(&store)?])
}

/// A store as both see it.
struct Store {
    world: Arc<World>,
    ours: ObjectStore,
    theirs: Theirs,
}

fn put(store: &Arc<Store>) -> Row {
    let ours = |store: Arc<Store>| async move {
        let info = store.ours.put(OBJECT, bytes()).await?;
        whole(info.size)
    };
    let theirs = |store: Arc<Store>| async move {
        let info = store.theirs.put(OBJECT, &mut bytes()).await?;
        whole(u64::try_from(info.size)?)
    };
    no_worse("object put of 256 MiB", store, ours, theirs)
}

fn get(store: &Arc<Store>) -> Outcome<Row> {
    let there = store.clone();
    // For programs that do nothing else.
    store.world.run(async move {
        if there.ours.info_opt(OBJECT).await?.is_none() {
            there.ours.put(OBJECT, bytes()).await?;
        }
        Ok(())
    })?;
    let ours = |store: Arc<Store>| async move {
        let mut object = store.ours.get(OBJECT).await?;
        whole(copy(&mut object, &mut sink()).await?)
    };
    let theirs = |store: Arc<Store>| async move {
        let mut object = store.theirs.get(OBJECT).await?;
        whole(copy(&mut object, &mut sink()).await?)
    };
    Ok(no_worse("object get of 256 MiB", store, ours, theirs))
}

/// A row in which ours takes no longer and no more memory.
fn no_worse<O, F, T, G>(name: &str, store: &Arc<Store>, ours: O, theirs: T) -> Row
where
    O: Fn(Arc<Store>) -> F + Copy + Send + 'static,
    F: Future<Output = Outcome> + Send + 'static,
    T: Fn(Arc<Store>) -> G + Copy + Send + 'static,
    G: Future<Output = Outcome> + Send + 'static,
{
    Row::new(name)
        .counted(1)
        .peak()
        .contender(THEIRS, one_by_one(store, theirs))
        .contender(OURS, one_by_one(store, ours))
        .ratio(Measure::Time, OURS, THEIRS, 1.0)
        .ratio(Measure::Memory, OURS, THEIRS, 1.0)
}

fn one_by_one<F, W>(store: &Arc<Store>, work: W) -> impl Fn(u32) -> Outcome + use<F, W>
where
    F: Future<Output = Outcome> + Send + 'static,
    W: Fn(Arc<Store>) -> F + Copy + Send + 'static,
{
    let store = store.clone();
    move |times| {
        let each = store.clone();
        store.world.one_by_one(times, move || work(each.clone()))
    }
}

/// What is put: never in memory as a whole.
fn bytes() -> impl AsyncRead + Unpin + Send {
    repeat(b'x').take(SIZE)
}

fn whole(size: u64) -> Outcome {
    if size == SIZE {
        return Ok(());
    }
    Err(format!("{size} of {SIZE} bytes").into())
}
