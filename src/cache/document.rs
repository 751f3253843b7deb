//! The decoded form of a resource, and its encoding for a store.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use crate::answer::Answer;
use crate::clock::Millis;
use crate::decode::{Group, GroupNames, Package};
use crate::panel::ask::Resource;

/// The version of the encoding, which is part of every key. It must change with every change to the content of [`Package`],
/// [`Group`] or [`GroupNames`]; a document of another version is a miss.
pub const FORMAT: u8 = 1;

/// A resource that exists.
#[derive(Clone, Debug)]
pub enum Document {
    /// A package.
    Package(Arc<Entry<Package>>),
    /// A group.
    Group(Arc<Entry<Group>>),
    /// The names of all groups.
    GroupNames(Arc<GroupNames>),
}

/// A decoded body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<T> {
    /// The decoded value.
    pub value: T,
    /// The hash of the body.
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

/// A cached answer. It is never unknown.
#[derive(Clone, Debug)]
pub struct KeptAnswer {
    /// When it was requested from the panel, by the wall clock.
    pub asked: Millis,
    /// `None` if the panel confirmed that the resource does not exist.
    pub document: Option<Document>,
}

impl From<KeptAnswer> for Answer<Document> {
    fn from(kept: KeptAnswer) -> Self {
        kept.document.map_or(Self::Missing, Self::Found)
    }
}

impl KeptAnswer {
    /// Encodes the document.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let encoded = match &self.document {
            None => postcard::to_allocvec(&None::<()>),
            Some(Document::Package(entry)) => postcard::to_allocvec(&Some(&**entry)),
            Some(Document::Group(entry)) => postcard::to_allocvec(&Some(&**entry)),
            Some(Document::GroupNames(names)) => postcard::to_allocvec(&Some(&**names)),
        };
        // A document that cannot be encoded cannot be decoded either, and is then requested again.
        encoded.unwrap_or_default()
    }

    /// Decodes the document of this resource. `None` if it cannot be decoded: it then counts as missing from the store.
    #[must_use]
    pub fn decode(resource: Resource, asked: Millis, encoded: &[u8]) -> Option<Self> {
        let document = match resource {
            Resource::Package(_) => postcard::from_bytes::<Option<Entry<Package>>>(encoded)
                .ok()?
                .map(|entry| Document::Package(Arc::new(entry))),
            Resource::Group(_) => postcard::from_bytes::<Option<Entry<Group>>>(encoded)
                .ok()?
                .map(|entry| Document::Group(Arc::new(entry))),
            Resource::GroupNames => postcard::from_bytes::<Option<GroupNames>>(encoded)
                .ok()?
                .map(|names| Document::GroupNames(Arc::new(names))),
        };
        Some(Self { asked, document })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{assemble, read_package, read_page};

    const PACKAGE: &str =
        r#"{"data": {"id": 3, "name": "VPS", "enabled": true, "memory": 1024, "cpuCores": 2, "primaryStorage": 20}}"#;
    const GROUP: &str = r#"{"data": [{"hypervisor": {"id": 1, "name": "a", "enabled": true, "commissioned": true},
        "resources": {"memory": {"max": 9, "free": 8}}}]}"#;

    fn kept(document: Document) -> KeptAnswer {
        KeptAnswer {
            asked: 5,
            document: Some(document),
        }
    }

    fn package() -> KeptAnswer {
        let (package, body) = read_package(PACKAGE.as_bytes()).expect("a package");
        kept(Document::package(package, body))
    }

    fn group() -> KeptAnswer {
        let page = read_page(GROUP.as_bytes(), 1).expect("a page");
        let (group, body) = assemble(vec![(page, GROUP.into())]).expect("a group");
        kept(Document::group(group, &body))
    }

    fn names() -> KeptAnswer {
        kept(Document::GroupNames(Arc::new(GroupNames(vec![(
            5,
            "Frankfurt".into(),
        )]))))
    }

    #[test]
    fn encoded_documents_are_decoded_unchanged_and_truncated_ones_are_refused() {
        let answers = [
            (Resource::Package(3), package()),
            (Resource::Group(5), group()),
            (Resource::GroupNames, names()),
        ];
        for (resource, answer) in answers {
            let encoded = answer.encode();
            let again = KeptAnswer::decode(resource, 5, &encoded).expect("what was written");
            assert_eq!(format!("{again:?}"), format!("{answer:?}"));
            for length in 0..encoded.len() {
                assert!(
                    KeptAnswer::decode(resource, 5, &encoded[..length]).is_none(),
                    "{length}"
                );
            }
        }
        let missing = KeptAnswer {
            asked: 5,
            document: None,
        };
        let again = KeptAnswer::decode(Resource::Group(5), 5, &missing.encode()).expect("what was written");
        assert!(again.document.is_none());
    }

    /// If this fails, the content of a document has changed: then change [`FORMAT`] and the digest here.
    #[test]
    fn the_encoding_changes_only_with_its_version() {
        let written = Digest::of(&(package().encode(), group().encode()));
        assert_eq!((FORMAT, written.hex()), (1, "d5b7678b8147e57b".to_owned()));
    }
}
