//! Where music played.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Country;

use crate::canvas::Canvas;
use crate::layout::{Row, list, rows};
use crate::text::Run;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<Country>().len() >= 2
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    if canvas.class != Class::Mono {
        canvas.kicker(words.countries)?;
    }
    let countries: &[Country] = summary.records();
    let most = countries.first().map_or(0, |country| u64::from(country.minutes.get()));
    for (at, country) in countries.iter().take(rows(canvas.class)).enumerate() {
        let minutes = u64::from(country.minutes.get());
        let row = Row {
            mark: "",
            name: Run::Name(*summary, summary.country(country.country, words.tag)),
            number: &super::in_hours(minutes, words),
            share: super::share(minutes, most, 1000),
            first: at == 0,
        };
        list(at, &row, canvas)?;
    }
    Ok(())
}
