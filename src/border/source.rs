//! A serde `Deserializer` for PHP's arrays, so that they are decoded by the same code as JSON text.
//!
//! Values are converted only when they are read: an array may contain itself in a part that is not read.

use std::borrow::Cow;

use ext_php_rs::types::array::Iter;
use ext_php_rs::types::{ArrayKey, ZendHashTable, Zval};
use serde::de::value::Error;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Arrays that nest deeper are not understood: an array that contains itself would never end.
const MAX_DEPTH: usize = 64;

/// An array, or a value in it.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    here: Here<'a>,
    /// How many arrays it is nested in.
    depth: usize,
}

#[derive(Clone, Copy)]
enum Here<'a> {
    Array(&'a ZendHashTable),
    /// Anything but an array.
    Value(&'a Zval),
}

impl<'a> Source<'a> {
    /// The array itself.
    pub(super) fn new(array: &'a ZendHashTable) -> Self {
        Self {
            here: Here::Array(array),
            depth: 0,
        }
    }

    fn inside(value: &'a Zval, depth: usize) -> Self {
        let value = value.dereference();
        Self {
            here: value.array().map_or(Here::Value(value), Here::Array),
            depth,
        }
    }
}

impl<'de> Deserializer<'de> for Source<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.here {
            Here::Array(_) if self.depth == MAX_DEPTH => Err(Error::custom("the arrays nest too deep")),
            // PHP has only one type of array; a list is an array with sequential keys.
            Here::Array(array) if array.has_sequential_keys() => visitor.visit_seq(Entries::of(array, self.depth)),
            Here::Array(array) => visitor.visit_map(Entries::of(array, self.depth)),
            Here::Value(value) => scalar(value, visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier
    }
}

fn scalar<'de, V: Visitor<'de>>(value: &'de Zval, visitor: V) -> Result<V::Value, Error> {
    if let Some(number) = value.long() {
        visitor.visit_i64(number)
    } else if let Some(text) = value.zend_str() {
        match text.as_str() {
            Ok(text) => visitor.visit_borrowed_str(text),
            Err(_) => visitor.visit_bytes(text.as_bytes()),
        }
    } else if let Some(flag) = value.bool() {
        visitor.visit_bool(flag)
    } else if let Some(number) = value.double() {
        visitor.visit_f64(number)
    } else if value.is_null() {
        visitor.visit_unit()
    } else {
        // Objects and resources, which json_decode(…, true) never returns. Bytes are not understood anywhere.
        visitor.visit_bytes(&[])
    }
}

/// The entries of an array.
struct Entries<'a> {
    rest: Iter<'a>,
    /// The value of the entry whose key was read last.
    value: Option<&'a Zval>,
    depth: usize,
}

impl<'a> Entries<'a> {
    fn of(array: &'a ZendHashTable, depth: usize) -> Self {
        Self {
            rest: array.iter(),
            value: None,
            depth: depth + 1,
        }
    }
}

impl<'de> SeqAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let entry = self.rest.next();
        entry
            .map(|(_, value)| seed.deserialize(Source::inside(value, self.depth)))
            .transpose()
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        let key: Cow<'_, str> = match &key {
            ArrayKey::Long(key) => key.to_string().into(),
            ArrayKey::Str(key) => (*key).into(),
            ArrayKey::String(key) => key.into(),
            ArrayKey::ZendString(key) => String::from_utf8_lossy(key.as_bytes()),
        };
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let value = self.value.take().ok_or_else(|| Error::custom("no key was read"))?;
        seed.deserialize(Source::inside(value, self.depth))
    }
}
