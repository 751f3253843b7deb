//! The threads that ask side by side. They exist as long as there is something to ask, touch nothing of PHP, and are never
//! waited for beyond a deadline.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::piece::{Piece, fetch};
use crate::deadline::Deadline;
use crate::failure::{Cause, Failure};
use crate::panel::Panel;
use crate::panel::ask::Resource;
use crate::sys;

/// One exchange: a page of a resource, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Job {
    pub resource: Resource,
    pub page: usize,
}

/// A job and what it brought.
pub(super) type Done = (Job, Result<Piece, Failure>);

pub(super) struct Crew {
    shared: Arc<Shared>,
    sender: Sender<Done>,
    receiver: Receiver<Done>,
    most: usize,
    hands: usize,
}

struct Shared {
    panel: Panel,
    deadline: Deadline,
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    idle: usize,
    closed: bool,
}

impl Crew {
    /// A crew of at most so many, with nobody in it yet.
    pub(super) fn new(panel: Panel, most: usize, deadline: Deadline) -> Self {
        let (sender, receiver) = channel();
        let shared = Shared {
            panel,
            deadline,
            state: Mutex::default(),
            wake: Condvar::new(),
        };
        Self {
            shared: Arc::new(shared),
            sender,
            receiver,
            most,
            hands: 0,
        }
    }

    /// Has a job done.
    pub(super) fn push(&mut self, job: Job) {
        let mut state = self.shared.state.lock();
        state.jobs.push_back(job);
        let enough = state.idle >= state.jobs.len();
        drop(state);
        if enough || self.hands >= self.most {
            self.shared.wake.notify_one();
        } else {
            self.hire();
        }
    }

    /// The next job that is done, in no order.
    pub(super) fn next(&self, wait: Duration) -> Result<Done, RecvTimeoutError> {
        self.receiver.recv_timeout(wait)
    }

    fn hire(&mut self) {
        let (shared, sender) = (self.shared.clone(), self.sender.clone());
        match sys::spawn("virtfusion", move || shared.work(&sender)) {
            Ok(()) => self.hands += 1,
            Err(_) if self.hands > 0 => {}
            Err(error) => {
                // No thread to be had: every job is answered, none is lost.
                let jobs = std::mem::take(&mut self.shared.state.lock().jobs);
                for job in jobs {
                    let cause = Cause::Internal(format!("no thread could be started: {error}"));
                    let _ = self.sender.send((job, Err(job.resource.failure(cause))));
                }
            }
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        state.closed = true;
        state.jobs.clear();
        drop(state);
        self.shared.wake.notify_all();
    }
}

impl Shared {
    fn work(&self, sender: &Sender<Done>) {
        while let Some(job) = self.job() {
            let fetched = catch_unwind(AssertUnwindSafe(|| {
                fetch(&self.panel, job.resource, job.page, self.deadline)
            }));
            let fetched = fetched.unwrap_or_else(|_| {
                Err(job
                    .resource
                    .failure(Cause::Internal("a panic, which is a bug of this extension".to_owned())))
            });
            if sender.send((job, fetched)).is_err() {
                return;
            }
        }
    }

    fn job(&self) -> Option<Job> {
        let mut state = self.state.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            state.idle += 1;
            self.wake.wait(&mut state);
            state.idle -= 1;
        }
    }
}
