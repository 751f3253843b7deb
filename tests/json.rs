//! The extension's own way through JSON text beside `serde_json`'s, on answers of the panel with random damage: both take the same
//! texts, and understand the same in them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use serde::de::IgnoredAny;
use virtfusion_direct::decode::group::Page;
use virtfusion_direct::decode::{Package, is_json};

/// Every kind of value, with what may be escaped, in the places that are read and in those that are not.
const GROUP: &str = r##"{"current_page": 1, "data": [{"hypervisor": {"id": 1, "name": "Zürich \"A\" \u00e9\ud83d\ude00", "enabled": true,
"prohibit": false, "commissioned": "1"}, "resources": {"servers": {"units": "#", "max": 0, "allocated": 12, "free": -12,
"percent": null}, "memory": {"units": "MB", "max": 262144, "allocated": "4096", "free": 258048.0, "percent": 68.25}, "cpuCores":
{"units": "#", "max": 1e3, "allocated": 3, "free": 18446744073709551615}, "localStorage": {"enabled": 1, "storageType": 0, "units":
"GB", "max": 90, "free": 65}, "otherStorage": [{"id": 2, "path": "\/mnt\/nvme", "enabled": 0, "max": -0}, null, [], {}],
"network": {"total": {"ipv4": {"free": 470}}}}}, {"hypervisor": {"id": "2"}, "resources": []}], "last_page": 1, "total": 2,
"links": [{"url": null, "label": "\t&laquo; \\ Previous", "active": false}], "per_page": 200}"##;

const PACKAGE: &str = r#"{"id": 3, "name": "VPS\n4", "enabled": true, "memory": " 2048 ", "cpuCores": 2.5e0, "primaryStorage": 80,
"primaryStorageProfile": null, "traffic": [1, -2.5E-3, {"a": {"b": [true, false, null]}}], "description": "ends in \\"}"#;

/// What is put in the place of a character, or before it.
const PIECES: [&str; 31] = [
    "", "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "\\\"", "0", "1", "9", "-", "+", ".", "e", "E1", "t", "null",
    "\n", " ", "\t", "\u{0}", "\u{1f}", "\u{c}", "é", "\u{a0}", "/", "x",
];

fn damaged(text: &'static str) -> impl Strategy<Value = String> {
    let characters = text.chars().count();
    let damage = (0..characters, prop::sample::select(PIECES.to_vec()), any::<bool>());
    prop::collection::vec(damage, 0..4).prop_map(move |all| {
        let mut pieces: Vec<String> = text.chars().map(String::from).collect();
        for (at, piece, instead) in all {
            if let Some(place) = pieces.get_mut(at) {
                *place = format!("{piece}{}", if instead { "" } else { place.as_str() });
            }
        }
        pieces.concat()
    })
}

/// The start of a text, as when a connection ends.
fn cut(text: &'static str) -> impl Strategy<Value = String> {
    (0..=text.chars().count()).prop_map(move |length| text.chars().take(length).collect())
}

fn read_by_serde_json<T>(
    text: &str,
    read: impl Fn(&mut serde_json::Deserializer<serde_json::de::StrRead<'_>>) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let mut source = serde_json::Deserializer::from_str(text);
    let value = read(&mut source)?;
    source.end().map(|()| value)
}

/// `serde_json` refuses numbers beyond every float that somebody asks for; here they are there and not understood.
fn is_about_a_number(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("number out of range")
}

fn compare<T: std::fmt::Debug, N>(text: &str, own: Result<T, N>, other: serde_json::Result<T>) {
    match (own, other) {
        (Ok(own), Ok(other)) => assert_eq!(format!("{own:?}"), format!("{other:?}"), "{text}"),
        (Ok(_), Err(error)) => assert!(is_about_a_number(&error), "{error}: {text}"),
        (Err(_), Ok(_)) => panic!("refused, and it is JSON: {text}"),
        (Err(_), Err(_)) => {}
    }
}

fn compare_all(text: &str) {
    assert_eq!(
        is_json(text),
        serde_json::from_str::<IgnoredAny>(text).is_ok(),
        "{text}"
    );
    compare(
        text,
        Page::read_text(text),
        read_by_serde_json(text, |source| Page::read(source)),
    );
    compare(
        text,
        Package::read_text(text),
        read_by_serde_json(text, |source| Package::read(source)),
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8_000, ..ProptestConfig::default() })]

    #[test]
    fn damaged_groups_are_read_as_serde_json_reads_them(text in damaged(GROUP)) {
        compare_all(&text);
    }

    #[test]
    fn damaged_packages_are_read_as_serde_json_reads_them(text in damaged(PACKAGE)) {
        compare_all(&text);
    }

    #[test]
    fn answers_that_were_cut_off_are_read_as_serde_json_reads_them(text in prop_oneof![cut(GROUP), cut(PACKAGE)]) {
        compare_all(&text);
    }
}

#[test]
fn whole_answers_are_understood() {
    assert!(Page::read_text(GROUP).expect("JSON").is_ok());
    assert!(Package::read_text(PACKAGE).expect("JSON").is_ok());
}
