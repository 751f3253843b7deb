//! The process's tier: decoded answers. One is used only while the store still has its version.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

use super::document::KeptAnswer;
use super::store::Version;

/// The limits of the number of answers, and of the bytes of all answers and bodies.
const MAX_ENTRIES: usize = 2_000;
const MAX_BYTES: usize = 64 << 20;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct ProcessCache(Mutex<Slots>);

#[derive(Debug, Default)]
struct Slots {
    by_key: HashMap<String, Slot>,
    bytes: usize,
    turn: u64,
}

#[derive(Debug)]
struct Slot {
    version: Version,
    answer: KeptAnswer,
    /// The size of the encoded form, which is about as large as the answer in memory.
    size: usize,
    /// The body, once it was requested.
    body: Option<Arc<str>>,
    used: u64,
}

impl Slot {
    fn bytes(&self) -> usize {
        self.size + self.body.as_ref().map_or(0, |body| body.len())
    }
}

impl ProcessCache {
    /// The answer and its version.
    pub(super) fn get(&self, key: &str) -> Option<(Version, KeptAnswer)> {
        let mut slots = self.0.lock();
        slots.turn += 1;
        let turn = slots.turn;
        let slot = slots.by_key.get_mut(key)?;
        slot.used = turn;
        Some((slot.version, slot.answer.clone()))
    }

    /// The body of an answer; its version if only the answer is here.
    pub(super) fn body(&self, key: &str) -> Option<Result<Arc<str>, Version>> {
        let slots = self.0.lock();
        let slot = slots.by_key.get(key)?;
        Some(slot.body.clone().ok_or(slot.version))
    }

    pub(super) fn put(&self, key: &str, version: Version, answer: KeptAnswer, size: usize) {
        let mut slots = self.0.lock();
        slots.turn += 1;
        let slot = Slot {
            version,
            answer,
            size,
            body: None,
            used: slots.turn,
        };
        slots.remove(key);
        slots.bytes += slot.bytes();
        slots.by_key.insert(key.to_owned(), slot);
        slots.bound();
    }

    /// Adds the body to an answer that is still here.
    pub(super) fn put_body(&self, key: &str, version: Version, body: &Arc<str>) {
        let mut slots = self.0.lock();
        if let Some(slot) = slots.by_key.get_mut(key).filter(|slot| slot.version == version)
            && slot.body.is_none()
        {
            slot.body = Some(body.clone());
            slots.bytes += body.len();
        }
        slots.bound();
    }

    pub(super) fn remove(&self, key: &str) {
        self.0.lock().remove(key);
    }
}

impl Slots {
    fn remove(&mut self, key: &str) {
        if let Some(slot) = self.by_key.remove(key) {
            self.bytes -= slot.bytes();
        }
    }

    /// Evicts the least recently used answers until the limits are met.
    fn bound(&mut self) {
        while self.by_key.len() > MAX_ENTRIES || (self.bytes > MAX_BYTES && self.by_key.len() > 1) {
            let oldest = self.by_key.iter().min_by_key(|(_, slot)| slot.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            self.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing() -> KeptAnswer {
        KeptAnswer {
            asked: 1,
            document: None,
        }
    }

    #[test]
    fn answers_and_bodies_are_limited_and_the_least_recently_used_are_evicted_first() {
        let cache = ProcessCache::default();
        for number in 0..3 * MAX_ENTRIES {
            cache.put(&number.to_string(), 1, missing(), 10);
            assert!(cache.get("0").is_some(), "it is used all the time");
        }
        assert_eq!(cache.0.lock().by_key.len(), MAX_ENTRIES);
        assert!(cache.get("1").is_none());
        let body: Arc<str> = "x".repeat(MAX_BYTES / 3).into();
        for number in 0..5 {
            let key = format!("large {number}");
            cache.put(&key, 1, missing(), 10);
            cache.put_body(&key, 1, &body);
            assert!(cache.0.lock().bytes <= MAX_BYTES);
        }
        assert!(matches!(cache.body("large 4"), Some(Ok(_))));
        cache.put_body("large 4", 2, &body);
        cache.remove("large 4");
        assert!(cache.body("large 4").is_none());
    }
}
