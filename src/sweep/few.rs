//! How long a worker pool has only a few workers: until it is clear that the panel does not answer at once.
//!
//! A panel that does is asked for everything over two connections in less time than more of them take. Any other is then asked for
//! everything else at the same time.

use std::time::{Duration, Instant};

/// How many workers are few.
pub(super) const FEW: usize = 2;

/// How long nothing may be heard from the panel at first, and after each result.
const CONNECTING: Duration = Duration::from_millis(2);

/// How long nothing may be heard after a connection was made or an answer was received.
const ANSWERING: Duration = Duration::from_micros(450);

/// How often it is checked whether something was heard.
const CHECK: Duration = Duration::from_micros(200);

/// When something was last heard from the panel.
pub(super) type LastHeard = Box<dyn Fn() -> Option<Instant> + Send>;

/// See the module.
pub(super) struct Few {
    heard: LastHeard,
    /// The first job, or the last result; `None` before, and once more workers may be started.
    since: Option<Instant>,
}

impl Few {
    /// Not yet begun.
    pub(super) fn new(heard: LastHeard) -> Self {
        Self { heard, since: None }
    }

    /// Begins with the first job.
    pub(super) fn begin(&mut self) {
        self.since = Some(Instant::now());
    }

    /// Whether a pool may have only few workers now. Once it may have more, it may until it begins again.
    pub(super) fn applies(&mut self) -> bool {
        let Some(since) = self.since else {
            return false;
        };
        let end = match (self.heard)() {
            Some(heard) if heard > since => heard + ANSWERING,
            _ => since + CONNECTING,
        };
        if end <= Instant::now() {
            self.since = None;
        }
        self.since.is_some()
    }

    /// Records a result: the panel answers quickly.
    pub(super) fn result(&mut self) {
        if self.applies() {
            self.since = Some(Instant::now());
        }
    }

    /// When to check again, while it applies.
    pub(super) fn next_check(&mut self) -> Option<Instant> {
        self.applies().then(|| Instant::now() + CHECK)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread::sleep;

    use parking_lot::Mutex;

    use super::*;

    fn few() -> (Few, Arc<Mutex<Option<Instant>>>) {
        let heard = Arc::new(Mutex::new(None));
        let last = heard.clone();
        (Few::new(Box::new(move || *last.lock())), heard)
    }

    #[test]
    fn it_applies_from_the_first_job_until_nothing_is_heard_for_a_while() {
        let (mut few, heard) = few();
        assert!(!few.applies());
        *heard.lock() = Some(Instant::now() + Duration::from_secs(60));
        few.begin();
        sleep(CONNECTING * 2);
        assert!(few.applies());
        assert!(few.next_check().is_some());
        *heard.lock() = None;
        assert!(!few.applies());
        assert!(few.next_check().is_none());
    }

    #[test]
    fn what_was_heard_before_does_not_count() {
        let (mut few, heard) = few();
        *heard.lock() = Some(Instant::now());
        sleep(Duration::from_millis(1));
        few.begin();
        sleep(CONNECTING * 2);
        assert!(!few.applies());
    }

    #[test]
    fn a_result_extends_it_only_while_it_applies() {
        let (mut few, heard) = few();
        *heard.lock() = Some(Instant::now() + Duration::from_secs(60));
        few.begin();
        let began = few.since;
        few.result();
        assert!(few.since > began);
        *heard.lock() = None;
        sleep(CONNECTING * 2);
        few.result();
        assert!(!few.applies());
    }
}
