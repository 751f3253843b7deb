//! What is read as a number, a flag or a quota.

use num_bigint::BigInt;

use super::json::Json;

/// A field that is missing, understood, or not understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Read<T> {
    Absent,
    Is(T),
    Not,
}

impl<T: Clone> Read<T> {
    pub fn value(&self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value.clone()),
            _ => None,
        }
    }
}

/// A quota. Only a maximum of exactly 0 means that there is no quota.
#[derive(Clone, Debug, PartialEq)]
pub enum Quota {
    Unlimited,
    Limited { max: BigInt, free: BigInt },
}

/// Saturates to 64 bits.
pub fn saturated(number: BigInt) -> BigInt {
    number.clamp(i64::MIN.into(), i64::MAX.into())
}

pub fn number(json: Option<&Json>) -> Read<BigInt> {
    let Some(json) = json else {
        return Read::Absent;
    };
    let number = match json {
        Json::Number(written) => float(written).and_then(|float| written.parse().ok().or_else(|| truncated(float))),
        Json::Text(text) => numeric(text),
        _ => None,
    };
    number.map_or(Read::Not, |number| Read::Is(saturated(number)))
}

/// A float that is finite.
fn float(text: &str) -> Option<f64> {
    text.parse().ok().filter(|float: &f64| float.is_finite())
}

fn truncated(float: f64) -> Option<BigInt> {
    format!("{:.0}", float.trunc()).parse().ok()
}

/// Parses a decimal number in a string. Only a number with an exponent is converted to a float.
pub fn numeric(text: &str) -> Option<BigInt> {
    let text = text.trim_matches(BLANKS);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    match exponent {
        None => format!("{sign}0{whole}").parse().ok(),
        Some(exponent) => {
            let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if power.is_empty() || !all_digits(power) {
                return None;
            }
            float(text).and_then(truncated)
        }
    }
}

pub const BLANKS: [char; 6] = [' ', '\t', '\n', '\r', '\u{b}', '\u{c}'];

pub fn flag(json: Option<&Json>) -> Read<bool> {
    match json {
        None => Read::Absent,
        Some(Json::Null) => Read::Is(false),
        Some(Json::Bool(flag)) => Read::Is(*flag),
        Some(Json::Number(written)) => float(written).map_or(Read::Not, |number| Read::Is(number != 0.0)),
        Some(Json::Text(text)) => match text.as_str() {
            "1" | "true" => Read::Is(true),
            "0" | "false" => Read::Is(false),
            _ => Read::Not,
        },
        Some(_) => Read::Not,
    }
}

/// An object. PHP encodes an empty object as a list, and a missing one as null.
pub fn object(json: Option<&Json>) -> Read<&Json> {
    match json {
        None | Some(Json::Null) => Read::Absent,
        Some(object @ Json::Object(_)) => Read::Is(object),
        Some(list @ Json::List(entries)) if entries.is_empty() => Read::Is(list),
        Some(_) => Read::Not,
    }
}

/// The quota in the keys of an object; its units must be these or missing.
pub fn quota(cell: &Json, units: &str) -> Read<Quota> {
    let right_units = match cell.get("units") {
        None | Some(Json::Null) => true,
        Some(Json::Text(text)) => text.eq_ignore_ascii_case(units),
        Some(_) => false,
    };
    let Some(max) = number(cell.get("max")).value().filter(|_| right_units) else {
        return Read::Not;
    };
    match sign(cell.get("max")) {
        '-' => return Read::Not,
        '0' => return Read::Is(Quota::Unlimited),
        _ => {}
    }
    let free = number(cell.get("free")).value();
    let allocated = number(cell.get("allocated")).value();
    let free = free.or_else(|| allocated.map(|allocated| saturated(&max - allocated)));
    match free {
        // Above 0 and below 1.
        _ if max == BigInt::ZERO => Read::Is(Quota::Limited {
            max,
            free: BigInt::ZERO,
        }),
        Some(free) => Read::Is(Quota::Limited { max, free }),
        None => Read::Not,
    }
}

/// The sign of a number before truncation: `-`, `0` or `+`. A JSON number has the value of the nearest float; a string is read digit by
/// digit.
fn sign(json: Option<&Json>) -> char {
    let is_zero = match json {
        Some(Json::Number(written)) => float(written) == Some(0.0),
        Some(Json::Text(text)) => {
            let digits = text.split(['e', 'E']).next().unwrap_or_default();
            !digits.contains(|digit: char| digit.is_ascii_digit() && digit != '0')
        }
        _ => false,
    };
    let is_negative = match json {
        Some(Json::Number(text) | Json::Text(text)) => text.trim_matches(BLANKS).starts_with('-'),
        _ => false,
    };
    match (is_zero, is_negative) {
        (true, _) => '0',
        (_, true) => '-',
        _ => '+',
    }
}
