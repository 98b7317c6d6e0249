//! The sleeve of a record whose grooves are the years.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::canvas::Canvas;
use crate::palette::mix;
use crate::shapes::{PX, Ring};
use crate::text::style::{CAPTION, COVER, FIGURE, SMALL_HERO, STRIP_HERO};
use crate::text::{Align, Block, Em, Run};
use crate::{Class, Moment};

pub(crate) fn says(_: &Summary, _: Moment, _: Class) -> bool {
    true
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let (width, height) = (canvas.width(), canvas.height());
    let name = Run::name(summary, summary.owner().name);
    let name = match name {
        // Who left it out has a history all the same.
        Run::Name(_, text) if text.as_str().is_empty() => Run::from(canvas.words.listening_history),
        name => name,
    };
    let years = super::years(summary, canvas.words);
    if canvas.class == Class::Round {
        // The panel is the record; what is written stands on its label.
        record(summary, Point::new(width / 2, height / 2), 119, canvas)?;
        let label = Ring::disc(Point::new(width * PX / 2, height * PX / 2), 74 * PX);
        canvas.shape_on(&label, palette.ground, palette.ink)?;
        let block = Block::fit_in(name, (124, 80), SMALL_HERO);
        return canvas.overprint(|canvas| {
            let at = (width / 2, height / 2 - block.height() / 2 - 8);
            canvas.block(&block, at, Align::Centre, palette.ink)?;
            let at = (width / 2, at.1 + block.height() + 14);
            canvas.line(years.as_str(), CAPTION, at, Align::Centre, palette.soft)?;
            Ok(())
        });
    }
    // Where the record stands, how far it reaches, and how its name is set.
    let (centre, radius, style, gap) = match canvas.class {
        Class::Square => ((width - 86, 96), 106, COVER, 14),
        Class::Small => ((width - 50, 44), 56, SMALL_HERO, 10),
        Class::EPaper => ((width - 66, height / 2 - 8), 64, SMALL_HERO, 11),
        Class::Mono => ((width - 34, 30), 28, STRIP_HERO, 6),
        _ => ((canvas.right() - 72, 100), 86, COVER, 16),
    };
    // The record stands half hidden in its sleeve, on which the name is written.
    let name = Block::fit_in(name, (canvas.inner_width(), height / 2 - 8), style);
    let line = canvas.last_line().min(height - name.overhang().1 - 2);
    let top = line - name.height();
    let horizon = top - name.overhang().0.max(0) - gap;
    record(summary, Point::new(centre.0, centre.1), radius, canvas)?;
    canvas.fill(0, horizon, width, height - horizon, palette.ground)?;
    canvas.fill(0, horizon, width, if height < 200 { 1 } else { 2 }, palette.ink)?;
    canvas.overprint(|canvas| canvas.block(&name, (canvas.margin(), top), Align::Left, palette.ink))?;
    match canvas.class {
        Class::Wide => big_years(summary, canvas),
        Class::Square | Class::Small | Class::EPaper => {
            let at = (canvas.margin(), canvas.margin());
            let room = centre.0 - radius - at.0 - 4;
            let line = Block::fit(years.as_str(), room, CAPTION);
            if !line.is_cut() {
                return canvas.block(&line, at, Align::Left, palette.ink);
            }
            // One below the other, without what stands between them.
            let words = canvas.words;
            let (from, to) = (summary.owner().first.date(), summary.owner().last.date());
            for (row, year) in (0..).zip([from, to]) {
                let at = (at.0, at.1 + Em::Caption.leading() * row);
                canvas.line(words.year(year).as_str(), CAPTION, at, Align::Left, palette.ink)?;
            }
            Ok(())
        }
        Class::Mono | Class::Round => Ok(()),
    }
}

/// The first and the last year, one below the other.
fn big_years<D: DrawTarget<Color = Rgb565>>(summary: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let owner = summary.owner();
    let (first, last) = (owner.first.date().year(), owner.last.date().year());
    let (words, ink, margin) = (canvas.words, canvas.palette.ink, canvas.margin());
    let first_year = words.plain(first.unsigned_abs().into());
    if last <= first {
        return canvas
            .line(first_year.as_str(), FIGURE, (margin, margin), Align::Left, ink)
            .map(drop);
    }
    canvas.line(first_year.as_str(), FIGURE, (margin, margin), Align::Left, ink)?;
    let to = words.plain(last.unsigned_abs().into());
    let below = (margin, margin + Em::Figure.cap() + 10);
    canvas.line(to.as_str(), FIGURE, below, Align::Left, ink).map(drop)
}

/// A record with one band of grooves per year, the brighter the more music it had.
fn record<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    centre: Point,
    radius: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (ink, ground, two_tone) = (canvas.palette.ink, canvas.palette.ground, canvas.palette.is_two_tone());
    let centre = Point::new(centre.x * PX, centre.y * PX);
    canvas.shape(&Ring::disc(centre, radius * PX), ink)?;
    let (label, edge) = (radius * PX * 36 / 100, radius * PX - 3 * PX);
    let years = summary.records::<Year>();
    let bands = if radius < 60 { 6 } else { 16 };
    let years = years.last_few(bands);
    let most = years.iter().map(|year| year.minutes.get()).max().unwrap_or(0);
    let bands = years.len().max(1) as i32;
    for (at, year) in years.iter().enumerate() {
        // The needle starts at the edge.
        let from = edge - (edge - label - 2 * PX) * at as i32 / bands;
        let to = edge - (edge - label - 2 * PX) * (at as i32 + 1) / bands;
        let level = 2 + super::share(year.minutes.get().into(), most.into(), 6) as u8;
        // Two tones have lines for grooves, and none between.
        let inner = if two_tone {
            from - PX
        } else {
            (to + PX * 3 / 2).min(from)
        };
        let colour = if two_tone { ground } else { mix(ink, ground, level) };
        let band = Ring {
            centre,
            inner,
            outer: from,
        };
        canvas.shape_on(&band, colour, ink)?;
    }
    canvas.shape_on(&Ring::disc(centre, label), ground, ink)?;
    canvas.shape_on(&Ring::disc(centre, (radius / 25).max(1) * PX), ink, ground)
}
