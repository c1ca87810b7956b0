//! Flow control of a fast ingest: acknowledgements, gaps and errors.
//!
//! A state machine without clock or socket.

use jsapi::{ApiError, Extra, FastBatchFlowAck, FastBatchFlowErr, FastBatchFlowGap, PubAck};

/// Messages that a fast ingest did not store, while it continues.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum IngestProblem {
    /// Messages did not arrive at the server.
    Gap {
        /// Batch sequence of the first missing message, counted from 1.
        first: u64,
        /// Batch sequence of the last missing message.
        last: u64,
    },
    /// The server refused a message.
    Refused {
        /// Batch sequence of the message, counted from 1.
        sequence: u64,
        /// Error of the server.
        error: ApiError,
    },
}

/// Result of a message from the server.
#[derive(Debug, PartialEq)]
pub(crate) enum Told {
    /// The batch continues.
    Progress,
    /// The server ended the batch with this acknowledgement.
    Ended(PubAck),
    /// Not a message of a batch: an error reply, or unknown.
    Other,
}

/// Progress of a batch.
#[derive(Debug)]
pub(crate) struct Flow {
    /// Maximum number of outstanding acknowledgements.
    ahead: u64,
    /// Number of messages per acknowledgement of the server.
    every: u64,
    /// Whether the server has confirmed the start of the batch.
    started: bool,
    sent: u64,
    acknowledged: u64,
    /// First and last of the messages that will not be acknowledged.
    without: Vec<(u64, u64)>,
    problems: Vec<IngestProblem>,
}

impl Flow {
    pub(crate) fn new(ahead: u16) -> Self {
        Self {
            ahead: ahead.max(1).into(),
            every: 1,
            started: false,
            sent: 0,
            acknowledged: 0,
            without: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Returns whether another message may be sent.
    ///
    /// Nothing may be sent between the first message and its acknowledgement.
    pub(crate) fn may_send(&self) -> bool {
        match self.started {
            false => self.sent == 0,
            true => self.open() < self.every * self.ahead,
        }
    }

    /// Returns the number of messages in flight.
    fn open(&self) -> u64 {
        let open = self.sent.saturating_sub(self.acknowledged);
        let without = self.without.iter().map(|(first, last)| {
            let first = (*first).max(self.acknowledged.saturating_add(1));
            last.saturating_add(1).saturating_sub(first)
        });
        open.saturating_sub(without.fold(0, u64::saturating_add))
    }

    /// Handles a refused message of a batch that continues.
    pub(crate) fn refused(&mut self, sequence: u64, error: ApiError) {
        self.without(sequence, sequence);
        self.problems
            .push(IngestProblem::Refused { sequence, error });
    }

    /// Handles missing messages; refused messages before them count as missing.
    fn gap(&mut self, mut first: u64, last: u64) {
        while self.without.contains(&(first, first)) {
            first = first.saturating_add(1);
        }
        if first <= last {
            self.without(first, last);
            self.problems.push(IngestProblem::Gap { first, last });
        }
    }

    fn without(&mut self, first: u64, last: u64) {
        let acknowledged = self.acknowledged;
        self.without.retain(|(_, last)| *last > acknowledged);
        if first <= last && last <= self.sent {
            self.without.push((first, last));
        }
    }

    /// Counts a sent message, and returns its batch sequence, from 1.
    pub(crate) fn send(&mut self) -> u64 {
        self.sent += 1;
        self.sent
    }

    /// Starts again: the server did not accept the first message.
    pub(crate) fn restart(&mut self) {
        self.sent = 0;
    }

    pub(crate) fn started(&self) -> bool {
        self.started
    }

    pub(crate) fn sent(&self) -> u64 {
        self.sent
    }

    pub(crate) fn acknowledged(&self) -> u64 {
        self.acknowledged
    }

    pub(crate) fn take_problems(&mut self) -> Vec<IngestProblem> {
        std::mem::take(&mut self.problems)
    }

    /// Handles a message of the server.
    pub(crate) fn told(&mut self, payload: &[u8]) -> Told {
        // Read only the kind first.
        let Ok(said) = jsapi::decode_response::<Extra>(payload, &[]) else {
            return Told::Other;
        };
        match said.kind.as_str() {
            "ack" => match jsapi::decode_reply::<FastBatchFlowAck>(payload, &[]) {
                Ok(ack) => {
                    self.started = true;
                    self.every = u64::from(ack.msgs).max(1);
                    // An acknowledgement may overtake another one.
                    self.acknowledged = self.acknowledged.max(ack.seq.min(self.sent));
                    Told::Progress
                }
                Err(_) => Told::Other,
            },
            "gap" => match jsapi::decode_reply::<FastBatchFlowGap>(payload, &[]) {
                Ok(gap) => {
                    self.gap(gap.last_seq, gap.seq.saturating_sub(1));
                    Told::Progress
                }
                Err(_) => Told::Other,
            },
            // Not an error reply, although it has an `error`.
            "err" => match serde_json::from_slice::<FastBatchFlowErr>(payload) {
                Ok(FastBatchFlowErr {
                    seq: sequence,
                    error,
                    ..
                }) => {
                    self.refused(sequence, error);
                    Told::Progress
                }
                Err(_) => Told::Other,
            },
            _ => match jsapi::decode_reply::<PubAck>(payload, &[]) {
                Ok(ack) => Told::Ended(ack),
                Err(_) => Told::Other,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends as many messages as allowed.
    fn run_ahead(flow: &mut Flow) -> u64 {
        while flow.may_send() {
            flow.send();
            assert!(flow.sent() < 1_000_000);
        }
        flow.sent()
    }

    #[test]
    fn nothing_follows_the_first_message_before_the_server_knows_the_batch() {
        let mut flow = Flow::new(2);
        assert_eq!(run_ahead(&mut flow), 1);
        assert_eq!(
            flow.told(br#"{"type":"ack","seq":0,"msgs":10}"#),
            Told::Progress
        );
        assert_eq!(run_ahead(&mut flow), 20);
    }

    #[test]
    fn acknowledgements_move_the_window_and_change_its_size() {
        let mut flow = Flow::new(2);
        run_ahead(&mut flow);
        for (ack, sent) in [
            (r#"{"type":"ack","seq":0,"msgs":10}"#, 20),
            (r#"{"type":"ack","seq":10,"msgs":10}"#, 30),
            (r#"{"type":"ack","seq":30,"msgs":50}"#, 130),
            // A lower rate: no message may be sent until fewer are in flight.
            (r#"{"type":"ack","seq":80,"msgs":1}"#, 130),
            (r#"{"type":"ack","seq":130,"msgs":1}"#, 132),
            // Overtaken by the last.
            (r#"{"type":"ack","seq":81,"msgs":1}"#, 132),
            // A rate of 0 would stop the batch forever.
            (r#"{"type":"ack","seq":132,"msgs":0}"#, 134),
            // The server cannot acknowledge more than was sent.
            (r#"{"type":"ack","seq":18446744073709551615,"msgs":1}"#, 136),
        ] {
            assert_eq!(flow.told(ack.as_bytes()), Told::Progress);
            assert_eq!(run_ahead(&mut flow), sent, "{ack}");
        }
        assert_eq!(flow.acknowledged(), 134);
    }

    #[test]
    fn what_is_lost_or_refused_makes_room_for_others() {
        let mut flow = Flow::new(2);
        run_ahead(&mut flow);
        for (told, sent) in [
            (r#"{"type":"ack","seq":0,"msgs":5}"#, 10),
            (r#"{"type":"err","seq":3,"error":{"code":400}}"#, 11),
            // The server counts it as missing, too.
            (r#"{"type":"gap","last_seq":3,"seq":4}"#, 11),
            (r#"{"type":"gap","last_seq":6,"seq":9}"#, 14),
            // No message of the batch was sent.
            (r#"{"type":"gap","last_seq":900,"seq":905}"#, 14),
            (r#"{"type":"ack","seq":7,"msgs":5}"#, 18),
            (r#"{"type":"ack","seq":10,"msgs":5}"#, 20),
        ] {
            assert_eq!(flow.told(told.as_bytes()), Told::Progress);
            assert_eq!(run_ahead(&mut flow), sent, "{told}");
        }
        let gaps = [IngestProblem::Gap { first: 6, last: 8 }];
        assert_eq!(flow.take_problems()[1..2], gaps);
    }

    #[test]
    fn gaps_and_refusals_are_noted() {
        let mut flow = Flow::new(1);
        assert_eq!(
            flow.told(br#"{"type":"gap","last_seq":2,"seq":4}"#),
            Told::Progress
        );
        let refused = br#"{"type":"err","seq":5,"error":{"code":400,"err_code":10071,"description":"wrong last sequence: 5"}}"#;
        assert_eq!(flow.told(refused), Told::Progress);
        let problems = flow.take_problems();
        assert_eq!(problems[0], IngestProblem::Gap { first: 2, last: 3 });
        let IngestProblem::Refused { sequence: 5, error } = &problems[1] else {
            panic!("{problems:?}")
        };
        assert_eq!(error.last_sequence(), Some(5));
        assert!(flow.take_problems().is_empty());
    }

    #[test]
    fn a_publish_acknowledgement_ends_it_and_all_else_is_left_to_others() {
        let mut flow = Flow::new(1);
        let ended = flow.told(br#"{"stream":"S","seq":5,"batch":"u2","count":1}"#);
        assert!(matches!(ended, Told::Ended(ack) if ack.count == Some(1)));
        for other in [
            "",
            "x",
            "[]",
            "{}",
            r#"{"type":"ack"}"#,
            r#"{"type":"ack","seq":-1,"msgs":1}"#,
            r#"{"error":{"code":400,"err_code":10205},"stream":"S","seq":0}"#,
        ] {
            assert_eq!(flow.told(other.as_bytes()), Told::Other, "{other}");
        }
    }
}
