//! Which hypervisors count.

use serde_json::{Value, json};

use super::support::{count, envelope, fits, group, host, package, set, without};
use virtfusion_direct::decode::{Field, Standing};

fn standing(host: &Value) -> Field<Standing> {
    group(&envelope(std::slice::from_ref(host))).unwrap().hypervisors[0]
        .standing
        .clone()
}

#[test]
fn a_host_sells_when_it_is_enabled_and_commissioned_and_not_prohibited() {
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
    for (flag, value, expected, stands) in cases {
        let host = set(host(1), &format!("hypervisor/{flag}"), value.clone());
        assert_eq!(standing(&host), Field::Is(stands), "{flag} {value}");
        assert_eq!(fits(host, &package(1000, 0, 0)), expected, "{flag} {value}");
    }
}

#[test]
fn a_hypervisor_without_prohibit_is_not_prohibited() {
    let host = without(host(1), "hypervisor/prohibit");
    assert_eq!(standing(&host), Field::Is(Standing::Eligible));
    assert_eq!(fits(host, &package(1000, 0, 0)), Some(10));
}

#[test]
fn a_hypervisor_without_enabled_or_commissioned_makes_the_group_unknown() {
    for flag in ["enabled", "commissioned"] {
        let odd = without(host(1), &format!("hypervisor/{flag}"));
        assert_eq!(standing(&odd), Field::Unreadable, "{flag}");
        assert_eq!(count(&[odd, host(2)], &package(1000, 0, 0), 0, "0"), None, "{flag}");
    }
    let odd = set(host(1), "hypervisor", json!({"id": 1}));
    assert_eq!(fits(odd, &package(1000, 0, 0)), None);
}

#[test]
fn a_missing_flag_does_not_matter_once_another_takes_the_hypervisor_off_sale() {
    for (missing, deciding, value, stands) in [
        ("enabled", "commissioned", json!(false), Standing::NotCommissioned),
        ("enabled", "prohibit", json!(true), Standing::Prohibited),
        ("commissioned", "enabled", json!(0), Standing::Disabled),
        ("commissioned", "prohibit", json!(1), Standing::Prohibited),
    ] {
        let odd = set(host(1), &format!("hypervisor/{deciding}"), value);
        let odd = without(odd, &format!("hypervisor/{missing}"));
        assert_eq!(standing(&odd), Field::Is(stands), "{missing} with {deciding}");
        assert_eq!(count(&[odd, host(2)], &package(1000, 0, 0), 0, "0"), Some(10));
    }
}

#[test]
fn accept_is_no_gate() {
    for accept in [json!(false), json!(true), json!("never"), Value::Null] {
        let host = set(host(1), "hypervisor/accept", accept);
        assert_eq!(fits(host, &package(1000, 0, 0)), Some(10));
    }
    assert_eq!(
        fits(without(host(1), "hypervisor/accept"), &package(1000, 0, 0)),
        Some(10)
    );
}

#[test]
fn a_flag_that_is_not_understood_makes_the_group_unknown() {
    for flag in ["enabled", "commissioned", "prohibit"] {
        for value in [json!("yes"), json!(""), json!([]), json!({}), json!([1])] {
            let hosts = [set(host(1), &format!("hypervisor/{flag}"), value.clone()), host(2)];
            assert_eq!(count(&hosts, &package(1000, 0, 0), 0, "0"), None, "{flag} {value}");
        }
    }
}

#[test]
fn a_flag_that_is_not_understood_matters_no_more_once_another_takes_the_host_off_sale() {
    for (odd, deciding, value) in [
        ("commissioned", "enabled", json!(false)),
        ("prohibit", "enabled", json!(0)),
        ("enabled", "commissioned", json!(false)),
        ("enabled", "prohibit", json!(true)),
    ] {
        let host = set(host(1), &format!("hypervisor/{odd}"), json!("perhaps"));
        let host = set(host, &format!("hypervisor/{deciding}"), value);
        assert_eq!(fits(host, &package(1000, 0, 0)), Some(0), "{odd} with {deciding}");
    }
}

#[test]
fn what_an_ineligible_host_says_of_itself_is_not_looked_at() {
    let odd = set(host(1), "hypervisor/enabled", json!(false));
    let odd = set(odd, "resources", json!({"memory": "?", "network": 7, "servers": []}));
    assert_eq!(count(&[odd, host(2)], &package(1000, 1, 1), 1, "0"), Some(10));
}

#[test]
fn a_host_whose_flags_are_no_object_makes_the_group_unknown() {
    for value in [json!("hv"), json!(7), Value::Null, json!([1])] {
        let host = set(host(1), "hypervisor", value.clone());
        assert_eq!(fits(host, &package(1000, 0, 0)), None, "{value}");
    }
}
