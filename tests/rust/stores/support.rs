//! A store of each kind, and a clock that is set by hand.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use virtfusion_direct::cache::lmdb::LmdbStore;
use virtfusion_direct::cache::memory::MemoryStore;
use virtfusion_direct::cache::redis::RedisStore;
use virtfusion_direct::cache::store::{Claim, Held, Kept, Leased, Store, Version, Wanted};
use virtfusion_direct::clock::{Clock, Millis};
use virtfusion_direct::deadline::Deadline;

/// A wall clock and a steady clock.
pub struct Hand {
    pub wall: AtomicU64,
    pub steady: AtomicU64,
}

impl Hand {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            wall: AtomicU64::new(1_700_000_000_000),
            steady: AtomicU64::new(5_000_000),
        })
    }

    pub fn pass(&self, millis: Millis) {
        self.wall.fetch_add(millis, Ordering::SeqCst);
        self.steady.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Millis {
        self.wall.load(Ordering::SeqCst)
    }

    fn steady(&self) -> Millis {
        self.steady.load(Ordering::SeqCst)
    }
}

/// A folder that is removed afterwards.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("virtfusion-store-{}-{number}", std::process::id());
        // The file system that the store uses by default, and that is in memory.
        let base = Path::new("/dev/shm");
        let base = if base.is_dir() {
            base.to_owned()
        } else {
            std::env::temp_dir()
        };
        let folder = base.join(name);
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A Redis server on a socket of its own.
pub struct Server {
    process: Child,
    folder: Folder,
}

impl Server {
    pub fn start() -> Self {
        let folder = Folder::new();
        let process = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--unixsocket"])
            .arg(folder.0.join("socket"))
            .arg("--dir")
            .arg(&folder.0)
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed by tests/tools/setup.sh");
        let server = Self { process, folder };
        let began = Instant::now();
        while !server.folder.0.join("socket").exists() {
            assert!(began.elapsed() < Duration::from_secs(30), "Redis did not start");
            thread::sleep(Duration::from_millis(5));
        }
        server
    }

    pub fn url(&self) -> String {
        format!("unix://{}/socket", self.folder.0.display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Lets time pass: by the store's clock, or really.
pub type Pass = Box<dyn Fn(Duration)>;

/// Calls the test with each kind of store and a way to let time pass.
pub fn each(test: impl Fn(&dyn Store, &Pass)) {
    let by_hand = |clock: &Arc<Hand>| -> Pass {
        let clock = clock.clone();
        Box::new(move |time| clock.pass(Millis::try_from(time.as_millis()).unwrap()))
    };
    let clock = Hand::new();
    test(&MemoryStore::new(clock.clone()), &by_hand(&clock));
    let (folder, clock) = (Folder::new(), Hand::new());
    test(
        &LmdbStore::new(Some(folder.0.join("cache")), clock.clone()),
        &by_hand(&clock),
    );
    let server = Server::start();
    let redis = RedisStore::new(&server.url(), Vec::new).unwrap();
    test(&redis, &(Box::new(thread::sleep) as Pass));
}

pub fn free() -> Deadline {
    Deadline::none()
}

/// Takes a lease that began to ask at this moment.
pub fn lease(store: &dyn Store, key: &str, version: Version, asked: Millis, since: Option<Millis>) -> Leased {
    let claim = Claim {
        version,
        asked,
        time: Duration::from_secs(5),
        since,
    };
    store.lease(key, claim, free()).unwrap()
}

/// Keeps an answer under a lease.
pub fn keep(store: &dyn Store, key: &str, version: Version, entry: &[u8], lifetime: Duration) -> bool {
    let answer = Kept {
        asked: Hand::new().now(),
        entry,
        body: b"the body",
        lifetime,
    };
    store.keep(key, version, answer, free()).unwrap()
}

/// Takes a lease and keeps an answer.
pub fn put(store: &dyn Store, key: &str, version: Version, entry: &[u8], lifetime: Duration) -> bool {
    lease(store, key, version, 1, None) == Leased::Taken && keep(store, key, version, entry, lifetime)
}

/// What is held under a key for a process that holds this version.
pub fn look(store: &dyn Store, key: &str, known: Option<Version>) -> Held {
    store.look(&[Wanted { key, known }], free()).unwrap().remove(0)
}
