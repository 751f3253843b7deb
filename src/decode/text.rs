//! Short strings: names, and units.

use smol_str::SmolStr;

use super::field::{Field, Fill};
use super::source::{Path, Scalar, Source};

/// A name, where one is given. Names are shown and never computed with, so one that is no string is simply none.
#[derive(Clone, Debug, Default)]
pub(super) struct Name(pub Option<SmolStr>);

impl Fill for Name {
    fn fill<S: Source>(&mut self, _: Path, value: S) -> Result<(), S::Error> {
        self.0 = value.scalar(|scalar| match scalar {
            Scalar::Text(text) => Some(text.into()),
            _ => None,
        })?;
        Ok(())
    }
}

/// What a quota counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    Megabytes,
    Gigabytes,
    Count,
}

/// A field that names units.
#[derive(Clone, Debug, Default)]
pub(super) struct UnitsField(pub Field<Units>);

impl Fill for UnitsField {
    fn fill<S: Source>(&mut self, _: Path, value: S) -> Result<(), S::Error> {
        self.0 = value.scalar(|scalar| match scalar {
            Scalar::Text("#") => Field::Is(Units::Count),
            Scalar::Text(text) if text.eq_ignore_ascii_case("MB") => Field::Is(Units::Megabytes),
            Scalar::Text(text) if text.eq_ignore_ascii_case("GB") => Field::Is(Units::Gigabytes),
            Scalar::Null => Field::Absent,
            _ => Field::Unreadable,
        })?;
        Ok(())
    }
}
