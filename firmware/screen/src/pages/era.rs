//! One of the eras as a poster, another one every day.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Era;

use super::eras::{self, named};
use crate::canvas::{At, Canvas};
use crate::layout::{Hero, portrait};
use crate::phrase::join;
use crate::sleeve::Sleeve;
use crate::text::Run;
use crate::text::style::CAPTION;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, class: Class) -> bool {
    eras::says(summary, now, class)
}

pub(super) fn of_the_day<'a>(summary: &Summary<'a>, now: Moment) -> Option<&'a Era> {
    super::nth_of_today(named(summary), now)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(era) = of_the_day(summary, now) else {
        return Ok(());
    };
    let words = canvas.words;
    let (from, to) = (words.month_year(era.from.date()), words.month_year(era.to.date()));
    let long = join(&[&from, " \u{2013} ", &to]);
    let years = eras::span(era, words);
    let plays = u64::from(era.plays.get());
    let page = Hero {
        kicker: canvas.choose(&[&long, &years], CAPTION, At::Under(canvas.kicker_top())),
        name: Run::name(summary, era.artists[0]),
        by: None,
        number: &words.number(canvas.count_up(plays)),
        unit: words.plays.of(plays),
        note: "",
    };
    portrait(&page, &Sleeve::of_era(summary, era), canvas)
}
