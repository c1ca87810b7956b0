//! What an object is put from: a reader, or bytes that are there.

use std::io;
use std::pin::Pin;

use bytes::{BufMut, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt};

/// What an object is put from.
pub(super) enum Source<'a> {
    Reader(Pin<Box<dyn AsyncRead + Send + 'a>>),
    Bytes(Bytes),
}

impl Source<'_> {
    /// The next so many bytes; fewer at the end, and none behind it.
    ///
    /// They are read into what is spare, one of its chunks that is done with.
    pub(super) async fn next(&mut self, size: usize, spare: Option<BytesMut>) -> io::Result<Bytes> {
        match self {
            Self::Bytes(left) => Ok(left.split_to(size.min(left.len()))),
            Self::Reader(reader) => {
                let mut chunk = spare.unwrap_or_else(|| BytesMut::with_capacity(size));
                chunk.clear();
                while chunk.len() < size {
                    let left = size - chunk.len();
                    if reader.read_buf(&mut (&mut chunk).limit(left)).await? == 0 {
                        break;
                    }
                }
                Ok(chunk.freeze())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn chunks_are_full_but_for_the_last_whatever_a_reader_gives_at_once() {
        let drips = tokio_test_reader(&[b"ab", b"c", b"defg", b"h"]);
        for mut source in [
            Source::Reader(Box::pin(drips)),
            Source::Bytes(Bytes::from_static(b"abcdefgh")),
        ] {
            let mut chunks = Vec::new();
            let mut spare = None;
            loop {
                let chunk = source.next(3, spare.take()).await.unwrap();
                if chunk.is_empty() {
                    break;
                }
                chunks.push(chunk.to_vec());
                spare = chunk.try_into_mut().ok();
            }
            assert_eq!(chunks, [&b"abc"[..], b"def", b"gh"]);
        }
    }

    fn tokio_test_reader(parts: &[&'static [u8]]) -> impl AsyncRead + Send + use<> {
        let parts: Vec<_> = parts.iter().copied().rev().collect();
        Drips(parts)
    }

    struct Drips(Vec<&'static [u8]>);

    impl AsyncRead for Drips {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            to: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<io::Result<()>> {
            if let Some(part) = self.0.pop() {
                let (now, later) = part.split_at(part.len().min(to.remaining()));
                to.put_slice(now);
                if !later.is_empty() {
                    self.0.push(later);
                }
            }
            std::task::Poll::Ready(Ok(()))
        }
    }
}
