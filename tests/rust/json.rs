//! The extension's own way through JSON text beside `serde_json`'s, on answers of the panel with random damage: both take the same
//! texts, and understand the same in them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::convert::Infallible;

use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use virtfusion_direct::decode::group::Page;
use virtfusion_direct::decode::{Entries, Object, Objects, Package, Scalar, Scalars, Shape, Slot, Source, check};

/// Every kind of value, with what may be escaped, in the places that are read and in those that are not.
const GROUP: &str = r##"{"current_page": 1, "data": [{"hypervisor": {"id": 1, "name": "Zürich \"A\" \u00e9\ud83d\ude00", "enabled": true,
"prohibit": false, "commissioned": "1"}, "resources": {"servers": {"units": "#", "max": 0, "allocated": 12, "free": -12,
"percent": null}, "memory": {"units": "MB", "max": 262144, "allocated": "4096", "free": 258048.0, "percent": 68.25}, "cpuCores":
{"units": "#", "max": 1e3, "allocated": 3, "free": 18446744073709551615}, "localStorage": {"enabled": 1, "storageType": 0, "units":
"GB", "max": 90, "free": 65}, "otherStorage": [{"id": 2, "path": "\/mnt\/nvme", "enabled": 0, "max": -0}, null, [], {}],
"network": {"total": {"ipv4": {"free": 470}}}}}, {"hypervisor": {"id": "2"}, "resources": []}], "last_page": 1, "total": 2,
"links": [{"url": null, "label": "\t&laquo; \\ Previous", "active": false}], "per_page": 200}"##;

/// A hypervisor as the panel writes it: without blanks, and each like the one before.
const ENTRY: &str = concat!(
    r##"{"hypervisor":{"id":10001,"name":"hv-1","enabled":true,"prohibit":false,"commissioned":true},"resources":{"##,
    r##""servers":{"units":"#","max":0,"allocated":1,"free":-1,"percent":null},"##,
    r##""memory":{"units":"MB","max":262144,"allocated":18347,"free":243797,"percent":7},"##,
    r##""cpuCores":{"units":"#","max":256,"free":242,"percent":5.5},"##,
    r##""otherStorage":[{"id":2,"name":"Ceph \u00e9","path":null,"enabled":1,"storageType":2,"units":"GB","max":8000,"free":7440}],"##,
    r##""network":{"total":{"ipv4":{"free":4000}}}}}"##,
);

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

/// A value as `serde_json` reads it, with all keys of an object in their order.
#[derive(Debug)]
enum Tree {
    Null,
    Flag(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Int(i64::try_from(number).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Tree, S::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            entries.push(entry);
        }
        Ok(Tree::List(entries))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Tree, M::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Object(entries))
    }
}

/// A place in a tree.
struct Cursor<'a> {
    tree: &'a Tree,
    scalars: Scalars<'a>,
}

impl Source for Cursor<'_> {
    type Error = Infallible;

    fn scalar(&mut self) -> Result<Slot, Infallible> {
        Ok(self.scalars.keep(match self.tree {
            Tree::Null => Scalar::Null,
            Tree::Flag(flag) => Scalar::Flag(*flag),
            Tree::Int(number) => Scalar::Int(*number),
            Tree::Float(number) => Scalar::Float(*number),
            Tree::Text(text) => Scalar::Text(text),
            Tree::List(_) | Tree::Object(_) => Scalar::Other,
        }))
    }

    fn object<T: Object>(&mut self, object: &mut T) -> Result<Shape, Infallible> {
        let Tree::Object(entries) = self.tree else {
            return self.entries(&mut Ignored);
        };
        for (key, value) in entries {
            if let Some(field) = T::field(key.as_bytes()) {
                self.tree = value;
                object.read(field, self)?;
            }
        }
        Ok(Shape::Object)
    }

    fn entries<T: Entries>(&mut self, entries: &mut T) -> Result<Shape, Infallible> {
        match self.tree {
            Tree::List(list) if list.is_empty() => Ok(Shape::Empty),
            Tree::List(list) => {
                for value in list {
                    self.tree = value;
                    entries.read(None, self)?;
                }
                Ok(Shape::List)
            }
            Tree::Object(object) => {
                for (key, value) in object {
                    self.tree = value;
                    entries.read(Some(key.as_bytes()), self)?;
                }
                Ok(Shape::Object)
            }
            Tree::Null => Ok(Shape::Null),
            _ => Ok(Shape::Scalar),
        }
    }

    fn objects<T: Objects>(&mut self, objects: &mut T) -> Result<Shape, Infallible> {
        let Tree::List(list) = self.tree else {
            return self.entries(&mut Ignored);
        };
        for value in list {
            self.tree = value;
            let mut object = T::Object::default();
            let shape = self.object(&mut object)?;
            objects.take(shape, &object, &self.scalars);
        }
        Ok(if list.is_empty() { Shape::Empty } else { Shape::List })
    }

    fn skip(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn scalars(&self) -> &Scalars<'_> {
        &self.scalars
    }
}

struct Ignored;

impl Entries for Ignored {
    fn read<S: Source>(&mut self, _: Option<&[u8]>, source: &mut S) -> Result<(), S::Error> {
        source.skip()
    }
}

fn read_by_serde_json<T>(text: &str, read: impl Fn(&mut Cursor<'_>) -> Result<T, Infallible>) -> serde_json::Result<T> {
    let tree = serde_json::from_str(text)?;
    let mut cursor = Cursor {
        tree: &tree,
        scalars: Scalars::default(),
    };
    match read(&mut cursor) {
        Ok(value) => Ok(value),
    }
}

/// A tree holds every value, and `serde_json` makes none of a number beyond every float and of half a surrogate pair. Here the
/// first is a value that is not understood, and the second matters where somebody asks for the string.
fn is_about_one_value(error: &serde_json::Error) -> bool {
    let error = error.to_string();
    let words = [
        "number out of range",
        "lone leading surrogate",
        "unexpected end of hex escape",
    ];
    words.iter().any(|words| error.starts_with(words))
}

fn compare<T: std::fmt::Debug, N>(text: &str, own: Result<T, N>, other: serde_json::Result<T>) {
    match (own, other) {
        (Ok(own), Ok(other)) => assert_eq!(format!("{own:?}"), format!("{other:?}"), "{text}"),
        (Ok(_), Err(error)) => assert!(is_about_one_value(&error), "{error}: {text}"),
        (Err(_), Ok(_)) => panic!("refused, and it is JSON: {text}"),
        (Err(_), Err(_)) => {}
    }
}

fn compare_all(text: &str) {
    assert_eq!(
        check(text).is_ok(),
        serde_json::from_str::<IgnoredAny>(text).is_ok(),
        "{text}"
    );
    compare(
        text,
        Page::read_text(text),
        read_by_serde_json(text, |cursor| Page::read(cursor)),
    );
    compare(
        text,
        Package::read_text(text),
        read_by_serde_json(text, |cursor| Package::read(cursor)),
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8_000, ..ProptestConfig::default() })]

    #[test]
    fn damaged_groups_are_read_as_serde_json_reads_them(text in damaged(GROUP)) {
        compare_all(&text);
    }

    #[test]
    fn damaged_lists_are_read_as_serde_json_reads_them(entries in prop::collection::vec(damaged(ENTRY), 2..6)) {
        compare_all(&format!(r#"{{"data":[{ENTRY},{}],"total":1}}"#, entries.join(",")));
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
