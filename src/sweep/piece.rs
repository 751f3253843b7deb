//! The result of one exchange: a package, one page of a group, or all packages; and how pages become a group.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::worker_pool::{Lost, WorkerPool};

use crate::answer::Answer;
use crate::cache::document::Document;
use crate::deadline::Deadline;
use crate::decode::group::Page;
use crate::decode::{self, read_package, read_packages, read_page};
use crate::failure::{Cause, Failure};
use crate::panel::Panel;
use crate::panel::ask::{PACKAGES, Resource};
use crate::process::Process;

/// A decoded resource and its body.
pub(super) type Whole = (Document, Arc<str>);

/// The result of one exchange.
#[derive(Debug)]
pub(super) enum Piece {
    /// The panel confirms that the resource does not exist.
    NotFound,
    /// A package.
    Package(Whole),
    /// A page of a group, with its text.
    Page(Page, Vec<u8>),
    /// The valid packages in the list of all packages, by id.
    Packages(HashMap<i64, Whole>),
}

/// One exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Job {
    /// One page of a resource, counted from 1.
    Page(Resource, usize),
    /// The list of all packages.
    Packages,
}

impl Job {
    pub(super) fn failure(self, cause: Cause) -> Failure {
        match self {
            Self::Page(resource, _) => resource.failure(cause),
            Self::Packages => Failure::new(PACKAGES, cause),
        }
    }
}

/// How long a worker may take in addition to its request's time-out, for the store and for decoding.
const MARGIN: Duration = Duration::from_secs(2);

/// Creates the worker pool for exchanges with the panel.
pub(super) fn worker_pool(
    process: &Process,
    panel: &Panel,
    deadline: Deadline,
) -> WorkerPool<Job, Result<Piece, Failure>> {
    let limit = panel.http.timeout().saturating_add(MARGIN);
    let panel = panel.clone();
    WorkerPool::new(process.settings.concurrency, limit, move |job| {
        fetch(&panel, job, deadline)
    })
}

/// The cause for an exchange without a result.
pub(super) fn cause(lost: Lost) -> Cause {
    match lost {
        Lost::NoThread(why) => Cause::Internal(format!("no thread could be started: {why}")),
        Lost::Panic => Cause::Panic,
        Lost::Overdue => Cause::NoResult,
    }
}

/// Does one exchange and decodes the answer.
fn fetch(panel: &Panel, job: Job, deadline: Deadline) -> Result<Piece, Failure> {
    match job {
        Job::Page(resource, page) => fetch_page(panel, resource, page, deadline),
        Job::Packages => fetch_packages(panel, deadline),
    }
}

fn fetch_packages(panel: &Panel, deadline: Deadline) -> Result<Piece, Failure> {
    let failed = |cause| Job::Packages.failure(cause);
    let text = match panel.ask_for_packages(deadline) {
        Answer::Found(text) => text,
        Answer::Missing => return Err(failed(Cause::Status(404))),
        Answer::Unknown(failure) => return Err(failure),
    };
    let packages = read_packages(&text).map_err(failed)?;
    let with_id = packages
        .into_iter()
        .filter_map(|(package, body)| Some((package.id?, package, body)));
    let whole = with_id.map(|(id, package, body)| (id, (Document::package(package, body), Arc::from(body))));
    Ok(Piece::Packages(whole.collect()))
}

fn fetch_page(panel: &Panel, resource: Resource, page: usize, deadline: Deadline) -> Result<Piece, Failure> {
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

/// Makes a group from all its pages, which must be in order.
pub(super) fn assemble(resource: Resource, pages: Vec<(Page, Vec<u8>)>) -> Result<Whole, Failure> {
    let (group, body) = decode::assemble(pages).map_err(|cause| resource.failure(cause))?;
    Ok((Document::group(group, &body), body.into()))
}
