//! Delivered messages: what is in them, how they came, and what is said back.

mod ack_wait;
mod metadata;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_nats::{HeaderMap, Subject};
use bytes::Bytes;
use tokio::time::Instant;

pub(crate) use ack_wait::AckWait;
pub use metadata::Metadata;
pub(crate) use metadata::{Tokens, time_of};

use crate::context::Context;
use crate::error::{Error, Invalid, Mismatch, Result};
use crate::transport::{Incoming, Outgoing};

/// What errors of acknowledgements begin with.
const VERB: &str = "$JS.ACK";

/// What the subjects of acknowledgements begin with.
const ACK_PREFIX: &str = "$JS.ACK.";

const ACK: &[u8] = b"+ACK";
pub(crate) const NAK: &[u8] = b"-NAK";
const IN_PROGRESS: &[u8] = b"+WPI";
const TERM: &[u8] = b"+TERM";

/// A message that a consumer delivered.
///
/// ```no_run
/// # async fn example(message: jsapi_client::Message) -> Result<(), jsapi_client::Error> {
/// let about = message.metadata()?;
/// println!("{} is {} of {}", message.subject, about.stream_sequence, about.stream);
/// message.ack().await?;
/// # Ok(())
/// # }
/// ```
///
/// One that is dropped without a word is delivered again after the consumer's
/// `ack_wait`, unless the consumer wants no acknowledgements.
pub struct Message {
    /// The subject it is stored under.
    pub subject: Subject,
    /// Its headers, as it was published with.
    pub headers: Option<HeaderMap>,
    /// Its payload.
    pub payload: Bytes,
    raw_headers: Option<Bytes>,
    receipt: Receipt,
}

/// What acknowledges a message. A part of its own, so that fields can be moved
/// out of the message although this looks after what is dropped.
struct Receipt {
    reply: Option<Subject>,
    origin: Arc<Origin>,
    received: Instant,
    /// How long after `received` work was last said to be in progress.
    extended: AtomicU64,
    settled: AtomicBool,
    /// Whether it is acknowledged when it is dropped.
    auto: bool,
    /// Told when it is not to be delivered again.
    witness: Option<Arc<AtomicBool>>,
}

impl Drop for Receipt {
    fn drop(&mut self) {
        if self.auto
            && !*self.settled.get_mut()
            && !std::thread::panicking()
            && let Some(reply) = &self.reply
            && is_ack_subject(reply)
        {
            self.origin.context.try_tell(reply, Bytes::from_static(ACK));
            self.is_done();
        }
    }
}

impl Receipt {
    /// Tells who wants to know that it is not to be delivered again.
    fn is_done(&self) {
        if let Some(witness) = &self.witness {
            witness.store(true, Ordering::Release);
        }
    }
}

/// What the messages of one consumer have in common.
pub(crate) struct Origin {
    pub(crate) context: Context,
    pub(crate) ack_wait: Option<AckWait>,
}

impl Origin {
    pub(crate) fn new(context: Context, ack_wait: Option<AckWait>) -> Arc<Self> {
        Arc::new(Self { context, ack_wait })
    }
}

/// Whether an acknowledgement was sent in time.
///
/// By this side's clock, from when the message was taken from the connection's
/// buffer; a server counts from a little earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Acked {
    /// It was, or it is not known for how long the server waits.
    InTime,
    /// It was sent so much too late: the server has delivered the message
    /// again by now, or is about to.
    Late(Duration),
}

impl Acked {
    /// Whether the message has been, or will be, delivered again.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Late(_))
    }
}

/// Why a message was not acknowledged.
#[derive(Debug)]
#[non_exhaustive]
pub enum AckError {
    /// It was before, by any of the acks: nothing was sent.
    Already,
    /// Its reply subject is not one to acknowledge on: nothing was sent.
    ///
    /// Acknowledgements go to subjects under `$JS.ACK.` only. Whoever may
    /// publish to a subject that is listened on chooses the reply subject.
    Foreign {
        /// The reply subject, when it has one.
        reply: Option<String>,
    },
    /// Not sent, or, for [`Message::ack_sync`], not confirmed.
    ///
    /// [`may_have_applied`](Error::may_have_applied) says what is known. It may
    /// be tried again.
    Failed(Error),
}

impl fmt::Display for AckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Already => write!(f, "{VERB}: acknowledged before"),
            Self::Foreign { reply: Some(reply) } => {
                write!(
                    f,
                    "{VERB}: reply subject {reply:?} is not for acknowledgements"
                )
            }
            Self::Foreign { reply: None } => write!(f, "{VERB}: no reply subject"),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl StdError for AckError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Failed(error) => error.source(),
            _ => None,
        }
    }
}

impl From<Error> for AckError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<AckError> for Error {
    fn from(error: AckError) -> Self {
        match error {
            AckError::Failed(error) => error,
            AckError::Already => Self::invalid(VERB, Invalid::Other("acknowledged before".into())),
            AckError::Foreign { reply: Some(reply) } => {
                let why = format!("reply subject {reply:?} is not for acknowledgements");
                Self::invalid(VERB, Invalid::Other(why.into()))
            }
            AckError::Foreign { reply: None } => {
                Self::invalid(VERB, Invalid::Other("no reply subject".into()))
            }
        }
    }
}

impl Message {
    pub(crate) fn new(incoming: Incoming, origin: Arc<Origin>) -> Self {
        Self::received_at(Instant::now(), incoming, origin)
    }

    pub(crate) fn received_at(received: Instant, incoming: Incoming, origin: Arc<Origin>) -> Self {
        Self {
            subject: incoming.subject,
            headers: incoming.headers,
            payload: incoming.payload,
            raw_headers: None,
            receipt: Receipt {
                reply: incoming.reply,
                origin,
                received,
                extended: AtomicU64::new(0),
                settled: AtomicBool::new(false),
                auto: false,
                witness: None,
            },
        }
    }

    /// Acknowledged when it is dropped, unless something else was said of it.
    ///
    /// Not when a panic drops it, and not when the connection can take nothing at
    /// that moment: it is delivered again then.
    pub(crate) fn acknowledged_on_drop(mut self) -> Self {
        self.receipt.auto = true;
        self
    }

    /// When it was taken from the connection's buffer.
    pub(crate) fn received(&self) -> Instant {
        self.receipt.received
    }

    /// With a header block that `headers` does not hold all of.
    pub(crate) fn with_raw_headers(mut self, block: Option<Bytes>) -> Self {
        self.raw_headers = block;
        self
    }

    /// With a flag to be set when the message is not to be delivered again.
    pub(crate) fn witnessed_by(mut self, witness: Arc<AtomicBool>) -> Self {
        self.receipt.witness = Some(witness);
        self
    }

    /// The subject that acknowledgements go to, which holds the metadata too.
    pub fn reply(&self) -> Option<&str> {
        self.receipt.reply.as_deref()
    }

    /// The value of the first header of this name, in upper and lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        // Not by the map's own lookup, which panics over a name that is not one.
        let mut headers = self.headers.as_ref()?.iter();
        let (_, values) = headers.find(|(found, _)| AsRef::<str>::as_ref(*found) == name)?;
        values.first().map(|value| value.as_str())
    }

    /// Its header block byte for byte, where `headers` can not hold all of it.
    ///
    /// `None` as long as nothing is missing. Streams take any header block:
    /// names that are not ASCII, values that are not UTF-8, lines without a
    /// colon. `async-nats` 0.51 closes the connection over one; such a message is
    /// then read from the stream, and given in its place. Over a carriage return
    /// inside of a value the whole client ends, which nothing here can prevent.
    pub fn raw_headers(&self) -> Option<&Bytes> {
        self.raw_headers.as_ref()
    }

    /// How it came: its sequences, how often it was delivered, and when it was
    /// stored.
    ///
    /// Read from the reply subject, each time it is asked for.
    ///
    /// # Errors
    /// [`Error::Mismatch`] when the reply subject is not of a delivery.
    pub fn metadata(&self) -> Result<Metadata<'_>> {
        self.receipt
            .reply
            .as_deref()
            .and_then(Metadata::parse)
            .ok_or_else(|| not_of_a_delivery(self.receipt.reply.as_deref()))
    }

    /// Says that it is done with.
    ///
    /// Handed to the connection, and not waited for: when it gets lost, or there
    /// is no consumer to take it any more, the message may be delivered again.
    /// [`ack_sync`](Self::ack_sync) makes sure. While there is no connection it
    /// is kept, and sent over the next one.
    ///
    /// # Errors
    /// [`AckError::Already`] when it was acknowledged in any way before,
    /// [`AckError::Foreign`] when it is not a delivery.
    ///
    /// # Cancel safety
    /// Dropped before it is through, nothing was sent, and it can be called again.
    pub async fn ack(&self) -> Result<Acked, AckError> {
        self.settle(Bytes::from_static(ACK)).await
    }

    /// Says that it is done with, and waits until the server has taken note.
    ///
    /// One request. Waits for as long as the context's timeout is.
    ///
    /// # Errors
    /// As [`ack`](Self::ack), and [`AckError::Failed`]: with
    /// [`NoResponders`](Error::NoResponders) the consumer was deleted, or has no
    /// leader at the moment, and nothing was taken note of; with
    /// [`TimedOut`](Error::TimedOut) and [`Lost`](Error::Lost) it is not known.
    /// It may be called again then.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the acknowledgement has been sent or has not, and
    /// it can be called again.
    pub async fn ack_sync(&self) -> Result<Acked, AckError> {
        let reply = self.ack_subject()?;
        let settling = Settling::begin(&self.receipt.settled)?;
        let acked = self.timing();
        let context = &self.receipt.origin.context;
        let message = Outgoing::new(reply.as_str(), Bytes::from_static(ACK));
        let answer = context.send(VERB, message, context.timeout()).await?;
        // Anything else than an empty message without a status is not the
        // consumer's word.
        if answer.status.is_some() || !answer.payload.is_empty() {
            let why = "the answer to an acknowledgement is not empty";
            return Err(Error::mismatch(VERB, Mismatch::Message(why.into())).into());
        }
        settling.done();
        self.receipt.is_done();
        Ok(acked)
    }

    /// Hands it back, to be delivered again at once.
    ///
    /// As [`ack`](Self::ack) otherwise.
    pub async fn nak(&self) -> Result<Acked, AckError> {
        self.settle(Bytes::from_static(NAK)).await
    }

    /// Hands it back, to be delivered again after a while.
    ///
    /// As [`ack`](Self::ack) otherwise. More than 292 years are taken as that.
    pub async fn nak_with_delay(&self, delay: Duration) -> Result<Acked, AckError> {
        let nanos = i64::try_from(delay.as_nanos()).unwrap_or(i64::MAX);
        self.settle(format!("-NAK {{\"delay\":{nanos}}}").into())
            .await
    }

    /// Says that it is being worked on: the server's `ack_wait` begins anew.
    ///
    /// Any number of times, until it is acknowledged.
    ///
    /// # Errors
    /// As [`ack`](Self::ack).
    pub async fn in_progress(&self) -> Result<Acked, AckError> {
        let reply = self.ack_subject()?;
        if self.is_settled() {
            return Err(AckError::Already);
        }
        let acked = self.timing();
        self.publish(reply, Bytes::from_static(IN_PROGRESS)).await?;
        let so_far = u64::try_from(self.receipt.received.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.receipt.extended.fetch_max(so_far, Ordering::Relaxed);
        Ok(acked)
    }

    /// Says that it is never to be delivered again, although it was not done.
    ///
    /// The server tells in an advisory. As [`ack`](Self::ack) otherwise.
    pub async fn term(&self) -> Result<Acked, AckError> {
        self.settle(Bytes::from_static(TERM)).await
    }

    /// Says that it is never to be delivered again, and why.
    ///
    /// The reason is in the server's advisory. Server 2.10.4 and later. As
    /// [`ack`](Self::ack) otherwise.
    pub async fn term_with_reason(&self, reason: &str) -> Result<Acked, AckError> {
        self.settle(format!("+TERM {reason}").into()).await
    }

    /// Whether it was acknowledged, in any way but [`in_progress`](Self::in_progress).
    pub fn is_settled(&self) -> bool {
        self.receipt.settled.load(Ordering::Acquire)
    }

    /// When the server will deliver it again, unless it hears of it.
    ///
    /// Counted from when it was received, or last said to be in progress. `None`
    /// when it is not known for how long the server waits.
    pub fn ack_deadline(&self) -> Option<Instant> {
        let waits = self.receipt.origin.ack_wait.as_ref()?;
        let delivered = match waits {
            AckWait::Always(_) => 1,
            AckWait::Backoff(_) => self.metadata().ok()?.delivered,
        };
        let extended = Duration::from_nanos(self.receipt.extended.load(Ordering::Relaxed));
        self.receipt
            .received
            .checked_add(extended)?
            .checked_add(waits.after(delivered)?)
    }

    fn timing(&self) -> Acked {
        let Some(deadline) = self.ack_deadline() else {
            return Acked::InTime;
        };
        match Instant::now().checked_duration_since(deadline) {
            Some(late) if !late.is_zero() => Acked::Late(late),
            _ => Acked::InTime,
        }
    }

    /// Where an acknowledgement may go.
    fn ack_subject(&self) -> Result<&Subject, AckError> {
        match &self.receipt.reply {
            Some(reply) if is_ack_subject(reply) => Ok(reply),
            reply => Err(AckError::Foreign {
                reply: reply.as_deref().map(str::to_owned),
            }),
        }
    }

    async fn settle(&self, word: Bytes) -> Result<Acked, AckError> {
        let reply = self.ack_subject()?;
        let settling = Settling::begin(&self.receipt.settled)?;
        let acked = self.timing();
        let comes_again = word.starts_with(NAK);
        self.publish(reply, word).await?;
        settling.done();
        if !comes_again {
            self.receipt.is_done();
        }
        Ok(acked)
    }

    async fn publish(&self, reply: &Subject, word: Bytes) -> Result<()> {
        self.receipt.origin.context.tell(VERB, reply, word).await
    }
}

/// Whether an acknowledgement may go to a reply subject, which whoever published
/// the message may have chosen.
pub(crate) fn is_ack_subject(reply: &str) -> bool {
    reply.starts_with(ACK_PREFIX)
}

/// The error for a reply subject that is not of a delivery.
pub(crate) fn not_of_a_delivery(reply: Option<&str>) -> Error {
    let reply = reply.unwrap_or_default();
    let why = format!("reply subject {reply:?} is not of a delivery");
    Error::mismatch(VERB, Mismatch::Message(why.into()))
}

/// An acknowledgement under way: undone unless it gets through.
struct Settling<'a>(Option<&'a AtomicBool>);

impl<'a> Settling<'a> {
    fn begin(settled: &'a AtomicBool) -> Result<Self, AckError> {
        match settled.swap(true, Ordering::AcqRel) {
            true => Err(AckError::Already),
            false => Ok(Self(Some(settled))),
        }
    }

    fn done(mut self) {
        self.0 = None;
    }
}

impl Drop for Settling<'_> {
    fn drop(&mut self) {
        if let Some(settled) = self.0 {
            settled.store(false, Ordering::Release);
        }
    }
}

/// Shows how many bytes the payload has, and not which; of headers, the names.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<&str> = self
            .headers
            .iter()
            .flat_map(HeaderMap::iter)
            .map(|(name, _)| name.as_ref())
            .collect();
        names.sort_unstable();
        f.debug_struct("Message")
            .field("subject", &self.subject.as_str())
            .field("reply", &self.receipt.reply.as_deref())
            .field("headers", &names)
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .field("settled", &self.is_settled())
            .finish_non_exhaustive()
    }
}
