//! What a caller gathers: the answers that are there, and the resources that this process or another one is requesting.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::asking::{Asking, MOST_TOGETHER};
use super::gathered::Gathered;
use super::listing::Listing;
use super::piece::{Job, Part, Piece, Whole, assemble, cause, worker_pool};
use super::worker_pool::WorkerPool;
use crate::answer::Answer;
use crate::cache::document::KeptAnswer;
use crate::cache::store::Version;
use crate::cache::{Fetched, Lease, Progress, RENEWAL, Turn};
use crate::clock::Millis;
use crate::deadline::Deadline;
use crate::failure::{Cause, Failure, Phase};
use crate::panel::Panel;
use crate::panel::ask::Resource;
use crate::process::Process;

/// The interval at which the progress of other processes is checked: short at first, then longer.
const FIRST_LOOK: Duration = Duration::from_millis(1);
const LAST_LOOK: Duration = Duration::from_millis(20);

/// The time for store operations after the caller's deadline, so that leases are ended properly.
const GRACE: Duration = Duration::from_millis(50);

/// See the module.
pub(super) struct Gathering {
    process: Arc<Process>,
    panel: Panel,
    pool: WorkerPool<Job, Result<Piece, Failure>>,
    answers: Gathered,
    /// The bodies of found resources, if they are wanted.
    pub(super) bodies: Option<HashMap<Resource, Arc<str>>>,
    asking: HashMap<Resource, Asking>,
    listing: Listing,
    waiting: HashMap<Resource, Version>,
    deadline: Deadline,
    /// The deadline of operations of the store.
    store: Deadline,
    since: Option<Millis>,
}

impl Drop for Gathering {
    /// Others may request what this one has not received.
    fn drop(&mut self) {
        self.stop();
    }
}

impl Gathering {
    pub(super) fn new(process: &Arc<Process>, panel: &Panel, deadline: Deadline, since: Option<Millis>) -> Self {
        Self {
            process: process.clone(),
            panel: panel.clone(),
            pool: worker_pool(process, panel, deadline),
            answers: Gathered::new(),
            bodies: None,
            asking: HashMap::new(),
            listing: Listing::default(),
            waiting: HashMap::new(),
            deadline,
            store: deadline.with_grace(GRACE),
            since,
        }
    }

    /// Looks for these resources in the cache and begins to request the others. Waits for no answer.
    pub(super) fn begin(&mut self, wanted: impl Iterator<Item = Resource>) {
        let (mut seen, mut open) = (HashSet::new(), Vec::new());
        for resource in wanted.filter(|resource| seen.insert(*resource)) {
            match resource.invalid_id() {
                Some(id) => self.set_unknown(resource, Cause::InvalidId(id)),
                None => open.push(resource),
            }
        }
        let kept = self.process.cache.look(&self.panel.address, &open, self.store);
        let mut missed = Vec::new();
        for (resource, kept) in open.into_iter().zip(kept) {
            if !self.take_kept(resource, kept) {
                self.set_unknown(resource, Cause::Timeout(Phase::Deadline));
                missed.push(resource);
            }
        }
        self.take_turns(&missed);
    }

    /// Whether every answer is there.
    pub(super) fn is_finished(&self) -> bool {
        self.asking.is_empty() && self.waiting.is_empty()
    }

    /// Returns the answers when all are there, at the deadline at the latest.
    pub(super) fn finish(&mut self) -> Gathered {
        self.run();
        std::mem::take(&mut self.answers)
    }

    fn set_unknown(&mut self, resource: Resource, cause: Cause) {
        self.answers.insert(resource, Answer::Unknown(resource.failure(cause)));
    }

    /// Takes the packages that are in the list, and requests the others.
    fn take_list(&mut self, list: Result<Piece, Failure>) {
        let mut answers = Vec::new();
        for (package, found) in self.listing.take(list) {
            match found {
                Some(whole) => answers.push((package, Answer::Found(whole))),
                None => self.pool.push(Job::Page(package, 1)),
            }
        }
        self.conclude(answers);
    }

    /// `since` applies only to groups: new servers change what is free in a group, not their packages.
    fn since(&self, resource: Resource) -> Option<Millis> {
        self.since.filter(|_| matches!(resource, Resource::Group(_)))
    }

    /// Uses a cached answer. False if it is too old, or if its body is wanted and missing.
    fn take_kept(&mut self, resource: Resource, kept: Option<KeptAnswer>) -> bool {
        let since = self.since(resource);
        let Some(kept) = kept.filter(|kept| since.is_none_or(|since| kept.asked >= since)) else {
            return false;
        };
        if let Some(bodies) = self.bodies.as_mut().filter(|_| kept.document.is_some()) {
            let cache = &self.process.cache;
            let Some(body) = cache.body(&self.panel.address, resource, self.store) else {
                return false;
            };
            bodies.insert(resource, body);
        }
        self.answers.insert(resource, Answer::from(kept));
        true
    }

    fn take_turns(&mut self, resources: &[Resource]) {
        if resources.is_empty() || self.deadline.is_over() {
            return;
        }
        let (cache, address) = (&self.process.cache, &self.panel.address);
        self.panel.http.expect(address);
        let wanted: Vec<_> = resources.iter().map(|of| (*of, self.since(*of))).collect();
        let mut mine = Vec::new();
        for (resource, turn) in resources.iter().zip(cache.turns(address, &wanted, self.store)) {
            match turn {
                Turn::Mine(lease) => mine.push((*resource, lease)),
                Turn::Others(lease) => drop(self.waiting.insert(*resource, lease)),
            }
        }
        // Another process may have stored its answer and ended its lease since the cache was read.
        let again: Vec<Resource> = mine.iter().map(|(resource, _)| *resource).collect();
        let kept = cache.look_again(address, &again, self.store);
        for ((resource, lease), kept) in mine.into_iter().zip(kept) {
            if self.take_kept(resource, kept) {
                self.give_up(resource, lease, None);
            } else {
                self.ask(resource, lease);
            }
        }
        for job in self.listing.jobs() {
            self.pool.push(job);
        }
    }

    fn ask(&mut self, resource: Resource, lease: Lease) {
        self.asking.insert(resource, Asking::new(lease));
        match resource {
            Resource::Package(_) => self.listing.add(resource),
            Resource::Group(_) | Resource::GroupNames => self.pool.push(Job::Page(resource, 1)),
        }
    }

    fn give_up(&self, resource: Resource, lease: Lease, why: Option<&str>) {
        let (cache, address) = (&self.process.cache, &self.panel.address);
        cache.give_up(address, resource, lease, why, self.store);
    }

    fn run(&mut self) {
        let mut interval = FIRST_LOOK;
        let mut renewal = Instant::now() + RENEWAL;
        while !self.is_finished() {
            let now = Instant::now();
            if self.deadline.is_over() {
                return self.stop();
            }
            let mut wait = renewal.saturating_duration_since(now);
            if !self.waiting.is_empty() {
                wait = wait.min(interval);
                interval = (interval * 2).min(LAST_LOOK);
            }
            wait = self.deadline.at_most(wait);
            if let Some((job, result)) = self.pool.next(wait) {
                let fetched = result.unwrap_or_else(|lost| Err(job.failure(cause(lost))));
                match job {
                    Job::Page(resource, page) => self.done(resource, page, fetched),
                    Job::Packages => self.take_list(fetched),
                }
            }
            self.look_at_others();
            if renewal <= Instant::now() {
                let (cache, address) = (&self.process.cache, &self.panel.address);
                for (resource, asking) in &self.asking {
                    cache.renew(address, *resource, asking.lease, self.store);
                }
                renewal = Instant::now() + RENEWAL;
            }
        }
    }

    /// Ends the work at the deadline: open resources stay unknown, and other processes may request them.
    fn stop(&mut self) {
        for (resource, asking) in std::mem::take(&mut self.asking) {
            self.give_up(resource, asking.lease, None);
        }
        self.waiting.clear();
    }

    fn done(&mut self, resource: Resource, page: usize, fetched: Result<Piece, Failure>) {
        let answer = match fetched {
            // A page of a group that is finished because another page failed.
            _ if !self.asking.contains_key(&resource) => return,
            Err(failure) => Answer::Unknown(failure),
            Ok(Piece::NotFound) => Answer::Missing,
            Ok(Piece::Whole(whole)) => Answer::Found(whole),
            Ok(Piece::Page(read, text)) => match self.add_page(resource, page, read, text) {
                Some(answer) => answer,
                None => return,
            },
            Ok(Piece::Packages(_)) => return,
        };
        self.conclude(vec![(resource, answer)]);
    }

    /// Adds a page to its group; the first page starts the requests for the others. `None` while pages are missing.
    fn add_page(&mut self, resource: Resource, number: usize, page: Part, text: Vec<u8>) -> Option<Answer<Whole>> {
        let most = self.panel.http.max_body().saturating_mul(MOST_TOGETHER);
        let added = match self.asking.get_mut(&resource)?.add(number, page, text, most) {
            Ok(added) => added,
            Err(cause) => return Some(Answer::Unknown(resource.failure(cause))),
        };
        for page in added.request {
            self.pool.push(Job::Page(resource, page));
        }
        Some(assemble(resource, added.all?).map_or_else(Answer::Unknown, Answer::Found))
    }

    /// Ends the leases of these resources and stores their answers, all of them at once.
    fn conclude(&mut self, answers: Vec<(Resource, Answer<Whole>)>) {
        let mut fetched = Vec::new();
        for (resource, answer) in answers {
            let Some(Asking { lease, .. }) = self.asking.remove(&resource) else {
                continue;
            };
            let found = match answer {
                Answer::Found(whole) => Some(whole),
                Answer::Missing => None,
                Answer::Unknown(failure) => {
                    // If only this caller's deadline has passed, others may request it.
                    let is_late = matches!(failure.cause, Cause::Timeout(Phase::Deadline));
                    let why = (!is_late).then(|| failure.to_string());
                    self.give_up(resource, lease, why.as_deref());
                    self.answers.insert(resource, Answer::Unknown(failure));
                    continue;
                }
            };
            fetched.push(Fetched { resource, lease, found });
        }
        if fetched.is_empty() {
            return;
        }
        self.process.cache.keep(&self.panel.address, &fetched, self.store);
        for Fetched { resource, found, .. } in fetched {
            let answer = found.map_or(Answer::Missing, |(document, body)| {
                if let Some(bodies) = &mut self.bodies {
                    bodies.insert(resource, body);
                }
                Answer::Found(document)
            });
            self.answers.insert(resource, answer);
        }
    }

    fn look_at_others(&mut self) {
        let (cache, address) = (self.process.cache.clone(), self.panel.address.clone());
        let waiting: Vec<(Resource, Version)> = self.waiting.iter().map(|(of, lease)| (*of, *lease)).collect();
        for (resource, lease) in waiting {
            if self.deadline.is_over() {
                return;
            }
            match cache.progress(&address, resource, lease, self.store) {
                Progress::Working => {}
                Progress::Failed(why) => {
                    self.set_unknown(resource, Cause::Elsewhere(why));
                    self.waiting.remove(&resource);
                }
                Progress::Ended => {
                    self.waiting.remove(&resource);
                    let kept = cache.look(&address, &[resource], self.store).pop().flatten();
                    if !self.take_kept(resource, kept) {
                        self.take_turns(&[resource]);
                    }
                }
            }
        }
    }
}
