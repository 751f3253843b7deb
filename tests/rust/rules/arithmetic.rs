//! How many fit by one resource, the buffer, and sums.

use serde_json::{Value, json};

use super::MOST;
use super::support::{count, envelope, fits, group, host, need, package, set};
use virtfusion_direct::capacity::{Fits, Limit, Taken, hypervisor_capacity};

fn memory(max: i64, free: i64) -> Value {
    set(host(1), "resources/memory", json!({"max": max, "free": free}))
}

fn by_memory(max: i64, free: i64, need: i64, buffer: &str) -> Option<i64> {
    count(&[memory(max, free)], &package(need, 0, 0), 0, buffer)
}

#[test]
fn whole_servers_fit_into_what_is_free_less_the_reserve() {
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
fn a_need_of_zero_or_less_limits_nothing() {
    for need in [0, -1, i64::MIN] {
        assert_eq!(by_memory(1000, 0, need, "10"), MOST, "{need}");
        assert_eq!(by_memory(1000, -500, need, "10"), MOST, "{need}");
    }
    assert_eq!(fits(host(1), &package(0, 0, 0)), MOST);
}

#[test]
fn a_maximum_of_zero_is_no_quota_whatever_is_said_to_be_free() {
    for free in [0, -1, -4096, 5, i64::MIN] {
        assert_eq!(by_memory(0, free, 1024, "10"), MOST, "{free}");
    }
}

#[test]
fn the_reserve_is_exact_and_rounded_up() {
    let cases = [
        // max, buffer, and what is left for a need of 1
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
fn the_resource_that_lets_the_fewest_through_decides() {
    let cases = [
        ((1000, 1, 1), 10, Limit::Memory),
        ((1, 50, 1), 2, Limit::Cpu),
        ((1, 1, 500), 2, Limit::Storage),
        ((1000, 10, 100), 10, Limit::Memory),
        ((1001, 10, 100), 9, Limit::Memory),
        ((0, 10, 100), 10, Limit::Cpu),
    ];
    let group = group(&envelope(&[host(1)])).unwrap();
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
fn the_number_of_servers_is_a_limit_without_a_buffer() {
    let cases = [
        (json!({"max": 5, "free": 2}), Some(2)),
        (json!({"max": 5, "allocated": 1}), Some(4)),
        (json!({"max": 1, "free": 1}), Some(1)),
        (json!({"max": 5, "free": 0}), Some(0)),
        (json!({"max": 5, "free": -3}), Some(0)),
        (json!({"max": 0, "free": -3}), MOST),
        (json!({"units": "#", "max": 35, "free": 35}), Some(35)),
        (Value::Null, MOST),
        (json!("none"), None),
        (json!({"max": -1, "free": 0}), None),
        (json!({"max": 5}), None),
    ];
    for (servers, expected) in cases {
        let host = set(host(1), "resources/servers", servers.clone());
        assert_eq!(count(&[host], &package(0, 0, 0), 0, "100"), expected, "{servers}");
    }
}

#[test]
fn a_host_that_does_not_speak_of_servers_has_no_such_limit() {
    let host = super::support::without(host(1), "resources/servers");
    assert_eq!(count(&[host], &package(1000, 0, 0), 0, "0"), Some(10));
}

#[test]
fn hypervisors_of_a_group_add_up() {
    let hosts = [memory(1000, 1000), set(memory(1000, 300), "hypervisor/id", 2.into())];
    assert_eq!(count(&hosts, &package(100, 0, 0), 0, "0"), Some(13));
}

#[test]
fn a_group_without_hosts_places_nothing() {
    assert_eq!(count(&[], &package(1, 1, 1), 1, "10"), Some(0));
    assert_eq!(count(&[], &package(0, 0, 0), 0, "10"), Some(0));
}

#[test]
fn sums_beyond_the_largest_integer_stay_at_it() {
    let most = |id| set(memory(i64::MAX, i64::MAX), "hypervisor/id", id);
    let hosts: Vec<Value> = (1..=5).map(|id| most(json!(id))).collect();
    assert_eq!(count(&hosts, &package(1, 0, 0), 0, "0"), MOST);
    assert_eq!(by_memory(i64::MAX, i64::MAX, 1, "50"), Some(i64::MAX / 2));
    assert_eq!(by_memory(i64::MAX, i64::MAX, i64::MAX, "0"), Some(1));
    assert_eq!(by_memory(i64::MAX, i64::MIN, i64::MAX, "100"), Some(0));
    assert_eq!(by_memory(558_349_385, 558_349_380, 1, "10"), Some(502_514_441));
}

#[test]
fn one_host_without_any_limit_leaves_the_group_without_one() {
    let free = set(memory(0, 0), "hypervisor/id", 2.into());
    assert_eq!(count(&[memory(1000, 1000), free], &package(100, 0, 0), 0, "0"), MOST);
}

#[test]
fn the_vendors_example_holds_57() {
    let example: Value = serde_json::from_str(include_str!("../../doubles/panel/data/group-resources.json")).unwrap();
    let entries = example["data"].as_array().unwrap();
    assert_eq!(count(entries, &package(2048, 2, 20), 1, "10"), Some(57));
    let alone: Vec<Option<i64>> = entries
        .iter()
        .map(|entry| count(std::slice::from_ref(entry), &package(2048, 2, 20), 0, "10"))
        .collect();
    assert_eq!(alone, [0, 3, 11, 7, 11, 1, 1, 6, 6, 2, 9].map(Some));
}
