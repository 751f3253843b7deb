//! A caller's deadline covers the whole call, with all its requests.

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
use virtfusion_panel::{Fault, Kind, World};

use super::support::{Fixture, GROUP, PACKAGE, TOKEN, ask, is_found, message, panel, process, sweep, world};

/// Far less than any other limit, and far more than a busy machine adds. The message shows which limit ended the call.
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
            let case = format!("{kind:?}");
            let fixture = Fixture::new(world().fault(Fault::on("*", kind.clone())));
            let deadline = Duration::from_millis(250);
            let start = Instant::now();
            let answer = fixture.ask_for(resource, deadline);
            let took = start.elapsed();
            assert!(
                message(&answer).contains("no answer within the caller's deadline"),
                "{case}"
            );
            assert!(took >= deadline && took < IN_TIME, "{case} took {took:?}");
        }
    }
}

#[test]
fn a_deadline_covers_all_requests_of_a_sweep_together() {
    let mut world = World::default().token(TOKEN);
    for id in 1..=20 {
        world = world.package(id, json!({})).group(id, json!([{"id": id}]));
    }
    let fixture = Fixture::new(world);
    fixture.simulator.latency(Duration::from_millis(100));
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
        deadline: Deadline::at(Some(start + deadline)),
        ..sweep(&process, &fixture)
    };
    let quantities = sweep.quantities(&requests);
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
    assert!(fixture.simulator.counters().total < 40);
    let unknown = quantities.iter().filter(|quantity| quantity.value().is_none()).count();
    assert_eq!(
        unknown, 20,
        "40 requests of 100 ms, four at once, do not reach the groups in time"
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
fn answers_before_the_deadline_are_used() {
    let fixture = Fixture::new(world().fault(Fault::on("/compute/*", Kind::Hang)));
    assert!(is_found(&fixture.ask_for(PACKAGE, Duration::from_secs(30))));
    let answer = fixture.ask_for(GROUP, Duration::from_millis(100));
    assert!(message(&answer).contains("deadline"));
    fixture.simulator.heal();
    assert!(
        is_found(&fixture.ask_for(GROUP, Duration::from_secs(30))),
        "the next call has its own time"
    );
}

#[test]
fn without_a_deadline_the_setting_timeout_ends_a_request() {
    let settings = Settings {
        timeout: Duration::from_secs(1),
        ..Settings::default()
    };
    let fixture = Fixture::with(world().fault(Fault::on("*", Kind::Hang)), settings);
    let start = Instant::now();
    assert!(message(&fixture.ask(PACKAGE)).contains("timed out (timeout)"));
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}

#[test]
fn an_expired_deadline_sends_no_request() {
    let fixture = Fixture::new(world());
    assert!(message(&fixture.ask_for(PACKAGE, Duration::ZERO)).contains("deadline"));
    assert_eq!(fixture.simulator.counters().total, 0);
}

/// Starts a server that handles each connection on its own thread until the test ends.
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

/// Writes byte by byte until the other side disconnects.
fn drip(mut to: &TcpStream, bytes: impl Iterator<Item = u8>) {
    for byte in bytes {
        if to.write_all(&[byte]).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_handshake_that_arrives_byte_by_byte_ends_at_connect_timeout() {
    // The start of a TLS record that is never complete.
    let port = serve(|stream| drip(&stream, [22, 3, 3, 64, 0].into_iter().chain(std::iter::repeat(0))));
    let settings = Settings {
        connect_timeout: Duration::from_millis(400),
        ..Settings::default()
    };
    let panel = panel(&format!("https://localhost:{port}/api/v1"), TOKEN, &settings);
    let start = Instant::now();
    let message = message(&ask(&panel, PACKAGE, Deadline::none()));
    assert!(message.contains("timed out while connecting"), "{message}");
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
    let start = Instant::now();
    assert!(panel.test().is_err());
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}

#[test]
fn records_that_arrive_byte_by_byte_end_at_timeout() {
    let settings = Settings {
        timeout: Duration::from_secs(3),
        ..Settings::default()
    };
    let fixture = Fixture::with(world(), settings);
    let (slow, panel) = (Arc::new(AtomicBool::new(false)), fixture.simulator.port());
    let is_slow = slow.clone();
    let port = serve(move |stream| {
        let behind = TcpStream::connect(("127.0.0.1", panel)).unwrap();
        let (mut from, mut to) = (stream.try_clone().unwrap(), behind.try_clone().unwrap());
        // Ends when either side disconnects.
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
    let mut through = fixture.panel.clone();
    through.address =
        virtfusion_direct::panel::address::Address::parse(&format!("https://localhost:{port}/api/v1")).unwrap();
    assert!(is_found(&ask(&through, PACKAGE, Deadline::none())));
    slow.store(true, Ordering::Relaxed);
    let start = Instant::now();
    let message = message(&ask(&through, GROUP, Deadline::none()));
    assert!(message.contains("timed out (timeout)"), "{message}");
    assert!(start.elapsed() < IN_TIME, "{:?}", start.elapsed());
}
