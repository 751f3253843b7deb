//! The two questions that quantities depend on, one HTTP exchange each, and when a 404 is believed.

use std::time::{Duration, Instant};

use super::Panel;
use super::http::Response;
use crate::deadline::Deadline;
use crate::decode::check;
use crate::failure::{Cause, Failure, Phase};

/// Entries on one page, the most that the panel allows.
pub const PAGE_SIZE: usize = 200;

/// Something that the panel can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// `GET /packages/{id}`
    Package(i64),
    /// `GET /compute/hypervisors/groups/{id}/resources`
    Group(i64),
}

impl Resource {
    /// The path below the panel's address, as failures name it.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Package(id) => format!("/packages/{id}"),
            Self::Group(id) => format!("/compute/hypervisors/groups/{id}/resources"),
        }
    }

    /// The path and query of one page, counted from 1. A package has one page and no query.
    #[must_use]
    pub fn request(self, page: usize) -> String {
        match self {
            Self::Package(_) => self.path(),
            Self::Group(_) => format!("{}?results={PAGE_SIZE}&page={page}", self.path()),
        }
    }

    /// The panel's id.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::Package(id) | Self::Group(id) => id,
        }
    }

    /// A failure to get this resource.
    #[must_use]
    pub fn failure(self, cause: Cause) -> Failure {
        Failure::new(self.path(), cause)
    }
}

/// What one exchange gave.
#[derive(Debug)]
pub enum Word {
    /// Status 200, with a body that still has to be understood.
    Body(Vec<u8>),
    /// A 404 that is believed.
    NotFound,
}

/// A caller with less time than this may be too impatient, and not the panel too slow.
const IMPATIENCE: Duration = Duration::from_secs(1);

/// Whether a failure is one of those that the breaker counts: no connection, or a time-out.
fn costs_time(cause: &Cause, took: Duration) -> bool {
    match cause {
        Cause::Refused | Cause::HostNotFound | Cause::Timeout(Phase::Connect | Phase::Request) => true,
        Cause::Timeout(Phase::Deadline) => took >= IMPATIENCE,
        _ => false,
    }
}

impl Panel {
    /// Asks for one page of a resource.
    pub fn ask(&self, resource: Resource, page: usize, deadline: Deadline) -> Result<Word, Failure> {
        let path = resource.request(page);
        self.exchange(&path, deadline)
            .map_err(|cause| Failure::new(path, cause))
    }

    fn exchange(&self, path: &str, deadline: Deadline) -> Result<Word, Cause> {
        let response = self.get(path, deadline)?;
        match response.status {
            200 => Ok(Word::Body(response.body)),
            404 if self.is_believed(&response, deadline) => Ok(Word::NotFound),
            404 => Err(Cause::UnconfirmedNotFound),
            status @ 300..=399 => Err(Cause::Redirect(status)),
            status => Err(Cause::Status(status)),
        }
    }

    /// One exchange, if the panel may be asked now, and what it says of the panel's health.
    fn get(&self, path: &str, deadline: Deadline) -> Result<Response, Cause> {
        let started = self.breaker.enter(&self.address).map_err(Cause::Closed)?;
        let begun = Instant::now();
        let got = self.http.get(self, path, deadline);
        match &got {
            Ok(response) => {
                self.breaker.succeeded(&self.address);
                let wish = response.retry_after.as_deref().and_then(|text| self.breaker.wish(text));
                if let Some(time) = wish.filter(|_| response.status == 429) {
                    self.breaker.asked(&self.address, time);
                }
            }
            Err(cause) if costs_time(cause, begun.elapsed()) => self.breaker.failed(&self.address, started),
            Err(_) => {}
        }
        got
    }

    /// A 404 with a JSON body or none is the panel's word. Any other is a web server's error page, unless the panel answers
    /// right after.
    fn is_believed(&self, response: &Response, deadline: Deadline) -> bool {
        response.body.iter().all(u8::is_ascii_whitespace)
            || check(&response.body).is_ok()
            || self
                .get("/connect", deadline)
                .is_ok_and(|connect| connect.status == 200)
    }
}
