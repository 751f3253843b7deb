//! What tells one text from another without keeping it. Not for secrets, nor against someone who wants two texts to be taken
//! for one: that would only keep a report as it is.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

/// 64 bits that a text stands for, in every process of the same build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(u64);

impl Digest {
    /// Of something that is hashed as a whole.
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        // Without random keys: another process has to come to the same.
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
