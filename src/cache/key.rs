//! The keys of the cache. They carry the panel's address: two panels never mix. They also carry the version of the form that
//! documents are written in.

use super::document::FORMAT;
use crate::panel::address::Address;
use crate::panel::ask::Resource;

/// The key of a resource of a panel.
#[must_use]
pub fn of(panel: &Address, resource: Resource) -> String {
    match resource {
        Resource::Package(id) => format!("pkg:{id}:{FORMAT}@{panel}"),
        Resource::Group(id) => format!("grpres:{id}:{FORMAT}@{panel}"),
    }
}
