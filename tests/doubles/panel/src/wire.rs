//! The stream between a connection and the HTTP server, with the faults below HTTP.
//!
//! The handler of a request sets the mode through a shared `ModeHandle`; the stream applies it when the answer is written.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};
use tokio_rustls::server::TlsStream;

/// How bytes are sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Through,
    /// One byte at a time, with a pause after each.
    Drip(Duration),
    /// Header lines in place of the server's bytes, until the client gives up.
    EndlessHeaders,
    /// Dropping the stream sends a RST.
    Reset,
}

/// Sets the mode of one connection; passed to the handler of each request.
#[derive(Clone)]
pub(crate) struct ModeHandle(Arc<Mutex<Mode>>);

impl ModeHandle {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Mode::Through)))
    }

    pub(crate) fn set(&self, mode: Mode) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    fn get(&self) -> Mode {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection with or without TLS.
pub(crate) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(socket) => socket,
            Self::Tls(stream) => stream.get_ref().0,
        }
    }
}

pub(crate) struct Wire {
    stream: Stream,
    mode: ModeHandle,
    pause: Pin<Box<Sleep>>,
    headers: Headers,
}

/// Header lines without end, and how much of the current piece has been sent.
struct Headers {
    piece: Vec<u8>,
    sent: usize,
}

impl Headers {
    fn new() -> Self {
        Self {
            piece: b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n".to_vec(),
            sent: 0,
        }
    }

    fn advance(&mut self, written: usize) {
        self.sent += written;
        if self.sent >= self.piece.len() {
            self.piece = b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(256);
            self.sent = 0;
        }
    }
}

impl Wire {
    pub(crate) fn new(stream: Stream, mode: ModeHandle) -> Self {
        Self {
            stream,
            mode,
            pause: Box::pin(sleep(Duration::ZERO)),
            headers: Headers::new(),
        }
    }

    fn write(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.stream {
            Stream::Plain(socket) => Pin::new(socket).poll_write(cx, bytes),
            Stream::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(socket) => Pin::new(socket).poll_flush(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn drip(&mut self, cx: &mut Context<'_>, bytes: &[u8], interval: Duration) -> Poll<io::Result<usize>> {
        ready!(self.pause.as_mut().poll(cx));
        ready!(self.flush(cx))?;
        let written = ready!(self.write(cx, bytes.get(..1).unwrap_or_default()))?;
        self.pause.as_mut().reset(Instant::now() + interval);
        Poll::Ready(Ok(written))
    }

    /// Sends header lines; ready only when the client is gone.
    fn fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut headers = std::mem::replace(
            &mut self.headers,
            Headers {
                piece: Vec::new(),
                sent: 0,
            },
        );
        let outcome = self.write(cx, headers.piece.get(headers.sent..).unwrap_or_default());
        if let Poll::Ready(Ok(written)) = outcome {
            headers.advance(written);
            cx.waker().wake_by_ref();
        }
        self.headers = headers;
        match outcome {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            _ => Poll::Pending,
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(socket) => Pin::new(socket).poll_read(cx, buffer),
            Stream::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        match wire.mode.get() {
            Mode::Through | Mode::Reset => wire.write(cx, bytes),
            Mode::Drip(interval) => wire.drip(cx, bytes, interval),
            Mode::EndlessHeaders => wire.fill(cx),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(socket) => Pin::new(socket).poll_shutdown(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

/// A linger of zero makes the kernel send RST instead of FIN.
impl Drop for Wire {
    fn drop(&mut self) {
        if self.mode.get() == Mode::Reset {
            // Fails if the socket is closed already, which needs no reset.
            let _ = SockRef::from(self.stream.socket()).set_linger(Some(Duration::ZERO));
        }
    }
}
