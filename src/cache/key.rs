//! The keys of the cache. They carry the panel's address: two panels never mix.

use crate::panel::address::Address;
use crate::panel::ask::Resource;

/// The key of a resource of a panel.
#[must_use]
pub fn of(panel: &Address, resource: Resource) -> String {
    match resource {
        Resource::Package(id) => format!("pkg:{id}@{panel}"),
        Resource::Group(id) => format!("grpres:{id}@{panel}"),
    }
}
