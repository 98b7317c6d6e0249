//! The sleeve of a record whose grooves are the years.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::canvas::{At, Canvas};
use crate::palette::mix;
use crate::shapes::{PX, Ring};
use crate::text::style::{CAPTION, COVER, FIGURE, SMALL_HERO, STRIP_HERO};
use crate::text::{Align, Em, Run};
use crate::{Class, Moment};

pub(crate) fn says(_: &Summary, _: Moment, _: Class) -> bool {
    true
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    canvas.paper(canvas.palette.poster())?;
    let palette = canvas.palette;
    let (width, height, bottom) = (canvas.width(), canvas.height(), canvas.bottom());
    let name = Run::name(summary, summary.owner().name);
    let years = super::years(summary, canvas.words);
    match canvas.class {
        Class::Wide => {
            record(summary, Point::new(canvas.right() - 76, 92), 76, canvas)?;
            big_years(summary, canvas)?;
            let (top, _) = canvas.text(name, COVER, At::Over(bottom), palette.ink)?;
            if bottom - top < 40 {
                let history = canvas.words.listening_history;
                canvas.text(history, CAPTION, At::Over(top - 12), palette.soft)?;
            }
        }
        Class::Square => {
            record(summary, Point::new(width - 70, 62), 106, canvas)?;
            let (top, _) = canvas.text(name, COVER, At::Over(bottom), palette.ink)?;
            if bottom - top < 40 {
                canvas.text(years.as_str(), CAPTION, At::Over(top - 12), palette.soft)?;
            }
        }
        Class::Round => {
            // The panel is the record; what is written stands on its label.
            record(summary, Point::new(width / 2, height / 2), 119, canvas)?;
            let label = Ring::disc(Point::new(width * PX / 2, height * PX / 2), 74 * PX);
            canvas.shape_on(&label, palette.ground, palette.ink)?;
            let block = crate::text::Block::fit(name, 124, SMALL_HERO);
            let at = (width / 2, height / 2 - block.height() / 2 - 8);
            canvas.block(&block, at, Align::Centre, palette.ink)?;
            let at = (width / 2, at.1 + block.height() + 14);
            canvas.line(years.as_str(), CAPTION, at, Align::Centre, palette.soft)?;
        }
        Class::Small => {
            record(summary, Point::new(width - 44, 36), 62, canvas)?;
            let (top, _) = canvas.text(name, SMALL_HERO, At::Over(bottom), palette.ink)?;
            if bottom - top < 20 {
                canvas.text(years.as_str(), CAPTION, At::Over(top - 10), palette.soft)?;
            }
        }
        Class::EPaper => {
            record(summary, Point::new(width - 60, height / 2 - 20), 70, canvas)?;
            let (top, _) = canvas.text(name, SMALL_HERO, At::Over(bottom), palette.ink)?;
            if bottom - top < 30 {
                canvas.text(years.as_str(), CAPTION, At::Over(top - 11), palette.ink)?;
            }
        }
        Class::Mono => {
            record(summary, Point::new(width - 18, 20), 32, canvas)?;
            canvas.text(name, STRIP_HERO, At::Over(bottom - 4), palette.ink)?;
        }
    }
    Ok(())
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
