//! The storage pools in which a server's disk may be stored.

use crate::decode::{Field, Hypervisor, Pool, Quota};

/// The number of a storage pool of a hypervisor: 0 is the default mountpoint, further pools are counted from 1 in the panel's
/// order.
pub type PoolNumber = usize;

/// Calls `visit` with each pool in which a disk of this storage type may be stored, the default mountpoint first.
///
/// # Errors
///
/// The name of the field with a pool that may be a candidate and is not understood. The other pools are visited all the same.
pub fn candidates(
    hypervisor: &Hypervisor,
    storage_type: i64,
    mut visit: impl FnMut(PoolNumber, Quota),
) -> Result<(), &'static str> {
    let mut result = Ok(());
    let mut check = |number, pool: &Pool, key: &Field<i64>, field| match candidate(pool, key, storage_type) {
        Field::Absent => {}
        Field::Is(quota) => visit(number, quota),
        Field::Unreadable => result = result.and(Err(field)),
    };
    if let Field::Is(pool) = &hypervisor.local {
        check(0, pool, &pool.storage_type, "localStorage");
    }
    match &hypervisor.other {
        _ if storage_type <= 0 => {}
        Field::Absent => {}
        Field::Is(pools) => {
            for (number, pool) in (1..).zip(pools) {
                // Older panels report no storage type: their packages name the pool's id instead.
                let key = if pool.storage_type == Field::Absent {
                    &pool.id
                } else {
                    &pool.storage_type
                };
                check(number, pool, key, "otherStorage");
            }
        }
        Field::Unreadable => result = result.and(Err("otherStorage")),
    }
    result
}

/// The quota of a pool that is enabled and has the wanted storage type; absent for any other pool. `storage_type` 0 or less
/// matches every type; only the default mountpoint is then checked.
fn candidate(pool: &Pool, key: &Field<i64>, storage_type: i64) -> Field<Quota> {
    let matches = match key {
        _ if storage_type <= 0 => true,
        Field::Is(of_pool) => *of_pool == storage_type,
        Field::Absent => false,
        Field::Unreadable if pool.enabled == Field::Is(false) => false,
        Field::Unreadable => return Field::Unreadable,
    };
    match (&pool.enabled, &pool.quota) {
        (Field::Is(false) | Field::Absent, _) => Field::Absent,
        _ if !matches => Field::Absent,
        (Field::Is(true), Field::Is(quota)) => Field::Is(*quota),
        _ => Field::Unreadable,
    }
}
