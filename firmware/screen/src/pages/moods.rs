//! A map of moods: what is played together lies together.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use heapless::Vec;
use playtally_summary::records::Mood;
use playtally_summary::{Records, Summary};

use crate::canvas::Canvas;
use crate::layout::{Field, Row, Under, list};
use crate::palette::mix;
use crate::phrase::{Phrase, join};
use crate::shapes::{PX, Ring};
use crate::text::style::{BODY, CAPTION, LINE};
use crate::text::{Align, Block, Em, Run};
use crate::{Class, Moment};

/// The most moods on a map.
const MOST: usize = 10;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    moods(summary).len() >= 3
}

fn moods<'a>(summary: &Summary<'a>) -> Records<'a, Mood> {
    summary.records::<Mood>().first_few(MOST)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let moods = moods(summary);
    if matches!(canvas.class, Class::Small | Class::Mono | Class::EPaper) {
        return hours(summary, moods, canvas);
    }
    let top = canvas.kicker(words.moods)?;
    let Some(first) = moods.first() else {
        return Ok(());
    };
    let name = Run::name(summary, first.artists[0]);
    let hour = join(&["~\u{a0}", &words.clock_hour(u32::from(first.peak_hour) + 1)]);
    let bottom = if canvas.class == Class::Round {
        196
    } else {
        canvas.bottom()
    };
    let lead = match canvas.class {
        Class::Wide => {
            let hour = Block::fit(hour.as_str(), 90, BODY);
            let at = (canvas.right(), bottom - Em::Body.cap());
            canvas.block(&hour, at, Align::Right, palette.soft)?;
            let name = Block::fit(name, canvas.inner_width() - KEY - hour.width() - 16, LINE);
            let at = (canvas.margin() + KEY, bottom - name.height());
            canvas.block(&name, at, Align::Left, palette.ink)?;
            key(canvas.margin(), at.1, name.height(), canvas)?;
            bottom - Em::Body.cap()
        }
        _ => {
            let (left, right) = canvas.sides(bottom - Em::Body.cap(), Em::Body.cap());
            let name = Block::fit(name, right - left - KEY, LINE);
            let left = match canvas.class {
                Class::Round => left + (right - left - KEY - name.width()) / 2,
                _ => left,
            };
            let at = (left + KEY, bottom - name.height());
            canvas.block(&name, at, Align::Left, palette.ink)?;
            key(left, at.1, name.height(), canvas)?;
            at.1
        }
    };
    let height = lead - 14 - top;
    let (left, right) = canvas.sides(top, height.max(1));
    let field = Field {
        left,
        top: top - 4,
        width: right - left,
        height,
    };
    map(summary, moods, field, canvas)
}

/// The width of the disc before the first mood's name and of the room behind it, in pixels.
const KEY: i32 = 22;

/// A disc that says whose name is behind it.
fn key<D: DrawTarget<Color = Rgb565>>(
    left: i32,
    top: i32,
    height: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let centre = Point::new((left + 7) * PX, (2 * top + height) * PX / 2);
    canvas.shape(&Ring::disc(centre, 6 * PX), canvas.palette.accent)
}

/// Every mood a disc, as large as it is played, near those that share sessions with it: the first one, whose name stands
/// under the map, and those that have room for their names.
fn map<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    moods: Records<'_, Mood>,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let most = moods.iter().map(|mood| mood.plays.get()).max().unwrap_or(0).max(1);
    let largest = field.height.min(field.width) / 6;
    let radius = |mood: &Mood| {
        let part = (u64::from(mood.plays.get()) * 10_000 / u64::from(most)).isqrt() as i32;
        (largest * part / 100).max(5)
    };
    // The map is spread over the field, whatever part of it the moods take.
    let spread = |way: usize| {
        let least = moods.iter().map(|mood| i32::from(mood.map[way])).min().unwrap_or(0);
        let most = moods.iter().map(|mood| i32::from(mood.map[way])).max().unwrap_or(0);
        (least, (most - least).max(1))
    };
    let (x, y) = (spread(0), spread(1));
    let inner = (field.width - 2 * largest, field.height - 2 * largest);
    let place = |mood: &Mood| {
        let right = (i32::from(mood.map[0]) - x.0) * inner.0 / x.1;
        let up = (i32::from(mood.map[1]) - y.0) * inner.1 / y.1;
        Point::new(field.left + largest + right, field.bottom() - largest - up)
    };
    let mut taken: Vec<Rectangle, { 2 * MOST }> = Vec::new();
    for (at, mood) in moods.iter().enumerate() {
        let (centre, radius) = (place(mood), radius(mood));
        let side = 2 * radius as u32 + 4;
        let area = Rectangle::with_center(centre, Size::new(side, side));
        if at > 0 {
            let name = Run::name(summary, mood.artists[0]);
            let Some((block, spot)) = name_beside(name, area, &taken, field, canvas) else {
                continue;
            };
            // With what reaches above its capitals and hangs under its line.
            let size = Size::new(block.width() as u32, Em::Caption.px() as u32 + 6);
            let _ = taken.push(Rectangle::new(Point::new(spot.0, spot.1 - 5), size));
            canvas.block(&block, spot, Align::Left, palette.ink)?;
        }
        let _ = taken.push(area);
        let disc = |radius: i32| Ring::disc(Point::new(centre.x * PX + PX / 2, centre.y * PX + PX / 2), radius * PX);
        let colour = match at {
            0 => palette.accent,
            _ => mix(palette.faint, palette.soft, 15 - (at as u8).min(10)),
        };
        canvas.shape(&disc(canvas.grow(radius).max(2)), colour)?;
    }
    Ok(())
}

/// A name and where it stands beside a disc, if both cover nothing that is there: in full, or else shortened.
fn name_beside<'a, D: DrawTarget<Color = Rgb565>>(
    name: Run<'a>,
    disc: Rectangle,
    taken: &[Rectangle],
    field: Field,
    canvas: &Canvas<D>,
) -> Option<(Block<'a>, (i32, i32))> {
    let free = |area: &Rectangle| taken.iter().all(|other| other.intersection(area).is_zero_sized());
    if !free(&disc) {
        return None;
    }
    let tall = Em::Caption.cap();
    let centre = disc.center();
    let away = disc.size.width as i32 / 2 + 5;
    for part in [3, 2] {
        let block = Block::fit(name, field.width * part / 6, CAPTION);
        let wide = block.width();
        if wide == 0 {
            return None;
        }
        let inside = |left: i32, top: i32| {
            let (from, to) = canvas.sides(top, tall);
            left.clamp(from, (to - wide).max(from))
        };
        let spots = [
            (centre.x + away, centre.y - tall / 2),
            (centre.x - away - wide, centre.y - tall / 2),
            (inside(centre.x - wide / 2, centre.y + away + 1), centre.y + away + 1),
            (
                inside(centre.x - wide / 2, centre.y - away - tall - 3),
                centre.y - away - tall - 3,
            ),
        ];
        let fits = |&(left, top): &(i32, i32)| {
            let (from, to) = canvas.sides(top, tall);
            let around = Rectangle::new(
                Point::new(left - 3, top - 6),
                Size::new(wide as u32 + 6, tall as u32 + 13),
            );
            let inside = left >= from && left + wide <= to && top >= field.top && top + tall <= field.bottom() + 4;
            inside && free(&around)
        };
        if let Some(spot) = spots.into_iter().find(fits) {
            return Some((block, spot));
        }
    }
    None
}

/// Small panels have no room for a map: they tell when each mood has its time.
fn hours<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    moods: Records<'_, Mood>,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    let most = moods.first().map_or(0, |mood| mood.plays.get());
    let rows = moods.iter().map(|mood| Row {
        mark: Phrase::new(),
        name: Run::name(summary, mood.artists[0]),
        number: words.clock_hour(u32::from(mood.peak_hour) + 1),
        under: Under::Bar(mood.plays.get().into(), most.into()),
    });
    list(words.moods, rows, canvas)
}
