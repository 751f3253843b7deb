//! The panel's JSON text as a source of values: in one pass, copying nothing, with what nobody asks for skipped.
//!
//! A number beyond every float, such as `1e400`, is a value that is not understood and not the end of the answer: whether it
//! matters is for the computation to say.

use super::outline::Role;
use super::reader::{NotJson, Reader};
use super::source::{Entries, Object, Objects, Scalar, Scalars, Shape, Slot, Source};

/// Reads the whole text with the given function. A text that is not UTF-8 is no JSON.
pub(super) fn read<'a, T>(
    text: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, NotJson>,
) -> Result<T, NotJson> {
    let mut reader = Reader::new(text);
    let value = read(&mut reader)?;
    reader.end().map(|()| value)
}

/// Whether the text is JSON that nests no deeper than 64 levels, and why not.
pub fn check(text: impl AsRef<[u8]>) -> Result<(), NotJson> {
    read(text.as_ref(), Reader::skip_value)
}

impl Source for Reader<'_> {
    type Error = NotJson;

    fn scalar(&mut self) -> Result<Slot, NotJson> {
        self.peek();
        let begin = self.at;
        let slot = if let Some(number) = self.plain_number() {
            self.scalars.keep(Scalar::Int(number))
        } else if let Some(scalar) = self.read_other_scalar()? {
            self.scalars.keep(scalar)
        } else {
            self.skip_container()?;
            return Ok(self.scalars.keep(Scalar::Other));
        };
        self.outline.add(begin, self.at, Role::Kept(slot));
        Ok(slot)
    }

    fn object<T: Object>(&mut self, object: &mut T) -> Result<Shape, NotJson> {
        if self.peek() != Some(b'{') {
            return self.entries(&mut Ignored);
        }
        self.enter()?;
        let mut first = true;
        while let Some(field) = self.next_key(first, T::field)? {
            first = false;
            match field {
                Some(field) => object.read(field, self)?,
                None => self.skip_value()?,
            }
        }
        Ok(Shape::Object)
    }

    fn entries<T: Entries>(&mut self, entries: &mut T) -> Result<Shape, NotJson> {
        let mut first = true;
        match self.peek() {
            Some(b'[') => {
                self.enter()?;
                while self.next_entry(first)? {
                    first = false;
                    entries.read(None, self)?;
                }
                Ok(if first { Shape::Empty } else { Shape::List })
            }
            Some(b'{') => {
                self.enter()?;
                while let Some(name) = self.next_key(first, <[u8]>::to_vec)? {
                    first = false;
                    entries.read(Some(&name), self)?;
                }
                Ok(Shape::Object)
            }
            byte => {
                let begin = self.at;
                if !self.skip_scalar()? {
                    return Err(NotJson::Malformed);
                }
                self.outline.add(begin, self.at, Role::Odd);
                // Nothing else begins so.
                Ok(if byte == Some(b'n') { Shape::Null } else { Shape::Scalar })
            }
        }
    }

    fn objects<T: Objects>(&mut self, objects: &mut T) -> Result<Shape, NotJson> {
        if self.peek() == Some(b'[') {
            self.read_objects(objects)
        } else {
            self.entries(&mut Ignored)
        }
    }

    fn skip(&mut self) -> Result<(), NotJson> {
        self.skip_value()
    }

    fn scalars(&self) -> &Scalars<'_> {
        &self.scalars
    }
}

struct Ignored;

impl Entries for Ignored {
    fn read<S: Source>(&mut self, _: Option<&[u8]>, source: &mut S) -> Result<(), S::Error> {
        source.skip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Field, Package, group::Page};
    use crate::failure::GroupError;

    fn number(text: &str) -> Option<Field<i64>> {
        read(text.as_bytes(), |source| {
            let slot = source.scalar()?;
            Ok(slot.number(source.scalars()))
        })
        .ok()
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
        assert_eq!(check(nested(64)), Ok(()));
        assert_eq!(check(nested(65)), Err(NotJson::TooDeep));
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
