//! A field of the panel's answer in three states, and how it is filled from a value.

#![allow(clippy::inline_always, reason = "a call for each token is a fifth of the time")]

use super::source::{Object, Path, Shape, Source};

/// One field of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Not there, or null where an object is wanted.
    #[default]
    Absent,
    /// There, and understood.
    Is(T),
    /// There, and not understood.
    Unreadable,
}

impl<T> Field<T> {
    /// The understood value.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            _ => None,
        }
    }

    /// The field of something that is made from the value.
    pub fn and_then<U>(&self, make: impl FnOnce(&T) -> Field<U>) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Is(value) => make(value),
            Self::Unreadable => Field::Unreadable,
        }
    }
}

/// What a struct's field can do: be filled from a value, whatever that is.
pub(super) trait Fill {
    /// Reads the whole field, or the part of it to which the way leads.
    fn fill<S: Source>(&mut self, part: Path, value: S) -> Result<(), S::Error>;
}

/// An empty list counts as an empty object.
impl<T: Object> Fill for Field<T> {
    #[inline(always)]
    fn fill<S: Source>(&mut self, part: Path, value: S) -> Result<(), S::Error> {
        if let Some((field, rest)) = part.split() {
            return match self {
                Self::Is(object) => object.read(field, rest, value),
                _ => value.skip(),
            };
        }
        let mut object = T::default();
        *self = match value.object(&mut object)? {
            Shape::Object | Shape::Empty => Self::Is(object),
            Shape::Null => Self::Absent,
            Shape::Scalar | Shape::List => Self::Unreadable,
        };
        Ok(())
    }
}

/// Makes a struct an [`Object`]: which key fills which of its fields.
macro_rules! object {
    ($object:ty { $($key:literal => $($field:tt).+),+ $(,)? }) => {
        impl crate::decode::source::Object for $object {
            #[inline(always)]
            fn field(key: &str) -> Option<usize> {
                let mut number = 0..;
                $(if let (number, true) = (number.next(), key == $key) {
                    return number;
                })+
                None
            }

            #[inline(always)]
            fn read<S: crate::decode::source::Source>(
                &mut self,
                field: usize,
                rest: crate::decode::source::Path,
                value: S,
            ) -> Result<(), S::Error> {
                let mut number = 0..;
                $(if number.next() == Some(field) {
                    return crate::decode::field::Fill::fill(&mut self.$($field).+, rest, value);
                })+
                value.skip()
            }
        }
    };
}

pub(super) use object;
