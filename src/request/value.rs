//! The value of a column, and how it is parsed.

use std::cmp::Ordering;

use crate::number::{is_blank, parse_number, sign};

/// A value as it comes from the database.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum RowValue<'a> {
    /// Null, or not in the row.
    #[default]
    Null,
    /// An integer.
    Int(i64),
    /// A float. None of the columns has this type, but a caller may pass one.
    Float(f64),
    /// A string.
    Text(&'a str),
    /// Anything else.
    Other,
}

impl RowValue<'_> {
    /// IPv4 addresses for one server: 1 when blank, not a number or negative.
    pub(super) fn addresses(self) -> u64 {
        self.amount().and_then(|number| u64::try_from(number).ok()).unwrap_or(1)
    }

    /// A number of at least 0, truncated. The sign is checked before truncation: -0.5 is negative.
    pub(super) fn amount(self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(number).filter(|number| *number >= 0),
            Self::Text(text) if sign(text) == Ordering::Less => None,
            Self::Text(text) => parse_number(text),
            #[allow(clippy::cast_possible_truncation, reason = "saturates")]
            Self::Float(number) if number.is_finite() && number >= 0.0 => Some(number as i64),
            _ => None,
        }
    }

    /// Whether the value is null, or text that consists of blanks.
    pub(super) fn is_blank(self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.chars().all(is_blank),
            _ => false,
        }
    }

    /// An integer above 0, or its decimal digits.
    pub(super) fn positive_integer(self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(number),
            Self::Text(text) => digits(text),
            _ => None,
        }
        .filter(|number| *number > 0)
    }

    /// The id of a group: a positive integer, or the part of a name before `|`.
    pub(super) fn group(self) -> Option<i64> {
        match self {
            Self::Text(text) => digits(text.split('|').next().unwrap_or_default()).filter(|group| *group > 0),
            other => other.positive_integer(),
        }
    }
}

fn digits(text: &str) -> Option<i64> {
    let text = text.trim_matches(is_blank);
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
