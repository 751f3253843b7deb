//! The part of a report about one group: its hypervisors and its holds.

use super::level::Levels;
use crate::answer::Answer;
use crate::capacity::{Fits, GroupCapacity, HypervisorCapacity, Limit, Need, Reserved, Taken, hypervisor_capacity};
use crate::decode::{Field, Group, Hypervisor, Standing};
use crate::settings::Ipv4Pool;
use crate::sweep::gathered;
use crate::sweep::{Calculation, GroupPart, Outcome};

/// One group. All numbers are those after the holds.
#[derive(Clone, Debug)]
pub struct GroupLine {
    /// The panel's id.
    pub id: i64,
    /// The reason for its quantity.
    pub reason: GroupReason,
    /// Its part of the product's quantity; `None` if unknown, or if addresses are counted by hypervisor.
    pub quantity: Option<Fits>,
    /// The sum over its hypervisors, before IPv4; `None` if unknown.
    pub fits: Option<Fits>,
    /// How many servers its IPv4 addresses allow.
    pub ipv4_fits: Fits,
    /// What limits its quantity; `None` if nothing does, or if unknown.
    pub limited_by: Option<GroupLimit>,
    /// The holds in it, by ascending id.
    pub holds: Vec<HoldLine>,
    /// Remarks, only to be shown.
    pub notes: Vec<Note>,
    /// Each hypervisor, in the panel's order.
    pub hypervisors: Vec<HypervisorLine>,
}

/// The reason for a group's quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupReason {
    /// Computed.
    Ok,
    /// The group does not exist: 0.
    Missing,
    /// The group is not known.
    Unknown,
    /// The group is known, but not what one of its holds takes.
    HoldUnknown,
}

/// What limits a group's quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupLimit {
    /// The sum over its hypervisors.
    Hypervisors,
    /// Its addresses.
    Ipv4,
}

/// A remark, only to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The group's hypervisors report different IPv4 counts.
    Ipv4Differs,
    /// This other group of the product reports the same IPv4 count, which limits both groups: the same addresses may be counted
    /// twice.
    Ipv4Shared(i64),
}

/// A server that is sold and not built yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldLine {
    /// The service's id.
    pub id: i64,
    /// Its package's id.
    pub package: i64,
    /// The panel's id of the hypervisor on which it is placed; `None` if none has room or the hypervisor has no id.
    pub placed: Option<i64>,
    /// By how much it lowers the group's quantity.
    pub costs: u64,
    /// Whether the panel cannot build it: its package is missing or disabled.
    pub unbuildable: bool,
}

/// One hypervisor.
#[derive(Clone, Debug)]
pub struct HypervisorLine {
    /// The panel's id.
    pub id: Option<i64>,
    /// The name, only to be shown.
    pub name: Option<Box<str>>,
    /// Whether servers may be placed on it.
    pub standing: Standing,
    /// How many servers fit; 0 if it is not eligible.
    pub fits: Fits,
    /// The resource that limits.
    pub limited_by: Option<Limit>,
    /// How many servers fit by memory, CPU, storage and servers; no limit if it is not eligible.
    pub by: [Fits; 4],
    /// Free addresses, if the panel reports them.
    pub ipv4_free: Option<i64>,
    /// What the buffer holds back.
    pub reserved: Reserved,
    /// Its quotas and their use.
    pub levels: Levels,
}

/// One line for each group of an outcome.
pub(super) fn lines(calculation: &Calculation, outcome: &Outcome) -> Vec<GroupLine> {
    let Some(need) = &outcome.need else {
        return Vec::new();
    };
    let mut lines: Vec<GroupLine> = outcome
        .groups
        .iter()
        .map(|part| GroupLine::of(calculation, part, need))
        .collect();
    if calculation.pool() == Ipv4Pool::Group {
        note_shared_addresses(&mut lines, &outcome.groups);
    }
    lines
}

/// Adds a note to groups that may share a block: they report the same count above zero, and it limits them.
fn note_shared_addresses(lines: &mut [GroupLine], parts: &[GroupPart]) {
    let counts: Vec<Option<i64>> = parts
        .iter()
        .zip(lines.iter())
        .map(|(part, line)| match &part.outcome {
            Answer::Found(outcome) if line.limited_by == Some(GroupLimit::Ipv4) => {
                outcome.after_holds.highest_ipv4.filter(|highest| *highest > 0)
            }
            _ => None,
        })
        .collect();
    for (index, line) in lines.iter_mut().enumerate() {
        let same = |other: &usize| *other != index && counts[*other].is_some() && counts[*other] == counts[index];
        if let Some(other) = (0..counts.len()).find(same) {
            line.notes.push(Note::Ipv4Shared(parts[other].id));
        }
    }
}

impl GroupLine {
    fn of(calculation: &Calculation, part: &GroupPart, need: &Need) -> Self {
        let empty = Self {
            id: part.id,
            reason: GroupReason::Unknown,
            quantity: None,
            fits: None,
            ipv4_fits: Fits::NoLimit,
            limited_by: None,
            holds: Vec::new(),
            notes: Vec::new(),
            hypervisors: Vec::new(),
        };
        let by_hypervisor = calculation.pool() == Ipv4Pool::Hypervisor;
        match (&part.outcome, gathered::group(calculation.gathered(), part.id)) {
            (Answer::Found(outcome), Answer::Found(group)) => {
                let capacity = &outcome.after_holds;
                Self {
                    holds: holds(calculation, part.id, group, capacity),
                    hypervisors: hypervisors(group, capacity, need),
                    ..empty.computed(capacity, by_hypervisor)
                }
            }
            (Answer::Missing, _) => Self {
                reason: GroupReason::Missing,
                quantity: (!by_hypervisor).then_some(Fits::ZERO),
                fits: Some(Fits::ZERO),
                limited_by: Some(GroupLimit::Hypervisors),
                ..empty
            },
            _ if part.hold_unknown => Self {
                reason: GroupReason::HoldUnknown,
                ..empty
            },
            _ => empty,
        }
    }

    fn computed(self, capacity: &GroupCapacity, by_hypervisor: bool) -> Self {
        let by_ipv4 = if by_hypervisor { Fits::NoLimit } else { capacity.by_ipv4 };
        let quantity = capacity.fits.min(by_ipv4);
        Self {
            reason: GroupReason::Ok,
            quantity: (!by_hypervisor).then_some(quantity),
            fits: Some(capacity.fits),
            ipv4_fits: by_ipv4,
            limited_by: match quantity {
                Fits::NoLimit => None,
                Fits::Count(_) if capacity.fits <= by_ipv4 => Some(GroupLimit::Hypervisors),
                Fits::Count(_) => Some(GroupLimit::Ipv4),
            },
            notes: if capacity.ipv4_differs && !by_hypervisor {
                vec![Note::Ipv4Differs]
            } else {
                Vec::new()
            },
            ..self
        }
    }
}

fn holds(calculation: &Calculation, id: i64, group: &Group, capacity: &GroupCapacity) -> Vec<HoldLine> {
    let Some(of_group) = calculation.holds(id) else {
        return Vec::new();
    };
    let by_hypervisor = calculation.pool() == Ipv4Pool::Hypervisor;
    let line = |(id, package): (&i64, &i64)| {
        let placed = capacity.holds.iter().find(|hold| hold.id == *id);
        let on = placed.and_then(|hold| group.hypervisors.get(hold.hypervisor?));
        HoldLine {
            id: *id,
            package: *package,
            placed: on.and_then(|hypervisor| hypervisor.id.value().copied()),
            costs: placed.map_or(0, |hold| {
                if by_hypervisor {
                    hold.costs.fits
                } else {
                    hold.costs.with_shared_pool
                }
            }),
            unbuildable: placed.is_none(),
        }
    };
    of_group.packages.iter().map(line).collect()
}

fn hypervisors(group: &Group, capacity: &GroupCapacity, need: &Need) -> Vec<HypervisorLine> {
    let each = group.hypervisors.iter().enumerate();
    each.map(|(index, hypervisor)| HypervisorLine::of(hypervisor, capacity.taken.of(index), need))
        .collect()
}

impl HypervisorLine {
    fn of(hypervisor: &Hypervisor, taken: &Taken, need: &Need) -> Self {
        // Not an error: the group's capacity was computed.
        let capacity = hypervisor_capacity(hypervisor, need, taken).ok().flatten();
        let capacity = capacity.as_ref();
        Self {
            id: hypervisor.id.value().copied(),
            name: hypervisor.name.clone(),
            standing: match hypervisor.standing {
                Field::Is(standing) => standing,
                // Cannot happen: the group would be unknown.
                Field::Absent | Field::Unreadable => Standing::Eligible,
            },
            fits: capacity.map_or(Fits::ZERO, HypervisorCapacity::fits),
            limited_by: capacity.and_then(HypervisorCapacity::limited_by),
            by: capacity.map_or([Fits::NoLimit; 4], |capacity| {
                [capacity.memory, capacity.cpu, capacity.storage, capacity.servers]
            }),
            ipv4_free: hypervisor.ipv4_free.value().copied(),
            reserved: capacity.map_or(Reserved::default(), |capacity| capacity.reserved),
            levels: Levels::of(hypervisor, need, capacity, taken),
        }
    }
}
