//! A TCP connection as a transport of ureq.

use std::io::{self, Read, Write};
use std::net::TcpStream;

use ureq::config::Config;
use ureq::unversioned::transport::{Buffers, LazyBuffers, NextTimeout, Transport};

use crate::deadline::Deadline;

/// A connected socket in blocking mode.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    buffers: LazyBuffers,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, config: &Config) -> Self {
        Self {
            stream,
            buffers: LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size()),
        }
    }
}

/// Repeats `attempt` while signals interrupt it, with the time that is left.
fn within<T>(timeout: NextTimeout, mut attempt: impl FnMut(Deadline) -> io::Result<T>) -> Result<T, ureq::Error> {
    let deadline = Deadline::after(*timeout.after);
    loop {
        if deadline.is_over() {
            return Err(ureq::Error::Timeout(timeout.reason));
        }
        match attempt(deadline) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Err(ureq::Error::Timeout(timeout.reason));
            }
            result => return Ok(result?),
        }
    }
}

impl Transport for Socket {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let mut rest = self.buffers.output().get(..amount).unwrap_or_default();
        while !rest.is_empty() {
            let written = within(timeout, |deadline| {
                self.stream.set_write_timeout(deadline.left())?;
                self.stream.write(rest)
            })?;
            if written == 0 {
                return Err(io::Error::from(io::ErrorKind::WriteZero).into());
            }
            rest = rest.get(written..).unwrap_or_default();
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let amount = within(timeout, |deadline| {
            self.stream.set_read_timeout(deadline.left())?;
            self.stream.read(self.buffers.input_append_buf())
        })?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    /// Whether the other side has neither closed the connection nor sent unexpected data.
    fn is_open(&mut self) -> bool {
        if self.stream.set_nonblocking(true).is_err() {
            return false;
        }
        let quiet = matches!(self.stream.peek(&mut [0]), Err(error) if error.kind() == io::ErrorKind::WouldBlock);
        quiet && self.stream.set_nonblocking(false).is_ok()
    }
}
