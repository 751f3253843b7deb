//! What the panel said of a resource in decoded form, and how that is written for a store.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use crate::answer::Answer;
use crate::clock::Millis;
use crate::decode::{Group, Package};
use crate::panel::ask::Resource;

/// The version of the written form, which is part of every key. It changes with every change of what [`Package`] or [`Group`]
/// hold: a document of another version is a miss.
pub const FORMAT: u8 = 1;

/// A resource that exists.
#[derive(Clone, Debug)]
pub enum Document {
    /// A package.
    Package(Arc<Entry<Package>>),
    /// A group.
    Group(Arc<Entry<Group>>),
}

/// A decoded body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<T> {
    /// What it says.
    pub value: T,
    /// Of the body.
    pub digest: Digest,
}

impl Document {
    /// A package and its body.
    #[must_use]
    pub fn package(value: Package, body: &str) -> Self {
        let digest = Digest::of(body);
        Self::Package(Arc::new(Entry { value, digest }))
    }

    /// A group and its body.
    #[must_use]
    pub fn group(value: Group, body: &str) -> Self {
        let digest = Digest::of(body);
        Self::Group(Arc::new(Entry { value, digest }))
    }
}

/// An answer that is kept: it is never unknown.
#[derive(Clone, Debug)]
pub struct KeptAnswer {
    /// When the panel was asked for it, by the wall clock.
    pub asked: Millis,
    /// `None` when the panel confirmed that the resource does not exist.
    pub document: Option<Document>,
}

impl From<KeptAnswer> for Answer<Document> {
    fn from(kept: KeptAnswer) -> Self {
        kept.document.map_or(Self::Missing, Self::Found)
    }
}

impl KeptAnswer {
    /// Writes the document.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let encoded = match &self.document {
            None => postcard::to_allocvec(&None::<()>),
            Some(Document::Package(entry)) => postcard::to_allocvec(&Some(&**entry)),
            Some(Document::Group(entry)) => postcard::to_allocvec(&Some(&**entry)),
        };
        // What could not be written cannot be read either, and is then asked for again.
        encoded.unwrap_or_default()
    }

    /// Reads what was written for this resource. `None` when it cannot be read: it is then not in the store.
    #[must_use]
    pub fn decode(resource: Resource, asked: Millis, encoded: &[u8]) -> Option<Self> {
        let document = match resource {
            Resource::Package(_) => postcard::from_bytes::<Option<Entry<Package>>>(encoded)
                .ok()?
                .map(|entry| Document::Package(Arc::new(entry))),
            Resource::Group(_) => postcard::from_bytes::<Option<Entry<Group>>>(encoded)
                .ok()?
                .map(|entry| Document::Group(Arc::new(entry))),
        };
        Some(Self { asked, document })
    }
}
