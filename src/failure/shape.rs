//! Why a body, or a field of it, is not understood.

use std::fmt;

/// The most pages that a group may have: 10,000 hypervisors.
pub const MAX_PAGES: usize = 50;

/// Why an answer is no package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageError {
    /// The answer, or its `data`, is no object.
    NotAnObject,
    /// The field of this name is missing, or holds something else than it should.
    Field(&'static str),
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("the answer holds no package under \"data\""),
            Self::Field(name) => write!(f, "\"{name}\" of the package is missing or not understood"),
        }
    }
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
    /// The last page names a next one.
    NextPage,
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
            Self::NextPage => f.write_str("the list is not whole: its last page names a next one"),
        }
    }
}

/// A field that the computation needs and that the panel did not say in a way that is understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The hypervisor's id, where it has one.
    pub hypervisor: Option<i64>,
    /// Which field.
    pub field: &'static str,
}

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hypervisor {
            Some(id) => write!(f, "{} of hypervisor {id} is missing or not understood", self.field),
            None => write!(
                f,
                "{} of a hypervisor without id is missing or not understood",
                self.field
            ),
        }
    }
}
