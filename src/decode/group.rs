//! A group's hypervisors, from the pages of `GET /compute/hypervisors/groups/{id}/resources`.

use serde::{Deserialize, Serialize};

use super::hypervisor::Hypervisor;
use super::page::{Page, Repeated, join};
use crate::failure::GroupError;

/// A complete group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its hypervisors in the panel's order, each once.
    pub hypervisors: Vec<Hypervisor>,
}

impl Group {
    /// Joins all pages in order. Hypervisors with the same id count once, at the position of the first.
    ///
    /// # Errors
    ///
    /// The pages are not the whole group.
    pub fn assemble(pages: Vec<Page>) -> Result<(Self, Repeated), GroupError> {
        let (hypervisors, repeated) = join(pages)?;
        Ok((Self { hypervisors }, repeated))
    }
}
