//! Quota cells: how much of something there may be, and how much of that is free.

use super::field::{Field, object};
use super::number::Number;
use super::text::{Units, UnitsField};

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
    pub(super) units: UnitsField,
    pub(super) max: Number,
    pub(super) allocated: Number,
    pub(super) free: Number,
}

object!(Cell {
    "units" => units,
    "max" => max,
    "allocated" => allocated,
    "free" => free,
});

impl Cell {
    /// The quota, when the cell counts in the wanted units or names none.
    pub(super) fn quota(&self, wanted: Units) -> Field<Quota> {
        match self.units.0 {
            Field::Is(units) if units != wanted => return Field::Unreadable,
            Field::Unreadable => return Field::Unreadable,
            _ => {}
        }
        match (&self.max.0, &self.free.0, &self.allocated.0) {
            (&Field::Is(0), _, _) => Field::Is(Quota { max: 0, free: 0 }),
            (&Field::Is(max), &Field::Is(free), _) if max > 0 => Field::Is(Quota { max, free }),
            (&Field::Is(max), _, &Field::Is(allocated)) if max > 0 => Field::Is(Quota {
                max,
                free: max.saturating_sub(allocated),
            }),
            _ => Field::Unreadable,
        }
    }
}
