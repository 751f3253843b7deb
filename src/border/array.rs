//! Converts reports, findings and the facts of the cache to PHP's arrays.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::{Error, Result};
use ext_php_rs::types::ZendHashTable;

use crate::cache::Facts;
use crate::capacity::{Fits, Limit};
use crate::decode::{Quota, Standing};
use crate::report::{
    Finding, GroupLimit, GroupLine, GroupReason, HoldLine, HypervisorLine, Level, Note, PackageLine, Report,
    max_and_used,
};

type Table = ZBox<ZendHashTable>;

/// Converts each item to a table.
fn list<T>(items: &[T], make: impl Fn(&T) -> Result<Table>) -> Result<Table> {
    let mut table = ZendHashTable::new();
    for item in items {
        table.push(make(item)?)?;
    }
    Ok(table)
}

/// Creates a table with these keys and values.
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

/// How many requests were sent, and how many of them failed.
pub(super) fn request_counts(requests: u64, failures: u64) -> Result<Table> {
    table! {
        "requests" => count(requests),
        "failures" => count(failures),
    }
}

/// The facts of the cache.
pub(super) fn facts(facts: &Facts, requests: u64) -> Result<Table> {
    table! {
        "tier" => facts.store.tier.name(),
        "place" => facts.store.place.as_str(),
        "why" => facts.store.why_alone.as_deref(),
        "since" => count(facts.store.since / 1000),
        "entries" => facts.holdings.as_ref().map(|held| count(held.entries)),
        "bytes" => facts.holdings.as_ref().map(|held| count(held.bytes)),
        "counted_since" => count(facts.began / 1000),
        "hits" => count(facts.hits),
        "misses" => count(facts.misses),
        "waits" => count(facts.waits),
        "requests" => count(requests),
    }
}

/// Findings by product id, in order.
pub(super) fn findings(findings: &[Finding]) -> Result<Table> {
    let mut table = ZendHashTable::new();
    for finding in findings {
        let row = table! {
            "quantity" => finding.quantity.map(Fits::quantity),
            "reason" => finding.reason.name(),
            "fits" => finding.fits.map(Fits::quantity),
            "error" => finding.error.as_ref().map(ToString::to_string),
            "state" => finding.state.as_deref(),
            "report" => finding.report.as_ref().map(report).transpose()?,
        }?;
        table.insert_at_index(finding.product, row)?;
    }
    Ok(table)
}

fn report(report: &Report) -> Result<Table> {
    let (quantity, fits) = (report.quantity.map(Fits::quantity), report.fits.map(Fits::quantity));
    table! {
        "product" => report.product,
        "quantity" => quantity,
        "reason" => report.reason.name(),
        "fits" => fits,
        "held" => fits.zip(quantity).map(|(fits, quantity)| fits.saturating_sub(quantity)),
        "error" => report.error.as_ref().map(ToString::to_string),
        "package" => report.package.as_ref().map(package).transpose()?,
        "buffer_pct" => report.buffer_pct,
        "ipv4_required" => count(report.ipv4_required),
        "ipv4_pool" => report.ipv4_pool.name(),
        "groups" => list(&report.groups, group)?,
        "cause" => report.error.as_ref().map(|failure| failure.cause.kind()),
    }
}

/// An unsigned number as one of PHP's integers; saturates.
fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn package(line: &PackageLine) -> Result<Table> {
    table! {
        "id" => line.id,
        "name" => line.name.as_deref(),
        "memory" => line.footprint.memory,
        "cpuCores" => line.footprint.cpu_cores,
        "primaryStorage" => line.footprint.storage,
        "primaryStorageProfile" => line.footprint.storage_type,
    }
}

fn group(line: &GroupLine) -> Result<Table> {
    /// Further holds are only counted.
    const MAX_HOLDS: usize = 50;
    let mut notes = ZendHashTable::new();
    for note in &line.notes {
        notes.push(message(*note))?;
    }
    let (shown, others) = line.holds.split_at(line.holds.len().min(MAX_HOLDS));
    table! {
        "id" => line.id,
        "reason" => match line.reason {
            GroupReason::Ok => "ok",
            GroupReason::Missing => "group_missing",
            GroupReason::Unknown => "group_unknown",
            GroupReason::HoldUnknown => "hold_unknown",
        },
        "quantity" => line.quantity.map(Fits::quantity),
        "fits" => line.fits.and_then(Fits::limit),
        "ipv4_fits" => line.ipv4_fits.limit(),
        "limited_by" => line.limited_by.map(|limit| match limit {
            GroupLimit::Hypervisors => "hypervisors",
            GroupLimit::Ipv4 => "ipv4",
        }),
        "holds" => list(shown, hold)?,
        "more_holds" => count(others.len() as u64),
        "notes" => notes,
        "hypervisors" => list(&line.hypervisors, hypervisor)?,
    }
}

fn message(note: Note) -> String {
    match note {
        Note::Ipv4Differs => {
            "Hypervisors of this group report different IPv4 counts; the highest is taken as one pool for all of \
                              them. If each has blocks of its own, set virtfusion_direct.ipv4_pool to hypervisor."
                .to_owned()
        }
        Note::Ipv4Shared(other) => format!(
            "Group {other} reports the same IPv4 count, and it limits both. If the two share a block, its addresses are counted \
             twice."
        ),
    }
}

fn hold(line: &HoldLine) -> Result<Table> {
    table! {
        "id" => line.id,
        "package" => line.package,
        "placed" => line.placed,
        "costs" => count(line.costs),
        "unbuildable" => line.unbuildable,
    }
}

fn hypervisor(line: &HypervisorLine) -> Result<Table> {
    let [memory, cpu, storage, servers] = line.by.map(Fits::limit);
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
    let skipped = match line.standing {
        Standing::Eligible => None,
        Standing::Disabled => Some("disabled"),
        Standing::NotCommissioned => Some("not_commissioned"),
        Standing::Prohibited => Some("prohibited"),
    };
    table! {
        "id" => line.id,
        "name" => line.name.as_deref(),
        "eligible" => skipped.is_none(),
        "skipped" => skipped,
        "fits" => line.fits.limit(),
        "limited_by" => line.limited_by.map(|limit| match limit {
            Limit::Memory => "memory",
            Limit::Cpu => "cpu",
            Limit::Storage => "storage",
            Limit::Servers => "servers",
        }),
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
        "held" => level.held,
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
