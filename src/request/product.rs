//! What a product's row asks for.

use super::buffer::Buffer;
use super::size::Size;

/// What one product needs of the panel.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// `tblproducts.id`.
    pub product: i64,
    /// The package, or why none can be asked for.
    pub target: Result<Target, Refusal>,
    /// Addresses for one server; 0 takes none, and IPv4 then limits nothing.
    pub ipv4_per_server: u64,
    /// Held back of every quota.
    pub buffer: Buffer,
    /// Replaces the package's own values.
    pub size: Size,
}

/// The packages with which a product can be ordered, and the groups where it can be placed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// The packages' ids, each once. Only a row with `packages` names several.
    pub packages: Vec<i64>,
    /// The groups' ids, each once, the default one first.
    pub groups: Vec<i64>,
}

/// Why a row asks for nothing: its quantity is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Neither `configoption2` nor `packages` names a package.
    NoPackage,
    /// Neither `configoption1` nor a location names a group.
    NoGroups,
}
