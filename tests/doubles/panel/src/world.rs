//! The description of a panel's content, as it is written in a world file or built in a test.
//!
//! It is data alone: it is checked and expanded when a panel takes it over, not here.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::{Fault, Invalid};

/// What a panel holds.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct World {
    /// The token with full access. None: the panel makes one, or keeps the one it has.
    pub token: Option<String>,
    /// Packages by id; each is an object whose fields are merged over those of the vendor's example package.
    pub packages: BTreeMap<u64, Value>,
    /// Groups by id; each is a list of hypervisors (full or short form), or the string `vendor`.
    pub groups: BTreeMap<u64, Value>,
    /// Milliseconds before every answer.
    pub latency_ms: u64,
    /// What goes wrong; the first match wins.
    pub faults: Vec<Fault>,
    /// Tokens that are accepted, and refused on some paths.
    pub limited_tokens: Vec<LimitedToken>,
}

/// A token without all permissions. As a bare string in JSON it may not read the compute part.
#[derive(Clone, Deserialize)]
#[serde(from = "Written")]
pub struct LimitedToken {
    /// The token itself.
    pub token: String,
    /// Path patterns that are answered with 403.
    pub forbidden: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Bare(String),
    Full { token: String, forbidden: Vec<String> },
}

impl From<Written> for LimitedToken {
    fn from(written: Written) -> Self {
        match written {
            Written::Bare(token) => Self::without_compute(token),
            Written::Full { token, forbidden } => Self { token, forbidden },
        }
    }
}

impl LimitedToken {
    /// Passes `/connect` and reads packages, and is refused on everything below `/compute`.
    pub fn without_compute(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            forbidden: vec!["/compute/*".into()],
        }
    }

    /// Passes `/connect` alone: refused on packages as well.
    pub fn without_reading(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            forbidden: vec!["/compute/*".into(), "/packages*".into()],
        }
    }
}

impl World {
    /// A world from the JSON text of a world file.
    ///
    /// # Errors
    /// When it is not JSON, or not a world; an unknown key is an error.
    pub fn from_json(text: &str) -> Result<Self, Invalid> {
        serde_json::from_str(text).map_err(|error| Invalid::new(format!("world: {error}")))
    }

    /// With this token.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// With this package: fields over the vendor's example package.
    #[must_use]
    pub fn package(mut self, id: u64, fields: Value) -> Self {
        self.packages.insert(id, fields);
        self
    }

    /// With this group: a list of hypervisors, or the string `vendor`.
    #[must_use]
    pub fn group(mut self, id: u64, hypervisors: Value) -> Self {
        self.groups.insert(id, hypervisors);
        self
    }

    /// With this limited token.
    #[must_use]
    pub fn limited(mut self, token: LimitedToken) -> Self {
        self.limited_tokens.push(token);
        self
    }

    /// With this fault.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }
}

/// Without any token: a failing test prints this.
impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("packages", &self.packages)
            .field("groups", &self.groups)
            .field("latency_ms", &self.latency_ms)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for LimitedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitedToken")
            .field("forbidden", &self.forbidden)
            .finish_non_exhaustive()
    }
}
