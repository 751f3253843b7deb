//! The effect of the caller's holds on a product's quantity, reason and report.

use std::collections::HashMap;

use serde_json::json;
use virtfusion_direct::answer::Answer;
use virtfusion_direct::capacity::Fits;
use virtfusion_direct::failure::Cause;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::report::{GroupReason, HoldLine, Report};
use virtfusion_direct::request::{HoldRequest, Order, Row, RowValue, Size};
use virtfusion_direct::settings::Ipv4Pool;
use virtfusion_direct::sweep::{Calculation, Gathered, Holds};

use super::support::{envelope, found, hypervisor, package, set, with_ipv4};

/// Package 3 needs 1,000 MB and package 4 3,000; 5 is disabled, 6 missing, 7 not known. Groups 5 and 6 have two hypervisors with
/// 10,000 MB each.
fn panel() -> Gathered {
    let disabled = set(package(1000, 0, 0), "enabled", json!(false));
    let mut panel = HashMap::new();
    for (id, text) in [(3, package(1000, 0, 0)), (4, package(3000, 0, 0)), (5, disabled)] {
        panel.insert(Resource::Package(id), found(Resource::Package(id), &text));
    }
    panel.insert(Resource::Package(6), Answer::Missing);
    let resource = Resource::Package(7);
    panel.insert(resource, Answer::Unknown(resource.failure(Cause::Status(500))));
    for id in [5, 6] {
        let resource = Resource::Group(id);
        panel.insert(resource, found(resource, &envelope(&[hypervisor(1), hypervisor(2)])));
    }
    panel
}

fn hold(id: i64, package: i64, group: i64) -> HoldRequest {
    let order = Order {
        package,
        group,
        ipv4: 1,
        size: Size::default(),
    };
    HoldRequest { id, order: Some(order) }
}

fn report_of(panel: &Gathered, row: &Row, holds: &[HoldRequest]) -> Report {
    let holds = Holds::of(holds, panel);
    let calculation = Calculation::new(panel, &holds, Ipv4Pool::Group);
    Report::of(&calculation, &row.request().unwrap())
}

fn row<'a>() -> Row<'a> {
    Row {
        id: RowValue::Int(12),
        package: RowValue::Int(3),
        group: RowValue::Int(5),
        buffer: RowValue::Int(0),
        ..Row::default()
    }
}

fn quantity_and_reason(holds: &[HoldRequest]) -> (Option<i64>, &'static str) {
    let report = report_of(&panel(), &row(), holds);
    (report.quantity.map(Fits::quantity), report.reason.name())
}

#[test]
fn a_hold_takes_the_resources_of_its_server_from_its_group() {
    assert_eq!(quantity_and_reason(&[]), (Some(20), "ok"));
    assert_eq!(quantity_and_reason(&[hold(1, 3, 5)]), (Some(19), "ok"));
    assert_eq!(quantity_and_reason(&[hold(1, 4, 5), hold(2, 3, 5)]), (Some(16), "ok"));
    assert_eq!(
        quantity_and_reason(&[hold(1, 4, 6)]),
        (Some(20), "ok"),
        "in another group"
    );
}

#[test]
fn a_chosen_size_replaces_that_of_the_package() {
    let size = Size {
        memory: Some(8000),
        ..Size::default()
    };
    let mut large = hold(1, 3, 5);
    large.order.as_mut().unwrap().size = size;
    assert_eq!(quantity_and_reason(&[large]), (Some(12), "ok"));
}

#[test]
fn a_hold_that_cannot_be_built_takes_nothing() {
    for unbuildable in [hold(1, 5, 5), hold(1, 6, 5), HoldRequest { id: 1, order: None }] {
        assert_eq!(quantity_and_reason(&[unbuildable]), (Some(20), "ok"), "{unbuildable:?}");
    }
}

#[test]
fn an_unknown_package_of_a_hold_makes_the_products_of_its_group_unknown() {
    assert_eq!(quantity_and_reason(&[hold(1, 7, 5)]), (None, "hold_unknown"));
    assert_eq!(
        quantity_and_reason(&[hold(1, 7, 6)]),
        (Some(20), "ok"),
        "in another group"
    );
    let report = report_of(&panel(), &row(), &[hold(1, 7, 5)]);
    assert_eq!(report.groups[0].reason, GroupReason::HoldUnknown);
    assert_eq!(
        report.error.map(|failure| failure.to_string()).as_deref(),
        Some("GET /packages/7: unexpected status 500")
    );
}

#[test]
fn a_field_that_only_a_hold_needs_must_be_understood() {
    let mut panel = panel();
    let odd = set(hypervisor(2), "resources/cpuCores", json!("?"));
    panel.insert(
        Resource::Group(5),
        found(Resource::Group(5), &envelope(&[hypervisor(1), odd])),
    );
    let mut cores = hold(1, 3, 5);
    cores.order.as_mut().unwrap().size.cpu_cores = Some(1);
    assert_eq!(
        report_of(&panel, &row(), &[hold(1, 3, 5)]).quantity,
        Some(Fits::Count(19))
    );
    let report = report_of(&panel, &row(), &[cores]);
    assert_eq!((report.quantity, report.reason.name()), (None, "group_unknown"));
}

#[test]
fn only_placed_holds_take_addresses() {
    let mut panel = panel();
    let entries = [with_ipv4(hypervisor(1), 5), with_ipv4(hypervisor(2), 5)];
    panel.insert(Resource::Group(5), found(Resource::Group(5), &envelope(&entries)));
    let mut without_room = hold(3, 3, 5);
    without_room.order.as_mut().unwrap().size.memory = Some(10_001);
    let report = report_of(&panel, &row(), &[hold(1, 3, 5), hold(2, 3, 5), without_room]);
    assert_eq!(report.quantity, Some(Fits::Count(3)));
    assert_eq!(report.fits, Some(Fits::Count(5)));
    let lines: Vec<_> = report.groups[0]
        .holds
        .iter()
        .map(|line| (line.id, line.placed, line.costs))
        .collect();
    assert_eq!(lines, [(1, Some(1), 1), (2, Some(1), 1), (3, None, 0)]);
}

#[test]
fn a_report_lists_every_hold_of_a_group_with_its_place_and_cost() {
    let report = report_of(&panel(), &row(), &[hold(9, 4, 5), hold(2, 6, 5), hold(4, 3, 5)]);
    let line = |id, package, placed, costs, unbuildable| HoldLine {
        id,
        package,
        placed,
        costs,
        unbuildable,
    };
    assert_eq!(
        report.groups[0].holds,
        [
            line(2, 6, None, 0, true),
            line(4, 3, Some(1), 1, false),
            line(9, 4, Some(1), 3, false)
        ]
    );
    assert_eq!(
        (report.fits, report.quantity),
        (Some(Fits::Count(20)), Some(Fits::Count(16)))
    );
}

#[test]
fn a_row_with_several_packages_has_the_largest_of_their_quantities() {
    let quantity = |packages: &[i64]| {
        let packages = packages.iter().copied().map(RowValue::Int).collect();
        let row = Row {
            packages: Some(packages),
            ..row()
        };
        let report = report_of(&panel(), &row, &[]);
        (report.quantity.map(Fits::quantity), report.reason.name())
    };
    assert_eq!(quantity(&[4, 3]), (Some(20), "ok"));
    assert_eq!(quantity(&[4, 5, 6]), (Some(6), "ok"));
    assert_eq!(quantity(&[5, 6]), (Some(0), "package_disabled"));
    assert_eq!(quantity(&[3, 7]), (None, "package_unknown"));
    assert_eq!(quantity(&[]), (None, "no_package"));
}

#[test]
fn a_row_with_a_size_needs_that_size() {
    let row = Row {
        size: virtfusion_direct::request::SizeRow {
            memory: RowValue::Text("5000"),
            ..Default::default()
        },
        ..row()
    };
    assert_eq!(report_of(&panel(), &row, &[]).quantity, Some(Fits::Count(4)));
}
