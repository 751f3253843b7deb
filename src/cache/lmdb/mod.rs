//! The store that all PHP processes of a user on one machine share: LMDB in a folder of its own.
//!
//! Reads take no lock. A process that is killed in the middle of a write loses that write and nothing else. What is stored is
//! worth nothing after a restart of the machine, so nothing is ever flushed to disk for its sake.

mod folder;
mod layout;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use heed::types::Bytes;
use heed::{Database, Env, EnvFlags, EnvOpenOptions, MdbError, RoTxn, RwTxn, WithoutTls};

use super::patience;
use super::span::Span;
use super::store::{Holdings, Leased, Look, Progress, Record, Store, Tier, Trouble, Version, Wanted};
use crate::clock::{Clock, Millis};
use crate::sys;
use folder::{File, Seen};
use layout::{Answer, Lease};

/// The size of the store, and of its file, which is sparse.
const MAP_SIZE: usize = 64 << 20;
/// The most of it that answers may fill: a change needs free pages beside those that it replaces, a removal too.
const MAX_DATA: u64 = 40 << 20;
/// The largest answer that is kept.
const MAX_ANSWER: usize = 16 << 20;
/// The most answers in it.
const MAX_ENTRIES: u64 = 10_000;
/// How long threads may take to be done with a file that was let go of.
const CLOSING: Duration = Duration::from_millis(200);
/// How often it is tried to open a file: one that is damaged, or removed meanwhile, is begun anew.
const TRIES: usize = 3;
/// The most processes that read at the same moment.
const MAX_READERS: u32 = 1_000;

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

/// What an error means for the file that it came from: one that is damaged, or too full for anything to be taken out of it, is
/// set aside, for all processes at once.
fn diagnose(file: &File, error: heed::Error) -> Trouble {
    let words = match error {
        heed::Error::Mdb(
            MdbError::Corrupted
            | MdbError::PageNotFound
            | MdbError::Panic
            | MdbError::Invalid
            | MdbError::VersionMismatch
            | MdbError::Incompatible,
        ) => format!("the file is damaged: {error}"),
        heed::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            return Trouble::gone(format!("the file was removed while it was opened: {error}"));
        }
        error if is_full(&error) => format!("the file is full: {error}"),
        other => return other.into(),
    };
    match file.set_aside() {
        Ok(()) => Trouble::gone(words),
        Err(trouble) => trouble,
    }
}

/// Whether LMDB has no room left.
fn is_full(error: &heed::Error) -> bool {
    matches!(error, heed::Error::Mdb(MdbError::MapFull | MdbError::TxnFull))
}

impl Lmdb {
    /// Opens the store in a folder, which is made when it is missing and must be the user's alone. `None` is the default one.
    ///
    /// A file that is damaged, or not ours, is set aside and a new one begun.
    pub fn open(folder: Option<PathBuf>, clock: Arc<dyn Clock>) -> Result<Self, Trouble> {
        for _ in 1..TRIES {
            let opened = Self::open_once(folder.clone(), clock.clone());
            if !opened.as_ref().is_err_and(|trouble| trouble.gone) {
                return opened;
            }
        }
        Self::open_once(folder, clock)
    }

    fn open_once(folder: Option<PathBuf>, clock: Arc<dyn Clock>) -> Result<Self, Trouble> {
        let file = File::prepare(folder)?;
        file.check()?;
        let mut options = EnvOpenOptions::new().read_txn_without_tls();
        options.map_size(MAP_SIZE).max_readers(MAX_READERS).max_dbs(4);
        let diagnosed = |error| diagnose(&file, error);
        let env = Self::open_env(&options, &file).map_err(diagnosed)?;
        env.clear_stale_readers()?;
        let mut txn = env.write_txn().map_err(diagnosed)?;
        // Whoever makes the tables gives the file its full length before, under the same lock. One that holds tables and is
        // shorter was cut, and would end the process at the first read behind its end.
        if file.len() < MAP_SIZE as u64 {
            if env.info().last_txn_id > 0 {
                file.set_aside()?;
                return Err(Trouble::gone("the file was cut"));
            }
            file.lengthen(MAP_SIZE as u64)?;
        }
        let mut table = |name| env.create_database(&mut txn, Some(name)).map_err(diagnosed);
        let [answers, leases, limits, notes] = [table("answers")?, table("leases")?, table("limits")?, table("notes")?];
        txn.commit().map_err(diagnosed)?;
        let seen = Seen::of(&file, MAP_SIZE as u64)?;
        Ok(Self {
            env,
            answers,
            leases,
            limits,
            notes,
            file,
            seen,
            clock,
        })
    }

    /// A process can hold a file once only: one that was let go of closes when the last thread that still reads is done.
    fn open_env(options: &EnvOpenOptions<WithoutTls>, file: &File) -> heed::Result<Env<WithoutTls>> {
        let until = Instant::now() + patience::left(CLOSING).unwrap_or_default();
        loop {
            match sys::open_lmdb(options, EnvFlags::NO_SYNC | EnvFlags::NO_SUB_DIR, file.path()) {
                Err(heed::Error::EnvAlreadyOpened) if Instant::now() < until => thread::sleep(Duration::from_millis(1)),
                opened => return opened,
            }
        }
    }

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

    /// Sees to it that there is room for one more answer of this size.
    fn reserve(&self, size: usize) -> Result<(), Trouble> {
        for room in [Room::Ended, Room::Half, Room::All] {
            let stat = self.read(|txn| self.answers.stat(txn))?;
            let pages = (stat.branch_pages + stat.leaf_pages + stat.overflow_pages) as u64;
            let filled = pages.saturating_mul(u64::from(stat.page_size));
            if (stat.entries as u64) < MAX_ENTRIES && filled.saturating_add(size as u64) <= MAX_DATA {
                break;
            }
            self.make_room(room)?;
        }
        Ok(())
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

    fn make_room(&self, room: Room) -> Result<(), Trouble> {
        // A process that was killed while it read keeps old pages from being used again.
        self.env.clear_stale_readers()?;
        let evict = || {
            let mut txn = self.env.write_txn()?;
            self.evict(&mut txn, room)?;
            txn.commit()
        };
        evict().map_err(|error| self.trouble(error))
    }

    /// Takes answers out: those that have ended, and then as many more as asked for, the ones that end soonest first.
    fn evict(&self, txn: &mut RwTxn, room: Room) -> heed::Result<()> {
        if matches!(room, Room::All) {
            return self.answers.clear(txn);
        }
        let now = self.clock.now();
        let mut kept: Vec<(Millis, Vec<u8>)> = Vec::new();
        let mut gone: Vec<Vec<u8>> = Vec::new();
        for entry in self.answers.iter(txn)? {
            let (key, value) = entry?;
            match Answer::read(value) {
                Some(answer) if answer.span.holds(now) => kept.push((answer.span.until, key.to_vec())),
                _ => gone.push(key.to_vec()),
            }
        }
        if matches!(room, Room::Half) {
            kept.sort();
            let half = kept.len().div_ceil(2);
            gone.extend(kept.drain(..half).map(|(_, key)| key));
        }
        for key in gone {
            self.answers.delete(txn, &key)?;
        }
        for table in [self.leases, self.limits, self.notes] {
            let mut ended: Vec<Vec<u8>> = Vec::new();
            for entry in table.iter(txn)? {
                let (key, value) = entry?;
                if layout::span_at_end(value).is_none_or(|span| !span.holds(now)) {
                    ended.push(key.to_vec());
                }
            }
            for key in ended {
                table.delete(txn, &key)?;
            }
        }
        Ok(())
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

#[derive(Clone, Copy)]
enum Room {
    Ended,
    Half,
    All,
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

    #[test]
    fn a_file_that_was_cut_is_set_aside_and_one_in_use_is_never_shorter_than_it_was_made() -> Result<(), Trouble> {
        let folder = std::env::temp_dir().join(format!("virtfusion-cut-{}", std::process::id()));
        let clock = Arc::new(SystemClock);
        let store = Lmdb::open(Some(folder.clone()), clock.clone())?;
        let path = store.file.path().to_owned();
        let aside = folder.join(format!(
            "{}.aside",
            path.file_name().unwrap_or_default().to_string_lossy()
        ));
        for number in 0..50_usize {
            let key = number.to_string();
            let text = "x".repeat(number * 977);
            store.lease(&key, 1, Duration::from_secs(5))?;
            store.keep(&key, 1, &Record::Found(text.into()), Duration::from_secs(60))?;
            assert_eq!(store.file.len(), MAP_SIZE as u64);
        }
        assert!(store.holdings()?.bytes < MAP_SIZE as u64 / 2);
        drop(store);
        let again = Lmdb::open(Some(folder.clone()), clock.clone())?;
        assert_eq!(again.holdings()?.entries, 50);
        assert!(!aside.exists());
        drop(again);

        let cut = fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_len(8192));
        assert!(cut.is_ok());
        let anew = Lmdb::open(Some(folder.clone()), clock)?;
        assert_eq!(anew.holdings()?.entries, 0);
        assert!(aside.exists());
        let cut = fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_len(8192));
        assert!(cut.is_ok());
        assert!(anew.note("nothing").is_err_and(|trouble| trouble.gone));
        let _ = fs::remove_dir_all(&folder);
        Ok(())
    }
}
