//! The eras of a history as steps along its years.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::records::Era;
use playtally_summary::{Day, Summary};

use crate::canvas::Canvas;
use crate::layout::{Row, Under, list};
use crate::palette::mix;
use crate::phrase::{Phrase, join};
use crate::shapes::{PX, Rounded};
use crate::text::style::{BODY, CAPTION};
use crate::text::{Align, Block, Em, Run};
use crate::words::Words;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    named(summary).count() >= 2
}

/// The eras that have an artist, the latest first.
fn named<'a>(summary: &Summary<'a>) -> impl Iterator<Item = &'a Era> {
    let eras = summary.records::<Era>();
    eras.iter().rev().filter(|era| !era.artists[0].is_none())
}

/// The years that an era spans, in four digits and two.
fn span(era: &Era, words: &Words) -> Phrase {
    let (from, to) = (era.from.date().year(), era.to.date().year());
    let first = words.plain(from.unsigned_abs().into());
    if from == to {
        return first;
    }
    join(&[&first, "\u{2013}", &words.short_year(to)])
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, class) = (canvas.words, canvas.class);
    if matches!(class, Class::Wide | Class::Square) {
        canvas.kicker(words.eras)?;
        return steps(summary, canvas);
    }
    let rows = named(summary).map(|era| Row {
        mark: match class {
            Class::Small | Class::Mono => words.short_year(era.from.date().year()),
            _ => span(era, words),
        },
        name: Run::name(summary, era.artists[0]),
        number: Phrase::new(),
        under: Under::Nothing,
    });
    list(words.eras, rows, canvas)
}

/// An era per row, the latest at the top, each over a bar that lies where the era lies in the history.
fn steps<D: DrawTarget<Color = Rgb565>>(summary: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    const ROWS: usize = 5;
    let (words, palette) = (canvas.words, canvas.palette);
    let count = named(summary).take(ROWS).count();
    let (Some(oldest), Some(latest)) = (named(summary).take(ROWS).last(), named(summary).next()) else {
        return Ok(());
    };
    let (first, last) = (oldest.from, latest.to);
    let (left, width) = (canvas.margin(), canvas.inner_width());
    let day = |day: Day| i64::from(day.date().signed_duration_since(first.date()).num_days() as i32);
    let whole = day(last).max(1);
    let x = |at: i64| (at.clamp(0, whole) * i64::from(width) / whole) as i32;
    let pitch = (canvas.bottom() - 44) / count.max(1) as i32;
    let pitch = pitch.min(46);
    for (row, era) in (0..).zip(named(summary).take(ROWS)) {
        let baseline = 44 + pitch * row + pitch.min(40) - 18;
        let (from, to) = (x(day(era.from)), x(day(era.to) + 1));
        let length = canvas.grow((to - from).max(6));
        let bar = Rectangle::new(Point::new(left + from, baseline + 7), Size::new(length as u32, 5));
        let colour = match (row, palette.is_two_tone()) {
            (0, _) | (_, true) => palette.accent,
            _ => mix(palette.ground, palette.accent, 8),
        };
        let rail = Rectangle::new(Point::new(left, baseline + 9), Size::new(width as u32, 1));
        canvas.fill(rail.top_left.x, rail.top_left.y, width, 1, palette.faint)?;
        canvas.shape(
            &Rounded {
                area: bar,
                radius: 2 * PX,
            },
            colour,
        )?;
        // The name stands over its bar, and turns back where it would leave the page.
        let years = span(era, words);
        let years = Block::fit(years.as_str(), 90, CAPTION);
        let room = width - years.width() - 10;
        let name = Block::fit(Run::name(summary, era.artists[0]), room, BODY);
        let start = from.min(width - name.width() - years.width() - 10).max(0);
        canvas.block(
            &name,
            (left + start, baseline - name.height()),
            Align::Left,
            palette.ink,
        )?;
        let at = (left + start + name.width() + 10, baseline - Em::Caption.cap());
        canvas.block(&years, at, Align::Left, palette.soft)?;
    }
    Ok(())
}
