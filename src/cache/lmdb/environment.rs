//! The tables in the shared file, through LMDB. The caller must hold the file's lock.

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use heed::types::Bytes;
use heed::{Database, Env, EnvFlags, EnvOpenOptions, MdbError, RoTxn, RwTxn, WithoutTls};

use super::fault::{Fault, MAP_SIZE, failed};
use crate::cache::tables::{Read, TABLES, Table, TableError, Usage, Write};
use crate::sys;

type Databases = [Database<Bytes, Bytes>; TABLES.len()];

pub(super) struct Environment {
    env: Env<WithoutTls>,
    databases: Databases,
}

impl Environment {
    /// Opens a complete file.
    pub(super) fn open(path: &Path, file: &File) -> Result<Self, Fault> {
        let env = open(path, file)?;
        let txn = env.read_txn()?;
        let mut databases = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            databases.push(env.open_database(&txn, Some(name(table)))?.ok_or(Fault::Damaged)?);
        }
        txn.commit()?;
        let databases = Databases::try_from(databases).map_err(|_| Fault::Damaged)?;
        Ok(Self { env, databases })
    }

    /// Creates the tables in an empty file, and then extends it to its full length: a shorter file is incomplete or was truncated.
    pub(super) fn create(path: &Path, file: &File) -> Result<(), Fault> {
        let env = open(path, file)?;
        let mut txn = env.write_txn()?;
        for table in TABLES {
            env.create_database::<Bytes, Bytes>(&mut txn, Some(name(table)))?;
        }
        txn.commit()?;
        file.set_len(MAP_SIZE as u64)
            .and_then(|()| {
                if sys::is_in_memory(file) {
                    Ok(())
                } else {
                    file.sync_all()
                }
            })
            .map_err(|error| failed(format!("{} cannot be made: {error}", path.display())))?;
        Ok(())
    }

    /// Runs a read transaction.
    pub(super) fn read<T>(&self, work: impl FnOnce(&dyn Read) -> Result<T, TableError>) -> Result<T, Fault> {
        self.check()?;
        let txn = self.env.read_txn()?;
        let transaction = Transaction {
            txn,
            databases: &self.databases,
        };
        work(&transaction).map_err(|error| transaction.fault(error))
    }

    /// Runs a write transaction. It is not committed if the file was truncated meanwhile.
    pub(super) fn write<T>(&self, work: impl FnOnce(&mut dyn Write) -> Result<T, TableError>) -> Result<T, Fault> {
        self.check()?;
        let txn = self.env.write_txn()?;
        let mut transaction = Transaction {
            txn,
            databases: &self.databases,
        };
        let result = work(&mut transaction).map_err(|error| transaction.fault(error))?;
        if sys::was_cut() {
            return Err(Fault::Damaged);
        }
        transaction.txn.commit()?;
        Ok(result)
    }

    /// Checks the first pages: LMDB does not, and would end the process if they are zeros.
    fn check(&self) -> Result<(), Fault> {
        let info = self.env.info();
        if info.last_txn_id == 0 || info.last_page_number <= 1 || info.last_page_number >= MAP_SIZE / 512 {
            return Err(Fault::Damaged);
        }
        Ok(())
    }
}

fn open(path: &Path, file: &File) -> Result<Env<WithoutTls>, Fault> {
    let mut options = EnvOpenOptions::new().read_txn_without_tls();
    options
        .map_size(MAP_SIZE)
        .max_dbs(u32::try_from(TABLES.len()).unwrap_or(u32::MAX));
    let flags = if sys::is_in_memory(file) {
        EnvFlags::NO_SYNC | EnvFlags::NO_READ_AHEAD
    } else {
        EnvFlags::NO_READ_AHEAD
    };
    let env = sys::open_lmdb(&options, flags, path)?;
    // LMDB opens by name.
    let is_locked_file = env.try_clone_inner_file()?.metadata().and_then(|opened| {
        let locked = file.metadata()?;
        Ok((opened.dev(), opened.ino()) == (locked.dev(), locked.ino()))
    });
    if is_locked_file.is_ok_and(|is| is) {
        Ok(env)
    } else {
        Err(Fault::Replaced)
    }
}

fn name(table: Table) -> &'static str {
    match table {
        Table::Answers => "answers",
        Table::Bodies => "bodies",
        Table::Leases => "leases",
        Table::Limits => "limits",
        Table::Notes => "notes",
    }
}

struct Transaction<'a, T> {
    txn: T,
    databases: &'a Databases,
}

/// Errors of LMDB pass through the rules as this type.
impl From<heed::Error> for TableError {
    fn from(error: heed::Error) -> Self {
        match Fault::from(error) {
            Fault::Full => Self::Full,
            Fault::Store(error) => Self::Store(error),
            Fault::Damaged | Fault::Replaced => Self::Damaged,
        }
    }
}

impl<T> Transaction<'_, T> {
    fn database(&self, table: Table) -> Database<Bytes, Bytes> {
        self.databases[table as usize]
    }

    #[allow(clippy::unused_self, reason = "reads as what it is")]
    fn fault(&self, error: TableError) -> Fault {
        match error {
            TableError::Full => Fault::Full,
            TableError::Damaged => Fault::Damaged,
            TableError::Store(error) => Fault::Store(error),
        }
    }
}

fn get<'a>(
    database: Database<Bytes, Bytes>,
    txn: &'a RoTxn<WithoutTls>,
    key: &[u8],
) -> Result<Option<&'a [u8]>, TableError> {
    Ok(database.get(txn, key)?)
}

fn usage(database: Database<Bytes, Bytes>, txn: &RoTxn<WithoutTls>) -> Result<Usage, TableError> {
    let stat = database.stat(txn)?;
    let pages = (stat.branch_pages + stat.leaf_pages + stat.overflow_pages) as u64;
    Ok(Usage {
        entries: stat.entries as u64,
        bytes: pages.saturating_mul(u64::from(stat.page_size)),
    })
}

fn each(
    database: Database<Bytes, Bytes>,
    txn: &RoTxn<WithoutTls>,
    show: &mut dyn FnMut(&[u8], &[u8]),
) -> Result<(), TableError> {
    for entry in database.iter(txn)? {
        let (key, value) = entry?;
        show(key, value);
    }
    Ok(())
}

macro_rules! read {
    ($txn:ty) => {
        impl Read for Transaction<'_, $txn> {
            fn get(&self, table: Table, key: &[u8]) -> Result<Option<&[u8]>, TableError> {
                get(self.database(table), &self.txn, key)
            }

            fn usage(&self, table: Table) -> Result<Usage, TableError> {
                usage(self.database(table), &self.txn)
            }

            fn each(&self, table: Table, show: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), TableError> {
                each(self.database(table), &self.txn, show)
            }
        }
    };
}

read!(RoTxn<'_, WithoutTls>);
read!(RwTxn<'_>);

impl Write for Transaction<'_, RwTxn<'_>> {
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), TableError> {
        Ok(self.database(table).put(&mut self.txn, key, value)?)
    }

    fn delete(&mut self, table: Table, key: &[u8]) -> Result<(), TableError> {
        self.database(table).delete(&mut self.txn, key)?;
        Ok(())
    }
}

/// Whether the file cannot grow: the file system or this user's part of it is full, or a limit is reached. LMDB reports a write
/// that was cut short as EIO.
fn is_full(error: &io::Error) -> bool {
    let known = matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    );
    known || error.raw_os_error() == Some(libc::EIO)
}

impl From<heed::Error> for Fault {
    fn from(error: heed::Error) -> Self {
        match error {
            heed::Error::Mdb(MdbError::MapFull | MdbError::TxnFull) => Self::Full,
            heed::Error::Mdb(
                MdbError::Corrupted
                | MdbError::PageNotFound
                | MdbError::Invalid
                | MdbError::VersionMismatch
                | MdbError::Incompatible
                | MdbError::BadTxn
                | MdbError::BadDbi
                | MdbError::BadValSize
                | MdbError::CursorFull
                | MdbError::PageFull
                | MdbError::MapResized
                | MdbError::NotFound
                | MdbError::DbsFull,
            ) => Self::Damaged,
            // A write failed halfway: the file is unchanged, but LMDB's state in memory is invalid.
            heed::Error::Mdb(MdbError::Panic) => Self::Replaced,
            heed::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => Self::Replaced,
            heed::Error::Io(error) if is_full(&error) => Self::Store(failed(format!("LMDB: {error}")).still_readable()),
            other => Self::Store(failed(format!("LMDB: {other}"))),
        }
    }
}
