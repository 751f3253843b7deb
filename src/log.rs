//! Lines for the operator's log, which any thread may add and only PHP's own thread writes.

use std::collections::VecDeque;

use parking_lot::Mutex;

/// The most lines that wait. Further ones are dropped: the first ones say what began it.
const MAX_LINES: usize = 100;

/// See the module.
#[derive(Debug, Default)]
pub struct Log(Mutex<VecDeque<String>>);

impl Log {
    /// Adds a line.
    pub fn add(&self, line: impl Into<String>) {
        let mut lines = self.0.lock();
        if lines.len() < MAX_LINES {
            lines.push_back(line.into());
        }
    }

    /// Takes the line that has waited longest.
    pub fn take(&self) -> Option<String> {
        self.0.lock().pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_once_in_order_and_no_more_wait_than_allowed() {
        let log = Log::default();
        for number in 0..2 * MAX_LINES {
            log.add(number.to_string());
        }
        let taken: Vec<String> = std::iter::from_fn(|| log.take()).collect();
        let expected: Vec<String> = (0..MAX_LINES).map(|number| number.to_string()).collect();
        assert_eq!(taken, expected);
        assert_eq!(log.take(), None);
    }
}
