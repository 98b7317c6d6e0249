//! A number in a ring: one that is filled by a share, or a clock that shows a time.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::layout::{Figure, figure};
use crate::shapes::{PX, Ring, Turn, Wedge};
use crate::text::style::{BODY, CAPTION, FIGURE, LABEL, TITLE};
use crate::text::{Align, Block, Em, Style};

/// A number and its ring.
pub(super) struct Dial<'a> {
    pub(super) year: &'a str,
    /// What it is about, if the label does not say.
    pub(super) about: &'a str,
    /// The number by itself, with both in a line.
    pub(super) figure: Figure<'a>,
    pub(super) mark: Mark,
}

/// What the ring shows.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    /// `part` of `of`, from the top on.
    Share { part: u64, of: u64 },
    /// A minute of the day, midnight at the top, and the usual one.
    Time { minute: u32, usual: Option<u32> },
}

/// How the label is set beside the ring.
const BESIDE: Style = &[(Em::Body, 2), (Em::Body, 3), (Em::Caption, 3)];
/// A time has more digits than a number of days.
const TIME: Style = &[(Em::Title, 1), (Em::Body, 1), (Em::Caption, 1)];

pub(super) fn dial<D: DrawTarget<Color = Rgb565>>(page: &Dial, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let (width, height) = (canvas.width(), canvas.height());
    let (centre, inner, outer) = match canvas.class {
        Class::Wide => ((width - 16 - 88, height / 2), 62, 88),
        Class::Square => ((width / 2, 118), 54, 78),
        Class::Round => ((width / 2, height / 2), 92, 116),
        Class::EPaper => ((width - 8 - 52, height / 2), 34, 52),
        Class::Small | Class::Mono => return figure(&page.figure, canvas),
    };
    let Figure {
        kicker, number, label, ..
    } = page.figure;
    let ring = Ring {
        centre: Point::new(centre.0 * PX, centre.1 * PX),
        inner: inner * PX,
        outer: outer * PX,
    };
    track(ring, canvas)?;
    match page.mark {
        Mark::Share { part, of } => fill(part, of, ring, canvas)?,
        Mark::Time { minute, usual } => times(minute, usual, ring, canvas)?,
    }
    let inside = match (page.mark, canvas.class) {
        (Mark::Share { .. }, Class::EPaper) => TITLE,
        (Mark::Share { .. }, _) | (Mark::Time { .. }, Class::Round) => FIGURE,
        (Mark::Time { .. }, _) => TIME,
    };
    let number = Block::fit(number, 2 * inner - 6, inside);
    let at = (centre.0, centre.1 - number.height() / 2);
    canvas.block(&number, at, Align::Centre, palette.ink)?;
    match canvas.class {
        Class::Wide | Class::EPaper => {
            let room = centre.0 - outer - canvas.margin() - 8;
            let beside = if canvas.class == Class::Wide { BESIDE } else { LABEL };
            let says = Block::fit(label, room, beside);
            let at = (canvas.margin(), canvas.bottom() - says.height());
            canvas.block(&says, at, Align::Left, palette.ink)?;
            // What the page calls itself has the ring beside it.
            let at = (canvas.margin(), canvas.kicker_top());
            canvas.title();
            canvas.line(page.year, CAPTION, at, Align::Left, palette.accent)?;
            let about = Block::fit(page.about, room, LABEL);
            canvas.block(
                &about,
                (at.0, at.1 + Em::Caption.leading()),
                Align::Left,
                palette.accent,
            )
        }
        Class::Square => {
            canvas.kicker(kicker)?;
            let bottom = canvas.bottom();
            canvas.text(label, BODY, At::Over(bottom), palette.ink).map(drop)
        }
        _ => {
            let kicker = if page.about.is_empty() { page.year } else { page.about };
            let kicker = Block::fit(kicker, 2 * inner - 60, LABEL);
            let at = (centre.0, centre.1 - 40 - kicker.height());
            canvas.title();
            canvas.block(&kicker, at, Align::Centre, palette.accent)?;
            let says = Block::fit(label, 2 * inner - 40, LABEL);
            canvas.block(&says, (centre.0, centre.1 + 34), Align::Centre, palette.soft)
        }
    }
}

/// The whole ring, empty.
fn track<D: DrawTarget<Color = Rgb565>>(ring: Ring, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    if !palette.is_two_tone() {
        return canvas.shape(&ring, palette.faint);
    }
    let outside = Ring {
        inner: ring.outer - PX,
        ..ring
    };
    let inside = Ring {
        outer: ring.inner + PX,
        ..ring
    };
    canvas.shape(&outside, palette.ink)?;
    canvas.shape(&inside, palette.ink)
}

fn fill<D: DrawTarget<Color = Rgb565>>(part: u64, of: u64, ring: Ring, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    if part >= of {
        return canvas.shape(&ring, palette.accent);
    }
    // A wedge is at most half a turn.
    let part = (part * 4096 / of) as u32;
    for (from, to) in [(0, part.min(2048)), (2048, part.max(2048))] {
        if to > from {
            let wedge = Wedge {
                ring,
                from: Turn::parts(from, 4096).direction(),
                to: Turn::parts(to.min(4095), 4096).direction(),
                gap: 0,
            };
            canvas.shape_on(&wedge, palette.accent, palette.faint)?;
        }
    }
    Ok(())
}

/// The time as a disc on the ring, the usual one as a smaller one.
fn times<D: DrawTarget<Color = Rgb565>>(
    minute: u32,
    usual: Option<u32>,
    ring: Ring,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let half = (ring.outer - ring.inner) / 2;
    let disc = |minute: u32, radius: i32| {
        let turn = Turn::parts(minute, 1440);
        let (x, y) = turn.on_circle(ring.inner + half);
        Ring::disc(ring.centre + Point::new(x, y), radius)
    };
    let quarters = (0..4).map(|quarter| disc(quarter * 360, PX + PX / 2));
    for mark in quarters {
        canvas.shape_on(&mark, palette.soft, palette.faint)?;
    }
    if let Some(usual) = usual {
        canvas.shape_on(&disc(usual, half / 2), palette.soft, palette.faint)?;
    }
    canvas.shape_on(&disc(minute, half), palette.accent, palette.faint)
}
