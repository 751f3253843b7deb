//! Numbers: JSON integers, finite floats truncated towards zero, and numeric strings with blanks around them.
//!
//! What lies beyond 64 bits saturates.

use super::field::Field;
use super::source::{Scalar, Scalars, Slot};

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

/// The number that a string spells in decimal: a sign, digits, a fraction, an exponent, blanks around. `None` for anything
/// else, and for what is not finite.
#[must_use]
pub fn parse_number(text: &str) -> Option<i64> {
    let text = text.trim_matches(is_blank);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &unsigned[digits..];
    let fraction = rest
        .strip_prefix('.')
        .map_or(0, |after| after.bytes().take_while(u8::is_ascii_digit).count());
    if digits + fraction == 0 {
        return None;
    }
    let after = rest.strip_prefix('.').map_or(rest, |after| &after[fraction..]);
    if after.is_empty() {
        let sign = if text.starts_with('-') { -1 } else { 1 };
        return Some(unsigned[..digits].bytes().fold(0_i64, |sum, digit| {
            sum.saturating_mul(10).saturating_add(sign * i64::from(digit - b'0'))
        }));
    }
    let exponent = after.strip_prefix(['e', 'E'])?;
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if exponent.is_empty() || !exponent.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    truncate(text.parse().ok()?)
}

/// The blanks that PHP allows around a numeric string.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

#[allow(clippy::cast_possible_truncation, reason = "saturates, which is what is wanted")]
fn truncate(number: f64) -> Option<i64> {
    number.is_finite().then_some(number as i64)
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
