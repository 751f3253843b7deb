//! Text: the form of a body as a whole, short strings such as names, and units.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use super::field::{Field, containers_are_unreadable, flags_and_numbers_are_unreadable};

/// How deep an answer may nest. The panel's own nest six levels.
pub const MAX_DEPTH: usize = 64;

/// Why a body is not the JSON text that it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It holds bytes that are not UTF-8.
    NotUtf8,
    /// It nests deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// Looks at a whole body before anything is read from it.
pub fn check_body(body: &[u8]) -> Result<&str, BodyError> {
    let text = std::str::from_utf8(body).map_err(|_| BodyError::NotUtf8)?;
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut escaped = false;
    for byte in body {
        if quoted {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'{' | b'[' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(BodyError::TooDeep);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(text)
}

/// A name, where one is given. Names are shown and never computed with, so one that is no string is simply none.
#[derive(Clone, Debug, Default)]
pub(super) struct Name(pub Option<Box<str>>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source
            .deserialize_any(TextVisitor(|text: &str| Field::Is(Box::from(text))))
            .map(|field| match field {
                Field::Is(name) => Self(Some(name)),
                _ => Self(None),
            })
    }
}

/// What a quota counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    Megabytes,
    Gigabytes,
    Count,
}

/// A field that names units.
#[derive(Clone, Debug, Default)]
pub(super) struct UnitsField(pub Field<Units>);

impl<'de> Deserialize<'de> for UnitsField {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source
            .deserialize_any(TextVisitor(|text: &str| match text {
                "#" => Field::Is(Units::Count),
                _ if text.eq_ignore_ascii_case("MB") => Field::Is(Units::Megabytes),
                _ if text.eq_ignore_ascii_case("GB") => Field::Is(Units::Gigabytes),
                _ => Field::Unreadable,
            }))
            .map(Self)
    }
}

/// Reads a string with the given function; null is absent, anything else is unreadable.
struct TextVisitor<F>(F);

impl<'de, T, F: FnOnce(&str) -> Field<T>> Visitor<'de> for TextVisitor<F> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((self.0)(text))
    }

    flags_and_numbers_are_unreadable!();

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    containers_are_unreadable!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_may_nest_64_levels_and_no_deeper() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(check_body(nested(64).as_bytes()).is_ok());
        assert_eq!(check_body(nested(65).as_bytes()), Err(BodyError::TooDeep));
    }

    #[test]
    fn brackets_in_strings_are_no_levels() {
        let body = format!("[\"\\\"{}\"]", "[".repeat(100));
        assert!(check_body(body.as_bytes()).is_ok());
    }

    #[test]
    fn a_body_that_is_not_utf8_is_refused() {
        assert_eq!(check_body(b"\"\xff\""), Err(BodyError::NotUtf8));
    }
}
