//! Every day of a year: a leaf per month on large panels, the weeks around a round one, a skyline of weeks on strips.

use chrono::{Datelike, NaiveDate};
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::RibbonYear;

use crate::canvas::Canvas;
use crate::layout::{Chart, Field, chart};
use crate::palette::mix;
use crate::phrase::join;
use crate::shapes::{PX, Stroke, Turn};
use crate::text::style::{CAPTION, TITLE};
use crate::text::{Align, Em};
use crate::{Class, Moment};

/// The least days with music in a year that is shown.
const LEAST: usize = 20;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    latest(summary).is_some()
}

/// The latest year with enough days.
fn latest<'a>(summary: &Summary<'a>) -> Option<&'a RibbonYear> {
    let years = summary.records::<RibbonYear>();
    years.iter().rev().find(|year| days_with_music(year) >= LEAST)
}

pub(super) fn days_with_music(year: &RibbonYear) -> usize {
    year.days.iter().filter(|&&day| day > 0).count()
}

/// How bright a day is, 0 to 15: the eye tells small amounts apart better than large ones, and each day with music from one
/// without.
fn level(day: u8, most: u8) -> u8 {
    const LEAST: u32 = 8;
    match day {
        0 => 0,
        _ => {
            let part = (u32::from(day) * (15 - LEAST) * (15 - LEAST) / u32::from(most.max(1))).isqrt();
            (LEAST + part) as u8
        }
    }
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(year) = latest(summary) else {
        return Ok(());
    };
    let words = canvas.words;
    let number = words.plain(year.year.get().into());
    let days = days_with_music(year) as u64;
    let detail = join(&[&words.number(days), "\u{a0}", words.days_with_music.of(days)]);
    if canvas.class == Class::Round {
        return wheel(year, &number, canvas);
    }
    let page = Chart {
        kicker: words.day_by_day,
        lead: &number,
        short: "",
        detail: &detail,
    };
    let field = chart(&page, canvas)?;
    match canvas.class {
        Class::EPaper | Class::Mono => skyline(year, field, canvas),
        _ => leaves(year, field, canvas),
    }
}

/// A row per month, a cell per day.
fn leaves<D: DrawTarget<Color = Rgb565>>(
    year: &RibbonYear,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let label = if canvas.class == Class::Wide { 40 } else { 0 };
    let map = field.beside(label);
    let (column, row) = ((map.width / 31).max(2), (field.height / 12).max(2));
    let most = year.days.iter().copied().max().unwrap_or(0);
    for (month, top) in (0..12).zip((field.top..).step_by(row as usize)) {
        // Every third month is named: all of them would stand too close.
        if label > 0 && month % 3 == 0 {
            let at = (field.left, top + (row - 1 - Em::Caption.cap()) / 2);
            canvas.line(words.months_short[month], CAPTION, at, Align::Left, palette.soft)?;
        }
        for day in 0..31 {
            let date = NaiveDate::from_ymd_opt(year.year.get().into(), month as u32 + 1, day + 1);
            let Some(of_year) = date.map(|date| date.ordinal0() as usize) else {
                continue;
            };
            let level = level(year.days[of_year], most);
            let colour = mix(palette.faint, palette.accent, level);
            canvas.fill(map.left + column * day as i32, top, column - 1, row - 1, colour)?;
        }
    }
    Ok(())
}

/// What each of 53 weeks holds.
fn weeks(year: &RibbonYear) -> [u64; 53] {
    core::array::from_fn(|week| year.days.iter().skip(7 * week).take(7).map(|&day| u64::from(day)).sum())
}

/// A bar per week.
fn skyline<D: DrawTarget<Color = Rgb565>>(
    year: &RibbonYear,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let weeks = weeks(year);
    let most = weeks.iter().copied().max().unwrap_or(0);
    let pitch = (field.width / 53).max(2);
    let ink = canvas.palette.ink;
    for (x, &week) in (field.left..).step_by(pitch as usize).zip(&weeks) {
        let length = canvas.grow(super::share(week, most, field.height));
        canvas.fill(x, field.bottom() - length, pitch - 1, length, ink)?;
        canvas.fill(x, field.bottom(), pitch - 1, 1, ink)?;
    }
    Ok(())
}

/// A ray per week, January at the top.
fn wheel<D: DrawTarget<Color = Rgb565>>(
    year: &RibbonYear,
    number: &str,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let weeks = weeks(year);
    let most = weeks.iter().copied().max().unwrap_or(0);
    let side = canvas.width().min(canvas.height());
    let centre = Point::new(canvas.width() * PX / 2, canvas.height() * PX / 2);
    // From where to where the longest ray reaches.
    let (from, to) = (side * 66 / 240, side * 114 / 240);
    for (week, &heard) in (0..).zip(&weeks) {
        let turn = Turn::parts(2 * week + 1, 106);
        let at = |away: i32| centre + Point::new(turn.sin() * away / 1024, -turn.cos() * away / 1024);
        let length = canvas.grow(super::share(heard, most, to - from));
        let ray = Stroke {
            from: at(from),
            to: at(from + length),
            width: 5 * PX,
        };
        let colour = if heard == most { palette.ink } else { palette.accent };
        canvas.shape(&ray, if heard == 0 { palette.faint } else { colour })?;
    }
    let middle = (canvas.width() / 2, canvas.height() / 2);
    let top = middle.1 - Em::Title.cap() - 2;
    canvas.title();
    canvas.line(number, TITLE, (middle.0, top), Align::Centre, palette.ink)?;
    let days = days_with_music(year) as u64;
    let says = join(&[&words.number(days), "\u{a0}", words.days.of(days)]);
    canvas.line(
        says.as_str(),
        CAPTION,
        (middle.0, middle.1 + 9),
        Align::Centre,
        palette.soft,
    )?;
    Ok(())
}
