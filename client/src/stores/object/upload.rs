//! Storing the chunks of an object: several under way, and in their order.

use std::collections::VecDeque;
use std::io;
use std::pin::pin;
use std::time::Duration;

use async_nats::Subject;
use bytes::{Bytes, BytesMut};
use jsapi::PubAck;
use tokio::time::Instant;

use super::digest::Hasher;
use super::handle::ObjectStore;
use super::info::ObjectInfo;
use super::source::Source;
use crate::error::Result;
use crate::error::object::ObjectError;
use crate::publish::{PendingAck, PublishMessage, Publisher};

/// How many chunks are under way at first: one is read while the other is stored.
pub(super) const FIRST: usize = 2;

/// How long an answer may take before more chunks are under way.
///
/// A server that is near answers sooner, and more would take memory for nothing.
const FAR: Duration = Duration::from_millis(10);

/// Stores chunks, and counts what it stored.
///
/// A chunk that had to be sent again, as in an election, may be stored behind the
/// one that follows. The sequences in the answers tell; what was stored too early
/// is then deleted and stored again.
pub(super) struct Upload<'a> {
    store: &'a ObjectStore,
    publisher: &'a Publisher,
    subject: Subject,
    /// What was sent, each with its bytes until it is known where it is stored.
    under_way: VecDeque<(Bytes, PendingAck)>,
    /// What chunks were in that are stored, to read others into.
    spare: Vec<BytesMut>,
    /// How many may be under way by now, and ever.
    at_once: usize,
    most: usize,
    /// Where the last chunk of those in their order is stored.
    last: u64,
    hasher: Hasher,
    sent: u64,
    chunks: u64,
    stored: u64,
}

impl<'a> Upload<'a> {
    pub(super) fn new(
        store: &'a ObjectStore,
        publisher: &'a Publisher,
        subject: String,
        most: usize,
    ) -> Self {
        Self {
            store,
            publisher,
            subject: subject.into(),
            under_way: VecDeque::new(),
            spare: Vec::new(),
            at_once: FIRST.min(most),
            most,
            last: 0,
            hasher: Hasher::default(),
            sent: 0,
            chunks: 0,
            stored: 0,
        }
    }

    /// Stores all that a source gives, and completes the info with what that was.
    pub(super) async fn run(
        mut self,
        info: &mut ObjectInfo,
        size: usize,
        source: &mut Source<'_>,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<()> {
        loop {
            let chunk = match self.next(size, source, progress).await? {
                Ok(chunk) if chunk.is_empty() => break,
                Ok(chunk) => chunk,
                Err(error) => return Err(self.store.error(&info.name, ObjectError::Source(error))),
            };
            self.hasher.update(&chunk);
            self.sent += chunk.len() as u64;
            self.chunks += 1;
            let ack = self.send(chunk.clone()).await?;
            self.under_way.push_back((chunk, ack));
            let most = self.at_once.saturating_sub(1);
            self.settle(most, progress).await?;
        }
        self.settle(0, progress).await?;
        info.size = self.sent;
        info.chunks = self.chunks;
        info.digest = Some(self.hasher.finish());
        Ok(())
    }

    /// The next bytes of a source; what is answered meanwhile is seen to.
    async fn next(
        &mut self,
        size: usize,
        source: &mut Source<'_>,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<io::Result<Bytes>> {
        let mut next = pin!(source.next(size, self.spare.pop()));
        loop {
            let Some((_, ack)) = self.under_way.front_mut() else {
                return Ok(next.await);
            };
            tokio::select! {
                biased;
                chunk = &mut next => return Ok(chunk),
                answer = ack => self.answered(answer?, progress).await?,
            }
        }
    }

    /// Sees to what is answered, until no more are under way than so many.
    async fn settle(&mut self, most: usize, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
        loop {
            let waits = self.under_way.len() > most;
            let Some((_, ack)) = self.under_way.front_mut() else {
                return Ok(());
            };
            let answer = match ack.now() {
                Some(answer) => answer,
                None if waits => {
                    let begun = Instant::now();
                    let answer = ack.await;
                    if begun.elapsed() >= FAR {
                        self.at_once = self.at_once.saturating_mul(2).min(self.most);
                    }
                    answer
                }
                None => return Ok(()),
            };
            self.answered(answer?, progress).await?;
        }
    }

    async fn send(&self, chunk: Bytes) -> Result<PendingAck> {
        let message = PublishMessage::new(self.subject.clone(), chunk).new_message_id();
        self.publisher.publish_message(message).await
    }

    /// The first of what is under way is stored.
    async fn answered(
        &mut self,
        mut ack: PubAck,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<()> {
        let Some((chunk, _)) = self.under_way.pop_front() else {
            return Ok(());
        };
        self.store.is_ours(&ack)?;
        while ack.seq <= self.last {
            self.store.stream().delete_message(ack.seq).await?;
            ack = self.send(chunk.clone()).await?.await?;
            self.store.is_ours(&ack)?;
        }
        self.last = ack.seq;
        self.stored += chunk.len() as u64;
        progress(self.stored);
        // Whoever sent it is done with it, unless it was sent twice.
        self.spare.extend(chunk.try_into_mut());
        Ok(())
    }
}
