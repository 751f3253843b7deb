//! Keeps tables within their limits. Evicts expired entries first, then those closest to expiry, half of them at once, so that a
//! full table is searched once in thousands of changes and not on each.

use super::layout;
use super::store::MAX_ENTRIES;
use super::tables::{TABLES, Table, TableError, Write};
use crate::clock::Millis;

/// How much is evicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Eviction {
    /// Expired entries.
    Expired,
    /// Expired entries, and the half of the others that is closest to expiry.
    Half,
    /// Everything.
    All,
}

pub(super) const STEPS: [Eviction; 3] = [Eviction::Expired, Eviction::Half, Eviction::All];

/// Evicts until an answer of `size` bytes fits.
pub(super) fn fit_answer(tables: &mut dyn Write, size: u64, max_bytes: u64, now: Millis) -> Result<(), TableError> {
    for step in STEPS {
        let (answers, bodies) = (tables.usage(Table::Answers)?, tables.usage(Table::Bodies)?);
        if answers.entries < MAX_ENTRIES && answers.bytes + bodies.bytes + size <= max_bytes {
            break;
        }
        evict(tables, Table::Answers, step, now)?;
    }
    Ok(())
}

/// Evicts until another entry fits in a table of small entries.
pub(super) fn fit_entry(tables: &mut dyn Write, table: Table, now: Millis) -> Result<(), TableError> {
    for step in STEPS {
        if tables.usage(table)?.entries < MAX_ENTRIES {
            break;
        }
        evict(tables, table, step, now)?;
    }
    Ok(())
}

/// Makes room in a full store: evicts answers according to `step`, and expired entries of the other tables.
pub(super) fn make_room(tables: &mut dyn Write, step: Eviction, now: Millis) -> Result<(), TableError> {
    for table in TABLES {
        match table {
            Table::Answers => evict(tables, table, step, now)?,
            Table::Bodies => {}
            Table::Leases | Table::Limits | Table::Notes => evict(tables, table, Eviction::Expired, now)?,
        }
    }
    Ok(())
}

fn evict(tables: &mut dyn Write, table: Table, step: Eviction, now: Millis) -> Result<(), TableError> {
    let mut running: Vec<(Millis, Vec<u8>)> = Vec::new();
    let mut evicted: Vec<Vec<u8>> = Vec::new();
    tables.each(table, &mut |key, value| match layout::span(value) {
        Some(span) if span.holds(now) && step != Eviction::All => running.push((span.until, key.to_vec())),
        _ => evicted.push(key.to_vec()),
    })?;
    if step == Eviction::Half {
        running.sort_unstable();
        let half = running.len().div_ceil(2);
        evicted.extend(running.drain(..half).map(|(_, key)| key));
    }
    for key in evicted {
        tables.delete(table, &key)?;
        if table == Table::Answers {
            tables.delete(Table::Bodies, &key)?;
        }
    }
    Ok(())
}
