//! An artist that came back after a long silence.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Comeback;

use crate::canvas::Canvas;
use crate::layout::{Hero, hero};
use crate::phrase::fill_one;
use crate::text::Run;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    !summary.records::<Comeback>().is_empty()
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(comeback) = super::of_today(summary.records::<Comeback>(), now) else {
        return Ok(());
    };
    let words = canvas.words;
    let days = u64::from(comeback.back.number().saturating_sub(comeback.left.number()));
    let page = Hero {
        kicker: words.comeback,
        name: Run::name(summary, comeback.artist),
        by: None,
        number: &words.number(days),
        unit: words.days_of_silence.of(days),
        note: &fill_one(words.back_in, &words.month_year(comeback.back.date())),
    };
    hero(&page, canvas)
}
