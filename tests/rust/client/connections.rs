//! Connections are kept, and one that has grown stale costs no answer.

use virtfusion_direct::panel::ask::Resource;
use virtfusion_panel::{Fault, Kind};

use super::support::{PACKAGE, Shop, is_found, words, world};

/// Packages 3 and 4, so that the second request is not answered from the cache.
fn shop() -> Shop {
    Shop::open(
        world()
            .package(4, serde_json::json!({}))
            .package(6, serde_json::json!({})),
    )
}

const NEXT: Resource = Resource::Package(4);

#[test]
fn requests_one_after_another_share_a_connection() {
    let shop = shop();
    for resource in [PACKAGE, NEXT, Resource::Package(6), Resource::Package(20)] {
        shop.ask(resource);
    }
    assert_eq!(shop.panel.counters().total, 4);
    assert_eq!((shop.panel.connections(), shop.panel.handshakes()), (1, 1));
}

#[test]
fn a_kept_connection_that_breaks_before_an_answer_is_replaced_once() {
    for kind in [Kind::Close, Kind::Reset] {
        let shop = shop();
        assert!(is_found(&shop.ask(PACKAGE)));
        shop.panel.fault(Fault::on("/packages/4", kind).times(1)).unwrap();
        assert!(is_found(&shop.ask(NEXT)));
        assert_eq!((shop.panel.count("/packages/4"), shop.panel.connections()), (2, 2));
    }
}

#[test]
fn a_connection_that_breaks_again_is_not_tried_a_third_time() {
    let shop = shop();
    assert!(is_found(&shop.ask(PACKAGE)));
    shop.panel.fault(Fault::on("/packages/4", Kind::Close)).unwrap();
    assert!(words(&shop.ask(NEXT)).contains("the connection was lost"));
    assert_eq!(shop.panel.count("/packages/4"), 2);
}

#[test]
fn a_new_connection_that_breaks_is_not_tried_again() {
    for kind in [Kind::Close, Kind::Reset] {
        let shop = shop();
        shop.panel.fault(Fault::on("/packages/3", kind).times(1)).unwrap();
        assert!(words(&shop.ask(PACKAGE)).contains("the connection was lost"));
        assert_eq!(shop.panel.count("/packages/3"), 1);
    }
}

#[test]
fn an_answer_that_breaks_off_is_not_asked_for_again() {
    let shop = shop();
    assert!(is_found(&shop.ask(PACKAGE)));
    shop.panel
        .fault(Fault::on("/packages/4", Kind::Truncated).times(1))
        .unwrap();
    assert!(words(&shop.ask(NEXT)).contains("the connection was lost"));
    assert_eq!(shop.panel.count("/packages/4"), 1);
}

#[test]
fn a_status_is_never_tried_again() {
    let shop = shop();
    assert!(is_found(&shop.ask(PACKAGE)));
    shop.panel
        .fault(Fault::on("/packages/4", Kind::status(503)).times(1))
        .unwrap();
    assert!(words(&shop.ask(NEXT)).contains("status 503"));
    assert_eq!(shop.panel.count("/packages/4"), 1);
}

#[test]
fn a_panel_that_was_started_anew_is_reached_without_a_failure() {
    let shop = shop();
    assert!(is_found(&shop.ask(PACKAGE)));
    shop.panel.listening(false).unwrap();
    shop.panel.listening(true).unwrap();
    assert!(is_found(&shop.ask(NEXT)));
}
