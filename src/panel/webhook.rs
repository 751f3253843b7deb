//! One `POST` to a webhook, with the certificates and the proxy that requests to panels use.
//!
//! A webhook's URL is a secret, and so may its headers be: no message contains more of them than the host.

use std::fmt;
use std::time::Duration;

use ureq::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::address::{self, AddressError};
use super::error::{NO_MEMORY, cause};
use super::http::Http;
use crate::failure::{Cause, Phase};
use crate::sys;

/// The memory that buffers and TLS need, in bytes.
const WORKING_MEMORY: usize = 2 << 20;

/// Headers that the request sets by itself.
const RESERVED: [HeaderName; 8] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::EXPECT,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
];

/// The URL of a webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl {
    url: String,
    origin: String,
}

/// Why a text is not a webhook's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookUrlError(AddressError);

impl WebhookUrl {
    /// Parses a URL, with a path and perhaps a query.
    ///
    /// # Errors
    ///
    /// Why the text is not usable. The error does not contain the text.
    pub fn parse(text: &str) -> Result<Self, WebhookUrlError> {
        if text.contains('#') {
            return Err(WebhookUrlError(AddressError::Query));
        }
        let (origin, uri) = address::origin(text).map_err(WebhookUrlError)?;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self {
            url: format!("{origin}{path}"),
            origin,
        })
    }

    /// The host: a name, an IPv4 address, or an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        address::host(&self.origin)
    }

    fn is_https(&self) -> bool {
        self.origin.starts_with("https:")
    }
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookUrl({}…)", self.origin)
    }
}

impl fmt::Display for WebhookUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            AddressError::Credentials => f.write_str("must not contain a user name or password"),
            AddressError::Query => f.write_str("must not contain a fragment"),
            error => error.fmt(f),
        }
    }
}

/// The headers of a request.
#[derive(Clone, Default)]
pub struct Headers(HeaderMap);

/// Why a header cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// The name contains other characters than a header's name may.
    Name,
    /// The value contains control characters.
    Value,
    /// The request sets this header by itself.
    Reserved,
}

impl Headers {
    /// Sets a header.
    ///
    /// # Errors
    ///
    /// Why it cannot be sent. The error contains neither the name nor the value.
    pub fn set(&mut self, name: &[u8], value: &[u8]) -> Result<(), HeaderError> {
        let name = HeaderName::from_bytes(name).map_err(|_| HeaderError::Name)?;
        let value = HeaderValue::from_bytes(value).map_err(|_| HeaderError::Value)?;
        if RESERVED.contains(&name) {
            return Err(HeaderError::Reserved);
        }
        self.0.insert(name, value);
        Ok(())
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Headers({}…)", self.0.len())
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "must have the name of a header as its key",
            Self::Value => "must have a value without control characters",
            Self::Reserved => "must not be a header that the request sets by itself, such as Host or Content-Length",
        })
    }
}

/// Why a webhook did not accept a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// The status is not 2xx.
    Status(u16),
    /// A redirect, which is not followed.
    Redirect(u16),
    /// There was no status within this time.
    TimedOut(Duration),
    /// The proxy did not connect to the host.
    Proxy,
    /// There was no status for another reason.
    Failed(Cause),
}

impl fmt::Display for Undelivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "unexpected status {status}"),
            Self::Redirect(status) => write!(f, "redirected ({status}); redirects are not followed"),
            Self::TimedOut(time) => write!(f, "timed out after {} s", time.as_secs_f64()),
            Self::Proxy => f.write_str("the proxy refused to connect to the host"),
            Self::Failed(cause) => match cause {
                Cause::HostNotFound => f.write_str("host not found"),
                Cause::Refused => f.write_str("connection refused"),
                Cause::NoRoute => f.write_str("no route to the host"),
                Cause::ConnectionLost => f.write_str("connection lost"),
                Cause::OldTls => f.write_str("no TLS connection: the host offers no TLS 1.2 or newer"),
                // The text of the library may quote the URL.
                Cause::Protocol(_) => f.write_str("the answer is not HTTP"),
                Cause::Internal(why) => write!(f, "not sent: {why}"),
                cause => cause.fmt(f),
            },
        }
    }
}

impl Http {
    /// Sends one `POST` on a new connection and waits for its status, `timeout` at most in all. The answer's body is not read.
    ///
    /// # Errors
    ///
    /// Why there is no status 2xx. It is not sent again.
    pub fn post(&self, to: &WebhookUrl, headers: &Headers, body: &[u8], timeout: Duration) -> Result<(), Undelivered> {
        if !sys::can_map(WORKING_MEMORY) {
            return Err(Undelivered::Failed(Cause::Internal(NO_MEMORY.to_owned())));
        }
        let proxy = self.proxy(to.is_https(), to.host()).map_err(Undelivered::Failed)?;
        let mut request = self.agent().post(&to.url);
        if !headers.0.contains_key(header::CONTENT_TYPE) {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in &headers.0 {
            request = request.header(name, value);
        }
        let sent = request
            .config()
            .proxy(proxy)
            .timeout_global(Some(timeout))
            // Kept connections are not used: the host may have closed them, and then the request would have to be sent again.
            .max_idle_age(Duration::ZERO)
            .build()
            .send(body);
        match sent.map(|answer| answer.status().as_u16()) {
            Ok(200..=299) => Ok(()),
            Ok(status @ 300..=399) => Err(Undelivered::Redirect(status)),
            Ok(status) => Err(Undelivered::Status(status)),
            Err(ureq::Error::ConnectProxyFailed(_)) => Err(Undelivered::Proxy),
            Err(error) => Err(match cause(error, Phase::Request) {
                Cause::Timeout(_) => Undelivered::TimedOut(timeout),
                cause => Undelivered::Failed(cause),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_may_have_a_path_and_a_query() {
        for (text, host) in [
            ("https://hooks.example.com/services/T0/B0/secret", "hooks.example.com"),
            ("HTTPS://Hooks.example.com:8443/?key=a/b@c", "hooks.example.com"),
            ("http://127.0.0.1:8080/hook", "127.0.0.1"),
            ("https://[2001:db8::1]/x", "[2001:db8::1]"),
        ] {
            let url = WebhookUrl::parse(text).expect(text);
            assert_eq!(url.host(), host);
            assert!(!format!("{url:?}").contains("secret"));
        }
        let url = WebhookUrl::parse("https://h.example:443/a?b=c").expect("a URL");
        assert_eq!(url.url, "https://h.example/a?b=c");
    }

    #[test]
    fn an_unusable_url_is_refused_without_its_text() {
        for (text, part) in [
            ("", "must be of the form https://host[:port]/path"),
            ("hooks.example.com/x", "must be of the form"),
            ("https://hooks.example.com", "must be of the form"),
            ("ftp://hooks.example.com/x", "must be of the form"),
            ("https://hooks.example.com/\r\nX: secret", "must be of the form"),
            ("http://hooks.example.com/secret", "must start with https://"),
            ("https://user:secret@hooks.example.com/x", "user name"),
            ("https://hooks.example.com/x#secret", "fragment"),
        ] {
            let error = WebhookUrl::parse(text).expect_err(text).to_string();
            assert!(error.contains(part) && !error.contains("secret"), "{text}: {error}");
        }
    }

    #[test]
    fn headers_that_cannot_be_sent_are_refused() {
        let mut headers = Headers::default();
        assert_eq!(headers.set(b"X-Signature", b"sha256=0a"), Ok(()));
        assert_eq!(headers.set(b"X Signature", b"1"), Err(HeaderError::Name));
        assert_eq!(headers.set(b"", b"1"), Err(HeaderError::Name));
        assert_eq!(headers.set(b"X-Signature", b"1\r\nHost: x"), Err(HeaderError::Value));
        for name in ["Host", "content-length", "Transfer-Encoding"] {
            assert_eq!(headers.set(name.as_bytes(), b"1"), Err(HeaderError::Reserved), "{name}");
        }
    }

    #[test]
    fn a_message_says_what_happened_on_one_line() {
        let failed = |cause| Undelivered::Failed(cause).to_string();
        assert_eq!(Undelivered::Status(500).to_string(), "unexpected status 500");
        assert_eq!(
            Undelivered::TimedOut(Duration::from_millis(1500)).to_string(),
            "timed out after 1.5 s"
        );
        assert_eq!(
            failed(Cause::Protocol("https://h/secret\n".to_owned())),
            "the answer is not HTTP"
        );
        assert_eq!(failed(Cause::Internal("why".to_owned())), "not sent: why");
    }
}
