//! Response bodies: complete, or broken in the ways that [`Kind`](crate::Kind) describes.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::sleep;

use crate::record::InFlight;

const PIECE: usize = 64 * 1024;
/// Long enough for the server to flush what was written before the break.
const BEFORE_BREAK: Duration = Duration::from_millis(30);

type Inner = UnsyncBoxBody<Bytes, io::Error>;

/// A body, and the request that counts as in flight until the last byte is handed over.
pub(crate) struct Body {
    inner: Inner,
    in_flight: Option<InFlight>,
}

impl Body {
    pub(crate) fn whole(bytes: Bytes, in_flight: InFlight) -> Self {
        Self::new(
            Full::new(bytes).map_err(|never| match never {}).boxed_unsync(),
            in_flight,
        )
    }

    /// Sends these bytes, then fails: the server closes the connection.
    pub(crate) fn broken(part: Bytes, in_flight: InFlight) -> Self {
        let pieces = stream::unfold(Some(part), |part| async move {
            match part {
                Some(part) if !part.is_empty() => Some((Ok(Frame::data(part)), Some(Bytes::new()))),
                Some(_) => {
                    sleep(BEFORE_BREAK).await;
                    Some((Err(io::Error::from(io::ErrorKind::ConnectionAborted)), None))
                }
                None => None,
            }
        });
        Self::new(BodyExt::boxed_unsync(StreamBody::new(pieces)), in_flight)
    }

    pub(crate) fn drip(bytes: Bytes, interval: Duration, in_flight: InFlight) -> Self {
        let pieces = stream::unfold(bytes, move |mut rest| async move {
            if rest.is_empty() {
                return None;
            }
            sleep(interval).await;
            let byte = rest.split_to(1);
            Some((Ok(Frame::data(byte)), rest))
        });
        Self::new(BodyExt::boxed_unsync(StreamBody::new(pieces)), in_flight)
    }

    /// Sends a list of objects that never ends.
    pub(crate) fn endless(in_flight: InFlight) -> Self {
        let piece = Bytes::from("{},".repeat(PIECE / 3));
        let pieces = stream::unfold(Bytes::from_static(b"{\"data\":["), move |next| {
            let piece = piece.clone();
            async move { Some((Ok(Frame::data(next)), piece)) }
        });
        Self::new(BodyExt::boxed_unsync(StreamBody::new(pieces)), in_flight)
    }

    /// Sends one JSON string of `size` bytes, quotes included (at least 2).
    pub(crate) fn big(size: u64, in_flight: InFlight) -> Self {
        let pieces = stream::unfold(JsonString::new(size), |mut text| async move {
            text.piece().map(|piece| (Ok(Frame::data(Bytes::from(piece))), text))
        });
        Self::new(BodyExt::boxed_unsync(StreamBody::new(pieces)), in_flight)
    }

    /// As [`big`](Self::big), compressed while it is sent; the whole body is never in memory.
    pub(crate) fn bomb(size: u64, in_flight: InFlight) -> Self {
        let packer = Some((JsonString::new(size), GzEncoder::new(Vec::new(), Compression::fast())));
        let pieces = stream::unfold(packer, |packer| async move {
            let (mut text, mut encoder) = packer?;
            loop {
                tokio::task::yield_now().await;
                let written = match text.piece() {
                    Some(piece) => encoder.write_all(&piece),
                    None => {
                        return Some((encoder.finish().map(|rest| Frame::data(Bytes::from(rest))), None));
                    }
                };
                if let Err(error) = written {
                    return Some((Err(error), None));
                }
                if encoder.get_ref().len() >= 1024 {
                    let compressed = std::mem::take(encoder.get_mut());
                    return Some((Ok(Frame::data(Bytes::from(compressed))), Some((text, encoder))));
                }
            }
        });
        Self::new(BodyExt::boxed_unsync(StreamBody::new(pieces)), in_flight)
    }

    fn new(inner: Inner, in_flight: InFlight) -> Self {
        Self {
            inner,
            in_flight: Some(in_flight),
        }
    }
}

/// A JSON string of a given size, piece by piece.
struct JsonString {
    size: u64,
    at: u64,
}

impl JsonString {
    fn new(size: u64) -> Self {
        Self {
            size: size.max(2),
            at: 0,
        }
    }

    fn piece(&mut self) -> Option<Vec<u8>> {
        let length = (self.size - self.at).min(PIECE as u64);
        if length == 0 {
            return None;
        }
        let mut piece = vec![b'a'; length as usize];
        if self.at == 0 {
            piece[0] = b'"';
        }
        self.at += length;
        if let (true, Some(last)) = (self.at == self.size, piece.last_mut()) {
            *last = b'"';
        }
        Some(piece)
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    /// The request ends with the last piece, not with the server's next poll. Otherwise a client that has the whole
    /// answer and sends its next request would be counted twice.
    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let body = self.get_mut();
        let frame = Pin::new(&mut body.inner).poll_frame(cx);
        let last = match &frame {
            Poll::Ready(Some(Ok(_))) => body.inner.is_end_stream(),
            Poll::Ready(_) => true,
            Poll::Pending => false,
        };
        if last {
            body.in_flight = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
