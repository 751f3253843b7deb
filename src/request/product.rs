//! The request that a product's row makes.

use super::buffer::Buffer;
use super::size::Size;

/// What one product needs of the panel.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// `tblproducts.id`.
    pub product: i64,
    /// The packages and groups, or why the row names none.
    pub target: Result<Target, Refusal>,
    /// IPv4 addresses per server; with 0, IPv4 is not a limit.
    pub ipv4_per_server: u64,
    /// The part of every quota that is held back.
    pub buffer: Buffer,
    /// Replaces the package's own values.
    pub size: Size,
}

/// The packages with which a product can be ordered, and the groups where it can be placed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// The ids of the packages, each once. Only a row with `packages` has several.
    pub packages: Vec<i64>,
    /// The ids of the groups, each once, the default one first.
    pub groups: Vec<i64>,
}

/// Why a row has no target. Its quantity is then unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Neither `configoption2` nor `packages` names a package.
    NoPackage,
    /// Neither `configoption1` nor a location names a group.
    NoGroups,
}
