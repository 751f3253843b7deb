//! What one exchange brings: a package, or one page of a group; and how the pages become a group.

use std::sync::Arc;

use crate::cache::known::{Known, KnownGroup, KnownPackage};
use crate::decode::envelope::{data_of, merge};
use crate::decode::group::Page;
use crate::decode::{Group, Package, PackageError};
use crate::panel::Panel;
use crate::panel::ask::{Resource, Word};
use crate::panel::failure::{Cause, Failure};
use crate::panel::http::Deadline;

/// What one exchange brings.
#[derive(Debug)]
pub(super) enum Piece {
    /// The panel confirms that the resource does not exist.
    NotFound,
    /// A package, whole.
    Package(Arc<KnownPackage>),
    /// A page of a group, with its text.
    Page(Page, String),
}

/// Asks for one page of a resource and decodes it.
pub(super) fn fetch(panel: &Panel, resource: Resource, page: usize, deadline: Deadline) -> Result<Piece, Failure> {
    let failed = |cause| Failure::new(resource.request(page), cause);
    let text = match panel.ask(resource, page, deadline)? {
        Word::Body(text) => text,
        // The first page has shown that the group exists.
        Word::NotFound if page > 1 => return Err(failed(Cause::Status(404))),
        Word::NotFound => return Ok(Piece::NotFound),
    };
    match resource {
        Resource::Package(_) => {
            serde_json::from_str::<serde::de::IgnoredAny>(&text).map_err(|_| failed(Cause::NotJson))?;
            let data = data_of(&text).ok_or_else(|| failed(Cause::Package(PackageError::NotAnObject)))?;
            let package = Package::read_text(data)
                .map_err(|_| failed(Cause::NotJson))?
                .map_err(|error| failed(Cause::Package(error)))?;
            Ok(Piece::Package(Arc::new(KnownPackage::new(package, data.into()))))
        }
        Resource::Group(_) => {
            let read = Page::read_text(&text).map_err(|_| failed(Cause::NotJson))?;
            let read = read.and_then(|read| read.check_number(page).map(|()| read));
            Ok(Piece::Page(read.map_err(|error| failed(Cause::Group(error)))?, text))
        }
    }
}

/// Makes a group of all its pages, which must be in order.
pub(super) fn assemble(resource: Resource, pages: Vec<(Page, String)>) -> Result<Known, Failure> {
    let (pages, texts): (Vec<Page>, Vec<String>) = pages.into_iter().unzip();
    let (group, places) = Group::assemble(pages).map_err(|error| resource.failure(Cause::Group(error)))?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let text = merge(&texts, &places).ok_or_else(|| resource.failure(Cause::NotJson))?;
    Ok(Known::Group(Arc::new(KnownGroup::new(group, text.into()))))
}
