//! The settings after validation. The PHP side reads them from php.ini once per process.

use std::path::PathBuf;
use std::time::Duration;

/// The settings of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The limit of one whole request, its retry included.
    pub timeout: Duration,
    /// The limit of name look-up, connection and TLS together.
    pub connect_timeout: Duration,
    /// The most requests in flight at once in one sweep, 1 to 64.
    pub concurrency: usize,
    /// The largest body that is read, in bytes, after decompression.
    pub max_body: u64,
    /// How IPv4 addresses are counted.
    pub ipv4_pool: Ipv4Pool,
    /// Which certificates are trusted.
    pub trust: Trust,
    /// The folder of the shared cache; `None` for the default folder.
    pub cache_dir: Option<PathBuf>,
    /// The URL of a Redis or Valkey server that stores the shared cache instead of a folder.
    pub redis_url: Option<String>,
}

/// The certificates that are trusted: as issuers of the panel's certificate, or as that certificate itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// The system's store.
    #[default]
    System,
    /// The system's store, and the certificates of this PEM file.
    SystemAnd(PathBuf),
    /// Only the certificates of this PEM file, as with PHP's own `curl.cainfo` and `openssl.cafile`.
    Only(PathBuf),
}

/// What `network.total.ipv4.free` of a hypervisor counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ipv4Pool {
    /// One pool that every hypervisor of the group reports: the highest count is used, once per group.
    #[default]
    Group,
    /// Each hypervisor's own blocks, which may overlap; no address is counted twice.
    Hypervisor,
}

impl Ipv4Pool {
    /// The value in php.ini and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Hypervisor => "hypervisor",
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            concurrency: 10,
            max_body: 32 << 20,
            ipv4_pool: Ipv4Pool::Group,
            trust: Trust::System,
            cache_dir: None,
            redis_url: None,
        }
    }
}
