//! What one exchange brings: a package, or one page of a group; and how the pages become a group.

use std::sync::Arc;

use crate::answer::Answer;
use crate::cache::document::Document;
use crate::deadline::Deadline;
use crate::decode::group::Page;
use crate::decode::{self, read_package, read_page};
use crate::failure::{Cause, Failure};
use crate::panel::Panel;
use crate::panel::ask::Resource;

/// A resource in decoded form, with its body.
pub(super) type Whole = (Document, Arc<str>);

/// What one exchange brings.
#[derive(Debug)]
pub(super) enum Piece {
    /// The panel confirms that the resource does not exist.
    NotFound,
    /// A package.
    Package(Whole),
    /// A page of a group, with its text.
    Page(Page, Vec<u8>),
}

/// One page of a resource, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Job {
    pub resource: Resource,
    pub page: usize,
}

/// Asks for one page of a resource and decodes it.
pub(super) fn fetch(panel: &Panel, job: Job, deadline: Deadline) -> Result<Piece, Failure> {
    let Job { resource, page } = job;
    let failed = |cause| Failure::new(resource.request(page), cause);
    let text = match panel.ask(resource, page, deadline) {
        Answer::Found(text) => text,
        // The first page has shown that the group exists.
        Answer::Missing if page > 1 => return Err(failed(Cause::Status(404))),
        Answer::Missing => return Ok(Piece::NotFound),
        Answer::Unknown(failure) => return Err(failure),
    };
    match resource {
        Resource::Package(_) => {
            read_package(&text).map(|(package, body)| Piece::Package((Document::package(package, body), body.into())))
        }
        Resource::Group(_) => read_page(&text, page).map(|read| Piece::Page(read, text)),
    }
    .map_err(failed)
}

/// Makes a group of all its pages, which must be in order.
pub(super) fn assemble(resource: Resource, pages: Vec<(Page, Vec<u8>)>) -> Result<Whole, Failure> {
    let (group, body) = decode::assemble(pages).map_err(|cause| resource.failure(cause))?;
    Ok((Document::group(group, &body), body.into()))
}
