//! The store that all PHP processes of a user on one machine share: LMDB in a folder of its own.
//!
//! Reads take no lock. A process that is killed in the middle of a write loses that write and nothing else. What is stored is
//! worth nothing after a restart of the machine, so nothing is ever flushed to disk for its sake.

mod folder;
mod layout;
mod opening;
mod room;

use std::sync::Arc;
use std::time::Duration;

use heed::types::Bytes;
use heed::{Database, Env, MdbError, RoTxn, RwTxn, WithoutTls};

use super::span::Span;
use super::store::{Holdings, Leased, Look, Progress, Record, Store, Tier, Trouble, Version, Wanted};
use crate::clock::{Clock, Millis};
use crate::sys;
use folder::{File, Seen};
use layout::{Answer, Lease};
use opening::{diagnose, is_full};
use room::Room;

/// The largest answer that is kept.
const MAX_ANSWER: usize = 16 << 20;
/// The most answers in it.
const MAX_ENTRIES: u64 = 10_000;

type Table = Database<Bytes, Bytes>;

/// See the module.
pub struct Lmdb {
    env: Env<WithoutTls>,
    answers: Table,
    leases: Table,
    limits: Table,
    notes: Table,
    file: File,
    seen: Seen,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Lmdb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lmdb({})", self.file.path().display())
    }
}

impl From<heed::Error> for Trouble {
    fn from(error: heed::Error) -> Self {
        Self::new(format!("LMDB: {error}"))
    }
}

impl Lmdb {
    /// The file must still be the one that was opened: another process may have set it aside, or someone removed it.
    fn still_there(&self) -> Result<(), Trouble> {
        self.seen.check(&self.file)
    }

    /// Does one change, making room when the store is full.
    fn change<T>(&self, mut work: impl FnMut(&mut RwTxn) -> heed::Result<T>) -> Result<T, Trouble> {
        self.still_there()?;
        let mut attempt = || -> heed::Result<T> {
            let mut txn = self.env.write_txn()?;
            let result = work(&mut txn)?;
            txn.commit()?;
            Ok(result)
        };
        for room in [Room::Ended, Room::Half, Room::All] {
            match attempt() {
                Err(error) if is_full(&error) => self.make_room(room)?,
                other => return other.map_err(|error| self.trouble(error)),
            }
        }
        attempt().map_err(|error| self.trouble(error))
    }

    /// Looks at what is there at one moment.
    fn read<T>(&self, work: impl FnOnce(&RoTxn<WithoutTls>) -> heed::Result<T>) -> Result<T, Trouble> {
        self.still_there()?;
        let txn = match self.env.read_txn() {
            Err(heed::Error::Mdb(MdbError::ReadersFull)) => {
                self.env.clear_stale_readers()?;
                self.env.read_txn()?
            }
            txn => txn?,
        };
        work(&txn).map_err(|error| self.trouble(error))
    }

    fn trouble(&self, error: heed::Error) -> Trouble {
        diagnose(&self.file, error)
    }

    /// Looks at the lease of a key, if it still runs.
    fn running(&self, txn: &RoTxn<WithoutTls>, key: &[u8], now: Millis) -> heed::Result<Option<Lease>> {
        Ok(self
            .leases
            .get(txn, key)?
            .and_then(Lease::read)
            .filter(|lease| lease.span.holds(now)))
    }

    /// Looks at the note under a key, if it still counts.
    fn running_note(&self, txn: &RoTxn<WithoutTls>, key: &[u8], now: Millis) -> heed::Result<Option<String>> {
        let note = self.notes.get(txn, key)?.and_then(layout::read_note);
        Ok(note.filter(|(_, span)| span.holds(now)).map(|(text, _)| text))
    }
}

impl Store for Lmdb {
    fn tier(&self) -> Tier {
        Tier::Lmdb
    }

    fn place(&self) -> String {
        format!("LMDB in {}", self.file.folder().display())
    }

    fn holdings(&self) -> Result<Holdings, Trouble> {
        let entries = self.read(|txn| self.answers.len(txn))?;
        let bytes = (self.env.info().last_page_number as u64 + 1).saturating_mul(sys::page_size());
        Ok(Holdings { entries, bytes })
    }

    fn look(&self, wanted: &[Wanted]) -> Result<Vec<Look>, Trouble> {
        let now = self.clock.now();
        let look = |txn: &RoTxn<WithoutTls>, wanted: &Wanted| {
            Ok(
                match self.answers.get(txn, &layout::key(wanted.key))?.and_then(Answer::read) {
                    Some(answer) if answer.span.holds(now) => {
                        if wanted.known == Some(answer.version) {
                            Look::Same
                        } else {
                            answer
                                .record()
                                .map_or(Look::Nothing, |record| Look::Other(answer.version, record))
                        }
                    }
                    _ => Look::Nothing,
                },
            )
        };
        self.read(|txn| wanted.iter().map(|wanted| look(txn, wanted)).collect())
    }

    fn lease(&self, key: &str, mine: Version, time: Duration) -> Result<Leased, Trouble> {
        let key = layout::key(key);
        let now = self.clock.now();
        self.change(|txn| {
            if let Some(other) = self.running(txn, &key, now)?.filter(|lease| lease.failed.is_none()) {
                return Ok(Leased::HeldBy(other.version));
            }
            let lease = Lease {
                version: mine,
                failed: None,
                span: Span::new(now, time),
            };
            self.leases.put(txn, &key, &lease.write())?;
            Ok(Leased::Taken)
        })
    }

    fn progress(&self, key: &str, lease: Version) -> Result<Progress, Trouble> {
        let running = self.read(|txn| self.running(txn, &layout::key(key), self.clock.now()))?;
        Ok(match running.filter(|running| running.version == lease) {
            None => Progress::Ended,
            Some(Lease { failed: None, .. }) => Progress::Working,
            Some(Lease { failed: Some(why), .. }) => Progress::Failed(why),
        })
    }

    fn renew(&self, key: &str, lease: Version, time: Duration) -> Result<(), Trouble> {
        let key = layout::key(key);
        let now = self.clock.now();
        self.change(|txn| {
            if let Some(held) = self.leases.get(txn, &key)?.and_then(Lease::read)
                && held.version == lease
                && held.failed.is_none()
            {
                self.leases.put(
                    txn,
                    &key,
                    &Lease {
                        span: Span::new(now, time),
                        ..held
                    }
                    .write(),
                )?;
            }
            Ok(())
        })
    }

    fn keep(&self, key: &str, lease: Version, record: &Record, lifetime: Duration) -> Result<bool, Trouble> {
        let key = layout::key(key);
        let now = self.clock.now();
        let value = Answer::write(lease, record, Span::new(now, lifetime));
        if value.len() > MAX_ANSWER {
            self.change(|txn| self.leases.delete(txn, &key))?;
            return Ok(false);
        }
        self.reserve(value.len())?;
        self.change(|txn| {
            let held = self.leases.get(txn, &key)?.and_then(Lease::read);
            if !held.is_some_and(|held| held.version == lease && held.failed.is_none()) {
                return Ok(false);
            }
            self.leases.delete(txn, &key)?;
            self.answers.put(txn, &key, &value)?;
            Ok(true)
        })
    }

    fn give_up(&self, key: &str, lease: Version, why: Option<&str>) -> Result<(), Trouble> {
        let key = layout::key(key);
        self.change(|txn| {
            let Some(held) = self
                .leases
                .get(txn, &key)?
                .and_then(Lease::read)
                .filter(|held| held.version == lease)
            else {
                return Ok(());
            };
            match why {
                Some(why) => self.leases.put(
                    txn,
                    &key,
                    &Lease {
                        failed: Some(why.to_owned()),
                        ..held
                    }
                    .write(),
                ),
                None => self.leases.delete(txn, &key).map(drop),
            }
        })
    }

    fn forget(&self, key: &str) -> Result<(), Trouble> {
        let key = layout::key(key);
        self.change(|txn| {
            self.answers.delete(txn, &key)?;
            self.leases.delete(txn, &key)?;
            Ok(())
        })
    }

    fn acquire(&self, key: &str, period: Duration) -> Result<bool, Trouble> {
        let key = layout::key(key);
        let now = self.clock.now();
        let taken = |txn: &RoTxn<WithoutTls>| -> heed::Result<bool> {
            Ok(self
                .limits
                .get(txn, &key)?
                .and_then(layout::span_at_end)
                .is_some_and(|span| span.holds(now)))
        };
        // Most who come are too early: they need no turn at writing.
        if self.read(taken)? {
            return Ok(false);
        }
        self.change(|txn| {
            if taken(txn)? {
                return Ok(false);
            }
            if self.limits.len(txn)? >= MAX_ENTRIES {
                self.evict(txn, Room::Ended)?;
            }
            self.limits
                .put(txn, &key, &layout::write_span(Span::new(now, period)))?;
            Ok(true)
        })
    }

    fn release(&self, key: &str) -> Result<(), Trouble> {
        let key = layout::key(key);
        self.change(|txn| self.limits.delete(txn, &key).map(drop))
    }

    fn note(&self, key: &str) -> Result<Option<String>, Trouble> {
        let now = self.clock.now();
        self.read(|txn| self.running_note(txn, &layout::key(key), now))
    }

    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> Result<bool, Trouble> {
        let key = layout::key(key);
        let now = self.clock.now();
        self.change(|txn| {
            if self.running_note(txn, &key, now)?.as_deref() != old {
                return Ok(false);
            }
            match new {
                Some((text, time)) => {
                    let value = layout::write_note(text, Span::new(now, time));
                    self.notes.put(txn, &key, &value)?;
                }
                None => {
                    self.notes.delete(txn, &key)?;
                }
            }
            Ok(true)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;
    use crate::clock::SystemClock;

    #[test]
    fn threads_that_read_while_the_file_grows_find_it_as_it_was() -> Result<(), Trouble> {
        let folder = std::env::temp_dir().join(format!("virtfusion-grows-{}", std::process::id()));
        let store = Lmdb::open(Some(folder.clone()), Arc::new(SystemClock))?;
        let record = Record::Found("x".repeat(10_000).into());
        let over = AtomicBool::new(false);
        let written = thread::scope(|scope| {
            let readers: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        while !over.load(Ordering::Relaxed) {
                            store.note("nothing")?;
                        }
                        Ok(())
                    })
                })
                .collect();
            let written = (0..2_000).try_for_each(|number| {
                let key = number.to_string();
                store.lease(&key, 1, Duration::from_secs(5))?;
                store.keep(&key, 1, &record, Duration::from_secs(60)).map(drop)
            });
            over.store(true, Ordering::Relaxed);
            let read = readers.into_iter().map(thread::ScopedJoinHandle::join);
            written.and(read.filter_map(Result::ok).collect::<Result<(), Trouble>>())
        });
        let _ = fs::remove_dir_all(&folder);
        written
    }
}
