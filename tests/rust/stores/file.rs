//! What only the shared file does: it checks two clocks, and survives changes by other processes.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{FileExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use virtfusion_direct::cache::lmdb::LmdbStore;
use virtfusion_direct::cache::store::{Held, Store};
use virtfusion_direct::deadline::Deadline;

use super::support::{Folder, TestClock, look, no_deadline, put};

const LONG: Duration = Duration::from_secs(100);

/// What is done to the file.
type Change = fn(&Path);

struct Fixture {
    folder: Folder,
    path: PathBuf,
    store: LmdbStore,
}

impl Fixture {
    fn new() -> Self {
        let folder = Folder::new();
        let path = folder.0.join("cache");
        let store = LmdbStore::new(Some(path.clone()), TestClock::new());
        assert!(put(&store, "a", 7, b"entry", LONG));
        let path = path.join("cache-2.mdb");
        assert!(path.exists());
        Self { folder, path, store }
    }

    fn aside(&self) -> PathBuf {
        self.path.with_extension("mdb.aside")
    }
}

#[test]
fn an_answer_survives_a_small_jump_of_the_wall_clock_and_a_rate_limit_any_jump() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let store = LmdbStore::new(Some(folder.0.clone()), clock.clone());
    assert!(put(&store, "a", 7, b"", LONG));
    assert!(store.acquire("limit", LONG, no_deadline()).unwrap());
    let wall = clock.wall.load(Ordering::SeqCst);
    for (moved, held) in [(0, true), (30_000, true), (7_200_000, false)] {
        for jumped in [wall + moved, wall - moved] {
            clock.wall.store(jumped, Ordering::SeqCst);
            assert_eq!(look(&store, "a", Some(7)) == Held::Unchanged, held, "{jumped}");
            assert!(!store.acquire("limit", LONG, no_deadline()).unwrap());
        }
    }
}

#[test]
fn an_answer_from_before_a_restart_of_the_machine_is_not_used() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let store = LmdbStore::new(Some(folder.0.clone()), clock.clone());
    assert!(put(&store, "a", 7, b"", LONG));
    clock.wall.fetch_add(3_600_000, Ordering::SeqCst);
    clock.steady.store(60_000, Ordering::SeqCst);
    assert_eq!(look(&store, "a", Some(7)), Held::Nothing);
    clock.steady.store(5_050_000, Ordering::SeqCst);
    assert_eq!(
        look(&store, "a", Some(7)),
        Held::Nothing,
        "even when the steady clock reaches the same time again"
    );
}

#[test]
fn a_file_that_is_removed_replaced_linked_or_writable_by_others_is_created_again() {
    let changes: [(&str, Change); 6] = [
        ("removed", |path| fs::remove_file(path).unwrap()),
        ("replaced", |path| {
            fs::write(path.with_extension("new"), vec![1; 100_000]).unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        }),
        ("overwritten", |path| {
            let file = OpenOptions::new().write(true).open(path).unwrap();
            file.write_all_at(&vec![0; 65_536], 0).unwrap();
        }),
        ("linked", |path| {
            fs::hard_link(path, path.with_extension("link")).unwrap();
        }),
        ("writable by others", |path| {
            fs::set_permissions(path, fs::Permissions::from_mode(0o666)).unwrap();
        }),
        ("replaced by a link", |path| {
            fs::rename(path, path.with_extension("other")).unwrap();
            symlink(path.with_extension("other"), path).unwrap();
        }),
    ];
    for (what, change) in changes {
        let fixture = Fixture::new();
        change(&fixture.path);
        assert_eq!(look(&fixture.store, "a", Some(7)), Held::Nothing, "{what}");
        assert!(put(&fixture.store, "b", 8, b"", LONG), "{what}");
        drop(fixture.store);
        let again = LmdbStore::new(Some(fixture.folder.0.join("cache")), TestClock::new());
        assert_eq!(look(&again, "b", Some(8)), Held::Unchanged, "{what}");
    }
}

#[test]
fn a_truncated_file_is_set_aside_whether_it_is_open_or_being_opened() {
    for length in [0, 1, 4_095, 4_096, 8_192, 20_000, (64 << 20) - 1] {
        for reopened in [false, true] {
            let Fixture { folder, path, store } = Fixture::new();
            let aside = path.with_extension("mdb.aside");
            let truncate = || {
                OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .unwrap()
                    .set_len(length)
                    .unwrap();
            };
            let store = if reopened {
                drop(store);
                truncate();
                LmdbStore::new(Some(folder.0.join("cache")), TestClock::new())
            } else {
                truncate();
                store
            };
            assert_eq!(look(&store, "a", Some(7)), Held::Nothing, "{length}");
            assert!(put(&store, "b", 8, b"", LONG), "{length}");
            assert_eq!(aside.exists(), length > 0, "{length}");
        }
    }
}

#[test]
fn a_file_that_is_truncated_while_it_is_read_does_not_end_the_process() {
    let fixture = Fixture::new();
    let entry = vec![b'x'; 1 << 20];
    let over = AtomicBool::new(false);
    let reads = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !over.load(Ordering::SeqCst) {
                match look(&fixture.store, "large", None) {
                    Held::Entry(_, _, held) => {
                        assert!(held == entry, "a truncated entry is not an answer");
                        reads += 1;
                    }
                    _ => {
                        put(&fixture.store, "large", 9, &entry, LONG);
                    }
                }
            }
            reads
        });
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(2) {
            thread::sleep(Duration::from_millis(40));
            if let Ok(file) = OpenOptions::new().write(true).open(&fixture.path) {
                file.set_len(100_000).unwrap();
            }
        }
        over.store(true, Ordering::SeqCst);
        reader.join().unwrap()
    });
    assert!(reads > 0, "the file was used in between");
    assert!(fixture.aside().exists());
}

#[test]
fn a_folder_that_is_writable_by_others_is_not_used() {
    let fixture = Fixture::new();
    let folder = fixture.folder.0.join("cache");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    let store = LmdbStore::new(Some(folder.clone()), TestClock::new());
    let error = store.note("a", no_deadline()).unwrap_err();
    assert!(
        error.message.contains("may be written by others (mode 777)"),
        "{}",
        error.message
    );
    let link = fixture.folder.0.join("link");
    symlink(&folder, &link).unwrap();
    let error = LmdbStore::new(Some(link), TestClock::new())
        .note("a", no_deadline())
        .unwrap_err();
    assert!(error.message.contains("is a link"), "{}", error.message);
}

#[test]
fn a_held_lock_delays_others_by_at_most_a_third_of_their_time() {
    let fixture = Fixture::new();
    let other = OpenOptions::new().read(true).write(true).open(&fixture.path).unwrap();
    let other = virtfusion_direct::sys::LockFile::new(other);
    assert!(other.try_lock(virtfusion_direct::sys::Access::Exclusive).unwrap());
    let started = Instant::now();
    let error = fixture
        .store
        .note("a", Deadline::after(Duration::from_secs(3)))
        .unwrap_err();
    let took = started.elapsed();
    assert!(error.message.contains("locked by another process"), "{}", error.message);
    assert!(
        took >= Duration::from_millis(900) && took < Duration::from_secs(3),
        "{took:?}"
    );
    assert!(other.try_lock(virtfusion_direct::sys::Access::Shared).unwrap());
    assert_eq!(
        fixture.store.note("a", no_deadline()).unwrap(),
        None,
        "readers do not exclude each other"
    );
    assert!(
        fixture
            .store
            .release("a", Deadline::after(Duration::from_millis(50)))
            .is_err()
    );
    drop(other);
    fixture.store.release("a", no_deadline()).unwrap();
}
