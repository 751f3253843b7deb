//! Which packages are asked for by one list of all packages, and which one by one.

use std::collections::HashMap;

use super::piece::{Job, Piece, Whole};
use crate::failure::Failure;
use crate::panel::ask::Resource;

/// From this many packages on, one list of all packages is asked for instead of each.
const MANY: usize = 4;

/// The packages of a sweep that this process has to ask for.
#[derive(Debug, Default)]
pub(super) struct Listing {
    waiting: Vec<Resource>,
    listed: Vec<Resource>,
}

impl Listing {
    /// Adds a package that has to be asked for.
    pub(super) fn add(&mut self, package: Resource) {
        self.waiting.push(package);
    }

    /// The exchanges for all packages that were added.
    pub(super) fn jobs(&mut self) -> Vec<Job> {
        let packages = std::mem::take(&mut self.waiting);
        if packages.len() < MANY {
            return packages.into_iter().map(|package| Job::Page(package, 1)).collect();
        }
        self.listed.extend(packages);
        vec![Job::Packages]
    }

    /// Each package that was looked for in the list, with what the list has of it. One that is not in it may exist all the same,
    /// and so may all of them when the list failed.
    pub(super) fn take(&mut self, list: Result<Piece, Failure>) -> Vec<(Resource, Option<Whole>)> {
        let mut found = match list {
            Ok(Piece::Packages(packages)) => packages,
            _ => HashMap::new(),
        };
        let listed = std::mem::take(&mut self.listed).into_iter();
        listed.map(|package| (package, found.remove(&package.id()))).collect()
    }
}
