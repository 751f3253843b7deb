//! A product's quantity and its reason, from a row and the panel's answers.

use std::collections::HashMap;

use serde_json::json;

use super::support::{envelope, found, hypervisor, package, set, with_ipv4, without};
use virtfusion_direct::answer::Answer;
use virtfusion_direct::cache::document::Document;
use virtfusion_direct::capacity::{Fits, Limit};
use virtfusion_direct::decode::{Standing, read_package};
use virtfusion_direct::failure::Cause;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::report::{GroupLimit, GroupReason, Note, Report};
use virtfusion_direct::request::{Request, Row, RowValue};
use virtfusion_direct::settings::Ipv4Pool;
use virtfusion_direct::sweep::{Calculation, Gathered, Holds};

fn down(resource: Resource) -> Answer<Document> {
    Answer::Unknown(resource.failure(Cause::Status(500)))
}

/// A panel with a package 3 of 1,000 MB, groups 5 and 6 with one hypervisor each that fits ten, and no group 7.
fn panel() -> Gathered {
    let group = |id: i64| found(Resource::Group(id), &envelope(&[hypervisor(id)]));
    HashMap::from([
        (Resource::Package(3), found(Resource::Package(3), &package(1000, 0, 0))),
        (Resource::Package(4), Answer::Missing),
        (Resource::Group(5), group(5)),
        (Resource::Group(6), group(6)),
        (Resource::Group(7), Answer::Missing),
        (Resource::Group(8), down(Resource::Group(8))),
    ])
}

fn request(package: &str, groups: &[&str]) -> Request {
    Row {
        id: RowValue::Int(12),
        package: RowValue::Text(package),
        group: RowValue::Text(groups.first().copied().unwrap_or_default()),
        locations: groups.iter().skip(1).map(|group| RowValue::Text(group)).collect(),
        buffer: RowValue::Int(0),
        ..Row::default()
    }
    .request()
    .unwrap()
}

fn report(gathered: &Gathered, request: &Request, pool: Ipv4Pool) -> Report {
    Report::of(&Calculation::new(gathered, &Holds::default(), pool), request)
}

fn quantity_and_reason(gathered: &Gathered, request: &Request) -> (Option<i64>, &'static str) {
    let report = report(gathered, request, Ipv4Pool::Group);
    assert_eq!(report.fits, report.quantity, "without holds both are the same");
    (report.quantity.map(Fits::quantity), report.reason.name())
}

#[test]
fn every_case_of_package_and_groups_has_its_quantity_and_reason() {
    let cases: [(&str, &[&str], Option<i64>, &str); 13] = [
        ("3", &["5"], Some(10), "ok"),
        ("3", &["5", "6|Paris"], Some(20), "ok"),
        ("3", &["5", "5|Same again"], Some(10), "ok"),
        ("3", &["7"], Some(0), "ok"),
        ("3", &["5", "7"], Some(10), "ok"),
        ("3", &["8"], None, "group_unknown"),
        ("3", &["5", "8"], None, "group_unknown"),
        ("3", &["8", "7"], None, "group_unknown"),
        ("3", &[], None, "no_groups"),
        ("", &["5"], None, "no_package"),
        ("4", &["5"], Some(0), "package_missing"),
        ("4", &["8"], Some(0), "package_missing"),
        ("9", &["5"], None, "package_unknown"),
    ];
    for (package, groups, quantity, reason) in cases {
        assert_eq!(
            quantity_and_reason(&panel(), &request(package, groups)),
            (quantity, reason),
            "{package:?} {groups:?}"
        );
    }
}

#[test]
fn the_quantity_of_a_disabled_package_is_zero_whatever_its_groups() {
    let mut panel = panel();
    let disabled = set(package(1000, 0, 0), "enabled", json!(false));
    panel.insert(Resource::Package(3), found(Resource::Package(3), &disabled));
    for groups in [["5"], ["7"], ["8"]] {
        assert_eq!(
            quantity_and_reason(&panel, &request("3", &groups)),
            (Some(0), "package_disabled"),
            "{groups:?}"
        );
    }
}

#[test]
fn a_package_without_an_answer_makes_the_quantity_unknown() {
    let mut panel = panel();
    panel.insert(Resource::Package(3), down(Resource::Package(3)));
    assert_eq!(
        quantity_and_reason(&panel, &request("3", &["5"])),
        (None, "package_unknown")
    );
}

#[test]
fn a_package_without_a_needed_field_is_refused() {
    for field in ["enabled", "memory", "cpuCores", "primaryStorage"] {
        let text = json!({ "data": without(package(1, 1, 1), field) }).to_string();
        assert!(read_package(text.as_bytes()).is_err(), "{field}");
    }
}

#[test]
fn a_group_that_is_not_understood_makes_the_quantity_unknown() {
    let mut panel = panel();
    let odd = set(hypervisor(6), "resources/memory", json!("?"));
    panel.insert(Resource::Group(6), found(Resource::Group(6), &envelope(&[odd])));
    assert_eq!(
        quantity_and_reason(&panel, &request("3", &["5", "6"])),
        (None, "group_unknown")
    );
    let report = report(&panel, &request("3", &["5", "6"]), Ipv4Pool::Group);
    assert_eq!(
        report.error.map(|failure| failure.to_string()).as_deref(),
        Some("GET /compute/hypervisors/groups/6/resources: memory of hypervisor 6 is missing or not understood")
    );
    assert_eq!(
        report.groups[0].quantity,
        Some(Fits::Count(10)),
        "the others are still shown"
    );
    assert_eq!(
        (report.groups[1].quantity, report.groups[1].reason),
        (None, GroupReason::Unknown)
    );
}

#[test]
fn a_quantity_without_a_limit_is_the_largest_integer() {
    let mut panel = panel();
    let unlimited = set(hypervisor(5), "resources/memory", json!({"max": 0}));
    panel.insert(Resource::Group(5), found(Resource::Group(5), &envelope(&[unlimited])));
    assert_eq!(
        quantity_and_reason(&panel, &request("3", &["5", "6"])),
        (Some(i64::MAX), "ok")
    );
    let report = report(&panel, &request("3", &["5"]), Ipv4Pool::Group);
    assert_eq!(
        (report.groups[0].fits, report.groups[0].limited_by),
        (Some(Fits::NoLimit), None)
    );
}

#[test]
fn by_hypervisor_there_is_one_total_for_all_groups() {
    let mut panel = panel();
    for id in [5, 6] {
        let resource = Resource::Group(id);
        panel.insert(resource, found(resource, &envelope(&[with_ipv4(hypervisor(id), 4)])));
    }
    let request = request("3", &["5", "6"]);
    assert_eq!(quantity_and_reason(&panel, &request), (Some(8), "ok"));
    let report = report(&panel, &request, Ipv4Pool::Hypervisor);
    assert_eq!(report.quantity, Some(Fits::Count(4)));
    for group in report.groups {
        assert_eq!(
            (group.quantity, group.fits, group.ipv4_fits),
            (None, Some(Fits::Count(10)), Fits::NoLimit)
        );
    }
}

#[test]
fn a_report_contains_skipped_hypervisors_and_the_limits_of_the_others() {
    let mut panel = panel();
    let hypervisors = [
        set(hypervisor(1), "hypervisor/enabled", json!(false)),
        set(hypervisor(2), "hypervisor/commissioned", json!(0)),
        set(hypervisor(3), "hypervisor/prohibit", json!(true)),
        with_ipv4(hypervisor(4), 7),
        with_ipv4(set(hypervisor(5), "resources/servers", json!({"max": 5, "free": 2})), 6),
    ];
    panel.insert(Resource::Group(5), found(Resource::Group(5), &envelope(&hypervisors)));
    let report = report(&panel, &request("3", &["5"]), Ipv4Pool::Group);
    let group = &report.groups[0];
    let shown: Vec<_> = group
        .hypervisors
        .iter()
        .map(|hypervisor| {
            (
                hypervisor.standing,
                hypervisor.fits.limit(),
                hypervisor.limited_by,
                hypervisor.ipv4_free,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (Standing::Disabled, Some(0), None, None),
            (Standing::NotCommissioned, Some(0), None, None),
            (Standing::Prohibited, Some(0), None, None),
            (Standing::Eligible, Some(10), Some(Limit::Memory), Some(7)),
            (Standing::Eligible, Some(2), Some(Limit::Servers), Some(6)),
        ]
    );
    assert_eq!(
        (group.fits, group.ipv4_fits, group.quantity, group.limited_by),
        (
            Some(Fits::Count(12)),
            Fits::Count(7),
            Some(Fits::Count(7)),
            Some(GroupLimit::Ipv4)
        )
    );
    assert_eq!(group.notes, [Note::Ipv4Differs]);
}

#[test]
fn a_row_is_read_from_strings_and_integers() {
    let row = |ipv4, buffer| Row {
        id: RowValue::Text("12"),
        package: RowValue::Text("3"),
        group: RowValue::Int(5),
        ipv4,
        buffer,
        ..Row::default()
    };
    let cases = [
        (RowValue::Null, RowValue::Null, 1, 10.0),
        (RowValue::Text(""), RowValue::Text(" "), 1, 10.0),
        (RowValue::Text("0"), RowValue::Text("0"), 0, 0.0),
        (RowValue::Int(2), RowValue::Int(250), 2, 100.0),
        (RowValue::Text("-1"), RowValue::Text("-1"), 1, 0.0),
        (RowValue::Text("two"), RowValue::Text("two"), 1, 10.0),
        (RowValue::Text("3"), RowValue::Text(" 12.34565 % "), 3, 12.3457),
        (RowValue::Other, RowValue::Float(0.5), 1, 0.5),
    ];
    for (ipv4, buffer, addresses, percent) in cases {
        let request = row(ipv4, buffer).request().unwrap();
        assert_eq!(request.ipv4_per_server, addresses, "{ipv4:?}");
        assert!((request.buffer.percent() - percent).abs() < 1e-9, "{buffer:?}");
    }
}
