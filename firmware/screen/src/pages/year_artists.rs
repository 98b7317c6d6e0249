//! The artist of every year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::canvas::{At, Canvas};
use crate::layout::{Row, Under, list};
use crate::phrase::Phrase;
use crate::text::Run;
use crate::text::style::CAPTION;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    years(summary).count() >= 3
}

/// The years that have an artist, the latest first.
fn years<'a>(summary: &Summary<'a>) -> impl Iterator<Item = &'a Year> + Clone {
    let years = summary.records::<Year>();
    years.iter().rev().filter(|year| !year.artist.is_none())
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, class) = (canvas.words, canvas.class);
    let rows = years(summary).map(|year| Row {
        mark: match class {
            Class::Small | Class::Mono => words.short_year(year.year.get().into()),
            _ => words.plain(year.year.get().into()),
        },
        name: Run::name(summary, year.artist),
        number: Phrase::new(),
        under: Under::Nothing,
    });
    let at = At::Under(canvas.kicker_top());
    let title = canvas.choose(&[words.artist_of_the_year, words.number_one], CAPTION, at);
    list(title, rows, canvas)
}
