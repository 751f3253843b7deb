//! Properties of quantities, checked with more than 100,000 random groups: they are those of a naive implementation with unbounded
//! integers, and more capacity or a smaller buffer never lowers them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "rules/support.rs"]
mod support;

use num_bigint::BigInt;
use proptest::prelude::*;
use serde_json::{Value, json};
use virtfusion_direct::capacity::{Addresses, group_capacity};
use virtfusion_direct::decode::Package;
use virtfusion_direct::request::Buffer;

#[derive(Clone, Debug)]
struct Quota {
    max: i64,
    free: i64,
    by_allocated: bool,
    /// Whether the panel writes half a unit more than `max`, which is truncated.
    half_more: bool,
}

#[derive(Clone, Debug)]
struct Pool {
    storage_type: i64,
    enabled: bool,
    quota: Quota,
}

#[derive(Clone, Debug)]
struct Hypervisor {
    eligible: bool,
    memory: Quota,
    cpu: Quota,
    servers: Option<Quota>,
    local: Pool,
    other: Vec<Pool>,
    ipv4: Option<i64>,
}

#[derive(Clone, Debug)]
struct Footprint {
    memory: i64,
    cpu: i64,
    storage: i64,
    storage_type: i64,
    ipv4: u64,
    /// In steps of 0.0001 %.
    buffer: u32,
}

/// Mostly small numbers, and the ends of the range.
fn number(least: i64) -> impl Strategy<Value = i64> {
    let ends = vec![i64::MAX, i64::MAX - 1, i64::from(i32::MAX), 1 << 53, least, least + 1];
    prop_oneof![6 => least.max(-50)..5000, 1 => Just(0), 1 => prop::sample::select(ends)]
}

fn quota() -> impl Strategy<Value = Quota> {
    (number(0), number(i64::MIN), any::<bool>(), prop::bool::weighted(0.2)).prop_map(
        |(max, free, by_allocated, half_more)| Quota {
            max,
            free,
            by_allocated: by_allocated && max.checked_sub(free).is_some(),
            half_more,
        },
    )
}

fn pool() -> impl Strategy<Value = Pool> {
    (0..3_i64, prop::bool::weighted(0.8), quota()).prop_map(|(storage_type, enabled, quota)| Pool {
        storage_type,
        enabled,
        quota,
    })
}

fn hypervisor() -> impl Strategy<Value = Hypervisor> {
    (
        prop::bool::weighted(0.85),
        quota(),
        quota(),
        prop::option::weighted(0.3, quota()),
        pool(),
        prop::collection::vec(pool(), 0..3),
        prop::option::weighted(0.8, number(i64::MIN)),
    )
        .prop_map(|(eligible, memory, cpu, servers, local, other, ipv4)| Hypervisor {
            eligible,
            memory,
            cpu,
            servers,
            local,
            other,
            ipv4,
        })
}

fn groups() -> impl Strategy<Value = Vec<Vec<Hypervisor>>> {
    prop::collection::vec(prop::collection::vec(hypervisor(), 0..5), 1..4)
}

fn footprint() -> impl Strategy<Value = Footprint> {
    (
        number(0),
        number(0),
        number(0),
        0..3_i64,
        prop_oneof![0..4_u64, Just(u64::MAX)],
        0..=1_000_000_u32,
    )
        .prop_map(|(memory, cpu, storage, storage_type, ipv4, buffer)| Footprint {
            memory,
            cpu,
            storage,
            storage_type,
            ipv4,
            buffer,
        })
}

impl Quota {
    fn json(&self) -> Value {
        let max = if self.half_more {
            format!("{}.5", self.max)
        } else {
            self.max.to_string()
        };
        if self.by_allocated {
            json!({"max": max, "allocated": self.max - self.free})
        } else if self.max < 1 << 50 {
            json!({"max": serde_json::from_str::<Value>(&max).expect("a number"), "free": self.free})
        } else {
            json!({"max": max, "free": self.free})
        }
    }

    /// How many servers fit; `None` means no limit.
    fn fit(&self, need: i64, buffer: u32) -> Option<BigInt> {
        if need <= 0 || (self.max == 0 && !self.half_more) {
            return None;
        }
        if self.max == 0 {
            return Some(BigInt::ZERO);
        }
        let held = BigInt::from(self.max) * buffer;
        let reserve = (held + 999_999) / 1_000_000;
        let left = self.free - reserve;
        Some(if left > BigInt::ZERO { left / need } else { BigInt::ZERO })
    }
}

impl Pool {
    fn json(&self) -> Value {
        let mut json = self.quota.json();
        json["enabled"] = u8::from(self.enabled).into();
        json["storageType"] = self.storage_type.into();
        json
    }
}

impl Hypervisor {
    fn json(&self, id: usize) -> Value {
        let mut resources = json!({
            "memory": self.memory.json(), "cpuCores": self.cpu.json(),
            "localStorage": self.local.json(), "otherStorage": self.other.iter().map(Pool::json).collect::<Vec<_>>(),
        });
        if let Some(servers) = &self.servers {
            resources["servers"] = servers.json();
        }
        if let Some(free) = self.ipv4 {
            resources["network"] = json!({"total": {"ipv4": {"free": free}}});
        }
        json!({
            "hypervisor": {"id": id, "enabled": self.eligible, "commissioned": 3, "prohibit": 0},
            "resources": resources,
        })
    }

    /// The lowest of its limits; `None` means no limit.
    fn fits(&self, need: &Footprint) -> Option<BigInt> {
        let pools = std::iter::once(&self.local).chain(self.other.iter().filter(|_| need.storage_type > 0));
        let candidates: Vec<Option<BigInt>> = pools
            .filter(|pool| pool.enabled && (need.storage_type == 0 || pool.storage_type == need.storage_type))
            .map(|pool| pool.quota.fit(need.storage, need.buffer))
            .collect();
        let storage = if need.storage <= 0 || candidates.contains(&None) {
            None
        } else {
            Some(candidates.into_iter().flatten().max().unwrap_or(BigInt::ZERO))
        };
        let servers = self.servers.as_ref().and_then(|servers| servers.fit(1, 0));
        let memory = self.memory.fit(need.memory, need.buffer);
        let cpu = self.cpu.fit(need.cpu, need.buffer);
        [memory, cpu, storage, servers].into_iter().flatten().min()
    }
}

/// A count, or no limit, which is greater than every count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    Limited(BigInt),
    Unlimited,
}

impl Count {
    fn of(limit: Option<BigInt>) -> Self {
        limit.map_or(Self::Unlimited, Self::Limited)
    }

    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Limited(one), Self::Limited(other)) => Self::Limited(one + other),
            _ => Self::Unlimited,
        }
    }

    fn publish(self) -> i64 {
        match self {
            Self::Limited(count) => i64::try_from(count).unwrap_or(i64::MAX),
            Self::Unlimited => i64::MAX,
        }
    }
}

fn addresses(free: i64, ipv4: u64) -> Count {
    Count::of((ipv4 > 0).then(|| BigInt::from(free.max(0)) / ipv4))
}

/// Both ways to count addresses, in a naive implementation.
fn naive(groups: &[Vec<Hypervisor>], need: &Footprint) -> (i64, i64) {
    let eligible = |group: &[Hypervisor]| {
        group
            .iter()
            .filter(|hypervisor| hypervisor.eligible)
            .cloned()
            .collect::<Vec<_>>()
    };
    let none = Count::Limited(BigInt::ZERO);
    let by_group = groups.iter().map(|group| {
        let hypervisors = eligible(group);
        let fits = hypervisors.iter().fold(none.clone(), |sum, hypervisor| {
            sum.plus(Count::of(hypervisor.fits(need)))
        });
        let highest = hypervisors.iter().filter_map(|hypervisor| hypervisor.ipv4).max();
        fits.min(highest.map_or(Count::Unlimited, |free| addresses(free, need.ipv4)))
    });
    let sum = by_group.fold(none.clone(), Count::plus);
    let mut hypervisors: Vec<Hypervisor> = groups.iter().flat_map(|group| eligible(group)).collect();
    hypervisors.sort_by_key(|hypervisor| hypervisor.ipv4.map_or(i128::MAX, i128::from));
    let total = hypervisors.iter().fold(none, |total, hypervisor| {
        let cap = hypervisor
            .ipv4
            .map_or(Count::Unlimited, |free| addresses(free, need.ipv4));
        total.plus(Count::of(hypervisor.fits(need))).min(cap)
    });
    (sum.publish(), total.publish())
}

/// Both ways to count addresses, computed by the crate from JSON.
fn counted(groups: &[Vec<Hypervisor>], need: &Footprint) -> (i64, i64) {
    let package = json!({
        "enabled": true, "memory": need.memory, "cpuCores": need.cpu, "primaryStorage": need.storage,
        "primaryStorageProfile": need.storage_type,
    });
    let percent = format!("{}.{:04}", need.buffer / 10_000, need.buffer % 10_000);
    let need = support::need(&package, need.ipv4, &percent).expect("a package");
    let mut addresses_of_all = Addresses::default();
    let mut sum = 0_i64;
    let mut id = 0;
    for group in groups {
        let entries: Vec<Value> = group
            .iter()
            .map(|hypervisor| {
                id += 1;
                hypervisor.json(id)
            })
            .collect();
        let group = support::group(&support::envelope(&entries)).expect("a group");
        let capacity = group_capacity(&group, &need, &[]).expect("it is understood");
        addresses_of_all.add(&group, &capacity);
        sum = sum.saturating_add(capacity.with_shared_pool().quantity());
    }
    (sum, addresses_of_all.total(need.ipv4).quantity())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

// There are two groups per case on average.
#[test]
fn quantities_of_100_000_groups_are_those_of_a_naive_implementation() {
    let tried = std::cell::Cell::new(0);
    proptest::test_runner::TestRunner::new(cases(55_000))
        .run(&(groups(), footprint()), |(groups, need)| {
            tried.set(tried.get() + groups.len());
            prop_assert_eq!(counted(&groups, &need), naive(&groups, &need));
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert!(tried.get() >= 100_000, "{}", tried.get());
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn more_free_capacity_never_lowers_a_quantity(
        mut groups in groups(), need in footprint(), pick in any::<prop::sample::Index>(), field in 0..6, more in number(0),
    ) {
        let before = counted(&groups, &need);
        let mut hypervisors: Vec<&mut Hypervisor> = groups.iter_mut().flatten().collect();
        prop_assume!(!hypervisors.is_empty());
        let at = pick.index(hypervisors.len());
        let hypervisor = &mut *hypervisors[at];
        let raise = |free: &mut i64| *free = free.saturating_add(more);
        let quota = match field {
            0 => Some(&mut hypervisor.memory),
            1 => Some(&mut hypervisor.cpu),
            2 => hypervisor.servers.as_mut(),
            3 => Some(&mut hypervisor.local.quota),
            4 => hypervisor.other.first_mut().map(|pool| &mut pool.quota),
            _ => {
                hypervisor.ipv4.iter_mut().for_each(raise);
                None
            }
        };
        if let Some(quota) = quota {
            raise(&mut quota.free);
            quota.by_allocated = false;
        }
        let after = counted(&groups, &need);
        prop_assert!(after.0 >= before.0 && after.1 >= before.1, "{before:?} became {after:?}");
    }

    #[test]
    fn a_bigger_buffer_never_raises_a_quantity(groups in groups(), need in footprint(), other in 0..=1_000_000_u32) {
        let (small, big) = (need.buffer.min(other), need.buffer.max(other));
        let with = |buffer| counted(&groups, &Footprint { buffer, ..need.clone() });
        let (small, big) = (with(small), with(big));
        prop_assert!(big.0 <= small.0 && big.1 <= small.1, "{small:?} became {big:?}");
    }

    #[test]
    fn the_order_of_hypervisors_and_groups_does_not_matter(
        (groups, shuffled) in groups().prop_flat_map(|groups| {
            let inner: Vec<_> = groups.iter().map(|group| Just(group.clone()).prop_shuffle()).collect();
            (Just(groups), inner.prop_shuffle())
        }),
        need in footprint(),
    ) {
        prop_assert_eq!(counted(&groups, &need), counted(&shuffled, &need));
    }

    #[test]
    fn a_quantity_by_hypervisor_is_never_more_than_with_one_pool(groups in groups(), need in footprint()) {
        // Only groups in which every hypervisor reports a count can be compared: one without a count has no limit by hypervisor.
        let groups: Vec<Vec<Hypervisor>> = groups
            .into_iter()
            .map(|group| group.into_iter().filter(|hypervisor| hypervisor.ipv4.is_some()).collect())
            .collect();
        let (by_group, by_hypervisor) = counted(&groups, &need);
        prop_assert!(by_hypervisor <= by_group, "{by_hypervisor} and {by_group}");
    }

    #[test]
    fn decoding_never_panics_on_json(answer in any_json(), odd in any_json(), at in 0..PATHS.len()) {
        let _ = support::page(&answer).and_then(|page| page.pages());
        let mut entry = support::with_ipv4(support::hypervisor(1), 5);
        *entry.pointer_mut(PATHS[at]).expect("the path exists") = odd;
        let count = support::count(&[entry], &support::with_storage_type(1), 1, "10");
        prop_assert!(count.is_none_or(|count| count >= 0));
        let _ = Package::read_text(answer.to_string());
        let _ = Buffer::from_text(&answer.to_string()).reserve(i64::MAX);
    }
}

const PATHS: [&str; 10] = [
    "/hypervisor",
    "/hypervisor/enabled",
    "/hypervisor/id",
    "/resources",
    "/resources/memory/max",
    "/resources/localStorage",
    "/resources/localStorage/storageType",
    "/resources/otherStorage",
    "/resources/network/total",
    "/resources/network/total/ipv4/free",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[-+0-9.eE% ]{0,8}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let key = prop_oneof![
            Just("data".to_owned()),
            Just("max".to_owned()),
            Just("free".to_owned()),
            Just("enabled".to_owned()),
            Just("total".to_owned()),
            any::<String>(),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(key, inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}
