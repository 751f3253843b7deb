//! The names of groups: which requests they take, how long they are kept, and when they are not known.

use std::sync::Arc;

use serde_json::json;
use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::decode::GroupNames;
use virtfusion_direct::failure::Failure;
use virtfusion_direct::sweep::gather_names;
use virtfusion_panel::{Fault, Kind, World};

use super::support::{Fixture, process, world};

const PATH: &str = "/compute/hypervisors/groups";

fn names(fixture: &Fixture) -> Result<Arc<GroupNames>, Failure> {
    gather_names(&process(), &fixture.panel, Deadline::none())
}

fn error(fixture: &Fixture) -> String {
    names(fixture).unwrap_err().to_string()
}

/// 450 named groups, which are three pages.
fn large() -> World {
    (1..=450).fold(world(), |world, id| world.group_name(id, format!("Location {id}")))
}

#[test]
fn the_names_of_450_groups_take_three_requests_once() {
    let fixture = Fixture::new(large());
    for _ in 0..2 {
        let found = names(&fixture).unwrap();
        assert_eq!(found.0.len(), 450);
        assert!(found.0.contains(&(5, "Location 5".into())));
        assert!(found.0.contains(&(450, "Location 450".into())));
    }
    let mut queries: Vec<String> = fixture
        .simulator
        .requests()
        .into_iter()
        .map(|request| request.query)
        .collect();
    queries.sort();
    assert_eq!(
        queries,
        ["results=200&page=1", "results=200&page=2", "results=200&page=3"]
    );
    assert_eq!(fixture.simulator.count(PATH), 3);
}

#[test]
fn a_page_that_fails_makes_all_names_unknown_and_is_not_cached() {
    let fixture = Fixture::new(large().fault(Fault::on(PATH, Kind::status(500)).page(2)));
    assert_eq!(
        error(&fixture),
        format!("GET {PATH}?results=200&page=2: unexpected status 500")
    );
    fixture.simulator.heal();
    assert_eq!(names(&fixture).unwrap().0.len(), 450);
}

#[test]
fn an_answer_that_is_not_the_list_makes_the_names_unknown() {
    let cases = [
        (Kind::status(404), "unexpected status 404"),
        (Kind::status(403), "no permission"),
        (Kind::Html, "not JSON"),
        (Kind::body("{}"), "\"data\" is not a list"),
        (Kind::body(r#"{"data": [7]}"#), "entry 0 of \"data\" is not an object"),
        (Kind::body(r#"{"data": [], "total": 1}"#), "got 0 of 1 entries"),
    ];
    for (kind, part) in cases {
        let fixture = Fixture::new(world().fault(Fault::on(PATH, kind)));
        let message = error(&fixture);
        assert!(
            message.starts_with(&format!("GET {PATH}")) && message.contains(part),
            "{message}"
        );
    }
}

#[test]
fn names_are_as_the_panel_gives_them() {
    let named = world()
        .group_name(5, "<b>Frankfurt & Köln</b>")
        .group_name(6, json!(null))
        .group_name(7, "");
    assert_eq!(
        names(&Fixture::new(named)).unwrap().0,
        [(5, "<b>Frankfurt & Köln</b>".into())]
    );
}
