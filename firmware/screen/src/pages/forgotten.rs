//! A favourite that is no longer played.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::Forgotten;
use playtally_summary::{Records, Summary};

use crate::canvas::Canvas;
use crate::layout::{Hero, hero};
use crate::phrase::fill_one;
use crate::text::Run;
use crate::{Class, Moment};

/// The tracks; an artist's silence is another page's.
fn tracks<'a>(summary: &Summary<'a>) -> Records<'a, Forgotten> {
    let all = summary.records::<Forgotten>();
    let artists = all.iter().take_while(|forgotten| forgotten.title.is_none()).count();
    all.after(artists)
}

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    !tracks(summary).is_empty()
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(forgotten) = super::of_today(tracks(summary), now) else {
        return Ok(());
    };
    let words = canvas.words;
    let plays = u64::from(forgotten.plays.get());
    let page = Hero {
        kicker: words.forgotten,
        name: Run::name(summary, forgotten.title),
        by: super::by(summary, forgotten.artist, canvas.class),
        number: &words.number(canvas.count_up(plays)),
        unit: words.plays.of(plays),
        note: &fill_one(words.last_heard, &words.month_year(forgotten.last.date())),
    };
    hero(&page, canvas).map(drop)
}
