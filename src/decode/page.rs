//! One page of a list of the panel, with its pagination, and how pages become the whole list.

use std::collections::HashSet;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess};
use serde::{Deserialize, Serialize};

use super::body;
use super::field::Field;
use super::hypervisor::Hypervisor;
use super::listed::Listed;
use super::value::{Loose, Object, Scalar, Value, object};
use crate::failure::{Cause, GroupError, MAX_PAGES};

/// One page of a list: of a group's hypervisors, or of another kind of entries.
#[allow(clippy::struct_field_names, reason = "the panel's names")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<E = Hypervisor> {
    /// The page's entries, duplicates included.
    pub entries: Vec<E>,
    total: Field<i64>,
    per_page: Field<i64>,
    last_page: Field<i64>,
    current_page: Field<i64>,
    /// Whether the page links to a next one.
    has_next: bool,
}

/// Entries whose id occurs before, which are not counted: (page, entry), both counted from 0, in order.
pub type Repeated = Vec<(usize, usize)>;

impl<E: Listed> Page<E> {
    /// Reads a page.
    ///
    /// # Errors
    ///
    /// The outer error is that of the source; the inner one is the reason why the value is not a page.
    pub fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Result<Self, GroupError>, D::Error> {
        Loose::deserialize(source).map(|Loose(envelope)| Self::of(envelope))
    }

    /// Reads a page from JSON text.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or not a page.
    pub fn read_text(text: impl AsRef<[u8]>) -> Result<Self, Cause> {
        let Loose(envelope) = body::read(text.as_ref())?;
        Self::of(envelope).map_err(Cause::Group)
    }

    fn of(envelope: Field<Envelope<E>>) -> Result<Self, GroupError> {
        match envelope {
            Field::Is(envelope) => envelope.page(),
            Field::Absent | Field::Unreadable => Err(GroupError::NotAnObject),
        }
    }

    /// The number of pages of the list, from its first page: `last_page`, else `total` divided by `per_page` and rounded up, else
    /// one.
    ///
    /// # Errors
    ///
    /// `last_page` is not a number, or there are more than [`MAX_PAGES`].
    pub fn pages(&self) -> Result<usize, GroupError> {
        let pages = match (&self.last_page, &self.total, &self.per_page) {
            (&Field::Is(last), _, _) => last,
            (Field::Unreadable, _, _) => return Err(GroupError::Paging("last_page")),
            (_, &Field::Is(total), &Field::Is(per_page)) if per_page > 0 && total > 0 => (total - 1) / per_page + 1,
            _ => 1,
        };
        usize::try_from(pages.max(1))
            .ok()
            .filter(|pages| *pages <= MAX_PAGES)
            .ok_or(GroupError::TooManyPages(pages))
    }

    /// Checks that this is page `asked`, counted from 1. A page without a number passes.
    ///
    /// # Errors
    ///
    /// [`GroupError::WrongPage`]
    pub fn check_number(&self, asked: usize) -> Result<(), GroupError> {
        match self.current_page {
            Field::Is(got) if usize::try_from(got) != Ok(asked) => Err(GroupError::WrongPage { asked, got }),
            _ => Ok(()),
        }
    }
}

/// Joins all pages in order. Entries with the same id count once, at the position of the first.
///
/// With several pages, a repeated entry does not count towards the panel's total: the list changed while it was being read, and
/// another entry was missed.
///
/// # Errors
///
/// The pages are not the whole list: some are missing, they contain fewer entries than the panel's total, or the last one links to a
/// next one.
pub(super) fn join<E: Listed>(pages: Vec<Page<E>>) -> Result<(Vec<E>, Repeated), GroupError> {
    let expected = pages.first().map_or(Ok(1), Page::pages)?;
    let total = total(&pages)?;
    let repeated = repeated(&pages);
    let mut counted: usize = pages.iter().map(|page| page.entries.len()).sum();
    if pages.len() > 1 {
        counted -= repeated.len();
    }
    if pages.len() < expected || i64::try_from(counted).unwrap_or(i64::MAX) < total {
        return Err(GroupError::Incomplete { got: counted, total });
    }
    if pages.last().is_some_and(|page| page.has_next) {
        return Err(GroupError::NextPage);
    }
    let mut joined = Vec::with_capacity(counted);
    let mut next = repeated.iter().peekable();
    for (number, page) in pages.into_iter().enumerate() {
        let entries = page.entries.into_iter().enumerate();
        joined.extend(entries.filter_map(|(index, entry)| {
            let is_repeated = next.next_if_eq(&&(number, index)).is_some();
            (!is_repeated).then_some(entry)
        }));
    }
    Ok((joined, repeated))
}

/// The highest total that a page reports.
fn total<E>(pages: &[Page<E>]) -> Result<i64, GroupError> {
    pages.iter().try_fold(0, |most, page| match page.total {
        Field::Is(total) => Ok(most.max(total)),
        Field::Absent => Ok(most),
        Field::Unreadable => Err(GroupError::Paging("total")),
    })
}

/// Entries whose id occurs before. Panels usually list ids in ascending order; then no id needs to be looked up.
fn repeated<E: Listed>(pages: &[Page<E>]) -> Repeated {
    let ids = || {
        pages.iter().enumerate().flat_map(|(number, page)| {
            let ids = page.entries.iter().map(Listed::id);
            ids.enumerate()
                .filter_map(move |(index, id)| Some(((number, index), id?)))
        })
    };
    if ids().map(|(_, id)| id).is_sorted_by(|one, next| one < next) {
        return Repeated::new();
    }
    let mut seen = HashSet::new();
    ids()
        .filter(|(_, id)| !seen.insert(*id))
        .map(|(place, _)| place)
        .collect()
}

/// The pagination keys.
#[derive(Default)]
struct Paging {
    total: Field<i64>,
    per_page: Field<i64>,
    last_page: Field<i64>,
    current_page: Field<i64>,
    next: IsText,
}

object!(Paging {
    "total" => total,
    "per_page" => per_page,
    "last_page" => last_page,
    "current_page" => current_page,
    "next_page_url" => next,
});

/// `links` of an envelope with `meta`. Other envelopes have a list there, with one entry per page.
#[derive(Default)]
struct Links {
    next: IsText,
}

object!(Links { "next" => next });

/// The keys of an envelope beside `data`.
#[derive(Default)]
struct Around {
    paging: Paging,
    /// Other versions have the pagination keys here.
    meta: Field<Paging>,
    links: Field<Links>,
}

object!(Around {
    "total" => paging.total,
    "per_page" => paging.per_page,
    "last_page" => paging.last_page,
    "current_page" => paging.current_page,
    "next_page_url" => paging.next,
    "meta" => meta,
    "links" => links,
});

struct Envelope<E> {
    data: Entries<E>,
    around: Around,
}

impl<E> Default for Envelope<E> {
    fn default() -> Self {
        Self {
            data: Entries::default(),
            around: Around::default(),
        }
    }
}

impl<E: Listed> Object for Envelope<E> {
    fn read<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        if key == "data" {
            self.data = map.next_value::<Loose<_>>()?.0;
            return Ok(());
        }
        self.around.read(key, map)
    }
}

impl<E> Envelope<E> {
    fn page(self) -> Result<Page<E>, GroupError> {
        let Around { paging, meta, links } = self.around;
        let meta = match meta {
            Field::Is(meta) => meta,
            Field::Absent | Field::Unreadable => Paging::default(),
        };
        let links = links.value().is_some_and(|links| links.next.0);
        Ok(Page {
            entries: self.data.0?,
            total: or(paging.total, meta.total),
            per_page: or(paging.per_page, meta.per_page),
            last_page: or(paging.last_page, meta.last_page),
            current_page: or(paging.current_page, meta.current_page),
            has_next: paging.next.0 || meta.next.0 || links,
        })
    }
}

fn or(field: Field<i64>, other: Field<i64>) -> Field<i64> {
    match field {
        Field::Absent => other,
        field => field,
    }
}

/// Reads whether a value is a string.
#[derive(Default)]
struct IsText(bool);

impl Value for IsText {
    fn scalar(scalar: Scalar<'_>) -> Self {
        Self(matches!(scalar, Scalar::Text(_)))
    }
}

/// The list under `data`.
struct Entries<E>(Result<Vec<E>, GroupError>);

impl<E> Default for Entries<E> {
    fn default() -> Self {
        Self(Err(GroupError::DataNotAList))
    }
}

impl<E: Listed> Value for Entries<E> {
    fn scalar(_: Scalar<'_>) -> Self {
        Self::default()
    }

    fn list<'de, L: SeqAccess<'de>>(mut list: L) -> Result<Self, L::Error> {
        let (mut entries, mut invalid, mut index) = (Vec::new(), None, 0);
        while let Some(entry) = list.next_element_seed(Seed(PhantomData))? {
            match entry {
                Some(entry) => entries.push(entry),
                None => invalid = invalid.or(Some(index)),
            }
            index += 1;
        }
        Ok(Self(
            invalid.map_or(Ok(entries), |index| Err(GroupError::EntryNotAnObject(index))),
        ))
    }
}

/// Reads one entry.
struct Seed<E>(PhantomData<E>);

impl<'de, E: Listed> DeserializeSeed<'de> for Seed<E> {
    type Value = Option<E>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Option<E>, D::Error> {
        E::read(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_page_is_read_unchanged() {
        let text = r#"{"total": 3, "last_page": "?", "next_page_url": "x", "data": [[], {"hypervisor": 7, "resources": 7},
            {"hypervisor": {"id": 1, "name": "hv", "enabled": 1, "commissioned": 1}, "resources": {"memory": {"max": 9, "free": -2},
            "cpuCores": {"max": 0}, "servers": {"max": 0.5}, "localStorage": {"enabled": 1, "storageType": "?", "max": 1, "free": 1},
            "otherStorage": {"a": {"id": 2}}, "network": {"total": {"ipv4": {"free": 5}}}}}]}"#;
        let page: Page = Page::read_text(text).expect("a page");
        let stored = serde_json::to_string(&page).expect("it can be stored");
        assert_eq!(serde_json::from_str::<Page>(&stored).expect("a page"), page);
    }
}
