//! How keys and values lie in the store. A change here needs another [`FORMAT`]: values of another one count as not there.

use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

use crate::cache::span::Span;
use crate::cache::store::{Record, Version};
use crate::clock::Millis;

/// The version of everything below.
pub(super) const FORMAT: u8 = 1;

const FOUND: u8 = 1;
const MISSING: u8 = 0;
const SPAN: usize = 16;

/// LMDB's keys hold 511 bytes at most; a longer key is cut, with a hash of the whole at its end.
pub(super) fn key(key: &str) -> Vec<u8> {
    const WHOLE: usize = 480;
    let bytes = key.as_bytes();
    if bytes.is_empty() {
        return vec![0];
    }
    if bytes.len() <= WHOLE {
        return bytes.to_vec();
    }
    let mut cut = bytes[..WHOLE].to_vec();
    for seed in 0..2_u8 {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(seed);
        hasher.write(bytes);
        cut.extend_from_slice(&hasher.finish().to_le_bytes());
    }
    cut
}

/// An answer: format, kind, version, text, span.
pub(super) struct Answer<'a> {
    pub(super) version: Version,
    pub(super) span: Span,
    kind: u8,
    text: &'a [u8],
}

impl<'a> Answer<'a> {
    pub(super) fn read(value: &'a [u8]) -> Option<Self> {
        let span = span_at_end(value)?;
        let (head, text) = value[..value.len() - SPAN].split_first_chunk::<10>()?;
        let [FORMAT, kind, version @ ..] = *head else {
            return None;
        };
        Some(Self {
            version: Version::from_le_bytes(version),
            span,
            kind,
            text,
        })
    }

    pub(super) fn record(&self) -> Option<Record> {
        match self.kind {
            MISSING => Some(Record::Missing),
            FOUND => std::str::from_utf8(self.text)
                .ok()
                .map(|text| Record::Found(Arc::from(text))),
            _ => None,
        }
    }

    pub(super) fn write(version: Version, record: &Record, span: Span) -> Vec<u8> {
        let text = record.text().unwrap_or_default();
        let mut value = Vec::with_capacity(10 + text.len() + SPAN);
        value.push(FORMAT);
        value.push(if matches!(record, Record::Found(_)) {
            FOUND
        } else {
            MISSING
        });
        value.extend_from_slice(&version.to_le_bytes());
        value.extend_from_slice(text.as_bytes());
        value.extend_from_slice(&write_span(span));
        value
    }
}

/// A lease: format, version, whether it failed, why, span.
pub(super) struct Lease {
    pub(super) version: Version,
    pub(super) failed: Option<String>,
    pub(super) span: Span,
}

impl Lease {
    pub(super) fn read(value: &[u8]) -> Option<Self> {
        let span = span_at_end(value)?;
        let (head, why) = value[..value.len() - SPAN].split_first_chunk::<10>()?;
        let [FORMAT, failed, version @ ..] = *head else {
            return None;
        };
        let failed = (failed != 0).then(|| String::from_utf8_lossy(why).into_owned());
        Some(Self {
            version: Version::from_le_bytes(version),
            failed,
            span,
        })
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let mut value = vec![FORMAT, u8::from(self.failed.is_some())];
        value.extend_from_slice(&self.version.to_le_bytes());
        value.extend_from_slice(self.failed.as_deref().unwrap_or_default().as_bytes());
        value.extend_from_slice(&write_span(self.span));
        value
    }
}

/// A note: format, text, span.
pub(super) fn write_note(text: &str, span: Span) -> Vec<u8> {
    let mut value = vec![FORMAT];
    value.extend_from_slice(text.as_bytes());
    value.extend_from_slice(&write_span(span));
    value
}

pub(super) fn read_note(value: &[u8]) -> Option<(String, Span)> {
    let span = span_at_end(value)?;
    let (format, text) = value[..value.len() - SPAN].split_first()?;
    let text = std::str::from_utf8(text).ok()?;
    (*format == FORMAT).then(|| (text.to_owned(), span))
}

/// The span that every value ends with.
pub(super) fn span_at_end(value: &[u8]) -> Option<Span> {
    let (_, end) = value.split_last_chunk::<SPAN>()?;
    let (from, until) = end.split_at(8);
    Some(Span {
        from: Millis::from_le_bytes(from.try_into().ok()?),
        until: Millis::from_le_bytes(until.try_into().ok()?),
    })
}

pub(super) fn write_span(span: Span) -> [u8; SPAN] {
    let mut bytes = [0; SPAN];
    bytes[..8].copy_from_slice(&span.from.to_le_bytes());
    bytes[8..].copy_from_slice(&span.until.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: Span = Span { from: 5, until: 9 };

    #[test]
    fn answers_and_leases_come_back_as_they_were_written() {
        let record = Record::Found("{\"a\":1}".into());
        let value = Answer::write(7, &record, PERIOD);
        let answer = Answer::read(&value).expect("an answer");
        assert_eq!(
            (answer.version, answer.span, answer.record()),
            (7, PERIOD, Some(record))
        );
        let value = Answer::write(7, &Record::Missing, PERIOD);
        assert_eq!(
            Answer::read(&value).and_then(|answer| answer.record()),
            Some(Record::Missing)
        );
        let lease = Lease {
            version: 3,
            failed: Some("why".to_owned()),
            span: PERIOD,
        };
        let read = Lease::read(&lease.write()).expect("a lease");
        assert_eq!(
            (read.version, read.failed.as_deref(), read.span),
            (3, Some("why"), PERIOD)
        );
    }

    #[test]
    fn notes_come_back_as_they_were_written() {
        let mut value = write_note("3 failures", PERIOD);
        assert_eq!(read_note(&value), Some(("3 failures".to_owned(), PERIOD)));
        value[0] = FORMAT + 1;
        assert_eq!(read_note(&value), None);
        assert_eq!(read_note(&value[..SPAN]), None);
    }

    #[test]
    fn values_of_another_format_and_cut_ones_are_not_there() {
        let mut value = Answer::write(7, &Record::Missing, PERIOD);
        for length in 0..value.len() {
            assert!(Answer::read(&value[..length]).is_none(), "{length}");
        }
        value[0] = FORMAT + 1;
        assert!(Answer::read(&value).is_none());
        assert!(Lease::read(&value).is_none());
    }

    #[test]
    fn long_keys_stay_apart_and_short_enough() {
        let long = "x".repeat(2000);
        let other = format!("{long}y");
        assert!(key(&long).len() <= 511);
        assert_ne!(key(&long), key(&other));
        assert_eq!(key("pkg:3"), b"pkg:3");
        assert!(!key("").is_empty());
    }
}
