//! Sizes that a customer chooses in place of the package's.

/// Values that replace the package's own; `None` keeps the package's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// In MB.
    pub memory: Option<i64>,
    /// In cores.
    pub cpu_cores: Option<i64>,
    /// In GB.
    pub primary_storage: Option<i64>,
    /// The storage type.
    pub primary_storage_profile: Option<i64>,
}
