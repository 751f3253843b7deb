//! Decides which packages are requested with one list of all packages, and which one by one.

use std::collections::HashMap;

use super::piece::{Job, Piece, Whole};
use crate::failure::Failure;
use crate::panel::ask::Resource;

/// From this many packages on, the list of all packages is requested instead of each one.
const MANY: usize = 4;

/// The packages that this process must request in a sweep.
#[derive(Debug, Default)]
pub(super) struct Listing {
    waiting: Vec<Resource>,
    listed: Vec<Resource>,
}

impl Listing {
    /// Adds a package to request.
    pub(super) fn add(&mut self, package: Resource) {
        self.waiting.push(package);
    }

    /// Returns the jobs for all packages that were added.
    pub(super) fn jobs(&mut self) -> Vec<Job> {
        let packages = std::mem::take(&mut self.waiting);
        if packages.len() < MANY {
            return packages.into_iter().map(|package| Job::Page(package, 1)).collect();
        }
        self.listed.extend(packages);
        vec![Job::Packages]
    }

    /// Returns each package that was requested with the list, and its entry in the list. A package without an entry may still
    /// exist, and so may all of them if the list failed.
    pub(super) fn take(&mut self, list: Result<Piece, Failure>) -> Vec<(Resource, Option<Whole>)> {
        let mut found = match list {
            Ok(Piece::Packages(packages)) => packages,
            _ => HashMap::new(),
        };
        let listed = std::mem::take(&mut self.listed).into_iter();
        listed
            .map(|package| (package, package.id().and_then(|id| found.remove(&id))))
            .collect()
    }
}
