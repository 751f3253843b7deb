//! Where values come from: the panel's JSON text, or PHP's arrays.

use super::field::Field;
use super::number::number_of;

/// A value that nobody has read yet. Each of the methods reads it, whatever it is.
pub trait Source: Sized {
    /// Why there is no value. It ends the reading of the whole answer.
    type Error;

    /// Passes it on, if it is a scalar; of a list or an object only that it is none.
    fn scalar<T>(self, read: impl FnOnce(Scalar<'_>) -> T) -> Result<T, Self::Error>;

    /// The number that it is.
    fn number(self) -> Result<Field<i64>, Self::Error> {
        self.scalar(number_of)
    }

    /// Fills `object` from it, and tells what it was.
    fn object<T: Object>(self, object: &mut T) -> Result<Shape, Self::Error>;

    /// The same, where `object` was filled from the value before this one by this method, and the two are probably much alike.
    fn next_object<T: Object>(self, object: &mut T) -> Result<Shape, Self::Error> {
        *object = T::default();
        self.object(object)
    }

    /// Passes on what a list or an object holds, one by one, and tells what it was.
    fn entries<T: Entries>(self, entries: &mut T) -> Result<Shape, Self::Error>;

    /// Goes past it.
    fn skip(self) -> Result<(), Self::Error>;
}

/// A scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number without fraction and exponent. What lies beyond 64 bits has their nearest number.
    Int(i64),
    /// Any other number; always finite.
    Float(f64),
    /// A string.
    Text(&'a str),
    /// No scalar, or one that has no meaning: a number beyond every float, a string that is not UTF-8.
    Other,
}

/// What a value was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `null`.
    Null,
    /// Any other scalar.
    Scalar,
    /// A list without entries: PHP, the panel's included, writes an empty object so.
    Empty,
    /// A list.
    List,
    /// An object.
    Object,
}

/// A struct that is filled from the keys of an object. Later duplicates of a key win, as in PHP.
pub trait Object: Default {
    /// The number of a key, below 32; `None` for one that does not count.
    fn field(key: &str) -> Option<usize>;

    /// Reads the value of the key with this number, or the part of that value to which `rest` leads.
    fn read<S: Source>(&mut self, field: usize, rest: Path, value: S) -> Result<(), S::Error>;
}

/// Takes what a list or an object holds.
pub trait Entries {
    /// About so many more are to come, if they are like the first one.
    fn expect(&mut self, _more: usize) {}

    /// Reads one entry: its name in an object, `None` in a list. Names are bytes, since PHP's need not be UTF-8.
    fn read<S: Source>(&mut self, name: Option<&[u8]>, value: S) -> Result<(), S::Error>;
}

/// A way from an object to a value inside it: the numbers of fields and of a list's entries. The empty way leads nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Path(
    /// A byte for each step, the first one lowest: the number and 1.
    u64,
);

impl Path {
    /// The empty way.
    pub const END: Self = Self(0);

    /// The first step, and the way from there.
    #[must_use]
    pub fn split(self) -> Option<(usize, Self)> {
        let first = usize::from(self.0.to_le_bytes()[0]);
        Some((first.checked_sub(1)?, Self(self.0 >> 8)))
    }

    /// The way with one more step, which comes after so many. `None` if it is too long or the number too large.
    #[must_use]
    pub fn with(self, steps: u32, number: usize) -> Option<Self> {
        let step = u64::from(u8::try_from(number + 1).ok()?);
        (steps < u64::BITS / 8).then(|| Self(self.0 | step << (8 * steps)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_walked_as_it_was_made() {
        let mut path = Path::END;
        for (steps, index) in (0..).zip([3, 0, 254, 1, 1, 1, 1, 7]) {
            path = path.with(steps, index).expect("there is room");
        }
        assert_eq!(path.with(8, 0), None);
        assert_eq!(Path::END.with(0, 255), None);
        let mut walked = Vec::new();
        while let Some((index, rest)) = path.split() {
            walked.push(index);
            path = rest;
        }
        assert_eq!(walked, [3, 0, 254, 1, 1, 1, 1, 7]);
    }
}
