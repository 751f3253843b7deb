//! How many servers fit by one resource, the buffer, and the sum over a group.

use serde_json::{Value, json};

use super::NO_LIMIT;
use super::support::{count, envelope, fits, group, hypervisor, need, package, set};
use virtfusion_direct::capacity::{Fits, Limit, Taken, hypervisor_capacity};

fn memory(max: i64, free: i64) -> Value {
    set(hypervisor(1), "resources/memory", json!({"max": max, "free": free}))
}

fn by_memory(max: i64, free: i64, need: i64, buffer: &str) -> Option<i64> {
    count(&[memory(max, free)], &package(need, 0, 0), 0, buffer)
}

#[test]
fn only_whole_servers_fit_in_the_free_amount_minus_the_reserve() {
    let cases = [
        // max, free, need, buffer, expected
        (1000, 1000, 100, "0", 10),
        (1000, 999, 100, "0", 9),
        (1000, 99, 100, "0", 0),
        (1000, 100, 100, "0", 1),
        (1000, 1000, 100, "10", 9),
        (1000, 200, 100, "10", 1),
        (1000, 199, 100, "10", 0),
        (1000, 100, 100, "10", 0),
        (1000, 100, 1, "10", 0),
        (1000, 101, 1, "10", 1),
        (1000, 0, 1, "0", 0),
        (1000, -1, 1, "0", 0),
        (1000, i64::MIN, 1, "100", 0),
        (1000, 1000, 1, "100", 0),
    ];
    for (max, free, need, buffer, expected) in cases {
        assert_eq!(
            by_memory(max, free, need, buffer),
            Some(expected),
            "{free} of {max} free, {need} needed, {buffer} % held back"
        );
    }
}

#[test]
fn a_need_of_zero_or_less_is_not_a_limit() {
    for need in [0, -1, i64::MIN] {
        assert_eq!(by_memory(1000, 0, need, "10"), NO_LIMIT, "{need}");
        assert_eq!(by_memory(1000, -500, need, "10"), NO_LIMIT, "{need}");
    }
    assert_eq!(fits(hypervisor(1), &package(0, 0, 0)), NO_LIMIT);
}

#[test]
fn a_maximum_of_zero_means_no_quota_whatever_is_free() {
    for free in [0, -1, -4096, 5, i64::MIN] {
        assert_eq!(by_memory(0, free, 1024, "10"), NO_LIMIT, "{free}");
    }
}

#[test]
fn the_reserve_is_exact_and_rounded_up() {
    let cases = [
        // max, buffer, expected for a need of 1
        (1000, "10", 900),
        (1000, "0.7", 993),
        (1000, "0.0001", 999),
        (1001, "10", 900),
        (6004, "10", 5403),
        (3, "33.3333", 2),
        (3, "33.3334", 1),
        (1_000_000, "0.0001", 999_999),
        (1_000_000, "99.9999", 1),
        (1_000_000, "100", 0),
        (1_000_000, "29", 710_000),
        (100, "57", 43),
        (7, "14.2857", 6),
        (7, "14.2858", 5),
    ];
    for (max, buffer, left) in cases {
        assert_eq!(by_memory(max, max, 1, buffer), Some(left), "{buffer} % of {max}");
    }
}

#[test]
fn the_resource_by_which_the_fewest_servers_fit_is_the_limit() {
    let cases = [
        ((1000, 1, 1), 10, Limit::Memory),
        ((1, 50, 1), 2, Limit::Cpu),
        ((1, 1, 500), 2, Limit::Storage),
        ((1000, 10, 100), 10, Limit::Memory),
        ((1001, 10, 100), 9, Limit::Memory),
        ((0, 10, 100), 10, Limit::Cpu),
    ];
    let group = group(&envelope(&[hypervisor(1)])).unwrap();
    for ((memory, cpu, storage), expected, limit) in cases {
        let need = need(&package(memory, cpu, storage), 0, "0").unwrap();
        let capacity = hypervisor_capacity(&group.hypervisors[0], &need, &Taken::default())
            .unwrap()
            .unwrap();
        assert_eq!(capacity.fits(), Fits::Count(expected));
        assert_eq!(capacity.limited_by(), Some(limit));
    }
}

#[test]
fn the_number_of_servers_is_limited_without_a_buffer() {
    let cases = [
        (json!({"max": 5, "free": 2}), Some(2)),
        (json!({"max": 5, "allocated": 1}), Some(4)),
        (json!({"max": 1, "free": 1}), Some(1)),
        (json!({"max": 5, "free": 0}), Some(0)),
        (json!({"max": 5, "free": -3}), Some(0)),
        (json!({"max": 0, "free": -3}), NO_LIMIT),
        (json!({"units": "#", "max": 35, "free": 35}), Some(35)),
        (Value::Null, NO_LIMIT),
        (json!("none"), None),
        (json!({"max": -1, "free": 0}), None),
        (json!({"max": 5}), None),
    ];
    for (servers, expected) in cases {
        let hypervisor = set(hypervisor(1), "resources/servers", servers.clone());
        assert_eq!(count(&[hypervisor], &package(0, 0, 0), 0, "100"), expected, "{servers}");
    }
}

#[test]
fn a_hypervisor_without_a_servers_quota_has_no_limit_of_servers() {
    let hypervisor = super::support::without(hypervisor(1), "resources/servers");
    assert_eq!(count(&[hypervisor], &package(1000, 0, 0), 0, "0"), Some(10));
}

#[test]
fn hypervisors_of_a_group_add_up() {
    let hypervisors = [memory(1000, 1000), set(memory(1000, 300), "hypervisor/id", 2.into())];
    assert_eq!(count(&hypervisors, &package(100, 0, 0), 0, "0"), Some(13));
}

#[test]
fn nothing_fits_in_a_group_without_hypervisors() {
    assert_eq!(count(&[], &package(1, 1, 1), 1, "10"), Some(0));
    assert_eq!(count(&[], &package(0, 0, 0), 0, "10"), Some(0));
}

#[test]
fn sums_saturate_at_the_largest_integer() {
    let largest = |id| set(memory(i64::MAX, i64::MAX), "hypervisor/id", id);
    let hypervisors: Vec<Value> = (1..=5).map(|id| largest(json!(id))).collect();
    assert_eq!(count(&hypervisors, &package(1, 0, 0), 0, "0"), NO_LIMIT);
    assert_eq!(by_memory(i64::MAX, i64::MAX, 1, "50"), Some(i64::MAX / 2));
    assert_eq!(by_memory(i64::MAX, i64::MAX, i64::MAX, "0"), Some(1));
    assert_eq!(by_memory(i64::MAX, i64::MIN, i64::MAX, "100"), Some(0));
    assert_eq!(by_memory(558_349_385, 558_349_380, 1, "10"), Some(502_514_441));
}

#[test]
fn one_hypervisor_without_a_limit_makes_the_group_unlimited() {
    let unlimited = set(memory(0, 0), "hypervisor/id", 2.into());
    assert_eq!(
        count(&[memory(1000, 1000), unlimited], &package(100, 0, 0), 0, "0"),
        NO_LIMIT
    );
}

#[test]
fn the_vendors_example_fits_57() {
    let example: Value = serde_json::from_str(include_str!("../../doubles/panel/data/group-resources.json")).unwrap();
    let entries = example["data"].as_array().unwrap();
    assert_eq!(count(entries, &package(2048, 2, 20), 1, "10"), Some(57));
    let one_by_one: Vec<Option<i64>> = entries
        .iter()
        .map(|entry| count(std::slice::from_ref(entry), &package(2048, 2, 20), 0, "10"))
        .collect();
    assert_eq!(one_by_one, [0, 3, 11, 7, 11, 1, 1, 6, 6, 2, 9].map(Some));
}
