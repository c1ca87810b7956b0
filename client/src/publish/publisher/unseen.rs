//! Failures whose `PendingAck` was dropped, until they are taken.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use super::FailedPublish;

/// Maximum total size of complete failures in bytes.
const KEPT: usize = 4 * 1024 * 1024;

/// Approximate size of a failure without its message, in bytes.
const OVERHEAD: usize = 256;

/// Failures, complete up to the maximum size, and the numbers of older ones.
#[derive(Debug)]
pub(super) struct Unseen {
    kept: VecDeque<FailedPublish>,
    bytes: usize,
    max_bytes: usize,
    discarded: Vec<RangeInclusive<u64>>,
}

impl Unseen {
    pub(super) fn new(max_bytes: usize) -> Self {
        Self {
            kept: VecDeque::new(),
            bytes: 0,
            max_bytes: max_bytes.min(KEPT),
            discarded: Vec::new(),
        }
    }

    /// Adds a failure; keeps only the numbers of the oldest above the maximum size.
    pub(super) fn keep(&mut self, failed: FailedPublish) {
        self.bytes = self.bytes.saturating_add(size(&failed));
        self.kept.push_back(failed);
        while self.bytes > self.max_bytes
            && let Some(oldest) = self.kept.pop_front()
        {
            self.bytes = self.bytes.saturating_sub(size(&oldest));
            add(&mut self.discarded, oldest.number);
        }
    }

    pub(super) fn take(&mut self) -> Vec<FailedPublish> {
        self.bytes = 0;
        self.kept.drain(..).collect()
    }

    pub(super) fn take_discarded(&mut self) -> Vec<RangeInclusive<u64>> {
        std::mem::take(&mut self.discarded)
    }
}

fn size(failed: &FailedPublish) -> usize {
    let message = &failed.message;
    message.size() + message.subject().len() + OVERHEAD
}

/// Adds a number to ordered ranges that are not adjacent.
fn add(ranges: &mut Vec<RangeInclusive<u64>>, number: u64) {
    let at = ranges.partition_point(|range| *range.start() <= number);
    let before = at.checked_sub(1).and_then(|at| ranges.get(at)).cloned();
    let joins_next = number
        .checked_add(1)
        .zip(ranges.get(at))
        .is_some_and(|(next, range)| *range.start() == next);
    let mut range = number..=number;
    let mut from = at;
    if let Some(before) = before
        && before
            .end()
            .checked_add(1)
            .is_none_or(|next| next >= number)
    {
        range = *before.start()..=number.max(*before.end());
        from -= 1;
    }
    let mut to = at;
    if joins_next && let Some(next) = ranges.get(at) {
        range = *range.start()..=*next.end();
        to += 1;
    }
    ranges.splice(from..to, [range]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::publish::PublishMessage;

    #[test]
    fn numbers_become_ranges_in_any_order() {
        let mut ranges = Vec::new();
        for (number, expected) in [
            (5, vec![5..=5]),
            (7, vec![5..=5, 7..=7]),
            (6, vec![5..=7]),
            (6, vec![5..=7]),
            (0, vec![0..=0, 5..=7]),
            (8, vec![0..=0, 5..=8]),
            (4, vec![0..=0, 4..=8]),
            (u64::MAX, vec![0..=0, 4..=8, u64::MAX..=u64::MAX]),
        ] {
            add(&mut ranges, number);
            assert_eq!(ranges, expected, "{number}");
        }
    }

    #[test]
    fn every_failure_is_told_whole_or_by_its_number() {
        let mut unseen = Unseen::new(100 * (OVERHEAD + 11));
        for number in 0..4_999 {
            unseen.keep(FailedPublish {
                number,
                message: PublishMessage::new("a", "0123456789"),
                error: Error::NoStream {
                    operation: "a".into(),
                },
            });
        }
        let kept: Vec<u64> = unseen.take().iter().map(|failed| failed.number).collect();
        assert_eq!(kept, (4_899..4_999).collect::<Vec<_>>());
        assert_eq!(unseen.take_discarded(), [0..=4_898]);
        assert!(unseen.take().is_empty() && unseen.take_discarded().is_empty());
    }
}
