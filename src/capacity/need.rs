//! What one server takes, and its product's buffer.

use crate::decode::{Field, Package};
use crate::request::{Buffer, Size};

/// The resources that one server takes. An amount of 0 or less takes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Footprint {
    /// In MB.
    pub memory: i64,
    /// In cores.
    pub cpu_cores: i64,
    /// In GB.
    pub storage: i64,
    /// The storage type; 0 or less means none.
    pub storage_type: i64,
}

impl Footprint {
    /// The footprint of a server of the package, with the chosen sizes in place of the package's own.
    ///
    /// `None` if storage is needed and the package's storage type is not understood.
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

/// What the next server of a product needs: its footprint and addresses, on top of the product's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Need {
    /// What one server takes.
    pub footprint: Footprint,
    /// IPv4 addresses per server; with 0, IPv4 is not a limit.
    pub ipv4: u64,
    /// The part of memory, CPU and storage that is held back.
    pub buffer: Buffer,
}

impl Need {
    /// The need of a server with the package's own sizes; `None` as for [`Footprint::of`].
    #[must_use]
    pub fn of(package: &Package, ipv4: u64, buffer: Buffer) -> Option<Self> {
        Some(Self {
            footprint: Footprint::of(package, &Size::default())?,
            ipv4,
            buffer,
        })
    }
}
