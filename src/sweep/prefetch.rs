//! Answers that are gathered before they are needed.

use std::collections::HashSet;
use std::mem;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use super::gathered::Gathered;
use super::gathering::Gathering;
use crate::clock::Millis;
use crate::deadline::Deadline;
use crate::panel::Panel;
use crate::panel::ask::Resource;
use crate::process::Process;
use crate::sys;

/// What a caller will need soon. If it is not used, the answers are in the cache all the same.
pub struct Prefetch {
    process: Arc<Process>,
    wanted: HashSet<Resource>,
    since: Option<Millis>,
    answers: Answers,
}

enum Answers {
    /// All were cached.
    Found(Gathered),
    /// A thread gathers them.
    Awaited(Receiver<Gathered>),
}

impl Prefetch {
    /// Begins to gather, and waits for no answer. What the panel has not answered at the deadline is unknown.
    pub(super) fn begin(
        process: &Arc<Process>,
        panel: &Panel,
        wanted: impl Iterator<Item = Resource>,
        deadline: Deadline,
        since: Option<Millis>,
    ) -> Self {
        let wanted: Vec<Resource> = wanted.collect();
        let mut gathering = Gathering::new(process, panel, deadline, since);
        gathering.begin(wanted.iter().copied());
        let answers = if gathering.is_finished() {
            Answers::Found(gathering.finish())
        } else {
            let (sender, answers) = channel();
            // If no thread can be started the channel is closed, and the caller gathers.
            let _ = sys::spawn("virtfusion", move || {
                let _ = sender.send(gathering.finish());
            });
            Answers::Awaited(answers)
        };
        Self {
            process: process.clone(),
            wanted: wanted.into_iter().collect(),
            since,
            answers,
        }
    }

    /// Whether the answers are what a caller would get: they may be older than a later `since`, and a fork gets none.
    pub(super) fn is_valid_for(&self, since: Option<Millis>) -> bool {
        since <= self.since && self.process.is_current()
    }

    /// Whether it has an answer about this resource.
    pub(super) fn covers(&self, resource: Resource) -> bool {
        self.wanted.contains(&resource)
    }

    /// Waits for the answers. `None` if there are none at the deadline.
    pub(super) fn answers(mut self, deadline: Deadline) -> Option<Gathered> {
        let answers = match self.take() {
            Answers::Found(answers) => return Some(answers),
            Answers::Awaited(answers) => answers,
        };
        match deadline.left() {
            Some(left) => answers.recv_timeout(left).ok(),
            None => answers.recv().ok(),
        }
    }

    fn take(&mut self) -> Answers {
        mem::replace(&mut self.answers, Answers::Found(Gathered::new()))
    }
}

impl Drop for Prefetch {
    fn drop(&mut self) {
        // After a fork the other end is the parent's, which may have been using the channel at that moment.
        if !self.process.is_current() {
            mem::forget(self.take());
        }
    }
}
