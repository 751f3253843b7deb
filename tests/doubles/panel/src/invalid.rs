//! What is wrong with a world, a fault or a switch that was asked for, in words for whoever wrote it.

use std::fmt;

/// A description that cannot be used. Its text says what is wrong, where, and what is accepted; it holds no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid(String);

impl Invalid {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The same problem, with the place in front of it.
    pub(crate) fn within(self, place: impl fmt::Display) -> Self {
        Self(format!("{place}: {}", self.0))
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}

impl From<Invalid> for std::io::Error {
    fn from(invalid: Invalid) -> Self {
        Self::new(std::io::ErrorKind::InvalidInput, invalid)
    }
}
