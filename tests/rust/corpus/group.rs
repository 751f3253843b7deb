//! Checks for the bodies of a group's pages, which are separated by a byte 0, because JSON never contains one.

use num_bigint::BigInt;
use virtfusion_direct::cache::document::{Document, KeptAnswer};
use virtfusion_direct::capacity::{self, Addresses, Footprint, group_capacity};
use virtfusion_direct::decode::{Group, assemble, read_page};
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::request::Buffer;

use super::naive;
use super::naive::group::Need;
use super::naive::json::Json;

/// The needs to check: all resources; another storage type without addresses; single resources; the largest values.
const NEEDS: [Need; 7] = [
    need(1024, 2, 20, 0, 1, 100_000),
    need(2048, 1, 10, 2, 0, 0),
    need(1, 0, 0, 0, 0, 333_333),
    need(0, 3, 0, 1, 2, 1_000_000),
    need(0, 0, 7, 1, 1, 1),
    need(0, 0, 0, 0, 3, 0),
    need(i64::MAX, 1, i64::MAX, 3, u64::MAX, 999_999),
];

const fn need(memory: i64, cpu: i64, storage: i64, storage_type: i64, ipv4: u64, buffer: u32) -> Need {
    Need {
        memory,
        cpu,
        storage,
        storage_type,
        ipv4,
        buffer,
    }
}

/// Returns whether the body is understood. Panics if a check fails.
pub fn check(body: &[u8]) -> bool {
    let bodies: Vec<&[u8]> = body.split(|byte| *byte == 0).collect();
    let known = read(&bodies);
    assert_eq!(known, read(&bodies), "the same body is read differently");
    let Some((pages, is_borderline)) = naive_pages(&bodies) else {
        assert!(known.is_none(), "a group from a body that is not JSON, or incomplete");
        return false;
    };
    let expected = naive::group::entries(&pages);
    let (known, expected) = match (known, expected) {
        (Some(known), Some(expected)) => (known, expected),
        (None, None) => return false,
        (None, Some(_)) if is_borderline => return false,
        (known, expected) => panic!("read {known:?}, expected {expected:?}"),
    };
    let ids = |group: &Group| -> Vec<Option<BigInt>> {
        let ids = group.hypervisors.iter().map(|hypervisor| hypervisor.id.value());
        ids.map(|id| id.map(|id| BigInt::from(*id))).collect()
    };
    assert_eq!(
        ids(&known.0),
        expected.iter().map(|entry| naive::group::id(entry)).collect::<Vec<_>>()
    );
    for need in &NEEDS {
        let found = quantities(&known.0, need);
        assert_eq!(found, naive::group::quantities(&expected, need), "{need:?}");
        assert!(found.is_none_or(|(shared, own)| shared >= 0 && own >= 0), "{found:?}");
    }
    check_kept(&known, expected.len());
    true
}

/// Reads as many pages as the first one counts, as a recalculation does.
fn read(bodies: &[&[u8]]) -> Option<(Group, String)> {
    let page = |at: usize| {
        let body = *bodies.get(at)?;
        Some((read_page(body, at + 1).ok()?, body.to_vec()))
    };
    let pages = page(0)?.0.pages().ok()?;
    assemble((0..pages).map(page).collect::<Option<_>>()?).ok()
}

/// The pages that the first one counts, and whether any of them is borderline.
fn naive_pages(bodies: &[&[u8]]) -> Option<(Vec<Json>, bool)> {
    let read = |body: &&[u8]| naive::json::read(body);
    let pages = naive::group::pages(&read(bodies.first()?)?.root)?;
    let documents: Vec<_> = bodies.get(..pages)?.iter().map(read).collect::<Option<_>>()?;
    let borderline = documents.iter().any(|document| document.is_borderline);
    Some((
        documents.into_iter().map(|document| document.root).collect(),
        borderline,
    ))
}

/// Checks that the merged envelope is JSON, is page one of one, and is read from the cache as the same group.
fn check_kept((group, text): &(Group, String), hypervisors: usize) {
    let merged = naive::json::read(text.as_bytes()).expect("one envelope is JSON").root;
    for (key, value) in [
        ("current_page", 1),
        ("last_page", 1),
        ("per_page", hypervisors),
        ("total", hypervisors),
    ] {
        assert_eq!(merged.get(key), Some(&Json::Number(value.to_string())), "{key}");
    }
    assert!(matches!(merged.get("data"), Some(Json::List(entries)) if entries.len() == hypervisors));
    let kept = KeptAnswer {
        asked: 1,
        document: Some(Document::group(group.clone(), text)),
    };
    match KeptAnswer::decode(Resource::Group(5), 1, &kept.encode()).and_then(|answer| answer.document) {
        Some(Document::Group(again)) => assert_eq!(again.value, *group, "the stored document is read differently"),
        other => panic!("the stored document is not a group: {other:?}"),
    }
}

fn quantities(group: &Group, need: &Need) -> Option<(i64, i64)> {
    let percent = format!("{}.{:04}", need.buffer / 10_000, need.buffer % 10_000);
    let need = capacity::Need {
        footprint: Footprint {
            memory: need.memory,
            cpu_cores: need.cpu,
            storage: need.storage,
            storage_type: need.storage_type,
        },
        ipv4: need.ipv4,
        buffer: Buffer::from_text(&percent),
    };
    let mut addresses = Addresses::default();
    let capacity = group_capacity(group, &need, &[]).ok()?;
    addresses.add(group, &capacity);
    Some((
        capacity.with_shared_pool().quantity(),
        addresses.total(need.ipv4).quantity(),
    ))
}
