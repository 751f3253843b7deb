//! What is requested before anybody waits for it.

use std::cell::Cell;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use virtfusion_direct::clock::{Clock, Millis, SystemClock};
use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::request::{Request, Row, RowValue};
use virtfusion_direct::sweep::{Prefetch, Quantity, Sweep};
use virtfusion_panel::{Fault, Kind, World};

use super::support::{Fixture, GROUP_PATH, TOKEN, process, sweep};

/// Longer than a busy machine needs.
const LONG: Duration = Duration::from_secs(30);

/// Six packages and six groups of one page.
fn fixture() -> Fixture {
    let world = (1..=6).fold(World::default().token(TOKEN), |world, id| {
        let package = json!({"memory": 1024 * id, "cpuCores": 1, "primaryStorage": 10});
        world
            .package(id, package)
            .group(id, json!([{"id": id * 10, "repeat": 3}]))
    });
    Fixture::new(world)
}

/// A product for each of these ids, with the package and the group of that id.
fn products(ids: std::ops::RangeInclusive<i64>) -> Vec<Request> {
    let row = |id: i64| Row {
        id: RowValue::Int(id),
        package: RowValue::Int(id),
        group: RowValue::Int(id),
        ..Row::default()
    };
    ids.map(|id| row(id).request().unwrap()).collect()
}

fn prefetch(fixture: &Fixture, requests: &[Request]) -> Prefetch {
    sweep(&process(), fixture).prefetch(requests)
}

fn quantities(
    fixture: &Fixture,
    requests: &[Request],
    prefetched: Option<Prefetch>,
    deadline: Deadline,
    since: Option<Millis>,
) -> Vec<Option<i64>> {
    let process = process();
    let sweep = Sweep {
        deadline,
        since,
        prefetched: Cell::new(prefetched),
        ..sweep(&process, fixture)
    };
    sweep.quantities(requests).iter().map(Quantity::value).collect()
}

/// Waits until the panel was asked this many times.
fn wait_for(fixture: &Fixture, requests: u64) {
    let end = Instant::now() + LONG;
    while fixture.simulator.counters().total < requests {
        assert!(Instant::now() < end, "{:?}", fixture.simulator.counters());
        thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn the_panel_is_asked_for_everything_while_nobody_waits_and_not_again() {
    let fixture = fixture();
    let requests = products(1..=6);
    let prefetched = prefetch(&fixture, &requests);
    wait_for(&fixture, 7);
    let found = quantities(&fixture, &requests, Some(prefetched), Deadline::none(), None);
    assert!(found.iter().all(Option::is_some));
    assert_eq!(quantities(&fixture, &requests, None, Deadline::none(), None), found);
    assert_eq!(
        fixture.simulator.counters().total,
        7,
        "the list of packages and six groups"
    );
}

#[test]
fn what_is_wanted_in_addition_is_asked_for_too() {
    let fixture = fixture();
    let prefetched = prefetch(&fixture, &products(1..=2));
    let found = quantities(&fixture, &products(1..=3), Some(prefetched), Deadline::none(), None);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(Option::is_some));
    assert_eq!(fixture.simulator.counters().total, 6, "three packages and three groups");
}

#[test]
fn an_answer_that_is_too_old_is_asked_for_again() {
    let fixture = fixture();
    let prefetched = prefetch(&fixture, &products(5..=5));
    wait_for(&fixture, 2);
    thread::sleep(Duration::from_millis(2));
    let since = Some(SystemClock.now());
    let found = quantities(&fixture, &products(5..=5), Some(prefetched), Deadline::none(), since);
    assert!(found[0].is_some());
    assert_eq!(fixture.simulator.count(GROUP_PATH), 2);
}

#[test]
fn whoever_waits_stops_at_the_deadline() {
    let fixture = fixture();
    fixture.simulator.fault(Fault::on(GROUP_PATH, Kind::Hang)).unwrap();
    let prefetched = prefetch(&fixture, &products(4..=5));
    let deadline = Deadline::after(Duration::from_secs(2));
    let begun = Instant::now();
    let found = quantities(&fixture, &products(4..=5), Some(prefetched), deadline, None);
    assert!(found[0].is_some(), "the other group has answered");
    assert_eq!(found[1], None);
    assert!(begun.elapsed() < LONG / 2);
}

#[test]
fn answers_that_nobody_takes_are_cached() {
    let fixture = fixture();
    drop(prefetch(&fixture, &products(1..=2)));
    wait_for(&fixture, 4);
    // Whoever comes before they are stored waits for them.
    let found = quantities(&fixture, &products(1..=2), None, Deadline::none(), None);
    assert!(found.iter().all(Option::is_some));
    assert_eq!(fixture.simulator.counters().total, 4);
}
