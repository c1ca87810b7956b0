//! Status messages of a pull, as received.

use crate::connection::transport::Incoming;
use crate::protocol::header;
use crate::protocol::pull_status::Said;

/// Decodes a message that arrived on the reply subject of a pull.
pub(crate) fn read(message: &Incoming) -> Said {
    let code = message.status.unwrap_or_default();
    let description = message.description.as_deref().unwrap_or_default();
    let count = |name| message.header(name).and_then(|value| value.parse().ok());
    Said::of(
        code,
        description,
        count(header::PENDING_MESSAGES),
        count(header::PENDING_BYTES),
    )
}

#[cfg(test)]
mod tests {
    use async_nats::HeaderMap;

    use super::*;
    use crate::error::Status;
    use crate::error::pull_status::PullStatus;

    #[test]
    fn every_status_a_server_ends_a_pull_with_is_told_apart() {
        let refused = |code, description: &str| {
            PullStatus::Refused(Status {
                code,
                description: description.to_owned(),
            })
        };
        let other = |code, description: &str| {
            PullStatus::Other(Status {
                code,
                description: description.to_owned(),
            })
        };
        for (code, description, expected) in [
            (404, "No Messages", PullStatus::NoMessages),
            (408, "Request Timeout", PullStatus::Expired),
            (409, "Consumer Deleted", PullStatus::ConsumerDeleted),
            (409, "Consumer is push based", PullStatus::PushBased),
            (409, "Message Size Exceeds MaxBytes", PullStatus::Limit),
            (409, "Batch Completed", PullStatus::Limit),
            (409, "Leadership Change", PullStatus::LeaderChanged),
            (409, "Server Shutdown", PullStatus::ServerShutdown),
            (409, "Exceeded MaxWaiting", PullStatus::TooManyWaiting),
            (423, "Nats-Wrong-Pin-Id", PullStatus::WrongPin),
            (503, "No Responders", PullStatus::NoResponders),
            (
                409,
                "Exceeded MaxRequestBatch of 5",
                refused(409, "Exceeded MaxRequestBatch of 5"),
            ),
            (400, "Bad Request", refused(400, "Bad Request")),
            (
                412,
                "Required Api Level",
                refused(412, "Required Api Level"),
            ),
            (409, "", other(409, "")),
            (777, "News", other(777, "News")),
        ] {
            let message = Incoming::of_status(code, description);
            let over = Said::Over {
                why: expected,
                messages: None,
                bytes: None,
            };
            assert_eq!(read(&message), over, "{code} {description}");
        }
        assert_eq!(
            read(&Incoming::of_status(100, "Idle Heartbeat")),
            Said::Alive
        );
    }

    #[test]
    fn what_was_not_delivered_is_read_from_the_headers() {
        let mut message = Incoming::of_status(408, "Request Timeout");
        let mut headers = HeaderMap::new();
        headers.insert(header::PENDING_MESSAGES, "7");
        headers.insert(header::PENDING_BYTES, "1024");
        message.headers = Some(headers);
        let over = Said::Over {
            why: PullStatus::Expired,
            messages: Some(7),
            bytes: Some(1024),
        };
        assert_eq!(read(&message), over);
    }
}
