//! What the panel says of one thing: the tri-state that runs from the HTTP answer up to the quantity.
//!
//! Nothing may turn one state into another by default: an unknown is neither a missing one nor a zero.

use crate::failure::Failure;

/// The panel's word on a package or a group.
#[derive(Clone, Debug)]
pub enum Answer<T> {
    /// It exists, and this is it.
    Found(T),
    /// The panel confirms that it does not exist.
    Missing,
    /// Not known right now, and why. Whatever depends on it stays as it is.
    Unknown(Failure),
}

impl<T> Answer<T> {
    /// The same word about something made from what was found.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Found(found) => Answer::Found(make(found)),
            Self::Missing => Answer::Missing,
            Self::Unknown(failure) => Answer::Unknown(failure),
        }
    }

    /// The failure of an unknown.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Unknown(failure) => Some(failure),
            _ => None,
        }
    }
}
