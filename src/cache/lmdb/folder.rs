//! Where the store lies, and whether that place can be trusted: nobody else's folder, no link, nothing that others may write.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::layout::FORMAT;
use crate::cache::store::Trouble;
use crate::sys;

/// Enough for the table of readers. Its memory is mapped: a file system without room for it would end the process at the
/// first write, so the room is taken beforehand.
const LOCK_FILE_SIZE: i64 = 80 << 10;

/// The store's file. Named after the machine's current run, since what was not flushed does not outlive it.
#[derive(Clone, Debug)]
pub(super) struct File {
    folder: PathBuf,
    path: PathBuf,
    lock: PathBuf,
}

impl File {
    /// The file's place, with its folder made and checked.
    pub(super) fn prepare(folder: Option<PathBuf>) -> Result<Self, Trouble> {
        let folder = folder.unwrap_or_else(default_folder);
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(trouble(&folder, &format!("cannot be made: {error}"))),
        }
        check_folder(&folder)?;
        let run = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let run: String = run.chars().filter(char::is_ascii_hexdigit).take(12).collect();
        let name = format!("cache-{FORMAT}-{run}.mdb");
        let path = folder.join(&name);
        let lock = folder.join(format!("{name}-lock"));
        remove_older(&folder, &run);
        Ok(Self { folder, path, lock })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The file's size; 0 when there is none.
    pub(super) fn len(&self) -> u64 {
        fs::symlink_metadata(&self.path).map_or(0, |found| found.len())
    }

    /// Sets aside what is not ours, and takes the room that is needed before the file is opened.
    pub(super) fn check(&self) -> Result<(), Trouble> {
        for path in [&self.path, &self.lock] {
            match fs::symlink_metadata(path) {
                Ok(found) => {
                    let ours = found.is_file()
                        && found.uid() == sys::user()
                        && found.nlink() == 1
                        && found.mode() & 0o077 == 0;
                    if !ours {
                        aside(path)?;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(trouble(path, &error.to_string())),
            }
        }
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&self.lock);
        match made {
            Ok(lock) => {
                if let Err(error) = sys::allocate(&lock, LOCK_FILE_SIZE) {
                    let _ = fs::remove_file(&self.lock);
                    return Err(trouble(&self.folder, &format!("has no room: {error}")));
                }
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(removed(&self.folder, &error)),
            Err(error) => Err(trouble(&self.folder, &format!("cannot be written: {error}"))),
        }
    }

    /// Gives the file this length. Takes no room: what was not written is a hole.
    pub(super) fn lengthen(&self, len: u64) -> Result<(), Trouble> {
        OpenOptions::new()
            .write(true)
            .open(&self.path)
            .and_then(|file| file.set_len(len))
            .map_err(|error| removed(&self.path, &error))
    }

    /// Moves the files out of the way; the last ones that were set aside go.
    pub(super) fn set_aside(&self) -> Result<(), Trouble> {
        aside(&self.path)?;
        aside(&self.lock)
    }
}

/// Which file was opened, and how long it is from then on.
#[derive(Debug)]
pub(super) struct Seen {
    device: u64,
    inode: u64,
    len: u64,
}

impl Seen {
    pub(super) fn of(file: &File, len: u64) -> Result<Self, Trouble> {
        let found = fs::symlink_metadata(&file.path).map_err(|error| removed(&file.path, &error))?;
        Ok(Self {
            device: found.dev(),
            inode: found.ino(),
            len,
        })
    }

    /// Whether the file is still that one.
    pub(super) fn check(&self, file: &File) -> Result<(), Trouble> {
        match fs::symlink_metadata(&file.path) {
            Ok(found) if (found.dev(), found.ino()) == (self.device, self.inode) && found.len() >= self.len => Ok(()),
            _ => Err(Trouble::gone(format!(
                "{} was removed, replaced or cut while it was in use",
                file.path.display()
            ))),
        }
    }
}

/// In memory, one for each user; in the system's temporary folder where there is no such place.
fn default_folder() -> PathBuf {
    let shared = Path::new("/dev/shm");
    let base = if shared.is_dir() {
        shared.to_owned()
    } else {
        std::env::temp_dir()
    };
    base.join(format!("{}-{}", env!("CARGO_PKG_NAME"), sys::user()))
}

fn check_folder(folder: &Path) -> Result<(), Trouble> {
    let found = fs::symlink_metadata(folder).map_err(|error| removed(folder, &error))?;
    if found.is_symlink() {
        return Err(trouble(folder, "is a link, which is not followed"));
    }
    if !found.is_dir() {
        return Err(trouble(folder, "is not a folder"));
    }
    if found.uid() != sys::user() {
        return Err(trouble(
            folder,
            &format!("belongs to the user with id {}, not to {}", found.uid(), sys::user()),
        ));
    }
    if found.mode() & 0o022 != 0 {
        return Err(trouble(
            folder,
            &format!("may be written by others (mode {:o})", found.mode() & 0o7777),
        ));
    }
    Ok(())
}

/// Files of an earlier run of the machine. Nobody can have them open.
fn remove_older(folder: &Path, run: &str) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("cache-") && name.contains(".mdb") && !name.contains(run) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn aside(path: &Path) -> Result<(), Trouble> {
    let mut to = path.as_os_str().to_owned();
    to.push(".aside");
    let to = PathBuf::from(to);
    if fs::symlink_metadata(&to).is_ok_and(|found| found.is_dir()) {
        let _ = fs::remove_dir_all(&to);
    }
    match fs::rename(path, &to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(trouble(path, &format!("cannot be set aside: {error}")))
        }
        _ => Ok(()),
    }
}

fn trouble(path: &Path, what: &str) -> Trouble {
    Trouble::new(format!("{} {what}", path.display()))
}

/// Trouble with something that was there a moment ago.
fn removed(path: &Path, error: &io::Error) -> Trouble {
    let words = format!("{} {error}", path.display());
    if error.kind() == io::ErrorKind::NotFound {
        Trouble::gone(words)
    } else {
        Trouble::new(words)
    }
}
