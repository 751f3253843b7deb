//! The encoding of keys and values in tables. A change here needs another [`FORMAT`].

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hasher};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::span::Span;
use super::store::Version;
use crate::clock::Millis;

/// The version of this encoding, which is part of the shared file's name.
pub(super) const FORMAT: u8 = 2;

/// The header of an answer's decoded form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AnswerHead {
    pub(super) span: Span,
    pub(super) version: Version,
    pub(super) asked: Millis,
    /// The checksum of the following bytes.
    pub(super) checksum: u32,
}

/// The header of an answer's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BodyHead {
    pub(super) version: Version,
    /// The checksum of the following bytes.
    pub(super) checksum: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lease {
    pub(super) span: Span,
    pub(super) version: Version,
    pub(super) asked: Millis,
    /// Why its holder got no answer.
    pub(super) failed: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) span: Span,
    pub(super) text: String,
}

/// LMDB's keys have at most 511 bytes: a longer key is truncated, and a hash of the whole key is appended.
pub(super) fn key(key: &str) -> Cow<'_, [u8]> {
    const WHOLE: usize = 480;
    let bytes = key.as_bytes();
    if bytes.is_empty() {
        // LMDB has no empty keys. This byte never occurs in text.
        return Cow::Borrowed(&[0xff]);
    }
    if bytes.len() <= WHOLE {
        return Cow::Borrowed(bytes);
    }
    let mut cut = bytes[..WHOLE].to_vec();
    for seed in 0..2_u8 {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(seed);
        hasher.write(bytes);
        cut.extend_from_slice(&hasher.finish().to_le_bytes());
    }
    Cow::Owned(cut)
}

/// Decodes a value; also returns the bytes that follow it. `None` if it is invalid: it then counts as missing.
pub(super) fn read<T: DeserializeOwned>(value: &[u8]) -> Option<(T, &[u8])> {
    postcard::take_from_bytes(value).ok()
}

/// Encodes a value, followed by these bytes.
pub(super) fn write(head: &impl Serialize, rest: &[u8]) -> Vec<u8> {
    // Encoding numbers and text into a vector cannot fail; an empty value would count as missing.
    let mut value = postcard::to_allocvec(head).unwrap_or_default();
    value.extend_from_slice(rest);
    value
}

/// The span of a value. The values of all tables except bodies start with one.
pub(super) fn span(value: &[u8]) -> Option<Span> {
    read(value).map(|(span, _)| span)
}

pub(super) fn checksum(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: Span = Span { from: 5, until: 900 };

    #[test]
    fn encoded_values_are_decoded_unchanged_and_truncated_ones_are_missing() {
        let head = AnswerHead {
            span: PERIOD,
            version: u64::MAX,
            asked: 77,
            checksum: checksum(b"text"),
        };
        let value = write(&head, b"text");
        assert_eq!(read(&value), Some((head, &b"text"[..])));
        assert_eq!(span(&value), Some(PERIOD));
        let lease = Lease {
            span: PERIOD,
            version: 3,
            asked: 4,
            failed: Some("why".to_owned()),
        };
        let value = write(&lease, b"");
        assert_eq!(read(&value), Some((lease, &b""[..])));
        assert_eq!(span(&value), Some(PERIOD));
        for length in 0..value.len() {
            assert_eq!(read::<Lease>(&value[..length]), None, "{length}");
        }
    }

    #[test]
    fn long_keys_are_shortened_and_stay_distinct() {
        let long = "x".repeat(2000);
        let other = format!("{long}y");
        assert!(key(&long).len() <= 511);
        assert_ne!(key(&long), key(&other));
        assert_eq!(*key("pkg:3"), *b"pkg:3");
        assert_ne!(key(""), key("\0"));
        assert!(!key("").is_empty());
    }
}
