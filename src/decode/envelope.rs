//! The envelope of an answer, as text: extracts the value under `data`, and merges the pages of a group into one envelope.
//!
//! Works on the text, so that values which the crate does not know are passed on unchanged.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::page::Repeated;
use super::value::Key;

/// Merges the bodies of all pages into one envelope, page 1 of 1. It contains the `count` entries of all pages in the panel's
/// order, without the repeated ones. Pagination keys at the top level, in `meta` and in `links` are corrected; other keys are those
/// of the first page. `None` if a body is not an object with a list under `data`.
#[must_use]
pub fn merge(pages: &[&[u8]], repeated: &Repeated, count: usize) -> Option<String> {
    let pages: Vec<Entries> = pages
        .iter()
        .map(|page| serde_json::from_slice(page).ok())
        .collect::<Option<_>>()?;
    let data = join(&pages, repeated)?;
    let count = count.to_string();
    let envelope = pages.first()?;
    let paging = OnePage::new(envelope, &count);
    Some(envelope.write(&paging.counts(), |key, value| match key {
        "data" => data.as_str().into(),
        "meta" => match serde_json::from_str::<Entries>(value) {
            Ok(meta) => {
                let paging = OnePage::new(&meta, &count);
                meta.write(&[], |key, value| paging.value(key, value)).into()
            }
            Err(_) => value.into(),
        },
        _ => paging.value(key, value),
    }))
}

/// The list of all entries, without the repeated ones.
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

/// The pagination of a list that is page 1 of 1.
struct OnePage<'a> {
    /// The number of its entries.
    count: &'a str,
    /// The link to it, from the first page's `first_page_url`.
    url: &'a str,
}

impl<'a> OnePage<'a> {
    /// The pagination for an object with pagination keys.
    fn new(object: &Entries<'a>, count: &'a str) -> Self {
        let url = object.get("first_page_url").unwrap_or("null");
        Self { count, url }
    }

    /// The counts that are added if the panel's object lacks them.
    fn counts(&self) -> [(&'static str, &'a str); 4] {
        [
            ("current_page", "1"),
            ("last_page", "1"),
            ("per_page", self.count),
            ("total", self.count),
        ]
    }

    /// The corrected value of a pagination key; the unchanged value of any other key.
    fn value(&self, key: &str, value: &'a str) -> Cow<'a, str> {
        match key {
            "from" | "to" if self.count == "0" => "null".into(),
            "current_page" | "last_page" | "from" => "1".into(),
            "per_page" | "total" | "to" => self.count.into(),
            "next_page_url" | "prev_page_url" => "null".into(),
            "last_page_url" => self.url.into(),
            "links" => links(value),
            _ => value.into(),
        }
    }
}

/// Corrects `links` so that they lead to no other page. An object of links is kept; a list, which has one entry per page, becomes
/// empty.
fn links(value: &str) -> Cow<'_, str> {
    let Ok(links) = serde_json::from_str::<Entries>(value) else {
        return "[]".into();
    };
    let text = links.write(&[], |key, value| match key {
        "next" | "prev" => "null".into(),
        "last" => links.get("first").unwrap_or("null").into(),
        _ => value.into(),
    });
    text.into()
}

/// The keys of an object and the text of each value, in order.
pub(super) struct Entries<'a>(Vec<(Key<'a>, &'a RawValue)>);

impl<'a> Entries<'a> {
    /// The text under `data`.
    pub(super) fn data(&self) -> Option<&'a str> {
        self.get("data")
    }

    /// The text of a key's value; the last one if the key occurs twice.
    fn get(&self, key: &str) -> Option<&'a str> {
        let mut entries = self.0.iter().rev();
        entries.find(|(Key(name), _)| name == key).map(|(_, value)| value.get())
    }

    /// Writes the object with each key once and the values that `make` returns, and adds the missing `counts`.
    fn write<'b>(&self, counts: &[(&str, &str)], make: impl Fn(&str, &'a str) -> Cow<'b, str>) -> String {
        let mut last: HashMap<&str, &'a str> = self.0.iter().map(|(Key(key), value)| (&**key, value.get())).collect();
        let missing = counts
            .iter()
            .filter(|(key, _)| !last.contains_key(key))
            .collect::<Vec<_>>();
        let mut text = String::from("{");
        let mut add = |key: &str, value: &str| {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&serde_json::Value::from(key).to_string());
            text.push(':');
            text.push_str(value);
        };
        for (Key(key), _) in &self.0 {
            if let Some(value) = last.remove(&**key) {
                add(key, &make(key, value));
            }
        }
        for (key, value) in missing {
            add(key, value);
        }
        text.push('}');
        text
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
    fn pages_are_merged_into_one_envelope_with_correct_counts() {
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
    fn pages_without_entries_are_merged_too() {
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
            assert_eq!(data_of(&merged), Some(data));
        }
    }

    #[test]
    fn missing_counts_are_added() {
        let merged = merge(&[br#"{"data":[]}"#], &Vec::new(), 0).expect("an envelope");
        assert_eq!(
            merged,
            r#"{"data":[],"current_page":1,"last_page":1,"per_page":0,"total":0}"#
        );
    }

    #[test]
    fn the_text_under_data_is_returned_unchanged() {
        assert_eq!(data_of(r#"{"data": {"a": 1.50}}"#), Some(r#"{"a": 1.50}"#));
        assert_eq!(data_of(r#"{"data": 1, "data": 2}"#), Some("2"));
        assert_eq!(data_of("[]"), None);
        assert_eq!(data_of("{}"), None);
    }

    #[test]
    fn counts_in_meta_and_links_to_pages_are_corrected_too() {
        let one = r#"{"data":[1],"links":{"first":"x?page=1","last":"x?page=2","prev":null,"next":"x?page=2"},
            "meta":{"current_page":1,"from":1,"last_page":2,"links":[{"url":"x?page=2","label":"2"}],"path":"x","per_page":1,"to":1,
            "total":2,"next_page_url":"x?page=2","more":1.50}}"#;
        let two = r#"{"data":[2],"links":{"next":null},"meta":{"current_page":2}}"#;
        let merged = merge(&[one.as_bytes(), two.as_bytes()], &Vec::new(), 2).expect("an envelope");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&merged).expect("JSON"),
            serde_json::json!({"data": [1, 2], "links": {"first": "x?page=1", "last": "x?page=1", "prev": null, "next": null},
                "meta": {"current_page": 1, "from": 1, "last_page": 1, "links": [], "path": "x", "per_page": 2, "to": 2,
                "total": 2, "next_page_url": null, "more": 1.5},
                "current_page": 1, "last_page": 1, "per_page": 2, "total": 2})
        );
    }

    #[test]
    fn the_last_value_of_a_repeated_key_is_kept() {
        let page = r#"{"meta":{"total":9},"data":[],"a":1,"total":7,"a":2,"total":8,"meta":{"total":3,"total":4}}"#;
        let merged = merge(&[page.as_bytes()], &Vec::new(), 0).expect("an envelope");
        assert_eq!(
            merged,
            r#"{"meta":{"total":0},"data":[],"a":2,"total":0,"current_page":1,"last_page":1,"per_page":0}"#
        );
    }

    fn data_of(text: &str) -> Option<&str> {
        serde_json::from_str::<Entries>(text).ok()?.data()
    }
}
