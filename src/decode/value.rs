//! Reads values of any form. Reading never fails because of the form: a value that is not understood becomes one that says so.
//!
//! Works on any [`Deserializer`], for JSON text and for PHP's arrays.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value that is neither a list nor an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scalar<'a> {
    Null,
    Flag(bool),
    /// Saturated to 64 bits.
    Int(i64),
    /// Always finite.
    Float(f64),
    Text(&'a str),
    /// A list, an object, or a value that JSON does not have.
    Other,
}

/// A type that can be read from any value.
pub(super) trait Value: Sized {
    /// Reads a scalar.
    fn scalar(scalar: Scalar<'_>) -> Self;

    /// Reads a list. The default implementation skips its entries.
    fn list<'de, L: SeqAccess<'de>>(mut list: L) -> Result<Self, L::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::scalar(Scalar::Other))
    }

    /// Reads an object. The default implementation skips its entries.
    fn object<'de, M: MapAccess<'de>>(mut map: M) -> Result<Self, M::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::scalar(Scalar::Other))
    }
}

/// Implements serde's `Deserialize` for a [`Value`].
pub(super) struct Loose<T>(pub(super) T);

impl<'de, T: Value> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(ValueVisitor(PhantomData)).map(Self)
    }
}

struct ValueVisitor<T>(PhantomData<T>);

impl<'de, T: Value> Visitor<'de> for ValueVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::scalar(Scalar::Null))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<T, E> {
        Ok(T::scalar(Scalar::Flag(flag)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Ok(T::scalar(Scalar::Int(number)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Ok(T::scalar(Scalar::Int(i64::try_from(number).unwrap_or(i64::MAX))))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        let is_finite = number.is_finite();
        Ok(T::scalar(if is_finite {
            Scalar::Float(number)
        } else {
            Scalar::Other
        }))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::scalar(Scalar::Text(text)))
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<T, E> {
        Ok(T::scalar(Scalar::Other))
    }

    fn visit_seq<L: SeqAccess<'de>>(self, list: L) -> Result<T, L::Error> {
        T::list(list)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
        T::object(map)
    }
}

/// The key of an object.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }
}

/// A struct whose fields are read from the keys of an object. If a key occurs twice, the last value counts, as in PHP.
pub(super) trait Object: Default {
    /// Reads the value of a key into its field; skips an unknown key.
    fn read<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error>;
}

/// Implements [`Object`] for a struct from a list of keys and fields. Serde's derive is not used: it refuses a key that occurs
/// twice.
macro_rules! object {
    ($object:ty { $($key:literal => $($field:tt).+),+ $(,)? }) => {
        impl crate::decode::value::Object for $object {
            fn read<'de, M: serde::de::MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
                match key {
                    $($key => self.$($field).+ = map.next_value::<crate::decode::value::Loose<_>>()?.0,)+
                    _ => {
                        map.next_value::<serde::de::IgnoredAny>()?;
                    }
                }
                Ok(())
            }
        }
    };
}

pub(super) use object;
