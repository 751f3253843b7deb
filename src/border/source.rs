//! PHP's values as a serde source, so that arrays are decoded by the same code as JSON text.

use ext_php_rs::types::{ArrayKey, ZendHashTable, Zval};
use serde::de::value::Error;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Deeper arrays are not understood; one that holds itself would have no end.
const MAX_DEPTH: usize = 64;

/// A value at a depth.
pub(super) struct Source<'a> {
    value: &'a Zval,
    depth: usize,
}

/// An array at the top.
pub(super) struct ArraySource<'a>(pub &'a ZendHashTable);

impl<'de> Deserializer<'de> for ArraySource<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        array(self.0, 1, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> Deserializer<'de> for Source<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = self.value.dereference();
        if let Some(table) = value.array() {
            return array(table, self.depth, visitor);
        }
        if let Some(number) = value.long() {
            return visitor.visit_i64(number);
        }
        if let Some(text) = value.zend_str() {
            return match text.as_str() {
                Ok(text) => visitor.visit_str(text),
                Err(_) => visitor.visit_bytes(text.as_bytes()),
            };
        }
        if let Some(flag) = value.bool() {
            return visitor.visit_bool(flag);
        }
        if let Some(number) = value.double() {
            return visitor.visit_f64(number);
        }
        if value.is_null() {
            return visitor.visit_unit();
        }
        // Objects and resources: nothing that json_decode(…, true) gives.
        visitor.visit_bytes(&[])
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.dereference().is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier
    }
}

fn array<'de, V: Visitor<'de>>(table: &ZendHashTable, depth: usize, visitor: V) -> Result<V::Value, Error> {
    if depth > MAX_DEPTH {
        return Err(Error::custom("nests too deep"));
    }
    if table.has_sequential_keys() {
        visitor.visit_seq(List {
            values: table.values(),
            left: table.len(),
            depth,
        })
    } else {
        visitor.visit_map(Map {
            entries: table.iter(),
            value: None,
            depth,
        })
    }
}

struct List<'a> {
    values: ext_php_rs::types::array::Values<'a>,
    left: usize,
    depth: usize,
}

impl<'de> SeqAccess<'de> for List<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.left = self.left.saturating_sub(1);
        let depth = self.depth + 1;
        self.values
            .next()
            .map(|value| seed.deserialize(Source { value, depth }))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

struct Map<'a> {
    entries: ext_php_rs::types::array::Iter<'a>,
    value: Option<&'a Zval>,
    depth: usize,
}

impl<'de> MapAccess<'de> for Map<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(Key(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self
            .value
            .take()
            .ok_or_else(|| Error::custom("a value without a key"))?;
        seed.deserialize(Source {
            value,
            depth: self.depth + 1,
        })
    }
}

struct Key<'a>(ArrayKey<'a>);

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            ArrayKey::Long(number) => visitor.visit_i64(number),
            ArrayKey::Str(text) => visitor.visit_str(text),
            ArrayKey::String(text) => visitor.visit_str(&text),
            ArrayKey::ZendString(text) => match text.as_str() {
                Ok(text) => visitor.visit_str(text),
                Err(_) => visitor.visit_bytes(text.as_bytes()),
            },
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}
