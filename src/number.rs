//! Numbers in text: numeric strings of the panel, and the text that an admin typed into a column.

use std::cmp::Ordering;

/// Parses a decimal number with an optional sign, fraction and exponent, and blanks around it. The result is truncated towards
/// zero and saturated to 64 bits. `None` for any other text, and for a number that is not finite.
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

/// The sign of a number that [`parse_number`] accepts, before truncation: `-0.5` and `-1e-400` are negative, `-0` and `0e5` are
/// zero.
#[must_use]
pub fn sign(text: &str) -> Ordering {
    let text = text.trim_matches(is_blank);
    let mut mantissa = text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E'));
    if !mantissa.any(|byte| matches!(byte, b'1'..=b'9')) {
        Ordering::Equal
    } else if text.starts_with('-') {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// The blanks that PHP allows around a numeric string.
#[must_use]
pub fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

#[allow(clippy::cast_possible_truncation, reason = "saturates, as intended")]
pub(crate) fn truncate(number: f64) -> Option<i64> {
    number.is_finite().then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_is_that_of_the_number_before_truncation() {
        for text in ["0", "-0", "+0", "0.0", " -0.00\n", "0e5", "-0E-5", ".0", "0."] {
            assert_eq!(sign(text), Ordering::Equal, "{text:?}");
        }
        for text in ["1", "0.5", " +.5", "1e-400", "0.00001", "10"] {
            assert_eq!(sign(text), Ordering::Greater, "{text:?}");
        }
        for text in ["-1", "-0.5", "\t-.5", "-1e-400", "-0.00001e9"] {
            assert_eq!(sign(text), Ordering::Less, "{text:?}");
        }
    }
}
