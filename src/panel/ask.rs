//! The resources that are requested, and requests for a page of them.

use std::time::{Duration, Instant};

use serde::de::IgnoredAny;

use super::Panel;
use super::budget::Budget;
use super::error::NO_MEMORY;
use super::http::Response;
use crate::answer::Answer;
use crate::deadline::Deadline;
use crate::failure::{Cause, Failure, Phase};
use crate::sys;

/// The path of the list of all packages.
pub const PACKAGES: &str = "/packages";

/// Entries per page: the most that the panel allows.
pub const PAGE_SIZE: usize = 200;

/// A resource of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// `GET /packages/{id}`
    Package(i64),
    /// `GET /compute/hypervisors/groups/{id}/resources`
    Group(i64),
    /// `GET /compute/hypervisors/groups`: the names of all groups. No quantity depends on them.
    GroupNames,
}

impl Resource {
    /// The path below the panel's address, as failures name it.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Package(id) => format!("/packages/{id}"),
            Self::Group(id) => format!("/compute/hypervisors/groups/{id}/resources"),
            Self::GroupNames => "/compute/hypervisors/groups".to_owned(),
        }
    }

    /// The path and query of one page, counted from 1. A package has one page and no query.
    #[must_use]
    pub fn request(self, page: usize) -> String {
        match self {
            Self::Package(_) => self.path(),
            Self::Group(_) | Self::GroupNames => format!("{}?results={PAGE_SIZE}&page={page}", self.path()),
        }
    }

    /// The panel's id; `None` for a list.
    #[must_use]
    pub fn id(self) -> Option<i64> {
        match self {
            Self::Package(id) | Self::Group(id) => Some(id),
            Self::GroupNames => None,
        }
    }

    /// The id, if it cannot be one: ids start at 1.
    #[must_use]
    pub fn invalid_id(self) -> Option<i64> {
        self.id().filter(|id| *id < 1)
    }

    /// A failure to get this resource.
    #[must_use]
    pub fn failure(self, cause: Cause) -> Failure {
        Failure::new(self.path(), cause)
    }
}

/// The memory that buffers, TLS and decoding need for most exchanges, in bytes.
const WORKING_MEMORY: usize = 4 << 20;

/// A time-out at the caller's deadline counts only after this time: before, the caller may be impatient rather than the panel slow.
const MIN_COUNTED_WAIT: Duration = Duration::from_secs(1);

/// Whether the breaker counts a failure: there was no connection, or it timed out.
fn counts_for_breaker(cause: &Cause, took: Duration) -> bool {
    match cause {
        Cause::Refused | Cause::NoRoute | Cause::HostNotFound | Cause::Timeout(Phase::Connect | Phase::Request) => true,
        Cause::Timeout(Phase::Deadline) => took >= MIN_COUNTED_WAIT,
        _ => false,
    }
}

impl Panel {
    /// Requests one page of a resource and returns its body, which may be anything.
    ///
    /// Takes at most the setting `timeout`, a retry and the check of a 404 included.
    #[must_use]
    pub fn ask(&self, resource: Resource, page: usize, deadline: Deadline) -> Answer<Vec<u8>> {
        self.ask_for(resource.request(page), deadline)
    }

    /// Requests the list of all packages, which has no pages, and returns its body, which may be anything. A package that is not in
    /// the list may still exist.
    #[must_use]
    pub fn ask_for_packages(&self, deadline: Deadline) -> Answer<Vec<u8>> {
        self.ask_for(PACKAGES.to_owned(), deadline)
    }

    fn ask_for(&self, path: String, deadline: Deadline) -> Answer<Vec<u8>> {
        // A failed allocation ends the whole PHP process, so an exchange does not start if memory is short.
        if !sys::can_map(WORKING_MEMORY) {
            return Answer::Unknown(Failure::new(path, Cause::Internal(NO_MEMORY.to_owned())));
        }
        match self.exchange(&path, self.http.budget(deadline)) {
            Ok(Some(body)) => Answer::Found(body),
            Ok(None) => Answer::Missing,
            Err(cause) => Answer::Unknown(Failure::new(path, cause)),
        }
    }

    /// The body, or `None` after a 404 that means that the resource does not exist.
    fn exchange(&self, path: &str, budget: Budget) -> Result<Option<Vec<u8>>, Cause> {
        let response = self.get_if_open(path, budget)?;
        match response.status {
            200 => Ok(Some(response.body)),
            404 if self.is_from_panel(&response, budget) => Ok(None),
            404 => Err(Cause::UnconfirmedNotFound),
            status @ 300..=399 => Err(Cause::Redirect(status)),
            status => Err(Cause::Status(status)),
        }
    }

    /// One exchange, if the breaker allows it. Reports the outcome to the breaker.
    fn get_if_open(&self, path: &str, budget: Budget) -> Result<Response, Cause> {
        let entered = self
            .breaker
            .enter(&self.address, budget.deadline())
            .map_err(Cause::Closed)?;
        let started = Instant::now();
        let got = self.get(path, budget);
        match &got {
            Ok(response) => {
                self.breaker.succeeded(&self.address);
                let wait = response
                    .retry_after
                    .as_deref()
                    .and_then(|text| self.breaker.retry_after(text));
                if let Some(time) = wait.filter(|_| response.status == 429) {
                    self.breaker.asked(&self.address, time);
                }
            }
            Err(cause) if counts_for_breaker(cause, started.elapsed()) => self.breaker.failed(&self.address, entered),
            Err(_) => {}
        }
        got
    }

    /// Whether a 404 comes from the panel: its body is blank or JSON, or the panel answers right after. Otherwise it is the error
    /// page of a web server.
    fn is_from_panel(&self, response: &Response, budget: Budget) -> bool {
        response.body.iter().all(u8::is_ascii_whitespace) || is_json(&response.body) || self.is_connected(budget)
    }

    /// Whether the panel answers on `/connect`.
    fn is_connected(&self, budget: Budget) -> bool {
        let connect = self.get_if_open("/connect", budget);
        let is_connected = connect.is_ok_and(|connect| connect.status == 200);
        if is_connected {
            self.counts.add_answer();
        }
        is_connected
    }
}

/// Whether a body is JSON. Any depth is allowed: the values are skipped without recursion.
fn is_json(body: &[u8]) -> bool {
    std::str::from_utf8(body).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_any_depth_is_json_and_an_error_page_is_not() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for body in [r#"{"message":"No query results"}"#, "null", &deep] {
            assert!(is_json(body.as_bytes()));
        }
        for body in ["<html>", "{", "{} x", "\u{feff}{}"] {
            assert!(!is_json(body.as_bytes()), "{body}");
        }
        assert!(!is_json(b"\"\xff\""));
    }
}
