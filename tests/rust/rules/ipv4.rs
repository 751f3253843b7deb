//! How IPv4 addresses limit a quantity, as one pool per group and by hypervisor.

use serde_json::{Value, json};

use super::NO_LIMIT;
use super::support::{count, envelope, group, hypervisor, need, package, set, with_ipv4, without};
use virtfusion_direct::capacity::{Addresses, group_capacity};

/// Hypervisors that fit ten servers each and report these counts of free addresses.
fn hypervisors(free: &[Option<i64>]) -> Vec<Value> {
    (1..)
        .zip(free)
        .map(|(id, free)| match free {
            Some(free) => with_ipv4(hypervisor(id), *free),
            None => hypervisor(id),
        })
        .collect()
}

/// The quantities with one pool per group, and by hypervisor.
fn both(groups: &[Vec<Value>], package: &Value, ipv4: u64) -> (i64, i64) {
    let need = need(package, ipv4, "0").unwrap();
    let mut addresses = Addresses::default();
    let mut sum = 0_i64;
    for hypervisors in groups {
        let group = group(&envelope(hypervisors)).unwrap();
        let capacity = group_capacity(&group, &need, &[]).unwrap();
        addresses.add(&group, &capacity);
        sum = sum.saturating_add(capacity.with_shared_pool().quantity());
    }
    (sum, addresses.total(ipv4).quantity())
}

#[test]
fn with_one_pool_the_highest_count_limits_the_group() {
    let cases = [
        // free addresses of each hypervisor, addresses per server, expected
        (vec![Some(15), Some(15)], 1, 15),
        (vec![Some(15), Some(3)], 1, 15),
        (vec![Some(3), Some(15)], 1, 15),
        (vec![Some(500), Some(3)], 1, 20),
        (vec![Some(15), None], 1, 15),
        (vec![None, None], 1, 20),
        (vec![Some(0), Some(0)], 1, 0),
        (vec![Some(-7), Some(0)], 1, 0),
        (vec![Some(0), None], 1, 0),
        (vec![Some(15), Some(15)], 2, 7),
        (vec![Some(15), Some(15)], 16, 0),
        (vec![Some(0), Some(0)], 0, 20),
        (vec![Some(i64::MAX), Some(1)], 1, 20),
        (vec![Some(i64::MIN)], 1, 0),
    ];
    for (free, ipv4, expected) in cases {
        assert_eq!(
            count(&hypervisors(&free), &package(1000, 0, 0), ipv4, "0"),
            Some(expected),
            "{free:?} at {ipv4} per server"
        );
    }
}

#[test]
fn addresses_limit_hypervisors_without_other_limits() {
    assert_eq!(
        count(&hypervisors(&[Some(40), Some(33)]), &package(0, 0, 0), 3, "0"),
        Some(13)
    );
    assert_eq!(count(&hypervisors(&[None]), &package(0, 0, 0), 3, "0"), NO_LIMIT);
}

#[test]
fn by_hypervisor_no_address_is_counted_twice() {
    let cases = [
        (vec![Some(15), Some(15)], 1, 15),
        (vec![Some(15), Some(3)], 1, 13),
        (vec![Some(3), Some(15)], 1, 13),
        (vec![Some(5), Some(8)], 1, 8),
        (vec![Some(500), Some(0)], 1, 10),
        (vec![Some(3), None], 1, 13),
        (vec![None, Some(3)], 1, 13),
        (vec![None, None], 1, 20),
        (vec![Some(-7), Some(0)], 1, 0),
        (vec![Some(15), Some(3)], 2, 7),
        (vec![Some(0), Some(0)], 0, 20),
    ];
    for (free, ipv4, expected) in cases {
        let hypervisors = hypervisors(&free);
        assert_eq!(
            both(&[hypervisors], &package(1000, 0, 0), ipv4).1,
            expected,
            "{free:?} at {ipv4} per server"
        );
    }
}

#[test]
fn by_hypervisor_all_groups_are_counted_together() {
    let one = hypervisors(&[Some(4)]);
    let two = vec![with_ipv4(hypervisor(2), 4)];
    // Each group has four addresses; they may be the same four.
    assert_eq!(both(&[one, two], &package(1000, 0, 0), 1), (8, 4));
}

#[test]
fn the_vendors_example_fits_57_with_one_pool_and_48_by_hypervisor() {
    let example: Value = serde_json::from_str(include_str!("../../doubles/panel/data/group-resources.json")).unwrap();
    let group = group(&example).unwrap();
    let need = need(&package(2048, 2, 20), 1, "10").unwrap();
    let mut addresses = Addresses::default();
    let capacity = group_capacity(&group, &need, &[]).unwrap();
    addresses.add(&group, &capacity);
    assert!(capacity.ipv4_differs);
    assert_eq!(capacity.with_shared_pool().quantity(), 57);
    assert_eq!(addresses.total(1).quantity(), 48);
}

#[test]
fn addresses_of_ineligible_hypervisors_are_ignored() {
    let disabled = set(with_ipv4(hypervisor(2), 500), "hypervisor/enabled", json!(false));
    let groups = [vec![with_ipv4(hypervisor(1), 3), disabled]];
    assert_eq!(both(&groups, &package(1000, 0, 0), 1), (3, 3));
}

#[test]
fn a_hypervisor_without_a_count_of_addresses_is_not_limited_by_them() {
    let hypervisor = with_ipv4(hypervisor(1), 3);
    let without_count = [
        without(hypervisor.clone(), "resources/network"),
        without(hypervisor.clone(), "resources/network/total"),
        without(hypervisor.clone(), "resources/network/total/ipv4"),
        without(hypervisor.clone(), "resources/network/total/ipv4/free"),
        set(hypervisor.clone(), "resources/network", Value::Null),
        set(hypervisor.clone(), "resources/network", json!([])),
        set(hypervisor, "resources/network/total", json!({"ipv6": {"free": 1}})),
    ];
    for hypervisor in without_count {
        let network = hypervisor["resources"].get("network").cloned();
        assert_eq!(
            count(&[hypervisor], &package(1000, 0, 0), 1, "0"),
            Some(10),
            "{network:?}"
        );
    }
}

#[test]
fn a_count_of_addresses_is_read_from_every_form_of_a_number() {
    for free in [json!(3), json!("3"), json!(" 3 "), json!(3.9)] {
        let hypervisor = with_ipv4(hypervisor(1), free.clone());
        assert_eq!(count(&[hypervisor], &package(1000, 0, 0), 1, "0"), Some(3), "{free}");
    }
}

#[test]
fn an_invalid_count_of_addresses_matters_only_if_servers_take_addresses() {
    for odd in [json!("?"), Value::Null, json!(true), json!([]), json!({})] {
        let hypervisor = with_ipv4(hypervisor(1), odd.clone());
        assert_eq!(
            count(std::slice::from_ref(&hypervisor), &package(1000, 0, 0), 1, "0"),
            None,
            "{odd}"
        );
        assert_eq!(count(&[hypervisor], &package(1000, 0, 0), 0, "0"), Some(10), "{odd}");
    }
    let odd = set(hypervisor(1), "resources/network", json!("?"));
    assert_eq!(count(&[odd], &package(1000, 0, 0), 1, "0"), None);
}

#[test]
fn different_counts_are_noted_only_if_servers_take_addresses() {
    let differs = |hypervisors: &[Value], ipv4| {
        let need = need(&package(1000, 0, 0), ipv4, "0").unwrap();
        let group = group(&envelope(hypervisors)).unwrap();
        let capacity = group_capacity(&group, &need, &[]);
        capacity.unwrap().ipv4_differs
    };
    assert!(differs(&hypervisors(&[Some(3), Some(4)]), 1));
    assert!(!differs(&hypervisors(&[Some(3), Some(3), None]), 1));
    assert!(!differs(&hypervisors(&[Some(3), Some(4)]), 0));
    assert!(!differs(&hypervisors(&[None, None]), 1));
}
