//! What goes out: the panel's text as PHP's arrays, and reports.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::{Error, Result};
use ext_php_rs::types::ZendHashTable;

use crate::cache::Facts;
use crate::decode::Quota;
use crate::report::{GroupLine, HypervisorLine, Level, PackageLine, Report, max_and_used};
use crate::sweep::Finding;

type Table = ZBox<ZendHashTable>;

/// A list of tables.
fn list<T>(items: &[T], make: impl Fn(&T) -> Result<Table>) -> Result<Table> {
    let mut table = ZendHashTable::new();
    for item in items {
        table.push(make(item)?)?;
    }
    Ok(table)
}

/// A table of these keys and values.
macro_rules! table {
    ($($key:literal => $value:expr),* $(,)?) => {{
        let mut table = ZendHashTable::new();
        $(table.insert($key, $value)?;)*
        Ok::<Table, Error>(table)
    }};
}

/// Reports by product id, in order.
pub(super) fn reports(reports: &[Report]) -> Result<Table> {
    let mut table = ZendHashTable::new();
    for report in reports {
        table.insert_at_index(report.product, self::report(report)?)?;
    }
    Ok(table)
}

/// The facts of the cache.
pub(super) fn facts(facts: &Facts, requests: u64) -> Result<Table> {
    /// PHP's integers have a sign.
    fn int(number: u64) -> i64 {
        i64::try_from(number).unwrap_or(i64::MAX)
    }
    table! {
        "tier" => facts.store.tier.name(),
        "place" => facts.store.place.as_str(),
        "why" => facts.store.why_alone.as_deref(),
        "since" => int(facts.store.since / 1000),
        "entries" => facts.holdings.as_ref().map(|held| int(held.entries)),
        "bytes" => facts.holdings.as_ref().map(|held| int(held.bytes)),
        "counted_since" => int(facts.began / 1000),
        "hits" => int(facts.hits),
        "misses" => int(facts.misses),
        "waits" => int(facts.waits),
        "requests" => int(requests),
    }
}

/// Findings by product id, in order.
pub(super) fn findings(findings: &[Finding]) -> Result<Table> {
    let mut table = ZendHashTable::new();
    for finding in findings {
        let row = table! {
            "quantity" => finding.quantity,
            "reason" => finding.reason.name(),
            "error" => finding.error.as_deref(),
            "state" => finding.state.as_deref(),
            "report" => finding.report.as_ref().map(report).transpose()?,
        }?;
        table.insert_at_index(finding.product, row)?;
    }
    Ok(table)
}

fn report(report: &Report) -> Result<Table> {
    table! {
        "product" => report.product,
        "quantity" => report.quantity,
        "reason" => report.reason.name(),
        "error" => report.error.as_deref(),
        "package" => report.package.as_ref().map(package).transpose()?,
        "buffer_pct" => report.buffer_pct,
        "ipv4_required" => report.ipv4_required,
        "ipv4_pool" => report.ipv4_pool.name(),
        "groups" => list(&report.groups, group)?,
        "cause" => report.cause,
    }
}

fn package(line: &PackageLine) -> Result<Table> {
    table! {
        "id" => line.id,
        "name" => line.name.as_deref(),
        "memory" => line.memory,
        "cpuCores" => line.cpu_cores,
        "primaryStorage" => line.primary_storage,
        "primaryStorageProfile" => line.primary_storage_profile,
    }
}

fn group(line: &GroupLine) -> Result<Table> {
    let mut notes = ZendHashTable::new();
    for note in &line.notes {
        notes.push(*note)?;
    }
    table! {
        "id" => line.id,
        "reason" => line.reason.name(),
        "quantity" => line.quantity,
        "fits" => line.fits,
        "ipv4_fits" => line.ipv4_fits,
        "limited_by" => line.limited_by,
        "notes" => notes,
        "hypervisors" => list(&line.hypervisors, host)?,
    }
}

fn host(line: &HypervisorLine) -> Result<Table> {
    let [memory, cpu, storage, servers] = line.by;
    let reserved = table! {
        "memory" => line.reserved.memory,
        "cpu" => line.reserved.cpu,
        "storage" => line.reserved.storage,
    }?;
    let levels = table! {
        "memory" => line.levels.memory.as_ref().map(level).transpose()?,
        "cpu" => line.levels.cpu.as_ref().map(level).transpose()?,
        "storage" => line.levels.storage.as_ref().map(level).transpose()?,
        "servers" => line.levels.servers.as_ref().map(level).transpose()?,
    }?;
    table! {
        "id" => line.id,
        "name" => line.name.as_deref(),
        "eligible" => line.skipped.is_none(),
        "skipped" => line.skipped,
        "fits" => line.fits,
        "limited_by" => line.limited_by,
        "memory" => memory,
        "cpu" => cpu,
        "storage" => storage,
        "servers" => servers,
        "ipv4_free" => line.ipv4_free,
        "reserved" => reserved,
        "levels" => levels,
        "pools" => list(&line.levels.pools, pool)?,
    }
}

fn level(level: &Level) -> Result<Table> {
    table! {
        "max" => level.max,
        "used" => level.used,
        "usable" => level.usable,
        "missing" => level.missing,
    }
}

fn pool(quota: &Quota) -> Result<Table> {
    let (max, used) = max_and_used(*quota);
    table! {
        "max" => max,
        "used" => used,
    }
}
