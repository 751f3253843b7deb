//! Short strings: names, and units.

use smol_str::SmolStr;

use super::field::Field;
use super::source::{Scalar, Scalars, Slot};

/// What a quota counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    Megabytes,
    Gigabytes,
    Count,
}

impl Slot {
    /// The name that is kept there. Names are shown and never computed with, so one that is no string is simply none.
    pub(super) fn name(self, scalars: &Scalars<'_>) -> Option<SmolStr> {
        scalars.get(self).text().map(SmolStr::new)
    }

    /// The units that are named there.
    pub(super) fn units(self, scalars: &Scalars<'_>) -> Field<Units> {
        match scalars.get(self) {
            Scalar::Absent | Scalar::Null => Field::Absent,
            scalar => match scalar.text().unwrap_or_default().as_bytes() {
                b"#" => Field::Is(Units::Count),
                [b'M' | b'm', b'B' | b'b'] => Field::Is(Units::Megabytes),
                [b'G' | b'g', b'B' | b'b'] => Field::Is(Units::Gigabytes),
                _ => Field::Unreadable,
            },
        }
    }
}
