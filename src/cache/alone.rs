//! A store in this process's own memory, for when there is no shared one.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::span::Span;
use super::store::{Holdings, Leased, Look, Progress, Record, Store, Tier, Trouble, Version, Wanted};
use crate::clock::{Clock, Millis};

/// The most answers and the most limits held; what has ended goes first.
const MAX_ENTRIES: usize = 10_000;

/// See the module.
pub struct Alone {
    clock: Arc<dyn Clock>,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    answers: HashMap<String, (Version, Record, Span)>,
    leases: HashMap<String, (Version, LeaseState, Span)>,
    limits: HashMap<String, Span>,
    notes: HashMap<String, (String, Span)>,
}

enum LeaseState {
    Held,
    Failed(String),
}

impl Alone {
    /// An empty store.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            held: Mutex::default(),
        }
    }
}

impl fmt::Debug for Alone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Alone")
    }
}

impl Held {
    /// Drops what has ended when a table is full, and all of a table that is still full then.
    fn tidy(&mut self, now: Millis) {
        if self.answers.len() >= MAX_ENTRIES {
            self.answers.retain(|_, (_, _, span)| span.holds(now));
            if self.answers.len() >= MAX_ENTRIES {
                self.answers.clear();
            }
        }
        if self.leases.len() >= MAX_ENTRIES {
            self.leases.retain(|_, (_, _, span)| span.holds(now));
        }
        if self.limits.len() >= MAX_ENTRIES {
            self.limits.retain(|_, span| span.holds(now));
        }
        if self.notes.len() >= MAX_ENTRIES {
            self.notes.retain(|_, (_, span)| span.holds(now));
        }
    }
}

impl Store for Alone {
    fn tier(&self) -> Tier {
        Tier::Process
    }

    fn place(&self) -> String {
        "this process alone".to_owned()
    }

    fn holdings(&self) -> Result<Holdings, Trouble> {
        let held = self.held.lock();
        let bytes = held
            .answers
            .values()
            .map(|(_, record, _)| record.text().map_or(0, str::len))
            .sum::<usize>();
        Ok(Holdings {
            entries: held.answers.len() as u64,
            bytes: bytes as u64,
        })
    }

    fn look(&self, wanted: &[Wanted]) -> Result<Vec<Look>, Trouble> {
        let now = self.clock.now();
        let held = self.held.lock();
        let looks = wanted
            .iter()
            .map(|wanted| match held.answers.get(wanted.key) {
                Some((version, record, span)) if span.holds(now) => {
                    if wanted.known == Some(*version) {
                        Look::Same
                    } else {
                        Look::Other(*version, record.clone())
                    }
                }
                _ => Look::Nothing,
            })
            .collect();
        Ok(looks)
    }

    fn lease(&self, key: &str, mine: Version, time: Duration) -> Result<Leased, Trouble> {
        let now = self.clock.now();
        let mut held = self.held.lock();
        if let Some((other, LeaseState::Held, span)) = held.leases.get(key)
            && span.holds(now)
        {
            return Ok(Leased::HeldBy(*other));
        }
        held.tidy(now);
        held.leases
            .insert(key.to_owned(), (mine, LeaseState::Held, Span::new(now, time)));
        Ok(Leased::Taken)
    }

    fn progress(&self, key: &str, lease: Version) -> Result<Progress, Trouble> {
        let now = self.clock.now();
        Ok(match self.held.lock().leases.get(key) {
            Some((id, state, span)) if *id == lease && span.holds(now) => match state {
                LeaseState::Held => Progress::Working,
                LeaseState::Failed(why) => Progress::Failed(why.clone()),
            },
            _ => Progress::Ended,
        })
    }

    fn renew(&self, key: &str, lease: Version, time: Duration) -> Result<(), Trouble> {
        let now = self.clock.now();
        if let Some((id, LeaseState::Held, span)) = self.held.lock().leases.get_mut(key)
            && *id == lease
        {
            *span = Span::new(now, time);
        }
        Ok(())
    }

    fn keep(&self, key: &str, lease: Version, record: &Record, lifetime: Duration) -> Result<bool, Trouble> {
        let now = self.clock.now();
        let mut held = self.held.lock();
        if !matches!(held.leases.get(key), Some((id, LeaseState::Held, _)) if *id == lease) {
            return Ok(false);
        }
        held.leases.remove(key);
        held.tidy(now);
        held.answers
            .insert(key.to_owned(), (lease, record.clone(), Span::new(now, lifetime)));
        Ok(true)
    }

    fn give_up(&self, key: &str, lease: Version, why: Option<&str>) -> Result<(), Trouble> {
        let mut held = self.held.lock();
        if let Some((id, state, _)) = held.leases.get_mut(key)
            && *id == lease
        {
            match why {
                Some(why) => *state = LeaseState::Failed(why.to_owned()),
                None => {
                    held.leases.remove(key);
                }
            }
        }
        Ok(())
    }

    fn forget(&self, key: &str) -> Result<(), Trouble> {
        let mut held = self.held.lock();
        held.answers.remove(key);
        held.leases.remove(key);
        Ok(())
    }

    fn acquire(&self, key: &str, period: Duration) -> Result<bool, Trouble> {
        let now = self.clock.now();
        let mut held = self.held.lock();
        if held.limits.get(key).is_some_and(|span| span.holds(now)) {
            return Ok(false);
        }
        held.tidy(now);
        held.limits.insert(key.to_owned(), Span::new(now, period));
        Ok(true)
    }

    fn release(&self, key: &str) -> Result<(), Trouble> {
        self.held.lock().limits.remove(key);
        Ok(())
    }

    fn note(&self, key: &str) -> Result<Option<String>, Trouble> {
        let now = self.clock.now();
        let held = self.held.lock();
        Ok(held
            .notes
            .get(key)
            .filter(|(_, span)| span.holds(now))
            .map(|(text, _)| text.clone()))
    }

    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> Result<bool, Trouble> {
        let now = self.clock.now();
        let mut held = self.held.lock();
        let found = held.notes.get(key).filter(|(_, span)| span.holds(now));
        if found.map(|(text, _)| text.as_str()) != old {
            return Ok(false);
        }
        held.tidy(now);
        match new {
            Some((text, time)) => held
                .notes
                .insert(key.to_owned(), (text.to_owned(), Span::new(now, time))),
            None => held.notes.remove(key),
        };
        Ok(true)
    }
}
