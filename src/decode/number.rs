//! Numbers: JSON integers, finite floats truncated towards zero, and numeric strings with blanks around them.
//!
//! What lies beyond 64 bits saturates.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

use super::field::{Field, Fill};
use super::source::{Path, Scalar, Source};

/// A field that holds a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Number(pub Field<i64>);

impl Fill for Number {
    #[inline(always)]
    fn fill<S: Source>(&mut self, _: Path, value: S) -> Result<(), S::Error> {
        self.0 = value.number()?;
        Ok(())
    }
}

/// A field that holds a number, or null, which says as little as no field.
#[derive(Clone, Debug, Default)]
pub(super) struct NumberOrNull(pub Field<i64>);

impl Fill for NumberOrNull {
    fn fill<S: Source>(&mut self, _: Path, value: S) -> Result<(), S::Error> {
        self.0 = value.scalar(|scalar| match scalar {
            Scalar::Null => Field::Absent,
            scalar => number_of(scalar),
        })?;
        Ok(())
    }
}

/// The number that a scalar is.
pub(super) fn number_of(scalar: Scalar<'_>) -> Field<i64> {
    let number = match scalar {
        Scalar::Int(number) => Some(number),
        Scalar::Float(number) => truncate(number),
        Scalar::Text(text) => parse_number(text),
        Scalar::Null | Scalar::Flag(_) | Scalar::Other => None,
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

    fn decoded(text: &str) -> Field<i64> {
        let mut number = Number::default();
        crate::decode::json::read(text, |source| number.fill(Path::END, source)).expect(text);
        number.0
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
