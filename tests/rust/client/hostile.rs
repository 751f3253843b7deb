//! Bodies that somebody made to do harm: nothing panics, nothing is a number that the panel did not mean, and no words break a log.

use std::fmt::Write;

use virtfusion_direct::answer::Answer;
use virtfusion_direct::cache::document::Document;
use virtfusion_direct::capacity::{Need, group_capacity};
use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::panel::http::Request;
use virtfusion_direct::request::Buffer;
use virtfusion_direct::settings::Settings;
use virtfusion_panel::{Fault, Kind, Panel as Simulated, Payload};

use super::support::{GROUP, GROUP_PATH, PACKAGE, Shop, words, world};

fn ask(resource: Resource, kind: Kind) -> Answer<Document> {
    let path = if resource == PACKAGE { "/packages/3" } else { GROUP_PATH };
    Shop::with(
        Simulated::start(world().fault(Fault::on(path, kind))).unwrap(),
        Settings::default(),
    )
    .ask(resource)
}

fn package(fields: &str) -> Answer<Document> {
    ask(PACKAGE, Kind::body(format!(r#"{{"data": {{{fields}}}}}"#)))
}

fn group(entries: &str) -> Answer<Document> {
    ask(GROUP, Kind::body(format!(r#"{{"data": [{entries}]}}"#)))
}

/// A hypervisor whose id, name and memory are given as JSON.
fn host(id: &str, name: &str, memory: &str) -> String {
    format!(
        r#"{{"hypervisor": {{"id": {id}, "name": {name}, "enabled": true, "commissioned": true, "prohibit": false}},
            "resources": {{"memory": {{"max": {memory}, "free": {memory}}}, "cpuCores": {{"max": 0, "free": 0}},
            "localStorage": {{"enabled": 1, "storageType": 1, "max": 0, "free": 0}}, "otherStorage": []}}}}"#
    )
}

/// How many servers of 1024 MB fit, from the panel's answer on.
fn count(entries: &str) -> Result<i64, String> {
    let answer = group(entries);
    let Answer::Found(Document::Group(found)) = answer else {
        return Err(words(&answer));
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
fn a_value_that_is_not_a_number_is_not_understood_where_it_counts_and_ignored_where_it_does_not() {
    for number in ["\"1e400\"", "\"NaN\"", "\"0x10\"", "\"Infinity\"", "\"\""] {
        let fields = format!(r#""enabled": true, "memory": {number}, "cpuCores": 1, "primaryStorage": 10"#);
        assert!(
            words(&package(&fields)).contains("\"memory\" of the package"),
            "{number}"
        );
        let fields = format!(r#"{GOOD}, "traffic": {number}"#);
        assert!(matches!(package(&fields), Answer::Found(_)), "{number}");
        assert_eq!(quantity(&[host("11", "1", number)]), None, "{number}");
        let closed = host("12", "2", number).replace(r#""enabled": true"#, r#""enabled": false"#);
        assert_eq!(quantity(&[host("11", "1", "4096"), closed]), Some(4), "{number}");
    }
}

#[test]
fn a_number_beyond_every_float_makes_the_answer_unknown_unless_its_field_is_never_read() {
    for number in ["1e400", "-1e400"] {
        let fields = format!(r#""enabled": true, "memory": {number}, "cpuCores": 1, "primaryStorage": 10"#);
        assert!(words(&package(&fields)).contains("not JSON at byte"), "{number}");
        let fields = format!(r#"{GOOD}, "traffic": {number}"#);
        assert!(matches!(package(&fields), Answer::Found(_)), "{number}");
        assert!(
            not_understood(&host("11", "1", number)).contains("not JSON at byte"),
            "{number}"
        );
    }
}

#[test]
fn numbers_at_the_ends_of_integers_and_floats_are_read() {
    for number in ["1e19", "99999999999999999999", "\"1e19\""] {
        assert_eq!(quantity(&[host("11", "1", number)]), Some(i64::MAX / 1024), "{number}");
    }
    for number in ["1e-400", "-0.0"] {
        assert_eq!(
            quantity(&[host("11", "1", number)]),
            Some(i64::MAX),
            "a float of 0 is no quota: {number}"
        );
    }
    assert_eq!(quantity(&[host("11", "1", "0.99")]), Some(0));
}

#[test]
fn of_a_key_that_comes_twice_the_last_one_counts_as_it_does_in_php() {
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
fn an_id_in_any_form_is_the_same_hypervisor_and_two_without_one_are_two() {
    let same: Vec<String> = ["11", "11.0", "\"11\"", "\" 11 \"", "1.1e1"]
        .map(|id| host(id, "1", "4096"))
        .to_vec();
    assert_eq!(quantity(&same), Some(4));
    for id in ["\"\"", "\"11x\"", "null", "[]", "{}"] {
        assert_eq!(
            quantity(&[host(id, "1", "4096"), host(id, "1", "4096")]),
            Some(8),
            "{id}"
        );
    }
}

#[test]
fn names_do_not_reach_the_words_of_a_failure() {
    for name in [
        r#""<script>alert(1)</script>\n[2026-01-01] virtfusion_direct: all is well""#,
        r#""\u0000\u001b[2J\u007f\u0085\u2028\u2029""#,
        r#""\u202egnp.exe""#,
    ] {
        let words = not_understood(&host("11", name, "\"many\""));
        assert_eq!(words, "memory of hypervisor 11 is missing or not understood");
    }
}

#[test]
fn a_body_of_any_depth_or_size_within_the_limit_ends() {
    let deep = |levels: usize| {
        let mut text = String::with_capacity(2 * levels + 10);
        text.push_str("{\"data\":");
        text.extend(std::iter::repeat_n('[', levels));
        text.extend(std::iter::repeat_n(']', levels));
        text + "}"
    };
    for resource in [PACKAGE, GROUP] {
        assert!(words(&ask(resource, Kind::body(deep(100_000)))).contains("nests deeper than 64 levels"));
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
        "none of them is a hypervisor"
    );
}

#[test]
fn pages_that_are_each_small_enough_may_not_be_too_large_together() {
    let world = || world().group(5, serde_json::json!([{"id": 1, "repeat": 1400}]));
    let shop = Shop::open(world());
    let page = shop
        .way
        .http
        .get(Request {
            address: &shop.way.address,
            token: &shop.way.token,
            path: &GROUP.request(1),
            budget: shop.way.http.budget(Deadline::none()),
        })
        .unwrap()
        .body
        .len() as u64;
    let with = |max_body| {
        let settings = Settings {
            max_body,
            ..Settings::default()
        };
        Shop::with(Simulated::start(world()).unwrap(), settings).ask(GROUP)
    };
    assert!(
        matches!(with(page * 2), Answer::Found(_)),
        "seven pages of which each is half as large"
    );
    let said = words(&with(page * 5 / 4));
    assert!(said.contains("the pages together are larger than"), "{said}");
}

#[test]
fn bytes_that_are_no_text_are_unknown() {
    // A byte that starts nothing, one in the middle, three NUL, a mark of the byte order, half a surrogate.
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
