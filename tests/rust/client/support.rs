//! A panel, a way to it, and this process, for one test each.

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
use virtfusion_direct::sweep::gather;
use virtfusion_panel::{Kind, Panel as Simulated, World};

pub const TOKEN: &str = "a-token-that-nobody-may-see";

/// In flight at once, in this process.
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

/// Short enough for tests of what takes too long, long enough for an answer on a busy machine.
/// Settings with time for a busy machine: what a panel does decides, and not how soon.
pub fn patient() -> Settings {
    Settings {
        timeout: Duration::from_secs(30),
        connect_timeout: Duration::from_secs(30),
        max_body: 512 << 10,
        ..Settings::default()
    }
}

/// Time-outs are short only for what never ends.
pub fn settings_for(kind: &Kind) -> Settings {
    match kind {
        Kind::Hang | Kind::Drip { .. } | Kind::DripBody { .. } => impatient(),
        _ => patient(),
    }
}

pub fn impatient() -> Settings {
    Settings {
        timeout: Duration::from_secs(1),
        connect_timeout: Duration::from_secs(1),
        max_body: 512 << 10,
        ..Settings::default()
    }
}

pub struct Shop {
    pub panel: Simulated,
    pub way: Panel,
}

impl Shop {
    pub fn open(world: World) -> Self {
        Self::with(Simulated::start(world).unwrap(), Settings::default())
    }

    pub fn with(panel: Simulated, settings: Settings) -> Self {
        let trust = Trust::Only(panel.ca_file().to_owned());
        let way = way(panel.url(), &panel.token(), &Settings { trust, ..settings });
        Self { panel, way }
    }

    pub fn ask(&self, resource: Resource) -> Answer<Document> {
        ask(&self.way, resource, Deadline::none())
    }

    pub fn ask_for(&self, resource: Resource, time: Duration) -> Answer<Document> {
        ask(&self.way, resource, Deadline::after(time))
    }
}

/// A way to any address. Its port may have been another test's, so what was said there before is forgotten.
pub fn way(url: &str, token: &str, settings: &Settings) -> Panel {
    let address = Address::parse(url).unwrap();
    let cache = &process().cache;
    for id in 1..=20 {
        cache.forget(&address, Resource::Package(id));
        cache.forget(&address, Resource::Group(id));
    }
    process().breaker.reset(&address);
    Panel {
        address,
        token: Token::parse(token).unwrap(),
        http: Arc::new(Http::new(settings)),
        breaker: process().breaker.clone(),
    }
}

pub fn ask(way: &Panel, resource: Resource, deadline: Deadline) -> Answer<Document> {
    gather(&process(), way, std::iter::once(resource), deadline, None)
        .remove(&resource)
        .expect("every resource that is wanted is answered")
}

/// The words of an unknown.
pub fn words(answer: &Answer<Document>) -> String {
    match answer {
        Answer::Unknown(failure) => failure.to_string(),
        other => panic!("{other:?} is known"),
    }
}

pub fn is_found(answer: &Answer<Document>) -> bool {
    matches!(answer, Answer::Found(_))
}
