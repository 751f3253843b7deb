//! A caller's deadline is for the whole call, however many requests it takes.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::request::{Row, RowValue};
use virtfusion_direct::settings::Settings;
use virtfusion_direct::sweep::Sweep;
use virtfusion_panel::{Fault, Kind, Panel as Simulated, World};

use super::support::{GROUP, PACKAGE, Shop, TOKEN, ask, is_found, process, way, words, world};

/// Far less than what would end a call otherwise, and far more than a busy machine adds. The message says what ended it.
const IN_TIME: Duration = Duration::from_secs(10);

#[test]
fn a_call_ends_at_its_deadline_whatever_the_panel_does() {
    for kind in [
        Kind::Hang,
        Kind::Drip { interval_ms: 30 },
        Kind::DripBody { interval_ms: 30 },
        Kind::Latency { ms: 60_000 },
    ] {
        for resource in [PACKAGE, GROUP] {
            let said = format!("{kind:?}");
            let shop = Shop::open(world().fault(Fault::on("*", kind.clone())));
            let deadline = Duration::from_millis(250);
            let start = Instant::now();
            let answer = shop.ask_for(resource, deadline);
            let took = start.elapsed();
            assert!(
                words(&answer).contains("no answer within the caller's deadline"),
                "{said}"
            );
            assert!(took >= deadline && took < IN_TIME, "{said} took {took:?}");
        }
    }
}

#[test]
fn a_deadline_covers_all_requests_of_a_sweep_together() {
    let mut world = World::default().token(TOKEN);
    for id in 1..=20 {
        world = world.package(id, json!({})).group(id, json!([{"id": id}]));
    }
    let shop = Shop::open(world);
    shop.panel.latency(Duration::from_millis(100));
    let requests: Vec<_> = (1..=20)
        .map(|id| {
            let row = Row {
                id: RowValue::Int(id),
                package: RowValue::Int(id),
                group: RowValue::Int(id),
                ..Row::default()
            };
            row.request().unwrap()
        })
        .collect();
    let process = process();
    let deadline = Duration::from_millis(350);
    let start = Instant::now();
    let sweep = Sweep {
        process: &process,
        panel: &shop.way,
        deadline: Deadline::at(Some(start + deadline)),
        holds: &[],
        since: None,
    };
    let quantities = sweep.quantities(&requests);
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
    assert!(shop.panel.counters().total < 40);
    let unknown = quantities.iter().filter(|quantity| quantity.value().is_none()).count();
    assert_eq!(
        unknown, 20,
        "40 requests, four at once and 100 ms each, reach no group in time"
    );
    assert!(quantities.iter().all(|quantity| {
        quantity
            .failure()
            .unwrap()
            .to_string()
            .contains("no answer within the caller's deadline")
    }));
}

#[test]
fn what_came_before_the_deadline_counts() {
    let shop = Shop::open(world().fault(Fault::on("/compute/*", Kind::Hang)));
    assert!(is_found(&shop.ask_for(PACKAGE, Duration::from_secs(30))));
    let answer = shop.ask_for(GROUP, Duration::from_millis(100));
    assert!(words(&answer).contains("deadline"));
    shop.panel.heal();
    assert!(
        is_found(&shop.ask_for(GROUP, Duration::from_secs(30))),
        "the next caller has time of its own"
    );
}

#[test]
fn without_a_deadline_the_settings_end_a_request() {
    let settings = Settings {
        timeout: Duration::from_secs(1),
        ..Settings::default()
    };
    let shop = Shop::with(
        Simulated::start(world().fault(Fault::on("*", Kind::Hang))).unwrap(),
        settings,
    );
    let start = Instant::now();
    assert!(words(&shop.ask(PACKAGE)).contains("timed out (timeout)"));
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}

#[test]
fn a_deadline_that_is_over_asks_for_nothing() {
    let shop = Shop::open(world());
    assert!(words(&shop.ask_for(PACKAGE, Duration::ZERO)).contains("deadline"));
    assert_eq!(shop.panel.counters().total, 0);
}

/// Takes connections until the test ends, each on a thread of its own.
fn serve(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let serve = serve.clone();
            thread::spawn(move || serve(stream));
        }
    });
    port
}

/// Writes byte for byte until the other side has enough.
fn drip(mut to: &TcpStream, bytes: impl Iterator<Item = u8>) {
    for byte in bytes {
        if to.write_all(&[byte]).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn an_encryption_that_comes_about_byte_for_byte_ends_with_the_time_for_a_connection() {
    // The beginning of a record that is never full.
    let port = serve(|stream| drip(&stream, [22, 3, 3, 64, 0].into_iter().chain(std::iter::repeat(0))));
    let settings = Settings {
        connect_timeout: Duration::from_millis(400),
        ..Settings::default()
    };
    let way = way(&format!("https://localhost:{port}/api/v1"), TOKEN, &settings);
    let start = Instant::now();
    let said = words(&ask(&way, PACKAGE, Deadline::none()));
    assert!(said.contains("timed out while connecting"), "{said}");
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
    let start = Instant::now();
    assert!(way.test().is_err());
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}

#[test]
fn encrypted_records_that_come_byte_for_byte_end_with_the_time_for_a_request() {
    let settings = Settings {
        timeout: Duration::from_secs(3),
        ..Settings::default()
    };
    let shop = Shop::with(Simulated::start(world()).unwrap(), settings);
    let (slow, panel) = (Arc::new(AtomicBool::new(false)), shop.panel.port());
    let is_slow = slow.clone();
    let port = serve(move |stream| {
        let behind = TcpStream::connect(("127.0.0.1", panel)).unwrap();
        let (mut from, mut to) = (stream.try_clone().unwrap(), behind.try_clone().unwrap());
        // It ends with either side.
        thread::spawn(move || std::io::copy(&mut from, &mut to));
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = (&behind).read(&mut bytes) {
            if is_slow.load(Ordering::Relaxed) {
                drip(&stream, bytes[..count].iter().copied());
            } else if (&stream).write_all(&bytes[..count]).is_err() {
                return;
            }
        }
    });
    let mut through = shop.way.clone();
    through.address =
        virtfusion_direct::panel::address::Address::parse(&format!("https://localhost:{port}/api/v1")).unwrap();
    assert!(is_found(&ask(&through, PACKAGE, Deadline::none())));
    slow.store(true, Ordering::Relaxed);
    let start = Instant::now();
    let said = words(&ask(&through, GROUP, Deadline::none()));
    assert!(said.contains("timed out (timeout)"), "{said}");
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}
