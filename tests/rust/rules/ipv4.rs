//! How addresses limit, by the group's pool and by hypervisor.

use serde_json::{Value, json};

use super::MOST;
use super::support::{count, envelope, group, host, need, package, set, with_ipv4, without};
use virtfusion_direct::capacity::{Addresses, group_capacity};

/// Hosts that fit ten each and see these counts of free addresses.
fn hosts(free: &[Option<i64>]) -> Vec<Value> {
    (1..)
        .zip(free)
        .map(|(id, free)| match free {
            Some(free) => with_ipv4(host(id), *free),
            None => host(id),
        })
        .collect()
}

/// By the groups' own pools, and by hypervisor.
fn both(groups: &[Vec<Value>], package: &Value, ipv4: u64) -> (i64, i64) {
    let need = need(package, ipv4, "0").unwrap();
    let mut addresses = Addresses::default();
    let mut sum = 0_i64;
    for hosts in groups {
        let group = group(&envelope(hosts)).unwrap();
        let capacity = group_capacity(&group, &need, &[]).unwrap();
        addresses.add(&group, &capacity);
        sum = sum.saturating_add(capacity.with_shared_pool().quantity());
    }
    (sum, addresses.total(ipv4).quantity())
}

#[test]
fn as_one_pool_the_highest_count_of_a_group_limits_it() {
    let cases = [
        // free on each host, addresses a server, expected
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
            count(&hosts(&free), &package(1000, 0, 0), ipv4, "0"),
            Some(expected),
            "{free:?} at {ipv4} a server"
        );
    }
}

#[test]
fn addresses_limit_hosts_without_any_other_limit() {
    assert_eq!(
        count(&hosts(&[Some(40), Some(33)]), &package(0, 0, 0), 3, "0"),
        Some(13)
    );
    assert_eq!(count(&hosts(&[None]), &package(0, 0, 0), 3, "0"), MOST);
}

#[test]
fn by_hypervisor_no_address_is_promised_twice() {
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
        let hosts = hosts(&free);
        assert_eq!(
            both(&[hosts], &package(1000, 0, 0), ipv4).1,
            expected,
            "{free:?} at {ipv4} a server"
        );
    }
}

#[test]
fn by_hypervisor_the_hosts_of_all_groups_are_taken_together() {
    let one = hosts(&[Some(4)]);
    let two = vec![with_ipv4(host(2), 4)];
    // Each group has four by itself; the two may be the same four.
    assert_eq!(both(&[one, two], &package(1000, 0, 0), 1), (8, 4));
}

#[test]
fn the_vendors_example_is_57_as_one_pool_and_48_by_hypervisor() {
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
fn only_eligible_hosts_speak_of_addresses() {
    let off = set(with_ipv4(host(2), 500), "hypervisor/enabled", json!(false));
    let groups = [vec![with_ipv4(host(1), 3), off]];
    assert_eq!(both(&groups, &package(1000, 0, 0), 1), (3, 3));
}

#[test]
fn a_host_without_the_key_says_nothing_of_addresses() {
    let host = with_ipv4(host(1), 3);
    let silent = [
        without(host.clone(), "resources/network"),
        without(host.clone(), "resources/network/total"),
        without(host.clone(), "resources/network/total/ipv4"),
        without(host.clone(), "resources/network/total/ipv4/free"),
        set(host.clone(), "resources/network", Value::Null),
        set(host.clone(), "resources/network", json!([])),
        set(host, "resources/network/total", json!({"ipv6": {"free": 1}})),
    ];
    for host in silent {
        let network = host["resources"].get("network").cloned();
        assert_eq!(count(&[host], &package(1000, 0, 0), 1, "0"), Some(10), "{network:?}");
    }
}

#[test]
fn a_count_of_addresses_is_read_in_every_shape_of_a_number() {
    for free in [json!(3), json!("3"), json!(" 3 "), json!(3.9)] {
        let host = with_ipv4(host(1), free.clone());
        assert_eq!(count(&[host], &package(1000, 0, 0), 1, "0"), Some(3), "{free}");
    }
}

#[test]
fn a_count_of_addresses_that_is_not_understood_matters_when_servers_take_addresses() {
    for odd in [json!("?"), Value::Null, json!(true), json!([]), json!({})] {
        let host = with_ipv4(host(1), odd.clone());
        assert_eq!(
            count(std::slice::from_ref(&host), &package(1000, 0, 0), 1, "0"),
            None,
            "{odd}"
        );
        assert_eq!(count(&[host], &package(1000, 0, 0), 0, "0"), Some(10), "{odd}");
    }
    let odd = set(host(1), "resources/network", json!("?"));
    assert_eq!(count(&[odd], &package(1000, 0, 0), 1, "0"), None);
}

#[test]
fn differing_counts_are_noted_when_servers_take_addresses() {
    let differs = |hosts: &[Value], ipv4| {
        let need = need(&package(1000, 0, 0), ipv4, "0").unwrap();
        let group = group(&envelope(hosts)).unwrap();
        let capacity = group_capacity(&group, &need, &[]);
        capacity.unwrap().ipv4_differs
    };
    assert!(differs(&hosts(&[Some(3), Some(4)]), 1));
    assert!(!differs(&hosts(&[Some(3), Some(3), None]), 1));
    assert!(!differs(&hosts(&[Some(3), Some(4)]), 0));
    assert!(!differs(&hosts(&[None, None]), 1));
}
