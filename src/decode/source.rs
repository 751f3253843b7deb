//! Where values come from: the panel's JSON text, or PHP's arrays.

/// A place at a value that nobody has read yet. Each of the methods that read goes past it, whatever it is.
pub trait Source {
    /// Why there is no value. It ends the reading of the whole answer.
    type Error;

    /// Keeps it, if it is a scalar; of a list or an object only that it is none.
    fn scalar(&mut self) -> Result<Slot, Self::Error>;

    /// Fills `object` from it, and tells what it was.
    fn object<T: Object>(&mut self, object: &mut T) -> Result<Shape, Self::Error>;

    /// Passes on what a list or an object holds, one by one, and tells what it was.
    fn entries<T: Entries>(&mut self, entries: &mut T) -> Result<Shape, Self::Error>;

    /// Passes on the objects of a list, which are probably much alike, and tells what it was. The scalars of an object are kept
    /// until the next one.
    fn objects<T: Objects>(&mut self, objects: &mut T) -> Result<Shape, Self::Error>;

    /// Goes past it.
    fn skip(&mut self) -> Result<(), Self::Error>;

    /// What was kept.
    fn scalars(&self) -> &Scalars<'_>;
}

/// A scalar, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// Nothing was there.
    Absent,
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
    /// A string that stands nowhere as it is meant, since it was written with escapes.
    Unescaped(Box<str>),
    /// A list or an object, or a scalar that has no meaning: a number beyond every float, a string that is not UTF-8.
    Other,
}

impl Scalar<'_> {
    /// The string that it is.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Unescaped(text) => Some(text),
            _ => None,
        }
    }
}

/// The scalars that were kept.
#[derive(Debug)]
pub struct Scalars<'a>(Vec<Scalar<'a>>);

/// Where a scalar is kept; the default is where none ever is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(usize);

impl Default for Slot {
    fn default() -> Self {
        Self(usize::MAX)
    }
}

impl Default for Scalars<'_> {
    fn default() -> Self {
        Self(Vec::with_capacity(64))
    }
}

impl<'a> Scalars<'a> {
    /// Keeps one.
    pub fn keep(&mut self, scalar: Scalar<'a>) -> Slot {
        let slot = Slot(self.0.len());
        self.0.push(scalar);
        slot
    }

    /// Puts another in its place.
    pub fn replace(&mut self, slot: Slot, scalar: Scalar<'a>) {
        if let Some(kept) = self.0.get_mut(slot.0) {
            *kept = scalar;
        }
    }

    /// Where the next one will be kept.
    #[must_use]
    pub fn end(&self) -> Slot {
        Slot(self.0.len())
    }

    /// Forgets those that were kept from there on.
    pub fn forget_from(&mut self, slot: Slot) {
        self.0.truncate(slot.0);
    }

    /// The one that is kept there.
    #[must_use]
    pub fn get(&self, slot: Slot) -> &Scalar<'a> {
        self.0.get(slot.0).unwrap_or(&Scalar::Absent)
    }
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
///
/// What it holds depends on the keys and on the shapes of their values alone; what the scalars are stands in [`Scalars`].
pub trait Object: Default {
    /// The number of a key; `None` for one that does not count.
    fn field(key: &[u8]) -> Option<usize>;

    /// Reads the value of the key with this number.
    fn read<S: Source>(&mut self, field: usize, source: &mut S) -> Result<(), S::Error>;
}

/// Takes what a list or an object holds.
pub trait Entries {
    /// Reads one entry: its name in an object, `None` in a list. Names are bytes, since PHP's need not be UTF-8.
    fn read<S: Source>(&mut self, name: Option<&[u8]>, source: &mut S) -> Result<(), S::Error>;
}

/// Takes the objects of a list.
pub trait Objects {
    /// What each of them is.
    type Object: Object;

    /// About so many are to come, if they are like the first one.
    fn expect(&mut self, _count: usize) {}

    /// Takes one, and what it really was.
    fn take(&mut self, shape: Shape, object: &Self::Object, scalars: &Scalars<'_>);
}
