//! Which requests are sent, how often, and how many at once.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use virtfusion_direct::answer::Answer;
use virtfusion_direct::cache::document::Document;
use virtfusion_direct::capacity::Fits;
use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::request::{Request, Row, RowValue};
use virtfusion_direct::settings::Settings;
use virtfusion_direct::sweep::{gather, gather_body};
use virtfusion_panel::{Fault, Kind, World};

use super::support::{
    CONCURRENCY, Fixture, GROUP, GROUP_PATH, PACKAGE, TOKEN, ask, is_found, message, panel, process, sweep, world,
};

/// Sends one request to a server of its own and returns the head of the request.
fn head_of_a_request() -> Vec<String> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api/v1", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let head: Vec<String> = BufReader::new(stream.try_clone().unwrap())
            .lines()
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        let body = r#"{"data":{"enabled":true,"memory":1,"cpuCores":1,"primaryStorage":1}}"#;
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        head
    });
    assert!(is_found(&ask(
        &panel(&url, TOKEN, &Settings::default()),
        PACKAGE,
        Deadline::none()
    )));
    server.join().unwrap()
}

#[test]
fn a_request_has_the_token_and_the_expected_headers() {
    let head = head_of_a_request();
    assert_eq!(head[0], "GET /api/v1/packages/3 HTTP/1.1");
    let header = |name: &str| {
        let mut values = head.iter().filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        (values.next(), values.next())
    };
    let once = |value: &str| (Some(value.to_owned()), None);
    assert_eq!(header("Authorization"), once(&format!("Bearer {TOKEN}")));
    assert_eq!(header("Accept"), once("application/json"));
    assert_eq!(header("Accept-Encoding"), once("gzip"));
    let agent = header("User-Agent").0.unwrap();
    assert!(agent.starts_with("virtfusion_direct/"), "{agent}");
    assert!(agent.ends_with(env!("CARGO_PKG_VERSION")), "{agent}");
}

#[test]
fn a_group_of_450_hypervisors_takes_three_requests() {
    let fixture = Fixture::new(world());
    let Answer::Found(Document::Group(found)) = fixture.ask(GROUP) else {
        panic!("the group is there");
    };
    let ids: Vec<i64> = found
        .value
        .hypervisors
        .iter()
        .filter_map(|hypervisor| hypervisor.id.value().copied())
        .collect();
    assert_eq!(ids, (1..=450).collect::<Vec<_>>());
    let mut queries: Vec<String> = fixture
        .simulator
        .requests()
        .into_iter()
        .map(|request| request.query)
        .collect();
    assert_eq!(queries[0], "results=200&page=1");
    queries.sort();
    assert_eq!(
        queries,
        ["results=200&page=1", "results=200&page=2", "results=200&page=3"]
    );
    assert_eq!(fixture.simulator.count(GROUP_PATH), 3);

    let Answer::Found(body) = gather_body(&process(), &fixture.panel, GROUP, Deadline::none()) else {
        panic!("its body is kept");
    };
    let envelope: Value = serde_json::from_str(&body).unwrap();
    let count = |key: &str| envelope[key].as_u64();
    assert_eq!(
        ["current_page", "last_page", "per_page", "total"].map(count),
        [Some(1), Some(1), Some(450), Some(450)]
    );
    assert_eq!(envelope["data"].as_array().map(Vec::len), Some(450));
}

#[test]
fn later_pages_are_requested_concurrently() {
    let fixture = Fixture::new(world());
    fixture.simulator.latency(Duration::from_secs(1));
    assert!(is_found(&fixture.ask(GROUP)));
    assert_eq!(
        fixture.simulator.peak(),
        2,
        "pages 2 and 3, after page 1 with their number"
    );
}

#[test]
fn more_than_fifty_pages_are_not_read() {
    let fixture = Fixture::new(world().group(5, json!([{"id": 1, "repeat": 10_001}])));
    let answer = fixture.ask(GROUP);
    assert!(message(&answer).contains("51 pages are more than the 50 that are read"));
    assert_eq!(fixture.simulator.count(GROUP_PATH), 1);
}

#[test]
fn compressed_answers_are_read() {
    // The simulated panel compresses bodies of more than a kilobyte, which every page of hypervisors is.
    let fixture = Fixture::new(world().group(5, json!("vendor")));
    let Answer::Found(Document::Group(found)) = fixture.ask(GROUP) else {
        panic!("the group is there");
    };
    assert_eq!(found.value.hypervisors.len(), 11);
}

/// 50 products with 12 packages and 8 groups, up to three groups per product.
fn store() -> (World, Vec<Request>) {
    let mut world = World::default().token(TOKEN);
    for id in 1..=12 {
        world = world.package(id, json!({"memory": 1024 * id, "cpuCores": 1, "primaryStorage": 10}));
    }
    for id in 1..=8 {
        world = world.group(id, json!([{"id": id * 10, "repeat": 3}]));
    }
    let requests = (0..50_i64).map(|product| {
        Row {
            id: RowValue::Int(product + 1),
            package: RowValue::Int(product % 12 + 1),
            group: RowValue::Int(product % 8 + 1),
            locations: vec![
                RowValue::Int((product + 3) % 8 + 1),
                RowValue::Int((product * 5) % 8 + 1),
            ],
            ..Row::default()
        }
        .request()
        .unwrap()
    });
    (world, requests.collect())
}

#[test]
fn fifty_products_with_12_packages_and_8_groups_take_nine_requests() {
    let (world, requests) = store();
    let fixture = Fixture::new(world);
    let process = process();
    let sweep = sweep(&process, &fixture);
    let quantities = sweep.quantities(&requests);
    assert_eq!(quantities.len(), 50);
    assert!(quantities.iter().all(|quantity| quantity.value().is_some()));
    let counters = fixture.simulator.counters();
    assert_eq!(counters.total, 9);
    assert!(counters.requests.values().all(|count| *count == 1), "{counters:?}");

    let again = sweep.reports(&requests);
    assert_eq!(fixture.simulator.counters().total, 9, "all answers are cached now");
    for (quantity, report) in quantities.iter().zip(again) {
        assert_eq!(quantity.value(), report.quantity.map(Fits::quantity));
    }
}

#[test]
fn exactly_the_allowed_number_of_requests_is_in_flight() {
    let (world, requests) = store();
    let fixture = Fixture::new(world);
    fixture.simulator.latency(Duration::from_millis(300));
    let process = process();
    let sweep = sweep(&process, &fixture);
    assert!(
        sweep
            .quantities(&requests)
            .iter()
            .all(|quantity| quantity.value().is_some())
    );
    assert_eq!(fixture.simulator.peak(), CONCURRENCY as u64);
}

#[test]
fn a_product_without_a_package_or_groups_sends_no_request() {
    let fixture = Fixture::new(world());
    let row = |package, group| {
        Row {
            id: RowValue::Int(1),
            package,
            group,
            ..Row::default()
        }
        .request()
        .unwrap()
    };
    let process = process();
    let sweep = sweep(&process, &fixture);
    let requests = [
        row(RowValue::Null, RowValue::Int(5)),
        row(RowValue::Int(3), RowValue::Null),
    ];
    assert!(
        sweep
            .quantities(&requests)
            .iter()
            .all(|quantity| quantity.value().is_none())
    );
    assert_eq!(fixture.simulator.counters().total, 0);
}

#[test]
fn an_id_below_one_is_unknown_without_a_request() {
    let fixture = Fixture::new(world());
    for resource in [Resource::Package(0), Resource::Group(-1), Resource::Group(i64::MIN)] {
        let message = message(&fixture.ask(resource));
        assert!(
            message.contains("an id must be at least 1") && message.contains(&resource.id().unwrap().to_string()),
            "{message}"
        );
    }
    assert_eq!(fixture.simulator.counters().total, 0);
}

#[test]
fn an_answer_with_another_page_than_requested_is_unknown() {
    let fault = Fault::on(GROUP_PATH, Kind::body(r#"{"current_page":1,"data":[],"total":450}"#)).page(2);
    let fixture = Fixture::new(world().fault(fault));
    let message = message(&fixture.ask(GROUP));
    assert!(message.contains("asked for page 2, got page 1"), "{message}");
}

/// Requests these packages; returns their answers and the number of requests.
fn packages(ids: &[i64], faults: Vec<Fault>) -> (Vec<Answer<Document>>, u64) {
    let world = (1..=12).fold(world(), |world, id| world.package(id, json!({"memory": 1024 * id})));
    let fixture = Fixture::new(faults.into_iter().fold(world, World::fault));
    let wanted = ids.iter().map(|id| Resource::Package(*id));
    let mut answers = gather(&process(), &fixture.panel, wanted.clone(), Deadline::none(), None);
    let answers = wanted.map(|resource| answers.remove(&resource).unwrap()).collect();
    (answers, fixture.simulator.counters().total)
}

fn memory(answer: &Answer<Document>) -> Option<i64> {
    match answer {
        Answer::Found(Document::Package(entry)) => Some(entry.value.memory),
        _ => None,
    }
}

#[test]
fn four_packages_take_one_list_request_and_three_take_three_requests() {
    let (answers, requests) = packages(&[1, 2, 3, 4], Vec::new());
    assert_eq!(requests, 1);
    assert_eq!(
        answers.iter().map(memory).collect::<Vec<_>>(),
        [Some(1024), Some(2048), Some(3072), Some(4096)]
    );
    assert_eq!(packages(&[1, 2, 3], Vec::new()).1, 3);
}

#[test]
fn a_package_that_is_not_in_the_list_is_requested_individually() {
    let list =
        json!({"data": [{"id": 1, "enabled": true, "memory": 7, "cpuCores": 1, "primaryStorage": 1}, {"id": 2}]});
    let (answers, requests) = packages(
        &[1, 2, 3, 99],
        vec![Fault::on("/packages", Kind::body(list.to_string()))],
    );
    assert_eq!(requests, 4, "the list, and each package that it does not contain");
    assert_eq!(
        answers.iter().map(memory).collect::<Vec<_>>(),
        [Some(7), Some(2048), Some(3072), None]
    );
    assert!(matches!(answers[3], Answer::Missing));
}

#[test]
fn every_failure_of_the_list_makes_each_package_be_requested() {
    let failures = [
        Kind::status(500),
        Kind::status(403),
        Kind::status(404),
        Kind::body("[]"),
        Kind::body("{\"data\": {}}"),
        Kind::body("<html>"),
        Kind::Close,
    ];
    for kind in failures {
        let case = format!("{kind:?}");
        let (answers, requests) = packages(&[1, 2, 3, 4, 5], vec![Fault::on("/packages", kind)]);
        assert!(answers.iter().all(|answer| memory(answer).is_some()), "{case}");
        assert!(requests >= 6, "{case}: {requests}");
    }
}
