//! The decades of release as a skyline by night: a window that is lit is one play in a hundred.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::{DecadeShare, Music};
use playtally_summary::{Records, Summary};

use crate::canvas::{At, Canvas};
use crate::layout::{Field, labels};
use crate::palette::Hue;
use crate::phrase::{fill_one, join};
use crate::text::style::{BODY, CAPTION, LABEL, LINE, TITLE};
use crate::text::{Align, Block, Em, Style};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let decades = summary.records::<DecadeShare>();
    decades.len() >= 2 && decades.iter().any(|decade| decade.plays.get() > 0)
}

/// The place of the decade with the most plays; of equally many the latest.
fn peak(decades: Records<'_, DecadeShare>) -> usize {
    let all = decades.iter().enumerate();
    all.max_by_key(|(_, decade)| decade.plays.get()).map_or(0, |(at, _)| at)
}

/// The hue of the decade with the most plays.
pub(super) fn hue(summary: &Summary) -> Hue {
    let decades = summary.records::<DecadeShare>();
    match decades.get(peak(decades)).map_or(0, |decade| decade.first.get()) {
        1950 => Hue::Pink,
        1960 => Hue::Marigold,
        1970 => Hue::Tangerine,
        1980 => Hue::Orchid,
        1990 => Hue::Leaf,
        2000 => Hue::Sky,
        2010 => Hue::Violet,
        2020 => Hue::Lagoon,
        other => Hue::nth(usize::from(other / 10) * 5),
    }
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let decades = summary.records::<DecadeShare>();
    let Some(most) = decades.get(peak(decades)) else {
        return Ok(());
    };
    let words = canvas.words;
    let decade = fill_one(words.decade, &words.plain(most.first.get().into()));
    let known = known(summary);
    let share = match known {
        Some(known) => words.percent(most.plays.get(), known),
        None => words.percent_of(most.share.get().into()),
    };
    let plays = u64::from(most.plays.get());
    let plays = join(&[&words.number(plays), " ", words.plays.of(plays)]);
    let field = match canvas.class {
        Class::Wide | Class::Square | Class::Small => over([&decade, &share, &plays], canvas)?,
        Class::Round => centred(&decade, &share, canvas)?,
        Class::EPaper | Class::Mono => beside(&decade, &share, canvas)?,
    };
    skyline(decades, known, field, canvas)
}

/// Counted plays whose release year is known.
fn known(summary: &Summary) -> Option<u32> {
    let known = summary.record::<Music>()?.year.get();
    (known > 0).then_some(known)
}

/// How many windows of a decade are lit: one for each whole percent, rounded as the percent that is said is, and at least one
/// where there is a play.
fn windows(decade: &DecadeShare, known: Option<u32>) -> i32 {
    let plays = decade.plays.get();
    let (part, whole) = match known {
        Some(known) => (u64::from(plays.min(known)), u64::from(known)),
        None => (decade.share.get().min(1_000).into(), 1_000),
    };
    let percent = (200 * part + whole) / (2 * whole);
    (percent as i32).max(i32::from(plays > 0))
}

/// The words over the skyline: the decade, its share, and its plays where there is room.
fn over<D: DrawTarget<Color = Rgb565>>(
    [decade, share, plays]: [&str; 3],
    canvas: &mut Canvas<D>,
) -> Result<Field, D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let (title, style, gap): (Style, Style, _) = match canvas.class {
        Class::Small => (CAPTION, CAPTION, 11),
        _ => (BODY, LINE, 18),
    };
    let (left, top) = (canvas.margin(), canvas.margin());
    canvas.title();
    let (_, end) = canvas.text(words.your_decade, title, At::Under(top), palette.accent)?;
    let decade = Block::fit(decade, canvas.inner_width(), TITLE);
    let top = end + gap;
    canvas.block(&decade, (left, top), Align::Left, palette.ink)?;
    let mut end = top + decade.height();
    // Beside the decade, on its base line, where there is room.
    let mut beside = left + decade.width() + 10;
    let block = Block::fit(share, canvas.right() - beside, style);
    if block.is_cut() {
        end = canvas.text(share, LABEL, At::Under(end + 8), palette.soft)?.1;
    } else {
        canvas.block(&block, (beside, end - block.height()), Align::Left, palette.ink)?;
        beside += block.width() + 12;
    }
    let plays = Block::fit(plays, canvas.right() - beside, CAPTION);
    if !block.is_cut() && !plays.is_cut() {
        let at = (canvas.right(), end - plays.height());
        canvas.block(&plays, at, Align::Right, palette.soft)?;
    }
    let top = end + gap;
    Ok(Field {
        left,
        top,
        width: canvas.inner_width(),
        height: canvas.bottom() - labels(canvas) - top,
    })
}

/// The words in the middle, over the skyline.
fn centred<D: DrawTarget<Color = Rgb565>>(
    decade: &str,
    share: &str,
    canvas: &mut Canvas<D>,
) -> Result<Field, D::Error> {
    /// Where the street is.
    const BOTTOM: i32 = 178;
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.title();
    let (_, end) = canvas.text(words.your_decade, CAPTION, At::Under(28), palette.accent)?;
    let (_, end) = canvas.text(decade, TITLE, At::Under(end + 11), palette.ink)?;
    let (_, end) = canvas.text(share, CAPTION, At::Under(end + 10), palette.soft)?;
    let top = end + 10;
    // The labels are narrower than the towers.
    let (left, right) = canvas.sides(BOTTOM, Em::Caption.cap());
    Ok(Field {
        left,
        top,
        width: right - left,
        height: BOTTOM - top,
    })
}

/// The words to the left of the skyline.
fn beside<D: DrawTarget<Color = Rgb565>>(decade: &str, share: &str, canvas: &mut Canvas<D>) -> Result<Field, D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let (left, top) = (canvas.margin(), canvas.margin());
    let (styles, gap): ([Style; 2], _) = match canvas.class {
        Class::EPaper => ([TITLE, BODY], 12),
        _ => ([CAPTION, BODY], 8),
    };
    let [decade, share] = [(decade, styles[0]), (share, styles[1])]
        .map(|(text, style)| Block::fit(text, canvas.inner_width() * 3 / 4, style));
    canvas.title();
    let (_, end) = canvas.text(words.your_decade, CAPTION, At::Under(top), palette.accent)?;
    let top = end + gap;
    canvas.block(&decade, (left, top), Align::Left, palette.ink)?;
    let at = (left, canvas.last_line() - share.height());
    canvas.block(&share, at, Align::Left, palette.ink)?;
    let from = left + decade.width().max(share.width()) + gap;
    Ok(Field {
        left: from,
        top,
        width: canvas.right() - from,
        height: canvas.bottom() - top,
    })
}

/// Towers beside each other, as wide as there is room for, on one street.
fn skyline<D: DrawTarget<Color = Rgb565>>(
    decades: Records<'_, DecadeShare>,
    known: Option<u32>,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    /// The widest tower, and the narrowest one, with the alley beside it.
    const WIDEST: i32 = 66;
    let narrowest = match canvas.class {
        Class::Mono => 5,
        _ if labels(canvas) > 0 => 24,
        _ => 13,
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let peak = peak(decades);
    // The latest ones, and the highest one in any case.
    let room = (field.width / narrowest).max(1) as usize;
    let first = decades.len().saturating_sub(room).min(peak);
    let shown = decades.iter().enumerate().skip(first).take(room);
    let count = shown.clone().count().max(1) as i32;
    let pitch = (field.width / count).min(WIDEST);
    let windows = |decade: &DecadeShare| windows(decade, known);
    let most = shown.clone().map(|(_, decade)| windows(decade)).max().unwrap_or(1);
    let height = field.height - STREET;
    let tower = Tower::of(pitch, height, most);
    let left = field.left + (field.width - count * pitch + pitch - tower.width) / 2;
    for (at, (place, decade)) in (0..).zip(shown) {
        let x = left + at * pitch;
        let is_most = place == peak;
        let street = field.bottom() - STREET;
        if tower.has_windows() {
            tower.draw((x, street), windows(decade), is_most, canvas)?;
        } else {
            let high = super::share(windows(decade) as u64, most as u64, height);
            tower.draw_plain((x, street), high, is_most, canvas)?;
        }
        if labels(canvas) > 0 {
            let label = words.short_year(decade.first.get().into());
            let colour = if is_most { palette.ink } else { palette.soft };
            let at = (x + tower.width / 2, field.bottom() + 8);
            canvas.line(label.as_str(), CAPTION, at, Align::Centre, colour)?;
        }
    }
    canvas.fill(field.left, field.bottom() - STREET, field.width, STREET, palette.accent)
}

/// How high the street is, in pixels.
const STREET: i32 = 2;

/// How every tower is built.
struct Tower {
    /// In pixels.
    width: i32,
    /// Windows of a floor.
    across: i32,
    /// From one window to the next, sideways and upwards.
    step: (i32, i32),
    /// How wide and how high a window is.
    window: (i32, i32),
}

impl Tower {
    /// With the alley beside it so wide; with so many windows it is so high at most, and as high as it can be.
    fn of(pitch: i32, height: i32, most: i32) -> Self {
        /// The most from one window to the next.
        const STEP: i32 = 11;
        let width = (pitch - (pitch / 8).max(2)).max(3);
        let floors = |across: i32| (most + across - 1) / across;
        // From one window to the next there is a pixel between, and a window is at most half as high again as it is wide, or
        // the other way round.
        let step = |across: i32| {
            let (wide, high) = (
                ((width - 2) / across).min(STEP),
                (height / floors(across).max(1)).min(STEP),
            );
            (wide.min(high * 3 / 2).max(1), high.min(wide * 3 / 2).max(1))
        };
        let widest = ((width - 2) / 3).max(1);
        // The highest one, but for a tenth, and of these the broadest.
        let used = |&across: &i32| {
            let (wide, high) = step(across);
            let is_seen = wide.min(high) >= 3;
            (is_seen, (floors(across) * high * 10).min(height * 9), across * wide)
        };
        let across = (1..=widest).max_by_key(used).unwrap_or(1);
        let step = step(across);
        let gap = |step: i32| match step {
            0..=2 => 0,
            3..=5 => 1,
            6..=8 => 2,
            _ => 3,
        };
        Self {
            // No broader than its windows with a wall around them.
            width: width.min(across * step.0 + 4),
            across,
            step,
            window: (step.0 - gap(step.0), step.1 - gap(step.1)),
        }
    }

    /// Whether its windows can be seen.
    const fn has_windows(&self) -> bool {
        self.step.0 >= 3 && self.step.1 >= 3
    }

    /// Builds it without windows.
    fn draw_plain<D: DrawTarget<Color = Rgb565>>(
        &self,
        (left, street): (i32, i32),
        high: i32,
        is_most: bool,
        canvas: &mut Canvas<D>,
    ) -> Result<(), D::Error> {
        let (palette, high) = (canvas.palette, canvas.grow(high));
        let top = street - high;
        match (is_most, palette.is_two_tone()) {
            (true, _) => canvas.fill(left, top, self.width, high, palette.pop),
            (false, true) => canvas.tone(left, top, self.width, high, 8),
            (false, false) => canvas.fill(left, top, self.width, high, palette.accent),
        }
    }

    /// Builds it on a place of the street.
    fn draw<D: DrawTarget<Color = Rgb565>>(
        &self,
        (left, street): (i32, i32),
        windows: i32,
        is_most: bool,
        canvas: &mut Canvas<D>,
    ) -> Result<(), D::Error> {
        let palette = canvas.palette;
        let edge = (self.width - self.across * self.step.0 + (self.step.0 - self.window.0)) / 2;
        let (wall, window) = match (is_most, palette.is_two_tone()) {
            (true, _) => (palette.pop, palette.ground),
            (false, _) => (palette.faint, palette.accent),
        };
        let shown = canvas.grow(windows);
        let mut left_over = shown;
        let mut floor = 0;
        while left_over > 0 {
            let lit = left_over.min(self.across);
            let top = street - (floor + 1) * self.step.1;
            // The walls of a floor that is not full reach as far as its windows.
            let wide = if lit == self.across {
                self.width
            } else {
                lit * self.step.0 + edge
            };
            if is_most {
                canvas.fill(left, top, wide, self.step.1, wall)?;
            } else {
                canvas.field(left, top, wide, self.step.1, wall)?;
            }
            for at in 0..lit {
                let x = left + edge + at * self.step.0;
                let y = top + (self.step.1 - self.window.1 + 1) / 2;
                if is_most {
                    canvas.field(x, y, self.window.0, self.window.1, window)?;
                } else {
                    canvas.fill(x, y, self.window.0, self.window.1, window)?;
                }
            }
            left_over -= lit;
            floor += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_windows_are_lit_as_percent_are_said() {
        let decade = |plays: u32, share: u16| DecadeShare {
            first: 1990.into(),
            plays: plays.into(),
            share: share.into(),
        };
        // 30.46 percent are 305 thousandths, which would be rounded up once more.
        assert_eq!(windows(&decade(3_046, 305), Some(10_000)), 30);
        assert_eq!(windows(&decade(3_050, 305), Some(10_000)), 31);
        assert_eq!(windows(&decade(1, 0), Some(10_000)), 1);
        assert_eq!(windows(&decade(0, 0), Some(10_000)), 0);
        assert_eq!(windows(&decade(7, 1_000), Some(3)), 100);
        assert_eq!(windows(&decade(7, 304), None), 30);
    }
}
