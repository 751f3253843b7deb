//! What the last object of a list looked like. The panel writes hypervisor after hypervisor with the same keys in the same order
//! and mostly with the same values. So the text is compared with that of the object before, as far as it goes, and only the
//! scalars that differ are read.

use std::mem::take;

use super::reader::{NotJson, Reader};
use super::scan;
use super::source::{Object, Path, Shape, Source};

/// Where the scalars of an object stand in the text, in order.
#[derive(Default)]
pub(super) struct Outline {
    scalars: Vec<Place>,
    start: usize,
    end: usize,
    /// Whether the object can be told by its scalars.
    usable: bool,
    /// The way to the value that is being read, and its steps, while the object is.
    path: Option<Path>,
    steps: u32,
}

struct Place {
    start: usize,
    end: usize,
    /// Empty for a scalar that nobody asks for.
    path: Path,
}

impl Outline {
    /// A scalar was read.
    pub(super) fn add(&mut self, start: usize, end: usize, counts: bool) {
        if let Some(path) = self.path {
            let path = if counts { path } else { Path::END };
            self.scalars.push(Place { start, end, path });
        }
    }

    /// A value in the present one comes next. Gives the present way, for [`Self::leave`].
    pub(super) fn enter(&mut self, index: usize) -> Option<Path> {
        let present = self.path?;
        match present.with(self.steps, index) {
            Some(path) => {
                self.path = Some(path);
                self.steps += 1;
            }
            None => self.give_up(),
        }
        Some(present)
    }

    /// That value was read.
    pub(super) fn leave(&mut self, present: Option<Path>) {
        if self.path.is_some() {
            self.path = present;
            self.steps -= 1;
        }
    }

    /// The object holds something that its scalars alone do not tell.
    pub(super) fn give_up(&mut self) {
        self.path = None;
        self.usable = false;
    }

    fn begin(&mut self, start: usize) {
        self.scalars.clear();
        self.scalars.reserve(64);
        self.start = start;
        self.usable = true;
        self.path = Some(Path::END);
        self.steps = 0;
    }

    fn finish(&mut self, end: usize, shape: Shape) {
        self.end = end;
        self.usable &= shape == Shape::Object;
        self.path = None;
    }
}

impl Reader<'_> {
    /// Fills `object`, which holds what the last call read.
    pub(super) fn object_like_the_last<T: Object>(&mut self, object: &mut T) -> Result<Shape, NotJson> {
        self.peek();
        let start = self.at;
        if self.outline.usable {
            let mut scalars = take(&mut self.outline.scalars);
            let is_alike = self.read_differences(&mut scalars, object)?;
            self.outline.scalars = scalars;
            if is_alike {
                self.outline.start = start;
                self.outline.end = self.at;
                return Ok(Shape::Object);
            }
            self.at = start;
        }
        *object = T::default();
        self.outline.begin(start);
        let shape = self.object(object)?;
        self.outline.finish(self.at, shape);
        Ok(shape)
    }

    /// Reads the scalars that are not the last object's, and moves the places to where they stand now. False when the texts
    /// differ in anything else; both then are half done.
    fn read_differences<T: Object>(&mut self, scalars: &mut [Place], object: &mut T) -> Result<bool, NotJson> {
        let Outline { start, end, .. } = self.outline;
        let text = self.text.as_bytes();
        let last = text.get(..end).unwrap_or_default();
        let mut at = start;
        let mut scalars = scalars.iter_mut();
        let mut next = scalars.next();
        loop {
            let shift = self.at - at;
            at += scan::same(
                last.get(at..).unwrap_or_default(),
                text.get(self.at..).unwrap_or_default(),
            );
            // One that ends right before the difference may go on there.
            while let Some(place) = next.take_if(|place| place.end < at) {
                place.start += shift;
                place.end += shift;
                next = scalars.next();
            }
            let Some(place) = next else {
                self.at = at + shift;
                return Ok(at == end);
            };
            if place.start > at {
                return Ok(false);
            }
            at = place.end;
            place.start += shift;
            self.at = place.start;
            if !self.is_at_scalar() {
                return Ok(false);
            }
            match place.path.split() {
                Some((field, rest)) => object.read(field, rest, &mut *self)?,
                None => self.skip_value()?,
            }
            place.end = self.at;
            next = scalars.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::decode::group::Page;

    /// What a page of these entries is, read one after the other, and each on its own.
    fn read(entries: &[&str]) -> (String, String) {
        let page = |entries: &[&str]| {
            let text = format!("{{\"data\": [{}]}}", entries.join(","));
            Page::read_text(&text).map(|page| page.map(|page| page.hosts))
        };
        let alone: Result<Vec<_>, _> = entries.iter().map(|entry| page(&[entry])).collect();
        let alone = alone.map(|pages| {
            pages
                .into_iter()
                .collect::<Result<Vec<_>, _>>()
                .map(|pages| pages.concat())
        });
        (format!("{:?}", page(entries)), format!("{alone:?}"))
    }

    const POOLS: &str = r#"[{"id":2,"enabled":1,"storageType":2,"max":80,"free":70},null,{"id":3}]"#;

    const ENTRY: &str = r#"{"hypervisor":{"id":1,"name":"a","enabled":true,"commissioned":1,"prohibit":false,"more":[1,{"id":2}]},
        "resources":{"memory":{"units":"MB","max":100,"free":12},"cpuCores":{"max":0},"servers":null,
        "localStorage":{"enabled":1,"max":50,"allocated":5,"percent":12.5},
        "otherStorage":[{"id":2,"enabled":1,"storageType":2,"max":80,"free":70},null,{"id":3}],
        "network":{"total":{"ipv4":{"free":7}}}}}"#;

    #[test]
    fn entries_after_the_first_are_read_as_if_they_came_alone() {
        let changes: &[(&str, &str)] = &[
            ("", ""),
            ("\"id\":1", "\"id\":12345678901"),
            ("\"id\":1", "\"id\":\"1\""),
            ("\"a\"", "\"a longer name \\u00e9 \\\" \""),
            ("\"a\"", "null"),
            ("true", "false"),
            ("true", "truest"),
            ("true", " true"),
            ("\"free\":12", "\"free\":1"),
            ("\"free\":12", "\"free\":123"),
            ("\"free\":12", "\"free\":-12"),
            ("\"free\":12", "\"free\":12.5e1"),
            ("\"free\":12", "\"free\":[12]"),
            ("\"free\":12", "\"free\":{\"max\":1}"),
            ("\"free\":12", "\"free\":12,\"free\":13"),
            ("\"free\":12", "\"free\":"),
            ("\"free\":12", "\"free\":012"),
            ("\"free\":12", "\"allocated\":12"),
            ("\"MB\"", "\"GB\""),
            ("\"servers\":null", "\"servers\":{\"max\":3,\"free\":1}"),
            ("\"servers\":null", "\"servers\":[]"),
            ("\"servers\":null", "\"servers\":5"),
            ("12.5", "99"),
            ("12.5", "\"\\u00zz\""),
            ("null,{\"id\":3}", "{\"id\":3}"),
            (
                "null,{\"id\":3}",
                "{\"id\":4,\"enabled\":1,\"storageType\":2,\"max\":10,\"free\":9},{\"id\":3}",
            ),
            ("null,{\"id\":3}", "7,{\"id\":8}"),
            ("[{\"id\":2", "[{\"id\":9"),
            ("\"free\":7}}}}", "\"free\":8}}}}"),
            ("\"free\":7}}}}", "\"free\":7}}}"),
            ("\"free\":7}}}}", "\"free\":7}}},\"more\":1}"),
            ("{\"id\":2}", "{\"id\":3}"),
            ("[1,{\"id\":2}]", "[]"),
            (POOLS, "[]"),
            (POOLS, "[7]"),
            (POOLS, "[\"\"]"),
            ("\"resources\":{", "\"resources\":[],\"x\":{"),
            ("\"memory\":{", "\"memory\":{\"max\":1},\"memory\":{"),
        ];
        for (from, to) in changes {
            assert!(ENTRY.contains(from), "{from}");
            for (other_from, other_to) in changes {
                let one: &str = &ENTRY.replacen(from, to, 1);
                let two: &str = &ENTRY.replacen(other_from, other_to, 1);
                for entries in [[ENTRY, one, two, ENTRY], [one, one, two, two], [one, "[]", "null", two]] {
                    let (together, alone) = read(&entries);
                    // Which of several mistakes is named, and by which index, is no matter here.
                    if together.contains("EntryNotAnObject") {
                        assert!(alone.contains("EntryNotAnObject"), "{entries:?}");
                    } else {
                        assert_eq!(together, alone, "{entries:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn pools_with_names_and_many_of_them_are_read_too() {
        let named = |pools: &str| format!("{{\"resources\":{{\"otherStorage\":{pools}}}}}");
        let many = |id: usize| {
            let pools: Vec<String> = (0..300).map(|n| format!("{{\"id\":{}}}", n + id)).collect();
            named(&format!("[{}]", pools.join(",")))
        };
        let entries = [
            named(r#"{"a":{"id":1},"b":{"id":2},"a":{"id":3}}"#),
            named(r#"{"a":{"id":1},"b":{"id":2},"a":{"id":4}}"#),
            named(r#"{"a":{"id":1},"b":{"id":2},"c":{"id":4}}"#),
            many(1),
            many(2),
            many(3),
        ];
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        let (together, alone) = read(&entries);
        assert_eq!(together, alone);
    }
}
