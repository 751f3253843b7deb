//! A count of servers, or no limit.

/// How many servers fit, by one resource or by several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fits {
    /// At most this many.
    Count(u64),
    /// Nothing limits them. Greater than any count.
    NoLimit,
}

impl Fits {
    /// None fits.
    pub const ZERO: Self = Self::Count(0);

    /// The sum of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Count(one), Self::Count(two)) => Self::Count(one.saturating_add(two)),
            _ => Self::NoLimit,
        }
    }

    /// How much lower `after` is; 0 if either has no limit.
    #[must_use]
    pub fn loss(self, after: Self) -> u64 {
        match (self, after) {
            (Self::Count(before), Self::Count(after)) => before.saturating_sub(after),
            _ => 0,
        }
    }

    /// The count, saturated to PHP's integers; `None` without a limit.
    #[must_use]
    pub fn limit(self) -> Option<i64> {
        match self {
            Self::Count(count) => Some(i64::try_from(count).unwrap_or(i64::MAX)),
            Self::NoLimit => None,
        }
    }

    /// The quantity: the largest integer means that there is no limit.
    #[must_use]
    pub fn quantity(self) -> i64 {
        self.limit().unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_limit_is_above_every_count_and_makes_every_sum_unlimited() {
        assert!(Fits::NoLimit > Fits::Count(u64::MAX));
        assert_eq!(Fits::Count(1).plus(Fits::NoLimit), Fits::NoLimit);
        assert_eq!(Fits::Count(u64::MAX).plus(Fits::Count(1)), Fits::Count(u64::MAX));
    }

    #[test]
    fn a_count_beyond_the_largest_integer_saturates() {
        assert_eq!(Fits::Count(u64::MAX).quantity(), i64::MAX);
        assert_eq!(Fits::NoLimit.quantity(), i64::MAX);
        assert_eq!(Fits::NoLimit.limit(), None);
    }
}
