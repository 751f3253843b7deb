//! A simulated panel, a client for it, and this process, for each test.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use virtfusion_direct::answer::Answer;
use virtfusion_direct::cache::document::Document;
use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::panel::Panel;
use virtfusion_direct::panel::address::Address;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::panel::http::Http;
use virtfusion_direct::panel::token::Token;
use virtfusion_direct::process::Process;
use virtfusion_direct::settings::{Settings, Trust};
use virtfusion_direct::sweep::{Sweep, gather};
use virtfusion_panel::{Kind, Panel as Simulated, World};

pub const TOKEN: &str = "a-token-that-must-not-be-shown";

/// The most requests in flight at once in this process.
pub const CONCURRENCY: usize = 4;

pub const PACKAGE: Resource = Resource::Package(3);
pub const GROUP: Resource = Resource::Group(5);
pub const GROUP_PATH: &str = "/compute/hypervisors/groups/5/resources";

/// A process of its own for each test: another test may use the same port before or after it.
pub fn process() -> Arc<Process> {
    static TESTS: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static PROCESS: Arc<Process> = {
            let number = TESTS.fetch_add(1, Ordering::Relaxed);
            let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("client-cache-{number}"));
            // It is not there on the first run.
            let _ = fs::remove_dir_all(&cache);
            Arc::new(Process::new(Settings {
                concurrency: CONCURRENCY,
                cache_dir: Some(cache),
                ..Settings::default()
            }))
        };
    }
    PROCESS.with(Arc::clone)
}

/// A package 3 and a group 5 of 450 hypervisors, which are three pages.
pub fn world() -> World {
    World::default()
        .token(TOKEN)
        .package(3, json!({"memory": 1024, "cpuCores": 1, "primaryStorage": 10}))
        .group(5, json!([{"id": 1, "repeat": 450}]))
}

/// Time-outs that do not end a request on a busy machine.
pub fn long_timeouts() -> Settings {
    Settings {
        timeout: Duration::from_secs(30),
        connect_timeout: Duration::from_secs(30),
        max_body: 512 << 10,
        ..Settings::default()
    }
}

/// Short time-outs for faults that never end, else long ones.
pub fn settings_for(kind: &Kind) -> Settings {
    match kind {
        Kind::Hang | Kind::Drip { .. } | Kind::DripBody { .. } => short_timeouts(),
        _ => long_timeouts(),
    }
}

/// Time-outs for tests of requests that never end, still long enough for an answer on a busy machine.
pub fn short_timeouts() -> Settings {
    Settings {
        timeout: Duration::from_secs(1),
        connect_timeout: Duration::from_secs(1),
        max_body: 512 << 10,
        ..Settings::default()
    }
}

/// A simulated panel, and the client's access to it.
pub struct Fixture {
    pub simulator: Simulated,
    pub panel: Panel,
}

impl Fixture {
    pub fn new(world: World) -> Self {
        Self::with(world, Settings::default())
    }

    pub fn with(world: World, settings: Settings) -> Self {
        let simulator = Simulated::start(world).unwrap();
        let trust = Trust::Only(simulator.ca_file().to_owned());
        let panel = panel(simulator.url(), &simulator.token(), &Settings { trust, ..settings });
        Self { simulator, panel }
    }

    pub fn ask(&self, resource: Resource) -> Answer<Document> {
        ask(&self.panel, resource, Deadline::none())
    }

    pub fn ask_for(&self, resource: Resource, time: Duration) -> Answer<Document> {
        ask(&self.panel, resource, Deadline::after(time))
    }
}

/// The client's access to any address. Another test may have used the same port before, so cached answers are removed.
pub fn panel(url: &str, token: &str, settings: &Settings) -> Panel {
    let address = Address::parse(url).unwrap();
    let cache = &process().cache;
    for id in 1..=20 {
        cache.forget(&address, Resource::Package(id));
        cache.forget(&address, Resource::Group(id));
    }
    cache.forget(&address, Resource::GroupNames);
    process().breaker.reset(&address);
    Panel {
        address,
        token: Token::parse(token).unwrap(),
        http: Arc::new(Http::new(settings)),
        breaker: process().breaker.clone(),
        counts: Arc::default(),
    }
}

/// A sweep without a deadline, without holds, and of which nothing was prefetched.
pub fn sweep<'a>(process: &'a Arc<Process>, fixture: &'a Fixture) -> Sweep<'a> {
    Sweep {
        process,
        panel: &fixture.panel,
        deadline: Deadline::none(),
        holds: &[],
        since: None,
        prefetched: Cell::default(),
    }
}

pub fn ask(panel: &Panel, resource: Resource, deadline: Deadline) -> Answer<Document> {
    gather(&process(), panel, std::iter::once(resource), deadline, None)
        .remove(&resource)
        .expect("every requested resource is answered")
}

/// The message of an unknown answer.
pub fn message(answer: &Answer<Document>) -> String {
    match answer {
        Answer::Unknown(failure) => failure.to_string(),
        other => panic!("{other:?} is known"),
    }
}

pub fn is_found(answer: &Answer<Document>) -> bool {
    matches!(answer, Answer::Found(_))
}
