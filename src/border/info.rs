//! The information that `php --ri virtfusion_direct` and `phpinfo()` show.

use std::panic::catch_unwind;

use ext_php_rs::zend::ModuleEntry;
use ext_php_rs::{info_table_end, info_table_row, info_table_start};

use super::module::process;
use super::zend;
use crate::clock::{Clock, Millis, SystemClock};

/// Called by PHP. Must not panic: an unwinding panic would end the process here.
pub(super) extern "C" fn show(module: *mut ModuleEntry) {
    let rows = catch_unwind(rows).unwrap_or_default();
    info_table_start!();
    info_table_row!("virtfusion_direct", "enabled");
    info_table_row!("version", env!("CARGO_PKG_VERSION"));
    for (name, value) in rows {
        info_table_row!(name, value.replace('\0', " "));
    }
    info_table_end!();
    zend::show_settings(module);
}

fn rows() -> Vec<(&'static str, String)> {
    let process = process();
    let facts = process.cache.facts();
    let mut rows = vec![("shared cache", facts.store.place)];
    rows.extend(facts.store.why_alone.map(|why| ("why no shared store", why)));
    rows.push(("in use since", time(facts.store.since)));
    if let Some(holdings) = facts.holdings {
        rows.push(("entries", holdings.entries.to_string()));
        rows.push(("bytes", holdings.bytes.to_string()));
    }
    rows.extend([
        ("counted since", time(facts.began)),
        ("hits of this process", facts.hits.to_string()),
        ("misses of this process", facts.misses.to_string()),
        ("waits of this process", facts.waits.to_string()),
        ("requests of this process", process.http.requests().to_string()),
    ]);
    rows
}

/// A moment in seconds since the Unix epoch, and how long ago it is.
fn time(at: Millis) -> String {
    let ago = SystemClock.now().saturating_sub(at) / 1000;
    format!("{} ({ago} s ago)", at / 1000)
}
