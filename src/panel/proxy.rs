//! The proxy that the environment names, read as by curl. Only requests over TLS use it.

use ureq::{Proxy, ProxyProtocol};

use super::no_proxy::Exceptions;

/// A proxy, and the hosts that are reached without it.
#[derive(Debug, Default)]
pub(super) struct Proxies {
    proxy: Option<Proxy>,
    exceptions: Exceptions,
}

impl Proxies {
    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// The message names the variable that is invalid.
    pub(super) fn from_environment() -> Result<Self, String> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// The proxy for a host, or `None` to connect directly.
    pub(super) fn to(&self, host: &str) -> Option<&Proxy> {
        self.proxy.as_ref().filter(|_| !self.exceptions.contain(host))
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
        let Some((name, url)) = names.iter().find_map(|name| variable(name).map(|url| (*name, url))) else {
            return Ok(Self::default());
        };
        let proxy =
            Proxy::new(&url).map_err(|_| format!("the environment variable {name} names no proxy that can be used"))?;
        if !matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https) {
            return Err(format!(
                "the environment variable {name} names a SOCKS proxy, which cannot be used; an HTTP proxy can"
            ));
        }
        let exceptions = variable("no_proxy")
            .or_else(|| variable("NO_PROXY"))
            .unwrap_or_default();
        Ok(Self {
            proxy: Some(proxy),
            exceptions: Exceptions::parse(&exceptions),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Proxies, String> {
        let value = |name: &str| variables.iter().find(|(one, _)| *one == name).map(|(_, value)| *value);
        Proxies::read(|name| value(name).map(ToOwned::to_owned))
    }

    fn proxy_host(variables: &[(&str, &str)]) -> Option<String> {
        let proxies = read(variables).unwrap();
        proxies.to("panel.example.com").map(|proxy| proxy.host().to_owned())
    }

    #[test]
    fn https_proxy_has_priority_over_all_proxy_and_lower_case_over_upper_case() {
        assert_eq!(
            proxy_host(&[("ALL_PROXY", "http://all"), ("all_proxy", "http://small")]).unwrap(),
            "small"
        );
        assert_eq!(
            proxy_host(&[("ALL_PROXY", "http://all"), ("HTTPS_PROXY", "http://https")]).unwrap(),
            "https"
        );
        assert_eq!(
            proxy_host(&[("https_proxy", ""), ("ALL_PROXY", "http://all")]).unwrap(),
            "all"
        );
        assert_eq!(
            proxy_host(&[("http_proxy", "http://plain"), ("HTTP_PROXY", "http://plain")]),
            None
        );
    }

    #[test]
    fn exceptions_are_reached_without_a_proxy() {
        let proxy = ("https_proxy", "http://user:secret@proxy.example.net:3128");
        assert_eq!(proxy_host(&[proxy]).unwrap(), "proxy.example.net");
        assert_eq!(proxy_host(&[proxy, ("no_proxy", "example.com")]), None);
        assert_eq!(proxy_host(&[proxy, ("NO_PROXY", "example.com")]), None);
        let both = [proxy, ("no_proxy", "example.org"), ("NO_PROXY", "example.com")];
        assert_eq!(proxy_host(&both).unwrap(), "proxy.example.net");
    }

    #[test]
    fn an_invalid_proxy_is_reported_by_its_variable_without_its_url() {
        for url in ["socks5://user:secret@127.0.0.1:9", "http://", "ftp://user:secret@host"] {
            let why = read(&[("HTTPS_PROXY", url)]).unwrap_err();
            assert!(why.contains("HTTPS_PROXY") && !why.contains("secret"), "{why}");
        }
    }
}
