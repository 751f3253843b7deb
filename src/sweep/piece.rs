//! The result of one exchange: a package, one page of a list, or all packages; and how pages become a whole list.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::few::Few;
use super::worker_pool::{Lost, WorkerPool};

use crate::answer::Answer;
use crate::cache::document::Document;
use crate::deadline::Deadline;
use crate::decode::page::Page;
use crate::decode::{self, GroupName, read_package, read_packages, read_page};
use crate::failure::{Cause, Failure, GroupError};
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
    /// A package, or a list of one page.
    Whole(Whole),
    /// A page of a list with several pages, and its text.
    Page(Part, Vec<u8>),
    /// The valid packages in the list of all packages, by id.
    Packages(HashMap<i64, Whole>),
}

/// A page.
#[derive(Debug)]
pub(super) enum Part {
    /// Of a group.
    Hypervisors(Page),
    /// Of the list of groups.
    Names(Page<GroupName>),
}

impl Part {
    /// The number of pages, from the first one.
    pub(super) fn pages(&self) -> Result<usize, GroupError> {
        match self {
            Self::Hypervisors(page) => page.pages(),
            Self::Names(page) => page.pages(),
        }
    }
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
    let (panel, http) = (panel.clone(), panel.http.clone());
    let few = Few::new(Box::new(move || http.heard()));
    WorkerPool::new(process.settings.concurrency, limit, few, move |job| {
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

/// Does one exchange, decodes the answer, and counts it if it is usable.
fn fetch(panel: &Panel, job: Job, deadline: Deadline) -> Result<Piece, Failure> {
    let fetched = match job {
        Job::Page(resource, page) => fetch_page(panel, resource, page, deadline),
        Job::Packages => fetch_packages(panel, deadline),
    };
    if fetched.is_ok() {
        panel.counts.add_answer();
    }
    fetched
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
        // A list of groups always exists, and the first page has shown that the group does.
        Answer::Missing if page > 1 || resource == Resource::GroupNames => return Err(failed(Cause::Status(404))),
        Answer::Missing => return Ok(Piece::NotFound),
        Answer::Unknown(failure) => return Err(failure),
    };
    let part = match resource {
        Resource::Package(_) => {
            let (package, body) = read_package(&text).map_err(failed)?;
            return Ok(Piece::Whole((Document::package(package, body), body.into())));
        }
        Resource::Group(_) => read_page(&text, page).map(Part::Hypervisors),
        Resource::GroupNames => read_page(&text, page).map(Part::Names),
    };
    let part = part.map_err(failed)?;
    // Here and not where pages are joined, so that several groups are assembled at the same time.
    if page == 1 && part.pages() == Ok(1) {
        return assemble(resource, vec![(part, text)]).map(Piece::Whole);
    }
    Ok(Piece::Page(part, text))
}

/// Makes a whole list from all its pages, which must be in order.
pub(super) fn assemble(resource: Resource, pages: Vec<(Part, Vec<u8>)>) -> Result<Whole, Failure> {
    let (mut of_group, mut of_names) = (Vec::new(), Vec::new());
    for (part, text) in pages {
        match part {
            Part::Hypervisors(page) => of_group.push((page, text)),
            Part::Names(page) => of_names.push(page),
        }
    }
    let failed = |cause| resource.failure(cause);
    if resource == Resource::GroupNames {
        let names = decode::assemble_names(of_names).map_err(failed)?;
        return Ok((Document::GroupNames(Arc::new(names)), "".into()));
    }
    let (group, body) = decode::assemble(of_group).map_err(failed)?;
    Ok((Document::group(group, &body), body.into()))
}
