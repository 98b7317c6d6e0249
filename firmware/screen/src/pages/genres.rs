//! The genres: a ring for each, as long as its plays, the most played one outside.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::{GenreShare, Music};

use crate::canvas::{At, Canvas};
use crate::palette::Hue;
use crate::phrase::Phrase;
use crate::shapes::{Arc, PX, Ring};
use crate::text::style::{BODY, CAPTION, FIGURE, LABEL};
use crate::text::{Align, Block, Em, Run, Style};
use crate::words::Words;
use crate::{Class, Moment};

/// Fewer are no rings.
const ENOUGH: usize = 2;
/// From the hue of a genre to that of the next: it comes by all of them.
const STEP: usize = 5;
/// The parts of a whole turn in which lengths are counted, and how long the longest ring is: the last quarter is where the
/// names stand.
const TURN: i32 = 4_000;
const LONGEST: i32 = 3_000;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let genres = summary.records::<GenreShare>();
    genres.iter().take(ENOUGH).filter(|genre| genre.plays.get() > 0).count() >= ENOUGH
}

/// The hue of the genre of a rank: each has another one, and that of the first follows from its name.
pub(super) fn hue(summary: &Summary, rank: usize) -> Hue {
    let first = summary.records::<GenreShare>().first();
    let first = first.map_or(Hue::Cobalt, |genre| Hue::of_name(summary.text(genre.genre).as_str()));
    Hue::nth(first as usize + STEP * rank)
}

/// How much of the plays whose genre is known is of one, in percent.
fn share(summary: &Summary, genre: &GenreShare, words: &Words) -> Phrase {
    match summary.record::<Music>() {
        Some(known) if known.genre.get() > 0 => words.percent(genre.plays.get(), known.genre.get()),
        _ => words.percent_of(genre.share.get().into()),
    }
}

/// Where the rings are, in pixels.
struct Plan {
    centre: (i32, i32),
    outer: i32,
    /// How thick a ring is, and how far the next one is from it.
    thick: i32,
    pitch: i32,
    count: usize,
}

impl Plan {
    fn of<D: DrawTarget<Color = Rgb565>>(canvas: &Canvas<D>) -> Self {
        let (width, height) = (canvas.width(), canvas.height());
        // From the right and the lower edge.
        let (edge, outer, thick, pitch, count) = match canvas.class {
            Class::Wide => ((16, 14), 96, 13, 18, 5),
            Class::Square => ((12, 12), 86, 12, 17, 5),
            Class::Round => ((3, 3), 117, 8, 11, 3),
            Class::Small => ((8, 8), 44, 10, 14, 3),
            Class::EPaper => ((8, 8), 53, 12, 18, 3),
            Class::Mono => ((1, 1), 22, 5, 7, 3),
        };
        Self {
            centre: (width - edge.0 - outer, height - edge.1 - outer),
            outer,
            thick,
            pitch,
            count,
        }
    }

    fn ring(&self, at: i32) -> Ring {
        let outer = self.outer - at * self.pitch;
        Ring {
            centre: Point::new(self.centre.0 * PX, self.centre.1 * PX),
            inner: (outer - self.thick) * PX,
            outer: outer * PX,
        }
    }

    /// How wide a text may be that begins at the left and at a height below the middle, so that no ring comes near it.
    fn room(&self, left: i32, top: i32) -> i32 {
        let (outer, down) = (self.outer, (top - self.centre.1).clamp(0, self.outer));
        let half = ((outer * outer - down * down) as u32).isqrt() as i32;
        self.centre.0 - half - 4 - left
    }

    /// Where the capitals of a ring's name begin, left of where it begins itself.
    const fn name_top(&self, at: i32) -> i32 {
        self.centre.1 - self.outer + at * self.pitch + (self.thick - Em::Caption.cap()) / 2
    }
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let genres = summary.records::<GenreShare>();
    let Some(first) = genres.first() else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let plan = Plan::of(canvas);
    rings(summary, &plan, canvas)?;
    let name = Run::name(summary, first.genre);
    let share = share(summary, first, words);
    if canvas.class == Class::Round {
        return legend(summary, &plan, canvas);
    }
    let (left, top) = (canvas.margin(), canvas.margin());
    let title = Block::fit(words.genres, plan.centre.0 - left, CAPTION);
    canvas.title();
    canvas.block(&title, (left, top), Align::Left, palette.accent)?;
    if matches!(canvas.class, Class::Wide | Class::Square | Class::EPaper) {
        names(summary, &plan, title.width(), canvas)?;
    }
    match canvas.class {
        Class::Wide => {
            let years = super::years(summary, words);
            let years = Block::fit(years.as_str(), canvas.right() - plan.centre.0, CAPTION);
            canvas.block(&years, (canvas.right(), top), Align::Right, palette.soft)?;
            let name = Block::fit(name, 100, LABEL);
            let at = (left, canvas.bottom() - name.height());
            canvas.block(&name, at, Align::Left, palette.soft)?;
            let bottom = at.1 - 12;
            let share = Block::fit(share.as_str(), plan.room(left, bottom - Em::Figure.cap()), FIGURE);
            canvas.block(&share, (left, bottom - share.height()), Align::Left, palette.ink)
        }
        Class::Square => {
            let share = Block::fit(share.as_str(), canvas.right() - plan.centre.0, SHARE);
            canvas.block(&share, (canvas.right(), top), Align::Right, palette.ink)
        }
        Class::EPaper => {
            let (top, _) = canvas.text(&*share, FIGURE, At::Over(canvas.bottom()), palette.ink)?;
            let top = top.min(canvas.bottom() - Em::Figure.cap()) - 5 - Em::Caption.cap();
            let name = Block::fit(name, plan.room(left, top), CAPTION);
            canvas.block(&name, (left, top), Align::Left, palette.ink)
        }
        _ => {
            let (style, share_style, gap): (Style, Style, _) = match canvas.class {
                Class::Small => (BODY, SHARE, 10),
                _ => (CAPTION, BODY, 8),
            };
            let name = Block::fit(name, plan.centre.0 - 4 - left, style);
            let at = (left, top + Em::Caption.cap() + gap);
            canvas.block(&name, at, Align::Left, palette.ink)?;
            let bottom = canvas.last_line();
            let room = plan.room(left, bottom - share_style[0].0.cap());
            let share = Block::fit(share.as_str(), room, share_style);
            canvas.block(&share, (left, bottom - share.height()), Align::Left, palette.ink)
        }
    }
}

/// A share beside the rings.
const SHARE: Style = &[(Em::Title, 1), (Em::Body, 1), (Em::Caption, 1)];

fn rings<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    plan: &Plan,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let genres = summary.records::<GenreShare>();
    let palette = canvas.palette;
    let most = genres.iter().map(|genre| genre.plays.get()).max().unwrap_or(0);
    for (at, genre) in genres.iter().take(plan.count).enumerate() {
        let ring = plan.ring(at as i32);
        let arc = |length: i32| Arc::new(ring, length.max(0) as u32, TURN as u32);
        if !palette.is_two_tone() {
            canvas.shape(&arc(LONGEST), palette.faint)?;
        }
        let length = super::share(genre.plays.get().into(), most.into(), LONGEST);
        let colour = palette.mark(hue(summary, at));
        // Of the shortest something is to be seen.
        let length = canvas.grow(length).max(TURN / 100);
        canvas.shape_on(&arc(length), colour, palette.faint)?;
    }
    Ok(())
}

/// The names of the rings, each before the beginning of its own.
fn names<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    plan: &Plan,
    title: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let genres = summary.records::<GenreShare>();
    let palette = canvas.palette;
    let right = plan.centre.0 - 8;
    for (at, genre) in genres.iter().take(plan.count).enumerate() {
        let top = plan.name_top(at as i32);
        // The title stands in the first rows of a strip.
        let under_title = top > canvas.margin() + Em::Caption.cap() + Em::Caption.descent();
        let left = canvas.margin() + if under_title { 0 } else { title + 12 };
        let name = Block::fit(Run::name(summary, genre.genre), right - left, CAPTION);
        let colour = if at == 0 { palette.ink } else { palette.soft };
        canvas.block(&name, (right, top), Align::Right, colour)?;
    }
    Ok(())
}

/// The names and shares of the rings, in their midst.
fn legend<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    plan: &Plan,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    /// Half the width of a line.
    const HALF: i32 = 77;
    /// Where the lines end, from the middle.
    const ENDS: [i32; 3] = [-14, 14, 38];
    let genres = summary.records::<GenreShare>();
    let (words, palette, (x, y)) = (canvas.words, canvas.palette, plan.centre);
    let title = Block::fit(words.genres, 2 * HALF, CAPTION);
    canvas.title();
    canvas.block(&title, (x, y - 58), Align::Centre, palette.accent)?;
    for ((at, genre), end) in genres.iter().take(plan.count).enumerate().zip(ENDS) {
        let (style, colour) = match at {
            0 => (BODY, palette.ink),
            _ => (CAPTION, palette.soft),
        };
        let share = share(summary, genre, words);
        let share = Block::fit(share.as_str(), HALF, style);
        canvas.block(&share, (x + HALF, y + end - share.height()), Align::Right, colour)?;
        let left = x - HALF + 15;
        let room = x + HALF - share.width() - 8 - left;
        let name = Block::fit(Run::name(summary, genre.genre), room, style);
        canvas.block(&name, (left, y + end - name.height()), Align::Left, colour)?;
        let spot = Point::new((x - HALF + 4) * PX, (y + end) * PX - name.height() * PX / 2);
        canvas.shape(&Ring::disc(spot, 4 * PX), palette.mark(hue(summary, at)))?;
    }
    Ok(())
}
