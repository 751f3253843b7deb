//! A group's hypervisors, from the pages of `GET /compute/hypervisors/groups/{id}/resources`.

use std::collections::HashSet;
use std::fmt;

use super::field::{Field, Fill, object};
use super::host::{Host, HostEntry};
use super::json;
use super::number::Number;
use super::reader::NotJson;
use super::source::{Entries, Path, Shape, Source};

/// The most pages that a group may have: 10,000 hypervisors.
pub const MAX_PAGES: usize = 50;

/// The most hypervisors for which room is made before they are read.
const MOST_AT_ONCE: usize = 10_000;

/// A group, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its hypervisors in the panel's order, each once.
    pub hosts: Vec<Host>,
}

/// One page of a group's answer.
#[allow(clippy::struct_field_names, reason = "the panel's names")]
#[derive(Debug)]
pub struct Page {
    /// The page's entries, duplicates included.
    pub hosts: Vec<Host>,
    total: Field<i64>,
    per_page: Field<i64>,
    last_page: Field<i64>,
    current_page: Field<i64>,
}

/// Why an answer is no group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupError {
    /// The answer is no object.
    NotAnObject,
    /// `data` is missing or no list.
    DataNotAList,
    /// An entry of `data`, counted from 0, is no object.
    EntryNotAnObject(usize),
    /// A field of the paging is no number.
    Paging(&'static str),
    /// More than [`MAX_PAGES`] pages.
    TooManyPages(i64),
    /// Another page than the one that was asked for.
    WrongPage {
        /// What was asked for.
        asked: usize,
        /// What the answer says of itself.
        got: i64,
    },
    /// The pages hold fewer hypervisors than the panel counts.
    Incomplete {
        /// How many came.
        got: usize,
        /// How many the panel counts.
        total: i64,
    },
}

impl fmt::Display for GroupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("the answer is not an object"),
            Self::DataNotAList => f.write_str("\"data\" is not a list"),
            Self::EntryNotAnObject(index) => write!(f, "entry {index} of \"data\" is not an object"),
            Self::Paging(field) => write!(f, "\"{field}\" is not a number"),
            Self::TooManyPages(pages) => write!(f, "{pages} pages are more than the {MAX_PAGES} that are read"),
            Self::WrongPage { asked, got } => write!(f, "page {asked} was asked for and page {got} came"),
            Self::Incomplete { got, total } => write!(f, "{got} of {total} hypervisors came"),
        }
    }
}

/// Where the hypervisors of a whole group stand: (page, entry), both counted from 0.
pub type Places = Vec<(usize, usize)>;

impl Page {
    /// Reads a page from JSON text or PHP arrays.
    pub fn read<S: Source>(source: S) -> Result<Result<Self, GroupError>, S::Error> {
        let mut envelope = Field::<Envelope>::default();
        envelope.fill(Path::END, source)?;
        Ok(match envelope {
            Field::Is(envelope) => envelope.page(),
            _ => Err(GroupError::NotAnObject),
        })
    }

    /// The same from JSON text.
    pub fn read_text(text: &str) -> Result<Result<Self, GroupError>, NotJson> {
        json::read(text, |reader| Self::read(reader))
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
    /// Puts all pages together. Hypervisors with the same id count once.
    ///
    /// An entry that an earlier page held already is not counted against the panel's total: the list moved while it was being
    /// read, and another entry slipped through.
    pub fn assemble(pages: Vec<Page>) -> Result<(Self, Places), GroupError> {
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
        let most = pages.iter().map(|page| page.hosts.len()).sum();
        let mut seen = Seen::of(most);
        let (mut hosts, mut places, mut counted) = (Vec::new(), Places::with_capacity(most), 0_usize);
        let missing_pages = pages.len() < expected;
        for (number, mut page) in pages.into_iter().enumerate() {
            let mut index = 0;
            page.hosts.retain(|host| {
                let new = host.id.value().is_none_or(|id| seen.is_new(*id));
                counted += usize::from(new || single);
                if new {
                    places.push((number, index));
                }
                index += 1;
                new
            });
            if hosts.is_empty() {
                hosts = page.hosts;
            } else {
                hosts.append(&mut page.hosts);
            }
        }
        if missing_pages || i64::try_from(counted).unwrap_or(i64::MAX) < total {
            return Err(GroupError::Incomplete { got: counted, total });
        }
        Ok((Self { hosts }, places))
    }
}

/// The ids that came. Panels list them in ascending order mostly: then none has to be looked up.
struct Seen {
    ascending: Vec<i64>,
    /// All of them, once one has come out of order.
    any: Option<HashSet<i64>>,
}

impl Seen {
    /// Room for so many.
    fn of(most: usize) -> Self {
        Self {
            ascending: Vec::with_capacity(most),
            any: None,
        }
    }

    fn is_new(&mut self, id: i64) -> bool {
        match &mut self.any {
            None if self.ascending.last().is_none_or(|last| *last < id) => {
                self.ascending.push(id);
                true
            }
            any => any
                .get_or_insert_with(|| std::mem::take(&mut self.ascending).into_iter().collect())
                .insert(id),
        }
    }
}

#[derive(Default)]
struct Envelope {
    data: Hosts,
    total: Number,
    per_page: Number,
    last_page: Number,
    current_page: Number,
}

object!(Envelope {
    "data" => data,
    "total" => total,
    "per_page" => per_page,
    "last_page" => last_page,
    "current_page" => current_page,
});

impl Envelope {
    fn page(self) -> Result<Page, GroupError> {
        let Field::Is(hosts) = self.data.0 else {
            return Err(GroupError::DataNotAList);
        };
        Ok(Page {
            hosts: hosts?,
            total: self.total.0,
            per_page: self.per_page.0,
            last_page: self.last_page.0,
            current_page: self.current_page.0,
        })
    }
}

#[derive(Default)]
struct Hosts(Field<Result<Vec<Host>, GroupError>>);

impl Fill for Hosts {
    fn fill<S: Source>(&mut self, _: Path, value: S) -> Result<(), S::Error> {
        let mut read = ReadHosts::default();
        self.0 = match value.entries(&mut read)? {
            Shape::List | Shape::Empty => Field::Is(
                read.odd
                    .map_or(Ok(read.hosts), |index| Err(GroupError::EntryNotAnObject(index))),
            ),
            Shape::Null => Field::Absent,
            Shape::Scalar | Shape::Object => Field::Unreadable,
        };
        Ok(())
    }
}

#[derive(Default)]
struct ReadHosts {
    hosts: Vec<Host>,
    /// The last one, as the panel wrote it.
    last: HostEntry,
    count: usize,
    /// The first entry that is no object.
    odd: Option<usize>,
}

impl Entries for ReadHosts {
    fn expect(&mut self, more: usize) {
        self.hosts.reserve_exact(more.min(MOST_AT_ONCE));
    }

    fn read<S: Source>(&mut self, _: Option<&[u8]>, value: S) -> Result<(), S::Error> {
        match value.next_object(&mut self.last)? {
            Shape::Object | Shape::Empty => self.hosts.push(self.last.host()),
            Shape::Null | Shape::Scalar | Shape::List => self.odd = self.odd.or(Some(self.count)),
        }
        self.count += 1;
        Ok(())
    }
}
