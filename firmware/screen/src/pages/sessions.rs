//! How long is listened without a pause: the usual session and the longest, in a day as wide as the panel.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Sessions;

use crate::canvas::{At, Canvas};
use crate::palette::Swatch;
use crate::phrase::{fill_one, join};
use crate::text::style::{BODY, CAPTION, FIGURE, LABEL, NUMBER};
use crate::text::{Align, Block, Em};
use crate::{Class, Moment};

/// A median of fewer sessions says little.
const ENOUGH: u32 = 10;
/// In less than so many pixels the longest one lies alone.
const LEAST: i32 = 30;
/// The minutes of a day.
const DAY: u64 = 24 * 60;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let sessions = summary.record::<Sessions>();
    sessions.is_some_and(|sessions| sessions.sessions.get() >= ENOUGH && sessions.median_minutes.get() > 0)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(sessions) = summary.record::<Sessions>() else {
        return Ok(());
    };
    let words = canvas.words;
    let (usual, longest) = (
        u64::from(sessions.median_minutes.get()),
        u64::from(sessions.longest_minutes.get()),
    );
    let end = headline(usual, canvas)?;
    let day = longest.max(DAY);
    let width = canvas.width();
    let length = |minutes: u64| super::share(minutes, day, width).max(4);
    let palette = canvas.palette;
    let plain = Swatch {
        fill: palette.ground,
        ink: palette.ink,
    };
    let full = Swatch {
        fill: palette.accent,
        ink: palette.ground,
    };
    let says = fill_one(words.your_longest, &words.duration(longest));
    let short = words.duration(longest);
    let (gap, style) = match canvas.class {
        Class::Wide | Class::Square => (22, BODY),
        Class::Round => (14, CAPTION),
        Class::Small | Class::EPaper => (9, CAPTION),
        Class::Mono => (7, CAPTION),
    };
    // The usual one lies in the upper third of what is left, the longest one fills the rest to the edge.
    let room = canvas.height() - end - gap;
    let high = if room < LEAST { 0 } else { room * 2 / 5 - gap / 2 };
    let top = end + gap;
    let bar = canvas.grow(length(usual));
    canvas.fill(0, top, bar, high, palette.pop)?;
    let (left, right) = canvas.sides(top, high);
    let label = Block::fit(words.usual_session, right - left.max(bar) - 10, CAPTION);
    if !label.is_cut() && high >= Em::Caption.cap() + 4 {
        let at = (left.max(bar + 8), top + (high - label.height()) / 2);
        canvas.block(&label, at, Align::Left, palette.soft)?;
    }
    let top = if high > 0 { top + high + gap / 2 } else { top };
    let high = canvas.height() - top;
    let bar = canvas.grow(length(longest));
    canvas.fill(0, top, bar, high, palette.accent)?;
    let middle = match canvas.class {
        Class::Round => top + 8,
        _ => top + (high - style[0].0.cap()) / 2,
    };
    let (left, right) = canvas.sides(middle, style[0].0.cap());
    let left = if canvas.class == Class::Mono { left + 2 } else { left };
    let fits = |says: &str| !Block::fit(says, right - left, style).is_cut();
    let text = if fits(&says) { &says } else { &short };
    let text = Block::fit(text.as_str(), right - left, style);
    // On the bar or beyond it; over its end only where it has room in neither.
    let beyond = left.max(length(longest) + 8);
    let is_on = left + text.width() <= length(longest);
    let at = (
        if !is_on && beyond + text.width() <= right {
            beyond
        } else {
            left
        },
        (middle + (style[0].0.cap() - text.height()) / 2).min(canvas.height() - text.height() - 4),
    );
    canvas.block_over(&text, at, bar, (full, plain))?;
    // What the width of the panel is.
    let day_long = words.duration(DAY);
    let whole = Block::fit(day_long.as_str(), 80, CAPTION);
    let at = (canvas.right() - whole.width(), canvas.bottom() - whole.height());
    if day == DAY && canvas.class == Class::Wide && at.0 > bar.max(beyond + text.width()) + 12 {
        canvas.block(&whole, at, Align::Left, palette.soft)?;
    }
    Ok(())
}

/// Says how long the usual session is, and where that ends.
fn headline<D: DrawTarget<Color = Rgb565>>(minutes: u64, canvas: &mut Canvas<D>) -> Result<i32, D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let number = words.number(canvas.count_up(minutes));
    let label = words.minutes_at_a_time.of(minutes);
    let (margin, ink) = (canvas.margin(), palette.ink);
    let (style, label_style) = match canvas.class {
        Class::Wide | Class::Square => (NUMBER, HEAD),
        Class::Small | Class::EPaper => (FIGURE, LABEL),
        Class::Round => {
            let (_, end) = canvas.text(number.as_str(), FIGURE, At::Under(36), ink)?;
            canvas.title();
            return Ok(canvas.text(label, BODY, At::Under(end + 12), ink)?.1);
        }
        Class::Mono => {
            let says = join(&[&words.duration(minutes), " ", words.at_a_time]);
            canvas.title();
            return Ok(canvas.text(says.as_str(), TWO_LINES, At::Under(margin), ink)?.1);
        }
    };
    let number = Block::fit(number.as_str(), canvas.inner_width() / 2, style);
    canvas.block(&number, (margin, margin), Align::Left, ink)?;
    let left = margin + number.width() + 14;
    let label = Block::fit(label, canvas.right() - left, label_style);
    canvas.title();
    canvas.block(&label, (left, margin), Align::Left, ink)?;
    Ok(margin + number.height().max(label.height()))
}

/// Where there is room for nothing larger.
const TWO_LINES: crate::text::Style = &[(Em::Caption, 1), (Em::Caption, 2)];
/// Beside the number, in two lines.
const HEAD: crate::text::Style = &[(Em::Body, 2), (Em::Caption, 3)];
