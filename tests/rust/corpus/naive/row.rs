//! The package, groups, addresses and buffer of a product's row.

use num_bigint::BigInt;

use super::values::{BLANKS, numeric};

/// A column as it comes from the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    Null,
    Int(i64),
    Float(f64),
    Text(String),
    Other,
}

impl Column {
    fn positive(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Text(text) => all_digits(text),
            _ => None,
        }
        .filter(|number| *number > 0)
    }

    fn group(&self) -> Option<i64> {
        match self {
            Self::Text(text) => all_digits(text.split('|').next()?).filter(|group| *group > 0),
            other => other.positive(),
        }
    }
}

fn all_digits(text: &str) -> Option<i64> {
    let text = text.trim_matches(BLANKS);
    let digits = text.chars().all(|character| character.is_ascii_digit());
    // Ids have at most 64 bits.
    text.parse::<BigInt>()
        .ok()
        .filter(|_| digits)
        .and_then(|number| i64::try_from(number).ok())
}

/// The package and the groups of the row, each group once, in order.
pub fn target(package: &Column, group: &Column, locations: &[Column]) -> (Option<i64>, Vec<i64>) {
    let mut groups = Vec::new();
    for group in std::iter::once(group).chain(locations).filter_map(Column::group) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    (package.positive(), groups)
}

pub fn product(id: &Column) -> Option<i64> {
    id.positive()
}

/// Addresses per server: the number in the column if it is not negative, else 1.
pub fn addresses(column: &Column) -> u64 {
    let number = match column {
        Column::Int(number) => Some(BigInt::from(*number)),
        Column::Text(text) => numeric(text).filter(|_| !is_below_zero(text)),
        Column::Float(number) if *number < 0.0 => None,
        Column::Float(number) if number.is_finite() => format!("{:.0}", number.trunc()).parse().ok(),
        _ => None,
    };
    let most = BigInt::from(i64::MAX);
    number
        .filter(|number| *number >= BigInt::ZERO)
        .map_or(1, |number| u64::try_from(number.min(most)).unwrap_or(1))
}

/// A number with a minus and a digit other than 0 is negative, "-0.5" included.
fn is_below_zero(number: &str) -> bool {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    mantissa.contains('-') && mantissa.contains(|digit: char| ('1'..='9').contains(&digit))
}

/// The column's percentage in steps of 0.0001 %, rounded half up and clamped; 10 % when it is not a number.
pub fn buffer(column: &Column) -> u32 {
    let percent = match column {
        Column::Int(percent) => steps(&percent.to_string()),
        Column::Float(percent) if percent.is_finite() => steps(&percent.to_string()),
        Column::Text(text) => {
            let text = text.trim_matches(BLANKS);
            steps(text.strip_suffix('%').unwrap_or(text).trim_end_matches(BLANKS))
        }
        _ => None,
    };
    percent.unwrap_or(100_000)
}

fn steps(text: &str) -> Option<u32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if text.starts_with('-') {
        return Some(0);
    }
    // digits / 10^decimals, in steps of 1/10,000, half up: floor((20,000 * digits + 10^decimals) / (2 * 10^decimals))
    let power = BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?);
    let steps: BigInt = (all.parse::<BigInt>().ok()? * 20_000 + &power) / (power * 2);
    u32::try_from(steps.min(1_000_000.into())).ok()
}
