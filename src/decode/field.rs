//! A field of the panel's answer in three states, and the reading of objects into structs of such fields.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The visitor methods for flags, numbers and bytes where something else is wanted.
macro_rules! flags_and_numbers_are_unreadable {
    () => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Field::Unreadable)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Field::Unreadable)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Field::Unreadable)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Field::Unreadable)
        }
        fn visit_bytes<E>(self, _: &[u8]) -> Result<Self::Value, E> {
            Ok(Field::Unreadable)
        }
    };
}

/// The visitor methods for values that are neither object, list nor null.
macro_rules! scalars_are_unreadable {
    () => {
        crate::decode::field::flags_and_numbers_are_unreadable!();
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Field::Unreadable)
        }
    };
}

/// The visitor methods for lists and objects where a scalar is wanted.
macro_rules! containers_are_unreadable {
    () => {
        fn visit_seq<S: serde::de::SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
            while list.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            Ok(Field::Unreadable)
        }
        fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            while map
                .next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?
                .is_some()
            {}
            Ok(Field::Unreadable)
        }
    };
}

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

    /// The field of something made from the value.
    pub fn and_then<U>(self, make: impl FnOnce(T) -> Field<U>) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Is(value) => make(value),
            Self::Unreadable => Field::Unreadable,
        }
    }
}

/// A struct that is filled from the keys of an object. Later duplicates of a key win, as in PHP.
pub(super) trait Object: Default {
    /// The keys that count.
    type Key: Copy;

    /// The key of this name, if it counts.
    fn key(name: &str) -> Option<Self::Key>;

    /// Reads the value that belongs to the key.
    fn read<'de, M: MapAccess<'de>>(&mut self, key: Self::Key, map: &mut M) -> Result<(), M::Error>;
}

/// Reads an object into `T`. An empty list counts as an empty object: PHP, the panel's included, writes that as `[]`.
pub(super) struct ObjectOf<T>(PhantomData<T>);

impl<T> ObjectOf<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Object> DeserializeSeed<'de> for ObjectOf<T> {
    type Value = Field<T>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de, T: Object> Visitor<'de> for ObjectOf<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut object = T::default();
        while let Some(key) = map.next_key_seed(KeyOf::<T>(PhantomData))? {
            match key {
                Some(key) => object.read(key, &mut map)?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Field::Is(object))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
        let mut empty = true;
        while list.next_element::<IgnoredAny>()?.is_some() {
            empty = false;
        }
        Ok(if empty {
            Field::Is(T::default())
        } else {
            Field::Unreadable
        })
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    scalars_are_unreadable!();
}

struct KeyOf<T>(PhantomData<T>);

impl<'de, T: Object> DeserializeSeed<'de> for KeyOf<T> {
    type Value = Option<T::Key>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_identifier(self)
    }
}

impl<T: Object> Visitor<'_> for KeyOf<T> {
    type Value = Option<T::Key>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(T::key(name))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }
}

pub(super) use {containers_are_unreadable, flags_and_numbers_are_unreadable, scalars_are_unreadable};
