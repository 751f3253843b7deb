//! The panel's JSON text as a source for serde: in one pass, copying nothing, with what nobody asks for skipped.
//!
//! A number beyond every float, such as `1e400`, is a value that is not understood and not the end of the answer: whether it
//! matters is for the computation to say.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

use std::borrow::Cow;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::reader::{MAX_DEPTH, NotJson, Number, Reader};

/// Reads the whole text with the given function.
pub(super) fn read<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, NotJson>,
) -> Result<T, NotJson> {
    let mut reader = Reader::new(text);
    let value = read(&mut reader)?;
    reader.end().map(|()| value)
}

/// Whether the text is JSON and nests no deeper than 64 levels.
#[must_use]
pub fn is_json(text: &str) -> bool {
    read(text, Reader::skip).is_ok()
}

/// Whether it is for its depth that a text is refused.
#[must_use]
pub fn nests_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut escaped = false;
    for byte in text.bytes() {
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
            b'{' | b'[' if depth == MAX_DEPTH => return true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = NotJson;

    #[inline(always)]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        match self.peek() {
            Some(b'"') => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Some(b'-' | b'0'..=b'9') => match self.number()? {
                Number::Positive(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
                Number::Float(begin) => match self.since(begin)?.parse() {
                    Ok(number) if f64::is_finite(number) => visitor.visit_f64(number),
                    _ => visitor.visit_bytes(&[]),
                },
            },
            Some(b'{') => {
                let depth = self.enter()?;
                let value = visitor.visit_map(Entries::new(self))?;
                self.has_left(depth).map(|()| value)
            }
            Some(b'[') => {
                let depth = self.enter()?;
                let value = visitor.visit_seq(Entries::new(self))?;
                self.has_left(depth).map(|()| value)
            }
            Some(b't') => self.word("true").and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.word("false").and_then(|()| visitor.visit_bool(false)),
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => Err(NotJson),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        if self.peek() == Some(b'n') {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    #[inline(always)]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotJson> {
        self.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier
    }
}

/// The entries of a list or an object.
struct Entries<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

impl<'r, 'a> Entries<'r, 'a> {
    fn new(reader: &'r mut Reader<'a>) -> Self {
        Self { reader, first: true }
    }
}

impl<'de> SeqAccess<'de> for Entries<'_, 'de> {
    type Error = NotJson;

    #[inline(always)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NotJson> {
        if self.reader.next(b']', &mut self.first)? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = NotJson;

    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NotJson> {
        if !self.reader.next(b'}', &mut self.first)? {
            return Ok(None);
        }
        match self.reader.key()? {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Cow::Owned(key) => seed.deserialize(key.into_deserializer()),
        }
        .map(Some)
    }

    #[inline(always)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotJson> {
        seed.deserialize(&mut *self.reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::number::Number;
    use crate::decode::{Field, GroupError, Package, group::Page};
    use serde::de::Deserialize;

    fn number(text: &str) -> Option<Field<i64>> {
        read(text, |source| Number::deserialize(source))
            .ok()
            .map(|number| number.0)
    }

    #[test]
    fn a_number_beyond_every_float_is_there_and_not_understood() {
        let digits = "1".repeat(400);
        for text in ["1e400", "-1e400", "1E+400", " 1.5e999 ", digits.as_str()] {
            assert_eq!(number(text), Some(Field::Unreadable), "{text}");
        }
        assert_eq!(number("1e-400"), Some(Field::Is(0)));
    }

    #[test]
    fn what_is_no_json_stays_no_json() {
        for text in [
            "01e400", "1e400.", "+1e400", "1e400e1", "-e400", "1e400 1", "[1e400", "\"1e400", "",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_may_nest_64_levels_and_no_deeper() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(is_json(&nested(64)) && !nests_too_deep(&nested(64)));
        assert!(!is_json(&nested(65)) && nests_too_deep(&nested(65)));
        assert!(!is_json("[[") && !nests_too_deep("[["));
    }

    #[test]
    fn brackets_in_strings_are_no_levels() {
        let text = format!("[\"\\\"{}\"]", "[".repeat(100));
        assert!(is_json(&text) && !nests_too_deep(&text));
    }

    #[test]
    fn an_answer_is_only_as_unknown_as_the_field_that_holds_such_a_number() {
        let package = |text: &str| Package::read_text(text).ok().and_then(Result::ok);
        let whole =
            r#"{"enabled": true, "memory": 1, "cpuCores": 1, "primaryStorage": 1, "traffic": 1e400, "id": 1e400}"#;
        assert_eq!(
            package(whole).map(|package| (package.id, package.memory)),
            Some((None, 1))
        );
        assert_eq!(package(&whole.replace("\"memory\": 1", "\"memory\": 1e400")), None);
        let page = Page::read_text(r#"{"data": [], "total": 1e400}"#)
            .expect("JSON")
            .expect("a page");
        assert_eq!(
            crate::decode::Group::assemble(vec![page]).err(),
            Some(GroupError::Paging("total"))
        );
    }
}
