//! Placing a hold, a server that is sold and not built yet, on a hypervisor.

use super::fits::Fits;
use super::hypervisor::{hypervisor_capacity, not_understood};
use super::need::{Footprint, Need};
use super::place::Place;
use super::pool::{PoolNumber, candidates};
use super::taken::{Disk, Taken};
use crate::decode::{Field, Hypervisor, Quota};
use crate::failure::NotUnderstood;

/// A server that is sold and not built yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hold {
    /// The service's id.
    pub id: i64,
    /// What its server takes.
    pub footprint: Footprint,
    /// The addresses that it takes.
    pub ipv4: u64,
}

/// Where a hold is placed: the index of the hypervisor in its group, and its disk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub hypervisor: usize,
    pub disk: Disk,
}

/// The place where a server of `need` loses most: the hypervisor whose fits drop most, the first of them when equal. So the
/// quantity holds wherever the panel puts the server. `None`: no hypervisor has room for the hold.
///
/// # Errors
/// A field of an eligible hypervisor that the hold needs is missing or not understood.
pub(super) fn place(
    hold: &Hold,
    hypervisors: &[Hypervisor],
    places: &[Place],
    need: &Need,
) -> Result<Option<Found>, NotUnderstood> {
    let mut worst: Option<(u64, Found)> = None;
    for (index, (hypervisor, place)) in hypervisors.iter().zip(places).enumerate() {
        let Some(before) = &place.capacity else {
            continue;
        };
        let Some(disk) = room(hold, hypervisor, &place.taken)? else {
            continue;
        };
        let mut taken = place.taken.clone();
        taken.add(&hold.footprint, disk);
        let after = hypervisor_capacity(hypervisor, need, &taken)?.map_or(Fits::ZERO, |after| after.fits());
        let loss = before.fits().loss(after);
        if worst.is_none_or(|(most, _)| loss > most) {
            worst = Some((
                loss,
                Found {
                    hypervisor: index,
                    disk,
                },
            ));
        }
    }
    Ok(worst.map(|(_, found)| found))
}

/// Where the hold's disk would be stored on this hypervisor; `None` when the hold does not fit there, without any buffer.
fn room(hold: &Hold, hypervisor: &Hypervisor, taken: &Taken) -> Result<Option<Disk>, NotUnderstood> {
    let server = &hold.footprint;
    let has_room = |one: i64, quota: &Field<Quota>, taken: i64, field| match quota {
        _ if one <= 0 => Ok(true),
        Field::Is(quota) => Ok(free(quota.less(taken)) >= one),
        _ => Err(not_understood(hypervisor, field)),
    };
    let servers = match &hypervisor.servers {
        Field::Absent => true,
        quota => has_room(1, quota, taken.servers, "servers")?,
    };
    let others = has_room(server.memory, &hypervisor.memory, taken.memory, "memory")?
        && has_room(server.cpu_cores, &hypervisor.cpu, taken.cpu_cores, "cpuCores")?;
    if server.storage <= 0 {
        return Ok((servers && others).then_some(Disk::None));
    }
    let mut roomiest: Option<(PoolNumber, i64)> = None;
    candidates(hypervisor, server.storage_type, |number, quota| {
        let free = free(quota.less(taken.storage(number)));
        if roomiest.is_none_or(|(_, most)| free > most) {
            roomiest = Some((number, free));
        }
    })
    .map_err(|field| not_understood(hypervisor, field))?;
    Ok(roomiest
        .filter(|(_, free)| servers && others && *free >= server.storage)
        .map(|(number, _)| Disk::In(number)))
}

/// What is free; without a quota the most there is.
fn free(quota: Quota) -> i64 {
    match quota {
        Quota::Unlimited => i64::MAX,
        Quota::Limited { free, .. } => free,
    }
}
