//! The rules of a store, implemented on tables of bytes: answers, leases, rate limits and notes, their expiry and eviction. Only
//! Redis, which has its own clock and expiry, implements the same rules in scripts.

use std::sync::Arc;
use std::time::Duration;

use super::eviction::{self, STEPS};
use super::layout::{self, AnswerHead, BodyHead, Lease, Note};
use super::leases::{lease, lease_of, working};
use super::span::Span;
use super::store::{
    Claim, Held, Holdings, Kept, Leased, MAX_ANSWER, Progress, Store, StoreError, Tier, Version, Wanted,
};
use super::tables::{Read, Table, TableError, Tables, Write};
use crate::clock::{Clock, Millis};
use crate::deadline::Deadline;

/// By how much an answer's age by the wall clock may exceed its lifetime. After a restart of the machine the steady clock starts
/// again, so an answer from before may seem valid by it; by the wall clock it is not.
const CLOCKS_DIFFER: Millis = 60_000;

/// How long a store is not used after it stayed full or damaged.
const REST: Duration = Duration::from_millis(500);

/// A store on tables.
#[derive(Debug)]
pub struct TableStore<T> {
    tables: T,
    clock: SharedClock,
}

struct SharedClock(Arc<dyn Clock>);

impl std::fmt::Debug for SharedClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

impl<T: Tables> TableStore<T> {
    pub(super) fn on(tables: T, clock: Arc<dyn Clock>) -> Self {
        Self {
            tables,
            clock: SharedClock(clock),
        }
    }

    /// The time by which entries expire. Must be read within a transaction: an entry that another process wrote while this one
    /// waited for the lock would otherwise start in the future and be invalid.
    fn now(&self) -> Millis {
        self.clock.0.steady()
    }

    fn read<R>(
        &self,
        deadline: Deadline,
        work: impl FnMut(&dyn Read) -> Result<R, TableError>,
    ) -> Result<R, StoreError> {
        self.tables.read(deadline, work).map_err(|error| self.error(error))
    }

    /// Makes one change. If the store is full, evicts increasingly more and tries again.
    fn write<R>(
        &self,
        deadline: Deadline,
        mut work: impl FnMut(&mut dyn Write) -> Result<R, TableError>,
    ) -> Result<R, StoreError> {
        for step in STEPS {
            match self.tables.write(deadline, &mut work) {
                Err(TableError::Full) => {}
                done => return done.map_err(|error| self.error(error)),
            }
            self.tables
                .write(deadline, |tables| eviction::make_room(tables, step, self.now()))
                .map_err(|error| self.error(error))?;
        }
        self.tables.write(deadline, work).map_err(|error| self.error(error))
    }

    fn error(&self, error: TableError) -> StoreError {
        match error {
            TableError::Full => StoreError::new(format!("{} is full", self.tables.place()), REST),
            TableError::Damaged => StoreError::new(format!("{} is damaged", self.tables.place()), REST),
            TableError::Store(error) => error,
        }
    }

    /// Looks up a key.
    fn held(&self, tables: &dyn Read, wanted: &Wanted, now: Millis) -> Result<Held, TableError> {
        let value = tables.get(Table::Answers, &layout::key(wanted.key))?;
        let Some((head, entry)) = value.and_then(layout::read::<AnswerHead>) else {
            return Ok(Held::Nothing);
        };
        let wall = self.clock.0.now();
        let latest = head.asked.saturating_add(head.span.length() + CLOCKS_DIFFER);
        if !head.span.holds(now) || wall > latest || head.asked > wall + CLOCKS_DIFFER {
            return Ok(Held::Nothing);
        }
        Ok(if wanted.known == Some(head.version) {
            Held::Unchanged
        } else if layout::checksum(entry) == head.checksum {
            Held::Entry(head.version, head.asked, entry.to_vec())
        } else {
            Held::Nothing
        })
    }
}

/// Stores an answer. `checksums` are those of its entry and of its body.
fn keep(
    tables: &mut dyn Write,
    key: &str,
    lease: Version,
    answer: &Kept,
    checksums: (u32, u32),
    max_bytes: u64,
    now: Millis,
) -> Result<bool, TableError> {
    let key = layout::key(key);
    if working(tables, &key, lease)?.is_none() {
        return Ok(false);
    }
    tables.delete(Table::Leases, &key)?;
    if answer.entry.len() + answer.body.len() > MAX_ANSWER {
        return Ok(false);
    }
    let head = AnswerHead {
        span: Span::new(now, answer.lifetime),
        version: lease,
        asked: answer.asked,
        checksum: checksums.0,
    };
    let entry = layout::write(&head, answer.entry);
    let head = BodyHead {
        version: lease,
        checksum: checksums.1,
    };
    let body = layout::write(&head, answer.body);
    tables.delete(Table::Answers, &key)?;
    tables.delete(Table::Bodies, &key)?;
    let size = (entry.len() + body.len()) as u64;
    eviction::fit_answer(tables, size, max_bytes, now)?;
    tables.put(Table::Answers, &key, &entry)?;
    tables.put(Table::Bodies, &key, &body)?;
    Ok(true)
}

fn note_of(tables: &dyn Read, key: &[u8], now: Millis) -> Result<Option<String>, TableError> {
    let note = tables.get(Table::Notes, key)?.and_then(layout::read::<Note>);
    Ok(note.filter(|(note, _)| note.span.holds(now)).map(|(note, _)| note.text))
}

fn is_limited(tables: &dyn Read, key: &[u8], now: Millis) -> Result<bool, TableError> {
    let span = tables.get(Table::Limits, key)?.and_then(layout::span);
    Ok(span.is_some_and(|span| span.holds(now)))
}

impl<T: Tables> Store for TableStore<T> {
    fn tier(&self) -> Tier {
        self.tables.tier()
    }

    fn place(&self) -> String {
        self.tables.place()
    }

    fn holdings(&self, deadline: Deadline) -> Result<Holdings, StoreError> {
        self.read(deadline, |tables| {
            let (answers, bodies) = (tables.usage(Table::Answers)?, tables.usage(Table::Bodies)?);
            Ok(Holdings {
                entries: answers.entries,
                bytes: answers.bytes + bodies.bytes,
            })
        })
    }

    fn look(&self, wanted: &[Wanted], deadline: Deadline) -> Result<Vec<Held>, StoreError> {
        self.read(deadline, |tables| {
            let now = self.now();
            wanted.iter().map(|wanted| self.held(tables, wanted, now)).collect()
        })
    }

    fn body(&self, key: &str, version: Version, deadline: Deadline) -> Result<Option<Vec<u8>>, StoreError> {
        let key = layout::key(key);
        self.read(deadline, |tables| {
            let found = tables.get(Table::Bodies, &key)?.and_then(layout::read::<BodyHead>);
            Ok(found
                .filter(|(head, body)| head.version == version && layout::checksum(body) == head.checksum)
                .map(|(_, body)| body.to_vec()))
        })
    }

    fn leases(&self, claims: &[(&str, Claim)], deadline: Deadline) -> Result<Vec<Leased>, StoreError> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        self.write(deadline, |tables| {
            let now = self.now();
            claims
                .iter()
                .map(|(key, claim)| lease(tables, key, claim, now))
                .collect()
        })
    }

    fn progress(&self, key: &str, lease: Version, deadline: Deadline) -> Result<Progress, StoreError> {
        let found = self.read(deadline, |tables| {
            Ok((lease_of(tables, &layout::key(key))?, self.now()))
        })?;
        Ok(match found {
            (Some(found), now) if found.version == lease && found.span.holds(now) => {
                found.failed.map_or(Progress::Working, Progress::Failed)
            }
            _ => Progress::Ended,
        })
    }

    fn renew(&self, key: &str, lease: Version, time: Duration, deadline: Deadline) -> Result<(), StoreError> {
        let key = layout::key(key);
        self.write(deadline, |tables| match working(tables, &key, lease)? {
            Some(held) => {
                let renewed = Lease {
                    span: Span::new(self.now(), time),
                    ..held
                };
                tables.put(Table::Leases, &key, &layout::write(&renewed, b""))
            }
            None => Ok(()),
        })
    }

    fn keep(&self, answers: &[(&str, Version, Kept)], deadline: Deadline) -> Result<Vec<bool>, StoreError> {
        let checksum =
            |(_, _, answer): &(&str, Version, Kept)| (layout::checksum(answer.entry), layout::checksum(answer.body));
        let checksums: Vec<_> = answers.iter().map(checksum).collect();
        self.write(deadline, |tables| {
            let now = self.now();
            let each = answers.iter().zip(&checksums);
            each.map(|((key, lease, answer), checksums)| {
                keep(tables, key, *lease, answer, *checksums, self.tables.max_bytes(), now)
            })
            .collect()
        })
    }

    fn give_up(&self, key: &str, lease: Version, why: Option<&str>, deadline: Deadline) -> Result<(), StoreError> {
        let key = layout::key(key);
        self.write(deadline, |tables| match (working(tables, &key, lease)?, why) {
            (None, _) => Ok(()),
            (Some(_), None) => tables.delete(Table::Leases, &key),
            (Some(held), Some(why)) => {
                let failed = Lease {
                    failed: Some(why.to_owned()),
                    ..held
                };
                tables.put(Table::Leases, &key, &layout::write(&failed, b""))
            }
        })
    }

    fn forget(&self, key: &str, deadline: Deadline) -> Result<(), StoreError> {
        let key = layout::key(key);
        self.write(deadline, |tables| {
            [Table::Answers, Table::Bodies, Table::Leases]
                .into_iter()
                .try_for_each(|table| tables.delete(table, &key))
        })
    }

    fn acquire(&self, key: &str, period: Duration, deadline: Deadline) -> Result<bool, StoreError> {
        // Most callers come too early, and reading lets others read.
        if self.is_limited(key, deadline)? {
            return Ok(false);
        }
        let key = layout::key(key);
        self.write(deadline, |tables| {
            let now = self.now();
            if is_limited(tables, &key, now)? {
                return Ok(false);
            }
            eviction::fit_entry(tables, Table::Limits, now)?;
            tables.put(Table::Limits, &key, &layout::write(&Span::new(now, period), b""))?;
            Ok(true)
        })
    }

    fn is_limited(&self, key: &str, deadline: Deadline) -> Result<bool, StoreError> {
        let key = layout::key(key);
        self.read(deadline, |tables| is_limited(tables, &key, self.now()))
    }

    fn release(&self, key: &str, deadline: Deadline) -> Result<(), StoreError> {
        let key = layout::key(key);
        self.write(deadline, |tables| tables.delete(Table::Limits, &key))
    }

    fn note(&self, key: &str, deadline: Deadline) -> Result<Option<String>, StoreError> {
        self.read(deadline, |tables| note_of(tables, &layout::key(key), self.now()))
    }

    fn change_note(
        &self,
        key: &str,
        old: Option<&str>,
        new: Option<(&str, Duration)>,
        deadline: Deadline,
    ) -> Result<bool, StoreError> {
        let key = layout::key(key);
        self.write(deadline, |tables| {
            let now = self.now();
            if note_of(tables, &key, now)?.as_deref() != old {
                return Ok(false);
            }
            let Some((text, time)) = new else {
                tables.delete(Table::Notes, &key)?;
                return Ok(true);
            };
            eviction::fit_entry(tables, Table::Notes, now)?;
            let note = Note {
                span: Span::new(now, time),
                text: text.to_owned(),
            };
            tables.put(Table::Notes, &key, &layout::write(&note, b""))?;
            Ok(true)
        })
    }
}
