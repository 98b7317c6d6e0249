//! How old a listener sounds: a dial of release years, of which the five in a row with the most plays say so.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::ListeningAge;

use crate::canvas::{At, Canvas};
use crate::phrase::{Phrase, fill_one, join};
use crate::shapes::{PX, Ring, Turn, Wedge};
use crate::text::style::{BODY, CAPTION, FIGURE, LABEL, LINE, NUMBER, TITLE};
use crate::text::{Align, Block, Style};
use crate::{Class, Moment};

/// The release years in a row that were searched for the most plays.
const SPAN: usize = 5;
/// Years with fewer parts of the most played one than this are no beginning of a dial.
const SEEN: u8 = 6;
/// The shortest dial, in years.
const LEAST: usize = 25;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let age = summary.record::<ListeningAge>();
    age.is_some_and(|age| age.from <= age.to && age.years.iter().any(|&part| part > 0))
}

/// Where the dial is, in pixels, and over how much of a turn it goes.
struct Dial {
    centre: (i32, i32),
    inner: i32,
    outer: i32,
    /// In eighths: where it begins, and how far it goes.
    eighths: (u32, u32),
}

impl Dial {
    fn of<D: DrawTarget<Color = Rgb565>>(canvas: &Canvas<D>) -> Self {
        let (width, height) = (canvas.width(), canvas.height());
        // A quarter in the lower right corner; on a round panel a half, upwards from its foot.
        let corner = |inner, outer| Self {
            centre: (width, height),
            inner,
            outer,
            eighths: (6, 2),
        };
        match canvas.class {
            Class::Wide => corner(56, 178),
            Class::Square => corner(40, 126),
            Class::Round => Self {
                centre: (width / 2, height - 44),
                inner: 30,
                outer: 96,
                eighths: (6, 4),
            },
            Class::Small => corner(24, 94),
            Class::EPaper => corner(28, 112),
            Class::Mono => corner(12, 47),
        }
    }

    /// Makes it no larger than what ends at a place on the upper left leaves room for.
    fn keep_off(&mut self, right: i32, bottom: i32) {
        let away = ((self.centre.0 - right).max(0), (self.centre.1 - bottom).max(0));
        let distance = ((away.0 * away.0 + away.1 * away.1) as u32).isqrt() as i32;
        self.outer = self.outer.min(distance - 6).max(self.inner + 1);
    }
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(age) = summary.record::<ListeningAge>() else {
        return Ok(());
    };
    let mut dial = Dial::of(canvas);
    if canvas.class == Class::Round {
        around(age, &dial, canvas)?;
    } else {
        beside(age, &mut dial, canvas)?;
    }
    rays(age, &dial, canvas)
}

/// The five years: `1996–2000`.
fn span(age: &ListeningAge, canvas: &Canvas<impl DrawTarget<Color = Rgb565>>) -> Phrase {
    let year = |year: u16| canvas.words.plain(year.into());
    join(&[&year(age.from.get()), "\u{2013}", &year(age.to.get())])
}

/// The words over and under the dial of a round panel.
fn around<D: DrawTarget<Color = Rgb565>>(
    age: &ListeningAge,
    dial: &Dial,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let number = u64::from(age.age);
    canvas.title();
    let (_, end) = canvas.text(words.listening_age, CAPTION, At::Under(30), palette.accent)?;
    let whole = join(&[&words.plain(number), " ", words.years.of(number)]);
    canvas.text(&*whole, TITLE, At::Under(end + 12), palette.ink)?;
    let span = span(age, canvas);
    canvas
        .text(&*span, CAPTION, At::Under(dial.centre.1 + 9), palette.soft)
        .map(drop)
}

/// The words over the dial in a corner and to its left. It is no larger than they leave room for.
fn beside<D: DrawTarget<Color = Rgb565>>(
    age: &ListeningAge,
    dial: &mut Dial,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let number = u64::from(age.age);
    let (title, figure, unit, gap): (Style, Style, Style, _) = match canvas.class {
        Class::Wide | Class::Square => (BODY, NUMBER, LINE, 20),
        Class::EPaper => (CAPTION, FIGURE, BODY, 12),
        Class::Mono => (CAPTION, TITLE, CAPTION, 8),
        _ => (CAPTION, FIGURE, CAPTION, 12),
    };
    let left = canvas.margin();
    canvas.title();
    let at = At::Under(canvas.margin());
    let (_, end) = canvas.text(words.listening_age, title, at, palette.accent)?;
    let shown = words.plain(number);
    let shown = Block::fit(shown.as_str(), canvas.inner_width(), figure);
    let top = end + gap;
    canvas.block(&shown, (left, top), Align::Left, palette.ink)?;
    let end = top + shown.height();
    let years = Block::fit(words.years.of(number), canvas.inner_width(), unit);
    if matches!(canvas.class, Class::Small | Class::Mono) {
        // Beside the number it would take the room of the dial.
        let top = end + gap - 3;
        dial.keep_off(left + shown.width(), end);
        dial.keep_off(left + years.width(), top + years.height());
        return canvas.block(&years, (left, top), Align::Left, palette.ink);
    }
    let beside = left + shown.width() + 8;
    canvas.block(&years, (beside, end - years.height()), Align::Left, palette.ink)?;
    dial.keep_off(beside + years.width(), end);
    // Left of the dial, or over it.
    let room = dial.centre.0 - dial.outer - 8 - left;
    let span = span(age, canvas);
    let most = fill_one(words.most_from, &span);
    let median = u64::from(age.median);
    let older = fill_one(words.half_is_older.of(median), &words.plain(median));
    let mut bottom = canvas.bottom();
    let least = end + 12;
    // A number that has no room in a line would be broken.
    let fits = |block: &Block, bottom: i32| !block.is_cut() && bottom - block.height() >= least;
    let has_room = !Block::fit(&*span, room, CAPTION).is_cut();
    if has_room && canvas.class == Class::Wide {
        let older = Block::fit(older.as_str(), room, LABEL);
        if fits(&older, bottom - 40) {
            let top = bottom - older.height();
            canvas.block(&older, (left, top), Align::Left, palette.soft)?;
            bottom = top - 12;
        }
    }
    for text in [&most, &span] {
        let block = Block::fit(text.as_str(), room, LABEL);
        if has_room && fits(&block, bottom) {
            let top = bottom - block.height();
            return canvas.block(&block, (left, top), Align::Left, palette.soft);
        }
    }
    Ok(())
}

/// A ray for each five release years, as long as their plays, the oldest at the left. The five that say the age are one of
/// them, and so it is the longest.
fn rays<D: DrawTarget<Color = Rgb565>>(
    age: &ListeningAge,
    dial: &Dial,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let now = usize::from(age.now.get());
    let back = |year: u16| now.saturating_sub(year.into());
    let marked = back(age.to.get())..=back(age.from.get());
    let oldest = age.years.iter().rposition(|&part| part >= SEEN).unwrap_or(0);
    let count = (oldest.max(*marked.end()) + 1).clamp(LEAST, age.years.len());
    // So many years are later than the last five of those with the same rest as the marked ones.
    let later = marked.start() % SPAN;
    let rays = (count - later).div_ceil(SPAN) + usize::from(later > 0);
    let years = |at: usize| {
        let end = (at + 1) * SPAN - if later > 0 { SPAN - later } else { 0 };
        end.saturating_sub(SPAN)..end.min(age.years.len())
    };
    let parts = |at: usize| {
        let parts = age.years.get(years(at)).unwrap_or_default();
        parts.iter().map(|&part| u64::from(part)).sum::<u64>()
    };
    let most = (0..rays).map(parts).max().unwrap_or(0);
    let reach = (dial.outer - dial.inner) * PX;
    let (begin, turn) = dial.eighths;
    let of = 8 * rays as u32;
    for at in 0..rays {
        // Time goes clockwise: what is now is the last one.
        let nth = (rays - 1 - at) as u32;
        let is_marked = years(at).all(|year| marked.contains(&year));
        // In two tones the marked one is told from the others by its width, in tenths of the room.
        let tenths = match (is_marked, canvas.class) {
            (false, Class::EPaper) => (3, 7),
            (false, Class::Mono) => (2, 7),
            _ => (0, 10),
        };
        let direction =
            |tenths: u32| Turn::parts(10 * begin * rays as u32 + turn * (10 * nth + tenths), 10 * of).direction();
        let length = canvas.grow(super::share(parts(at), most, reach)).max(2 * PX);
        let ray = Wedge {
            ring: Ring {
                centre: Point::new(dial.centre.0 * PX, dial.centre.1 * PX),
                inner: dial.inner * PX,
                outer: dial.inner * PX + length,
            },
            from: direction(tenths.0),
            to: direction(tenths.1),
            gap: if dial.inner > 30 { PX / 2 } else { 0 },
        };
        canvas.shape(&ray, if is_marked { palette.pop } else { palette.accent })?;
    }
    Ok(())
}
