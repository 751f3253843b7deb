//! Leases in the tables of a store.

use super::eviction;
use super::layout::{self, Lease};
use super::span::Span;
use super::store::{Claim, Leased, Version};
use super::tables::{Read, Table, TableError, Write};
use crate::clock::Millis;

/// The lease of a key, valid or not.
pub(super) fn lease_of(tables: &dyn Read, key: &[u8]) -> Result<Option<Lease>, TableError> {
    Ok(tables
        .get(Table::Leases, key)?
        .and_then(layout::read)
        .map(|(lease, _)| lease))
}

/// The lease with this version, if its holder is still working.
pub(super) fn working(tables: &dyn Read, key: &[u8], version: Version) -> Result<Option<Lease>, TableError> {
    Ok(lease_of(tables, key)?.filter(|lease| lease.version == version && lease.failed.is_none()))
}

/// Takes a lease, unless another is valid.
pub(super) fn lease(tables: &mut dyn Write, key: &str, claim: &Claim, now: Millis) -> Result<Leased, TableError> {
    let key = layout::key(key);
    if let Some(other) = lease_of(tables, &key)?
        && other.span.holds(now)
        && other.failed.is_none()
        && other.version != claim.version
        && claim.since.is_none_or(|since| other.asked >= since)
    {
        return Ok(Leased::HeldBy(other.version));
    }
    eviction::fit_entry(tables, Table::Leases, now)?;
    let lease = Lease {
        span: Span::new(now, claim.time),
        version: claim.version,
        asked: claim.asked,
        failed: None,
    };
    tables.put(Table::Leases, &key, &layout::write(&lease, b""))?;
    Ok(Leased::Taken)
}
