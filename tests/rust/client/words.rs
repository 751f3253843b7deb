//! The connection test: each failure in words that tell an admin what to do.

use std::net::TcpListener;

use serde_json::json;
use virtfusion_direct::panel::Panel;
use virtfusion_panel::{Fault, Kind, LimitedToken, Panel as Simulated};

use super::support::{Shop, TOKEN, impatient, settings_for, way, world};

fn error(way: &Panel) -> String {
    let error = way.test().unwrap_err().to_string();
    assert!(!error.contains(TOKEN) && !error.contains('\n'), "{error}");
    error
}

fn broken(path: &str, kind: Kind) -> String {
    let settings = settings_for(&kind);
    let shop = Shop::with(
        Simulated::start(world().fault(Fault::on(path, kind))).unwrap(),
        settings,
    );
    error(&shop.way)
}

#[test]
fn a_token_that_may_read_all_passes() {
    let shop = Shop::open(world());
    assert_eq!(shop.way.test(), Ok(()));
    let asked: Vec<_> = shop
        .panel
        .requests()
        .into_iter()
        .map(|request| (request.path, request.query))
        .collect();
    assert_eq!(
        asked,
        [
            ("/connect".to_owned(), String::new()),
            ("/compute/hypervisors/groups".to_owned(), "results=1".to_owned())
        ]
    );
}

#[test]
fn the_test_asks_each_time() {
    let shop = Shop::open(world());
    for _ in 0..3 {
        assert_eq!(shop.way.test(), Ok(()));
    }
    assert_eq!(shop.panel.counters().total, 6);
}

#[test]
fn a_refused_token_is_told_from_one_without_access_to_the_compute_part() {
    let shop = Shop::open(world().limited(LimitedToken::without_compute("servers-alone")));
    let test = |token: &str| {
        let mut way = shop.way.clone();
        way.token = virtfusion_direct::panel::token::Token::parse(token).unwrap();
        error(&way)
    };
    let refused = test("not-the-token");
    assert!(refused.contains("refused the token (401 on /connect)"), "{refused}");
    let limited = test("servers-alone");
    assert!(
        limited.contains("The token is accepted, but may not read the compute part (403"),
        "{limited}"
    );
    let by_401 = broken("/compute/*", Kind::status(401));
    assert!(
        by_401.contains("The token is accepted, but may not read the compute part (401"),
        "{by_401}"
    );
}

#[test]
fn an_unexpected_status_names_itself_and_where_it_came_from() {
    for (path, shown) in [("/connect", "/connect"), ("/compute/*", "/compute/hypervisors/groups")] {
        for code in [204, 404, 429, 500, 503] {
            let error = broken(path, Kind::status(code));
            assert!(
                error.contains(shown) && error.contains(&format!("unexpected status {code}")),
                "{error}"
            );
        }
        let location = "https://localhost/login".to_owned();
        let error = broken(path, Kind::Redirect { location, code: 302 });
        assert!(error.contains(shown) && error.contains("302"), "{error}");
    }
}

#[test]
fn every_way_not_to_reach_the_panel_has_its_own_words() {
    let shop = Shop::with(Simulated::start(world()).unwrap(), impatient());
    shop.panel.listening(false).unwrap();
    let refused = error(&shop.way);
    assert!(refused.starts_with("The connection was refused"), "{refused}");

    // No label of a name is longer than 63 characters, so that nobody is asked for this one.
    let unknown = error(&way(
        &format!("https://{}.invalid/api/v1", "a".repeat(64)),
        TOKEN,
        &impatient(),
    ));
    assert!(unknown.starts_with("The panel's host name was not found"), "{unknown}");

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/api/v1", silent.local_addr().unwrap());
    let unconnected = error(&way(&url, TOKEN, &impatient()));
    assert!(
        unconnected.starts_with("Connecting to the panel timed out"),
        "{unconnected}"
    );

    let slow = broken("/connect", Kind::Hang);
    assert!(slow.starts_with("The panel did not answer /connect in time"), "{slow}");

    let lost = broken("/connect", Kind::Close);
    assert!(lost.contains("the connection was lost"), "{lost}");
}

#[test]
fn a_test_that_fails_says_nothing_of_what_the_panel_wrote() {
    let body = Kind::Status {
        code: 500,
        body: Some(json!(format!("<html>{TOKEN}</html>"))),
        headers: [("X-Echo".to_owned(), TOKEN.to_owned())].into(),
    };
    assert!(broken("/connect", body).contains("500"));
}
