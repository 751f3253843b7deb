//! Stores of each kind, and a clock that tests set.

use std::os::unix::net::UnixStream;
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

/// A wall clock and a steady clock that tests set.
pub struct TestClock {
    pub wall: AtomicU64,
    pub steady: AtomicU64,
}

impl TestClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            wall: AtomicU64::new(1_700_000_000_000),
            steady: AtomicU64::new(5_000_000),
        })
    }

    pub fn advance(&self, millis: Millis) {
        self.wall.fetch_add(millis, Ordering::SeqCst);
        self.steady.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Millis {
        self.wall.load(Ordering::SeqCst)
    }

    fn steady(&self) -> Millis {
        self.steady.load(Ordering::SeqCst)
    }
}

/// A temporary folder that is removed when it is dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("virtfusion-store-{}-{number}", std::process::id());
        // The in-memory file system that the store uses by default.
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

/// A Redis server on its own socket.
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
        let started = Instant::now();
        // The socket exists a moment before the server listens on it.
        while UnixStream::connect(server.folder.0.join("socket")).is_err() {
            assert!(started.elapsed() < Duration::from_secs(30), "Redis did not start");
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

/// Lets time pass: advances the store's clock, or sleeps.
pub type Pass = Box<dyn Fn(Duration)>;

/// Runs a test with each kind of store and a function that lets time pass.
pub fn with_each_store(test: impl Fn(&dyn Store, &Pass)) {
    let advance = |clock: &Arc<TestClock>| -> Pass {
        let clock = clock.clone();
        Box::new(move |time| clock.advance(Millis::try_from(time.as_millis()).unwrap()))
    };
    let clock = TestClock::new();
    test(&MemoryStore::new(clock.clone()), &advance(&clock));
    let (folder, clock) = (Folder::new(), TestClock::new());
    test(
        &LmdbStore::new(Some(folder.0.join("cache")), clock.clone()),
        &advance(&clock),
    );
    let server = Server::start();
    let redis = RedisStore::new(&server.url(), Vec::new).unwrap();
    test(&redis, &(Box::new(thread::sleep) as Pass));
}

pub fn no_deadline() -> Deadline {
    Deadline::none()
}

/// Takes a lease whose request started at `asked`.
pub fn lease(store: &dyn Store, key: &str, version: Version, asked: Millis, since: Option<Millis>) -> Leased {
    let claim = Claim {
        version,
        asked,
        time: Duration::from_secs(5),
        since,
    };
    store.leases(&[(key, claim)], no_deadline()).unwrap()[0]
}

/// An answer to store.
pub fn answer(entry: &[u8], lifetime: Duration) -> Kept<'_> {
    Kept {
        asked: TestClock::new().now(),
        entry,
        body: b"the body",
        lifetime,
    }
}

/// Stores an answer under a lease.
pub fn keep(store: &dyn Store, key: &str, version: Version, entry: &[u8], lifetime: Duration) -> bool {
    let kept = store.keep(&[(key, version, answer(entry, lifetime))], no_deadline());
    kept.unwrap()[0]
}

/// Takes a lease and stores an answer.
pub fn put(store: &dyn Store, key: &str, version: Version, entry: &[u8], lifetime: Duration) -> bool {
    lease(store, key, version, 1, None) == Leased::Taken && keep(store, key, version, entry, lifetime)
}

/// Looks a key up, as a process that already has the version `known`.
pub fn look(store: &dyn Store, key: &str, known: Option<Version>) -> Held {
    store.look(&[Wanted { key, known }], no_deadline()).unwrap().remove(0)
}
