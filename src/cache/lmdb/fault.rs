//! What can go wrong with the shared file.

use std::io;
use std::time::Duration;

use crate::cache::store::StoreError;

/// The size of the file, which is sparse.
pub(super) const MAP_SIZE: usize = 64 << 20;

/// How long the store is left alone after an error. Trying it costs little.
pub(super) const REST: Duration = Duration::from_millis(500);

/// Why something with the file did not work.
pub(super) enum Fault {
    /// There is no room; nothing was changed.
    Full,
    /// It is not what was written: it is to be set aside.
    Damaged,
    /// It is not the one that was meant, or has to be opened again.
    Replaced,
    Store(StoreError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Store(failed(format!("the shared file cannot be used: {error}")))
    }
}

pub(super) fn failed(message: String) -> StoreError {
    StoreError::new(message, REST)
}
