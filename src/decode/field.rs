//! A field of the panel's answer in three states, and how it is filled from a value.

use super::source::{Object, Shape, Slot, Source};

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
    fn fill<S: Source>(&mut self, source: &mut S) -> Result<(), S::Error>;
}

impl Fill for Slot {
    fn fill<S: Source>(&mut self, source: &mut S) -> Result<(), S::Error> {
        *self = source.scalar()?;
        Ok(())
    }
}

/// An empty list counts as an empty object.
impl<T: Object> Fill for Field<T> {
    fn fill<S: Source>(&mut self, source: &mut S) -> Result<(), S::Error> {
        let mut object = T::default();
        *self = match source.object(&mut object)? {
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
            fn field(key: &[u8]) -> Option<usize> {
                let mut number = 0..;
                $(if let (number, true) = (number.next(), key == $key.as_bytes()) {
                    return number;
                })+
                None
            }

            fn read<S: crate::decode::source::Source>(&mut self, field: usize, source: &mut S) -> Result<(), S::Error> {
                let mut number = 0..;
                $(if number.next() == Some(field) {
                    return crate::decode::field::Fill::fill(&mut self.$($field).+, source);
                })+
                source.skip()
            }
        }
    };
}

pub(super) use object;
