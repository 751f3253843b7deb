//! A resource that this process is requesting, with the pages that have arrived.

use std::ops::RangeInclusive;

use super::piece::Part;
use crate::cache::Lease;
use crate::failure::Cause;

/// All pages of a group together may be this many times `max_body`: a panel can send fifty of them.
pub(super) const MOST_TOGETHER: u64 = 4;

/// See the module.
pub(super) struct Asking {
    pub(super) lease: Lease,
    /// For a list: the received pages, in order; empty before the first.
    pages: Vec<Option<(Part, Vec<u8>)>>,
}

/// The result of adding a page.
pub(super) struct Added {
    /// Pages to request now, counted from 1.
    pub(super) request: RangeInclusive<usize>,
    /// All pages in order, once none is missing.
    pub(super) all: Option<Vec<(Part, Vec<u8>)>>,
}

impl Asking {
    pub(super) fn new(lease: Lease) -> Self {
        Self {
            lease,
            pages: Vec::new(),
        }
    }

    /// Adds a page. The first one says how many there are.
    ///
    /// # Errors
    ///
    /// The number of pages cannot be used, or all of them together have more bytes than `most`.
    #[allow(clippy::reversed_empty_ranges, reason = "there is nothing to request")]
    pub(super) fn add(&mut self, number: usize, page: Part, text: Vec<u8>, most: u64) -> Result<Added, Cause> {
        let mut request = 1..=0;
        if self.pages.is_empty() {
            let pages = page.pages().map_err(Cause::Group)?;
            self.pages.resize_with(pages, || None);
            request = 2..=pages;
        }
        if let Some(place) = self.pages.get_mut(number - 1) {
            *place = Some((page, text));
        }
        let together = self.pages.iter().flatten().map(|(_, text)| text.len()).sum::<usize>();
        if u64::try_from(together).is_ok_and(|together| together > most) {
            return Err(Cause::PagesTooLarge(most));
        }
        let is_whole = self.pages.iter().all(Option::is_some);
        let all = is_whole.then(|| std::mem::take(&mut self.pages).into_iter().flatten().collect());
        Ok(Added { request, all })
    }
}
