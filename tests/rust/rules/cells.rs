//! The forms in which the panel writes numbers, units and quotas.

use serde_json::{Value, json};

use super::NO_LIMIT;
use super::support::{count, fits, hypervisor, package, set, without};

fn memory(cell: Value) -> Option<i64> {
    fits(set(hypervisor(1), "resources/memory", cell), &package(100, 0, 0))
}

#[test]
fn a_quota_is_read_from_every_form_of_its_numbers() {
    let cases = [
        (json!({"max": 1000, "free": 500}), Some(5)),
        (json!({"max": "1000", "free": "500"}), Some(5)),
        (json!({"max": " 1000 ", "free": "\t500\n"}), Some(5)),
        (json!({"max": 1000.9, "free": 599.9}), Some(5)),
        (json!({"max": "1000.9", "free": "599.9"}), Some(5)),
        (json!({"max": 1e3, "free": "5e2"}), Some(5)),
        (json!({"max": "+1000", "free": "+500"}), Some(5)),
        (json!({"max": 1000, "free": -0.9}), Some(0)),
        (json!({"max": 1000, "free": "-500"}), Some(0)),
        (json!({"max": 1000, "allocated": 400}), Some(6)),
        (json!({"max": "1000", "allocated": "400"}), Some(6)),
        (json!({"max": 1000, "free": null, "allocated": 400}), Some(6)),
        (json!({"max": 1000, "free": "?", "allocated": 400}), Some(6)),
        (json!({"max": 1000, "free": 500, "allocated": "?"}), Some(5)),
        (json!({"max": 1000, "allocated": 1400}), Some(0)),
        (json!({"max": 1000, "allocated": i64::MIN}), Some(i64::MAX / 100)),
        (json!({"max": 18_446_744_073_709_551_615_u64, "free": 500}), Some(5)),
        (json!({"max": 1e30, "free": 500}), Some(5)),
        (json!({"max": 0}), NO_LIMIT),
        (json!({"max": "0", "free": "?"}), NO_LIMIT),
        (json!({"max": 0.0, "free": -5}), NO_LIMIT),
        (json!({"max": "-0.0", "free": -5}), NO_LIMIT),
        (
            json!({"max": 1000, "free": 500, "percent": "?", "more": {"a": [1]}}),
            Some(5),
        ),
    ];
    for (cell, expected) in cases {
        assert_eq!(memory(cell.clone()), expected, "{cell}");
    }
}

#[test]
fn a_quota_that_is_not_understood_is_unknown() {
    let cases = [
        json!({}),
        json!({"free": 500}),
        json!({"max": 1000}),
        json!({"max": null, "free": 500}),
        json!({"max": "", "free": 500}),
        json!({"max": "1000 MB", "free": 500}),
        json!({"max": "0x3e8", "free": 500}),
        json!({"max": "1,000", "free": 500}),
        json!({"max": true, "free": 500}),
        json!({"max": [1000], "free": 500}),
        json!({"max": 1000, "free": null}),
        json!({"max": 1000, "free": "?", "allocated": "?"}),
        json!({"max": 1000, "free": true}),
        json!({"max": -1, "free": 500}),
        json!({"max": "-1000", "free": 500}),
        json!({"max": -1, "allocated": 0}),
        json!([1000, 500]),
        json!([]),
        json!(1000),
        json!("1000"),
        json!(true),
        Value::Null,
    ];
    for cell in cases {
        assert_eq!(memory(cell.clone()), None, "{cell}");
    }
    assert_eq!(
        fits(without(hypervisor(1), "resources/memory"), &package(100, 0, 0)),
        None
    );
}

#[test]
fn the_sign_of_a_maximum_is_checked_before_truncation() {
    let cells = [
        ("resources/memory", package(100, 0, 0)),
        ("resources/cpuCores", package(0, 1, 0)),
        ("resources/servers", package(0, 0, 0)),
        ("resources/localStorage", package(0, 0, 1)),
    ];
    for (cell, package) in cells {
        let with = |max: Value, free: Value| {
            let hypervisor = set(hypervisor(1), &format!("{cell}/max"), max);
            fits(set(hypervisor, &format!("{cell}/free"), free), &package)
        };
        for max in [json!(-0.5), json!("-0.9"), json!(-1e-9), json!(" -.5 ")] {
            assert_eq!(with(max.clone(), json!(500)), None, "{cell} {max}");
        }
        for max in [json!(0.5), json!("0.9"), json!(1e-9), json!("+.5")] {
            for free in [json!(500), json!(-1), Value::Null] {
                assert_eq!(with(max.clone(), free.clone()), Some(0), "{cell} {max} {free}");
            }
        }
        for max in [json!(0), json!(0.0), json!(-0.0), json!("0"), json!("-0"), json!("0e5")] {
            assert_eq!(with(max.clone(), json!(500)), NO_LIMIT, "{cell} {max}");
        }
    }
}

#[test]
fn quotas_are_understood_only_in_their_own_units() {
    let cells = [
        ("resources/memory", package(1, 0, 0), "MB", 10_000),
        ("resources/cpuCores", package(0, 1, 0), "#", 100),
        ("resources/localStorage", package(0, 0, 1), "GB", 1000),
    ];
    for (cell, package, right, expected) in cells {
        let with = |units: Value| fits(set(hypervisor(1), &format!("{cell}/units"), units), &package);
        assert_eq!(with(json!(right)), Some(expected), "{cell}");
        assert_eq!(
            with(json!(right.to_lowercase())),
            Some(expected),
            "{cell} in lower case"
        );
        assert_eq!(with(Value::Null), Some(expected), "{cell} without units");
        assert_eq!(
            fits(without(hypervisor(1), &format!("{cell}/units")), &package),
            Some(expected),
            "{cell}"
        );
        for wrong in ["MB", "GB", "#", "KB", "TB", "GiB", ""] {
            if wrong != right {
                assert_eq!(with(json!(wrong)), None, "{cell} in {wrong:?}");
            }
        }
        for odd in [json!(1), json!(true), json!([]), json!({})] {
            assert_eq!(with(odd.clone()), None, "{cell} in {odd}");
        }
    }
    let servers = |units: &str| {
        fits(
            set(hypervisor(1), "resources/servers/units", json!(units)),
            &package(0, 0, 0),
        )
    };
    assert_eq!((servers("#"), servers("MB")), (NO_LIMIT, None));
}

#[test]
fn a_field_that_the_package_does_not_need_may_be_invalid() {
    for odd in [json!("?"), Value::Null, json!([]), json!({"max": -1})] {
        for (cell, package) in [
            ("memory", package(0, 10, 100)),
            ("cpuCores", package(1000, 0, 100)),
            ("localStorage", package(1000, 10, 0)),
        ] {
            let hypervisor = set(hypervisor(1), &format!("resources/{cell}"), odd.clone());
            assert_eq!(fits(hypervisor, &package), Some(10), "{cell} {odd}");
        }
    }
}

#[test]
fn one_hypervisor_that_is_not_understood_makes_the_group_unknown() {
    let odd = set(hypervisor(2), "resources/memory/max", json!("?"));
    assert_eq!(
        count(&[hypervisor(1), odd, hypervisor(3)], &package(1000, 0, 0), 0, "0"),
        None
    );
}

#[test]
fn resources_that_are_not_an_object_make_the_group_unknown() {
    for odd in [json!("?"), json!(7), json!([1])] {
        let hypervisor = set(hypervisor(1), "resources", odd.clone());
        assert_eq!(fits(hypervisor.clone(), &package(1, 0, 0)), None, "{odd}");
        assert_eq!(
            fits(hypervisor, &package(0, 0, 0)),
            None,
            "{odd}: the limit of servers is not known"
        );
    }
}

#[test]
fn a_package_with_a_missing_or_invalid_field_is_unknown() {
    for field in ["memory", "cpuCores", "primaryStorage"] {
        assert_eq!(fits(hypervisor(1), &without(package(1, 1, 1), field)), None, "{field}");
        for odd in [Value::Null, json!("?"), json!(""), json!(true), json!([]), json!({})] {
            assert_eq!(
                fits(hypervisor(1), &set(package(1, 1, 1), field, odd.clone())),
                None,
                "{field} {odd}"
            );
        }
    }
    let other_forms = set(
        set(package(0, 10, 1), "memory", json!(" 1000 ")),
        "primaryStorage",
        json!(100.9),
    );
    assert_eq!(fits(hypervisor(1), &other_forms), Some(10));
}
