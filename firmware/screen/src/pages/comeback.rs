//! An artist that came back after a long silence.

use chrono::NaiveDate;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Comeback;

use crate::canvas::Canvas;
use crate::layout::{Hero, hero};
use crate::phrase::{Phrase, fill_one};
use crate::text::Run;
use crate::words::Plural;
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
        number: &words.number(canvas.count_up(days)),
        unit: unit(canvas).of(days),
        note: &back_in(comeback.back.date(), canvas),
    };
    let free = hero(&page, canvas)?;
    silence(summary, (comeback.left.date(), comeback.back.date()), free, canvas)
}

/// What the days of silence are called: in short where there is little room.
pub(super) fn unit<D: DrawTarget<Color = Rgb565>>(canvas: &Canvas<D>) -> Plural {
    match canvas.class {
        Class::Wide | Class::Round | Class::EPaper => canvas.words.days_of_silence,
        Class::Square | Class::Small | Class::Mono => canvas.words.days,
    }
}

/// Since when the artist is back.
pub(super) fn back_in<D: DrawTarget<Color = Rgb565>>(date: NaiveDate, canvas: &Canvas<D>) -> Phrase {
    let month = canvas.words.month_year(date);
    match canvas.class {
        Class::Round => month,
        _ => fill_one(canvas.words.back_in, &month),
    }
}

/// The history as a line, with the silence between two dates as a gap in it: between two heights, where there is room.
pub(super) fn silence<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    (left, back): (NaiveDate, NaiveDate),
    (top, bottom): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    const HEIGHT: i32 = 8;
    let room = match canvas.class {
        Class::Wide | Class::Square => 5 * HEIGHT,
        Class::EPaper => 3 * HEIGHT,
        Class::Round | Class::Small | Class::Mono => return Ok(()),
    };
    if bottom - top < room {
        return Ok(());
    }
    let palette = canvas.palette;
    let (first, last) = (summary.owner().first.date(), summary.owner().last.date());
    let days = |from: NaiveDate, to: NaiveDate| to.signed_duration_since(from).num_days().max(0) as u64;
    let (start, width) = (canvas.margin(), canvas.inner_width());
    let x = |date: NaiveDate| start + super::share(days(first, date), days(first, last), width);
    // However short the time before the silence and after it, it is seen.
    let (from, to) = (x(left).max(start + 4), x(back).min(start + width - 4));
    let y = top + (bottom - top - HEIGHT) / 2;
    canvas.fill(start, y, from - start, HEIGHT, palette.ink)?;
    let end = start + width;
    let after = canvas.grow(end - to);
    canvas.fill(to, y, after, HEIGHT, palette.ink)?;
    for dot in (from + 6..to - 4).step_by(8) {
        canvas.fill(dot, y + HEIGHT / 2 - 1, 2, 2, palette.soft)?;
    }
    Ok(())
}
