//! Properties of quantities with holds, for random groups, products and lists of holds.

use proptest::prelude::*;
use virtfusion_direct::capacity::{Addresses, Footprint, Hold, Need, group_capacity};
use virtfusion_direct::request::Buffer;

use super::naive::{self, Hypervisor, Pool, Quota, Server, UNLIMITED};
use super::support;

fn quota() -> impl Strategy<Value = Quota> {
    (0..40_i64, -3..40_i64).prop_map(|(max, free)| Quota {
        max,
        free: free.min(max),
    })
}

fn pool() -> impl Strategy<Value = Pool> {
    (prop::bool::weighted(0.8), 0..3_i64, quota()).prop_map(|(enabled, storage_type, quota)| Pool {
        enabled,
        storage_type,
        quota,
    })
}

fn hypervisor(pools: std::ops::Range<usize>) -> impl Strategy<Value = Hypervisor> {
    (
        prop::bool::weighted(0.85),
        quota(),
        quota(),
        prop::option::weighted(0.4, quota()),
        prop::collection::vec(pool(), pools),
        prop::option::weighted(0.7, -2..30_i64),
    )
        .prop_map(|(eligible, memory, cpu, servers, pools, ipv4)| Hypervisor {
            eligible,
            memory,
            cpu,
            servers,
            pools,
            ipv4,
        })
}

fn group() -> impl Strategy<Value = Vec<Hypervisor>> {
    prop::collection::vec(hypervisor(1..4), 0..5)
}

fn server() -> impl Strategy<Value = Server> {
    (0..9_i64, 0..5_i64, 0..9_i64, 0..3_i64, 0..3_i64).prop_map(|(memory, cpu, storage, storage_type, ipv4)| Server {
        memory,
        cpu,
        storage,
        storage_type,
        ipv4,
    })
}

fn holds() -> impl Strategy<Value = Vec<naive::Hold>> {
    prop::collection::btree_map(1..1000_i64, server(), 0..9)
        .prop_map(|holds| {
            holds
                .into_iter()
                .map(|(id, server)| naive::Hold { id, server })
                .collect::<Vec<_>>()
        })
        .prop_shuffle()
}

fn footprint(server: Server) -> Footprint {
    Footprint {
        memory: server.memory,
        cpu_cores: server.cpu,
        storage: server.storage,
        storage_type: server.storage_type,
    }
}

/// The quantities that the extension computes: with one pool of addresses, and by hypervisor.
fn quantity(group: &[Hypervisor], product: Server, buffer: i64, holds: &[naive::Hold]) -> (i128, i128) {
    let entries: Vec<_> = (1..).zip(group).map(|(id, hypervisor)| hypervisor.json(id)).collect();
    let group = support::group(&support::envelope(&entries)).expect("a group");
    let need = Need {
        footprint: footprint(product),
        ipv4: product.ipv4.unsigned_abs(),
        buffer: Buffer::from_text(&buffer.to_string()),
    };
    let holds: Vec<Hold> = holds
        .iter()
        .map(|hold| Hold {
            id: hold.id,
            footprint: footprint(hold.server),
            ipv4: hold.server.ipv4.unsigned_abs(),
        })
        .collect();
    let capacity = group_capacity(&group, &need, &holds).expect("all of it is understood");
    let mut addresses = Addresses::default();
    addresses.add(&group, &capacity);
    let number = |quantity: i64| {
        if quantity == i64::MAX {
            UNLIMITED
        } else {
            i128::from(quantity)
        }
    };
    (
        number(capacity.with_shared_pool().quantity()),
        number(addresses.total(need.ipv4).quantity()),
    )
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(20_000))]

    #[test]
    fn quantities_are_those_of_a_naive_implementation(
        group in group(), product in server(), buffer in 0..30_i64, holds in holds(),
    ) {
        prop_assert_eq!(quantity(&group, product, buffer, &holds), naive::quantity(&group, product, buffer, &holds));
    }
}

proptest! {
    #![proptest_config(cases(5_000))]

    #[test]
    fn holds_never_raise_a_quantity(group in group(), product in server(), buffer in 0..30_i64, holds in holds()) {
        let (pool, own) = quantity(&group, product, buffer, &holds);
        let (most_by_pool, most_by_own) = quantity(&group, product, buffer, &[]);
        prop_assert!(pool <= most_by_pool && own <= most_by_own);
    }

    #[test]
    fn a_further_hold_never_raises_a_quantity(group in group(), product in server(), holds in holds(), later in server()) {
        let (pool, own) = quantity(&group, product, 10, &holds);
        let mut more = holds;
        more.push(naive::Hold { id: 1000, server: later });
        let (pool_after, own_after) = quantity(&group, product, 10, &more);
        prop_assert!(pool_after <= pool && own_after <= own);
    }

    #[test]
    fn the_order_of_holds_does_not_matter(group in group(), product in server(), mut holds in holds()) {
        let before = quantity(&group, product, 10, &holds);
        holds.reverse();
        prop_assert_eq!(quantity(&group, product, 10, &holds), before);
    }

    #[test]
    fn holds_of_the_products_own_size_lower_the_quantity_by_their_number(
        group in prop::collection::vec(hypervisor(1..2), 1..5), product in server(), count in 0..12_i64,
    ) {
        let product = Server { ipv4: 0, ..product };
        let holds: Vec<_> = (1..=count).map(|id| naive::Hold { id, server: product }).collect();
        let (without, _) = quantity(&group, product, 0, &[]);
        let (with, _) = quantity(&group, product, 0, &holds);
        let expected = if without == UNLIMITED { UNLIMITED } else { (without - i128::from(count)).max(0) };
        prop_assert_eq!(with, expected);
    }
}
