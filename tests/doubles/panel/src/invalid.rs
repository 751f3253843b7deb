//! The error for an invalid world, fault or option.

use std::fmt;

/// An invalid description. The message says what is wrong, where, and what is accepted. It never contains a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid(String);

impl Invalid {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Puts the place where the problem is in front of the message.
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
