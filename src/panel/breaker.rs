//! The breaker: a panel is not asked for a while after failures that cost time, or when it asks for that. All processes share it.
//!
//! It is one note for each panel in the shared store. Nobody waits here. An answer that comes quickly never opens it, whatever
//! its status.

mod health;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use self::health::{Health, LONGEST_WAIT, MEMORY};
use super::address::Address;
use crate::clock::{Clock, Millis};
use crate::deadline::Deadline;
use crate::failure::Closed;

/// How often a note is written again when others write it at the same time.
const TRIES: usize = 16;

/// Notes that all processes share.
pub trait Notes: Send + Sync + fmt::Debug {
    /// The note under a key.
    fn note(&self, key: &str, deadline: Deadline) -> Option<String>;

    /// Replaces a note and keeps the new one for this time at most; false when it is no longer the old one.
    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>, deadline: Deadline) -> bool;
}

/// For how many milliseconds a note that was read is not read again.
const REMEMBERED: Millis = 250;

/// See the module.
pub struct Breaker {
    notes: Arc<dyn Notes>,
    clock: Arc<dyn Clock>,
    /// The note that was read last under each key, and when.
    remembered: Mutex<HashMap<String, (Millis, Option<String>)>>,
}

impl fmt::Debug for Breaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Breaker")
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

impl Breaker {
    /// A breaker on these notes.
    #[must_use]
    pub fn new(notes: Arc<dyn Notes>, clock: Arc<dyn Clock>) -> Self {
        Self {
            notes,
            clock,
            remembered: Mutex::default(),
        }
    }

    /// Returns the time at which a request starts.
    ///
    /// # Errors
    ///
    /// Why the panel is not asked now, and for how long.
    pub fn enter(&self, panel: &Address, deadline: Deadline) -> Result<Millis, Closed> {
        let now = self.clock.now();
        let key = key(panel);
        let Some(health) = self.note(&key, deadline).map(|note| Health::read(&note)) else {
            return Ok(now);
        };
        let Some(closed) = health.closed(now) else {
            return Ok(now);
        };
        // Another process may find at any moment that the panel answers again.
        self.remembered.lock().remove(&key);
        Err(closed)
    }

    /// Notes that a request was answered in time.
    pub fn succeeded(&self, panel: &Address) {
        self.change(panel, |health, _| health.after_success());
    }

    /// Notes that the panel answers, whatever was noted before by any process.
    pub fn reset(&self, panel: &Address) {
        self.remembered.lock().remove(&key(panel));
        self.succeeded(panel);
    }

    /// Notes that a request which started then cost time and was not answered.
    pub fn failed(&self, panel: &Address, started: Millis) {
        self.change(panel, |health, now| health.after_failure(started, now));
    }

    /// Notes that the panel wants no requests for this time.
    pub fn asked(&self, panel: &Address, time: Duration) {
        self.change(panel, |health, now| health.asked(time, now));
    }

    /// The wait that a `Retry-After` asks for, in seconds or as a date. `None` for anything else, and when it is over already.
    #[must_use]
    pub fn retry_after(&self, text: &str) -> Option<Duration> {
        let text = text.trim();
        let time = match text.parse::<u64>() {
            Ok(seconds) => Duration::from_secs(seconds),
            Err(_) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => LONGEST_WAIT,
            Err(_) => {
                let date = httpdate::parse_http_date(text).ok()?;
                let now = std::time::UNIX_EPOCH + Duration::from_millis(self.clock.now());
                date.duration_since(now).ok()?
            }
        };
        (!time.is_zero()).then_some(time)
    }

    /// A note, read no earlier than a moment ago. Requests that start together read it once: the others wait for that.
    fn note(&self, key: &str, deadline: Deadline) -> Option<String> {
        let mut remembered = self.remembered.lock();
        let now = self.clock.now();
        if let Some((read, note)) = remembered.get(key)
            && (*read..read.saturating_add(REMEMBERED)).contains(&now)
        {
            return note.clone();
        }
        let note = self.notes.note(key, deadline);
        remembered.insert(key.to_owned(), (now, note.clone()));
        note
    }

    fn remember(&self, key: &str, note: Option<String>) {
        self.remembered.lock().insert(key.to_owned(), (self.clock.now(), note));
    }

    fn change(&self, panel: &Address, change: impl Fn(Health, Millis) -> Health) {
        let key = key(panel);
        // On a worker's thread, which nobody waits for once the caller's time is over.
        let deadline = Deadline::none();
        for attempt in 0..TRIES {
            let old = match attempt {
                0 => self.note(&key, deadline),
                _ => self.notes.note(&key, deadline),
            };
            let before = old.as_deref().map(Health::read).unwrap_or_default();
            let now = self.clock.now();
            let after = change(before, now).without_past(now);
            if after == before {
                return;
            }
            let text = (after != Health::default()).then(|| after.write());
            let new = text.as_deref().map(|text| (text, MEMORY));
            if self.notes.change_note(&key, old.as_deref(), new, deadline) {
                return self.remember(&key, text);
            }
        }
    }
}

fn key(panel: &Address) -> String {
    format!("breaker:{panel}")
}

#[cfg(test)]
mod tests;
