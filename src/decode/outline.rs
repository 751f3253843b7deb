//! What the objects of a list look like. The panel writes hypervisor after hypervisor with the same keys in the same order and
//! mostly with the same values. So the first one is the model: the text of the next ones is compared with its text, and only
//! scalars that differ from it, in one of them, are read.

use std::mem::replace;

use super::reader::{NotJson, Reader};
use super::scan;
use super::source::{Object, Objects, Scalar, Shape, Slot, Source};

/// For about so many scalars of an object room is made at once: a hypervisor with two further pools has 52.
const SCALARS: usize = 64;

/// An object of more scalars is no model: where each of them stands would take many times the memory of the text.
const MOST_SCALARS: usize = 10_000;

/// The model, and where its scalars stand in the text.
#[derive(Default)]
pub(super) struct Outline<'a> {
    /// All of them, in order.
    scalars: Vec<Place>,
    /// Those that were another in an object since, in order.
    varying: Vec<Varying<'a>>,
    /// What comes after the last one of these.
    rest: &'a [u8],
    start: usize,
    /// Whether there is a model.
    usable: bool,
    /// Whether it is being read.
    recording: bool,
    /// Where the first of its scalars is kept.
    first_slot: Slot,
}

struct Place {
    start: usize,
    end: usize,
    role: Role,
}

/// What a scalar is for.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// Nobody asks for it.
    Ignored,
    /// It is kept.
    Kept(Slot),
    /// It stands where a list or an object is wanted.
    Odd,
}

struct Varying<'a> {
    /// What comes between the last one, or the start, and this one.
    before: &'a [u8],
    /// Its number among all scalars.
    number: usize,
    kept: Option<Slot>,
}

impl<'a> Outline<'a> {
    /// A scalar was read.
    #[inline]
    pub(super) fn add(&mut self, start: usize, end: usize, role: Role) {
        if self.recording {
            self.scalars.push(Place { start, end, role });
            self.recording = self.scalars.len() < MOST_SCALARS;
        }
    }

    fn begin(&mut self, start: usize) {
        self.scalars.clear();
        self.scalars.reserve(SCALARS);
        self.varying.clear();
        self.varying.reserve(SCALARS / 2);
        self.start = start;
        self.recording = true;
    }

    fn finish(&mut self, text: &'a [u8], end: usize, shape: Shape) {
        self.rest = text.get(self.start..end).unwrap_or_default();
        self.usable = self.recording && shape == Shape::Object;
        self.recording = false;
    }

    /// Lets another scalar vary, which stands before the varying one with this number: that with which the text there differs
    /// from the model. False when it differs in something else.
    #[cold]
    fn vary(&mut self, next: usize, text: &[u8]) -> bool {
        let last = next.checked_sub(1).and_then(|last| self.varying.get(last));
        let first = last.map_or(0, |last| last.number + 1);
        let from = match last.and_then(|last| self.scalars.get(last.number)) {
            Some(last) => last.end,
            None => self.start,
        };
        let before = match self.varying.get_mut(next) {
            Some(next) => &mut next.before,
            None => &mut self.rest,
        };
        // The scalar that ends right at the difference may go on there.
        let differs = from + scan::same(before, text);
        let mut places = (first..).zip(self.scalars.get(first..).unwrap_or_default());
        let Some((number, place)) = places.find(|(_, place)| differs <= place.end) else {
            return false;
        };
        let kept = match place.role {
            _ if differs < place.start => return false,
            Role::Ignored => None,
            Role::Kept(slot) => Some(slot),
            Role::Odd => return false,
        };
        let (now_before, rest) = before.split_at(place.start - from);
        *before = rest.get(place.end - place.start..).unwrap_or_default();
        let varying = Varying {
            before: now_before,
            number,
            kept,
        };
        self.varying.insert(next, varying);
        true
    }
}

impl<'a> Reader<'a> {
    /// Reads the list that begins here.
    pub(super) fn read_objects<T: Objects>(&mut self, objects: &mut T) -> Result<Shape, NotJson> {
        let mut outer = replace(
            &mut self.outline,
            Outline {
                first_slot: self.scalars.end(),
                ..Outline::default()
            },
        );
        let mut object = T::Object::default();
        let mut first = true;
        self.enter()?;
        while self.next_entry(first)? {
            let begin = self.at;
            let shape = self.object_like_the_model(&mut object)?;
            if first {
                objects.expect(1 + (self.text.len() - self.at) / (self.at - begin).max(1));
            }
            objects.take(shape, &object, &self.scalars);
            first = false;
        }
        // What such a list holds changes with its scalars: an object around it is no model.
        outer.recording = false;
        self.outline = outer;
        Ok(if first { Shape::Empty } else { Shape::List })
    }

    /// Fills `object`, which holds what the last call read.
    fn object_like_the_model<T: Object>(&mut self, object: &mut T) -> Result<Shape, NotJson> {
        self.peek();
        if self.outline.usable && self.read_varying()? {
            return Ok(Shape::Object);
        }
        *object = T::default();
        self.scalars.forget_from(self.outline.first_slot);
        self.outline.begin(self.at);
        let shape = self.object(object)?;
        self.outline.finish(self.text, self.at, shape);
        Ok(shape)
    }

    /// Reads the scalars that vary, and those that do so from here on. False when the text differs from the model in anything
    /// else: then it is not read, and what is kept is of both.
    fn read_varying(&mut self) -> Result<bool, NotJson> {
        let mut here = self.rest();
        let mut next = 0;
        loop {
            let (before, kept) = match self.outline.varying.get(next) {
                Some(varying) => (varying.before, Some(varying.kept)),
                None => (self.outline.rest, None),
            };
            let Some(scalar) = scan::after(here, before) else {
                if !self.outline.vary(next, here) {
                    return Ok(false);
                }
                continue;
            };
            let Some(kept) = kept else {
                self.go_to(scalar);
                return Ok(true);
            };
            let read = if let Some((number, rest)) = scan::plain_number(scalar) {
                if let Some(slot) = kept {
                    self.scalars.replace(slot, Scalar::Int(number.value()));
                }
                Some(rest)
            } else if let Some((word, rest)) = scan::known_word(scalar) {
                if let Some(slot) = kept {
                    self.scalars.replace(slot, word.into());
                }
                Some(rest)
            } else {
                self.reread(scalar, kept)?
            };
            let Some(rest) = read else {
                return Ok(false);
            };
            here = rest;
            next += 1;
        }
    }

    /// Reads the scalar that the rest of the text begins with, and gives what comes after it. `None` when there is none.
    #[inline(never)]
    fn reread(&mut self, rest: &[u8], kept: Option<Slot>) -> Result<Option<&'a [u8]>, NotJson> {
        let from = replace(&mut self.at, self.text.len() - rest.len());
        let is_scalar = match kept {
            Some(slot) => match self.read_other_scalar()? {
                Some(scalar) => {
                    self.scalars.replace(slot, scalar);
                    true
                }
                None => false,
            },
            None => self.skip_scalar()?,
        };
        let end = replace(&mut self.at, from);
        Ok(self.text.get(end..).filter(|_| is_scalar))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::group::Page;
    use crate::decode::hypervisor::HypervisorEntry;

    /// What a page of these entries is, read one after the other, and each on its own.
    fn read(entries: &[&str]) -> (String, String) {
        let page = |entries: &[&str]| {
            let text = format!("{{\"data\": [{}]}}", entries.join(","));
            Page::read_text(&text).map(|page| page.map(|page| page.hypervisors))
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
    fn an_object_of_very_many_scalars_is_no_model_and_is_read_all_the_same() {
        for (count, is_model) in [(9_000, true), (30_000, false)] {
            let entry = ENTRY.replace("[1,{\"id\":2}]", &format!("[0{}]", ",0".repeat(count)));
            let mut reader = Reader::new(entry.as_bytes());
            let shape = reader.object_like_the_model(&mut HypervisorEntry::default());
            assert_eq!(shape, Ok(Shape::Object));
            assert_eq!(reader.outline.usable, is_model);
            assert!(reader.outline.scalars.len() <= MOST_SCALARS);
            let other = entry.replace("\"free\":12", "\"free\":13");
            let (together, alone) = read(&[&entry, &other, &entry]);
            assert_eq!(together, alone);
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
