//! How the story of the year begins: how much music it had, and which of its months had most.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use super::months::{Lead, months};
use crate::canvas::Canvas;
use crate::pages::music;
use crate::phrase::join;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    super::year(summary, now).is_some()
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(year) = super::year(summary, now) else {
        return Ok(());
    };
    let words = canvas.words;
    let (amount, label) = music(year.minutes.get().into(), words);
    let number = words.number(canvas.count_up(amount));
    let short = if label == words.hours_of_music.of(amount) {
        words.hours.of(amount)
    } else {
        words.min
    };
    let lead = Lead {
        kicker: words.year_in_music,
        lead: &words.plain(year.year.get().into()),
        says: &join(&[&number, " ", label]),
        short: &join(&[&number, " ", short]),
        year: year.year.get(),
        marked: None,
    };
    months(&lead, summary, canvas)
}
