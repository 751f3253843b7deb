//! Places a hold, a server that is sold and not built yet, on a hypervisor.

use super::fits::Fits;
use super::hypervisor::{hypervisor_capacity, not_understood};
use super::need::{Footprint, Need};
use super::pool::{PoolNumber, candidates};
use super::taken::{Disk, Taken, TakenByHypervisor};
use crate::decode::{Field, Hypervisor, Quota};
use crate::failure::NotUnderstood;

/// A server that is sold and not built yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hold {
    /// The service's id.
    pub id: i64,
    /// The resources that its server takes.
    pub footprint: Footprint,
    /// The IPv4 addresses that its server takes.
    pub ipv4: u64,
}

/// Where a hold is placed: the index of the hypervisor in its group, and the pool of its disk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Location {
    pub hypervisor: usize,
    pub disk: Disk,
}

/// The worst place for servers of `need`: the hypervisor where the hold lowers what fits by the most, the first one of several. The
/// quantity is then correct wherever the panel builds the server. `None` if no hypervisor has room for the hold.
///
/// # Errors
///
/// A field of an eligible hypervisor that the hold needs is missing or not understood.
pub(super) fn place(
    hold: &Hold,
    hypervisors: &[Hypervisor],
    by_hypervisor: &[Option<Fits>],
    taken: &TakenByHypervisor,
    need: &Need,
) -> Result<Option<Location>, NotUnderstood> {
    let mut worst: Option<(u64, Location)> = None;
    for (index, (hypervisor, fits)) in hypervisors.iter().zip(by_hypervisor).enumerate() {
        let Some(before) = fits else {
            continue;
        };
        let Some(disk) = room(hold, hypervisor, taken.of(index))? else {
            continue;
        };
        let mut taken = taken.of(index).clone();
        taken.add(&hold.footprint, disk);
        let after = hypervisor_capacity(hypervisor, need, &taken)?.map_or(Fits::ZERO, |after| after.fits());
        let loss = before.loss(after);
        if worst.is_none_or(|(most, _)| loss > most) {
            worst = Some((
                loss,
                Location {
                    hypervisor: index,
                    disk,
                },
            ));
        }
    }
    Ok(worst.map(|(_, location)| location))
}

/// Where the hold's disk would be stored on this hypervisor; `None` if the hold does not fit there. The buffer is not applied.
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
    let resources = has_room(server.memory, &hypervisor.memory, taken.memory, "memory")?
        && has_room(server.cpu_cores, &hypervisor.cpu, taken.cpu_cores, "cpuCores")?;
    if server.storage <= 0 {
        return Ok((servers && resources).then_some(Disk::None));
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
        .filter(|(_, free)| servers && resources && *free >= server.storage)
        .map(|(number, _)| Disk::In(number)))
}

/// What is free; the largest integer without a quota.
fn free(quota: Quota) -> i64 {
    match quota {
        Quota::Unlimited => i64::MAX,
        Quota::Limited { free, .. } => free,
    }
}
