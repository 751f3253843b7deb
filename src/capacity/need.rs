//! What one server takes, and the buffer that its product holds back.

use crate::decode::{Field, Package};
use crate::request::{Buffer, Size};

/// What one server takes of a hypervisor. An amount of 0 or less takes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Footprint {
    /// In MB.
    pub memory: i64,
    /// In cores.
    pub cpu_cores: i64,
    /// In GB.
    pub storage: i64,
    /// The code of the storage medium; 0 or less names none.
    pub storage_type: i64,
}

impl Footprint {
    /// A server of the package, with the chosen sizes in place of the package's own.
    ///
    /// `None` when storage is needed and the package's storage type is not understood.
    #[must_use]
    pub fn of(package: &Package, size: &Size) -> Option<Self> {
        let storage = size.primary_storage.unwrap_or(package.primary_storage);
        let storage_type = match (size.primary_storage_profile, &package.primary_storage_profile) {
            (Some(code), _) | (None, &Field::Is(code)) => code,
            _ if storage <= 0 => 0,
            _ => return None,
        };
        Some(Self {
            memory: size.memory.unwrap_or(package.memory),
            cpu_cores: size.cpu_cores.unwrap_or(package.cpu_cores),
            storage,
            storage_type,
        })
    }
}

/// What a product's next server needs: its footprint and addresses, beyond the product's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Need {
    /// What one server takes.
    pub footprint: Footprint,
    /// IPv4 addresses for one server; with 0, IPv4 limits nothing.
    pub ipv4: u64,
    /// Held back of memory, CPU and storage.
    pub buffer: Buffer,
}

impl Need {
    /// The need of one server of the package in the package's own size; `None` as for [`Footprint::of`].
    #[must_use]
    pub fn of(package: &Package, ipv4: u64, buffer: Buffer) -> Option<Self> {
        Some(Self {
            footprint: Footprint::of(package, &Size::default())?,
            ipv4,
            buffer,
        })
    }
}
