//! Applies the connection's time limit to the exchange with a proxy.
//!
//! ureq restarts the time-out for each piece of the proxy's answer to `CONNECT`, so a proxy that answers byte by byte would never
//! time out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::unversioned::transport::{Buffers, ConnectionDetails, NextTimeout, Transport};

use crate::deadline::Deadline;

type RunConnector = dyn Fn(&ConnectionDetails) -> Result<Box<dyn Transport>, ureq::Error> + Send + Sync;

/// The time limit of one connection, which applies until the connection is made.
#[derive(Clone, Debug)]
pub(super) struct Proxied {
    deadline: Deadline,
    connected: Arc<AtomicBool>,
}

impl Proxied {
    /// A limit that ends at this deadline.
    pub(super) fn until(deadline: Deadline) -> Self {
        Self {
            deadline,
            connected: Arc::default(),
        }
    }

    /// Applies the limit to connections to a proxy.
    pub(super) fn wrap(&self, run: Arc<RunConnector>) -> Arc<RunConnector> {
        let budget = self.clone();
        Arc::new(move |details: &ConnectionDetails| {
            let transport = Limited {
                transport: run(details)?,
                budget: budget.clone(),
            };
            Ok(Box::new(transport) as Box<dyn Transport>)
        })
    }

    /// Ends the limit: the connection is made, and each request has its own.
    pub(super) fn set_connected(&self) {
        self.connected.store(true, Ordering::Relaxed);
    }

    fn limit(&self, mut timeout: NextTimeout) -> NextTimeout {
        if !self.connected.load(Ordering::Relaxed) {
            timeout.after = self.deadline.at_most(*timeout.after).into();
        }
        timeout
    }
}

#[derive(Debug)]
struct Limited {
    transport: Box<dyn Transport>,
    budget: Proxied,
}

impl Transport for Limited {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.transport.transmit_output(amount, self.budget.limit(timeout))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.transport.await_input(self.budget.limit(timeout))
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use ureq::Timeout;

    use super::*;

    fn limited(budget: &Proxied) -> Duration {
        let timeout = NextTimeout {
            after: Duration::from_secs(10).into(),
            reason: Timeout::Connect,
            ..NextTimeout::default()
        };
        *budget.limit(timeout).after
    }

    #[test]
    fn the_limit_applies_until_the_connection_is_made() {
        let over = Proxied::until(Deadline::after(Duration::ZERO));
        assert_eq!(limited(&over), Duration::ZERO);
        over.set_connected();
        assert_eq!(limited(&over), Duration::from_secs(10));
    }
}
