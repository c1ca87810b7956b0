//! Owner of a publisher's route: a publisher or a pending acknowledgement.

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
    /// Dispatches the replies of a route to the publisher's state.
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
