//! What the entries of a list have in common.

use serde::de::Deserializer;

/// An entry of a list.
pub trait Listed: Sized {
    /// Reads an entry; `None` if it is not an object.
    ///
    /// # Errors
    ///
    /// The error of the source.
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error>;

    /// The panel's id, if it is understood.
    fn id(&self) -> Option<i64>;
}
