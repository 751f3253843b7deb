//! PHP's arrays as a source of values, so that they are decoded by the same code as JSON text.

use ext_php_rs::types::{ArrayKey, ZendHashTable, Zval};

use crate::decode::{Entries, Object, Path, Scalar, Shape, Source};

/// Deeper arrays are not understood; one that holds itself would have no end.
const MAX_DEPTH: usize = 64;

/// An array at the top.
pub(super) struct ArraySource<'a>(pub &'a ZendHashTable);

/// A value at a depth.
struct Value<'a> {
    value: &'a Zval,
    depth: usize,
}

/// An array at a depth, counted from 1.
struct Array<'a> {
    table: &'a ZendHashTable,
    depth: usize,
}

/// The arrays nest too deep.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooDeep;

impl<'a> Array<'a> {
    fn new(table: &'a ZendHashTable, depth: usize) -> Result<Self, TooDeep> {
        if depth > MAX_DEPTH {
            return Err(TooDeep);
        }
        Ok(Self { table, depth })
    }

    fn object<T: Object>(&self, object: &mut T) -> Result<Shape, TooDeep> {
        let shape = self.shape();
        if shape == Shape::Object {
            for (key, value) in self.table {
                let field = match key {
                    ArrayKey::Long(_) => None,
                    ArrayKey::Str(key) => T::field(key),
                    ArrayKey::String(key) => T::field(&key),
                    ArrayKey::ZendString(key) => key.as_str().ok().and_then(T::field),
                };
                if let Some(field) = field {
                    object.read(field, Path::END, self.value(value))?;
                }
            }
        }
        Ok(shape)
    }

    fn entries<T: Entries>(&self, entries: &mut T) -> Result<Shape, TooDeep> {
        let shape = self.shape();
        for (key, value) in self.table {
            let value = self.value(value);
            match key {
                _ if shape != Shape::Object => entries.read(None, value),
                ArrayKey::Long(key) => entries.read(Some(key.to_string().as_bytes()), value),
                ArrayKey::Str(key) => entries.read(Some(key.as_bytes()), value),
                ArrayKey::String(key) => entries.read(Some(key.as_bytes()), value),
                ArrayKey::ZendString(key) => entries.read(Some(key.as_bytes()), value),
            }?;
        }
        Ok(shape)
    }

    /// PHP has one kind of array: a list is one with the keys that a list has.
    fn shape(&self) -> Shape {
        if self.table.is_empty() {
            Shape::Empty
        } else if self.table.has_sequential_keys() {
            Shape::List
        } else {
            Shape::Object
        }
    }

    fn value(&self, value: &'a Zval) -> Value<'a> {
        Value {
            value: value.dereference(),
            depth: self.depth + 1,
        }
    }
}

impl<'a> Value<'a> {
    fn array(&self) -> Result<Option<Array<'a>>, TooDeep> {
        self.value
            .array()
            .map(|table| Array::new(table, self.depth))
            .transpose()
    }

    fn shape(&self) -> Shape {
        if self.value.is_null() {
            Shape::Null
        } else {
            Shape::Scalar
        }
    }
}

impl Source for Value<'_> {
    type Error = TooDeep;

    fn scalar<T>(self, read: impl FnOnce(Scalar<'_>) -> T) -> Result<T, TooDeep> {
        // Also for what is an array: it must not nest too deep.
        self.array()?;
        let value = self.value;
        Ok(read(if let Some(number) = value.long() {
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
        }))
    }

    fn object<T: Object>(self, object: &mut T) -> Result<Shape, TooDeep> {
        match self.array()? {
            Some(array) => array.object(object),
            None => Ok(self.shape()),
        }
    }

    fn entries<T: Entries>(self, entries: &mut T) -> Result<Shape, TooDeep> {
        match self.array()? {
            Some(array) => array.entries(entries),
            None => Ok(self.shape()),
        }
    }

    fn skip(self) -> Result<(), TooDeep> {
        Ok(())
    }
}

impl Source for ArraySource<'_> {
    type Error = TooDeep;

    fn scalar<T>(self, read: impl FnOnce(Scalar<'_>) -> T) -> Result<T, TooDeep> {
        Ok(read(Scalar::Other))
    }

    fn object<T: Object>(self, object: &mut T) -> Result<Shape, TooDeep> {
        Array::new(self.0, 1)?.object(object)
    }

    fn entries<T: Entries>(self, entries: &mut T) -> Result<Shape, TooDeep> {
        Array::new(self.0, 1)?.entries(entries)
    }

    fn skip(self) -> Result<(), TooDeep> {
        Ok(())
    }
}
