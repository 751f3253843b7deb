//! Sizes that a customer chooses in place of the package's.

/// What replaces a package's own values; `None` keeps the package's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// In MB.
    pub memory: Option<i64>,
    /// In cores.
    pub cpu_cores: Option<i64>,
    /// In GB.
    pub primary_storage: Option<i64>,
    /// The code of the storage medium.
    pub primary_storage_profile: Option<i64>,
}
