//! PHP's arrays as a source of values, so that they are decoded by the same code as JSON text.

use ext_php_rs::types::{ArrayKey, ZendHashTable, Zval};

use crate::decode::{Entries, Object, Objects, Scalar, Scalars, Shape, Slot, Source};

/// Deeper arrays are not understood; one that holds itself would have no end.
const MAX_DEPTH: usize = 64;

/// A place at a value in an array.
pub(super) struct ArraySource<'a> {
    here: Here<'a>,
    /// How many arrays are around it.
    depth: usize,
    scalars: Scalars<'a>,
}

#[derive(Clone, Copy)]
enum Here<'a> {
    Array(&'a ZendHashTable),
    /// Anything but an array.
    Value(&'a Zval),
}

/// The arrays nest too deep.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooDeep;

impl<'a> ArraySource<'a> {
    /// At the array itself.
    pub(super) fn new(array: &'a ZendHashTable) -> Self {
        Self {
            here: Here::Array(array),
            depth: 0,
            scalars: Scalars::default(),
        }
    }

    /// Calls the function at each value of the array that is here, and tells what it was.
    fn each(&mut self, mut read: impl FnMut(&mut Self, ArrayKey<'_>) -> Result<(), TooDeep>) -> Result<Shape, TooDeep> {
        let array = match self.here {
            Here::Array(_) if self.depth == MAX_DEPTH => return Err(TooDeep),
            Here::Array(array) => array,
            Here::Value(value) if value.is_null() => return Ok(Shape::Null),
            Here::Value(_) => return Ok(Shape::Scalar),
        };
        self.depth += 1;
        for (key, value) in array {
            let value = value.dereference();
            self.here = value.array().map_or(Here::Value(value), Here::Array);
            read(self, key)?;
        }
        self.depth -= 1;
        Ok(shape(array))
    }
}

/// PHP has one kind of array: a list is one with the keys that a list has.
fn shape(array: &ZendHashTable) -> Shape {
    if array.is_empty() {
        Shape::Empty
    } else if array.has_sequential_keys() {
        Shape::List
    } else {
        Shape::Object
    }
}

fn scalar(value: &Zval) -> Scalar<'_> {
    if let Some(number) = value.long() {
        Scalar::Int(number)
    } else if let Some(text) = value.zend_str() {
        text.as_str().map_or(Scalar::Other, Scalar::Text)
    } else if let Some(flag) = value.bool() {
        Scalar::Flag(flag)
    } else if let Some(number) = value.double().filter(|number| number.is_finite()) {
        Scalar::Float(number)
    } else if value.is_null() {
        Scalar::Null
    } else {
        // Objects and resources too: nothing that json_decode(…, true) gives.
        Scalar::Other
    }
}

impl Source for ArraySource<'_> {
    type Error = TooDeep;

    fn scalar(&mut self) -> Result<Slot, TooDeep> {
        Ok(self.scalars.keep(match self.here {
            Here::Array(_) if self.depth == MAX_DEPTH => return Err(TooDeep),
            Here::Array(_) => Scalar::Other,
            Here::Value(value) => scalar(value),
        }))
    }

    fn object<T: Object>(&mut self, object: &mut T) -> Result<Shape, TooDeep> {
        self.each(|source, key| {
            let field = match key {
                ArrayKey::Long(_) => None,
                ArrayKey::Str(key) => T::field(key.as_bytes()),
                ArrayKey::String(key) => T::field(key.as_bytes()),
                ArrayKey::ZendString(key) => T::field(key.as_bytes()),
            };
            field.map_or(Ok(()), |field| object.read(field, source))
        })
    }

    fn entries<T: Entries>(&mut self, entries: &mut T) -> Result<Shape, TooDeep> {
        let is_list = matches!(self.here, Here::Array(array) if shape(array) == Shape::List);
        self.each(|source, key| match key {
            _ if is_list => entries.read(None, source),
            ArrayKey::Long(key) => entries.read(Some(key.to_string().as_bytes()), source),
            ArrayKey::Str(key) => entries.read(Some(key.as_bytes()), source),
            ArrayKey::String(key) => entries.read(Some(key.as_bytes()), source),
            ArrayKey::ZendString(key) => entries.read(Some(key.as_bytes()), source),
        })
    }

    fn objects<T: Objects>(&mut self, objects: &mut T) -> Result<Shape, TooDeep> {
        let kept = self.scalars.end();
        self.each(|source, _| {
            source.scalars.forget_from(kept);
            let mut object = T::Object::default();
            let shape = source.object(&mut object)?;
            objects.take(shape, &object, &source.scalars);
            Ok(())
        })
    }

    fn skip(&mut self) -> Result<(), TooDeep> {
        Ok(())
    }

    fn scalars(&self) -> &Scalars<'_> {
        &self.scalars
    }
}
