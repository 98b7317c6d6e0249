//! The sleeve of a record whose grooves are the years.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::canvas::{Canvas, MARGIN};
use crate::palette::mix;
use crate::shapes::{PX, Ring};
use crate::text::{Align, Block, Em, Run, Style};
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
    let (centre, radius, years_em) = match canvas.class {
        Class::Wide => (Point::new(canvas.right() - 76, 92), 76, Em::Figure),
        Class::Square => (Point::new(canvas.right() - 62, 78), 62, Em::Title),
    };
    record(summary, centre, radius, canvas)?;

    let (ink, soft) = (canvas.palette.ink, canvas.palette.soft);
    let owner = summary.owner();
    let (first, last) = (owner.first.date().year(), owner.last.date().year());
    let sizes: &[Em] = if years_em == Em::Figure {
        &[Em::Figure]
    } else {
        &[Em::Title]
    };
    let mut y = MARGIN;
    for year in core::iter::once(first).chain((last > first).then_some(last)) {
        let digits = canvas.words.plain(year.unsigned_abs().into());
        canvas.line(digits.as_str(), sizes, (MARGIN, y), Align::Left, ink)?;
        y += years_em.cap() + 10;
    }

    let name = Block::fit(
        Run::name(summary, owner.name),
        canvas.inner_width(),
        Style::lines(&[Em::Title, Em::Body], 2),
    );
    let top = canvas.bottom() - name.height();
    canvas.block(&name, (MARGIN, top), Align::Left, ink)?;
    if name.line_count() <= 1 {
        let history = canvas.words.listening_history;
        canvas.line(history, &[Em::Caption], (MARGIN, top - 24), Align::Left, soft)?;
    }
    Ok(())
}

/// A record with one band of grooves per year, the brighter the more music it had.
fn record<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    centre: Point,
    radius: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (ink, ground) = (canvas.palette.ink, canvas.palette.ground);
    let centre = Point::new(centre.x * PX, centre.y * PX);
    canvas.shape(&Ring::disc(centre, radius * PX), ink)?;
    let (label, edge) = (radius * PX * 36 / 100, radius * PX - 3 * PX);
    let years: &[Year] = summary.records();
    let years = &years[years.len().saturating_sub(16)..];
    let most = years.iter().map(|year| year.minutes.get()).max().unwrap_or(0);
    let bands = years.len().max(1) as i32;
    for (at, year) in years.iter().enumerate() {
        // The needle starts at the edge.
        let from = edge - (edge - label - 2 * PX) * at as i32 / bands;
        let to = edge - (edge - label - 2 * PX) * (at as i32 + 1) / bands + PX * 3 / 2;
        let level = 2 + super::share(year.minutes.get().into(), most.into(), 6) as u8;
        let band = Ring {
            centre,
            inner: to.min(from),
            outer: from,
        };
        canvas.shape_on(&band, mix(ink, ground, level), ink)?;
    }
    canvas.shape_on(&Ring::disc(centre, label), ground, ink)?;
    canvas.shape_on(&Ring::disc(centre, 3 * PX), ink, ground)
}
