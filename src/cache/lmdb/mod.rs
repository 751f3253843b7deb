//! The store that all PHP processes of a user on one machine share: one LMDB file, without LMDB's own locks.
//!
//! An operation takes this process's lock, then the file's lock: shared to read, exclusive to write. It waits for both within the
//! caller's deadline. Under the file's lock it checks that the name still refers to the file and that the file is complete; if not,
//! the file is set aside or opened again. If a process is killed, its current change is lost and the kernel releases its lock.

mod environment;
mod fault;
mod file;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};

use super::rules::TableStore;
use super::store::{StoreError, Tier};
use super::tables::{Read, TableError, Tables, Write};
use crate::clock::Clock;
use crate::deadline::Deadline;
use crate::sys::{self, Access, LockFile};
use environment::Environment;
use fault::{Fault, MAP_SIZE, failed};
use file::{Place, Seen, State, lock};

/// How much of the file answers and bodies may fill. The rest is for changes, which need free pages in addition to those that they
/// replace; removals do too.
const MAX_BYTES: u64 = 40 << 20;
/// How often an operation is retried because the file was replaced or set aside meanwhile.
const TRIES: usize = 8;
/// The longest wait for the locks. A caller with a deadline waits at most a third of the time that is left, so that it can still
/// send a request to the panel.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How long the store is not used after a wait for the lock failed: a stopped process must not delay every operation.
const REST_FROM_LOCK: Duration = Duration::from_secs(1);
/// See the module.
pub type LmdbStore = TableStore<Lmdb>;

impl LmdbStore {
    /// The store in a folder, which is created if it is missing and must be writable only by this user; `None` means the default
    /// folder. Opens nothing yet.
    #[must_use]
    pub fn new(folder: Option<PathBuf>, clock: Arc<dyn Clock>) -> Self {
        let lmdb = Lmdb {
            place: Place::new(folder),
            open: Mutex::new(None),
        };
        Self::on(lmdb, clock)
    }
}

/// The shared file, opened on first use.
pub struct Lmdb {
    place: Place,
    open: Mutex<Option<Open>>,
}

/// The file as it is open in this process.
struct Open {
    // Dropped in this order, because LMDB must not be used without the lock.
    environment: Environment,
    file: LockFile,
    seen: Seen,
}

impl fmt::Debug for Lmdb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lmdb({})", self.place.path.display())
    }
}

impl Lmdb {
    /// Runs `work` on the file under its lock.
    fn with<T>(
        &self,
        access: Access,
        deadline: Deadline,
        mut work: impl FnMut(&Environment) -> Result<T, Fault>,
    ) -> Result<T, TableError> {
        let wait = deadline
            .left()
            .map_or(LONGEST_WAIT, |left| (left / 3).min(LONGEST_WAIT));
        let until = deadline.within(wait);
        let mut open = self.enter(until).map_err(TableError::Store)?;
        for _ in 0..TRIES {
            match self.once(&mut open, access, until, &mut work) {
                Ok(done) => return Ok(done),
                Err(Fault::Full) => return Err(TableError::Full),
                Err(Fault::Store(error)) => return Err(TableError::Store(self.name(error))),
                Err(Fault::Replaced) => *open = None,
                Err(Fault::Damaged) => self.set_aside(open.take(), until).map_err(TableError::Store)?,
            }
        }
        let path = self.place.path.display();
        Err(TableError::Store(failed(format!("{path} is replaced again and again"))))
    }

    fn enter(&self, until: Deadline) -> Result<MutexGuard<'_, Option<Open>>, StoreError> {
        self.open
            .try_lock_for(until.at_most(LONGEST_WAIT))
            .ok_or_else(|| self.busy())
    }

    /// Adds the folder to an error message that does not contain it.
    fn name(&self, error: StoreError) -> StoreError {
        let folder = self.place.folder.display().to_string();
        if error.message.contains(&folder) {
            return error;
        }
        StoreError {
            message: format!("{folder}: {}", error.message),
            ..error
        }
    }

    fn busy(&self) -> StoreError {
        let path = self.place.path.display();
        StoreError::new(
            format!("{path} is locked by another process for too long"),
            REST_FROM_LOCK,
        )
    }

    fn once<T>(
        &self,
        open: &mut Option<Open>,
        access: Access,
        until: Deadline,
        work: &mut impl FnMut(&Environment) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let open = match open {
            Some(open) => open,
            None => open.insert(self.open(until)?),
        };
        let held = lock(&open.file, access, until)?.ok_or_else(|| self.busy())?;
        if self.place.state_of_seen(open.seen) != State::Whole {
            return Err(Fault::Replaced);
        }
        if access == Access::Exclusive && sys::file_size_limit() < MAP_SIZE as u64 {
            return Err(Fault::Store(too_small()));
        }
        let done = sys::guarded(|| work(&open.environment)).unwrap_or(Err(Fault::Damaged));
        drop(held);
        done
    }

    /// Opens the file. A missing or empty file is created; an unfit file is set aside.
    fn open(&self, until: Deadline) -> Result<Open, Fault> {
        for _ in 0..TRIES {
            self.place.prepare()?;
            let Some(file) = self.place.open()? else {
                continue;
            };
            let shared = lock(&file, Access::Shared, until)?.ok_or_else(|| self.busy())?;
            let opened = match self.place.state(file.file()) {
                State::Whole => sys::guarded(|| Environment::open(&self.place.path, file.file())),
                State::Empty | State::Unfit | State::Replaced => Some(Err(Fault::Replaced)),
            };
            drop(shared);
            match opened.unwrap_or(Err(Fault::Damaged)) {
                Ok(environment) => {
                    let seen = Seen::of(&file.file().metadata()?);
                    return Ok(Open {
                        environment,
                        file,
                        seen,
                    });
                }
                Err(Fault::Replaced) => self.create(&file, until)?,
                Err(Fault::Damaged) => self.set_aside_locked(&file, until)?,
                Err(other) => return Err(other),
            }
        }
        Err(Fault::Store(failed(format!(
            "{} is replaced again and again",
            self.place.path.display()
        ))))
    }

    /// Creates the tables in a file that is still empty; sets an unfit file aside.
    fn create(&self, file: &LockFile, until: Deadline) -> Result<(), Fault> {
        let _held = lock(file, Access::Exclusive, until)?.ok_or_else(|| self.busy())?;
        match self.place.state(file.file()) {
            State::Whole | State::Replaced => Ok(()),
            State::Unfit => Ok(self.place.set_aside()?),
            State::Empty if sys::file_size_limit() < MAP_SIZE as u64 => Err(Fault::Store(too_small())),
            State::Empty => {
                let made = sys::guarded(|| Environment::create(&self.place.path, file.file()));
                match made.unwrap_or(Err(Fault::Damaged)) {
                    Err(Fault::Damaged) => Ok(self.place.set_aside()?),
                    Err(Fault::Replaced) => Ok(()),
                    other => other,
                }
            }
        }
    }

    fn set_aside(&self, open: Option<Open>, until: Deadline) -> Result<(), StoreError> {
        let Some(Open { environment, file, .. }) = open else {
            return Ok(());
        };
        // LMDB's mapping of the file must be removed first.
        drop(environment);
        match self.set_aside_locked(&file, until) {
            Err(Fault::Store(error)) => Err(error),
            _ => Ok(()),
        }
    }

    /// Sets a file aside, unless another process has done so.
    fn set_aside_locked(&self, file: &LockFile, until: Deadline) -> Result<(), Fault> {
        let _held = lock(file, Access::Exclusive, until)?.ok_or_else(|| self.busy())?;
        if self.place.state(file.file()) != State::Replaced {
            self.place.set_aside()?;
        }
        Ok(())
    }
}

fn too_small() -> StoreError {
    failed(format!(
        "the file size limit of this process (ulimit -f) is below the {} MiB that the shared file needs",
        MAP_SIZE >> 20
    ))
    .still_readable()
}

impl Tables for Lmdb {
    fn tier(&self) -> Tier {
        Tier::Lmdb
    }

    fn place(&self) -> String {
        format!("LMDB in {}", self.place.folder.display())
    }

    fn max_bytes(&self) -> u64 {
        MAX_BYTES
    }

    fn read<T>(
        &self,
        deadline: Deadline,
        mut work: impl FnMut(&dyn Read) -> Result<T, TableError>,
    ) -> Result<T, TableError> {
        self.with(Access::Shared, deadline, |environment| environment.read(&mut work))
    }

    fn write<T>(
        &self,
        deadline: Deadline,
        mut work: impl FnMut(&mut dyn Write) -> Result<T, TableError>,
    ) -> Result<T, TableError> {
        self.with(Access::Exclusive, deadline, |environment| environment.write(&mut work))
    }
}
