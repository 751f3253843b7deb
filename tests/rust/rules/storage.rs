//! Which pool a disk would lie in, and how much of it is left.

use serde_json::{Value, json};

use super::MOST;
use super::support::{count, fits, host, on_medium, package, set, without};

fn pool(id: i64, medium: i64, free: i64) -> Value {
    json!({
        "id": id, "name": "Pool", "enabled": 1, "path": null, "isDatastore": true,
        "storageType": medium, "units": "GB", "max": 10_000, "allocated": 10_000 - free, "free": free
    })
}

fn with_others(others: &[Value]) -> Value {
    set(host(1), "resources/otherStorage", json!(others))
}

#[test]
fn a_named_medium_is_looked_for_in_every_pool() {
    let host = with_others(&[pool(1, 2, 500), pool(2, 3, 700)]);
    for (code, expected) in [(1, 1000), (2, 500), (3, 700), (4, 0)] {
        assert_eq!(fits(host.clone(), &on_medium(code)), Some(expected), "code {code}");
    }
}

#[test]
fn the_best_single_pool_counts_and_not_the_sum() {
    let host = with_others(&[pool(1, 1, 900), pool(2, 1, 1500), pool(3, 1, 1500), pool(4, 2, 9000)]);
    assert_eq!(fits(host, &on_medium(1)), Some(1500));
    let local_is_best = with_others(&[pool(1, 1, 900)]);
    assert_eq!(fits(local_is_best, &on_medium(1)), Some(1000));
}

#[test]
fn the_best_pool_is_the_one_that_fits_most_after_its_own_reserve() {
    // 10 % of 1,000 leaves 900 of the local one, and 10 % of 10,000 leaves 150 of the other.
    let host = with_others(&[pool(1, 1, 1150)]);
    assert_eq!(count(&[host], &on_medium(1), 0, "10"), Some(900));
}

#[test]
fn a_pools_id_is_no_medium() {
    let host = with_others(&[pool(7, 2, 500)]);
    assert_eq!(fits(host, &on_medium(7)), Some(0));
}

#[test]
fn an_entry_of_an_older_panel_is_matched_by_its_id() {
    let older = without(pool(7, 0, 500), "storageType");
    assert_eq!(
        fits(with_others(std::slice::from_ref(&older)), &on_medium(7)),
        Some(500)
    );
    assert_eq!(fits(with_others(&[older]), &on_medium(8)), Some(0));
    let local = set(
        without(host(1), "resources/localStorage/storageType"),
        "resources/localStorage/id",
        json!(7),
    );
    assert_eq!(
        fits(local, &on_medium(7)),
        Some(0),
        "the default mountpoint has no id that counts"
    );
}

#[test]
fn a_disabled_pool_is_passed_over_and_vetoes_nothing() {
    let disabled = set(pool(1, 1, 9000), "enabled", json!(0));
    assert_eq!(
        fits(with_others(std::slice::from_ref(&disabled)), &on_medium(1)),
        Some(1000)
    );
    let host = set(
        with_others(&[disabled, pool(2, 1, 300)]),
        "resources/localStorage/enabled",
        json!(false),
    );
    assert_eq!(fits(host, &on_medium(1)), Some(300));
    let host = with_others(&[without(pool(1, 2, 9000), "enabled")]);
    assert_eq!(fits(host, &on_medium(2)), Some(0), "a missing flag is false");
}

#[test]
fn a_disabled_pool_may_say_what_it_likes() {
    let odd = json!({"id": 1, "enabled": 0, "storageType": "?", "max": "?"});
    assert_eq!(fits(with_others(&[odd]), &on_medium(1)), Some(1000));
}

#[test]
fn without_a_code_the_default_mountpoint_counts_whatever_its_medium() {
    for medium in [json!(0), json!(9), json!("?"), Value::Null] {
        let host = set(
            with_others(&[pool(1, 0, 9000)]),
            "resources/localStorage/storageType",
            medium.clone(),
        );
        assert_eq!(fits(host, &package(0, 0, 1)), Some(1000), "{medium}");
    }
    let without_medium = without(host(1), "resources/localStorage/storageType");
    assert_eq!(fits(without_medium, &package(0, 0, 1)), Some(1000));
}

#[test]
fn without_a_code_and_with_the_default_mountpoint_disabled_nothing_fits() {
    let host = set(
        with_others(&[pool(1, 0, 9000), pool(2, 1, 9000)]),
        "resources/localStorage/enabled",
        json!(0),
    );
    assert_eq!(fits(host, &package(0, 0, 1)), Some(0));
}

#[test]
fn a_package_that_names_no_medium_in_any_way_has_code_zero() {
    let host = with_others(&[pool(1, 1, 9000)]);
    assert_eq!(
        fits(host.clone(), &without(package(0, 0, 1), "primaryStorageProfile")),
        Some(1000)
    );
    assert_eq!(
        fits(host, &set(package(0, 0, 1), "primaryStorageProfile", Value::Null)),
        Some(1000)
    );
}

#[test]
fn a_package_whose_medium_is_not_understood_is_unknown_when_it_needs_storage() {
    let odd = |storage| set(package(1000, 0, storage), "primaryStorageProfile", json!("fast"));
    assert_eq!(fits(host(1), &odd(1)), None);
    assert_eq!(fits(host(1), &odd(0)), Some(10));
}

#[test]
fn a_further_pool_with_a_quota_below_one_takes_nothing() {
    for (max, expected) in [(json!(0.5), Some(0)), (json!("-0.5"), None), (json!("0.0"), MOST)] {
        let host = with_others(&[set(pool(1, 2, 700), "max", max.clone())]);
        assert_eq!(fits(host, &on_medium(2)), expected, "{max}");
    }
}

#[test]
fn a_pool_without_a_quota_limits_nothing() {
    let host = with_others(&[set(pool(1, 2, 0), "max", json!(0))]);
    assert_eq!(fits(host, &on_medium(2)), MOST);
}

#[test]
fn an_entry_that_is_no_object_is_passed_over() {
    for odd in [json!("pool"), json!(7), Value::Null, json!([1]), json!(true)] {
        let host = with_others(&[odd.clone(), pool(1, 2, 500)]);
        assert_eq!(fits(host, &on_medium(2)), Some(500), "{odd}");
        let host = set(with_others(&[pool(1, 2, 500)]), "resources/localStorage", odd.clone());
        assert_eq!(fits(host.clone(), &on_medium(2)), Some(500), "{odd}");
        assert_eq!(fits(host, &package(0, 0, 1)), Some(0), "{odd}");
    }
}

#[test]
fn hosts_without_any_storage_place_no_disk() {
    let host = without(without(host(1), "resources/localStorage"), "resources/otherStorage");
    assert_eq!(fits(host.clone(), &on_medium(1)), Some(0));
    assert_eq!(fits(host.clone(), &package(0, 0, 1)), Some(0));
    assert_eq!(
        fits(host, &package(1000, 0, 0)),
        Some(10),
        "a package without a disk needs none"
    );
}

#[test]
fn a_matching_pool_that_is_not_understood_makes_the_group_unknown() {
    for (key, value) in [
        ("max", json!("?")),
        ("max", json!(-1)),
        ("units", json!("TB")),
        ("units", json!("MB")),
        ("enabled", json!("?")),
        ("storageType", json!("?")),
        ("storageType", Value::Null),
    ] {
        let host = with_others(&[set(pool(1, 2, 500), key, value.clone()), pool(2, 2, 500)]);
        assert_eq!(fits(host.clone(), &on_medium(2)), None, "{key} {value}");
        assert_eq!(
            fits(host.clone(), &package(0, 0, 1)),
            Some(1000),
            "{key} {value} is not asked without a code"
        );
        assert_eq!(
            fits(host, &package(1000, 0, 0)),
            Some(10),
            "{key} {value} is not asked without a disk"
        );
    }
}

#[test]
fn a_pool_of_another_medium_may_say_what_it_likes() {
    for (key, value) in [
        ("max", json!("?")),
        ("units", json!("TB")),
        ("enabled", json!("?")),
        ("free", json!([])),
    ] {
        let host = with_others(&[set(pool(1, 3, 500), key, value.clone()), pool(2, 2, 500)]);
        assert_eq!(fits(host, &on_medium(2)), Some(500), "{key} {value}");
    }
}

#[test]
fn further_pools_that_are_no_list_are_not_understood() {
    for odd in [json!("none"), json!(0), json!(true)] {
        let host = set(host(1), "resources/otherStorage", odd.clone());
        assert_eq!(fits(host.clone(), &on_medium(1)), None, "{odd}");
        assert_eq!(fits(host, &package(0, 0, 1)), Some(1000), "{odd}");
    }
    let by_key = set(host(1), "resources/otherStorage", json!({"2": pool(1, 2, 500)}));
    assert_eq!(
        fits(by_key, &on_medium(2)),
        Some(500),
        "an object is a list whose order PHP lost"
    );
}
