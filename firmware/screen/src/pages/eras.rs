//! The eras of a history, as records that lie on each other: the oldest at the bottom, each as thick as it is long.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Era;

use crate::canvas::{At, Canvas};
use crate::layout::{Field, Strip, bands};
use crate::palette::Hue;
use crate::phrase::{Phrase, fill, join};
use crate::text::style::{BODY, CAPTION, LINE, LISTED, TITLE};
use crate::text::{Em, Run};
use crate::words::Words;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    named(summary).count() >= 2
}

/// The eras that have an artist, the latest first.
pub(super) fn named<'a>(summary: &Summary<'a>) -> impl Iterator<Item = &'a Era> + Clone {
    let eras = summary.records::<Era>();
    eras.iter().rev().filter(|era| !era.artists[0].is_none())
}

/// The years that an era spans, in four digits and two.
pub(super) fn span(era: &Era, words: &Words) -> Phrase {
    let (from, to) = (era.from.date().year(), era.to.date().year());
    let first = words.plain(from.unsigned_abs().into());
    if from == to {
        return first;
    }
    join(&[&first, "\u{2013}", &words.short_year(to)])
}

/// How many days an era has.
fn days(era: &Era) -> i64 {
    era.to
        .date()
        .signed_duration_since(era.from.date())
        .num_days()
        .clamp(1, 100_000)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let (Some(latest), Some(oldest)) = (named(summary).next(), named(summary).last()) else {
        return Ok(());
    };
    let years = latest.to.date().year().abs_diff(oldest.from.date().year()) + 1;
    let count = named(summary).count() as u64;
    let title = fill(
        words.eras_in,
        &[("{n}", &words.plain(count)), ("{y}", &words.plain(years.into()))],
    );
    let (top, style, gap) = match canvas.class {
        Class::Wide | Class::Square => (canvas.margin(), TITLE, 16),
        Class::Round => (40, LINE, 12),
        Class::Small | Class::EPaper => (canvas.margin(), BODY, 9),
        Class::Mono => (canvas.margin(), CAPTION, 10),
    };
    let at = At::Under(top);
    let title = match years {
        1 => words.eras,
        _ => canvas.choose(&[&title, words.eras], style, at),
    };
    canvas.title();
    let (_, end) = canvas.text(title, style, at, palette.ink)?;
    let bottom = match canvas.class {
        // Lower down a name has no room.
        Class::Round => 208,
        _ => canvas.height(),
    };
    let field = Field {
        left: 0,
        top: end + gap,
        width: canvas.width(),
        height: bottom - end - gap,
    };
    if matches!(canvas.class, Class::Small | Class::EPaper | Class::Mono) {
        return time(summary, field, canvas);
    }
    let whole: i64 = named(summary).map(days).sum();
    let most = named(summary).map(|era| era.plays.get()).max().unwrap_or(0);
    // Heights are those between edges, so that nothing is lost in rounding.
    let edge = |days: i64| (days * i64::from(field.height) / whole.max(1)) as i32;
    let rows = named(summary).scan(0, |before, era| {
        let from = *before;
        *before += days(era);
        Some(Strip {
            hue: Hue::of_artist(summary, era.artists[0]),
            name: Run::name(summary, era.artists[0]),
            number: span(era, words),
            part: (era.plays.get().into(), most.into()),
            height: edge(*before) - edge(from),
        })
    });
    bands(rows, field, canvas)
}

/// Where rows have no room for names: the whole history from left to right, and the name of the era that it ends in.
fn time<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(latest) = named(summary).next() else {
        return Ok(());
    };
    let palette = canvas.palette;
    let name = Run::name(summary, latest.artists[0]);
    let low = if canvas.class == Class::Mono { 18 } else { 34 };
    let bottom = field.bottom() - low;
    let end = canvas.text_in(name, LISTED, (field.top, bottom - 2), palette.ink)?;
    if canvas.class != Class::Mono && end + 8 + Em::Caption.cap() < bottom - 6 {
        let years = span(latest, canvas.words);
        canvas.text(years.as_str(), CAPTION, At::Under(end + 8), palette.soft)?;
    }
    if !palette.is_two_tone() {
        // One of them may have the ground's own ink.
        canvas.fill(0, bottom - 2, field.width, low + 2, palette.accent)?;
    }
    let whole: i64 = named(summary).map(days).sum();
    let edge = |days: i64| (days * i64::from(field.width) / whole.max(1)) as i32;
    let mut before = whole;
    for (at, era) in named(summary).enumerate() {
        let to = edge(before);
        before -= days(era);
        let from = edge(before);
        let width = (to - from - 2).max(1);
        if palette.is_two_tone() && at > 0 {
            canvas.tone(from, bottom, width, low, if at % 2 == 0 { 9 } else { 4 })?;
        } else {
            let hue = Hue::of_artist(summary, era.artists[0]);
            canvas.fill(from, bottom, canvas.grow(width), low, palette.band(hue).bar.fill)?;
        }
    }
    Ok(())
}
