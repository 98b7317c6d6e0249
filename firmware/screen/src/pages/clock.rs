//! The day as a ring of 24 hours, midnight at the top.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Week;

use crate::canvas::{At, Canvas};
use crate::shapes::{PX, Ring, Turn, Wedge};
use crate::text::style::{BODY, CAPTION, LABEL, TITLE};
use crate::text::{Align, Block, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary
        .record::<Week>()
        .is_some_and(|week| hours(week).iter().sum::<u64>() >= 60)
}

/// Minutes by hour of the day.
fn hours(week: &Week) -> [u64; 24] {
    core::array::from_fn(|hour| week.minutes.iter().map(|day| u64::from(day[hour].get())).sum())
}

/// The hour with the most music.
pub(super) fn peak(summary: &Summary) -> Option<u32> {
    let hours = hours(summary.record::<Week>()?);
    let most = hours.iter().copied().max().filter(|&most| most > 0)?;
    Some(hours.iter().position(|&hour| hour == most)? as u32)
}

/// Where the ring is, in pixels: its bars stand on the inner circle and reach the outer one.
struct Dial {
    centre: Point,
    inner: i32,
    outer: i32,
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(week) = summary.record::<Week>() else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let hours = hours(week);
    let most = hours.iter().copied().max().unwrap_or(0);
    let peak = hours.iter().position(|&hour| hour == most).unwrap_or(0);
    let (width, height) = (canvas.width(), canvas.height());
    let at_right = |outer: i32, inner: i32, edge: i32| Dial {
        centre: Point::new(width - edge - outer, height / 2),
        inner,
        outer,
    };
    let dial = match canvas.class {
        Class::Wide => at_right(94, 44, 16),
        Class::Square => Dial {
            centre: Point::new(width / 2, height - 16 - 90),
            inner: 44,
            outer: 90,
        },
        Class::Round => Dial {
            centre: Point::new(width / 2, height / 2),
            inner: 56,
            outer: 114,
        },
        Class::Small => Dial {
            centre: Point::new(width - 8 - 46, height - 8 - 46),
            inner: 20,
            outer: 46,
        },
        Class::EPaper => at_right(56, 26, 6),
        Class::Mono => Dial {
            centre: Point::new(width - 24, height - 24),
            inner: 9,
            outer: 23,
        },
    };
    ring(&hours, peak, &dial, canvas)?;

    let peak = words.clock_hour(peak as u32);
    let cap = Em::Caption.cap();
    let centre = dial.centre;
    if matches!(canvas.class, Class::Wide | Class::Square | Class::EPaper | Class::Small) {
        canvas.kicker(words.round_the_clock)?;
    }
    match canvas.class {
        Class::Wide => {
            let away = dial.inner - 14;
            for (hour, x, y) in [(0, 0, -away), (6, away, 0), (12, 0, away), (18, -away, 0)] {
                let label = words.plain(hour);
                let at = (centre.x + x, centre.y + y - cap / 2);
                canvas.line(label.as_str(), CAPTION, at, Align::Centre, palette.soft)?;
            }
            let (top, _) = canvas.text(peak.as_str(), TITLE, At::Over(canvas.bottom()), palette.ink)?;
            let room = centre.x - dial.outer - 6 - canvas.margin();
            let says = Block::fit(words.your_hour, room, LABEL);
            let at = (canvas.margin(), top - 12 - says.height());
            canvas.block(&says, at, Align::Left, palette.soft)?;
        }
        Class::Square => {
            let at = (centre.x, centre.y - Em::Body.cap() / 2);
            canvas.line(peak.as_str(), BODY, at, Align::Centre, palette.ink)?;
        }
        Class::Round => {
            let at = (centre.x, centre.y - 32);
            canvas.line(peak.as_str(), BODY, at, Align::Centre, palette.ink)?;
            let at = (centre.x, centre.y - 2);
            let says = Block::fit(words.your_hour, 88, LABEL);
            canvas.title();
            canvas.block(&says, at, Align::Centre, palette.soft)?;
        }
        Class::Small => {
            let room = centre.x - dial.outer - 3 - canvas.margin();
            let peak = Block::fit(peak.as_str(), room, LABEL);
            let at = (canvas.margin(), canvas.bottom() - peak.height());
            canvas.block(&peak, at, Align::Left, palette.ink)?;
        }
        Class::EPaper => {
            canvas.text(peak.as_str(), BODY, At::Over(canvas.bottom()), palette.ink)?;
        }
        Class::Mono => {
            let at = At::Under(canvas.kicker_top());
            let title = canvas.choose(&[words.your_hour, words.round_the_clock], CAPTION, at);
            canvas.kicker(title)?;
            canvas.text(peak.as_str(), BODY, At::Over(canvas.last_line()), palette.ink)?;
        }
    }
    Ok(())
}

fn ring<D: DrawTarget<Color = Rgb565>>(
    hours: &[u64; 24],
    peak: usize,
    dial: &Dial,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let centre = Point::new(dial.centre.x * PX, dial.centre.y * PX);
    let most = hours[peak];
    let reach = (dial.outer - dial.inner) * PX;
    for (hour, &minutes) in hours.iter().enumerate() {
        let bar = |length: i32| Wedge {
            ring: Ring {
                centre,
                inner: dial.inner * PX,
                outer: dial.inner * PX + length,
            },
            from: Turn::parts(2 * hour as u32 + 47, 48).direction(),
            to: Turn::parts(2 * hour as u32 + 49, 48).direction(),
            gap: if dial.outer < 60 { PX / 2 } else { PX },
        };
        let colour = if hour == peak { palette.pop } else { palette.accent };
        if !palette.is_two_tone() {
            canvas.shape(&bar(reach), palette.faint)?;
        }
        let length = canvas.grow(super::share(minutes, most, reach)).max(2 * PX);
        let ground = palette.faint;
        canvas.shape_on(&bar(length), colour, ground)?;
    }
    Ok(())
}
