//! Quota cells: the maximum of a resource, and how much of it is free.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::scalar::Units;
use super::value::{Scalar, Value, object};
use crate::number::{parse_number, sign, truncate};

/// A valid quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quota {
    /// There is no quota: the panel's maximum is exactly 0.
    Unlimited,
    /// There is a quota.
    Limited {
        /// The most that may be used, at least 0. A maximum between 0 and 1 is a quota of 0.
        max: i64,
        /// What is free. Below 0 if more is in use than the quota allows; at most 0 with a quota of 0.
        free: i64,
    },
}

impl Quota {
    /// Whether there is no quota.
    #[must_use]
    pub fn is_unlimited(self) -> bool {
        self == Self::Unlimited
    }

    /// The most that may be used; 0 without a quota, so that a buffer holds back nothing.
    #[must_use]
    pub fn max(self) -> i64 {
        match self {
            Self::Unlimited => 0,
            Self::Limited { max, .. } => max,
        }
    }

    /// The quota with `taken` less free.
    #[must_use]
    pub fn less(self, taken: i64) -> Self {
        match self {
            Self::Unlimited => Self::Unlimited,
            Self::Limited { max, free } => Self::Limited {
                max,
                free: free.saturating_sub(taken),
            },
        }
    }
}

/// A quota cell as the panel writes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) units: Field<Units>,
    pub(super) max: Field<Maximum>,
    pub(super) allocated: Field<i64>,
    pub(super) free: Field<i64>,
}

object!(Cell {
    "units" => units,
    "max" => max,
    "allocated" => allocated,
    "free" => free,
});

impl Cell {
    /// The quota, if the cell has the wanted units or none.
    pub(super) fn quota(&self, wanted: Units) -> Field<Quota> {
        match self.units {
            Field::Is(units) if units != wanted => return Field::Unreadable,
            Field::Unreadable => return Field::Unreadable,
            _ => {}
        }
        let max = match self.max {
            Field::Is(Maximum::NoQuota) => return Field::Is(Quota::Unlimited),
            Field::Is(Maximum::Of(max)) => max,
            _ => return Field::Unreadable,
        };
        let free = match (&self.free, &self.allocated) {
            (Field::Is(free), _) => Some(*free),
            (_, Field::Is(allocated)) => Some(max.saturating_sub(*allocated)),
            _ => None,
        };
        match free {
            // Nothing fits, whatever the cell reports as free.
            _ if max == 0 => Field::Is(Quota::Limited {
                max,
                free: free.unwrap_or(0).min(0),
            }),
            Some(free) => Field::Is(Quota::Limited { max, free }),
            None => Field::Unreadable,
        }
    }
}

/// The `max` of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Maximum {
    /// Exactly 0.
    NoQuota,
    /// Above 0, truncated.
    Of(i64),
}

/// The sign is checked before truncation: -0.5 is negative and not understood, 0.5 is a quota of 0.
impl Value for Field<Maximum> {
    fn scalar(scalar: Scalar<'_>) -> Self {
        let read = match scalar {
            Scalar::Int(number) => Some((number, number.cmp(&0))),
            Scalar::Float(number) => truncate(number).zip(number.partial_cmp(&0.0)),
            Scalar::Text(text) => parse_number(text).map(|number| (number, sign(text))),
            _ => None,
        };
        match read {
            Some((_, Ordering::Equal)) => Self::Is(Maximum::NoQuota),
            Some((number, Ordering::Greater)) => Self::Is(Maximum::Of(number)),
            Some((_, Ordering::Less)) | None => Self::Unreadable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::value::Loose;

    fn quota(json: &str) -> Field<Quota> {
        let Loose(cell) = serde_json::from_str::<Loose<Field<Cell>>>(json).expect(json);
        cell.and_then(|cell| cell.quota(Units::Count))
    }

    #[test]
    fn only_a_maximum_of_exactly_zero_means_unlimited() {
        for max in [
            "0",
            "0.0",
            "-0",
            "-0.0",
            "0e5",
            "\"0\"",
            "\"-0\"",
            "\" 0.00 \"",
            "\"0e5\"",
        ] {
            let json = format!("{{\"max\": {max}}}");
            assert_eq!(quota(&json), Field::Is(Quota::Unlimited), "{json}");
        }
    }

    #[test]
    fn a_maximum_between_zero_and_one_is_a_quota_of_zero() {
        for max in ["0.5", "1e-9", "\"0.9\"", "\".5\"", "\"+0.1\"", "\"1e-400\""] {
            for (rest, free) in [
                ("", 0),
                (", \"free\": 7", 0),
                (", \"free\": -3", -3),
                (", \"allocated\": 2", -2),
                (", \"free\": \"?\"", 0),
            ] {
                let json = format!("{{\"max\": {max}{rest}}}");
                assert_eq!(quota(&json), Field::Is(Quota::Limited { max: 0, free }), "{json}");
            }
        }
    }

    #[test]
    fn a_negative_maximum_is_not_understood_even_close_to_zero() {
        for max in ["-1", "-0.5", "-1e-9", "\"-0.9\"", "\" -.5 \"", "\"-1e-400\""] {
            let json = format!("{{\"max\": {max}, \"free\": 7}}");
            assert_eq!(quota(&json), Field::Unreadable, "{json}");
        }
    }
}
