//! The outer form of an answer as text: taking out what lies under `data`, and making one envelope of all pages.
//!
//! Works on the text itself, so that whatever the panel says besides is passed on as it is.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::group::Repeated;

/// The text under `data`. `None` when the text is no object or holds none.
#[must_use]
pub fn data_of(text: &[u8]) -> Option<&str> {
    serde_json::from_slice::<Entries>(text).ok()?.data()
}

/// One envelope that holds the entries of all pages, in the panel's order, without those that are repeated, and so many: page 1
/// of 1. Keys that count or lead to pages are made true; the rest is the first page's.
#[must_use]
pub fn merge(pages: &[&[u8]], repeated: &Repeated, count: usize) -> Option<String> {
    let pages: Vec<Entries> = pages
        .iter()
        .map(|page| serde_json::from_slice(page).ok())
        .collect::<Option<_>>()?;
    let data = join(&pages, repeated)?;
    let Entries(envelope) = pages.first()?;
    let total = count.to_string();
    let (first, last) = if count == 0 {
        ("null", "null")
    } else {
        ("1", total.as_str())
    };
    let own_url = envelope
        .iter()
        .rev()
        .find(|(key, _)| key == "first_page_url")
        .map_or("null", |(_, value)| value.get());

    let mut text = String::with_capacity(data.len() + 1024);
    text.push('{');
    let mut add = |key: &str, value: &str| {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&serde_json::Value::from(key).to_string());
        text.push(':');
        text.push_str(value);
    };
    let counted = [
        ("current_page", "1"),
        ("last_page", "1"),
        ("per_page", total.as_str()),
        ("total", total.as_str()),
    ];
    let mut done = Vec::new();
    for (key, value) in envelope {
        if done.contains(&key.as_str()) && is_made(key) {
            continue;
        }
        done.push(key.as_str());
        match key.as_str() {
            "data" => add(key, &data),
            "from" => add(key, first),
            "to" => add(key, last),
            "next_page_url" | "prev_page_url" => add(key, "null"),
            "last_page_url" => add(key, own_url),
            "links" => add(key, "[]"),
            _ => add(
                key,
                counted
                    .iter()
                    .find(|(name, _)| name == key)
                    .map_or(value.get(), |(_, made)| made),
            ),
        }
    }
    for (key, value) in counted.iter().filter(|(key, _)| !done.contains(key)) {
        add(key, value);
    }
    text.push('}');
    Some(text)
}

fn is_made(key: &str) -> bool {
    matches!(
        key,
        "data"
            | "from"
            | "to"
            | "next_page_url"
            | "prev_page_url"
            | "last_page_url"
            | "links"
            | "current_page"
            | "last_page"
            | "per_page"
            | "total"
    )
}

/// The list of all entries that count.
fn join(pages: &[Entries], repeated: &Repeated) -> Option<String> {
    let mut joined = String::from("[");
    let mut add = |entries: &str| {
        if joined.len() > 1 && !entries.is_empty() {
            joined.push(',');
        }
        joined.push_str(entries);
    };
    for (number, page) in pages.iter().enumerate() {
        let list = page.data()?;
        if repeated.iter().any(|(page, _)| *page == number) {
            let entries: Vec<&RawValue> = serde_json::from_str(list).ok()?;
            for (index, entry) in entries.into_iter().enumerate() {
                if repeated.binary_search(&(number, index)).is_err() {
                    add(entry.get());
                }
            }
        } else {
            add(list.strip_prefix('[')?.strip_suffix(']')?.trim_ascii());
        }
    }
    joined.push(']');
    Some(joined)
}

/// The keys of an object with the texts of their values, in order.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Entries<'a> {
    fn data(&self) -> Option<&'a str> {
        let mut entries = self.0.iter().rev();
        entries.find(|(key, _)| key == "data").map(|(_, value)| value.get())
    }
}

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_become_one_envelope_that_counts_itself() {
        let one = r#"{"current_page":1,"data":[{"a":1},{"a":2}],"from":1,"last_page":2,"next_page_url":"x?page=2","per_page":2,"extra":"kept","to":2,"total":3}"#;
        let two = r#"{"current_page":2,"data":[{"a":2},{"a":3}],"total":3}"#;
        let merged = merge(&[one.as_bytes(), two.as_bytes()], &vec![(1, 0)], 3).expect("an envelope");
        let expected = serde_json::json!({"current_page": 1, "data": [{"a": 1}, {"a": 2}, {"a": 3}], "from": 1, "last_page": 1,
            "next_page_url": null, "per_page": 3, "extra": "kept", "to": 3, "total": 3});
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&merged).expect("JSON"),
            expected
        );
    }

    #[test]
    fn pages_without_entries_leave_no_gap() {
        let pages: [&[u8]; 4] = [
            br#"{"data": [ ]}"#,
            br#"{"data": [ {"a": [1]} ]}"#,
            br#"{"data": []}"#,
            br#"{"data": [2]}"#,
        ];
        for repeated in [vec![], vec![(3, 0)]] {
            let merged = merge(&pages, &repeated, 2 - repeated.len()).expect("an envelope");
            let data = if repeated.is_empty() {
                r#"[{"a": [1]},2]"#
            } else {
                r#"[{"a": [1]}]"#
            };
            assert_eq!(data_of(merged.as_bytes()), Some(data));
        }
    }

    #[test]
    fn keys_that_the_panel_leaves_out_are_filled_in() {
        let merged = merge(&[br#"{"data":[]}"#], &Vec::new(), 0).expect("an envelope");
        assert_eq!(
            merged,
            r#"{"data":[],"current_page":1,"last_page":1,"per_page":0,"total":0}"#
        );
    }

    #[test]
    fn what_lies_under_data_is_taken_out_as_it_is() {
        assert_eq!(data_of(br#"{"data": {"a": 1.50}}"#), Some(r#"{"a": 1.50}"#));
        assert_eq!(data_of(br#"{"data": 1, "data": 2}"#), Some("2"));
        assert_eq!(data_of(b"[]"), None);
        assert_eq!(data_of(b"{}"), None);
    }
}
