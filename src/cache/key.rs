//! The keys of the cache. They contain the panel's address, so that two panels are never mixed up, and the version of the
//! documents' encoding.

use super::document::FORMAT;
use crate::panel::address::Address;
use crate::panel::ask::Resource;

/// The key of a resource of a panel.
#[must_use]
pub fn of(panel: &Address, resource: Resource) -> String {
    match resource {
        Resource::Package(id) => format!("pkg:{id}:{FORMAT}@{panel}"),
        Resource::Group(id) => format!("grpres:{id}:{FORMAT}@{panel}"),
        Resource::GroupNames => format!("grpnames:{FORMAT}@{panel}"),
    }
}
