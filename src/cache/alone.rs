//! A store in this process's own memory, for when there is no shared one.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::span::Span;
use super::store::{Holdings, Leased, Look, Progress, Record, Store, Tier, Trouble, Version, Wanted};
use crate::clock::{Clock, Millis};

/// The most held of each kind. What has ended goes first, and then what ends soonest.
const MAX_ENTRIES: usize = 10_000;
/// The most bytes of answers.
const MAX_BYTES: usize = 64 << 20;

/// See the module.
pub struct Alone {
    clock: Arc<dyn Clock>,
    held: Mutex<Held>,
}

type Answer = (Version, Record, Span);

#[derive(Default)]
struct Held {
    answers: HashMap<String, Answer>,
    bytes: usize,
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
    /// Drops an answer.
    fn drop_answer(&mut self, key: &str) {
        if let Some((_, record, _)) = self.answers.remove(key) {
            self.bytes -= bytes_of(&record);
        }
    }

    /// Replaces an answer, making room for it.
    fn put_answer(&mut self, key: &str, answer: Answer, now: Millis) {
        self.drop_answer(key);
        let size = bytes_of(&answer.1);
        let has_room = |held: &Self| held.answers.len() < MAX_ENTRIES && held.bytes + size <= MAX_BYTES;
        if !has_room(self) {
            self.answers.retain(|_, (_, _, span)| span.holds(now));
            self.count_bytes();
        }
        while !self.answers.is_empty() && !has_room(self) {
            drop_soonest_half(&mut self.answers, |(_, _, span)| *span);
            self.count_bytes();
        }
        self.bytes += size;
        self.answers.insert(key.to_owned(), answer);
    }

    fn count_bytes(&mut self) {
        self.bytes = self.answers.values().map(|(_, record, _)| bytes_of(record)).sum();
    }
}

fn bytes_of(record: &Record) -> usize {
    record.text().map_or(0, str::len)
}

/// Sees to it that a table has room for one more.
fn bound<T>(table: &mut HashMap<String, T>, now: Millis, span: impl Fn(&T) -> Span) {
    if table.len() >= MAX_ENTRIES {
        table.retain(|_, value| span(value).holds(now));
    }
    if table.len() >= MAX_ENTRIES {
        drop_soonest_half(table, span);
    }
}

fn drop_soonest_half<T>(table: &mut HashMap<String, T>, span: impl Fn(&T) -> Span) {
    let mut by_end: Vec<(Millis, String)> = table
        .iter()
        .map(|(key, value)| (span(value).until, key.clone()))
        .collect();
    by_end.sort_unstable();
    for (_, key) in by_end.drain(..by_end.len().div_ceil(2)) {
        table.remove(&key);
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
        Ok(Holdings {
            entries: held.answers.len() as u64,
            bytes: held.bytes as u64,
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
        bound(&mut held.leases, now, |(_, _, span)| *span);
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
        held.put_answer(key, (lease, record.clone(), Span::new(now, lifetime)), now);
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
        held.drop_answer(key);
        held.leases.remove(key);
        Ok(())
    }

    fn acquire(&self, key: &str, period: Duration) -> Result<bool, Trouble> {
        let now = self.clock.now();
        let mut held = self.held.lock();
        if held.limits.get(key).is_some_and(|span| span.holds(now)) {
            return Ok(false);
        }
        bound(&mut held.limits, now, |span| *span);
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
        bound(&mut held.notes, now, |(_, span)| *span);
        match new {
            Some((text, time)) => held
                .notes
                .insert(key.to_owned(), (text.to_owned(), Span::new(now, time))),
            None => held.notes.remove(key),
        };
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Still;

    impl Clock for Still {
        fn now(&self) -> Millis {
            1_000
        }
    }

    fn keep(store: &Alone, key: &str, text: &str, seconds: u64) -> Result<bool, Trouble> {
        store.lease(key, 7, Duration::from_secs(5))?;
        store.keep(key, 7, &Record::Found(text.into()), Duration::from_secs(seconds))
    }

    fn holds(store: &Alone, key: &str) -> bool {
        let looks = store.look(&[Wanted { key, known: None }]);
        !matches!(looks.as_deref(), Ok([Look::Nothing]) | Err(_))
    }

    #[test]
    fn no_more_answers_are_held_than_allowed_and_those_that_end_soonest_go_first() -> Result<(), Trouble> {
        let store = Alone::new(Arc::new(Still));
        keep(&store, "soonest", "{}", 1)?;
        keep(&store, "last", "{}", 600)?;
        for number in 0..2 * MAX_ENTRIES {
            assert!(keep(&store, &number.to_string(), "{}", 60)?);
            assert!(store.holdings()?.entries <= MAX_ENTRIES as u64);
        }
        assert!(!holds(&store, "soonest"));
        assert!(holds(&store, "last"));
        Ok(())
    }

    #[test]
    fn no_more_bytes_are_held_than_allowed() -> Result<(), Trouble> {
        let store = Alone::new(Arc::new(Still));
        let text = "x".repeat(1 << 20);
        for number in 0..200 {
            assert!(keep(&store, &number.to_string(), &text, 60 + number)?);
            assert!(store.holdings()?.bytes <= MAX_BYTES as u64);
        }
        assert!(holds(&store, "199"));
        assert!(
            store.holdings()?.bytes > MAX_BYTES as u64 / 3,
            "what there is room for stays"
        );
        Ok(())
    }

    #[test]
    fn no_more_limits_are_held_than_allowed() -> Result<(), Trouble> {
        let store = Alone::new(Arc::new(Still));
        assert!(store.acquire("long", Duration::from_secs(600))?);
        for number in 0..2 * MAX_ENTRIES {
            assert!(store.acquire(&number.to_string(), Duration::from_secs(60))?);
        }
        assert!(!store.acquire("long", Duration::from_secs(600))?);
        assert!(store.held.lock().limits.len() <= MAX_ENTRIES);
        Ok(())
    }
}
