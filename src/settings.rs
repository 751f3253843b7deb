//! What an operator can set, checked. The PHP side reads it from php.ini once a process.

use std::path::PathBuf;
use std::time::Duration;

/// The settings of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// For one request as a whole.
    pub timeout: Duration,
    /// For name look-up, connection and TLS.
    pub connect_timeout: Duration,
    /// Requests in flight at once in one sweep, 1 to 64.
    pub concurrency: usize,
    /// Largest body that is read, in bytes, after unpacking.
    pub max_body: u64,
    /// How IPv4 addresses count.
    pub ipv4_pool: Ipv4Pool,
    /// Where trust in the panel's certificate comes from.
    pub trust: Trust,
    /// Folder of the shared cache; `None` is the default one.
    pub cache_dir: Option<PathBuf>,
    /// URL of a Redis or Valkey that holds the shared cache instead.
    pub redis_url: Option<String>,
}

/// The certificates that are trusted to sign the panel's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// The system's store.
    #[default]
    System,
    /// The system's store, and the certificates of this PEM file.
    SystemAnd(PathBuf),
    /// The certificates of this PEM file alone, as PHP's own `curl.cainfo` and `openssl.cafile` have it.
    Only(PathBuf),
}

/// What `network.total.ipv4.free` of a hypervisor stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ipv4Pool {
    /// One pool that each hypervisor of the group sees: the highest figure counts once a group.
    #[default]
    Group,
    /// Each hypervisor's own blocks, which may overlap: never promises an address twice, whatever the overlap.
    Hypervisor,
}

impl Ipv4Pool {
    /// As the setting and reports name it.
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
