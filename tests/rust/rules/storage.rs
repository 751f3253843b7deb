//! In which pool a disk would be stored, and how many fit there.

use serde_json::{Value, json};

use super::NO_LIMIT;
use super::support::{count, fits, hypervisor, package, set, with_storage_type, without};

fn pool(id: i64, storage_type: i64, free: i64) -> Value {
    json!({
        "id": id, "name": "Pool", "enabled": 1, "path": null, "isDatastore": true,
        "storageType": storage_type, "units": "GB", "max": 10_000, "allocated": 10_000 - free, "free": free
    })
}

fn with_others(others: &[Value]) -> Value {
    set(hypervisor(1), "resources/otherStorage", json!(others))
}

#[test]
fn a_storage_type_is_looked_up_in_every_pool() {
    let hypervisor = with_others(&[pool(1, 2, 500), pool(2, 3, 700)]);
    for (code, expected) in [(1, 1000), (2, 500), (3, 700), (4, 0)] {
        assert_eq!(
            fits(hypervisor.clone(), &with_storage_type(code)),
            Some(expected),
            "code {code}"
        );
    }
}

#[test]
fn the_best_single_pool_counts_instead_of_the_sum() {
    let hypervisor = with_others(&[pool(1, 1, 900), pool(2, 1, 1500), pool(3, 1, 1500), pool(4, 2, 9000)]);
    assert_eq!(fits(hypervisor, &with_storage_type(1)), Some(1500));
    let local_is_best = with_others(&[pool(1, 1, 900)]);
    assert_eq!(fits(local_is_best, &with_storage_type(1)), Some(1000));
}

#[test]
fn the_best_pool_is_the_one_that_fits_most_after_its_own_reserve() {
    // A buffer of 10 % leaves 900 of 1,000 in the local pool, and 150 in the other one, of whose 10,000 only 1,150 are free.
    let hypervisor = with_others(&[pool(1, 1, 1150)]);
    assert_eq!(count(&[hypervisor], &with_storage_type(1), 0, "10"), Some(900));
}

#[test]
fn the_id_of_a_pool_is_not_a_storage_type() {
    let hypervisor = with_others(&[pool(7, 2, 500)]);
    assert_eq!(fits(hypervisor, &with_storage_type(7)), Some(0));
}

#[test]
fn a_pool_without_a_storage_type_is_matched_by_its_id() {
    let older = without(pool(7, 0, 500), "storageType");
    assert_eq!(
        fits(with_others(std::slice::from_ref(&older)), &with_storage_type(7)),
        Some(500)
    );
    assert_eq!(fits(with_others(&[older]), &with_storage_type(8)), Some(0));
    let local = set(
        without(hypervisor(1), "resources/localStorage/storageType"),
        "resources/localStorage/id",
        json!(7),
    );
    assert_eq!(
        fits(local, &with_storage_type(7)),
        Some(0),
        "the default mountpoint is not matched by its id"
    );
}

#[test]
fn a_disabled_pool_is_ignored() {
    let disabled = set(pool(1, 1, 9000), "enabled", json!(0));
    assert_eq!(
        fits(with_others(std::slice::from_ref(&disabled)), &with_storage_type(1)),
        Some(1000)
    );
    let hypervisor = set(
        with_others(&[disabled, pool(2, 1, 300)]),
        "resources/localStorage/enabled",
        json!(false),
    );
    assert_eq!(fits(hypervisor, &with_storage_type(1)), Some(300));
    let hypervisor = with_others(&[without(pool(1, 2, 9000), "enabled")]);
    assert_eq!(
        fits(hypervisor, &with_storage_type(2)),
        Some(0),
        "a missing flag is false"
    );
}

#[test]
fn a_disabled_pool_may_have_invalid_fields() {
    let odd = json!({"id": 1, "enabled": 0, "storageType": "?", "max": "?"});
    assert_eq!(fits(with_others(&[odd]), &with_storage_type(1)), Some(1000));
}

#[test]
fn without_a_storage_type_the_default_mountpoint_counts_whatever_its_type() {
    for storage_type in [json!(0), json!(9), json!("?"), Value::Null] {
        let hypervisor = set(
            with_others(&[pool(1, 0, 9000)]),
            "resources/localStorage/storageType",
            storage_type.clone(),
        );
        assert_eq!(fits(hypervisor, &package(0, 0, 1)), Some(1000), "{storage_type}");
    }
    let without_storage_type = without(hypervisor(1), "resources/localStorage/storageType");
    assert_eq!(fits(without_storage_type, &package(0, 0, 1)), Some(1000));
}

#[test]
fn without_a_storage_type_nothing_fits_if_the_default_mountpoint_is_disabled() {
    let hypervisor = set(
        with_others(&[pool(1, 0, 9000), pool(2, 1, 9000)]),
        "resources/localStorage/enabled",
        json!(0),
    );
    assert_eq!(fits(hypervisor, &package(0, 0, 1)), Some(0));
}

#[test]
fn a_missing_or_null_storage_type_is_zero() {
    let hypervisor = with_others(&[pool(1, 1, 9000)]);
    assert_eq!(
        fits(hypervisor.clone(), &without(package(0, 0, 1), "primaryStorageProfile")),
        Some(1000)
    );
    assert_eq!(
        fits(hypervisor, &set(package(0, 0, 1), "primaryStorageProfile", Value::Null)),
        Some(1000)
    );
}

#[test]
fn an_invalid_storage_type_makes_a_package_with_storage_unknown() {
    let odd = |storage| set(package(1000, 0, storage), "primaryStorageProfile", json!("fast"));
    assert_eq!(fits(hypervisor(1), &odd(1)), None);
    assert_eq!(fits(hypervisor(1), &odd(0)), Some(10));
}

#[test]
fn nothing_fits_in_a_further_pool_with_a_quota_below_one() {
    for (max, expected) in [(json!(0.5), Some(0)), (json!("-0.5"), None), (json!("0.0"), NO_LIMIT)] {
        let hypervisor = with_others(&[set(pool(1, 2, 700), "max", max.clone())]);
        assert_eq!(fits(hypervisor, &with_storage_type(2)), expected, "{max}");
    }
}

#[test]
fn a_pool_without_a_quota_is_not_a_limit() {
    let hypervisor = with_others(&[set(pool(1, 2, 0), "max", json!(0))]);
    assert_eq!(fits(hypervisor, &with_storage_type(2)), NO_LIMIT);
}

#[test]
fn a_pool_that_is_not_an_object_is_ignored() {
    for odd in [json!("pool"), json!(7), Value::Null, json!([1]), json!(true)] {
        let hypervisor = with_others(&[odd.clone(), pool(1, 2, 500)]);
        assert_eq!(fits(hypervisor, &with_storage_type(2)), Some(500), "{odd}");
        let hypervisor = set(with_others(&[pool(1, 2, 500)]), "resources/localStorage", odd.clone());
        assert_eq!(fits(hypervisor.clone(), &with_storage_type(2)), Some(500), "{odd}");
        assert_eq!(fits(hypervisor, &package(0, 0, 1)), Some(0), "{odd}");
    }
}

#[test]
fn no_disk_fits_on_a_hypervisor_without_storage() {
    let hypervisor = without(
        without(hypervisor(1), "resources/localStorage"),
        "resources/otherStorage",
    );
    assert_eq!(fits(hypervisor.clone(), &with_storage_type(1)), Some(0));
    assert_eq!(fits(hypervisor.clone(), &package(0, 0, 1)), Some(0));
    assert_eq!(
        fits(hypervisor, &package(1000, 0, 0)),
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
        let hypervisor = with_others(&[set(pool(1, 2, 500), key, value.clone()), pool(2, 2, 500)]);
        assert_eq!(fits(hypervisor.clone(), &with_storage_type(2)), None, "{key} {value}");
        assert_eq!(
            fits(hypervisor.clone(), &package(0, 0, 1)),
            Some(1000),
            "{key} {value} is not read without a storage type"
        );
        assert_eq!(
            fits(hypervisor, &package(1000, 0, 0)),
            Some(10),
            "{key} {value} is not read without a disk"
        );
    }
}

#[test]
fn a_pool_of_another_storage_type_may_have_invalid_fields() {
    for (key, value) in [
        ("max", json!("?")),
        ("units", json!("TB")),
        ("enabled", json!("?")),
        ("free", json!([])),
    ] {
        let hypervisor = with_others(&[set(pool(1, 3, 500), key, value.clone()), pool(2, 2, 500)]);
        assert_eq!(fits(hypervisor, &with_storage_type(2)), Some(500), "{key} {value}");
    }
}

#[test]
fn further_pools_that_are_not_a_list_are_not_understood() {
    for odd in [json!("none"), json!(0), json!(true)] {
        let hypervisor = set(hypervisor(1), "resources/otherStorage", odd.clone());
        assert_eq!(fits(hypervisor.clone(), &with_storage_type(1)), None, "{odd}");
        assert_eq!(fits(hypervisor, &package(0, 0, 1)), Some(1000), "{odd}");
    }
    let by_key = set(hypervisor(1), "resources/otherStorage", json!({"2": pool(1, 2, 500)}));
    assert_eq!(
        fits(by_key, &with_storage_type(2)),
        Some(500),
        "an object counts as a list"
    );
}
