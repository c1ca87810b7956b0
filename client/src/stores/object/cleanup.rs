//! Taking away chunks that no info names, also when nobody waits for it.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::sleep;

use super::handle::ObjectStore;
use super::meta::Found;
use crate::connection::transport::BoxFuture;
use crate::error::Result;
use crate::publish::{PendingAck, Publisher};

/// How often it is tried, and how long is between two times.
const TIMES: u32 = 60;
const BETWEEN: Duration = Duration::from_millis(500);

/// How long a message whose answer was lost may still be on its way.
const GRACE: Duration = Duration::from_millis(250);

/// Chunks that have to be taken away, whatever becomes of the future that has
/// this.
///
/// Dropped while they are owed, a task of the runtime takes them away, for half a
/// minute at most: without a runtime, or with one that ends, they are left.
pub(super) struct Owed(Option<Debt>);

struct Debt {
    store: ObjectStore,
    name: String,
    /// The chunks that it is about.
    nuid: String,
    kind: Kind,
}

enum Kind {
    /// They are put.
    Put(Box<Put>),
    /// The info that names them may have been marked as deleted.
    Delete,
}

struct Put {
    /// What puts them, and may still be at it.
    publisher: Publisher,
    /// Whether the info that names them is stored.
    stored: Stored,
    /// Where the info was before, 0 for nowhere.
    over: u64,
    /// The chunks that it named.
    before: Option<String>,
}

enum Stored {
    No,
    Yes,
    /// It was sent.
    Asked(PendingAck),
    /// Nobody knows.
    Maybe,
}

impl Owed {
    /// The chunks of this object, which are put by a publisher from now on.
    pub(super) fn of_put(store: &ObjectStore, name: &str, nuid: &str, by: &Publisher) -> Self {
        let put = Put {
            publisher: by.clone(),
            stored: Stored::No,
            over: 0,
            before: None,
        };
        Self::new(store, name, nuid, Kind::Put(Box::new(put)))
    }

    /// The chunks of this object, whose info is marked as deleted from now on.
    pub(super) fn of_delete(store: &ObjectStore, name: &str, nuid: &str) -> Self {
        Self::new(store, name, nuid, Kind::Delete)
    }

    fn new(store: &ObjectStore, name: &str, nuid: &str, kind: Kind) -> Self {
        Self(Some(Debt {
            store: store.clone(),
            name: name.to_owned(),
            nuid: nuid.to_owned(),
            kind,
        }))
    }

    /// The info is sent, over one that names these chunks.
    pub(super) fn asked(&mut self, ack: PendingAck, over: u64, before: Option<String>) {
        if let Some(put) = self.put() {
            put.stored = Stored::Asked(ack);
            put.over = over;
            put.before = before;
        }
    }

    /// The acknowledgement of the info that was sent.
    pub(super) fn ack(&mut self) -> Option<&mut PendingAck> {
        match &mut self.put()?.stored {
            Stored::Asked(ack) => Some(ack),
            _ => None,
        }
    }

    /// Whether the info that was sent is stored; `None` when nobody knows.
    pub(super) fn answered(&mut self, stored: Option<bool>) {
        if let Some(put) = self.put() {
            put.stored = match stored {
                Some(true) => Stored::Yes,
                Some(false) => Stored::No,
                None => Stored::Maybe,
            };
        }
    }

    /// Nothing is owed any more.
    pub(super) fn cancel(mut self) {
        self.0 = None;
    }

    /// Takes away what is to be taken away; what cannot be at once, later.
    pub(super) async fn settle(mut self) {
        if let Some(debt) = &mut self.0
            && debt.pay().await.is_ok()
        {
            self.0 = None;
        }
    }

    fn put(&mut self) -> Option<&mut Put> {
        match &mut self.0.as_mut()?.kind {
            Kind::Put(put) => Some(put),
            Kind::Delete => None,
        }
    }
}

impl Drop for Owed {
    fn drop(&mut self) {
        if let Some(debt) = self.0.take()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(debt.pay_off());
        }
    }
}

impl Debt {
    async fn pay_off(mut self) {
        for _ in 0..TIMES {
            match self.pay().await {
                Err(error) if error.is_transient() => sleep(BETWEEN).await,
                // Done, or refused for good: the store is gone, or is sealed.
                _ => return,
            }
        }
    }

    /// Boxed, for more than one wait for it.
    fn pay(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.pay_once())
    }

    async fn pay_once(&mut self) -> Result<()> {
        let gone = match &mut self.kind {
            Kind::Put(put) => put.gone(&self.store, &self.name, &self.nuid).await?,
            Kind::Delete => {
                sleep(GRACE).await;
                let found = self.store.found(&self.name).await?;
                // Whoever replaces it takes them away, or has given them a new name.
                let info = found.and_then(|found| found.info.ok());
                info.filter(|info| info.deleted && info.nuid == self.nuid)
                    .map(|info| info.nuid)
            }
        };
        match gone {
            Some(nuid) => self.store.purge_chunks(&nuid).await,
            None => Ok(()),
        }
    }
}

impl Put {
    /// The chunks that no info names.
    async fn gone(
        &mut self,
        store: &ObjectStore,
        name: &str,
        ours: &str,
    ) -> Result<Option<String>> {
        // What is on its way would be stored behind a purge.
        self.publisher.drain().await;
        if let Stored::Asked(ack) = &mut self.stored {
            self.stored = match ack.await {
                Ok(_) => Stored::Yes,
                Err(error) if error.may_have_applied() => Stored::Maybe,
                Err(_) => Stored::No,
            };
        }
        if matches!(self.stored, Stored::Maybe) {
            sleep(GRACE).await;
            let found = store.found(name).await?;
            match found {
                found if Found::sequence_of(found.as_ref()) == self.over => {
                    self.stored = Stored::No;
                }
                Some(Found { info: Ok(info), .. }) if !info.deleted => {
                    self.stored = match info.nuid == ours {
                        true => Stored::Yes,
                        // Of somebody who was first, or who replaced ours.
                        false => Stored::No,
                    };
                }
                // It may have been stored and given another name: better chunks
                // that nothing names than a name without its chunks.
                _ => return Ok(None),
            }
        }
        Ok(match self.stored {
            Stored::Yes => self.before.clone(),
            _ => Some(ours.to_owned()),
        })
    }
}
