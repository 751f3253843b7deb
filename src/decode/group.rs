//! A group's hypervisors, from the pages of `GET /compute/hypervisors/groups/{id}/resources`.

use std::collections::HashSet;
use std::iter::once_with;

use super::field::{Field, Fill, object};
use super::hypervisor::{Hypervisor, HypervisorEntry};
use super::json;
use super::reader::NotJson;
use super::source::{Objects, Scalars, Shape, Slot, Source};
use crate::failure::{GroupError, MAX_PAGES};

/// The most hypervisors for which room is made before they are read.
const MOST_AT_ONCE: usize = 10_000;

/// A group, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its hypervisors in the panel's order, each once.
    pub hypervisors: Vec<Hypervisor>,
}

/// One page of a group's answer.
#[allow(clippy::struct_field_names, reason = "the panel's names")]
#[derive(Debug)]
pub struct Page {
    /// The page's entries, duplicates included.
    pub hypervisors: Vec<Hypervisor>,
    total: Field<i64>,
    per_page: Field<i64>,
    last_page: Field<i64>,
    current_page: Field<i64>,
}

/// Entries that do not count, since one with the same id came before: (page, entry), both counted from 0, in order.
pub type Repeated = Vec<(usize, usize)>;

impl Page {
    /// Reads a page from JSON text or PHP arrays.
    pub fn read<S: Source>(source: &mut S) -> Result<Result<Self, GroupError>, S::Error> {
        let mut envelope = Field::<Envelope>::default();
        envelope.fill(source)?;
        Ok(match envelope {
            Field::Is(envelope) => envelope.page(source.scalars()),
            _ => Err(GroupError::NotAnObject),
        })
    }

    /// The same from JSON text.
    pub fn read_text(text: impl AsRef<[u8]>) -> Result<Result<Self, GroupError>, NotJson> {
        json::read(text.as_ref(), Self::read)
    }

    /// How many pages the group has, as the first one tells.
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

    /// Whether the answer is the page that was asked for, counted from 1, as far as it says so.
    pub fn check_number(&self, asked: usize) -> Result<(), GroupError> {
        match self.current_page {
            Field::Is(got) if usize::try_from(got) != Ok(asked) => Err(GroupError::WrongPage { asked, got }),
            _ => Ok(()),
        }
    }
}

impl Group {
    /// Puts all pages together. Hypervisors with the same id count once, where the first one stands.
    ///
    /// An entry that an earlier page held already is not counted against the panel's total: the list moved while it was being
    /// read, and another entry slipped through.
    pub fn assemble(pages: Vec<Page>) -> Result<(Self, Repeated), GroupError> {
        let expected = pages.first().map_or(Ok(1), Page::pages)?;
        let mut total = 0;
        for page in &pages {
            match page.total {
                Field::Is(said) => total = total.max(said),
                Field::Absent => {}
                Field::Unreadable => return Err(GroupError::Paging("total")),
            }
        }
        let single = pages.len() == 1;
        let repeated = repeated(&pages);
        let mut counted = pages.iter().map(|page| page.hypervisors.len()).sum();
        if !single {
            counted -= repeated.len();
        }
        let missing_pages = pages.len() < expected;
        let mut hosts = Vec::new();
        let mut next = repeated.iter().copied().peekable();
        for (number, mut page) in pages.into_iter().enumerate() {
            if next.peek().is_some_and(|(page, _)| *page == number) {
                let mut index = 0;
                page.hypervisors.retain(|_| {
                    let is_repeated = next.next_if_eq(&(number, index)).is_some();
                    index += 1;
                    !is_repeated
                });
            }
            if hosts.is_empty() {
                hosts = page.hypervisors;
            } else {
                hosts.append(&mut page.hypervisors);
            }
        }
        if missing_pages || i64::try_from(counted).unwrap_or(i64::MAX) < total {
            return Err(GroupError::Incomplete { got: counted, total });
        }
        Ok((Self { hypervisors: hosts }, repeated))
    }
}

/// Panels list the ids in ascending order mostly: then none has to be looked up.
fn repeated(pages: &[Page]) -> Repeated {
    let ids = || {
        pages.iter().enumerate().flat_map(|(number, page)| {
            let ids = page.hypervisors.iter().map(|host| host.id.value());
            ids.enumerate()
                .filter_map(move |(index, id)| Some(((number, index), *id?)))
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

#[derive(Default)]
struct Envelope {
    data: Hosts,
    total: Slot,
    per_page: Slot,
    last_page: Slot,
    current_page: Slot,
}

object!(Envelope {
    "data" => data,
    "total" => total,
    "per_page" => per_page,
    "last_page" => last_page,
    "current_page" => current_page,
});

impl Envelope {
    fn page(self, scalars: &Scalars<'_>) -> Result<Page, GroupError> {
        let Field::Is(hosts) = self.data.0 else {
            return Err(GroupError::DataNotAList);
        };
        Ok(Page {
            hypervisors: hosts?,
            total: self.total.number(scalars),
            per_page: self.per_page.number(scalars),
            last_page: self.last_page.number(scalars),
            current_page: self.current_page.number(scalars),
        })
    }
}

#[derive(Default)]
struct Hosts(Field<Result<Vec<Hypervisor>, GroupError>>);

impl Fill for Hosts {
    fn fill<S: Source>(&mut self, source: &mut S) -> Result<(), S::Error> {
        let mut read = ReadHosts::default();
        self.0 = match source.objects(&mut read)? {
            Shape::List | Shape::Empty => Field::Is(
                read.odd
                    .map_or(Ok(read.hypervisors), |index| Err(GroupError::EntryNotAnObject(index))),
            ),
            Shape::Null => Field::Absent,
            Shape::Scalar | Shape::Object => Field::Unreadable,
        };
        Ok(())
    }
}

#[derive(Default)]
struct ReadHosts {
    hypervisors: Vec<Hypervisor>,
    count: usize,
    /// The first entry that is no object.
    odd: Option<usize>,
}

impl Objects for ReadHosts {
    type Object = HypervisorEntry;

    fn expect(&mut self, count: usize) {
        self.hypervisors.reserve_exact(count.min(MOST_AT_ONCE));
    }

    fn take(&mut self, shape: Shape, entry: &HypervisorEntry, scalars: &Scalars<'_>) {
        match shape {
            // Made where it stays, since it is too large to be moved about.
            Shape::Object | Shape::Empty => self.hypervisors.extend(once_with(|| entry.host(scalars))),
            Shape::Null | Shape::Scalar | Shape::List => self.odd = self.odd.or(Some(self.count)),
        }
        self.count += 1;
    }
}
