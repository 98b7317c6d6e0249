//! The most played artist.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopArtist;

use crate::canvas::Canvas;
use crate::layout::{Hero, Note, hero, hero_with};
use crate::phrase::fill_one;
use crate::text::Run;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    !summary.records::<TopArtist>().is_empty()
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(artist) = summary.records::<TopArtist>().first() else {
        return Ok(());
    };
    let words = canvas.words;
    let plays = u64::from(artist.plays.get());
    let since = fill_one(words.since, &words.month_year(artist.first.date()));
    let page = Hero {
        kicker: words.number_one,
        name: Run::name(summary, artist.name),
        by: None,
        number: &words.number(canvas.count_up(plays)),
        unit: words.plays.of(plays),
        note: &since,
    };
    if !matches!(canvas.class, Class::Wide | Class::Square) {
        return hero(&page, canvas).map(drop);
    }
    let hours = super::in_hours(artist.minutes.get().into(), words);
    let track = Run::name(summary, artist.track);
    let small_print = [
        Note {
            label: words.most_of_all,
            value: track,
        },
        Note {
            label: &since,
            value: Run::from(hours.as_str()),
        },
    ];
    hero_with(&page, &small_print, canvas).map(drop)
}
