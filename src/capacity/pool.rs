//! Which storage pools a server's disk may be stored in.

use crate::decode::{Field, Hypervisor, Pool, Quota};

/// Which storage pool of a hypervisor: 0 is the default mountpoint, further pools count from 1 in the panel's order.
pub type PoolNumber = usize;

/// Passes the pools that a disk of this storage type may be stored in to `show`, the default mountpoint first.
///
/// # Errors
/// The name of the field that holds a pool which may be a candidate and is not understood; every other pool is still shown.
pub fn candidates(
    hypervisor: &Hypervisor,
    storage_type: i64,
    mut show: impl FnMut(PoolNumber, Quota),
) -> Result<(), &'static str> {
    let mut unclear = Ok(());
    let mut look = |number, pool: &Pool, key: &Field<i64>, field| match candidate(pool, key, storage_type) {
        Field::Absent => {}
        Field::Is(quota) => show(number, quota),
        Field::Unreadable => unclear = unclear.and(Err(field)),
    };
    if let Field::Is(pool) = &hypervisor.local {
        look(0, pool, &pool.storage_type, "localStorage");
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
                look(number, pool, key, "otherStorage");
            }
        }
        Field::Unreadable => unclear = unclear.and(Err("otherStorage")),
    }
    unclear
}

/// The quota of a pool that is enabled and of the wanted storage type; absent for any other. Without a storage type only the
/// default mountpoint is asked, whatever its type.
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
