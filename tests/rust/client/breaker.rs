//! A panel that costs time is left alone for a while; one that fails quickly is not.

use std::time::Duration;
use virtfusion_direct::deadline::Deadline;

use virtfusion_panel::{Fault, Kind, Panel as Simulated};

use super::support::{GROUP, PACKAGE, Shop, impatient, is_found, words, world};

fn shop(kind: Kind) -> Shop {
    Shop::with(
        Simulated::start(world().fault(Fault::on("*", kind))).unwrap(),
        impatient(),
    )
}

#[test]
fn after_three_timeouts_in_a_row_answers_are_unknown_at_once_without_a_request() {
    let shop = shop(Kind::Hang);
    for _ in 0..3 {
        assert!(words(&shop.ask(PACKAGE)).contains("timed out"));
    }
    let asked = shop.panel.requests().len();
    assert_eq!(asked, 3);
    let said = words(&shop.ask(GROUP));
    assert!(said.contains("not asked: the panel could not be reached"), "{said}");
    assert!(
        said.starts_with("GET /compute/hypervisors/groups/5/resources"),
        "{said}"
    );
    assert_eq!(shop.panel.requests().len(), asked);
}

#[test]
fn a_test_of_the_connection_goes_past_it_and_opens_it_when_the_panel_is_well() {
    let shop = shop(Kind::Hang);
    for _ in 0..3 {
        shop.ask(PACKAGE);
    }
    assert!(shop.way.test().is_err());
    assert!(words(&shop.ask(PACKAGE)).contains("not asked"));
    shop.panel.heal();
    assert!(words(&shop.ask(PACKAGE)).contains("not asked"));
    assert_eq!(shop.way.test(), Ok(()));
    assert!(is_found(&shop.ask(PACKAGE)));
}

#[test]
fn what_is_held_counts_while_the_panel_is_left_alone() {
    let shop = shop(Kind::Hang);
    shop.panel.heal();
    assert!(is_found(&shop.ask(PACKAGE)));
    shop.panel.fault(Fault::on("*", Kind::Hang)).unwrap();
    for _ in 0..4 {
        shop.ask(GROUP);
    }
    assert!(words(&shop.ask(GROUP)).contains("not asked"));
    assert!(is_found(&shop.ask(PACKAGE)));
}

#[test]
fn an_answer_in_between_starts_the_count_anew() {
    let shop = shop(Kind::Hang);
    for _ in 0..3 {
        for _ in 0..2 {
            assert!(words(&shop.ask(PACKAGE)).contains("timed out"));
        }
        shop.panel.heal();
        shop.panel.fault(Fault::on("*", Kind::status(500))).unwrap();
        assert!(words(&shop.ask(PACKAGE)).contains("status 500"));
        shop.panel.heal();
        shop.panel.fault(Fault::on("*", Kind::Hang)).unwrap();
    }
}

#[test]
fn answers_that_come_quickly_never_close_it() {
    for kind in [
        Kind::status(500),
        Kind::status(503),
        Kind::status(401),
        Kind::status(429),
        Kind::status_with_header(503, "Retry-After", "120"),
        Kind::Garbage,
        Kind::Reset,
    ] {
        let said = format!("{kind:?}");
        let shop = Shop::open(world().fault(Fault::on("*", kind)));
        for _ in 0..5 {
            assert!(!words(&shop.ask(PACKAGE)).contains("not asked"), "{said}");
        }
        shop.panel.heal();
        assert!(is_found(&shop.ask(PACKAGE)), "{said}");
    }
}

#[test]
fn a_panel_that_limits_requests_is_left_alone_for_as_long_as_it_says() {
    let shop = shop(Kind::status_with_header(429, "Retry-After", "120"));
    assert!(words(&shop.ask(PACKAGE)).contains("status 429"));
    shop.panel.heal();
    let said = words(&shop.ask(PACKAGE));
    assert!(
        said.contains("not asked: the panel asked for no requests for another 120 s"),
        "{said}"
    );
    assert_eq!(shop.panel.requests().len(), 1);
}

#[test]
fn nobody_listening_counts_as_a_failure() {
    let shop = shop(Kind::Hang);
    let mut way = shop.way.clone();
    // Port 1 of this machine.
    way.address = virtfusion_direct::panel::address::Address::parse("https://127.0.0.1:1/api/v1").unwrap();
    way.breaker.succeeded(&way.address);
    for _ in 0..3 {
        assert!(words(&super::support::ask(&way, PACKAGE, Deadline::none())).contains("refused"));
    }
    assert!(words(&super::support::ask(&way, PACKAGE, Deadline::none())).contains("not asked"));
    way.breaker.succeeded(&way.address);
}

#[test]
fn a_caller_who_waits_less_than_a_second_says_nothing_of_the_panel() {
    let shop = Shop::open(world().fault(Fault::on("*", Kind::Hang)));
    for _ in 0..4 {
        let said = words(&shop.ask_for(PACKAGE, Duration::from_millis(100)));
        assert!(said.contains("deadline"), "{said}");
    }
}
