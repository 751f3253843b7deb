//! What holds for every group, by more than 100,000 random ones: the arithmetic against a second, naive one in integers without
//! bounds, and the directions in which a quantity may move.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "the rules use more of it")]
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
    /// The panel writes half a unit more than `max`, which is cut off.
    half_more: bool,
}

#[derive(Clone, Debug)]
struct Pool {
    medium: i64,
    enabled: bool,
    quota: Quota,
}

#[derive(Clone, Debug)]
struct Host {
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
    medium: i64,
    ipv4: u64,
    /// In steps of 0.0001 %.
    buffer: u32,
}

/// Small numbers mostly, and the ends of the range.
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
    (0..3_i64, prop::bool::weighted(0.8), quota()).prop_map(|(medium, enabled, quota)| Pool { medium, enabled, quota })
}

fn host() -> impl Strategy<Value = Host> {
    (
        prop::bool::weighted(0.85),
        quota(),
        quota(),
        prop::option::weighted(0.3, quota()),
        pool(),
        prop::collection::vec(pool(), 0..3),
        prop::option::weighted(0.8, number(i64::MIN)),
    )
        .prop_map(|(eligible, memory, cpu, servers, local, other, ipv4)| Host {
            eligible,
            memory,
            cpu,
            servers,
            local,
            other,
            ipv4,
        })
}

fn groups() -> impl Strategy<Value = Vec<Vec<Host>>> {
    prop::collection::vec(prop::collection::vec(host(), 0..5), 1..4)
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
        .prop_map(|(memory, cpu, storage, medium, ipv4, buffer)| Footprint {
            memory,
            cpu,
            storage,
            medium,
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

    /// How many fit; `None` for no limit.
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
        json["storageType"] = self.medium.into();
        json
    }
}

impl Host {
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

    /// The least of its limits; `None` for no limit at all.
    fn fits(&self, need: &Footprint) -> Option<BigInt> {
        let pools = std::iter::once(&self.local).chain(self.other.iter().filter(|_| need.medium > 0));
        let candidates: Vec<Option<BigInt>> = pools
            .filter(|pool| pool.enabled && (need.medium == 0 || pool.medium == need.medium))
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

/// A count, or no limit, which is more than any.
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

/// Both rules again, as plainly as they can be written.
fn naive(groups: &[Vec<Host>], need: &Footprint) -> (i64, i64) {
    let eligible = |group: &[Host]| group.iter().filter(|host| host.eligible).cloned().collect::<Vec<_>>();
    let none = Count::Limited(BigInt::ZERO);
    let by_group = groups.iter().map(|group| {
        let hosts = eligible(group);
        let fits = hosts
            .iter()
            .fold(none.clone(), |sum, host| sum.plus(Count::of(host.fits(need))));
        let highest = hosts.iter().filter_map(|host| host.ipv4).max();
        fits.min(highest.map_or(Count::Unlimited, |free| addresses(free, need.ipv4)))
    });
    let sum = by_group.fold(none.clone(), Count::plus);
    let mut hosts: Vec<Host> = groups.iter().flat_map(|group| eligible(group)).collect();
    hosts.sort_by_key(|host| host.ipv4.map_or(i128::MAX, i128::from));
    let total = hosts.iter().fold(none, |total, host| {
        let cap = host.ipv4.map_or(Count::Unlimited, |free| addresses(free, need.ipv4));
        total.plus(Count::of(host.fits(need))).min(cap)
    });
    (sum.publish(), total.publish())
}

/// Both rules by the crate itself, from JSON on.
fn counted(groups: &[Vec<Host>], need: &Footprint) -> (i64, i64) {
    let package = json!({
        "enabled": true, "memory": need.memory, "cpuCores": need.cpu, "primaryStorage": need.storage,
        "primaryStorageProfile": need.medium,
    });
    let percent = format!("{}.{:04}", need.buffer / 10_000, need.buffer % 10_000);
    let need = support::need(&package, need.ipv4, &percent).expect("a package");
    let mut together = Addresses::default();
    let mut sum = 0_i64;
    let mut id = 0;
    for group in groups {
        let entries: Vec<Value> = group
            .iter()
            .map(|host| {
                id += 1;
                host.json(id)
            })
            .collect();
        let group = support::group(&support::envelope(&entries)).expect("a group");
        let capacity = group_capacity(&group, &need, &[]).expect("it is understood");
        together.add(&group, &capacity);
        sum = sum.saturating_add(capacity.with_shared_pool().quantity());
    }
    (sum, together.total(need.ipv4).quantity())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Two groups to a case, on average.
#[test]
fn the_arithmetic_agrees_with_a_naive_one_on_a_hundred_thousand_groups() {
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
        let mut hosts: Vec<&mut Host> = groups.iter_mut().flatten().collect();
        prop_assume!(!hosts.is_empty());
        let at = pick.index(hosts.len());
        let host = &mut *hosts[at];
        let raise = |free: &mut i64| *free = free.saturating_add(more);
        let quota = match field {
            0 => Some(&mut host.memory),
            1 => Some(&mut host.cpu),
            2 => host.servers.as_mut(),
            3 => Some(&mut host.local.quota),
            4 => host.other.first_mut().map(|pool| &mut pool.quota),
            _ => {
                host.ipv4.iter_mut().for_each(raise);
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
    fn the_order_of_hosts_and_groups_does_not_matter(
        (groups, shuffled) in groups().prop_flat_map(|groups| {
            let inner: Vec<_> = groups.iter().map(|group| Just(group.clone()).prop_shuffle()).collect();
            (Just(groups), inner.prop_shuffle())
        }),
        need in footprint(),
    ) {
        prop_assert_eq!(counted(&groups, &need), counted(&shuffled, &need));
    }

    #[test]
    fn addresses_by_hypervisor_never_promise_more_than_one_pool_does(groups in groups(), need in footprint()) {
        // A host that says nothing of IPv4 has no limit of its own there, so only groups without one compare.
        let groups: Vec<Vec<Host>> = groups
            .into_iter()
            .map(|group| group.into_iter().filter(|host| host.ipv4.is_some()).collect())
            .collect();
        let (by_group, by_hypervisor) = counted(&groups, &need);
        prop_assert!(by_hypervisor <= by_group, "{by_hypervisor} and {by_group}");
    }

    #[test]
    fn no_answer_that_is_json_makes_the_decoding_panic(answer in any_json(), odd in any_json(), at in 0..PLACES.len()) {
        let _ = support::page(&answer).and_then(|page| page.pages());
        let mut entry = support::with_ipv4(support::host(1), 5);
        *entry.pointer_mut(PLACES[at]).expect("the place is there") = odd;
        let count = support::count(&[entry], &support::on_medium(1), 1, "10");
        prop_assert!(count.is_none_or(|count| count >= 0));
        let _ = Package::read_text(answer.to_string());
        let _ = Buffer::from_text(&answer.to_string()).reserve(i64::MAX);
    }
}

const PLACES: [&str; 10] = [
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
