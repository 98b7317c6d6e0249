//! How many artists were met so far, month by month.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::DiscoveryMonth;
use playtally_summary::{Records, Summary};

use crate::canvas::Canvas;
use crate::layout::{Chart, chart, curve, labels, years};
use crate::phrase::{fill, join};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let months = summary.records::<DiscoveryMonth>();
    months.len() >= 6 && met(months) >= 20
}

/// How many artists were met in some months.
fn met(months: Records<'_, DiscoveryMonth>) -> u64 {
    months.iter().map(|month| u64::from(month.new_artists.get())).sum()
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let months = summary.records::<DiscoveryMonth>();
    let Some(last) = months.last() else {
        return Ok(());
    };
    let words = canvas.words;
    let year = last.first.date().year();
    let this_year = months.partition_point(|month| month.first.date().year() < year);
    let (all, new) = (met(months), met(months.after(this_year)));
    let number = words.number(all);
    let year = words.plain(year.unsigned_abs().into());
    let page = Chart {
        kicker: words.discoveries,
        lead: &join(&[&number, " ", words.artists.of(all)]),
        short: &number,
        detail: &fill(words.new_in, &[("{}", &words.number(new)), ("{y}", &year)]),
    };
    let labels = labels(canvas);
    let field = chart(&page, canvas)?.above(labels);
    let mut sum = 0;
    let so_far = months.iter().map(move |month| {
        sum += u64::from(month.new_artists.get());
        sum
    });
    curve(so_far, field, canvas)?;
    if labels > 0 {
        years(months.iter().map(|month| month.first), field, canvas)?;
    }
    Ok(())
}
