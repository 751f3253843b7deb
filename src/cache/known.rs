//! A panel's word in decoded form, with the text that it came from.

use std::str::from_utf8;
use std::sync::Arc;

use super::digest::Digest;
use super::store::Record;
use crate::decode::envelope::{data_of, merge};
use crate::decode::{Group, NotJson, Package, check, group::Page};
use crate::failure::Cause;
use crate::failure::PackageError;
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

    /// What the text of the panel's answer says.
    pub fn read(answer: &[u8]) -> Result<Self, Cause> {
        let not_json = |why| not_json(why, answer);
        check(answer).map_err(not_json)?;
        let data = data_of(answer).ok_or(Cause::Package(PackageError::NotAnObject))?;
        let package = Package::read_text(data).map_err(not_json)?;
        Ok(Self::new(package.map_err(Cause::Package)?, data.into()))
    }
}

impl KnownGroup {
    /// A group and its text.
    #[must_use]
    pub fn new(group: Group, text: Arc<str>) -> Self {
        let digest = Digest::of(&text);
        Self { group, text, digest }
    }

    /// What the text of one page says, which is asked for by its number, counted from 1.
    pub fn read_page(answer: &[u8], number: usize) -> Result<Page, Cause> {
        let page = Page::read_text(answer).map_err(|why| not_json(why, answer))?;
        let page = page.map_err(Cause::Group)?;
        page.check_number(number).map_err(Cause::Group)?;
        Ok(page)
    }

    /// What all pages say together, each with its text, in order.
    pub fn assemble(pages: Vec<(Page, Vec<u8>)>) -> Result<Self, Cause> {
        let (pages, texts): (Vec<Page>, Vec<Vec<u8>>) = pages.into_iter().unzip();
        let (group, repeated) = Group::assemble(pages).map_err(Cause::Group)?;
        let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
        let text = merge(&texts, &repeated, group.hypervisors.len()).ok_or(Cause::NotJson(None))?;
        Ok(Self::new(group, text.into()))
    }
}

fn not_json(why: NotJson, answer: &[u8]) -> Cause {
    match why {
        NotJson::Malformed if from_utf8(answer).is_err() => Cause::NotUtf8,
        NotJson::Malformed => Cause::NotJson(None),
        NotJson::TooDeep => Cause::TooDeep,
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
                let package = Package::read_text(&*text).ok()?.ok()?;
                Self::Package(Arc::new(KnownPackage::new(package, text)))
            }
            Resource::Group(_) => {
                let page = Page::read_text(&*text).ok()?.ok()?;
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
