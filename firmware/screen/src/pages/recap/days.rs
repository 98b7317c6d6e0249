//! On how many days of the year there was music: a ring that they fill.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::RibbonYear;

use crate::canvas::{At, Canvas};
use crate::layout::{Figure, figure};
use crate::shapes::{PX, Ring, Turn, Wedge};
use crate::text::style::{BODY, CAPTION, FIGURE, LABEL, TITLE};
use crate::text::{Align, Block, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    days(summary, now).is_some_and(|(_, days)| days >= 10)
}

/// The year that is told, and its days with music.
fn days(summary: &Summary, now: Moment) -> Option<(u16, u64)> {
    let year = super::year(summary, now)?;
    let ribbons: &[RibbonYear] = summary.records();
    let ribbon = ribbons.iter().find(|ribbon| ribbon.year == year.year)?;
    Some((
        year.year.get(),
        super::super::year_ribbon::days_with_music(ribbon) as u64,
    ))
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some((year, days)) = days(summary, now) else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let (kicker, number) = (words.plain(year.into()), words.number(canvas.count_up(days)));
    let label = words.days_with_music.of(days);
    let (width, height) = (canvas.width(), canvas.height());
    let (centre, inner, outer) = match canvas.class {
        Class::Wide => ((width - 16 - 88, height / 2), 62, 88),
        Class::Square => ((width / 2, 118), 54, 78),
        Class::Round => ((width / 2, height / 2), 92, 116),
        Class::EPaper => ((width - 8 - 52, height / 2), 34, 52),
        Class::Small | Class::Mono => {
            let page = Figure {
                kicker: &kicker,
                number: &number,
                label,
                note: "",
            };
            return figure(&page, canvas);
        }
    };
    ring(days, centre, (inner, outer), canvas)?;
    let middle = |em: Em| centre.1 - em.cap() / 2;
    match canvas.class {
        Class::Wide | Class::EPaper => {
            canvas.kicker(kicker.as_str())?;
            let wide = canvas.class == Class::Wide;
            let em = if wide { Em::Figure } else { Em::Title };
            let inside = if wide { FIGURE } else { TITLE };
            canvas.line(
                number.as_str(),
                inside,
                (centre.0, middle(em)),
                Align::Centre,
                palette.ink,
            )?;
            let room = centre.0 - outer - canvas.margin() - 8;
            let says = Block::fit(label, room, if wide { BESIDE } else { LABEL });
            let at = (canvas.margin(), canvas.bottom() - says.height());
            canvas.block(&says, at, Align::Left, palette.ink)?;
        }
        Class::Square => {
            canvas.kicker(kicker.as_str())?;
            canvas.line(
                number.as_str(),
                FIGURE,
                (centre.0, middle(Em::Figure)),
                Align::Centre,
                palette.ink,
            )?;
            canvas.text(label, BODY, At::Over(canvas.bottom()), palette.ink)?;
        }
        _ => {
            canvas.line(
                kicker.as_str(),
                CAPTION,
                (centre.0, centre.1 - 52),
                Align::Centre,
                palette.accent,
            )?;
            canvas.line(
                number.as_str(),
                FIGURE,
                (centre.0, middle(Em::Figure)),
                Align::Centre,
                palette.ink,
            )?;
            let says = Block::fit(label, 2 * inner - 40, LABEL);
            canvas.block(&says, (centre.0, centre.1 + 34), Align::Centre, palette.soft)?;
        }
    }
    Ok(())
}

/// How the label is set beside the ring.
const BESIDE: crate::text::Style = &[(Em::Body, 2), (Em::Body, 3), (Em::Caption, 3)];

/// A ring of which as much is filled as days of the year are.
fn ring<D: DrawTarget<Color = Rgb565>>(
    days: u64,
    centre: (i32, i32),
    (inner, outer): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let ring = Ring {
        centre: Point::new(centre.0 * PX, centre.1 * PX),
        inner: inner * PX,
        outer: outer * PX,
    };
    if palette.is_two_tone() {
        let edge = Ring {
            inner: ring.outer - PX,
            ..ring
        };
        canvas.shape(&edge, palette.ink)?;
        canvas.shape(
            &Ring {
                outer: ring.inner + PX,
                ..ring
            },
            palette.ink,
        )?;
    } else {
        canvas.shape(&ring, palette.faint)?;
    }
    // A wedge is at most half a turn.
    let part = (days.min(366) * 4096 / 366) as u32;
    for (from, to) in [(0, part.min(2048)), (2048, part.max(2048))] {
        if to > from {
            let wedge = Wedge {
                ring,
                from: Turn::parts(from, 4096),
                to: Turn::parts(to.min(4095), 4096),
                gap: 0,
            };
            canvas.shape_on(&wedge, palette.accent, palette.faint)?;
        }
    }
    Ok(())
}
