//! From resources to answers: what the cache holds, what this process asks for itself, and what it waits for because another
//! process asks already.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::gathered::Gathered;
use super::piece::{Job, Piece, assemble, fetch};
use super::worker_pool::{Lost, WorkerPool};
use crate::answer::Answer;
use crate::cache::known::Known;
use crate::cache::patience::Patience;
use crate::cache::store::Version;
use crate::cache::{Progress, RENEWAL, Turn};
use crate::deadline::Deadline;
use crate::decode::group::Page;
use crate::failure::{Cause, Failure, Phase};
use crate::panel::Panel;
use crate::panel::ask::Resource;
use crate::process::Process;

/// How often another's progress is looked at: soon at first, then less often.
const FIRST_LOOK: Duration = Duration::from_millis(1);
const LAST_LOOK: Duration = Duration::from_millis(20);

/// How long a worker may take beyond its request's own time-out, for the store and for decoding.
const MARGIN: Duration = Duration::from_secs(2);

/// The pages of a group may be so many times as large together as one body may be: a panel can send fifty of them.
const MOST_TOGETHER: u64 = 4;

/// Brings an answer for each of these resources, asking for each at most once.
pub fn gather(
    process: &Process,
    panel: &Panel,
    wanted: impl Iterator<Item = Resource>,
    deadline: Deadline,
) -> Gathered {
    let _patience = Patience::until(deadline.left().map(|left| Instant::now() + left));
    let mut answers = Gathered::new();
    let mut open = Vec::new();
    for resource in wanted {
        answers.entry(resource).or_insert_with(|| {
            if resource.id() < 1 {
                return Answer::Unknown(resource.failure(Cause::InvalidId(resource.id())));
            }
            open.push(resource);
            Answer::Unknown(resource.failure(Cause::Timeout(Phase::Deadline)))
        });
    }
    let mut gathering = Gathering {
        process,
        panel,
        pool: worker_pool(process, panel, deadline),
        answers,
        asking: HashMap::new(),
        waiting: HashMap::new(),
        deadline,
    };
    for (resource, known) in open.iter().zip(process.cache.look(&panel.address, &open)) {
        match known {
            Some(known) => gathering.answer(*resource, Answer::from(known)),
            None => gathering.take_turn(*resource),
        }
    }
    gathering.run();
    gathering.answers
}

fn worker_pool(process: &Process, panel: &Panel, deadline: Deadline) -> WorkerPool<Job, Result<Piece, Failure>> {
    let limit = panel.http.timeout().saturating_add(MARGIN);
    let panel = panel.clone();
    WorkerPool::new(process.settings.concurrency, limit, move |job| {
        fetch(&panel, job, deadline)
    })
}

fn cause(lost: Lost) -> Cause {
    match lost {
        Lost::NoThread(why) => Cause::Internal(format!("no thread could be started: {why}")),
        Lost::Panic => Cause::Panic,
        Lost::Overdue => Cause::NoResult,
    }
}

impl From<Known> for Answer<Known> {
    fn from(known: Known) -> Self {
        match known {
            Known::Missing => Self::Missing,
            found => Self::Found(found),
        }
    }
}

struct Gathering<'a> {
    process: &'a Process,
    panel: &'a Panel,
    pool: WorkerPool<Job, Result<Piece, Failure>>,
    answers: Gathered,
    asking: HashMap<Resource, Asking>,
    waiting: HashMap<Resource, Version>,
    deadline: Deadline,
}

/// A resource that this process asks for.
struct Asking {
    lease: Version,
    /// Of a group: the pages that came, in order; empty before the first.
    pages: Vec<Option<(Page, Vec<u8>)>>,
}

impl Gathering<'_> {
    fn answer(&mut self, resource: Resource, answer: Answer<Known>) {
        self.answers.insert(resource, answer);
    }

    fn is_over(&self) -> bool {
        self.deadline.is_over()
    }

    fn take_turn(&mut self, resource: Resource) {
        if self.is_over() {
            return;
        }
        match self.process.cache.turn(&self.panel.address, resource) {
            Turn::Mine(lease) => {
                // Another may have stored its answer, and ended its lease, since this process looked.
                let (cache, address) = (&self.process.cache, &self.panel.address);
                if let Some(known) = cache.look_again(address, resource) {
                    cache.give_up(address, resource, lease, None);
                    return self.answer(resource, Answer::from(known));
                }
                self.asking.insert(
                    resource,
                    Asking {
                        lease,
                        pages: Vec::new(),
                    },
                );
                self.pool.push(Job { resource, page: 1 });
            }
            Turn::Others(lease) => {
                self.waiting.insert(resource, lease);
            }
        }
    }

    fn run(&mut self) {
        let mut interval = FIRST_LOOK;
        let mut renewal = Instant::now() + RENEWAL;
        while !self.asking.is_empty() || !self.waiting.is_empty() {
            let now = Instant::now();
            if self.is_over() {
                return self.stop();
            }
            let mut wait = renewal.saturating_duration_since(now);
            if !self.waiting.is_empty() {
                wait = wait.min(interval);
                interval = (interval * 2).min(LAST_LOOK);
            }
            wait = self.deadline.at_most(wait);
            if let Some((job, result)) = self.pool.next(wait) {
                let fetched = result.unwrap_or_else(|lost| Err(job.resource.failure(cause(lost))));
                self.done(job, fetched);
            }
            self.look_at_others();
            if renewal <= Instant::now() {
                for (resource, asking) in &self.asking {
                    self.process.cache.renew(&self.panel.address, *resource, asking.lease);
                }
                renewal = Instant::now() + RENEWAL;
            }
        }
    }

    /// The deadline has come: what is still open stays unknown, and others may ask for it.
    fn stop(&mut self) {
        for (resource, asking) in self.asking.drain() {
            self.process
                .cache
                .give_up(&self.panel.address, resource, asking.lease, None);
        }
        self.waiting.clear();
    }

    fn done(&mut self, job: Job, fetched: Result<Piece, Failure>) {
        let Some(asking) = self.asking.get_mut(&job.resource) else {
            // A later page of a group of which another page failed.
            return;
        };
        let answer = match fetched {
            Err(failure) => Answer::Unknown(failure),
            Ok(Piece::NotFound) => Answer::Missing,
            Ok(Piece::Package(package)) => Answer::Found(Known::Package(package)),
            Ok(Piece::Page(page, text)) => {
                if asking.pages.is_empty() {
                    match page.pages() {
                        Err(error) => {
                            return self
                                .finish(job.resource, Answer::Unknown(job.resource.failure(Cause::Group(error))));
                        }
                        Ok(pages) => {
                            asking.pages.resize_with(pages, || None);
                            for page in 2..=pages {
                                self.pool.push(Job {
                                    resource: job.resource,
                                    page,
                                });
                            }
                        }
                    }
                }
                if let Some(place) = asking.pages.get_mut(job.page - 1) {
                    *place = Some((page, text));
                }
                let most = self.panel.http.max_body().saturating_mul(MOST_TOGETHER);
                let together = asking.pages.iter().flatten().map(|(_, text)| text.len()).sum::<usize>();
                if u64::try_from(together).is_ok_and(|together| together > most) {
                    let cause = Cause::PagesTooLarge(most);
                    return self.finish(job.resource, Answer::Unknown(job.resource.failure(cause)));
                }
                if asking.pages.iter().any(Option::is_none) {
                    return;
                }
                let pages = std::mem::take(&mut asking.pages).into_iter().flatten().collect();
                assemble(job.resource, pages).map_or_else(Answer::Unknown, Answer::Found)
            }
        };
        self.finish(job.resource, answer);
    }

    fn finish(&mut self, resource: Resource, answer: Answer<Known>) {
        let Some(Asking { lease, .. }) = self.asking.remove(&resource) else {
            return;
        };
        let (cache, address) = (&self.process.cache, &self.panel.address);
        match &answer {
            Answer::Found(known) => cache.keep(address, resource, lease, known),
            Answer::Missing => cache.keep(address, resource, lease, &Known::Missing),
            // Only this caller's time is over.
            Answer::Unknown(Failure {
                cause: Cause::Timeout(Phase::Deadline),
                ..
            }) => {
                cache.give_up(address, resource, lease, None);
            }
            Answer::Unknown(failure) => cache.give_up(address, resource, lease, Some(&failure.to_string())),
        }
        self.answer(resource, answer);
    }

    fn look_at_others(&mut self) {
        if self.waiting.is_empty() || self.is_over() {
            return;
        }
        let (cache, address) = (&self.process.cache, &self.panel.address);
        let waiting: Vec<(Resource, Version)> = self
            .waiting
            .iter()
            .map(|(resource, lease)| (*resource, *lease))
            .collect();
        let progress: Vec<Progress> = waiting
            .iter()
            .map(|(resource, lease)| cache.progress(address, *resource, *lease))
            .collect();
        for ((resource, _), progress) in waiting.into_iter().zip(progress) {
            match progress {
                Progress::Working => {}
                Progress::Failed(why) => {
                    self.answer(resource, Answer::Unknown(resource.failure(Cause::Elsewhere(why))));
                    self.waiting.remove(&resource);
                }
                Progress::Ended => {
                    self.waiting.remove(&resource);
                    match self
                        .process
                        .cache
                        .look(&self.panel.address, &[resource])
                        .pop()
                        .flatten()
                    {
                        Some(known) => self.answer(resource, Answer::from(known)),
                        None => self.take_turn(resource),
                    }
                }
            }
        }
    }
}
