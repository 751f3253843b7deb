//! A connection that tracks whether a failure may be due to its age.

use std::fmt;

use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

/// A kept connection failed before a byte of an answer came: the panel had closed it. A new connection may succeed.
#[derive(Debug)]
pub(in crate::panel) struct Stale;

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the kept connection was closed by the other side")
    }
}

impl std::error::Error for Stale {}

/// Returns [`Stale`] instead of the transport's error if a kept connection fails before an answer.
#[derive(Debug)]
pub(super) struct Reusable<T> {
    transport: T,
    /// Whether it has served a request before this one. Set by `is_open`, which ureq calls only when it puts a connection into its
    /// pool and when it takes it out.
    kept: bool,
    /// Whether a byte of the answer to this request has come.
    answered: bool,
}

impl<T> Reusable<T> {
    /// A new connection.
    pub(super) fn new(transport: T) -> Self {
        Self {
            transport,
            kept: false,
            answered: false,
        }
    }

    fn stale_or(&self, error: ureq::Error) -> ureq::Error {
        match error {
            ureq::Error::Io(_) | ureq::Error::ConnectionFailed if self.kept && !self.answered => {
                ureq::Error::Other(Box::new(Stale))
            }
            other => other,
        }
    }
}

impl<T: Transport> Transport for Reusable<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let sent = self.transport.transmit_output(amount, timeout);
        sent.map_err(|error| self.stale_or(error))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        match self.transport.await_input(timeout) {
            Ok(true) => {
                self.answered = true;
                Ok(true)
            }
            Ok(false) if self.kept && !self.answered => Err(ureq::Error::Other(Box::new(Stale))),
            Ok(false) => Ok(false),
            Err(error) => Err(self.stale_or(error)),
        }
    }

    fn is_open(&mut self) -> bool {
        self.kept = true;
        self.answered = false;
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}
