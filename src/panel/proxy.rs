//! The proxy that the environment names for panels behind TLS, read as curl reads it. Through it goes what is encrypted, and
//! never a request to this machine itself.

use ureq::{Proxy, ProxyProtocol};

/// The proxy, if any; an error says which variable cannot be used.
pub(super) fn from_environment() -> Result<Option<Proxy>, String> {
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    let Some((name, url)) = names.iter().find_map(|name| variable(name).map(|url| (*name, url))) else {
        return Ok(None);
    };
    let unusable = || format!("the environment variable {name} names no proxy that can be used");
    let proxy = Proxy::new(&url).map_err(|_| unusable())?;
    if !matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https) {
        return Err(format!(
            "the environment variable {name} names a SOCKS proxy, which cannot be used; an HTTP proxy can"
        ));
    }
    let Some(exceptions) = variable("no_proxy").or_else(|| variable("NO_PROXY")) else {
        return Ok(Some(proxy));
    };
    let mut builder = Proxy::builder(proxy.protocol()).host(proxy.host()).port(proxy.port());
    if let Some(username) = proxy.username() {
        builder = builder.username(username);
    }
    if let Some(password) = proxy.password() {
        builder = builder.password(password);
    }
    for exception in exceptions.split([',', ' ']).filter(|exception| !exception.is_empty()) {
        // curl takes a name for itself and for everything below it.
        let name = exception.trim_start_matches('*').trim_start_matches('.');
        builder = if name.is_empty() {
            builder.no_proxy("*")
        } else {
            builder.no_proxy(name).no_proxy(&format!(".{name}"))
        };
    }
    builder.build().map(Some).map_err(|_| unusable())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
