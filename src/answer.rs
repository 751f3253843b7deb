//! The panel's answer about one resource: found, missing or unknown, from the HTTP exchange up to the quantity.
//!
//! No state may be turned into another by default: unknown is neither missing nor zero.

use crate::failure::Failure;

/// The panel's answer about a package or a group.
#[derive(Clone, Debug)]
pub enum Answer<T> {
    /// It exists.
    Found(T),
    /// The panel confirms that it does not exist.
    Missing,
    /// It is not known now, for this reason. Everything that depends on it keeps its value.
    Unknown(Failure),
}

impl<T> Answer<T> {
    /// Applies `make` to what was found.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Found(found) => Answer::Found(make(found)),
            Self::Missing => Answer::Missing,
            Self::Unknown(failure) => Answer::Unknown(failure),
        }
    }

    /// The reason for an unknown answer.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Unknown(failure) => Some(failure),
            _ => None,
        }
    }
}
