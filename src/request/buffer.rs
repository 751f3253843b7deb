//! The safety buffer: the percentage of a quota that is held back, with four decimals, in exact arithmetic.

use crate::number::is_blank;

/// Between 0 and 100 percent, in steps of 0.0001.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Buffer(u32);

/// A hundred percent.
const WHOLE: u32 = 1_000_000;

impl Default for Buffer {
    /// 10 percent, for products without a buffer of their own.
    fn default() -> Self {
        Self(WHOLE / 10)
    }
}

impl Buffer {
    /// Parses an admin's text: a number with or without a trailing `%`, clamped to 0..100. Blanks around it are ignored. Any
    /// other text, and blank text, gives the default.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let text = text.trim_matches(is_blank);
        let text = text.strip_suffix('%').unwrap_or(text).trim_end_matches(is_blank);
        Self::parse(text).unwrap_or_default()
    }

    /// Converts a percentage: rounded half up to four decimals and clamped to 0..100. NaN gives the default.
    #[must_use]
    pub fn from_percent(percent: f64) -> Self {
        if percent.is_nan() {
            return Self::default();
        }
        // Formatted as decimal first, so that the rounding applies to the number that the caller wrote and not to its binary
        // approximation.
        Self::parse(&format!("{:.12}", percent.clamp(-1.0, 101.0))).unwrap_or_default()
    }

    /// The percentage, to be shown.
    #[must_use]
    pub fn percent(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }

    /// The part of a quota that is held back: `ceil(max * buffer / 100)`.
    #[must_use]
    pub fn reserve(self, max: i64) -> i64 {
        let (part, whole) = (i64::from(self.0), i64::from(WHOLE));
        let max = max.max(0);
        // In two steps, for the multiples of WHOLE and for the remainder, so that no product exceeds 64 bits.
        let of_rest = u64::try_from(max % whole * part).unwrap_or(0).div_ceil(WHOLE.into());
        max / whole * part + i64::try_from(of_rest).unwrap_or(0)
    }

    fn parse(text: &str) -> Option<Self> {
        let negative = text.starts_with('-');
        let text = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if whole.len() + fraction.len() == 0 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        if negative {
            return Some(Self(0));
        }
        let digits = |text: &str| {
            text.bytes()
                .fold(0_u32, |sum, digit| (sum * 10 + u32::from(digit - b'0')).min(WHOLE))
        };
        let decimals = format!("{:0<4}", &fraction[..fraction.len().min(4)]);
        let half_up = u32::from(fraction.as_bytes().get(4).is_some_and(|digit| *digit >= b'5'));
        let parts = digits(whole).min(100) * 10_000 + digits(&decimals) + half_up;
        Some(Self(parts.min(WHOLE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_parsed_from_every_form_that_admins_write() {
        let cases = [
            ("", 100_000),
            ("   ", 100_000),
            ("10", 100_000),
            ("10%", 100_000),
            (" 10 % ", 100_000),
            ("0", 0),
            ("0%", 0),
            ("-5", 0),
            ("250", 1_000_000),
            ("99999999999999999999", 1_000_000),
            ("0.7", 7_000),
            (".5", 5_000),
            ("5.", 50_000),
            ("+5", 50_000),
            ("12.34567", 123_457),
            ("0.00005", 1),
            ("0.00004", 0),
            ("99.99995", 1_000_000),
            ("ten", 100_000),
            ("10 percent", 100_000),
            ("7,5", 100_000),
            ("%", 100_000),
            ("10%%", 100_000),
            (".", 100_000),
        ];
        for (text, parts) in cases {
            assert_eq!(Buffer::from_text(text), Buffer(parts), "{text:?}");
        }
    }

    #[test]
    fn a_percentage_is_rounded_to_four_decimals_and_clamped() {
        let cases = [
            (10.0, 100_000),
            (0.7, 7_000),
            (12.34567, 123_457),
            (-1.0, 0),
            (1e300, 1_000_000),
            (f64::INFINITY, 1_000_000),
        ];
        for (percent, parts) in cases {
            assert_eq!(Buffer::from_percent(percent), Buffer(parts), "{percent}");
        }
        assert_eq!(Buffer::from_percent(f64::NAN), Buffer::default());
    }

    #[test]
    fn the_reserve_is_exact_and_rounded_up() {
        let cases = [
            ("10", 1000, 100),
            ("0.7", 1000, 7),
            ("10", 6004, 601),
            ("0", 1000, 0),
            ("100", 1000, 1000),
            ("0.0001", 1, 1),
        ];
        for (text, max, reserve) in cases {
            assert_eq!(Buffer::from_text(text).reserve(max), reserve, "{text} of {max}");
        }
        assert_eq!(Buffer::from_text("100").reserve(i64::MAX), i64::MAX);
        assert_eq!(Buffer::from_text("10").reserve(i64::MIN), 0);
    }
}
