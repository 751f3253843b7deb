//! Reads numbers, flags, units and names from scalars.

use super::field::Field;
use super::value::{Scalar, Value};
use crate::number::{parse_number, truncate};

/// Integers, finite floats truncated towards zero, and numeric strings. Saturates to 64 bits.
impl Value for Field<i64> {
    fn scalar(scalar: Scalar<'_>) -> Self {
        let number = match scalar {
            Scalar::Int(number) => Some(number),
            Scalar::Float(number) => truncate(number),
            Scalar::Text(text) => parse_number(text),
            _ => None,
        };
        number.map_or(Self::Unreadable, Self::Is)
    }
}

/// `true` and `false`, numbers (0 is false), `"0"` and `"1"`, `"true"` and `"false"`, and null, which is false.
impl Value for Field<bool> {
    fn scalar(scalar: Scalar<'_>) -> Self {
        match scalar {
            Scalar::Flag(flag) => Self::Is(flag),
            Scalar::Int(number) => Self::Is(number != 0),
            Scalar::Float(number) => Self::Is(number != 0.0),
            Scalar::Null | Scalar::Text("0" | "false") => Self::Is(false),
            Scalar::Text("1" | "true") => Self::Is(true),
            _ => Self::Unreadable,
        }
    }
}

/// The units of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    Megabytes,
    Gigabytes,
    Count,
}

/// Null means that there are no units.
impl Value for Field<Units> {
    fn scalar(scalar: Scalar<'_>) -> Self {
        match scalar {
            Scalar::Null => Self::Absent,
            Scalar::Text("#") => Self::Is(Units::Count),
            Scalar::Text(text) if text.eq_ignore_ascii_case("MB") => Self::Is(Units::Megabytes),
            Scalar::Text(text) if text.eq_ignore_ascii_case("GB") => Self::Is(Units::Gigabytes),
            _ => Self::Unreadable,
        }
    }
}

/// A name, only to be shown. `None` if it is not a string.
pub(super) type Name = Option<Box<str>>;

impl Value for Name {
    fn scalar(scalar: Scalar<'_>) -> Self {
        match scalar {
            Scalar::Text(text) => Some(text.into()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::value::Loose;

    fn read<T: Value>(json: &str) -> T {
        serde_json::from_str::<Loose<T>>(json).expect(json).0
    }

    #[test]
    fn numbers_are_read_from_every_accepted_form() {
        let cases = [
            ("7", 7),
            ("-7", -7),
            ("-0", 0),
            ("7.9", 7),
            ("-7.9", -7),
            ("1e3", 1000),
            ("1e-400", 0),
            ("\"7\"", 7),
            ("\" 7 \"", 7),
            ("\"-7.9\"", -7),
            ("\"+7\"", 7),
            ("\".5\"", 0),
            ("\"5.\"", 5),
            ("\"1e3\"", 1000),
            ("18446744073709551615", i64::MAX),
            ("1e300", i64::MAX),
            ("\"99999999999999999999\"", i64::MAX),
            ("-99999999999999999999", i64::MIN),
            ("\"-99999999999999999999\"", i64::MIN),
            // The largest float below 4; careless parsing of decimals rounds it to 4.
            ("3.9999999999999996", 3),
        ];
        for (json, number) in cases {
            assert_eq!(read::<Field<i64>>(json), Field::Is(number), "{json}");
        }
    }

    #[test]
    fn other_values_are_not_numbers() {
        for json in [
            "null",
            "true",
            "\"\"",
            "\"seven\"",
            "\"7 GB\"",
            "\"0x10\"",
            "\"1e\"",
            "\"1e400\"",
            "\".\"",
            "[]",
            "{}",
            "[7]",
            "{\"7\": 7}",
        ] {
            assert_eq!(read::<Field<i64>>(json), Field::Unreadable, "{json}");
        }
    }

    #[test]
    fn flags_are_read_only_from_accepted_forms() {
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
        for (json, expected) in cases {
            assert_eq!(read::<Field<bool>>(json), expected, "{json}");
        }
    }

    #[test]
    fn a_name_that_is_not_a_string_is_none() {
        assert_eq!(read::<Name>("\"hv\\u00e9\""), Some("hvé".into()));
        for json in ["null", "7", "[\"hv\"]", "{\"name\": \"hv\"}"] {
            assert_eq!(read::<Name>(json), None, "{json}");
        }
    }
}
