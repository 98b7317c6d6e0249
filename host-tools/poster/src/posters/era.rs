//! An era: a gate of its months, and who set it apart.

use playtally_statistics::Month;

use super::{Colours, KICKER, leader};
use crate::drawing::{Path, Rect};
use crate::layout;
use crate::pictures::{self, Arch};
use crate::sheet::{Poster, Sheet, Type};
use crate::text::Style;
use crate::{Error, Request};

pub(super) fn compose(request: &Request<'_>, number: usize) -> Result<Poster, Error> {
    let eras = &request.all.eras;
    let Some(era) = number.checked_sub(1).and_then(|at| eras.get(at)) else {
        return Err(Error::Era {
            era: number,
            known: eras.len(),
        });
    };
    let (words, own, layout) = (request.words(), request.own_words(), layout::Era::of(request.format));
    let first = era.artists.first().map_or("", |artist| &artist.name);
    let colours = Colours::of(request, request.hue(first));
    let mut sheet = Sheet::new(request.format, request.fonts, colours.ground);

    sheet.text(&request.kicker(own.era_of), layout.kicker, KICKER, colours.soft);
    let name = Type::new(Style::Heavy, [66.0, 12.0], 3);
    let ink = sheet.text(first, layout.name, name, colours.ink);
    let layout = layout.after(ink.bottom);
    let months = (era.to.number() - era.from.number() + 1).unsigned_abs().into();
    super::figure(
        &mut sheet,
        layout.figure,
        &words.number(months),
        [own.months(months), ""],
        &colours,
    );
    let period = request.months(era.from.first_day().date(), era.to.first_day().date());
    let plays = format!("{} {}", words.number(era.plays), words.plays.of(era.plays));
    let half = layout.period.height() / 2.0;
    let upper = Rect {
        bottom: layout.period.top + half,
        ..layout.period
    };
    let lower = Rect {
        top: upper.bottom,
        ..layout.period
    };
    let is_beside = layout.period.left > layout.figure.left;
    let across = if is_beside { 1.0 } else { 0.0 };
    let line = Type::new(Style::Strong, [half * 0.72, 4.0], 1);
    sheet.text(&plays, within_half(upper), line.at(across, 0.0), colours.ink);
    let line = Type::new(Style::Plain, [half * 0.6, 4.0], 2);
    sheet.text(&period, within_half(lower), line.at(across, 1.0), colours.soft);

    let others: Vec<String> = era
        .artists
        .iter()
        .skip(1)
        .map(|artist| super::short(&artist.name))
        .collect();
    let style = Type::new(Style::Strong, [9.0, 4.5], 6);
    sheet.text(&others.join(" \u{b7} "), layout.others, style, colours.ink);

    sheet.picture(layout.gate, colours.accent);
    let arches: Vec<Arch> = request
        .all
        .by_month
        .iter()
        .filter(|month| era.from <= month.month && month.month <= era.to)
        .map(|month| Arch {
            plays: month.plays,
            colour: of_month(request, month.month, &colours),
        })
        .collect();
    let (centre, door) = pictures::gate(&mut sheet, layout.gate, &arches);
    if let Some(by_hour) = request.by_hour() {
        pictures::hours(
            &mut sheet,
            centre,
            [door * 0.92, door * 0.2],
            by_hour,
            [colours.ink, colours.pop],
        );
    } else {
        sheet.fill(Path::disc(centre, door * 0.62), colours.pop);
    }
    let narrow = Type {
        lines: 8,
        ..super::caption(request.format)
    };
    let caption = request.caption(own.arch_a_month, request.by_hour());
    sheet.text(&caption, layout.caption, narrow, colours.soft);
    Ok(sheet.finish())
}

fn of_month(request: &Request<'_>, month: Month, colours: &Colours) -> crate::drawing::Colour {
    leader(request, month).map_or(colours.soft, |name| colours.mark(request.hue(name)))
}

/// Half of a box without what keeps it off the other half.
const fn within_half(half: Rect) -> Rect {
    Rect {
        top: half.top + 0.8,
        bottom: half.bottom - 0.8,
        ..half
    }
}
