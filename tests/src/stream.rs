//! The events of a life in the order in which an export has them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::listener::{Event, Listener};

/// Events by stamp, from as many days at once as uploads are late.
pub(crate) struct ByStamp<'a> {
    listener: &'a Listener,
    next_day: u32,
    until: u32,
    waiting: BinaryHeap<Reverse<Waiting>>,
    arrived: u64,
}

struct Waiting {
    /// The stamp, and a number that keeps equal stamps in order of arrival.
    key: (i64, u64),
    event: Event,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// No event is stamped earlier than this many seconds before its day's midnight in UTC.
const EARLIEST: i64 = 12 * 3600;

impl<'a> ByStamp<'a> {
    /// The events of these days.
    pub(crate) fn new(listener: &'a Listener, days: std::ops::Range<u32>) -> Self {
        Self {
            listener,
            next_day: days.start,
            until: days.end,
            waiting: BinaryHeap::new(),
            arrived: 0,
        }
    }
}

impl Iterator for ByStamp<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        while self.next_day < self.until {
            let safe = self.listener.midnight(self.next_day) - EARLIEST;
            if self.waiting.peek().is_some_and(|Reverse(first)| first.key.0 < safe) {
                break;
            }
            for event in self.listener.day(self.next_day) {
                self.waiting.push(Reverse(Waiting {
                    key: (event.stamped, self.arrived),
                    event,
                }));
                self.arrived += 1;
            }
            self.next_day += 1;
        }
        self.waiting.pop().map(|Reverse(first)| first.event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listener::Person;

    #[test]
    fn every_event_comes_once_and_in_order() {
        let listener = Listener::new(Person::new(5, 20_000));
        let stamps: Vec<i64> = ByStamp::new(&listener, 0..listener.days())
            .map(|event| event.stamped)
            .collect();
        assert_eq!(stamps.len(), 20_000);
        assert!(stamps.is_sorted());
    }
}
