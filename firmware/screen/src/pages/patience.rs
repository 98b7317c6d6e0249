//! How many plays are cut short, year by year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::records::{Patience, PatienceYear};
use playtally_summary::{Records, Summary};

use crate::canvas::Canvas;
use crate::layout::{Chart, Field, chart, labels};
use crate::phrase::fill_one;
use crate::shapes::{PX, Rounded};
use crate::{Class, Moment};

/// The ends of fewer plays say little.
const ENOUGH: u32 = 100;
/// The most years shown.
const YEARS: usize = 12;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let patience = summary.record::<Patience>();
    patience.is_some_and(|patience| patience.starts.get() >= ENOUGH && patience.skips.get() > 0)
        && summary.records::<PatienceYear>().len() >= 2
}

/// Skips of a hundred starts, rounded.
fn percent(skips: u32, starts: u32) -> u64 {
    let starts = u64::from(starts.max(1));
    (u64::from(skips) * 100 + starts / 2) / starts
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(patience) = summary.record::<Patience>() else {
        return Ok(());
    };
    let words = canvas.words;
    let skipped = words.number(percent(patience.skips.get(), patience.starts.get()));
    let seconds = words.number(patience.median_skip_seconds.get().into());
    let page = Chart {
        kicker: words.patience,
        lead: &fill_one(words.skipped, &skipped),
        short: &words.percent_of(u64::from(patience.skips.get()) * 1000 / u64::from(patience.starts.get().max(1))),
        detail: &fill_one(words.within, &seconds),
    };
    let labels = labels(canvas);
    let field = chart(&page, canvas)?.above(labels);
    bars(summary.records(), field, labels, canvas)
}

/// A bar of every year: as high as all plays, and filled up to those that were cut short.
fn bars<D: DrawTarget<Color = Rgb565>>(
    years: Records<'_, PatienceYear>,
    field: Field,
    labels: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let years = years.last_few(YEARS);
    let count = years.len() as i32;
    let pitch = (field.width * PX / count.max(1)).min(48 * PX);
    let left = match canvas.class {
        Class::Round => field.left + (field.width - count * pitch / PX) / 2,
        _ => field.left,
    };
    let every = (22 * PX + pitch - 1) / pitch.max(1);
    for (at, year) in (0..).zip(years) {
        let x = left + pitch * at / PX;
        let room = left + pitch * (at + 1) / PX - x;
        let width = (room - (room / 4).max(1)).max(1);
        let cut = canvas.grow(super::share(
            year.skips.get().into(),
            year.starts.get().into(),
            field.height,
        ));
        let rounded = |top: i32, height: i32| Rounded {
            area: Rectangle::new(Point::new(x, top), Size::new(width as u32, height.max(0) as u32)),
            radius: 2 * PX,
        };
        if palette.is_two_tone() {
            canvas.tone(x, field.top, width, field.height, 3)?;
        } else {
            canvas.shape(&rounded(field.top, field.height), palette.faint)?;
        }
        let top = field.bottom() - cut;
        canvas.shape_on(&rounded(top, cut), palette.accent, palette.faint)?;
        if labels > 0 && (count - 1 - at) % every == 0 {
            let label = words.short_year(year.year.get().into());
            let at = (x + width / 2, field.bottom() + 8);
            canvas.label(&label, at, palette.soft)?;
        }
    }
    Ok(())
}
