//! The panel's answers that a sweep has gathered, by resource.

use std::collections::HashMap;
use std::sync::Arc;

use crate::answer::Answer;
use crate::cache::digest::Digest;
use crate::cache::document::Document;
use crate::decode::{Group, GroupNames, Package};
use crate::failure::{Cause, Failure};
use crate::panel::ask::Resource;

/// The panel's answer about each resource.
pub type Gathered = HashMap<Resource, Answer<Document>>;

/// The answer about a package.
pub(crate) fn package(gathered: &Gathered, id: i64) -> Answer<&Package> {
    let resource = Resource::Package(id);
    match gathered.get(&resource) {
        Some(Answer::Found(Document::Package(found))) => Answer::Found(&found.value),
        other => not_found(resource, other),
    }
}

/// The answer about a group.
pub(crate) fn group(gathered: &Gathered, id: i64) -> Answer<&Group> {
    let resource = Resource::Group(id);
    match gathered.get(&resource) {
        Some(Answer::Found(Document::Group(found))) => Answer::Found(&found.value),
        other => not_found(resource, other),
    }
}

/// The answer about the names of all groups. A list that does not exist is not known.
pub(super) fn names(gathered: &Gathered) -> Result<Arc<GroupNames>, Failure> {
    let resource = Resource::GroupNames;
    match gathered.get(&resource) {
        Some(Answer::Found(Document::GroupNames(names))) => Ok(names.clone()),
        other => match not_found(resource, other) {
            Answer::Unknown(failure) => Err(failure),
            Answer::Missing | Answer::Found(()) => Err(resource.failure(Cause::Status(404))),
        },
    }
}

/// A hash of the panel's answer; `None` if it is not known.
pub(crate) fn digest(gathered: &Gathered, resource: Resource) -> Option<Digest> {
    match gathered.get(&resource)? {
        Answer::Found(Document::Package(package)) => Some(package.digest),
        Answer::Found(Document::Group(group)) => Some(group.digest),
        Answer::Missing => Some(Digest::of("missing")),
        // No quantity depends on the names.
        Answer::Found(Document::GroupNames(_)) | Answer::Unknown(_) => None,
    }
}

fn not_found<T>(resource: Resource, answer: Option<&Answer<Document>>) -> Answer<T> {
    match answer {
        Some(Answer::Missing) => Answer::Missing,
        Some(Answer::Unknown(failure)) => Answer::Unknown(failure.clone()),
        _ => Answer::Unknown(not_gathered(resource)),
    }
}

fn not_gathered(resource: Resource) -> Failure {
    resource.failure(Cause::Internal(
        "it was not gathered, which is a bug of this extension".to_owned(),
    ))
}
