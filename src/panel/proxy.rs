//! The proxy that the environment names for panels behind TLS, as curl reads it. Only encrypted requests go through it.

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
    /// Names the variable that cannot be used.
    pub(super) fn from_environment() -> Result<Self, String> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// The proxy for a host, if any.
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

    fn way(variables: &[(&str, &str)]) -> Option<String> {
        let proxies = read(variables).unwrap();
        proxies.to("panel.example.com").map(|proxy| proxy.host().to_owned())
    }

    #[test]
    fn the_variable_for_https_comes_before_the_one_for_all_and_lower_case_first() {
        assert_eq!(
            way(&[("ALL_PROXY", "http://all"), ("all_proxy", "http://small")]).unwrap(),
            "small"
        );
        assert_eq!(
            way(&[("ALL_PROXY", "http://all"), ("HTTPS_PROXY", "http://https")]).unwrap(),
            "https"
        );
        assert_eq!(way(&[("https_proxy", ""), ("ALL_PROXY", "http://all")]).unwrap(), "all");
        assert_eq!(
            way(&[("http_proxy", "http://plain"), ("HTTP_PROXY", "http://plain")]),
            None
        );
    }

    #[test]
    fn exceptions_are_reached_without_the_proxy() {
        let proxy = ("https_proxy", "http://user:secret@proxy.example.net:3128");
        assert_eq!(way(&[proxy]).unwrap(), "proxy.example.net");
        assert_eq!(way(&[proxy, ("no_proxy", "example.com")]), None);
        assert_eq!(way(&[proxy, ("NO_PROXY", "example.com")]), None);
        let both = [proxy, ("no_proxy", "example.org"), ("NO_PROXY", "example.com")];
        assert_eq!(way(&both).unwrap(), "proxy.example.net");
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_named_by_its_variable_alone() {
        for url in ["socks5://user:secret@127.0.0.1:9", "http://", "ftp://user:secret@host"] {
            let why = read(&[("HTTPS_PROXY", url)]).unwrap_err();
            assert!(why.contains("HTTPS_PROXY") && !why.contains("secret"), "{why}");
        }
    }
}
