//! Quota cells: how much of something there may be, and how much of that is free.

use super::field::{Field, object};
use super::source::{Scalars, Slot};
use super::text::Units;

/// A quota that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The most that may be used; 0 means that there is no quota. Never negative.
    pub max: i64,
    /// What is left of it. Below 0 when more is in use than the quota allows; meaningless without a quota.
    pub free: i64,
}

/// A quota cell as the panel writes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) units: Slot,
    pub(super) max: Slot,
    pub(super) allocated: Slot,
    pub(super) free: Slot,
}

object!(Cell {
    "units" => units,
    "max" => max,
    "allocated" => allocated,
    "free" => free,
});

impl Cell {
    /// The quota, when the cell counts in the wanted units or names none.
    pub(super) fn quota(&self, wanted: Units, scalars: &Scalars<'_>) -> Field<Quota> {
        match self.units.units(scalars) {
            Field::Is(units) if units != wanted => return Field::Unreadable,
            Field::Unreadable => return Field::Unreadable,
            _ => {}
        }
        let max = match self.max.number(scalars) {
            Field::Is(0) => return Field::Is(Quota { max: 0, free: 0 }),
            Field::Is(max) if max > 0 => max,
            _ => return Field::Unreadable,
        };
        if let Field::Is(free) = self.free.number(scalars) {
            return Field::Is(Quota { max, free });
        }
        match self.allocated.number(scalars) {
            Field::Is(allocated) => Field::Is(Quota {
                max,
                free: max.saturating_sub(allocated),
            }),
            _ => Field::Unreadable,
        }
    }
}
