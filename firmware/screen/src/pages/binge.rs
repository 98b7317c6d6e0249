//! The track that was played most in a day, or in a week.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Binge;

use crate::canvas::Canvas;
use crate::layout::{Hero, hero};
use crate::text::Run;
use crate::{Class, Moment};

/// Fewer plays in a day are no binge.
const ENOUGH: u16 = 5;

/// The binge of a day, or that of a week where it says much more.
fn binge<'a>(summary: &Summary<'a>) -> Option<&'a Binge> {
    let binges = summary.records::<Binge>();
    let of = |days: u8| binges.iter().find(|binge| binge.days == days);
    let day = of(1).filter(|day| day.plays.get() >= ENOUGH);
    let week = of(7).filter(|week| week.plays.get() >= 2 * ENOUGH);
    match (day, week) {
        (Some(day), Some(week)) if week.plays.get() / 3 >= day.plays.get() => Some(week),
        (day, week) => day.or(week),
    }
}

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    binge(summary).is_some()
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(binge) = binge(summary) else {
        return Ok(());
    };
    let words = canvas.words;
    let plays = u64::from(binge.plays.get());
    let long = if binge.days == 1 {
        words.in_one_day
    } else {
        words.in_one_week
    };
    let page = Hero {
        kicker: long,
        name: Run::name(summary, binge.title),
        by: super::by(summary, binge.artist, canvas.class),
        number: &words.number(canvas.count_up(plays)),
        unit: words.plays.of(plays),
        note: &words.month_year(binge.to.date()),
    };
    hero(&page, canvas).map(drop)
}
