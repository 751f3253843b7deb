//! Lines for the operator's log. Any thread may add a line; only PHP's own thread writes them.

use std::collections::VecDeque;

use parking_lot::Mutex;

/// The most lines that are kept. Further ones are dropped, because the first ones show the cause.
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

    /// Removes and returns the oldest line.
    pub fn take(&self) -> Option<String> {
        self.0.lock().pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_once_in_order_and_at_most_100_are_kept() {
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
