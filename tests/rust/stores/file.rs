//! What is particular to the shared file: two clocks, and what others do to it.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{FileExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use virtfusion_direct::cache::lmdb::LmdbStore;
use virtfusion_direct::cache::store::{Held, Store};
use virtfusion_direct::deadline::Deadline;

use super::support::{Folder, Hand, free, look, put};

const LONG: Duration = Duration::from_secs(100);

/// What is done to the file.
type Change = fn(&Path);

struct Scene {
    folder: Folder,
    path: PathBuf,
    store: LmdbStore,
}

impl Scene {
    fn new() -> Self {
        let folder = Folder::new();
        let path = folder.0.join("cache");
        let store = LmdbStore::new(Some(path.clone()), Hand::new());
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
fn an_answer_survives_a_jump_of_the_wall_clock_by_little_and_a_limit_any_jump() {
    let (folder, clock) = (Folder::new(), Hand::new());
    let store = LmdbStore::new(Some(folder.0.clone()), clock.clone());
    assert!(put(&store, "a", 7, b"", LONG));
    assert!(store.acquire("limit", LONG, free()).unwrap());
    let wall = clock.wall.load(Ordering::SeqCst);
    for (moved, held) in [(0, true), (30_000, true), (7_200_000, false)] {
        for jumped in [wall + moved, wall - moved] {
            clock.wall.store(jumped, Ordering::SeqCst);
            assert_eq!(look(&store, "a", Some(7)) == Held::Unchanged, held, "{jumped}");
            assert!(!store.acquire("limit", LONG, free()).unwrap());
        }
    }
}

#[test]
fn an_answer_from_before_a_restart_of_the_machine_does_not_count() {
    let (folder, clock) = (Folder::new(), Hand::new());
    let store = LmdbStore::new(Some(folder.0.clone()), clock.clone());
    assert!(put(&store, "a", 7, b"", LONG));
    clock.wall.fetch_add(3_600_000, Ordering::SeqCst);
    clock.steady.store(60_000, Ordering::SeqCst);
    assert_eq!(look(&store, "a", Some(7)), Held::Nothing);
    clock.steady.store(5_050_000, Ordering::SeqCst);
    assert_eq!(
        look(&store, "a", Some(7)),
        Held::Nothing,
        "though the steady clock has come there again"
    );
}

#[test]
fn a_file_that_is_removed_replaced_linked_or_opened_to_others_is_begun_again() {
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
        ("opened to others", |path| {
            fs::set_permissions(path, fs::Permissions::from_mode(0o666)).unwrap();
        }),
        ("made a link", |path| {
            fs::rename(path, path.with_extension("other")).unwrap();
            symlink(path.with_extension("other"), path).unwrap();
        }),
    ];
    for (what, change) in changes {
        let scene = Scene::new();
        change(&scene.path);
        assert_eq!(look(&scene.store, "a", Some(7)), Held::Nothing, "{what}");
        assert!(put(&scene.store, "b", 8, b"", LONG), "{what}");
        drop(scene.store);
        let again = LmdbStore::new(Some(scene.folder.0.join("cache")), Hand::new());
        assert_eq!(look(&again, "b", Some(8)), Held::Unchanged, "{what}");
    }
}

#[test]
fn a_file_that_is_cut_at_any_length_is_set_aside_by_one_who_has_it_open_and_by_one_who_opens_it() {
    for length in [0, 1, 4_095, 4_096, 8_192, 20_000, (64 << 20) - 1] {
        for reopened in [false, true] {
            let Scene { folder, path, store } = Scene::new();
            let aside = path.with_extension("mdb.aside");
            let cut = || {
                OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .unwrap()
                    .set_len(length)
                    .unwrap();
            };
            let store = if reopened {
                drop(store);
                cut();
                LmdbStore::new(Some(folder.0.join("cache")), Hand::new())
            } else {
                cut();
                store
            };
            assert_eq!(look(&store, "a", Some(7)), Held::Nothing, "{length}");
            assert!(put(&store, "b", 8, b"", LONG), "{length}");
            assert_eq!(aside.exists(), length > 0, "{length}");
        }
    }
}

#[test]
fn a_file_that_is_cut_while_it_is_read_ends_no_process() {
    let scene = Scene::new();
    let entry = vec![b'x'; 1 << 20];
    let over = AtomicBool::new(false);
    let right = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut right = 0;
            while !over.load(Ordering::SeqCst) {
                match look(&scene.store, "large", None) {
                    Held::Entry(_, _, held) => {
                        assert!(held == entry, "what was cut is not an answer");
                        right += 1;
                    }
                    _ => {
                        put(&scene.store, "large", 9, &entry, LONG);
                    }
                }
            }
            right
        });
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(2) {
            thread::sleep(Duration::from_millis(40));
            if let Ok(file) = OpenOptions::new().write(true).open(&scene.path) {
                file.set_len(100_000).unwrap();
            }
        }
        over.store(true, Ordering::SeqCst);
        reader.join().unwrap()
    });
    assert!(right > 0, "it was used between the cuts");
    assert!(scene.aside().exists());
}

#[test]
fn a_folder_that_others_may_change_is_not_used() {
    let scene = Scene::new();
    let folder = scene.folder.0.join("cache");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    let store = LmdbStore::new(Some(folder.clone()), Hand::new());
    let error = store.note("a", free()).unwrap_err();
    assert!(
        error.message.contains("may be written by others (mode 777)"),
        "{}",
        error.message
    );
    let link = scene.folder.0.join("link");
    symlink(&folder, &link).unwrap();
    let error = LmdbStore::new(Some(link), Hand::new()).note("a", free()).unwrap_err();
    assert!(error.message.contains("is a link"), "{}", error.message);
}

#[test]
fn one_who_holds_the_lock_delays_others_no_longer_than_a_third_of_their_time() {
    let scene = Scene::new();
    let other = OpenOptions::new().read(true).write(true).open(&scene.path).unwrap();
    let other = virtfusion_direct::sys::LockFile::new(other);
    assert!(other.try_lock(virtfusion_direct::sys::Access::Exclusive).unwrap());
    let began = Instant::now();
    let error = scene
        .store
        .note("a", Deadline::after(Duration::from_secs(3)))
        .unwrap_err();
    let took = began.elapsed();
    assert!(error.message.contains("locked by another process"), "{}", error.message);
    assert!(
        took >= Duration::from_millis(900) && took < Duration::from_secs(3),
        "{took:?}"
    );
    assert!(other.try_lock(virtfusion_direct::sys::Access::Shared).unwrap());
    assert_eq!(
        scene.store.note("a", free()).unwrap(),
        None,
        "those who read do not exclude each other"
    );
    assert!(
        scene
            .store
            .release("a", Deadline::after(Duration::from_millis(50)))
            .is_err()
    );
    drop(other);
    scene.store.release("a", free()).unwrap();
}
