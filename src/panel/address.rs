//! A panel's address: `https://host[:port]/path`, without anything that could send the token elsewhere.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use ureq::http::Uri;

/// The address of the panel's API, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address(Arc<str>);

/// Why a text is not a panel's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It is not of the form `https://host[:port]/path`.
    Form,
    /// Plain HTTP to another host than this machine.
    PlainHttp,
    /// It contains a user name or password.
    Credentials,
    /// It contains a query or a fragment.
    Query,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "must be of the form https://host[:port]/path",
            Self::PlainHttp => "must start with https://; plain http:// is accepted only for loopback addresses",
            Self::Credentials => "must not contain a user name or password; the token goes into its own argument",
            Self::Query => "must not contain a query or a fragment",
        })
    }
}

impl Address {
    /// Parses an address.
    ///
    /// # Errors
    ///
    /// Why the text is not an address. The error does not contain the text, which may contain a secret.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.contains(['?', '#']) {
            return Err(AddressError::Query);
        }
        let (origin, uri) = origin(text)?;
        let path = uri.path().trim_end_matches('/');
        Ok(Self(format!("{origin}{path}").into()))
    }

    /// The address in its normal form: lower-case scheme and host, no default port.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host: a name, an IPv4 address, or an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        host(&self.0)
    }

    /// Whether connections to it are encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The origin of a URL in its normal form, and the parsed URL.
///
/// # Errors
///
/// The text is not a URL with a path, or the token or another secret in it could be seen on the way.
pub(super) fn origin(text: &str) -> Result<(String, Uri), AddressError> {
    if text.chars().any(|character| {
        !character.is_ascii_graphic() || matches!(character, '\\' | '"' | '<' | '>' | '^' | '`' | '{' | '|' | '}')
    }) {
        return Err(AddressError::Form);
    }
    let uri: Uri = text.parse().map_err(|_| AddressError::Form)?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(AddressError::Form);
    };
    if authority.as_str().contains('@') {
        return Err(AddressError::Credentials);
    }
    let after_authority = text
        .find("://")
        .map_or(text.len(), |at| at + 3 + authority.as_str().len());
    let host = authority.host().to_ascii_lowercase();
    let port = match authority.as_str()[authority.host().len()..].strip_prefix(':') {
        Some(port) => Some(
            port.parse::<u16>()
                .ok()
                .filter(|port| *port > 0)
                .ok_or(AddressError::Form)?,
        ),
        None if authority.as_str().len() > authority.host().len() => return Err(AddressError::Form),
        None => None,
    };
    if !is_host(&host) || !text[after_authority..].starts_with('/') {
        return Err(AddressError::Form);
    }
    let default_port = match scheme.to_ascii_lowercase().as_str() {
        "https" => 443,
        "http" if is_loopback(&host) => 80,
        "http" => return Err(AddressError::PlainHttp),
        _ => return Err(AddressError::Form),
    };
    let port = port
        .filter(|port| *port != default_port)
        .map_or(String::new(), |port| format!(":{port}"));
    Ok((format!("{}://{host}{port}", scheme.to_ascii_lowercase()), uri))
}

/// The host of an origin, or of a URL that starts with one.
pub(super) fn host(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = after_scheme.split('/').next().unwrap_or_default();
    match authority.rfind(']') {
        Some(end) => &authority[..=end],
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address
            .strip_suffix(']')
            .is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    !host.is_empty()
        && host.len() <= 253
        && host.split('.').all(|label| !label.is_empty() || host.ends_with('.'))
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || host
            .trim_matches(['[', ']'])
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_addresses_are_normalized() {
        let cases = [
            ("https://panel.example.com/api/v1", "https://panel.example.com/api/v1"),
            (
                "https://Panel.Example.COM:443/api/v1/",
                "https://panel.example.com/api/v1",
            ),
            ("HTTPS://panel.example.com:8443/", "https://panel.example.com:8443"),
            ("https://192.0.2.1/api/v1", "https://192.0.2.1/api/v1"),
            ("https://[2001:db8::1]:8443/api", "https://[2001:db8::1]:8443/api"),
            ("http://localhost:8080/api/v1", "http://localhost:8080/api/v1"),
            ("http://127.0.0.1/api", "http://127.0.0.1/api"),
            ("http://[::1]:80/api", "http://[::1]/api"),
        ];
        for (text, address) in cases {
            assert_eq!(
                Address::parse(text).map(|address| address.to_string()),
                Ok(address.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn the_host_has_no_port_and_no_path() {
        for (text, host) in [
            ("https://Panel.example.com:8443/api/v1", "panel.example.com"),
            ("https://panel.example.com/api", "panel.example.com"),
            ("https://192.0.2.1:8443/", "192.0.2.1"),
            ("https://[2001:db8::1]:8443/api", "[2001:db8::1]"),
            ("https://[2001:db8::1]/api", "[2001:db8::1]"),
        ] {
            assert_eq!(Address::parse(text).unwrap().host(), host);
        }
    }

    #[test]
    fn invalid_addresses_are_refused() {
        let cases = [
            ("", AddressError::Form),
            ("panel.example.com", AddressError::Form),
            ("panel.example.com/api/v1", AddressError::Form),
            ("//panel.example.com/api", AddressError::Form),
            ("https://", AddressError::Form),
            ("https:///api/v1", AddressError::Form),
            ("https://panel.example.com", AddressError::Form),
            ("ftp://panel.example.com/api", AddressError::Form),
            ("file:///etc/passwd", AddressError::Form),
            ("https://panel.example.com:0/api", AddressError::Form),
            ("https://panel.example.com:99999/api", AddressError::Form),
            ("https://panel.example.com:/api", AddressError::Form),
            ("https://panel example.com/api", AddressError::Form),
            ("https://panel.example.com/api v1", AddressError::Form),
            ("https://panel.example.com/api\r\nHost: evil", AddressError::Form),
            ("https://pänel.example.com/api", AddressError::Form),
            ("https://panel..example.com/api", AddressError::Form),
            ("https://panel.example.com\\@evil.example/api", AddressError::Form),
            ("https://admin:secret@panel.example.com/api", AddressError::Credentials),
            ("https://panel.example.com/api?token=x", AddressError::Query),
            ("https://panel.example.com/api#x", AddressError::Query),
            ("http://panel.example.com/api/v1", AddressError::PlainHttp),
            ("http://127.0.0.1.example.com/api", AddressError::PlainHttp),
            ("http://192.168.1.1/api", AddressError::PlainHttp),
        ];
        for (text, error) in cases {
            assert_eq!(Address::parse(text), Err(error), "{text}");
        }
    }
}
