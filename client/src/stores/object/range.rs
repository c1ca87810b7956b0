//! Which bytes of an object are read, and where its chunks have them.

use super::chunks::Chunks;
use super::info::ObjectInfo;
use crate::error::object::ObjectError;

/// How many chunks are looked at at once, by their headers.
pub(super) const HEADERS_AT_ONCE: u64 = 512;

/// Bytes of an object: from one on, up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) from: u64,
    pub(super) to: u64,
}

impl Range {
    /// So many bytes from one on, as far as there are as many.
    pub(super) fn of(offset: u64, length: u64, size: u64) -> Self {
        let from = offset.min(size);
        Self {
            from,
            to: from.saturating_add(length).min(size),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.from >= self.to
    }

    /// What of a chunk that begins at a byte is within; as places in it.
    pub(super) fn within(self, begin: u64, size: usize) -> std::ops::Range<usize> {
        let place = |at: u64| {
            let at = at.saturating_sub(begin);
            usize::try_from(at).unwrap_or(usize::MAX).min(size)
        };
        place(self.from)..place(self.to)
    }
}

/// Where a chunk is.
pub(super) struct Place {
    /// Which one it is, from 0.
    pub(super) number: u64,
    /// Its first byte.
    pub(super) begin: u64,
    /// Where it is stored.
    pub(super) sequence: u64,
}

/// Looks for the chunk that has a byte, by the headers of those before it.
///
/// Chunks need not have the size that the info says: some clients store what one
/// read gives.
pub(super) async fn place_of(
    byte: u64,
    info: &ObjectInfo,
    headers: &mut Chunks,
) -> crate::error::Result<Result<Place, ObjectError>> {
    let (mut number, mut begin) = (0, 0_u64);
    while number < info.chunks {
        let Some(chunk) = headers.next().await? else {
            let chunks = info.chunks;
            return Ok(Err(ObjectError::Missing {
                chunks,
                found: number,
            }));
        };
        headers.check(number + 1, chunk.pending).await?;
        let end = begin.saturating_add(chunk.size);
        if end > byte {
            return Ok(Ok(Place {
                number,
                begin,
                sequence: chunk.sequence,
            }));
        }
        begin = end;
        number += 1;
    }
    Ok(Err(ObjectError::WrongSize {
        size: info.size,
        found: begin,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_ends_where_the_object_does() {
        for (offset, length, expected) in [
            (0, 10, (0, 10)),
            (3, 4, (3, 7)),
            (3, u64::MAX, (3, 10)),
            (10, 1, (10, 10)),
            (u64::MAX, u64::MAX, (10, 10)),
            (3, 0, (3, 3)),
        ] {
            let range = Range::of(offset, length, 10);
            assert_eq!((range.from, range.to), expected, "{offset} {length}");
            assert_eq!(range.is_empty(), expected.0 == expected.1);
        }
    }

    #[test]
    fn of_each_chunk_the_part_within_is_taken() {
        let range = Range { from: 3, to: 9 };
        for (begin, size, expected) in [
            (0, 3, 3..3),
            (0, 4, 3..4),
            (4, 4, 0..4),
            (8, 4, 0..1),
            (12, 4, 0..0),
            (0, 20, 3..9),
        ] {
            assert_eq!(range.within(begin, size), expected, "{begin} {size}");
        }
    }
}
