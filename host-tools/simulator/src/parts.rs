//! What a simulated device is made of besides its panel.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::rc::Rc;

use playtally_device::{Button, Buttons, Clock, Debounce, Down};
use playtally_panel_emulator as emulator;

/// How long a button is held for the menu, in milliseconds.
pub(crate) const HOLD_MS: u64 = Debounce::HOLD_MS + 100;
/// How long a button is held to erase something, in milliseconds, and a little longer.
pub(crate) const ERASE_MS: u64 = 3_200;
/// How long a tap holds a button, in milliseconds, and how long it leaves it before the next one.
pub(crate) const TAP_MS: u64 = 40;

/// The panel's clock, and the date that it began at. Clones are the same clock.
#[derive(Clone, Debug)]
pub(crate) struct VirtualClock {
    clock: emulator::Clock,
    began_at: Rc<Cell<i64>>,
}

impl VirtualClock {
    /// A clock that says so many seconds after 1970-01-01T00:00:00Z now.
    pub(crate) fn new(clock: emulator::Clock, utc: i64) -> Self {
        let new = Self {
            clock,
            began_at: Rc::default(),
        };
        new.set(utc);
        new
    }

    /// Sets the date; what paces the device goes on as it does.
    pub(crate) fn set(&self, utc: i64) {
        self.began_at.set(utc.saturating_sub(self.clock.now().as_secs() as i64));
    }

    /// Milliseconds since the device was switched on.
    pub(crate) fn millis(&self) -> u64 {
        self.clock.now().as_millis() as u64
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub(crate) fn seconds(&self) -> i64 {
        self.began_at.get().saturating_add(self.clock.now().as_secs() as i64)
    }
}

impl Clock for VirtualClock {
    fn now(&mut self) -> u64 {
        self.millis()
    }

    fn utc(&mut self) -> Option<i64> {
        Some(self.seconds())
    }
}

/// Fingers on the buttons. Clones are the same fingers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fingers(Rc<RefCell<Hand>>);

#[derive(Debug, Default)]
struct Hand {
    down: Down,
    /// What will be down from when on, in milliseconds and in order.
    moves: VecDeque<(u64, Down)>,
}

impl Fingers {
    /// Presses a button and lets go of it after some milliseconds, after all that is still to be done.
    pub(crate) fn press(&self, button: Button, now: u64, ms: u64) {
        let mut hand = self.0.borrow_mut();
        let from = hand.moves.back().map_or(now, |&(last, _)| now.max(last + TAP_MS));
        hand.moves.push_back((from, Down::NONE.with(button)));
        hand.moves.push_back((from + ms, Down::NONE));
    }

    /// When they move next, in milliseconds.
    pub(crate) fn next_move(&self) -> Option<u64> {
        self.0.borrow().moves.front().map(|&(at, _)| at)
    }

    /// Makes the first move that is due, and says whether there was one.
    pub(crate) fn move_to(&self, now: u64) -> bool {
        let mut hand = self.0.borrow_mut();
        let due = hand.moves.front().copied().filter(|&(at, _)| at <= now);
        if let Some((_, down)) = due {
            hand.moves.pop_front();
            hand.down = down;
        }
        due.is_some()
    }
}

impl Buttons for Fingers {
    type Error = Infallible;

    fn down(&mut self) -> Result<Down, Infallible> {
        Ok(self.0.borrow().down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taps_follow_each_other() {
        let mut fingers = Fingers::default();
        fingers.press(Button::A, 100, TAP_MS);
        fingers.press(Button::B, 110, TAP_MS);
        let mut seen = Vec::new();
        while let Some(at) = fingers.next_move() {
            fingers.move_to(at);
            seen.push((at, fingers.down().expect("levels")));
        }
        let (a, b) = (Down::NONE.with(Button::A), Down::NONE.with(Button::B));
        assert_eq!(seen, [(100, a), (140, Down::NONE), (180, b), (220, Down::NONE)]);
    }
}
