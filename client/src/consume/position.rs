//! Where a delivery stands, as its reply subject has it.

use crate::delivery::Tokens;
use crate::transport::Incoming;

/// Reads the two sequences of the deliveries of one consumer.
///
/// Nothing else of the reply subject is looked at, and the reply subject of
/// another consumer is not read: whoever may publish to the subject that is
/// listened on can send anything there.
pub(crate) struct Position {
    /// `.{stream}.{consumer}.`
    names: String,
}

/// The sequences of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sequences {
    pub(crate) stream: u64,
    pub(crate) consumer: u64,
}

const ACK: &str = "$JS.ACK";

impl Position {
    pub(crate) fn of(stream: &str, consumer: &str) -> Self {
        Self {
            names: format!(".{stream}.{consumer}."),
        }
    }

    /// `None` when it is not a delivery of the consumer.
    pub(crate) fn read(&self, incoming: &Incoming) -> Option<Sequences> {
        self.read_reply(incoming.reply.as_deref()?)
    }

    fn read_reply(&self, reply: &str) -> Option<Sequences> {
        let rest = reply.strip_prefix(ACK)?;
        let rest = match rest.strip_prefix(self.names.as_str()) {
            Some(rest) => rest,
            // With a domain and the hash of an account before the names.
            None => {
                let domain_end = rest.get(1..)?.find('.')?.saturating_add(2);
                let hash_end = rest
                    .get(domain_end..)?
                    .find('.')?
                    .saturating_add(domain_end);
                rest.get(hash_end..)?.strip_prefix(self.names.as_str())?
            }
        };
        let mut tokens = Tokens::new(rest);
        tokens.next()?;
        Some(Sequences {
            stream: tokens.number()?,
            consumer: tokens.number()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequences_are_read_from_both_forms_of_the_reply_subject() {
        let position = Position::of("ORDERS", "worker");
        let expected = Some(Sequences {
            stream: 22,
            consumer: 7,
        });
        let tail = "ORDERS.worker.2.22.7.1700000000123456789.5";
        for reply in [
            format!("$JS.ACK.{tail}"),
            format!("$JS.ACK._.hash.{tail}"),
            format!("$JS.ACK.hub.hash.{tail}"),
            format!("$JS.ACK.hub.hash.{tail}.rnd"),
        ] {
            assert_eq!(position.read_reply(&reply), expected, "{reply}");
        }
    }

    #[test]
    fn nothing_is_read_from_what_the_consumer_did_not_send() {
        let position = Position::of("ORDERS", "worker");
        for reply in [
            "",
            "$JS.ACK",
            "$JS.ACK.",
            "$JS.ACK.ORDERS",
            "$JS.ACK.ORDERS.worker.",
            "$JS.ACK.ORDERS.worker.1.22",
            "$JS.ACK.ORDERS.worker.1.22.x.3.4",
            "$JS.ACK.ORDERS.worker.1.-22.7.3.4",
            "$JS.ACK.ORDERS.other.1.22.7.1700000000123456789.5",
            "$JS.ACK.OTHER.worker.1.22.7.1700000000123456789.5",
            "$JS.ACK.a.b.c.ORDERS.worker.1.22.7.1700000000123456789.5",
            "$JS.FC.ORDERS.worker.1.22.7.1700000000123456789.5",
            "_INBOX.ORDERS.worker.1.22.7.1700000000123456789.5",
        ] {
            assert_eq!(position.read_reply(reply), None, "{reply}");
        }
    }
}
