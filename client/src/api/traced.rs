//! Events of `tracing` about requests.

use std::fmt;

use tokio::time::Instant;

/// The event of a request, sent when the request ends or is dropped.
///
/// Holds nothing unless a subscriber wants such events.
pub(crate) struct TracedRequest(Option<Box<Request>>);

struct Request {
    operation: String,
    begun: Instant,
    outcome: Option<String>,
}

impl TracedRequest {
    #[inline]
    pub(crate) fn begin(operation: &str) -> Self {
        if !tracing::enabled!(target: "jsapi_client::request", tracing::Level::DEBUG) {
            return Self(None);
        }
        Self(Some(Box::new(Request {
            operation: operation.to_owned(),
            begun: Instant::now(),
            outcome: None,
        })))
    }

    /// Notes how the request ended.
    #[inline]
    pub(crate) fn end<T>(&mut self, result: &Result<T, impl fmt::Display>) {
        if let Some(request) = &mut self.0 {
            request.outcome = Some(match result {
                Ok(_) => "reply".to_owned(),
                Err(error) => error.to_string(),
            });
        }
    }
}

impl Drop for TracedRequest {
    fn drop(&mut self) {
        let Some(request) = self.0.take() else {
            return;
        };
        tracing::debug!(
            target: "jsapi_client::request",
            operation = request.operation,
            elapsed = ?request.begun.elapsed(),
            outcome = request.outcome.as_deref().unwrap_or("dropped"),
            "request",
        );
    }
}
