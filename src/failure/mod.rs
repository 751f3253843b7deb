//! Why something is not known, as data. `Display` turns it into one line of text, and only here.
//!
//! Imports nothing from this crate, so that every module can return a failure.

mod closed;
mod distrust;
mod shape;

use std::fmt;

pub use closed::Closed;
pub use distrust::Distrust;
pub use shape::{GroupError, MAX_PAGES, NotUnderstood, PackageError};

/// The path that was requested, and why there is no answer. Contains no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The path below the panel's address, such as `/packages/3`.
    pub path: String,
    /// What happened.
    pub cause: Cause,
}

/// The time limit that a request exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Name look-up, connection, TLS. The setting is `connect_timeout`.
    Connect,
    /// The whole request. The setting is `timeout`.
    Request,
    /// The caller's own deadline.
    Deadline,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An unexpected status.
    Status(u16),
    /// A redirect. It is not followed, because the token must not be sent elsewhere.
    Redirect(u16),
    /// A 404 that looks like the error page of a web server, and `/connect` did not confirm that the panel is there.
    UnconfirmedNotFound,
    /// A time limit was exceeded.
    Timeout(Phase),
    /// The host name was not found.
    HostNotFound,
    /// The connection was refused.
    Refused,
    /// This machine has no route to the panel's address.
    NoRoute,
    /// The certificate is not trusted.
    NotTrusted(Distrust),
    /// The panel offers only TLS older than 1.2.
    OldTls,
    /// The server does not speak TLS.
    NotTls,
    /// Any other failure of the TLS handshake, with the library's message.
    Tls(String),
    /// The connection ended before the answer was complete.
    ConnectionLost,
    /// The answer violates HTTP.
    Protocol(String),
    /// The body is larger than this many bytes, the setting `max_body`.
    TooLarge(u64),
    /// All pages of a group together are larger than this many bytes.
    PagesTooLarge(u64),
    /// The body contains bytes that are not UTF-8.
    NotUtf8,
    /// The body nests deeper than 64 levels.
    TooDeep,
    /// The body is not JSON. Contains the byte where reading stopped, counted from 0, if it is known.
    NotJson(Option<usize>),
    /// The body is not a package.
    Package(PackageError),
    /// The body is not a group, or its pages do not add up to one.
    Group(GroupError),
    /// A value that the product's quantity depends on is not understood.
    NotUnderstood(NotUnderstood),
    /// The package's storage profile is not understood.
    StorageProfile,
    /// The requested id is below 1.
    InvalidId(i64),
    /// This process could not send the request.
    Internal(String),
    /// The thread that sent the request panicked, which is a bug of this extension.
    Panic,
    /// The thread that sent the request did not return within the time-out of the request.
    NoResult,
    /// The breaker refuses the request.
    Closed(Closed),
    /// Another process sent the same request at the same time and failed; this is its message.
    Elsewhere(String),
}

impl Failure {
    /// A failed request for this path.
    pub fn new(path: impl Into<String>, cause: Cause) -> Self {
        Self {
            path: path.into(),
            cause,
        }
    }
}

impl Cause {
    /// A short identifier of the cause. The admin page selects its advice by it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Status(401) => "token_refused",
            Self::Status(403) => "no_access",
            Self::Status(429) => "rate_limited",
            Self::Status(_) => "status",
            Self::Redirect(_) => "redirect",
            Self::UnconfirmedNotFound => "no_panel_there",
            Self::HostNotFound => "host_not_found",
            Self::Refused | Self::NoRoute | Self::ConnectionLost | Self::Timeout(Phase::Connect) => "unreachable",
            Self::Timeout(Phase::Request) => "timeout",
            Self::Timeout(Phase::Deadline) => "deadline",
            Self::NotTrusted(_) | Self::OldTls | Self::NotTls | Self::Tls(_) => "not_trusted",
            Self::TooLarge(_) | Self::PagesTooLarge(_) => "too_large",
            Self::Protocol(_)
            | Self::NotUtf8
            | Self::TooDeep
            | Self::NotJson(_)
            | Self::Package(_)
            | Self::Group(_)
            | Self::NotUnderstood(_)
            | Self::StorageProfile => "not_understood",
            Self::InvalidId(_) => "invalid_id",
            Self::Internal(_) | Self::Panic | Self::NoResult => "internal",
            Self::Closed(_) => "closed",
            Self::Elsewhere(_) => "elsewhere",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Elsewhere(text) => Printable(text).fmt(f),
            Cause::InvalidId(_) => write!(f, "{}: {}", self.path, self.cause),
            cause => write!(f, "GET {}: {cause}", self.path),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(401) => f.write_str("status 401: the panel refused the token"),
            Self::Status(403) => f.write_str("status 403: the token has no permission to read this"),
            Self::Status(429) => f.write_str("status 429: the panel limits how often it may be asked"),
            Self::Status(status) => write!(f, "unexpected status {status}"),
            Self::Redirect(status) => write!(f, "status {status}: a redirect, which is not followed"),
            Self::UnconfirmedNotFound => {
                f.write_str("status 404 with a page that is not the panel's, and /connect does not confirm the panel")
            }
            Self::Timeout(Phase::Connect) => f.write_str("timed out while connecting (connect_timeout)"),
            Self::Timeout(Phase::Request) => f.write_str("timed out (timeout)"),
            Self::Timeout(Phase::Deadline) => f.write_str("no answer within the caller's deadline"),
            Self::HostNotFound => f.write_str("the host's name was not found"),
            Self::Refused => f.write_str("the connection was refused"),
            Self::NoRoute => f.write_str("no route to the panel's address"),
            Self::NotTrusted(distrust) => write!(f, "the certificate is not trusted: {distrust}"),
            Self::OldTls => f.write_str("no TLS connection: the panel offers no TLS 1.2 or newer"),
            Self::NotTls => f.write_str("no TLS connection: the server there does not speak TLS, perhaps plain HTTP"),
            Self::Tls(text) => write!(f, "no TLS connection: {}", Printable(text)),
            Self::ConnectionLost => f.write_str("the connection was lost"),
            Self::Protocol(text) => write!(f, "not an HTTP answer: {}", Printable(text)),
            Self::TooLarge(limit) => write!(f, "the body is larger than {limit} bytes (max_body)"),
            Self::PagesTooLarge(limit) => {
                write!(
                    f,
                    "the pages together are larger than {limit} bytes (four times max_body)"
                )
            }
            Self::NotUtf8 => f.write_str("the body is not UTF-8"),
            Self::TooDeep => f.write_str("the body nests deeper than 64 levels"),
            Self::NotJson(Some(byte)) => write!(f, "the body is not JSON at byte {byte}"),
            Self::NotJson(None) => f.write_str("the body is not JSON"),
            Self::Package(error) => error.fmt(f),
            Self::Group(error) => error.fmt(f),
            Self::NotUnderstood(field) => field.fmt(f),
            Self::StorageProfile => f.write_str("\"primaryStorageProfile\" of the package is not understood"),
            Self::Closed(closed) => closed.fmt(f),
            Self::InvalidId(id) => write!(f, "an id must be at least 1, not {id}"),
            Self::Elsewhere(text) => Printable(text).fmt(f),
            Self::Internal(text) => write!(f, "not asked: {}", Printable(text)),
            Self::Panic => f.write_str("a panic, which is a bug of this extension"),
            Self::NoResult => f.write_str("the thread that asked gave no result in time"),
        }
    }
}

/// A message of a library on one line, without control characters, truncated to 200 characters.
struct Printable<'a>(&'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars().take(200) {
            write!(f, "{}", if character.is_control() { ' ' } else { character })?;
        }
        Ok(())
    }
}
