//! Erasing from the menu: a button that is held down on the page which says what goes.

use playtally_panel::Panel;
use playtally_screen::{Fault, Menu, Open, Progress, Whose};

use super::{Device, Picture, Subject};
use crate::{Backlight, Button, Buttons, Clock, Down, News, Store};

/// How long the button has to be held, in milliseconds.
const HOLD_MS: u64 = 3_000;

impl<P: Panel, L: Backlight, B: Buttons, C: Clock, S: Store> Device<'_, P, L, B, C, S> {
    /// Erases what the page names once button A alone has been held down on it for long enough. Letting go and any other
    /// button close the page.
    pub(super) fn take_hold(&mut self, now: u64) {
        let since = self.held_since.take();
        let Some((menu, _)) = self.menu else { return };
        let Open::Erase(whose) = menu.open() else { return };
        let down = self.debounce.down();
        let goes_on = match since {
            // What nobody sees cannot be meant.
            None => down == Down::NONE || self.is_shown(menu),
            Some(_) => down != Down::NONE && self.is_shown(menu),
        };
        if !goes_on || ![Down::NONE, Down::NONE.with(Button::A)].contains(&down) {
            self.debounce.forget();
            let mut menu = menu;
            menu.close();
            self.open_menu(menu);
        } else if since.is_some_and(|since| now >= since + HOLD_MS) {
            self.debounce.forget();
            self.erase(whose);
        } else if down != Down::NONE {
            self.held_since = since.or(Some(now));
            self.open_menu(menu);
        }
    }

    /// How much of the time is over for which the button has to be held.
    pub(super) fn held(&self, now: u64) -> Progress {
        self.held_since
            .map_or(Progress::BEGUN, |since| Progress::after(now - since, HOLD_MS))
    }

    /// Whether the panel shows what is open in a menu.
    fn is_shown(&self, menu: Menu) -> bool {
        matches!(self.shown, Some(Picture { subject: Subject::Menu(shown, ..), .. }) if shown == menu)
    }

    fn erase(&mut self, whose: Whose) {
        self.menu = None;
        self.keep_choice();
        let owner = match whose {
            Whose::Everyone => None,
            Whose::Owner(owner) => match self.summaries.get(owner) {
                Some(kept) => Some(kept.identity()),
                None => return,
            },
        };
        let asked = self.parts.store.erase(owner.as_ref());
        self.tell(match asked {
            Ok(()) => News::Erasing,
            Err(error) => News::fault(Fault::ErasingFailed, error),
        });
    }
}

/// What to say when nobody answers who was asked to erase something.
pub(super) fn unanswered() -> News {
    News::fault(Fault::ErasingUnanswered, "journalctl -u playtally-erase")
}
