//! The settings, checked. The PHP side reads them from php.ini once per process.

use std::path::PathBuf;
use std::time::Duration;

/// The settings of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// For one whole request, its retry included.
    pub timeout: Duration,
    /// For name look-up, connection and TLS.
    pub connect_timeout: Duration,
    /// Requests in flight at once in one sweep, 1 to 64.
    pub concurrency: usize,
    /// Largest body that is read, in bytes, after decompression.
    pub max_body: u64,
    /// How IPv4 addresses count.
    pub ipv4_pool: Ipv4Pool,
    /// The certificates that may sign the panel's, or be it.
    pub trust: Trust,
    /// Folder of the shared cache; `None` is the default one.
    pub cache_dir: Option<PathBuf>,
    /// URL of a Redis or Valkey that stores the shared cache instead.
    pub redis_url: Option<String>,
}

/// Which certificates are trusted.
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
    /// One pool that every hypervisor of the group reports: the highest figure counts once per group.
    #[default]
    Group,
    /// Each hypervisor's own blocks, which may overlap; no address counts twice.
    Hypervisor,
}

impl Ipv4Pool {
    /// The name in php.ini and in reports.
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
