//! What lives as long as a publisher, or an acknowledgement that is waited for.

use std::sync::Arc;

use super::ack_inbox::AckInbox;
use super::shared::{Shared, lock};

/// Ends the sweeper and the route with the last publisher and acknowledgement.
pub(super) struct Owner {
    pub(super) shared: Arc<Shared>,
    inbox: Arc<AckInbox>,
    route: u64,
}

impl Owner {
    /// Gives the answers of a route to what a publisher shares.
    pub(super) fn new(shared: Arc<Shared>, inbox: Arc<AckInbox>, route: u64) -> Self {
        inbox.connect(route, &shared);
        Self {
            shared,
            inbox,
            route,
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.inbox.disconnect(self.route);
        if let Some(sweeper) = lock(&self.shared.sweeper).take() {
            sweeper.abort();
        }
    }
}
