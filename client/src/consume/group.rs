//! Priority groups (ADR-42).

use std::sync::{Mutex, MutexGuard, PoisonError};

use jsapi::ConsumerMsgNextRequest;

use crate::connection::transport::Incoming;
use crate::error::Invalid;
use crate::protocol::header;

/// Priority group of a pull, and its conditions (ADR-42).
///
/// ```
/// use jsapi_client::consume::Group;
///
/// let pinned = Group::new("jobs");
/// let overflow = Group::new("jobs").min_pending(1_000);
/// let standby = Group::new("jobs").priority(5);
/// ```
///
/// The group must be one of the consumer's, and the conditions must match its priority policy.
/// Requires server 2.11.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    pub(crate) name: String,
    min_pending: Option<u64>,
    min_ack_pending: Option<u64>,
    priority: Option<u8>,
}

impl Group {
    /// Creates a group by name.
    ///
    /// Sufficient for policy `pinned_client`: the client handles the pin ID.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            min_pending: None,
            min_ack_pending: None,
            priority: None,
        }
    }

    /// Sets the minimum number of pending messages. Policy `overflow`.
    #[must_use]
    pub fn min_pending(mut self, messages: u64) -> Self {
        self.min_pending = Some(messages);
        self
    }

    /// Sets the minimum number of unacknowledged messages. Policy `overflow`.
    #[must_use]
    pub fn min_ack_pending(mut self, messages: u64) -> Self {
        self.min_ack_pending = Some(messages);
        self
    }

    /// Sets the priority: 0 is served first, 9 last. Policy `prioritized`.
    ///
    /// Requires server 2.12.
    #[must_use]
    pub fn priority(mut self, priority: u8) -> Self {
        self.priority = Some(priority);
        self
    }

    pub(crate) fn check(&self) -> Result<(), Invalid> {
        Invalid::if_empty("priority group", &self.name)
    }

    pub(crate) fn apply(&self, request: &mut ConsumerMsgNextRequest, pin: &PinId) {
        request.group = Some(self.name.clone());
        request.min_pending = self.min_pending;
        request.min_ack_pending = self.min_ack_pending;
        request.priority = self.priority.map(u64::from);
        request.id = pin.get();
    }
}

impl From<&str> for Group {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Group {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// Pin ID of this client.
#[derive(Debug, Default)]
pub(crate) struct PinId(Mutex<Option<String>>);

impl PinId {
    pub(crate) fn get(&self) -> Option<String> {
        self.lock().clone()
    }

    /// Returns the new pin ID, if the message has one.
    pub(crate) fn learn(&self, message: &Incoming) -> Option<String> {
        let id = message.header(header::PIN_ID)?;
        let mut pin = self.lock();
        if pin.as_deref() == Some(id) {
            return None;
        }
        *pin = Some(id.to_owned());
        pin.clone()
    }

    /// Removes the pin ID; returns whether there was one.
    pub(crate) fn forget(&self) -> bool {
        self.lock().take().is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
