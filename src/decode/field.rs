//! A field of the panel's answer: absent, understood or unreadable.

use serde::de::{IgnoredAny, MapAccess, SeqAccess};
use serde::{Deserialize, Serialize};

use super::value::{Key, Object, Scalar, Value};

/// One field of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field<T> {
    /// Missing, or null where an object is expected.
    #[default]
    Absent,
    /// Present and understood.
    Is(T),
    /// Present and not understood.
    Unreadable,
}

impl<T> Field<T> {
    /// The value, if it is understood.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            _ => None,
        }
    }

    /// Derives a field from the value; the other two states stay as they are.
    pub fn and_then<U>(&self, make: impl FnOnce(&T) -> Field<U>) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Is(value) => make(value),
            Self::Unreadable => Field::Unreadable,
        }
    }
}

/// An empty list is read as an empty object, because PHP, and so the panel, encodes an empty object that way.
impl<T: Object> Value for Field<T> {
    fn scalar(scalar: Scalar<'_>) -> Self {
        match scalar {
            Scalar::Null => Self::Absent,
            _ => Self::Unreadable,
        }
    }

    fn list<'de, L: SeqAccess<'de>>(mut list: L) -> Result<Self, L::Error> {
        let mut is_empty = true;
        while list.next_element::<IgnoredAny>()?.is_some() {
            is_empty = false;
        }
        Ok(if is_empty {
            Self::Is(T::default())
        } else {
            Self::Unreadable
        })
    }

    fn object<'de, M: MapAccess<'de>>(mut map: M) -> Result<Self, M::Error> {
        let mut object = T::default();
        while let Some(Key(key)) = map.next_key()? {
            object.read(&key, &mut map)?;
        }
        Ok(Self::Is(object))
    }
}
