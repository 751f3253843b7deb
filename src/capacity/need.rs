//! What one server needs of a host, with the buffer that is held back.

use crate::decode::{Field, Package};
use crate::request::Buffer;

/// One server's footprint. A need of 0 or less limits nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// In MB.
    pub memory: i64,
    /// In cores.
    pub cpu_cores: i64,
    /// In GB.
    pub storage: i64,
    /// The code of the storage medium; 0 or less names none. `None`: the panel wrote something else than a number.
    pub storage_type: Option<i64>,
    /// Addresses; 0 takes none.
    pub ipv4: u64,
    /// Held back of memory, CPU and storage.
    pub buffer: Buffer,
}

impl Need {
    /// The need of one server of the package. `None` when the package leaves open on which medium its disk must lie.
    #[must_use]
    pub fn of(package: &Package, ipv4: u64, buffer: Buffer) -> Option<Self> {
        let storage_type = match package.primary_storage_profile {
            Field::Is(code) => Some(code),
            _ => None,
        };
        if package.primary_storage > 0 && storage_type.is_none() {
            return None;
        }
        Some(Self {
            memory: package.memory,
            cpu_cores: package.cpu_cores,
            storage: package.primary_storage,
            storage_type,
            ipv4,
            buffer,
        })
    }
}
