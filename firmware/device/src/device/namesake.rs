//! Two owners of one name: are they the same person?

use playtally_panel::Panel;
use playtally_screen::Fault;

use super::{Device, Picture, Subject};
use crate::{Backlight, Button, Buttons, Clock, News, Press, Store};

impl<P: Panel, L: Backlight, B: Buttons, C: Clock, S: Store> Device<'_, P, L, B, C, S> {
    /// Takes a press for the answer: a short one of button A says that they are one, and anything else that they are not.
    pub(super) fn answer(&mut self, press: Press) {
        // What nobody sees cannot be meant.
        if !matches!(self.shown, Some(Picture { subject: Subject::News(told), .. }) if told == self.told) {
            return;
        }
        let Some((News::Namesake { new, old }, _)) = self.news.take() else {
            return;
        };
        if press != Press::Short(Button::A) {
            return self.tell(News::Accepted { owner: new });
        }
        let asked = self.parts.store.replace(&old, &new);
        self.tell(match asked {
            Ok(()) => News::Reading,
            Err(error) => News::fault(Fault::ErasingFailed, error),
        });
    }
}
