//! Numbers: JSON integers, finite floats truncated towards zero, and numeric strings with blanks around them.
//!
//! What lies beyond 64 bits saturates.

use super::field::Field;
use super::source::{Scalar, Scalars, Slot};
use crate::number::{parse_number, truncate};

impl Slot {
    /// The number that is kept there.
    #[inline]
    pub(super) fn number(self, scalars: &Scalars<'_>) -> Field<i64> {
        match *scalars.get(self) {
            Scalar::Absent => Field::Absent,
            Scalar::Int(number) => Field::Is(number),
            ref scalar => other_number(scalar),
        }
    }

    /// The same, where null says as little as no field.
    pub(super) fn number_or_null(self, scalars: &Scalars<'_>) -> Field<i64> {
        match scalars.get(self) {
            Scalar::Null => Field::Absent,
            _ => self.number(scalars),
        }
    }
}

fn other_number(scalar: &Scalar<'_>) -> Field<i64> {
    let number = match scalar {
        Scalar::Float(number) => truncate(*number),
        _ => scalar.text().and_then(parse_number),
    };
    number.map_or(Field::Unreadable, Field::Is)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Source;
    use crate::decode::json::read;

    fn decoded(text: &str) -> Field<i64> {
        read(text.as_bytes(), |source| {
            let slot = source.scalar()?;
            Ok(slot.number(source.scalars()))
        })
        .expect(text)
    }

    #[test]
    fn every_accepted_form_of_a_number_is_read() {
        let cases = [
            ("7", 7),
            ("-7", -7),
            ("7.9", 7),
            ("-7.9", -7),
            ("1e3", 1000),
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
            // The float below 4, which a hasty reading of decimals takes for 4.
            ("3.9999999999999996", 3),
        ];
        for (json, number) in cases {
            assert_eq!(decoded(json), Field::Is(number), "{json}");
        }
    }

    #[test]
    fn anything_else_is_unreadable() {
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
        ] {
            assert_eq!(decoded(json), Field::Unreadable, "{json}");
        }
    }
}
