//! The most played artist.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopArtist;

use crate::canvas::Canvas;
use crate::layout::{Hero, portrait};
use crate::sleeve::Sleeve;
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
    let page = Hero {
        kicker: words.number_one,
        name: Run::name(summary, artist.name),
        by: None,
        number: &words.number(canvas.count_up(plays)),
        unit: words.plays.of(plays),
        note: &super::since(artist.first, canvas),
    };
    portrait(&page, &Sleeve::of_artist(summary, artist.name), canvas)
}
