//! Why a body, or one of its fields, is not understood.

use std::fmt;

/// The most pages that a list may have, which are 10,000 entries.
pub const MAX_PAGES: usize = 50;

/// Why an answer is not a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageError {
    /// The answer, or its `data`, is not an object.
    NotAnObject,
    /// The field of this name is missing, or its value is not understood.
    Field(&'static str),
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("the answer contains no package under \"data\""),
            Self::Field(name) => write!(f, "\"{name}\" of the package is missing or not understood"),
        }
    }
}

/// Why an answer is not a group, or not a list of groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupError {
    /// The answer is not an object.
    NotAnObject,
    /// `data` is missing, or not a list.
    DataNotAList,
    /// An entry of `data`, counted from 0, is not an object.
    EntryNotAnObject(usize),
    /// This field of the pagination is not a number.
    Paging(&'static str),
    /// More than [`MAX_PAGES`] pages.
    TooManyPages(i64),
    /// The answer is not the page that was requested.
    WrongPage {
        /// The requested page.
        asked: usize,
        /// The page that the answer claims to be.
        got: i64,
    },
    /// The pages contain fewer entries than the panel reports.
    Incomplete {
        /// The number of entries in the pages.
        got: usize,
        /// The total that the panel reports.
        total: i64,
    },
    /// The last page links to a next one.
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
            Self::WrongPage { asked, got } => write!(f, "asked for page {asked}, got page {got}"),
            Self::Incomplete { got, total } => write!(f, "got {got} of {total} entries"),
            Self::NextPage => f.write_str("the list is incomplete: its last page names another one"),
        }
    }
}

/// A field that the computation needs is missing, or its value is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The hypervisor's id, if it has one.
    pub hypervisor: Option<i64>,
    /// The name of the field.
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
