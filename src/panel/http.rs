//! One HTTP exchange with a panel: a `GET` request with a token, a time limit and a size limit.
//!
//! Each process has one client, which is created on first use and keeps connections open. Certificates are always verified;
//! redirects are not followed.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::http::Response as HttpResponse;

use super::address::Address;
use super::budget::Budget;
use super::counts::Counts;
use super::dial::{self, Names, Stale};
use super::error::cause;
use super::heard::Heard;
use super::proxy::Proxies;
use super::tls::Tls;
use super::token::Token;
use super::trust::Anchors;
use crate::deadline::Deadline;
use crate::failure::{Cause, Phase};
use crate::settings::Settings;

/// How long an idle connection is kept.
const IDLE: Duration = Duration::from_secs(60);

/// The buffers of a connection, in bytes. Each connection has two of each, and fills them with zeros: ureq's defaults of 128 KiB cost
/// more than a TLS handshake. The headers of a response must fit into the first, those of a request into the second.
const INPUT_BUFFER: usize = 32 << 10;
const OUTPUT_BUFFER: usize = 16 << 10;

/// A response of the panel, with any status.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, decompressed. Not read for a 429, where it is not needed.
    pub body: Vec<u8>,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
}

/// The HTTP client of a process.
#[derive(Debug)]
pub struct Http {
    agent: Agent,
    /// The error names the environment variable that is invalid.
    proxies: Result<Proxies, String>,
    timeout: Duration,
    connect_timeout: Duration,
    max_body: u64,
    requests: AtomicU64,
    names: Arc<Names>,
    heard: Heard,
    warning: Option<String>,
}

/// Which connection an exchange may use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connection {
    Kept,
    New,
}

/// One request to a panel.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The panel's address.
    pub address: &'a Address,
    /// The panel's token.
    pub token: &'a Token,
    /// The path below the address, with a leading slash.
    pub path: &'a str,
    /// The time limit, a retry included.
    pub budget: Budget,
    /// Counts it.
    pub counts: &'a Counts,
}

impl Http {
    /// Creates the client. Reads the environment and the certificates that the settings name; opens no connection.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let anchors = Anchors::load(&settings.trust);
        let config = Agent::config_builder()
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_idle_connections(settings.concurrency * 4)
            .max_idle_connections_per_host(settings.concurrency)
            .max_idle_age(IDLE)
            .input_buffer_size(INPUT_BUFFER)
            .output_buffer_size(OUTPUT_BUFFER)
            .max_response_header_size(INPUT_BUFFER / 2)
            .build();
        let heard = Heard::default();
        let names = Arc::new(Names::default());
        let connector = dial::connector(names.clone(), Tls::new(anchors.sources), heard.clone());
        Self {
            agent: Agent::with_parts(config, connector, dial::Unresolved),
            proxies: Proxies::from_environment(),
            timeout: settings.timeout,
            connect_timeout: settings.connect_timeout,
            max_body: settings.max_body,
            requests: AtomicU64::new(0),
            names,
            heard,
            warning: anchors.warning,
        }
    }

    /// A problem with the settings that the operator should know.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// The largest body that is read, in bytes.
    pub fn max_body(&self) -> u64 {
        self.max_body
    }

    /// How many requests this process has sent.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Prepares for the first connection of this process, if it will be to this address: its name is looked up meanwhile.
    pub fn expect(&self, address: &Address) {
        if self.heard().is_none() && matches!(self.proxy(address.is_https(), address.host()), Ok(None)) {
            self.names.look_up_ahead(address.host().trim_matches(['[', ']']));
        }
    }

    /// When this process last made a connection or received a response.
    pub fn heard(&self) -> Option<Instant> {
        self.heard.last()
    }

    /// The setting `timeout`.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The time limit of a request that starts now.
    pub fn budget(&self, deadline: Deadline) -> Budget {
        Budget::new(self.timeout, deadline)
    }

    /// Sends a request and returns the response.
    ///
    /// If a kept connection fails before a byte of the answer has come, the panel had closed it: the request is then sent once
    /// more, on a new connection. Both attempts together keep to the budget.
    ///
    /// # Errors
    ///
    /// Why there is no complete response.
    pub fn get(&self, request: Request) -> Result<Response, Cause> {
        match self.exchange(request, Connection::Kept) {
            Err(Broken::Stale) => match self.exchange(request, Connection::New) {
                Err(Broken::Stale) => Err(Cause::ConnectionLost),
                Err(Broken::Failed(cause)) => Err(cause),
                Ok(response) => Ok(response),
            },
            Err(Broken::Failed(cause)) => Err(cause),
            Ok(response) => Ok(response),
        }
    }

    fn exchange(&self, request: Request, connection: Connection) -> Result<Response, Broken> {
        let Request {
            address,
            token,
            path,
            budget,
            counts,
        } = request;
        let timeout = budget.left().map_err(Cause::Timeout)?;
        let failed = |error| Broken::from_ureq(error, budget.phase());
        self.requests.fetch_add(1, Ordering::Relaxed);
        if connection == Connection::Kept {
            counts.add_request();
        }
        let mut response = self
            .agent
            .get(format!("{address}{path}"))
            .header("Authorization", token.bearer())
            .header("Accept", "application/json")
            .config()
            .proxy(self.proxy(address.is_https(), address.host())?)
            .timeout_global(Some(timeout))
            .timeout_connect(self.connect_timeout(budget.phase(), timeout))
            // An idle age of zero closes the kept connections to this panel, so that a new one is made.
            .max_idle_age(if connection == Connection::New {
                Duration::ZERO
            } else {
                IDLE
            })
            .build()
            .call()
            .map_err(failed)?;
        let status = response.status().as_u16();
        let retry_after = header(&response, "retry-after");
        let body = if status == 429 {
            Vec::new()
        } else {
            read(response.body_mut(), self.max_body, budget.phase())?
        };
        self.heard.now();
        Ok(Response {
            status,
            body,
            retry_after,
        })
    }

    /// `None` if the caller's deadline comes first, so that a time-out is reported as the deadline.
    fn connect_timeout(&self, phase: Phase, left: Duration) -> Option<Duration> {
        let deadline_is_first = phase == Phase::Deadline && left <= self.connect_timeout;
        (!deadline_is_first).then_some(self.connect_timeout)
    }

    /// The proxy for a host. Never one for a request without TLS, which is to this machine: the proxy would see the token and
    /// connect to its own loopback.
    pub(super) fn proxy(&self, is_https: bool, host: &str) -> Result<Option<ureq::Proxy>, Cause> {
        if !is_https {
            return Ok(None);
        }
        let proxies = self.proxies.as_ref().map_err(|why| Cause::Internal(why.clone()))?;
        Ok(proxies.to(host).cloned())
    }

    /// The client, for other requests than those to a panel.
    pub(super) fn agent(&self) -> &Agent {
        &self.agent
    }
}

/// A failed exchange: `Stale` if a new connection may succeed.
enum Broken {
    Stale,
    Failed(Cause),
}

impl Broken {
    fn from_ureq(error: ureq::Error, phase: Phase) -> Self {
        match error {
            ureq::Error::Other(inner) if inner.is::<Stale>() => Self::Stale,
            error => Self::Failed(cause(error, phase)),
        }
    }
}

impl From<Cause> for Broken {
    fn from(cause: Cause) -> Self {
        Self::Failed(cause)
    }
}

fn header(response: &HttpResponse<ureq::Body>, name: &str) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(ToOwned::to_owned)
}

fn read(body: &mut ureq::Body, max: u64, phase: Phase) -> Result<Vec<u8>, Cause> {
    let announced = body.content_length().unwrap_or(0);
    if announced > max {
        return Err(Cause::TooLarge(max));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(announced.min(1 << 20)).unwrap_or(0));
    let mut reader = body.with_config().limit(u64::MAX).reader().take(max.saturating_add(1));
    reader
        .read_to_end(&mut bytes)
        .map_err(|error| cause(error.into(), phase))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > max {
        return Err(Cause::TooLarge(max));
    }
    Ok(bytes)
}
