//! The panel's JSON text as a source of values: in one pass, copying nothing, with what nobody asks for skipped.
//!
//! A number beyond every float, such as `1e400`, is a value that is not understood and not the end of the answer: whether it
//! matters is for the computation to say.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

use super::field::Field;
use super::number::number_of;
use super::reader::{NotJson, Reader};
use super::source::{Entries, Object, Path, Scalar, Shape, Source};

/// Reads the whole text with the given function.
pub(super) fn read<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, NotJson>,
) -> Result<T, NotJson> {
    let mut reader = Reader::new(text);
    let value = read(&mut reader)?;
    reader.end().map(|()| value)
}

/// Whether the text is JSON that nests no deeper than 64 levels, and why not.
pub fn check(text: &str) -> Result<(), NotJson> {
    read(text, Reader::skip_value)
}

impl Source for &mut Reader<'_> {
    type Error = NotJson;

    #[inline(never)]
    fn scalar<T>(self, read: impl FnOnce(Scalar<'_>) -> T) -> Result<T, NotJson> {
        let first = self.peek();
        let begin = self.at;
        let value = match first {
            Some(b'-' | b'0'..=b'9') => read(self.any_number()?),
            Some(b'"') => read(Scalar::Text(&self.string()?)),
            Some(b't') => self.word("true").map(|()| read(Scalar::Flag(true)))?,
            Some(b'f') => self.word("false").map(|()| read(Scalar::Flag(false)))?,
            Some(b'n') => self.word("null").map(|()| read(Scalar::Null))?,
            _ => return self.skip_container().map(|()| read(Scalar::Other)),
        };
        self.outline.add(begin, self.at, true);
        Ok(value)
    }

    #[inline(always)]
    fn number(self) -> Result<Field<i64>, NotJson> {
        let begin = self.at;
        match self.plain_number() {
            Some(number) => {
                self.outline.add(begin, self.at, true);
                Ok(Field::Is(number))
            }
            None => self.scalar(number_of),
        }
    }

    fn object<T: Object>(self, object: &mut T) -> Result<Shape, NotJson> {
        if self.peek() != Some(b'{') {
            return self.entries(&mut Ignored);
        }
        self.enter()?;
        let mut seen = 0_u32;
        let mut first = true;
        while let Some(key) = self.next_key(first)? {
            first = false;
            let Some(field) = T::field(&key) else {
                self.skip_value()?;
                continue;
            };
            if seen & 1 << field != 0 {
                self.outline.give_up();
            }
            seen |= 1 << field;
            let present = self.outline.enter(field);
            object.read(field, Path::END, &mut *self)?;
            self.outline.leave(present);
        }
        Ok(Shape::Object)
    }

    fn next_object<T: Object>(self, object: &mut T) -> Result<Shape, NotJson> {
        self.object_like_the_last(object)
    }

    fn entries<T: Entries>(self, entries: &mut T) -> Result<Shape, NotJson> {
        match self.peek() {
            Some(b'[') => {
                self.enter()?;
                let mut count = 0;
                while self.next_entry(count == 0)? {
                    let begin = self.at;
                    let present = self.outline.enter(count);
                    entries.read(None, &mut *self)?;
                    self.outline.leave(present);
                    if count == 0 {
                        entries.expect((self.text.len() - self.at) / (self.at - begin).max(1));
                    }
                    count += 1;
                }
                Ok(if count == 0 { Shape::Empty } else { Shape::List })
            }
            Some(b'{') => {
                // Entries of one name replace each other.
                self.outline.give_up();
                self.enter()?;
                let mut first = true;
                while let Some(key) = self.next_key(first)? {
                    first = false;
                    entries.read(Some(key.as_bytes()), &mut *self)?;
                }
                Ok(Shape::Object)
            }
            _ => self.scalar(|scalar| match scalar {
                Scalar::Null => Shape::Null,
                _ => Shape::Scalar,
            }),
        }
    }

    fn skip(self) -> Result<(), NotJson> {
        self.skip_value()
    }
}

struct Ignored;

impl Entries for Ignored {
    fn read<S: Source>(&mut self, _: Option<&[u8]>, value: S) -> Result<(), S::Error> {
        value.skip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::field::Fill;
    use crate::decode::number::Number;
    use crate::decode::{Field, GroupError, Package, group::Page};

    fn number(text: &str) -> Option<Field<i64>> {
        let mut number = Number::default();
        read(text, |source| number.fill(Path::END, source)).ok()?;
        Some(number.0)
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
        assert_eq!(check(&nested(64)), Ok(()));
        assert_eq!(check(&nested(65)), Err(NotJson::TooDeep));
        assert_eq!(check("[["), Err(NotJson::Malformed));
    }

    #[test]
    fn brackets_in_strings_are_no_levels() {
        let text = format!("[\"\\\"{}\"]", "[".repeat(100));
        assert_eq!(check(&text), Ok(()));
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
