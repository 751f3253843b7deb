//! How many servers the free IPv4 addresses allow.

use super::fits::Fits;

/// `floor(free / per_server)`, at least 0; no limit for servers that take no address.
pub(super) fn by_ipv4(free: i64, per_server: u64) -> Fits {
    let free = u64::try_from(free).unwrap_or(0);
    free.checked_div(per_server).map_or(Fits::NoLimit, Fits::Count)
}

/// The free addresses that are left after those that are taken.
pub(super) fn less(free: i64, taken: u64) -> i64 {
    free.saturating_sub(i64::try_from(taken).unwrap_or(i64::MAX))
}
