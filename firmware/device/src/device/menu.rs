//! The menu of a device, and its night.

use playtally_panel::{Panel, Refresh};
use playtally_screen::{Answer, Fault, Input, Key, Menu, Moment, Open, Pace, Preferences};

use super::{Device, Options, Picture, Subject};
use crate::{Backlight, Button, Buttons, Clock, Kept, News, Press, Sign, Store};

/// How long the menu stays without a press, in milliseconds.
const MENU_MS: u64 = 30_000;
/// How long a press lights up a night, in milliseconds.
const AWAKE_MS: u64 = 60_000;

impl Options {
    /// What of them can be set in the menu.
    #[must_use]
    pub const fn preferences(&self) -> Preferences {
        Preferences {
            pace: self.pace.seconds,
            brightness: self.brightness,
            night: self.night,
            calm: self.calm,
            language: self.look.language,
            turned: self.turned,
        }
    }

    /// Takes over what was set in the menu.
    pub const fn set(&mut self, chosen: &Preferences) {
        self.pace = Pace {
            seconds: chosen.pace,
            ..self.pace
        };
        self.brightness = chosen.brightness;
        self.night = chosen.night;
        self.calm = chosen.calm;
        self.look.language = chosen.language;
        self.turned = chosen.turned;
    }
}

impl<P: Panel, L: Backlight, B: Buttons, C: Clock, S: Store> Device<'_, P, L, B, C, S> {
    /// The menu, if it is open.
    #[must_use]
    pub fn menu(&self) -> Option<&Menu> {
        self.menu.as_ref().map(|(menu, _)| menu)
    }

    /// Whether more and less light can be told apart.
    fn dims(&self) -> bool {
        match self.parts.display.panel().refresh() {
            Refresh::Live => self.parts.backlight.dims(),
            Refresh::Glow(_) => true,
            Refresh::Paper(_) => false,
        }
    }

    /// Does what a press asks for: it wakes the panel at night, takes away news, goes through the menu, or turns pages.
    pub(super) fn take_press(&mut self, press: Press, now: u64) {
        let slept = self.is_dark(now);
        self.awake_until = now + AWAKE_MS;
        if slept {
            return;
        }
        match &mut self.news {
            // What comes of it is to be seen.
            Some((News::Erasing, _)) => return,
            Some((News::Namesake { .. }, _)) => return self.answer(press),
            Some((_, until)) => {
                *until = now;
                return;
            }
            None => {}
        }
        match (self.menu.take(), press) {
            (None, Press::Short(button)) => {
                if let Some(input) = self.options.actions[button as usize].input() {
                    self.input(input);
                }
            }
            (None, Press::Hold(_)) => {
                let menu = Menu::new(self.dims(), self.summaries.len());
                self.open_menu(menu.with_clock(self.parts.clock.can_be_set()));
            }
            (Some((menu, _)), Press::Hold(_)) if matches!(menu.open(), Open::Erase(_)) => self.open_menu(menu),
            (Some(_), Press::Hold(_)) => self.keep_choice(),
            (Some((menu, _)), Press::Short(button)) => self.press_in_menu(menu, button),
        }
    }

    /// Shows the menu until nobody has touched it for long enough; on e-paper, since it could be seen.
    pub(super) fn open_menu(&mut self, menu: Menu) {
        self.menu = Some((menu, self.parts.display.opens() + MENU_MS));
    }

    /// The upper and lower button on the left choose and go back; those on the right go up and down.
    fn press_in_menu(&mut self, mut menu: Menu, button: Button) {
        let key = match button {
            Button::A => Key::Choose,
            Button::B => Key::Back,
            Button::X => Key::Up,
            Button::Y => Key::Down,
        };
        // Whose name stands in the menu, and not who is up since.
        let owner = match self.shown {
            Some(Picture {
                subject: Subject::Menu(_, _, owner, _),
                ..
            }) => owner,
            _ => None,
        };
        match menu.press(key, &self.options.preferences(), owner) {
            Answer::Stay => {}
            Answer::Set(chosen) => {
                self.options.set(&chosen);
                self.rotation.set_pace(self.options.pace);
                self.unkept = true;
            }
            Answer::AskForClock => {
                let now = self.parts.clock.utc().unwrap_or(0);
                menu.set_clock(match self.summaries.first() {
                    Some(kept) => Moment::of(now, kept.summary()),
                    None => Moment::utc(now),
                });
            }
            Answer::SetClock(set) => {
                let summary = self.summaries.first().map(Kept::summary);
                // Whatever the menu offers can be the time.
                self.parts.clock.set(set.utc(summary));
            }
            Answer::NextOwner => self.rotation.input(Input::NextOwner),
            Answer::Leave => return self.keep_choice(),
        }
        self.open_menu(menu);
    }

    /// Closes the menu when nobody has touched it for long enough.
    pub(super) fn leave_menu_alone(&mut self, now: u64) {
        if self.menu.take_if(|(_, until)| *until <= now).is_some() {
            self.keep_choice();
        }
    }

    pub(super) fn keep_choice(&mut self) {
        if !core::mem::take(&mut self.unkept) {
            return;
        }
        if let Err(error) = self.parts.store.keep(&self.options.preferences()) {
            self.tell(News::fault(Fault::ChoiceNotKept, error));
        }
    }

    /// Whether it is night where the owner is, as far as anybody knows, nobody has pressed a button lately and there is
    /// nothing to say.
    pub(super) fn is_dark(&mut self, now: u64) -> bool {
        self.is_night() && self.news.is_none() && self.menu.is_none() && now >= self.awake_until
    }

    /// What an LED is to show: what becomes of a stick, but not at night.
    pub fn sign(&mut self) -> Sign {
        if self.is_night() {
            Sign::Dark
        } else {
            Sign::of(self.news())
        }
    }

    /// Whether these are the hours in which the panel rests, as far as anybody knows.
    fn is_night(&mut self) -> bool {
        let (Some(night), Some(kept)) = (self.options.night, self.summaries.first()) else {
            return false;
        };
        let Some(seconds) = self.parts.clock.utc() else {
            return false;
        };
        let moment = Moment::of(seconds, kept.summary());
        night.has(moment.hour()) && moment.is_plausible(kept.summary())
    }
}
