//! How the file of the store is opened, and what an error means for it.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use heed::{Env, EnvFlags, EnvOpenOptions, MdbError, WithoutTls};

use super::Lmdb;
use super::folder::{File, Seen};
use crate::cache::patience;
use crate::cache::store::Trouble;
use crate::clock::Clock;
use crate::sys;

/// The size of the store, and of its file, which is sparse.
const MAP_SIZE: usize = 64 << 20;
/// How long threads may take to be done with a file that was let go of.
const CLOSING: Duration = Duration::from_millis(500);
/// How often it is tried to open a file: one that is damaged, or removed meanwhile, is begun anew.
const TRIES: usize = 3;
/// The most processes that read at the same moment.
const MAX_READERS: u32 = 1_000;

/// What an error means for the file that it came from: one that is damaged, or too full for anything to be taken out of it, is
/// set aside, for all processes at once.
pub(super) fn diagnose(file: &File, error: heed::Error) -> Trouble {
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
        other => return Trouble::new(format!("{}: {other}", file.path().display())),
    };
    match file.set_aside() {
        Ok(()) => Trouble::gone(words),
        Err(trouble) => trouble,
    }
}

/// Whether LMDB has no room left.
pub(super) fn is_full(error: &heed::Error) -> bool {
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
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::cache::store::{Record, Store};
    use crate::clock::SystemClock;

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
