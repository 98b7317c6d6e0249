//! How widely was listened, month by month.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::BreadthMonth;
use playtally_summary::{Records, Summary};

use crate::canvas::Canvas;
use crate::layout::{Chart, chart, curve, labels, years};
use crate::phrase::fill_one;
use crate::{Class, Moment};

/// What the effective number of artists comes in.
const TENTHS: u64 = 10;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let months = summary.records::<BreadthMonth>();
    months.len() >= 6 && widest(months).is_some()
}

/// The month with the most artists, in effect.
fn widest<'a>(months: Records<'a, BreadthMonth>) -> Option<&'a BreadthMonth> {
    let widest = months.iter().max_by_key(|month| month.effective_artists.get());
    widest.filter(|month| u64::from(month.effective_artists.get()) >= 2 * TENTHS)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let months = summary.records::<BreadthMonth>();
    let Some(widest) = widest(months) else {
        return Ok(());
    };
    let words = canvas.words;
    let artists = (u64::from(widest.effective_artists.get()) + TENTHS / 2) / TENTHS;
    let (month, year) = (words.month_year(widest.first.date()), words.year(widest.first.date()));
    let page = Chart {
        kicker: words.variety,
        lead: &month,
        short: &year,
        detail: &fill_one(words.like_artists.of(artists), &words.number(artists)),
    };
    let labels = labels(canvas);
    let field = chart(&page, canvas)?.above(labels);
    let values = months.iter().map(|month| u64::from(month.effective_artists.get()));
    curve(values, field, canvas)?;
    if labels > 0 {
        years(months.iter().map(|month| month.first), field, canvas)?;
    }
    Ok(())
}
