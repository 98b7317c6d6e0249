//! A mood, another one every day: its hours along a horizon, and the sun where it is when it is heard.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::Summary;
use playtally_summary::records::Mood;

use crate::canvas::{At, Canvas};
use crate::phrase::fill_one;
use crate::shapes::{PX, Ring, Shape};
use crate::text::style::{BODY, CAPTION, TITLE};
use crate::text::{Align, Block, Em, Run};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    mood(summary, now).is_some()
}

/// The mood of a day.
fn mood<'a>(summary: &Summary<'a>, now: Moment) -> Option<&'a Mood> {
    let moods = summary.records::<Mood>();
    super::of_today(moods, now).filter(|mood| !mood.artists[0].is_none())
}

/// The hour of that mood: the middle one of the three in which it stands out.
pub(super) fn hour(summary: &Summary, now: Moment) -> Option<u32> {
    mood(summary, now).map(|mood| (u32::from(mood.peak_hour) + 1) % 24)
}

/// A disc as far as it is over a horizon, in pixels.
struct Sun {
    disc: Ring,
    horizon: i32,
}

impl Shape for Sun {
    fn bounds(&self) -> Rectangle {
        let all = self.disc.bounds();
        let height = (self.horizon - all.top_left.y).max(0) as u32;
        Rectangle::new(all.top_left, Size::new(all.size.width, height.min(all.size.height)))
    }

    fn coverage(&self, centre: Point) -> u8 {
        self.disc.coverage(centre)
    }
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (Some(mood), Some(hour)) = (mood(summary, now), hour(summary, now)) else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let title = fill_one(words.mood_at, &words.clock_hour(hour));
    let (top, style, horizon, radius, tall) = match canvas.class {
        Class::Wide => (canvas.margin(), TITLE, 140, 58, 24),
        Class::Square => (canvas.margin(), BODY, 136, 50, 24),
        Class::Round => (38, BODY, 134, 44, 18),
        Class::Small => (canvas.margin(), BODY, 72, 26, 14),
        Class::EPaper => (canvas.margin(), BODY, 76, 38, 14),
        Class::Mono => (canvas.margin(), CAPTION, 32, 14, 6),
    };
    let width = canvas.width();
    let column = |hour: i32| width * hour / 24;
    // The sun stands at its hour, whole as far as the panel reaches.
    let x = (column(hour as i32) + column(hour as i32 + 1)) / 2;
    let rise = canvas.grow(radius * 3 / 4) - radius / 4;
    let disc = Ring::disc(Point::new(x * PX, (horizon + radius / 2 - rise) * PX), radius * PX);
    canvas.shape(&Sun { disc, horizon }, palette.glow)?;
    canvas.fill(0, horizon, width, 2, palette.ink)?;
    let most = mood.hours.iter().copied().max().unwrap_or(0);
    for (at, &plays) in (0..).zip(&mood.hours) {
        let (left, next) = (column(at), column(at + 1));
        let length = canvas.grow(super::share(plays.into(), most.into(), tall));
        let colour = if at == hour as i32 { palette.pop } else { palette.accent };
        canvas.fill(left + 1, horizon + 2, (next - left - 2).max(1), length, colour)?;
    }
    canvas.title();
    let says = canvas.choose(&[&title, words.moods], style, At::Under(top));
    canvas.text(says, style, At::Under(top), palette.ink)?;
    let (style, pitch, count) = match canvas.class {
        Class::Wide | Class::Square => (BODY, 31, 2),
        Class::Round => (BODY, 27, 2),
        Class::Small | Class::EPaper => (CAPTION, 19, 1),
        Class::Mono => (CAPTION, 19, 1),
    };
    let first = horizon + tall + if canvas.height() < 200 { 6 } else { 16 };
    let names = mood.artists.iter().take(count).filter(|artist| !artist.is_none());
    let room = |row: i32, canvas: &Canvas<D>| {
        let (left, right) = canvas.sides(first + pitch * row, Em::Body.cap());
        (left, right - left)
    };
    // Both in one size.
    let is_small = (0..).zip(names.clone()).any(|(row, &name)| {
        Block::fit(Run::name(summary, name), room(row, canvas).1, crate::text::style::LINE).is_cut()
    });
    let style = if is_small { CAPTION } else { style };
    for (row, &name) in (0..).zip(names) {
        let (left, wide) = room(row, canvas);
        let mut block = Block::fit(Run::name(summary, name), wide, style);
        let top = first + pitch * row;
        let limit = canvas.height() - 1;
        if top + block.height() + block.overhang().1 > limit {
            block = Block::fit(Run::name(summary, name), wide, CAPTION);
        }
        if top + block.height() + block.overhang().1 > limit {
            continue;
        }
        let at = match canvas.class {
            Class::Round => (left + wide / 2, top),
            _ => (left, top),
        };
        let align = if canvas.class == Class::Round {
            Align::Centre
        } else {
            Align::Left
        };
        let colour = if row == 0 { palette.ink } else { palette.soft };
        canvas.block(&block, at, align, colour)?;
    }
    Ok(())
}
