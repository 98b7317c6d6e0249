//! Where music played: a tally of the days away from home.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Country;

use crate::canvas::Canvas;
use crate::layout::{Row, Under, list};
use crate::phrase::{Phrase, join};
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
    let countries = summary.records::<Country>();
    let away = countries.iter().skip(1).map(|country| country.days.get()).max();
    let rows = countries.iter().map(|country| {
        let days = u64::from(country.days.get());
        Row {
            mark: Phrase::new(),
            name: Run::Name(*summary, summary.country(country.country, words.tag)),
            number: join(&[&words.number(days), " ", words.days.of(days)]),
            under: Under::Tally(days, away.unwrap_or(0).into()),
        }
    });
    list(words.countries, rows, canvas)
}
