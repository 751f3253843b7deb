//! The description of a panel's content, as it is written in a world file or built in a test.
//!
//! Only data: the panel checks and expands it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::{Fault, Invalid};

/// A panel's content.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct World {
    /// The token with full access. `None`: the panel makes one, or keeps its current one.
    pub token: Option<String>,
    /// Packages by id; each is an object whose fields are merged over those of the vendor's example package.
    pub packages: BTreeMap<u64, Value>,
    /// Groups by id; each is a list of hypervisors (full or short form), or the string `vendor`.
    pub groups: BTreeMap<u64, Value>,
    /// Names of groups, by id, also of groups without hypervisors here; `Group ID` for the others.
    pub group_names: BTreeMap<u64, Value>,
    /// Milliseconds before every answer.
    pub latency_ms: u64,
    /// The faults; the first match wins.
    pub faults: Vec<Fault>,
    /// Tokens that are accepted, but not on every path.
    pub limited_tokens: Vec<LimitedToken>,
}

/// A token that lacks some permissions. A bare string in JSON is a token without access to the compute part.
#[derive(Clone, Deserialize)]
#[serde(from = "Written")]
pub struct LimitedToken {
    /// The token itself.
    pub token: String,
    /// Patterns of the paths that it gets a 403 for.
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
    /// May read everything except what is below `/compute`.
    pub fn without_compute(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            forbidden: vec!["/compute/*".into()],
        }
    }

    /// May use only `/connect`.
    pub fn without_reading(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            forbidden: vec!["/compute/*".into(), "/packages*".into()],
        }
    }
}

impl World {
    /// Parses a world file.
    ///
    /// # Errors
    /// The text is not JSON, or not a world; unknown keys are errors.
    pub fn from_json(text: &str) -> Result<Self, Invalid> {
        serde_json::from_str(text).map_err(|error| Invalid::new(format!("world: {error}")))
    }

    /// Sets the token with full access.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Adds a package: the vendor's example package with these fields replaced.
    #[must_use]
    pub fn package(mut self, id: u64, fields: Value) -> Self {
        self.packages.insert(id, fields);
        self
    }

    /// Adds a group: a list of hypervisors, or the string `vendor`.
    #[must_use]
    pub fn group(mut self, id: u64, hypervisors: Value) -> Self {
        self.groups.insert(id, hypervisors);
        self
    }

    /// Names a group, which need not have hypervisors here.
    #[must_use]
    pub fn group_name(mut self, id: u64, name: impl Into<Value>) -> Self {
        self.group_names.insert(id, name.into());
        self
    }

    /// Adds a limited token.
    #[must_use]
    pub fn limited(mut self, token: LimitedToken) -> Self {
        self.limited_tokens.push(token);
        self
    }

    /// Adds a fault.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }
}

/// Omits all tokens: failing tests print this.
impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("packages", &self.packages)
            .field("groups", &self.groups)
            .field("group_names", &self.group_names)
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
