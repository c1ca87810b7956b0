//! Sequences of a delivery, from its reply subject.

use time::OffsetDateTime;

use crate::connection::transport::Incoming;
use crate::consume::delivery::{Tokens, time_of};

/// Parses the two sequences of a consumer's deliveries.
///
/// Parses nothing else of the reply subject, and refuses that of another consumer: any client
/// with the permission to publish to the deliver subject can send messages there.
pub(crate) struct Position {
    /// `$JS.ACK.{stream}.{consumer}.`
    begins: String,
}

/// Sequences of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sequences {
    pub(crate) stream: u64,
    pub(crate) consumer: u64,
    /// Time at which the message was stored, in nanoseconds since 1970, if valid.
    pub(crate) stored: Option<u64>,
    /// Position in the reply subject after the sequences.
    after: usize,
}

const ACK: &str = "$JS.ACK";

impl Position {
    pub(crate) fn of(stream: &str, consumer: &str) -> Self {
        Self {
            begins: format!("{ACK}.{stream}.{consumer}."),
        }
    }

    /// Parses the sequences; `None`: not a delivery of the consumer.
    #[inline]
    pub(crate) fn read(&self, incoming: &Incoming) -> Option<Sequences> {
        self.read_reply(incoming.reply.as_deref()?)
    }

    #[inline]
    fn read_reply(&self, reply: &str) -> Option<Sequences> {
        let rest = match reply.strip_prefix(self.begins.as_str()) {
            Some(rest) => rest,
            None => self.behind_a_domain(reply)?,
        };
        let mut tokens = Tokens::new(rest);
        tokens.next()?;
        Some(Sequences {
            stream: tokens.number()?,
            consumer: tokens.number()?,
            stored: tokens.number(),
            after: reply.len() - tokens.rest().len(),
        })
    }

    /// Parses the form with a domain and the hash of an account before the names.
    fn behind_a_domain<'a>(&self, reply: &'a str) -> Option<&'a str> {
        let rest = reply.strip_prefix(ACK)?;
        let domain_end = rest.get(1..)?.find('.')?.saturating_add(2);
        let hash_end = rest
            .get(domain_end..)?
            .find('.')?
            .saturating_add(domain_end);
        let names = self.begins.strip_prefix(ACK)?;
        rest.get(hash_end..)?.strip_prefix(names)
    }
}

impl Sequences {
    /// Returns the time at which the message was stored, and the pending count.
    ///
    /// `None`: the reply subject does not contain them.
    #[inline]
    pub(crate) fn stored_and_pending(self, incoming: &Incoming) -> Option<(OffsetDateTime, u64)> {
        let rest = incoming.reply.as_deref()?.get(self.after..)?;
        let mut tokens = Tokens::new(rest);
        Some((time_of(self.stored?)?, tokens.number()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_read_from_both_forms_of_the_reply_subject() {
        let position = Position::of("ORDERS", "worker");
        let stored = OffsetDateTime::from_unix_timestamp_nanos(1_700_000_000_123_456_789);
        let tail = "ORDERS.worker.2.22.7.1700000000123456789.5";
        for reply in [
            format!("$JS.ACK.{tail}"),
            format!("$JS.ACK._.hash.{tail}"),
            format!("$JS.ACK.hub.hash.{tail}"),
            format!("$JS.ACK.hub.hash.{tail}.rnd"),
        ] {
            let mut incoming = Incoming::new("orders.new", "");
            incoming.reply = Some(reply.as_str().into());
            let at = position.read(&incoming).unwrap();
            assert_eq!((at.stream, at.consumer), (22, 7), "{reply}");
            let rest = at.stored_and_pending(&incoming);
            assert_eq!(rest, Some((stored.unwrap(), 5)), "{reply}");
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
        for rest in [
            "",
            "3",
            "3.",
            "3.x",
            "x.4",
            "-3.4",
            "18446744073709551616.4",
        ] {
            let mut incoming = Incoming::new("orders.new", "");
            incoming.reply = Some(format!("$JS.ACK.ORDERS.worker.1.22.7.{rest}").into());
            let at = position.read(&incoming).unwrap();
            assert_eq!(at.stored_and_pending(&incoming), None, "{rest}");
        }
    }
}
