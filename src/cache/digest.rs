//! A hash to compare texts without storing them. It is not for secrets and does not resist deliberate collisions: a collision would
//! only keep an old report.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

/// A 64-bit hash, the same in every process of the same build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(u64);

impl Digest {
    /// The hash of a value.
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        // Without random keys, so that all processes get the same hash.
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        Self(hasher.finish())
    }

    /// In hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:016x}", self.0)
    }
}
