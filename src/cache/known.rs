//! A panel's word in decoded form, with the text that it came from.

use std::sync::Arc;

use super::digest::Digest;
use super::store::Record;
use crate::decode::{Group, Package, group::Page};
use crate::panel::ask::Resource;

/// What is known of a resource.
#[derive(Clone, Debug)]
pub enum Known {
    /// A package.
    Package(Arc<KnownPackage>),
    /// A group.
    Group(Arc<KnownGroup>),
    /// The panel confirms that it does not exist.
    Missing,
}

/// A package, and the text under `data`.
#[derive(Debug)]
pub struct KnownPackage {
    /// Decoded.
    pub package: Package,
    /// As the panel wrote it.
    pub text: Arc<str>,
    /// Of the text.
    pub digest: Digest,
}

/// A group, and its envelope with every page merged.
#[derive(Debug)]
pub struct KnownGroup {
    /// Decoded.
    pub group: Group,
    /// As the panel wrote it, but for the merging.
    pub text: Arc<str>,
    /// Of the text.
    pub digest: Digest,
}

impl KnownPackage {
    /// A package and its text.
    #[must_use]
    pub fn new(package: Package, text: Arc<str>) -> Self {
        let digest = Digest::of(&text);
        Self { package, text, digest }
    }
}

impl KnownGroup {
    /// A group and its text.
    #[must_use]
    pub fn new(group: Group, text: Arc<str>) -> Self {
        let digest = Digest::of(&text);
        Self { group, text, digest }
    }
}

impl Known {
    /// Decodes what a store holds. `None` when that is not what it should be: it then counts as not there.
    #[must_use]
    pub fn from_record(resource: Resource, record: &Record) -> Option<Self> {
        let text = match record {
            Record::Missing => return Some(Self::Missing),
            Record::Found(text) => text.clone(),
        };
        Some(match resource {
            Resource::Package(_) => {
                let package = Package::read_text(&*text).ok()?;
                Self::Package(Arc::new(KnownPackage::new(package, text)))
            }
            Resource::Group(_) => {
                let page = Page::read_text(&*text).ok()?;
                let (group, _) = Group::assemble(vec![page]).ok()?;
                Self::Group(Arc::new(KnownGroup::new(group, text)))
            }
        })
    }

    /// As a store holds it.
    #[must_use]
    pub fn to_record(&self) -> Record {
        match self {
            Self::Package(package) => Record::Found(package.text.clone()),
            Self::Group(group) => Record::Found(group.text.clone()),
            Self::Missing => Record::Missing,
        }
    }

    /// Its text, if it exists.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<str>> {
        match self {
            Self::Package(package) => Some(&package.text),
            Self::Group(group) => Some(&group.text),
            Self::Missing => None,
        }
    }
}
