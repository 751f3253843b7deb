//! The answers of a healthy panel, by path and token.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod client;

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use client::{Client, head};
use serde_json::json;
use virtfusion_panel::{LimitedToken, Panel, Variant, World};

fn world() -> World {
    World::default()
        .package(3, json!({"memory": 4096, "name": "VPS-4"}))
        .package(4, json!({"enabled": false}))
        .group(1, json!("vendor"))
        .group(5, json!([{"id": 1, "repeat": 450}]))
}

fn resources(group: u64, query: &str) -> String {
    format!("/compute/hypervisors/groups/{group}/resources?{query}")
}

#[test]
fn a_package_is_the_vendors_example_with_the_given_fields_over_it() {
    let panel = Panel::start(world()).unwrap();
    let package = &Client::of(&panel).json("/packages/3")["data"];
    assert_eq!(
        (
            &package["id"],
            &package["name"],
            &package["memory"],
            &package["enabled"]
        ),
        (&json!(3), &json!("VPS-4"), &json!(4096), &json!(true))
    );
    assert_eq!(package["primaryStorageProfile"], json!(1));
}

#[test]
fn packages_are_listed_without_pages() {
    let panel = Panel::start(world()).unwrap();
    let list = Client::of(&panel).json("/packages");
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
    assert_eq!(list.as_object().unwrap().len(), 1);
}

#[test]
fn a_missing_resource_is_a_404_with_json() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel);
    for path in [
        "/packages/9",
        "/packages/x",
        "/compute/hypervisors/groups/9/resources",
        "/servers",
        "/packages/3/x",
    ] {
        let mut response = client.get(path).unwrap();
        assert_eq!(response.status(), 404, "{path}");
        let body: serde_json::Value = response.body_mut().read_json().unwrap();
        assert!(body["errors"][0].is_string(), "{path}");
    }
}

#[test]
fn only_get_is_allowed() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel);
    let response = client
        .agent
        .post(format!("{}/packages/3", panel.url()))
        .header("Authorization", format!("Bearer {}", panel.token()))
        .send("{}")
        .unwrap();
    assert_eq!(response.status(), 405);
}

#[test]
fn a_wrong_token_is_a_401_without_json() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel).with_token("wrong");
    for path in ["/connect", "/packages/3", "/compute/hypervisors/groups"] {
        let mut response = client.get(path).unwrap();
        assert_eq!(response.status(), 401, "{path}");
        assert_eq!(response.body_mut().read_to_string().unwrap(), "401 Unauthorized");
    }
    assert!(panel.requests().iter().all(|request| !request.authorized));
}

#[test]
fn connect_answers_an_empty_list() {
    let panel = Panel::start(world()).unwrap();
    assert_eq!(Client::of(&panel).text("/connect"), "[]");
}

#[test]
fn a_limited_token_gets_a_403_for_forbidden_paths() {
    let limited = world()
        .limited(LimitedToken::without_compute("no-compute"))
        .limited(LimitedToken::without_reading("nothing"));
    let panel = Panel::start(limited).unwrap();
    for (token, packages) in [("no-compute", 200), ("nothing", 403)] {
        let client = Client::of(&panel).with_token(token);
        assert_eq!(client.status("/connect"), 200);
        assert_eq!(client.status("/packages/3"), packages, "{token}");
        assert_eq!(client.status("/compute/hypervisors/groups?results=1"), 403);
        assert_eq!(client.status(&resources(5, "results=200&page=1")), 403);
    }
    assert!(panel.requests().iter().all(|request| request.authorized));
}

#[test]
fn a_group_of_450_hypervisors_has_three_pages_of_200() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel);
    let mut seen = BTreeSet::new();
    for page in 1..=3 {
        let answer = client.json(&resources(5, &format!("results=200&page={page}")));
        assert_eq!(
            (&answer["last_page"], &answer["total"], &answer["current_page"]),
            (&json!(3), &json!(450), &json!(page))
        );
        seen.extend(
            answer["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["hypervisor"]["id"].as_u64().unwrap()),
        );
    }
    assert_eq!(seen, (1..=450).collect());
}

#[test]
fn a_page_has_20_entries_by_default_and_at_most_200() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel);
    for (query, size) in [("", 20), ("page=2", 20), ("results=7", 7), ("results=9999", 200)] {
        let answer = client.json(&resources(5, query));
        assert_eq!(answer["data"].as_array().unwrap().len(), size, "{query}");
        assert_eq!(answer["per_page"], json!(size), "{query}");
    }
}

#[test]
fn links_start_with_the_panels_url_and_those_of_resources_omit_the_size() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel);
    let path = format!("{}/compute/hypervisors/groups", panel.url());
    let groups = client.json("/compute/hypervisors/groups?results=1");
    assert_eq!(groups["next_page_url"], json!(format!("{path}?results=1&page=2")));
    assert_eq!(groups["data"][0]["id"], json!(1));
    let hypervisors = client.json(&resources(5, "results=200"));
    assert_eq!(
        hypervisors["next_page_url"],
        json!(format!("{path}/5/resources?page=2"))
    );
}

#[test]
fn groups_have_the_given_names_also_those_without_hypervisors() {
    let panel = Panel::start(world().group_name(5, "Frankfurt").group_name(900, json!(null))).unwrap();
    let groups = Client::of(&panel).json("/compute/hypervisors/groups?results=200");
    let named: Vec<_> = groups["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (&it["id"], &it["name"]))
        .collect();
    assert!(named.contains(&(&json!(1), &json!("Group 1"))), "{named:?}");
    assert!(named.contains(&(&json!(5), &json!("Frankfurt"))), "{named:?}");
    assert!(named.contains(&(&json!(900), &serde_json::Value::Null)), "{named:?}");
}

#[test]
fn the_group_named_vendor_is_the_vendors_example() {
    let panel = Panel::start(world()).unwrap();
    let answer = Client::of(&panel).json(&resources(1, "results=200&page=1"));
    assert_eq!(answer["total"], json!(11));
    assert_eq!(answer["data"][0]["hypervisor"]["name"], json!("PHV 1 (RED)"));
}

#[test]
fn large_answers_are_compressed_for_clients_that_accept_gzip() {
    let panel = Panel::builder()
        .world(world())
        .certificate(Variant::Plain)
        .start()
        .unwrap();
    let is_compressed = |path: &str, accept: &str| head(&panel, path, accept).contains("content-encoding: gzip");
    assert!(is_compressed(&resources(5, ""), "gzip"));
    assert!(!is_compressed(&resources(5, ""), "identity"));
    assert!(!is_compressed("/packages/3", "gzip"));
    let total = &Client::of(&panel).json(&resources(5, "results=200"))["total"];
    assert_eq!(total, &json!(450));
}

#[test]
fn requests_are_counted_by_path_and_connections_are_kept_open() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel);
    for _ in 0..3 {
        client.text("/packages/3");
    }
    client.text(&resources(5, "results=200&page=2"));
    assert_eq!(panel.count("/packages/3"), 3);
    assert_eq!((panel.connections(), panel.handshakes(), panel.peak()), (1, 1, 1));
    let last = panel.requests().pop().unwrap();
    assert_eq!(
        (last.method.as_str(), last.status, last.connection),
        ("GET", Some(200), 1)
    );
    assert_eq!(last.path, "/compute/hypervisors/groups/5/resources");
    assert_eq!(
        (last.parameter("results"), last.parameter("page")),
        (Some("200"), Some("2"))
    );
    panel.reset_requests();
    assert_eq!(
        (panel.requests().len(), panel.counters().total, panel.peak()),
        (0, 0, 0)
    );
}

#[test]
fn the_peak_is_the_highest_number_of_requests_in_flight() {
    let panel = Panel::start(world()).unwrap();
    panel.latency(Duration::from_secs(2));
    let (client, start) = (Client::of(&panel), Barrier::new(6));
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                start.wait();
                client.status("/packages/3")
            });
        }
    });
    assert_eq!((panel.peak(), panel.counters().in_flight), (6, 0));
}

#[test]
fn latency_delays_every_answer() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel);
    client.status("/connect");
    panel.latency(Duration::from_millis(150));
    let start = Instant::now();
    client.status("/connect");
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[test]
fn the_world_can_be_changed_while_the_panel_runs() {
    let panel = Panel::start(world()).unwrap();
    let client = Client::of(&panel);
    panel.set_package(3, json!({"memory": 8192})).unwrap();
    assert_eq!(client.json("/packages/3")["data"]["memory"], json!(8192));
    panel.remove_package(3);
    assert_eq!(client.status("/packages/3"), 404);
    panel.set_group(5, json!([{"id": 7}])).unwrap();
    assert_eq!(client.json(&resources(5, ""))["total"], json!(1));
    panel.remove_group(5);
    assert_eq!(client.status(&resources(5, "")), 404);
    panel.replace(&World::default().package(8, json!({}))).unwrap();
    assert_eq!((client.status("/packages/8"), client.status("/packages/4")), (200, 404));
}

#[test]
fn an_invalid_world_is_refused_and_the_place_is_named() {
    for (text, expected) in [
        (
            r#"{"groups": {"5": [{"id": 1, "memroy": [1, 1]}]}}"#,
            "group 5: entry 0",
        ),
        (r#"{"groups": {"5": 7}}"#, "group 5"),
        (r#"{"packages": {"3": []}}"#, "package 3"),
    ] {
        let problem = Panel::start(World::from_json(text).unwrap()).unwrap_err().to_string();
        assert!(problem.contains(expected), "{problem}");
    }
    assert!(
        World::from_json(r#"{"package": {}}"#)
            .unwrap_err()
            .to_string()
            .contains("package")
    );
}

#[test]
fn debug_output_and_records_contain_no_token() {
    let world = world()
        .token("very-secret")
        .limited(LimitedToken::without_compute("also-secret"));
    let described = format!("{world:?}");
    let panel = Panel::start(world).unwrap();
    Client::of(&panel).status("/connect");
    let shown = format!("{described} {panel:?} {:?} {:?}", panel.requests(), panel.counters());
    assert!(!shown.contains("secret"), "{shown}");
}
