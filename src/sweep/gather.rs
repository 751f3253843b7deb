//! Gathers the answers about resources: from the cache, from the panel, or from another process that is requesting them already.

use std::collections::HashMap;
use std::sync::Arc;

use super::gathered::{self, Gathered};
use super::gathering::Gathering;
use crate::answer::Answer;
use crate::clock::Millis;
use crate::deadline::Deadline;
use crate::decode::GroupNames;
use crate::failure::{Cause, Failure};
use crate::panel::Panel;
use crate::panel::ask::Resource;
use crate::process::Process;

/// Returns an answer about each of these resources, each of which is requested at most once.
///
/// An answer about a group that was requested before `since` is not used, neither from the cache nor from another process.
pub fn gather(
    process: &Arc<Process>,
    panel: &Panel,
    wanted: impl Iterator<Item = Resource>,
    deadline: Deadline,
    since: Option<Millis>,
) -> Gathered {
    let mut gathering = Gathering::new(process, panel, deadline, since);
    gathering.begin(wanted);
    gathering.finish()
}

/// Returns the body of one resource: the value under `data` for a package, the envelope with all pages merged for a group.
#[must_use]
pub fn gather_body(process: &Arc<Process>, panel: &Panel, resource: Resource, deadline: Deadline) -> Answer<Arc<str>> {
    let mut gathering = Gathering::new(process, panel, deadline, None);
    gathering.bodies = Some(HashMap::new());
    gathering.begin(std::iter::once(resource));
    let answer = gathering.finish().remove(&resource);
    let body = gathering.bodies.take().and_then(|mut bodies| bodies.remove(&resource));
    match (answer, body) {
        (Some(Answer::Found(_)), Some(body)) => Answer::Found(body),
        (Some(Answer::Missing), _) => Answer::Missing,
        (Some(Answer::Unknown(failure)), _) => Answer::Unknown(failure),
        (Some(Answer::Found(_)), None) | (None, _) => {
            let why = "its body was not gathered, which is a bug of this extension";
            Answer::Unknown(resource.failure(Cause::Internal(why.to_owned())))
        }
    }
}

/// Returns the names of all groups.
///
/// # Errors
///
/// Why they are not known. A page that failed makes all of them unknown.
pub fn gather_names(process: &Arc<Process>, panel: &Panel, deadline: Deadline) -> Result<Arc<GroupNames>, Failure> {
    let gathered = gather(process, panel, std::iter::once(Resource::GroupNames), deadline, None);
    gathered::names(&gathered)
}
