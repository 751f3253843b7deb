//! Threads that run jobs concurrently while there are jobs. They never touch PHP.
//!
//! At first there are only a few workers, see [`few`](super::few). Then every job that waits gets a worker.
//!
//! Every job ends, with the worker's result or as [`Lost`]. If a worker panics, hangs or disappears, its job is lost at the latest
//! at the end of the job's time limit, and another worker is started. The pool never waits longer for a worker.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use super::few::{FEW, Few};
use crate::sys;

/// Why a job has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// No worker could be started.
    NoThread(String),
    /// Its worker panicked.
    Panic,
    /// No worker returned a result within the time limit.
    Overdue,
}

/// How a pool starts a thread.
type Spawn = fn(&str, Box<dyn FnOnce() + Send>) -> io::Result<()>;

pub(super) struct WorkerPool<J, T> {
    shared: Arc<Shared<J, T>>,
    results: Receiver<(u64, Result<T, Lost>)>,
    sender: Sender<(u64, Result<T, Lost>)>,
    /// Jobs that are not finished.
    open: HashMap<u64, J>,
    next_id: u64,
    /// The number of workers, without those whose job is overdue.
    workers: usize,
    few: Few,
    max_workers: usize,
    /// The time limit of a job.
    limit: Duration,
    spawn: Spawn,
}

struct Shared<J, T> {
    work: Box<dyn Fn(J) -> T + Send + Sync>,
    state: Mutex<State<J>>,
    wake: Condvar,
}

struct State<J> {
    queue: VecDeque<(u64, J)>,
    /// The time at which each running job becomes overdue.
    running: HashMap<u64, Instant>,
    idle: usize,
    closed: bool,
    /// When a worker last took or returned a job. If jobs are queued and this does not change, the workers are gone.
    progress: Instant,
}

impl<J: Copy + Send + 'static, T: Send + 'static> WorkerPool<J, T> {
    /// A pool without workers. `limit` is the time limit of `work` for one job.
    pub(super) fn new(
        max_workers: usize,
        limit: Duration,
        few: Few,
        work: impl Fn(J) -> T + Send + Sync + 'static,
    ) -> Self {
        Self::with_spawn(max_workers, limit, few, work, sys::spawn)
    }

    fn with_spawn(
        max_workers: usize,
        limit: Duration,
        few: Few,
        work: impl Fn(J) -> T + Send + Sync + 'static,
        spawn: Spawn,
    ) -> Self {
        let (sender, results) = channel();
        let state = State {
            queue: VecDeque::new(),
            running: HashMap::new(),
            idle: 0,
            closed: false,
            progress: Instant::now(),
        };
        Self {
            shared: Arc::new(Shared {
                work: Box::new(work),
                state: Mutex::new(state),
                wake: Condvar::new(),
            }),
            results,
            sender,
            open: HashMap::new(),
            next_id: 0,
            workers: 0,
            few,
            max_workers,
            limit,
            spawn,
        }
    }

    /// Queues a job.
    pub(super) fn push(&mut self, job: J) {
        let id = self.next_id;
        self.next_id += 1;
        self.open.insert(id, job);
        let mut state = self.shared.state.lock();
        if state.queue.is_empty() {
            state.progress = Instant::now();
        }
        state.queue.push_back((id, job));
        drop(state);
        self.shared.wake.notify_one();
        if self.workers == 0 {
            self.few.begin();
        }
        self.start_workers();
    }

    /// Starts a worker for each job that no worker is free for.
    fn start_workers(&mut self) {
        let state = self.shared.state.lock();
        let missing = state.queue.len().saturating_sub(state.idle);
        drop(state);
        let most = if self.few.applies() { FEW } else { usize::MAX };
        let most = most.min(self.max_workers).min(self.open.len());
        for _ in 0..missing.min(most.saturating_sub(self.workers)) {
            self.start_worker();
        }
    }

    /// When to check again whether jobs that wait get their workers; `None` when they have them.
    fn next_start(&mut self) -> Option<Instant> {
        let is_waiting = !self.shared.state.lock().queue.is_empty();
        self.few.next_check().filter(|_| is_waiting)
    }

    /// Returns the next job that has ended, in any order. `None` if none ends within `wait`.
    pub(super) fn next(&mut self, wait: Duration) -> Option<(J, Result<T, Lost>)> {
        let end = Instant::now() + wait;
        loop {
            if let Some((id, lost)) = self.take_overdue() {
                return self.open.remove(&id).map(|job| (job, Err(lost)));
            }
            self.start_workers();
            let until = [self.first_limit(), self.next_start()]
                .into_iter()
                .flatten()
                .fold(end, Instant::min);
            match self
                .results
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok((id, result)) => {
                    self.few.result();
                    // The result of an overdue job is ignored.
                    if let Some(job) = self.open.remove(&id) {
                        return Some((job, result));
                    }
                }
                Err(_) if end <= Instant::now() => return None,
                Err(_) => {}
            }
        }
    }

    fn start_worker(&mut self) {
        let (shared, sender, limit) = (self.shared.clone(), self.sender.clone(), self.limit);
        match (self.spawn)("virtfusion", Box::new(move || shared.run(&sender, limit))) {
            Ok(()) => self.workers += 1,
            // The other workers do the work.
            Err(_) if self.workers > 0 => {}
            Err(error) => {
                let jobs = std::mem::take(&mut self.shared.state.lock().queue);
                for (id, _) in jobs {
                    let _ = self.sender.send((id, Err(Lost::NoThread(error.to_string()))));
                }
            }
        }
    }

    /// When the next job becomes overdue.
    fn first_limit(&self) -> Option<Instant> {
        let state = self.shared.state.lock();
        let queued = (!state.queue.is_empty()).then(|| state.progress + self.limit);
        state.running.values().copied().chain(queued).min()
    }

    fn take_overdue(&mut self) -> Option<(u64, Lost)> {
        let now = Instant::now();
        let mut state = self.shared.state.lock();
        let overdue = state.running.iter().find(|(_, until)| **until <= now);
        if let Some(id) = overdue.map(|(id, _)| *id) {
            state.running.remove(&id);
            state.progress = now;
            drop(state);
            self.workers = self.workers.saturating_sub(1);
            self.start_workers();
            return Some((id, Lost::Overdue));
        }
        if state.progress + self.limit <= now {
            return state.queue.pop_front().map(|(id, _)| (id, Lost::Overdue));
        }
        None
    }
}

impl<J, T> Drop for WorkerPool<J, T> {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        state.closed = true;
        state.queue.clear();
        drop(state);
        self.shared.wake.notify_all();
    }
}

impl<J: Copy, T> Shared<J, T> {
    fn run(&self, sender: &Sender<(u64, Result<T, Lost>)>, limit: Duration) {
        while let Some((id, job)) = self.take(limit) {
            let result = catch_unwind(AssertUnwindSafe(|| (self.work)(job))).map_err(|_| Lost::Panic);
            if !self.is_still_mine(id) || sender.send((id, result)).is_err() {
                return;
            }
        }
    }

    fn take(&self, limit: Duration) -> Option<(u64, J)> {
        let mut state = self.state.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some((id, job)) = state.queue.pop_front() {
                let now = Instant::now();
                state.progress = now;
                state.running.insert(id, now + limit);
                return Some((id, job));
            }
            state.idle += 1;
            self.wake.wait(&mut state);
            state.idle -= 1;
        }
    }

    /// Whether the job is still this worker's. Otherwise it became overdue, and another worker has replaced this one.
    fn is_still_mine(&self, id: u64) -> bool {
        let mut state = self.state.lock();
        state.progress = Instant::now();
        state.running.remove(&id).is_some()
    }
}

#[cfg(test)]
mod tests;
