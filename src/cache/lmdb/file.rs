//! The shared file and its folder: checks whether they can be trusted, and locks the file.
//!
//! Open descriptors are checked first, and then whether the name still refers to the open file.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::fault::{MAP_SIZE, failed};
use crate::cache::layout::FORMAT;
use crate::cache::store::StoreError;
use crate::deadline::Deadline;
use crate::sys::{self, Access, LockFile};

/// How long to sleep between two attempts to lock: briefly at first, because a change takes tens of microseconds.
const FIRST_SLEEP: Duration = Duration::from_micros(30);
const LAST_SLEEP: Duration = Duration::from_millis(2);

/// Where the file is.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) folder: PathBuf,
    pub(super) path: PathBuf,
}

/// The state of the open file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The file can be used.
    Whole,
    /// The file is new and empty.
    Empty,
    /// The file was truncated, or other users can access it: it must be set aside.
    Unfit,
    /// The name refers to another file, or to none.
    Replaced,
}

impl Place {
    /// `None` means the default folder, one per user: in memory, or in the system's temporary folder if there is no in-memory file
    /// system.
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        let folder = folder.unwrap_or_else(|| {
            let shared = Path::new("/dev/shm");
            let base = if shared.is_dir() {
                shared.to_owned()
            } else {
                std::env::temp_dir()
            };
            base.join(format!("{}-{}", env!("CARGO_PKG_NAME"), sys::user()))
        });
        let path = folder.join(format!("cache-{FORMAT}.mdb"));
        Self { folder, path }
    }

    /// Creates the folder if it is missing, and checks that only this user can change its content.
    pub(super) fn prepare(&self) -> Result<(), StoreError> {
        match DirBuilder::new().mode(0o700).create(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(self.unusable(&format!("cannot be made: {error}")));
            }
            _ => {}
        }
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags(libc::O_DIRECTORY | libc::O_NOFOLLOW)
            .open(&self.folder);
        let found = match opened.and_then(|folder| folder.metadata()) {
            Ok(found) => found,
            Err(_) if fs::symlink_metadata(&self.folder).is_ok_and(|found| found.is_symlink()) => {
                return Err(self.unusable("is a link, which is not followed"));
            }
            Err(error) => return Err(self.unusable(&format!("cannot be opened: {error}"))),
        };
        if found.uid() != sys::user() {
            let (owner, user) = (found.uid(), sys::user());
            return Err(self.unusable(&format!("belongs to the user with id {owner}, not to {user}")));
        }
        if found.mode() & 0o022 != 0 {
            return Err(self.unusable(&format!("may be written by others (mode {:o})", found.mode() & 0o7777)));
        }
        Ok(())
    }

    /// Opens the file, and creates it if it is missing. `None` if something else had its name, which is now set aside.
    pub(super) fn open(&self) -> Result<Option<LockFile>, StoreError> {
        let opened = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
            .open(&self.path);
        match opened {
            Ok(file) => Ok(Some(LockFile::new(file))),
            // A link, a folder, or a file whose mode was changed. No process can lock it, so it is set aside without a lock.
            Err(error)
                if fs::symlink_metadata(&self.path).is_ok_and(|found| !is_fit(&found) || !is_readable(&found)) =>
            {
                self.set_aside()
                    .map(|()| None)
                    .map_err(|_| self.unusable(&error.to_string()))
            }
            Err(error) => Err(self.unusable(&format!("cannot be written: {error}"))),
        }
    }

    /// The state of the file. Must be called under its lock.
    pub(super) fn state(&self, file: &File) -> State {
        let Ok(named) = fs::symlink_metadata(&self.path) else {
            return State::Replaced;
        };
        if file.metadata().is_ok_and(|open| is_same(&open, &named)) {
            state_of(&named)
        } else {
            State::Replaced
        }
    }

    /// As [`state`](Self::state), for a file that was checked before; needs only one system call.
    pub(super) fn state_of_seen(&self, seen: Seen) -> State {
        match fs::symlink_metadata(&self.path) {
            Ok(named) if Seen::of(&named) == seen => state_of(&named),
            _ => State::Replaced,
        }
    }

    /// Renames the file. A file that was set aside before is overwritten.
    pub(super) fn set_aside(&self) -> Result<(), StoreError> {
        let mut to = self.path.clone().into_os_string();
        to.push(".aside");
        let to = PathBuf::from(to);
        if fs::symlink_metadata(&to).is_ok_and(|found| found.is_dir()) {
            let _ = fs::remove_dir_all(&to);
        }
        match fs::rename(&self.path, &to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(failed(format!("{} cannot be set aside: {error}", self.path.display())))
            }
            _ => Ok(()),
        }
    }

    fn unusable(&self, why: &str) -> StoreError {
        failed(format!("{} {why}", self.folder.display()))
    }
}

/// Identifies a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen(u64, u64);

impl Seen {
    pub(super) fn of(found: &Metadata) -> Self {
        Self(found.dev(), found.ino())
    }
}

fn is_same(one: &Metadata, other: &Metadata) -> bool {
    Seen::of(one) == Seen::of(other)
}

fn state_of(found: &Metadata) -> State {
    if !is_fit(found) {
        State::Unfit
    } else if found.len() >= MAP_SIZE as u64 {
        State::Whole
    } else if found.len() == 0 {
        State::Empty
    } else {
        State::Unfit
    }
}

/// Whether a file belongs to this user, is accessible only to this user, and has only one name.
fn is_fit(found: &Metadata) -> bool {
    found.is_file() && found.uid() == sys::user() && found.nlink() == 1 && found.mode() & 0o077 == 0
}

fn is_readable(found: &Metadata) -> bool {
    found.mode() & 0o600 == 0o600
}

/// A lock that is held.
#[derive(Debug)]
pub(super) struct Held<'a>(&'a LockFile);

/// Waits for the lock; `None` if it is still held by others at the deadline.
pub(super) fn lock(file: &LockFile, access: Access, until: Deadline) -> io::Result<Option<Held<'_>>> {
    let mut sleep = FIRST_SLEEP;
    loop {
        if file.try_lock(access)? {
            return Ok(Some(Held(file)));
        }
        if until.is_over() {
            return Ok(None);
        }
        thread::sleep(until.at_most(sleep));
        sleep = (sleep * 2).min(LAST_SLEEP);
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.unlock();
    }
}
