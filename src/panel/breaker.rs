//! The breaker: no requests are sent to a panel for a while after slow failures, or when the panel asks for that. All processes
//! share its state.
//!
//! The state is one note per panel in the shared store. The breaker never waits. A quick answer never stops requests, whatever its
//! status.

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

/// How often a change is tried when other processes change the note at the same time.
const TRIES: usize = 16;

/// Notes that all processes share.
pub trait Notes: Send + Sync + fmt::Debug {
    /// Returns the note under a key.
    fn note(&self, key: &str, deadline: Deadline) -> Option<String>;

    /// Replaces a note and keeps the new one for at most this time. False if the note is no longer `old`.
    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>, deadline: Deadline) -> bool;
}

/// For how many milliseconds a note is not read again.
const REMEMBERED: Millis = 250;

/// See the module.
pub struct Breaker {
    notes: Arc<dyn Notes>,
    clock: Arc<dyn Clock>,
    /// When the note under each key was last read, and the note.
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
    /// A breaker that stores its state in these notes.
    #[must_use]
    pub fn new(notes: Arc<dyn Notes>, clock: Arc<dyn Clock>) -> Self {
        Self {
            notes,
            clock,
            remembered: Mutex::default(),
        }
    }

    /// Checks whether a request may be sent, and returns its start time.
    ///
    /// # Errors
    ///
    /// Why no requests are sent now, and for how long.
    pub fn enter(&self, panel: &Address, deadline: Deadline) -> Result<Millis, Closed> {
        let now = self.clock.now();
        let key = key(panel);
        let Some(health) = self.note(&key, deadline).map(|note| Health::read(&note)) else {
            return Ok(now);
        };
        let Some(closed) = health.closed(now) else {
            return Ok(now);
        };
        // Another process may find out at any moment that the panel answers again.
        self.remembered.lock().remove(&key);
        Err(closed)
    }

    /// Records that a request was answered in time.
    pub fn succeeded(&self, panel: &Address) {
        self.change(panel, |health, _| health.after_success());
    }

    /// Records that the panel answers, whatever any process recorded before.
    pub fn reset(&self, panel: &Address) {
        self.remembered.lock().remove(&key(panel));
        self.succeeded(panel);
    }

    /// Records a slow failure of a request that started at `started`.
    pub fn failed(&self, panel: &Address, started: Millis) {
        self.change(panel, |health, now| health.after_failure(started, now));
    }

    /// Records that the panel asked for no requests for this time.
    pub fn asked(&self, panel: &Address, time: Duration) {
        self.change(panel, |health, now| health.asked(time, now));
    }

    /// Parses the wait in a `Retry-After` header, in seconds or as a date. `None` for other text, and for a moment in the past.
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

    /// Returns a note that was read at most [`REMEMBERED`] milliseconds ago. Concurrent requests read it only once.
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
        // This runs on a worker's thread; the caller does not wait for it after its deadline.
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
