//! One HTTP exchange with a panel: `GET`, with a token, within a time, up to a size.
//!
//! One client per process, made on first use; connections are kept. TLS is always verified and no redirect is followed.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ureq::unversioned::transport::{ConnectProxyConnector, Connector, TcpConnector};
use ureq::{Agent, Timeout};

use super::tls::Tls;
use super::trust::Anchors;
use super::{Panel, dial, proxy};
use crate::deadline::Deadline;
use crate::failure::{Cause, Distrust, Phase};
use crate::settings::Settings;

/// What the panel answered, whatever it is.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, unpacked. Not read for a 429, which says nothing in it.
    pub body: Vec<u8>,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
}

/// The client of a process.
#[derive(Debug)]
pub struct Http {
    encrypted: Result<Agents, String>,
    plain: Agents,
    timeout: Duration,
    max_body: u64,
    requests: AtomicU64,
    warning: Option<String>,
}

/// The two ways to the panels of one scheme.
#[derive(Debug)]
struct Agents {
    /// Over kept connections.
    kept: Agent,
    /// Over a new connection each time.
    anew: Agent,
}

impl Http {
    /// Makes the client. Reads the environment, and certificates that the settings name; opens nothing.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let anchors = Anchors::load(&settings.trust);
        let tls = Tls::new(anchors.sources);
        let agents = |proxy: Option<ureq::Proxy>| Agents {
            kept: agent(settings, proxy.clone(), tls.clone(), settings.concurrency),
            anew: agent(settings, proxy, tls.clone(), 0),
        };
        Self {
            encrypted: proxy::from_environment().map(agents),
            // Of this machine alone: a proxy would see the token, and reach another machine's loopback.
            plain: agents(None),
            timeout: settings.timeout,
            max_body: settings.max_body,
            requests: AtomicU64::new(0),
            warning: anchors.warning,
        }
    }

    /// What the operator should know of the settings.
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

    /// Asks the panel for a path below its address.
    ///
    /// A request that fails on a kept connection before any answer is sent once more on a new one: the panel had closed it.
    pub fn get(&self, panel: &Panel, path: &str, deadline: Deadline) -> Result<Response, Cause> {
        let agents = if panel.address.is_https() {
            self.encrypted.as_ref().map_err(|why| Cause::Internal(why.clone()))?
        } else {
            &self.plain
        };
        match self.exchange(&agents.kept, panel, path, deadline) {
            Err(Broken::BeforeAnswer) => match self.exchange(&agents.anew, panel, path, deadline) {
                Err(Broken::BeforeAnswer) => Err(Cause::ConnectionLost),
                Err(Broken::Failed(cause)) => Err(cause),
                Ok(response) => Ok(response),
            },
            Err(Broken::Failed(cause)) => Err(cause),
            Ok(response) => Ok(response),
        }
    }

    fn exchange(&self, agent: &Agent, panel: &Panel, path: &str, deadline: Deadline) -> Result<Response, Broken> {
        let left = deadline.left();
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Cause::Timeout(Phase::Deadline).into());
        }
        let by_deadline = left.is_some_and(|left| left < self.timeout);
        let timeout = left.map_or(self.timeout, |left| left.min(self.timeout));
        let whole = if by_deadline { Phase::Deadline } else { Phase::Request };

        dial::start();
        self.requests.fetch_add(1, Ordering::Relaxed);
        let mut response = agent
            .get(format!("{}{path}", panel.address))
            .header("Authorization", panel.token.bearer())
            .header("Accept", "application/json")
            .config()
            .timeout_global(Some(timeout))
            .build()
            .call()
            .map_err(|error| {
                if dial::dialled() {
                    Broken::Failed(cause(error, whole))
                } else {
                    before_answer(error, whole)
                }
            })?;
        let status = response.status().as_u16();
        let retry_after = response
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok())
            .map(ToOwned::to_owned);
        let body = if status == 429 {
            Vec::new()
        } else {
            read(response.body_mut(), self.max_body, whole)?
        };
        Ok(Response {
            status,
            body,
            retry_after,
        })
    }
}

/// A failure of one exchange, and whether another connection may do better.
enum Broken {
    BeforeAnswer,
    Failed(Cause),
}

impl From<Cause> for Broken {
    fn from(cause: Cause) -> Self {
        Self::Failed(cause)
    }
}

fn agent(settings: &Settings, proxy: Option<ureq::Proxy>, tls: Tls, kept: usize) -> Agent {
    let config = Agent::config_builder()
        .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(proxy)
        .timeout_resolve(Some(settings.connect_timeout))
        .timeout_connect(Some(settings.connect_timeout))
        .max_idle_connections(kept * 4)
        .max_idle_connections_per_host(kept)
        .max_idle_age(Duration::from_secs(60))
        .build();
    let connector = ().chain(ConnectProxyConnector::default()).chain(TcpConnector::default()).chain(tls);
    Agent::with_parts(
        config,
        dial::Dial(connector, settings.connect_timeout),
        <dial::Names>::default(),
    )
}

fn read(body: &mut ureq::Body, max: u64, whole: Phase) -> Result<Vec<u8>, Broken> {
    let announced = body.content_length().unwrap_or(0);
    if announced > max {
        return Err(Cause::TooLarge(max).into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(announced.min(1 << 20)).unwrap_or(0));
    let mut reader = body.with_config().limit(u64::MAX).reader().take(max.saturating_add(1));
    reader
        .read_to_end(&mut bytes)
        .map_err(|error| Broken::Failed(cause(error.into(), whole)))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > max {
        return Err(Cause::TooLarge(max).into());
    }
    Ok(bytes)
}

/// A failure on a kept connection: time-outs stand, anything else may be the connection's age.
fn before_answer(error: ureq::Error, whole: Phase) -> Broken {
    match error {
        ureq::Error::Io(_) | ureq::Error::ConnectionFailed | ureq::Error::Protocol(_) => Broken::BeforeAnswer,
        other => Broken::Failed(cause(other, whole)),
    }
}

fn cause(error: ureq::Error, whole: Phase) -> Cause {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => Cause::Timeout(Phase::Connect),
        ureq::Error::Timeout(_) => Cause::Timeout(whole),
        ureq::Error::HostNotFound => Cause::HostNotFound,
        ureq::Error::ConnectionFailed => Cause::Refused,
        ureq::Error::Rustls(error) => tls(&error),
        ureq::Error::Tls(words) => Cause::Tls(words.to_owned()),
        ureq::Error::Io(error) => by_io(&error, whole),
        ureq::Error::BodyExceedsLimit(limit) => Cause::TooLarge(limit),
        ureq::Error::Decompress(..) => Cause::Protocol("the body is not valid gzip".to_owned()),
        ureq::Error::ConnectProxyFailed(_) => Cause::Protocol("the proxy refused to connect to the panel".to_owned()),
        other => Cause::Protocol(other.to_string()),
    }
}

fn by_io(error: &io::Error, whole: Phase) -> Cause {
    let inner = error.get_ref();
    if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return tls(error);
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Cause::Timeout(whole),
        io::ErrorKind::ConnectionRefused => Cause::Refused,
        io::ErrorKind::InvalidData => Cause::Tls(error.to_string()),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::NotConnected
        | io::ErrorKind::UnexpectedEof => Cause::ConnectionLost,
        _ => Cause::Protocol(error.to_string()),
    }
}

fn tls(error: &rustls::Error) -> Cause {
    use rustls::{AlertDescription, CertificateError as Certificate, Error, PeerIncompatible};
    match error {
        Error::InvalidCertificate(why) => Cause::NotTrusted(match why {
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. } => Distrust::Expired,
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => Distrust::WrongName,
            Certificate::Other(found) => match found.0.downcast_ref::<Distrust>() {
                Some(distrust) => distrust.clone(),
                None => Distrust::Other(why.to_string()),
            },
            other => Distrust::Other(other.to_string()),
        }),
        Error::AlertReceived(AlertDescription::ProtocolVersion)
        | Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => Cause::OldTls,
        Error::InvalidMessage(_) => Cause::NotTls,
        Error::General(words) => Cause::Tls(words.clone()),
        other => Cause::Tls(other.to_string()),
    }
}
