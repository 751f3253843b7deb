//! Which hypervisors are eligible.

use serde_json::{Value, json};

use super::support::{count, envelope, fits, group, hypervisor, package, set, without};
use virtfusion_direct::decode::{Field, Standing};

fn standing(hypervisor: &Value) -> Field<Standing> {
    group(&envelope(std::slice::from_ref(hypervisor))).unwrap().hypervisors[0]
        .standing
        .clone()
}

#[test]
fn a_hypervisor_is_eligible_if_it_is_enabled_commissioned_and_not_prohibited() {
    let cases = [
        ("enabled", json!(true), Some(10), Standing::Eligible),
        ("enabled", json!(false), Some(0), Standing::Disabled),
        ("enabled", json!(0), Some(0), Standing::Disabled),
        ("enabled", Value::Null, Some(0), Standing::Disabled),
        ("commissioned", json!(3), Some(10), Standing::Eligible),
        ("commissioned", json!("1"), Some(10), Standing::Eligible),
        ("commissioned", json!(0), Some(0), Standing::NotCommissioned),
        ("commissioned", json!("false"), Some(0), Standing::NotCommissioned),
        ("prohibit", json!(true), Some(0), Standing::Prohibited),
        ("prohibit", json!("1"), Some(0), Standing::Prohibited),
        ("prohibit", json!("0"), Some(10), Standing::Eligible),
        ("prohibit", Value::Null, Some(10), Standing::Eligible),
    ];
    for (flag, value, expected, expected_standing) in cases {
        let hypervisor = set(hypervisor(1), &format!("hypervisor/{flag}"), value.clone());
        assert_eq!(standing(&hypervisor), Field::Is(expected_standing), "{flag} {value}");
        assert_eq!(fits(hypervisor, &package(1000, 0, 0)), expected, "{flag} {value}");
    }
}

#[test]
fn a_hypervisor_without_prohibit_is_eligible() {
    let hypervisor = without(hypervisor(1), "hypervisor/prohibit");
    assert_eq!(standing(&hypervisor), Field::Is(Standing::Eligible));
    assert_eq!(fits(hypervisor, &package(1000, 0, 0)), Some(10));
}

#[test]
fn a_hypervisor_without_enabled_or_commissioned_makes_the_group_unknown() {
    for flag in ["enabled", "commissioned"] {
        let odd = without(hypervisor(1), &format!("hypervisor/{flag}"));
        assert_eq!(standing(&odd), Field::Unreadable, "{flag}");
        assert_eq!(
            count(&[odd, hypervisor(2)], &package(1000, 0, 0), 0, "0"),
            None,
            "{flag}"
        );
    }
    let odd = set(hypervisor(1), "hypervisor", json!({"id": 1}));
    assert_eq!(fits(odd, &package(1000, 0, 0)), None);
}

#[test]
fn a_missing_flag_is_ignored_if_another_one_excludes_the_hypervisor() {
    for (missing, deciding, value, expected_standing) in [
        ("enabled", "commissioned", json!(false), Standing::NotCommissioned),
        ("enabled", "prohibit", json!(true), Standing::Prohibited),
        ("commissioned", "enabled", json!(0), Standing::Disabled),
        ("commissioned", "prohibit", json!(1), Standing::Prohibited),
    ] {
        let odd = set(hypervisor(1), &format!("hypervisor/{deciding}"), value);
        let odd = without(odd, &format!("hypervisor/{missing}"));
        assert_eq!(
            standing(&odd),
            Field::Is(expected_standing),
            "{missing} with {deciding}"
        );
        assert_eq!(count(&[odd, hypervisor(2)], &package(1000, 0, 0), 0, "0"), Some(10));
    }
}

#[test]
fn accept_is_ignored() {
    for accept in [json!(false), json!(true), json!("never"), Value::Null] {
        let hypervisor = set(hypervisor(1), "hypervisor/accept", accept);
        assert_eq!(fits(hypervisor, &package(1000, 0, 0)), Some(10));
    }
    assert_eq!(
        fits(without(hypervisor(1), "hypervisor/accept"), &package(1000, 0, 0)),
        Some(10)
    );
}

#[test]
fn a_flag_that_is_not_understood_makes_the_group_unknown() {
    for flag in ["enabled", "commissioned", "prohibit"] {
        for value in [json!("yes"), json!(""), json!([]), json!({}), json!([1])] {
            let hypervisors = [
                set(hypervisor(1), &format!("hypervisor/{flag}"), value.clone()),
                hypervisor(2),
            ];
            assert_eq!(
                count(&hypervisors, &package(1000, 0, 0), 0, "0"),
                None,
                "{flag} {value}"
            );
        }
    }
}

#[test]
fn a_flag_that_is_not_understood_is_ignored_if_another_one_excludes_the_hypervisor() {
    for (odd, deciding, value) in [
        ("commissioned", "enabled", json!(false)),
        ("prohibit", "enabled", json!(0)),
        ("enabled", "commissioned", json!(false)),
        ("enabled", "prohibit", json!(true)),
    ] {
        let hypervisor = set(hypervisor(1), &format!("hypervisor/{odd}"), json!("perhaps"));
        let hypervisor = set(hypervisor, &format!("hypervisor/{deciding}"), value);
        assert_eq!(fits(hypervisor, &package(1000, 0, 0)), Some(0), "{odd} with {deciding}");
    }
}

#[test]
fn the_resources_of_an_ineligible_hypervisor_are_not_read() {
    let odd = set(hypervisor(1), "hypervisor/enabled", json!(false));
    let odd = set(odd, "resources", json!({"memory": "?", "network": 7, "servers": []}));
    assert_eq!(count(&[odd, hypervisor(2)], &package(1000, 1, 1), 1, "0"), Some(10));
}

#[test]
fn a_hypervisor_whose_flags_are_not_an_object_makes_the_group_unknown() {
    for value in [json!("hv"), json!(7), Value::Null, json!([1])] {
        let hypervisor = set(hypervisor(1), "hypervisor", value.clone());
        assert_eq!(fits(hypervisor, &package(1000, 0, 0)), None, "{value}");
    }
}
