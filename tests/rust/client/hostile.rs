//! Malicious bodies: nothing panics, no wrong number is read, and no message breaks a log line.

use std::fmt::Write;

use virtfusion_direct::answer::Answer;
use virtfusion_direct::cache::document::Document;
use virtfusion_direct::capacity::{Need, group_capacity};
use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::panel::http::Request;
use virtfusion_direct::request::Buffer;
use virtfusion_direct::settings::Settings;
use virtfusion_panel::{Fault, Kind, Payload};

use super::support::{Fixture, GROUP, GROUP_PATH, PACKAGE, message, world};

fn ask(resource: Resource, kind: Kind) -> Answer<Document> {
    let path = if resource == PACKAGE { "/packages/3" } else { GROUP_PATH };
    Fixture::with(world().fault(Fault::on(path, kind)), Settings::default()).ask(resource)
}

fn package(fields: &str) -> Answer<Document> {
    ask(PACKAGE, Kind::body(format!(r#"{{"data": {{{fields}}}}}"#)))
}

fn group(entries: &str) -> Answer<Document> {
    ask(GROUP, Kind::body(format!(r#"{{"data": [{entries}]}}"#)))
}

/// A hypervisor whose id, name and memory are given as JSON.
fn hypervisor(id: &str, name: &str, memory: &str) -> String {
    format!(
        r#"{{"hypervisor": {{"id": {id}, "name": {name}, "enabled": true, "commissioned": true, "prohibit": false}},
            "resources": {{"memory": {{"max": {memory}, "free": {memory}}}, "cpuCores": {{"max": 0, "free": 0}},
            "localStorage": {{"enabled": 1, "storageType": 1, "max": 0, "free": 0}}, "otherStorage": []}}}}"#
    )
}

/// How many servers of 1024 MB fit, from the panel's answer.
fn count(entries: &str) -> Result<i64, String> {
    let answer = group(entries);
    let Answer::Found(Document::Group(found)) = answer else {
        return Err(message(&answer));
    };
    let Answer::Found(Document::Package(package)) = package(GOOD) else {
        panic!("it is a package");
    };
    let need = Need::of(&package.value, 0, Buffer::from_text("0")).unwrap();
    group_capacity(&found.value, &need, &[])
        .map(|capacity| capacity.with_shared_pool().quantity())
        .map_err(|not_understood| not_understood.to_string())
}

fn quantity(entries: &[String]) -> Option<i64> {
    count(&entries.join(",")).ok()
}

fn not_understood(entry: &str) -> String {
    count(entry).unwrap_err()
}

const GOOD: &str = r#""enabled": true, "memory": 1024, "cpuCores": 0, "primaryStorage": 0"#;

#[test]
fn a_value_that_is_not_a_number_matters_only_if_it_is_needed() {
    for number in ["\"1e400\"", "\"NaN\"", "\"0x10\"", "\"Infinity\"", "\"\""] {
        let fields = format!(r#""enabled": true, "memory": {number}, "cpuCores": 1, "primaryStorage": 10"#);
        assert!(
            message(&package(&fields)).contains("\"memory\" of the package"),
            "{number}"
        );
        let fields = format!(r#"{GOOD}, "traffic": {number}"#);
        assert!(matches!(package(&fields), Answer::Found(_)), "{number}");
        assert_eq!(quantity(&[hypervisor("11", "1", number)]), None, "{number}");
        let closed = hypervisor("12", "2", number).replace(r#""enabled": true"#, r#""enabled": false"#);
        assert_eq!(quantity(&[hypervisor("11", "1", "4096"), closed]), Some(4), "{number}");
    }
}

#[test]
fn a_number_beyond_every_float_makes_the_answer_unknown_if_its_field_is_read() {
    for number in ["1e400", "-1e400"] {
        let fields = format!(r#""enabled": true, "memory": {number}, "cpuCores": 1, "primaryStorage": 10"#);
        assert!(message(&package(&fields)).contains("not JSON at byte"), "{number}");
        let fields = format!(r#"{GOOD}, "traffic": {number}"#);
        assert!(matches!(package(&fields), Answer::Found(_)), "{number}");
        assert!(
            not_understood(&hypervisor("11", "1", number)).contains("not JSON at byte"),
            "{number}"
        );
    }
}

#[test]
fn numbers_at_the_ends_of_integers_and_floats_are_read() {
    for number in ["1e19", "99999999999999999999", "\"1e19\""] {
        assert_eq!(
            quantity(&[hypervisor("11", "1", number)]),
            Some(i64::MAX / 1024),
            "{number}"
        );
    }
    for number in ["1e-400", "-0.0"] {
        assert_eq!(
            quantity(&[hypervisor("11", "1", number)]),
            Some(i64::MAX),
            "a float of 0 means that there is no quota: {number}"
        );
    }
    assert_eq!(quantity(&[hypervisor("11", "1", "0.99")]), Some(0));
}

#[test]
fn the_last_value_of_a_repeated_key_is_used_as_in_php() {
    let Answer::Found(Document::Package(found)) = package(&format!(r#""memory": "no", {GOOD}, "memory": 2048"#)) else {
        panic!("it is understood");
    };
    assert_eq!(found.value.memory, 2048);
    assert!(matches!(
        package(&format!(r#"{GOOD}, "enabled": "perhaps""#)),
        Answer::Unknown(_)
    ));
}

#[test]
fn ids_are_compared_as_numbers_and_hypervisors_without_an_id_are_distinct() {
    let same: Vec<String> = ["11", "11.0", "\"11\"", "\" 11 \"", "1.1e1"]
        .map(|id| hypervisor(id, "1", "4096"))
        .to_vec();
    assert_eq!(quantity(&same), Some(4));
    for id in ["\"\"", "\"11x\"", "null", "[]", "{}"] {
        assert_eq!(
            quantity(&[hypervisor(id, "1", "4096"), hypervisor(id, "1", "4096")]),
            Some(8),
            "{id}"
        );
    }
}

#[test]
fn names_do_not_appear_in_messages() {
    for name in [
        r#""<script>alert(1)</script>\n[2026-01-01] virtfusion_direct: all is well""#,
        r#""\u0000\u001b[2J\u007f\u0085\u2028\u2029""#,
        r#""\u202egnp.exe""#,
    ] {
        let message = not_understood(&hypervisor("11", name, "\"many\""));
        assert_eq!(message, "memory of hypervisor 11 is missing or not understood");
    }
}

#[test]
fn bodies_of_extreme_depth_or_size_are_handled() {
    let deep = |levels: usize| {
        let mut text = String::with_capacity(2 * levels + 10);
        text.push_str("{\"data\":");
        text.extend(std::iter::repeat_n('[', levels));
        text.extend(std::iter::repeat_n(']', levels));
        text + "}"
    };
    for resource in [PACKAGE, GROUP] {
        assert!(message(&ask(resource, Kind::body(deep(100_000)))).contains("nests deeper than 64 levels"));
    }
    let mut many = String::from("{\"data\": {");
    for key in 0..100_000 {
        write!(many, "\"k{key}\": {{}}, ").unwrap();
    }
    let many = many + GOOD + "}}";
    assert!(matches!(ask(PACKAGE, Kind::body(many)), Answer::Found(_)));
    assert_eq!(
        quantity(&vec!["{}".to_owned(); 50_000]),
        None,
        "none of them is a valid hypervisor"
    );
}

#[test]
fn the_pages_of_a_group_have_a_size_limit_together() {
    let world = || world().group(5, serde_json::json!([{"id": 1, "repeat": 1400}]));
    let fixture = Fixture::new(world());
    let page = fixture
        .panel
        .http
        .get(Request {
            address: &fixture.panel.address,
            token: &fixture.panel.token,
            path: &GROUP.request(1),
            budget: fixture.panel.http.budget(Deadline::none()),
            counts: &fixture.panel.counts,
        })
        .unwrap()
        .body
        .len() as u64;
    let with = |max_body| {
        let settings = Settings {
            max_body,
            ..Settings::default()
        };
        Fixture::with(world(), settings).ask(GROUP)
    };
    assert!(
        matches!(with(page * 2), Answer::Found(_)),
        "seven pages of half the size of max_body"
    );
    let message = message(&with(page * 5 / 4));
    assert!(message.contains("the pages together are larger than"), "{message}");
}

#[test]
fn bytes_that_are_not_text_are_unknown() {
    // An invalid byte, one in the middle, three NUL, a byte order mark, half a surrogate pair.
    for bytes in [
        "/w==",
        "eyJkYXRhIjr/fQ==",
        "AAAA",
        "77u/e30=",
        "eyJkYXRhIjogIlx1ZDgwMCJ9",
    ] {
        for resource in [PACKAGE, GROUP] {
            let answer = ask(resource, Kind::Body(Payload::Base64(bytes.into())));
            assert!(matches!(answer, Answer::Unknown(_)), "{bytes}");
        }
    }
}
