//! The failures of the shared file.

use std::io;
use std::time::Duration;

use crate::cache::store::StoreError;

/// The size of the file, which is sparse.
pub(super) const MAP_SIZE: usize = 64 << 20;

/// How long the store is not used after an error. Trying again is cheap.
pub(super) const REST: Duration = Duration::from_millis(500);

/// Why an operation on the file failed.
pub(super) enum Fault {
    /// The file is full; nothing was changed.
    Full,
    /// The file is damaged and must be set aside.
    Damaged,
    /// The file was replaced, or must be opened again.
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
