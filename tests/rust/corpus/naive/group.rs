//! How many servers fit in a group, from its pages.

use num_bigint::BigInt;

use super::json::Json;
use super::values::{Quota, Read, flag, number, object, quota};

const MAX_PAGES: usize = 50;

/// What one server needs.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    pub memory: i64,
    pub cpu: i64,
    pub storage: i64,
    pub storage_type: i64,
    pub ipv4: u64,
    /// In steps of 0.0001 %.
    pub buffer: u32,
}

/// The number of pages, from the first one.
pub fn pages(first: &Json) -> Option<usize> {
    let (total, per_page) = (count(first, "total"), count(first, "per_page"));
    let last = match (count(first, "last_page"), total.value(), per_page.value()) {
        (Read::Is(last), _, _) => last,
        (Read::Not, _, _) => return None,
        (_, Some(total), Some(size)) if total > BigInt::ZERO && size > BigInt::ZERO => (total + &size - 1) / size,
        _ => 1.into(),
    };
    usize::try_from(last.max(1.into()))
        .ok()
        .filter(|pages| *pages <= MAX_PAGES)
}

/// A count of the pagination: at the top level, else in `meta`.
fn count(page: &Json, name: &str) -> Read<BigInt> {
    let meta = page.get("meta").and_then(|meta| meta.get(name));
    number(page.get(name).or(meta))
}

/// Whether a page links to a next one.
fn has_next(page: &Json) -> bool {
    [
        page.get("next_page_url"),
        page.get("meta").and_then(|meta| meta.get("next_page_url")),
        page.get("links").and_then(|links| links.get("next")),
    ]
    .iter()
    .any(|next| matches!(next, Some(Json::Text(_))))
}

/// The entries of all pages, each hypervisor once; `None` if they are not a whole group.
pub fn entries(pages: &[Json]) -> Option<Vec<&Json>> {
    let mut entries: Vec<&Json> = Vec::new();
    let (mut ids, mut all, mut most) = (Vec::new(), 0, BigInt::ZERO);
    for (at, page) in pages.iter().enumerate() {
        if count(page, "current_page")
            .value()
            .is_some_and(|number| number != (at + 1).into())
        {
            return None;
        }
        most = most.max(match count(page, "total") {
            Read::Is(total) => total,
            Read::Absent => BigInt::ZERO,
            Read::Not => return None,
        });
        let Some(Json::List(list)) = page.get("data") else {
            return None;
        };
        for entry in list {
            all += 1;
            let hypervisor = object(Some(entry))
                .value()
                .map(|entry| object(entry.get("hypervisor")))?;
            let id = hypervisor
                .value()
                .and_then(|hypervisor| number(hypervisor.get("id")).value());
            if id.as_ref().is_none_or(|id| !ids.contains(id)) {
                entries.push(entry);
            }
            ids.extend(id);
        }
    }
    if pages.last().is_some_and(has_next) {
        return None;
    }
    let counted = if pages.len() == 1 { all } else { entries.len() };
    (BigInt::from(counted) >= most).then_some(entries)
}

/// A hypervisor's id, if it has one.
pub fn id(entry: &Json) -> Option<BigInt> {
    number(object(entry.get("hypervisor")).value()?.get("id")).value()
}

/// How many servers fit with one pool of addresses, and by hypervisor; `None` if an entry is not understood.
pub fn quantities(entries: &[&Json], need: &Need) -> Option<(i64, i64)> {
    let mut hypervisors = Vec::new();
    for entry in entries {
        if is_eligible(object(entry.get("hypervisor")).value()?)? {
            hypervisors.push((free_addresses(entry, need)?, fits(entry, need)?));
        }
    }
    let by_addresses = |free: &BigInt| (need.ipv4 > 0).then(|| free.max(&BigInt::ZERO) / need.ipv4);
    let sum = hypervisors
        .iter()
        .try_fold(BigInt::ZERO, |sum, (_, fits)| Some(sum + fits.as_ref()?));
    let highest = hypervisors.iter().filter_map(|(free, _)| free.as_ref()).max();
    let shared = least([sum, highest.and_then(by_addresses)]);
    hypervisors.sort_by_key(|(free, _)| (free.is_none(), free.clone()));
    let mut own = Some(BigInt::ZERO);
    for (free, fits) in &hypervisors {
        let together = own.zip(fits.as_ref()).map(|(own, fits)| own + fits);
        own = least([together, free.as_ref().and_then(by_addresses)]);
    }
    let publish = |count: Option<BigInt>| count.and_then(|count| i64::try_from(count).ok()).unwrap_or(i64::MAX);
    Some((publish(shared), publish(own)))
}

/// `None` means no limit.
fn least<const N: usize>(limits: [Option<BigInt>; N]) -> Option<BigInt> {
    limits.into_iter().flatten().min()
}

/// One flag that excludes the hypervisor is enough. A missing flag is not understood, except that a missing `prohibit` is false.
fn is_eligible(hypervisor: &Json) -> Option<bool> {
    let [enabled, commissioned, prohibit] =
        ["enabled", "commissioned", "prohibit"].map(|name| flag(hypervisor.get(name)));
    if enabled == Read::Is(false) || commissioned == Read::Is(false) || prohibit == Read::Is(true) {
        return Some(false);
    }
    let is_open = prohibit == Read::Is(false) || prohibit == Read::Absent;
    (enabled == Read::Is(true) && commissioned == Read::Is(true) && is_open).then_some(true)
}

/// The outer `None` means: not understood.
#[allow(clippy::option_option, reason = "the naive implementation has no types for this")]
fn free_addresses(entry: &Json, need: &Need) -> Option<Option<BigInt>> {
    let mut at = entry;
    for step in ["resources", "network", "total", "ipv4"] {
        match object(at.get(step)) {
            Read::Is(next) => at = next,
            Read::Absent => return Some(None),
            Read::Not => return (need.ipv4 == 0).then_some(None),
        }
    }
    match number(at.get("free")) {
        Read::Is(free) => Some(Some(free)),
        Read::Absent => Some(None),
        Read::Not => (need.ipv4 == 0).then_some(None),
    }
}

#[allow(clippy::option_option, reason = "the naive implementation has no types for this")]
fn fits(entry: &Json, need: &Need) -> Option<Option<BigInt>> {
    let nothing = Json::Object(Vec::new());
    let resources = match object(entry.get("resources")) {
        Read::Is(resources) => resources,
        Read::Absent => &nothing,
        // The limit of servers is not known either.
        Read::Not => return None,
    };
    let by = |name: &str, units: &str, amount: i64| match object(resources.get(name)) {
        _ if amount <= 0 => Some(None),
        Read::Is(cell) => quota(cell, units).value().map(|quota| fit(amount, &quota, need.buffer)),
        _ => None,
    };
    let servers = match object(resources.get("servers")) {
        Read::Absent => None,
        Read::Is(cell) => fit(1, &quota(cell, "#").value()?, 0),
        Read::Not => return None,
    };
    let (memory, cpu) = (by("memory", "MB", need.memory)?, by("cpuCores", "#", need.cpu)?);
    Some(least([memory, cpu, storage(resources, need)?, servers]))
}

/// `None` means no limit.
fn fit(amount: i64, quota: &Quota, buffer: u32) -> Option<BigInt> {
    let Quota::Limited { max, free } = quota else {
        return None;
    };
    let reserve = (max * buffer + 999_999) / 1_000_000;
    let left = free - reserve;
    Some(if left > BigInt::ZERO {
        left / amount
    } else {
        BigInt::ZERO
    })
}

#[allow(clippy::option_option, reason = "the naive implementation has no types for this")]
fn storage(resources: &Json, need: &Need) -> Option<Option<BigInt>> {
    if need.storage <= 0 {
        return Some(None);
    }
    let mut candidates = Vec::new();
    if let Read::Is(local) = object(resources.get("localStorage")) {
        let key = (need.storage_type > 0).then(|| number(local.get("storageType")));
        candidates.extend(candidate(local, key, need)?);
    }
    if need.storage_type > 0 {
        for pool in pools(resources.get("otherStorage"))? {
            if let Read::Is(pool) = object(Some(pool)) {
                let key = if pool.get("storageType").is_some() {
                    "storageType"
                } else {
                    "id"
                };
                candidates.extend(candidate(pool, Some(number(pool.get(key))), need)?);
            }
        }
    }
    if candidates.contains(&None) {
        return Some(None);
    }
    Some(Some(candidates.into_iter().flatten().max().unwrap_or(BigInt::ZERO)))
}

/// A list, or the values of an object. If a key occurs twice, the last value counts.
fn pools(json: Option<&Json>) -> Option<Vec<&Json>> {
    match json {
        None | Some(Json::Null) => Some(Vec::new()),
        Some(Json::List(pools)) => Some(pools.iter().collect()),
        Some(object @ Json::Object(entries)) => {
            let mut keys: Vec<&String> = entries.iter().map(|(key, _)| key).collect();
            keys.sort();
            keys.dedup();
            Some(keys.into_iter().filter_map(|key| object.get(key)).collect())
        }
        Some(_) => None,
    }
}

/// What fits in a pool; nothing if it is not a candidate. The outer `None` means: not understood.
#[allow(clippy::option_option, reason = "the naive implementation has no types for this")]
fn candidate(pool: &Json, key: Option<Read<BigInt>>, need: &Need) -> Option<Option<Option<BigInt>>> {
    let enabled = match flag(pool.get("enabled")) {
        Read::Absent | Read::Is(false) => return Some(None),
        Read::Is(true) => true,
        Read::Not => false,
    };
    match key {
        Some(Read::Is(code)) if code != need.storage_type.into() => return Some(None),
        Some(Read::Absent) => return Some(None),
        Some(Read::Not) => return None,
        _ => {}
    }
    let quota = quota(pool, "GB").value().filter(|_| enabled)?;
    Some(Some(fit(need.storage, &quota, need.buffer)))
}
