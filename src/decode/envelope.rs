//! The outer form of an answer as text: taking out what lies under `data`, and making one envelope of all pages.
//!
//! Works on the text itself, so that whatever the panel says besides is passed on as it is.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::group::Places;

/// The text under `data`. `None` when the text is no object or holds none.
#[must_use]
pub fn data_of(text: &str) -> Option<&str> {
    let Entries(entries) = serde_json::from_str(text).ok()?;
    entries
        .into_iter()
        .rev()
        .find(|(key, _)| key == "data")
        .map(|(_, value)| value.get())
}

/// One envelope that holds all entries of all pages, in the panel's order, each hypervisor once: page 1 of 1. Keys that count
/// or lead to pages are made true; the rest is the first page's.
#[must_use]
pub fn merge(pages: &[&str], places: &Places) -> Option<String> {
    let Entries(envelope) = serde_json::from_str(pages.first()?).ok()?;
    let lists: Vec<Vec<&RawValue>> = pages
        .iter()
        .map(|page| data_of(page).and_then(|data| serde_json::from_str(data).ok()))
        .collect::<Option<_>>()?;
    let total = places.len().to_string();
    let (first, last) = if places.is_empty() {
        ("null", "null")
    } else {
        ("1", total.as_str())
    };
    let own_url = envelope
        .iter()
        .rev()
        .find(|(key, _)| key == "first_page_url")
        .map_or("null", |(_, value)| value.get());

    let mut text = String::with_capacity(pages.iter().map(|page| page.len()).sum::<usize>() + 64);
    text.push('{');
    let mut add = |key: &str, value: &str| {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&serde_json::Value::from(key).to_string());
        text.push(':');
        text.push_str(value);
    };
    let data = join(&lists, places)?;
    let counted = [
        ("current_page", "1"),
        ("last_page", "1"),
        ("per_page", total.as_str()),
        ("total", total.as_str()),
    ];
    let mut done = Vec::new();
    for (key, value) in &envelope {
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

fn join(lists: &[Vec<&RawValue>], places: &Places) -> Option<String> {
    let mut data = String::from("[");
    for (page, index) in places {
        if data.len() > 1 {
            data.push(',');
        }
        data.push_str(lists.get(*page)?.get(*index)?.get());
    }
    data.push(']');
    Some(data)
}

/// The keys of an object with the texts of their values, in order.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

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
        let merged = merge(&[one, two], &vec![(0, 0), (0, 1), (1, 1)]).expect("an envelope");
        let expected = serde_json::json!({"current_page": 1, "data": [{"a": 1}, {"a": 2}, {"a": 3}], "from": 1, "last_page": 1,
            "next_page_url": null, "per_page": 3, "extra": "kept", "to": 3, "total": 3});
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&merged).expect("JSON"),
            expected
        );
    }

    #[test]
    fn keys_that_the_panel_leaves_out_are_filled_in() {
        let merged = merge(&[r#"{"data":[]}"#], &Vec::new()).expect("an envelope");
        assert_eq!(
            merged,
            r#"{"data":[],"current_page":1,"last_page":1,"per_page":0,"total":0}"#
        );
    }

    #[test]
    fn what_lies_under_data_is_taken_out_as_it_is() {
        assert_eq!(data_of(r#"{"data": {"a": 1.50}}"#), Some(r#"{"a": 1.50}"#));
        assert_eq!(data_of(r#"{"data": 1, "data": 2}"#), Some("2"));
        assert_eq!(data_of("[]"), None);
        assert_eq!(data_of("{}"), None);
    }
}
