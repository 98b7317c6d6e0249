//! Buttons: levels in, presses out.

use core::fmt;

/// One of the four buttons of a hat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Button {
    /// The first.
    A,
    /// The second.
    B,
    /// The third.
    X,
    /// The fourth.
    Y,
}

impl Button {
    /// All four.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::X, Self::Y];
}

/// The buttons that are down at one moment.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Down(u8);

impl Down {
    /// None is down.
    pub const NONE: Self = Self(0);

    /// With one more button down.
    #[must_use]
    pub const fn with(self, button: Button) -> Self {
        Self(self.0 | 1 << button as u8)
    }

    /// Whether a button is down.
    #[must_use]
    pub const fn has(self, button: Button) -> bool {
        self.0 & 1 << button as u8 != 0
    }
}

impl FromIterator<Button> for Down {
    fn from_iter<I: IntoIterator<Item = Button>>(buttons: I) -> Self {
        buttons.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Down {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(Button::ALL.iter().filter(|&&button| self.has(button)))
            .finish()
    }
}

/// The buttons of a device, read as levels: [`Debounce`] makes presses of them. A back end that notices edges only has
/// to end the wait for the next step when there is one.
pub trait Buttons {
    /// Why they could not be read.
    type Error: fmt::Debug;

    /// Which buttons are down now.
    ///
    /// # Errors
    /// Those of the lines.
    fn down(&mut self) -> Result<Down, Self::Error>;

    /// Whether there are any.
    fn are_there(&self) -> bool {
        true
    }

    /// How often the levels have to be read for want of edges, in milliseconds; `None` where edges end the wait.
    fn poll_every(&self) -> Option<u32> {
        None
    }
}

/// No buttons at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoButtons;

impl Buttons for NoButtons {
    type Error = core::convert::Infallible;

    fn down(&mut self) -> Result<Down, Self::Error> {
        Ok(Down::NONE)
    }

    fn are_there(&self) -> bool {
        false
    }
}

/// What a hand did with a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Press {
    /// Down and up again. It counts when the button comes up, so that a hold is not a press first.
    Short(Button),
    /// Down for [`Debounce::HOLD_MS`]. It counts while the button is still down, once.
    Hold(Button),
}

/// Makes presses of levels: a level counts once it has stood for [`Debounce::SETTLE_MS`].
#[derive(Clone, Debug, Default)]
pub struct Debounce {
    keys: [Key; 4],
}

#[derive(Clone, Copy, Debug, Default)]
struct Key {
    /// The settled level.
    down: bool,
    /// Since when the level has been the other one, in milliseconds.
    differs_since: Option<u64>,
    /// When a press becomes a hold, in milliseconds; `None` while up and after the hold.
    hold_at: Option<u64>,
}

impl Debounce {
    /// How long a level has to stand, in milliseconds. Tactile switches bounce for up to 10.
    pub const SETTLE_MS: u64 = 12;
    /// How long a button has to be down for a hold, in milliseconds.
    pub const HOLD_MS: u64 = 600;

    /// Takes the levels of a moment, `now` in milliseconds, and says what was done, if anything.
    ///
    /// One call reports at most one press; [`wake_at`](Self::wake_at) is not later than now while there are more.
    pub fn take(&mut self, down: Down, now: u64) -> Option<Press> {
        Button::ALL
            .into_iter()
            .zip(&mut self.keys)
            .find_map(|(button, key)| key.take(button, down.has(button), now))
    }

    /// The buttons that are down, by their settled levels.
    #[must_use]
    pub fn down(&self) -> Down {
        let keys = Button::ALL.into_iter().zip(&self.keys);
        keys.filter(|(_, key)| key.down).map(|(button, _)| button).collect()
    }

    /// Takes what is down for done with: it is no press when it comes up.
    pub fn forget(&mut self) {
        self.keys.iter_mut().for_each(|key| key.hold_at = None);
    }

    /// When to look again though no edge came, in milliseconds: a level is to settle, or a button to become held.
    #[must_use]
    pub fn wake_at(&self) -> Option<u64> {
        self.keys
            .iter()
            // While the level is another one, no button becomes held.
            .filter_map(|key| key.differs_since.map(|since| since + Self::SETTLE_MS).or(key.hold_at))
            .min()
    }
}

impl Key {
    fn take(&mut self, button: Button, down: bool, now: u64) -> Option<Press> {
        if down == self.down {
            self.differs_since = None;
            if self.hold_at.is_some_and(|at| at <= now) {
                self.hold_at = None;
                return Some(Press::Hold(button));
            }
            return None;
        }
        let since = *self.differs_since.get_or_insert(now);
        if now < since + Debounce::SETTLE_MS {
            return None;
        }
        self.down = down;
        self.differs_since = None;
        if down {
            self.hold_at = Some(since + Debounce::HOLD_MS);
            None
        } else {
            self.hold_at.take().map(|_| Press::Short(button))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Down = Down::NONE.with(Button::A);

    /// Feeds levels by time, looking again whenever asked to, and collects what was done and when.
    fn presses(levels: &[(u64, Down)], end: u64) -> Vec<(u64, Press)> {
        let mut debounce = Debounce::default();
        let mut found = Vec::new();
        let mut level = Down::NONE;
        for now in 0..=end {
            let edge = levels.iter().find(|&&(at, _)| at == now);
            level = edge.map_or(level, |&(_, level)| level);
            if edge.is_some() || debounce.wake_at().is_some_and(|at| at <= now) {
                found.extend(debounce.take(level, now).map(|press| (now, press)));
            }
        }
        found
    }

    #[test]
    fn a_short_press_counts_once_when_the_button_comes_up() {
        assert_eq!(
            presses(&[(100, A), (200, Down::NONE)], 2000),
            [(212, Press::Short(Button::A))]
        );
    }

    #[test]
    fn a_hold_counts_while_the_button_is_down_and_is_no_press_afterwards() {
        assert_eq!(
            presses(&[(100, A), (1500, Down::NONE)], 3000),
            [(700, Press::Hold(Button::A))]
        );
    }

    #[test]
    fn bouncing_at_both_ends_is_one_press() {
        let bounce =
            |from: u64, last: Down, other: Down| (0..5).map(move |i| (from + i, [last, other][i as usize % 2]));
        let levels: Vec<_> = bounce(100, A, Down::NONE).chain(bounce(300, Down::NONE, A)).collect();
        assert_eq!(presses(&levels, 2000).len(), 1);
    }

    #[test]
    fn a_glitch_is_nothing() {
        assert_eq!(presses(&[(100, A), (105, Down::NONE)], 2000), []);
    }

    #[test]
    fn two_buttons_let_go_at_once_are_two_presses() {
        let both = A.with(Button::Y);
        let found = presses(&[(100, both), (250, Down::NONE)], 2000);
        assert_eq!(
            found.iter().map(|&(_, press)| press).collect::<Vec<_>>(),
            [Press::Short(Button::A), Press::Short(Button::Y)]
        );
    }

    #[test]
    fn what_was_forgotten_while_it_was_down_is_no_press() {
        let mut debounce = Debounce::default();
        for now in [0, 12] {
            assert_eq!(debounce.take(A, now), None);
        }
        assert_eq!(debounce.down(), A);
        debounce.forget();
        assert_eq!(debounce.take(A, 700), None, "no hold");
        for now in [800, 812] {
            assert_eq!(debounce.take(Down::NONE, now), None, "no short press");
        }
        assert_eq!(debounce.down(), Down::NONE);
    }

    #[test]
    fn a_button_let_go_just_before_it_is_held_asks_for_a_look_when_it_has_settled() {
        let mut debounce = Debounce::default();
        for (level, now) in [(A, 0), (A, 12), (Down::NONE, 595), (Down::NONE, 600)] {
            assert_eq!(debounce.take(level, now), None);
        }
        assert_eq!(debounce.wake_at(), Some(607), "and not again and again until then");
        assert_eq!(debounce.take(Down::NONE, 607), Some(Press::Short(Button::A)));
    }

    #[test]
    fn a_button_that_nobody_touches_asks_for_no_look() {
        let mut debounce = Debounce::default();
        assert_eq!(debounce.take(Down::NONE, 5), None);
        assert_eq!(debounce.wake_at(), None);
    }
}
