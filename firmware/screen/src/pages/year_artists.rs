//! The artist of every year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::canvas::Canvas;
use crate::layout::{Row, list, rows};
use crate::text::Run;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    years(summary).count() >= 3
}

/// The years that have an artist, the latest first.
fn years<'a>(summary: &Summary<'a>) -> impl Iterator<Item = &'a Year> {
    let years: &[Year] = summary.records();
    years.iter().rev().filter(|year| !year.artist.is_none())
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    if canvas.class != Class::Mono {
        canvas.kicker(words.artist_of_the_year)?;
    }
    for (at, year) in years(summary).take(rows(canvas.class)).enumerate() {
        let year_label = match canvas.class {
            Class::Small | Class::Mono => words.short_year(year.year.get().into()),
            _ => words.plain(year.year.get().into()),
        };
        let row = Row {
            mark: &year_label,
            name: Run::name(summary, year.artist),
            number: "",
            share: 0,
            first: false,
        };
        list(at, &row, canvas)?;
    }
    Ok(())
}
