//! Room in a store that is bounded: what has ended goes first, then what ends soonest.

use heed::RwTxn;

use super::layout::{self, Answer};
use super::{Lmdb, MAX_ENTRIES};
use crate::cache::store::Trouble;
use crate::clock::Millis;

/// The most of it that answers may fill: a change needs free pages beside those that it replaces, a removal too.
const MAX_DATA: u64 = 40 << 20;

/// How much is taken out.
#[derive(Clone, Copy)]
pub(super) enum Room {
    Ended,
    Half,
    All,
}

impl Lmdb {
    /// Sees to it that there is room for one more answer of this size.
    pub(super) fn reserve(&self, size: usize) -> Result<(), Trouble> {
        for room in [Room::Ended, Room::Half, Room::All] {
            let stat = self.read(|txn| self.answers.stat(txn))?;
            let pages = (stat.branch_pages + stat.leaf_pages + stat.overflow_pages) as u64;
            let filled = pages.saturating_mul(u64::from(stat.page_size));
            if (stat.entries as u64) < MAX_ENTRIES && filled.saturating_add(size as u64) <= MAX_DATA {
                break;
            }
            self.make_room(room)?;
        }
        Ok(())
    }

    pub(super) fn make_room(&self, room: Room) -> Result<(), Trouble> {
        // A process that was killed while it read keeps old pages from being used again.
        self.env.clear_stale_readers()?;
        let evict = || {
            let mut txn = self.env.write_txn()?;
            self.evict(&mut txn, room)?;
            txn.commit()
        };
        evict().map_err(|error| self.trouble(error))
    }

    /// Takes answers out: those that have ended, and then as many more as asked for, the ones that end soonest first.
    pub(super) fn evict(&self, txn: &mut RwTxn, room: Room) -> heed::Result<()> {
        if matches!(room, Room::All) {
            return self.answers.clear(txn);
        }
        let now = self.clock.now();
        let mut kept: Vec<(Millis, Vec<u8>)> = Vec::new();
        let mut gone: Vec<Vec<u8>> = Vec::new();
        for entry in self.answers.iter(txn)? {
            let (key, value) = entry?;
            match Answer::read(value) {
                Some(answer) if answer.span.holds(now) => kept.push((answer.span.until, key.to_vec())),
                _ => gone.push(key.to_vec()),
            }
        }
        if matches!(room, Room::Half) {
            kept.sort();
            let half = kept.len().div_ceil(2);
            gone.extend(kept.drain(..half).map(|(_, key)| key));
        }
        for key in gone {
            self.answers.delete(txn, &key)?;
        }
        for table in [self.leases, self.limits, self.notes] {
            let mut ended: Vec<Vec<u8>> = Vec::new();
            for entry in table.iter(txn)? {
                let (key, value) = entry?;
                if layout::span_at_end(value).is_none_or(|span| !span.holds(now)) {
                    ended.push(key.to_vec());
                }
            }
            for key in ended {
                table.delete(txn, &key)?;
            }
        }
        Ok(())
    }
}
