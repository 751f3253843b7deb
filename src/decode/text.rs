//! Short strings: names, and units.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use super::field::{Field, containers_are_unreadable, flags_and_numbers_are_unreadable};

/// A name, where one is given. Names are shown and never computed with, so one that is no string is simply none.
#[derive(Clone, Debug, Default)]
pub(super) struct Name(pub Option<Box<str>>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source
            .deserialize_any(TextVisitor(|text: &str| Field::Is(Box::from(text))))
            .map(|field| match field {
                Field::Is(name) => Self(Some(name)),
                _ => Self(None),
            })
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

impl<'de> Deserialize<'de> for UnitsField {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source
            .deserialize_any(TextVisitor(|text: &str| match text {
                "#" => Field::Is(Units::Count),
                _ if text.eq_ignore_ascii_case("MB") => Field::Is(Units::Megabytes),
                _ if text.eq_ignore_ascii_case("GB") => Field::Is(Units::Gigabytes),
                _ => Field::Unreadable,
            }))
            .map(Self)
    }
}

/// Reads a string with the given function; null is absent, anything else is unreadable.
struct TextVisitor<F>(F);

impl<'de, T, F: FnOnce(&str) -> Field<T>> Visitor<'de> for TextVisitor<F> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((self.0)(text))
    }

    flags_and_numbers_are_unreadable!();

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    containers_are_unreadable!();
}
