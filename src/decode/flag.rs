//! Flags: true and false, numbers (0 is false), "0"/"1", "true"/"false", and null, which is false.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use super::field::{Field, containers_are_unreadable};

/// A field that holds a flag.
#[derive(Clone, Debug, Default)]
pub(super) struct Flag(pub Field<bool>);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(FlagVisitor).map(Self)
    }
}

struct FlagVisitor;

impl<'de> Visitor<'de> for FlagVisitor {
    type Value = Field<bool>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Field::Is(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Field::Is(number != 0))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Field::Is(number != 0))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(if number.is_finite() {
            Field::Is(number != 0.0)
        } else {
            Field::Unreadable
        })
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(match text {
            "1" | "true" => Field::Is(true),
            "0" | "false" => Field::Is(false),
            _ => Field::Unreadable,
        })
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Self::Value, E> {
        Ok(Field::Unreadable)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Is(false))
    }

    containers_are_unreadable!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panels_shapes_of_a_flag_are_read_and_others_are_not() {
        let cases = [
            ("true", Field::Is(true)),
            ("false", Field::Is(false)),
            ("1", Field::Is(true)),
            ("3", Field::Is(true)),
            ("0", Field::Is(false)),
            ("0.0", Field::Is(false)),
            ("-1", Field::Is(true)),
            ("\"1\"", Field::Is(true)),
            ("\"0\"", Field::Is(false)),
            ("\"true\"", Field::Is(true)),
            ("\"false\"", Field::Is(false)),
            ("null", Field::Is(false)),
            ("\"yes\"", Field::Unreadable),
            ("\"\"", Field::Unreadable),
            ("[]", Field::Unreadable),
            ("{}", Field::Unreadable),
        ];
        for (json, flag) in cases {
            assert_eq!(serde_json::from_str::<Flag>(json).expect(json).0, flag, "{json}");
        }
    }
}
