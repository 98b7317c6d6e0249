//! Where the artists are from: a map of the world, with a disc for each country, as large as its plays.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::{Music, Origin};
use playtally_summary::{Summary, world};

use crate::canvas::{At, Canvas};
use crate::palette::Hue;
use crate::phrase::Phrase;
use crate::shapes::{PX, Ring};
use crate::text::style::{BODY, CAPTION, FIGURE, LABEL};
use crate::text::{Align, Block, Em, Run, Style};
use crate::words::Words;
use crate::{Class, Moment};

/// How many countries are named.
const NAMED: usize = 3;

/// One country is no map, and one without a name has nothing to stand beside it.
pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let origins = summary.records::<Origin>();
    let first = origins.first().filter(|first| first.plays.get() > 0);
    let is_named = first.is_some_and(|first| !summary.country(first.country, "en").as_str().is_empty());
    is_named && origins.len() > 1
}

/// The hue of the first country.
pub(super) fn hue(summary: &Summary) -> Hue {
    let first = summary.records::<Origin>().first();
    first.map_or(Hue::Cobalt, |origin| Hue::of_name(origin.country.as_str()))
}

/// How much of the plays whose artist's country is known is of one, in percent.
fn share(summary: &Summary, origin: &Origin, words: &Words) -> Phrase {
    let known = summary
        .records::<Music>()
        .later(0)
        .map_or(0, |known| known.country.get());
    match known {
        0 => words.percent_of(origin.share.get().into()),
        known => words.percent(origin.plays.get(), known),
    }
}

/// Where the map is, in pixels.
struct Map {
    left: i32,
    top: i32,
    /// From one field to the next.
    pitch: i32,
    /// How many rows are drawn; the last ones have next to no land.
    rows: i32,
    /// The radius of the largest disc, and of the smallest one, in sixteenths of a pixel.
    largest: i32,
    least: i32,
}

impl Map {
    fn of<D: DrawTarget<Color = Rgb565>>(canvas: &Canvas<D>) -> Self {
        let width = world::WIDTH as i32;
        let (pitch, top, rows, largest, least) = match canvas.class {
            Class::Wide => (4, 38, 32, 15 * PX, 3 * PX),
            Class::Square => (3, 38, 32, 12 * PX, 2 * PX + PX / 2),
            Class::Round => (3, 42, 32, 12 * PX, 2 * PX + PX / 2),
            Class::Small => (2, 24, 32, 8 * PX, 2 * PX),
            Class::EPaper => (2, 28, 32, 9 * PX, 2 * PX),
            Class::Mono => (1, 17, 29, 5 * PX, PX + PX / 2),
        };
        let left = match canvas.class {
            Class::EPaper | Class::Mono => canvas.right() - width * pitch,
            _ => (canvas.width() - width * pitch) / 2,
        };
        Self {
            left,
            top,
            pitch,
            rows,
            largest,
            least,
        }
    }

    const fn bottom(&self) -> i32 {
        self.top + self.rows * self.pitch
    }

    /// The middle of a disc of a radius, in sixteenths of a pixel: as near as can be to its place, all of it on the map.
    fn on(&self, (x, y): (i32, i32), radius: i32) -> Point {
        let at = |from: i32, place: i32, fields: i32| {
            let (low, high) = (from * PX + radius, (from + fields * self.pitch) * PX - radius);
            let part = PX * self.pitch / world::PARTS;
            (from * PX + place * part).clamp(low.min(high), high)
        };
        let width = world::WIDTH as i32;
        Point::new(at(self.left, x, width), at(self.top, y, self.rows))
    }
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let map = Map::of(canvas);
    title(summary, canvas)?;
    land(&map, canvas)?;
    discs(summary, &map, canvas)?;
    let sides = (canvas.margin(), canvas.right());
    match canvas.class {
        Class::Wide => {
            country(summary, 0, Set::Apart, sides, canvas.bottom() - 29, canvas)?;
            others(summary, sides, canvas.bottom(), canvas)
        }
        Class::Square => {
            for (rank, up) in [(0, 54), (1, 27), (2, 0)] {
                let base = canvas.bottom() - up;
                if country(summary, rank, Set::Apart, sides, base, canvas)?.is_none() {
                    break;
                }
            }
            Ok(())
        }
        Class::Small => small(summary, sides, canvas),
        Class::Round => {
            let mut lines = [23, 46, 67].map(|down| map.bottom() + down).into_iter();
            for rank in 0..NAMED {
                let Some(base) = lines.next() else { break };
                let sides = canvas.sides(base - Em::Caption.cap(), Em::Caption.cap());
                if country(summary, rank, Set::Centred, sides, base, canvas)?.is_some() {
                    continue;
                }
                // The first one takes two lines, and after one that has no room there is no other.
                let told = first(summary, canvas.words).filter(|_| rank == 0);
                let (Some((name, share)), Some(next)) = (told, lines.next()) else {
                    break;
                };
                let ink = canvas.palette.ink;
                canvas.text(name, CAPTION, At::Over(base), ink)?;
                canvas.text(&*share, BODY, At::Over(next + 4), ink)?;
            }
            Ok(())
        }
        Class::EPaper => beside(summary, &map, canvas),
        Class::Mono => under(summary, &map, canvas),
    }
}

/// What the page calls itself, and of which years it tells where both have room.
fn title<D: DrawTarget<Color = Rgb565>>(summary: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let [long, short] = words.music_from;
    canvas.title();
    if canvas.class == Class::Round {
        return canvas.text(short, CAPTION, At::Under(26), palette.accent).map(drop);
    }
    let (left, top) = (canvas.margin(), canvas.margin());
    let years = super::years(summary, words);
    let years = Block::fit(years.as_str(), canvas.inner_width(), CAPTION);
    let room = canvas.inner_width() - years.width() - 14;
    let beside = |text: &'static str, room: i32| Some(Block::fit(text, room, CAPTION)).filter(|block| !block.is_cut());
    let title = beside(long, room).or_else(|| beside(short, room));
    if let Some(title) = title.filter(|_| canvas.class != Class::Mono) {
        canvas.block(&title, (left, top), Align::Left, palette.accent)?;
        return canvas.block(&years, (canvas.right(), top), Align::Right, palette.soft);
    }
    let room = canvas.inner_width();
    let title = beside(long, room).unwrap_or_else(|| Block::fit(short, room, CAPTION));
    canvas.block(&title, (left, top), Align::Left, palette.accent)
}

/// A dot for each field with land.
fn land<D: DrawTarget<Color = Rgb565>>(map: &Map, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let side = match map.pitch {
        _ if palette.is_two_tone() => 1,
        pitch @ 3.. => pitch - 1,
        // A gap would leave too little of a dot.
        pitch => pitch,
    };
    let colour = if palette.is_two_tone() {
        palette.ink
    } else {
        palette.faint
    };
    for (column, row) in world::land() {
        let (column, row) = (column as i32, row as i32);
        // Where dots would touch, only every other one is there.
        let is_drawn = map.pitch > 1 || (column + row) % 2 == 0;
        if row < map.rows && is_drawn {
            let (x, y) = (map.left + column * map.pitch, map.top + row * map.pitch);
            canvas.field(x, y, side, side, colour)?;
        }
    }
    Ok(())
}

/// A disc for each country, the smaller ones on the larger ones, each with an edge of the ground.
fn discs<D: DrawTarget<Color = Rgb565>>(summary: &Summary, map: &Map, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let origins = summary.records::<Origin>();
    let most = origins
        .iter()
        .map(|origin| origin.plays.get())
        .max()
        .unwrap_or(0)
        .max(1);
    for (rank, origin) in origins.iter().enumerate() {
        let Some(place) = world::place(origin.country).filter(|_| origin.plays.get() > 0) else {
            continue;
        };
        let largest = map.largest as u64;
        let area = largest * largest * u64::from(origin.plays.get()) / u64::from(most);
        let radius = (area.isqrt() as i32).max(map.least);
        let centre = map.on(place, radius);
        let radius = canvas.grow(radius).max(map.least);
        // An edge says nothing by itself.
        let edge = Ring::disc(centre, radius + PX);
        canvas.clear(&edge)?;
        let colour = if rank == 0 { palette.pop } else { palette.accent };
        canvas.shape(&Ring::disc(centre, radius), colour)?;
    }
    Ok(())
}

/// How a country and its share are set in their room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    /// The share at its right end.
    Apart,
    /// The same in one line, or not at all.
    Whole,
    /// Both in its middle.
    Centred,
    /// Both at its left end.
    Left,
}

/// A name that has no room in one line.
const TWO_LINES: Style = &[(Em::Caption, 1), (Em::Caption, 2)];

/// The first country and its share.
fn first<'a>(summary: &Summary<'a>, words: &Words) -> Option<(Run<'a>, Phrase)> {
    let origin = summary.records::<Origin>().first()?;
    let name = summary.country(origin.country, words.tag);
    Some((Run::Name(*summary, name), share(summary, origin, words)))
}

/// The country of a rank with its share on a base line, from one place to another. Says where that ends; nowhere where it has
/// no name, or not all of it has room and others stand before it.
fn country<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    rank: usize,
    set: Set,
    (left, right): (i32, i32),
    base: i32,
    canvas: &mut Canvas<D>,
) -> Result<Option<i32>, D::Error> {
    /// Between a name and its share, in pixels.
    const GAP: i32 = 8;
    let (words, palette) = (canvas.words, canvas.palette);
    let origins = summary.records::<Origin>();
    let Some(origin) = origins
        .get(rank)
        .filter(|origin| rank < NAMED && origin.plays.get() > 0)
    else {
        return Ok(None);
    };
    // Of a name and of its share: a long name has the room of a large share, or a second line.
    let styles: &[(Style, Style)] = match (rank, set, canvas.class) {
        (1.., ..) => &[(CAPTION, CAPTION)],
        (_, Set::Whole, _) => &[(BODY, BODY), (CAPTION, CAPTION)],
        (_, Set::Apart, Class::Small) => &[(TWO_LINES, CAPTION)],
        (_, Set::Apart, _) => &[(BODY, BODY), (TWO_LINES, BODY)],
        _ => &[(BODY, BODY)],
    };
    let colour = if rank == 0 { palette.ink } else { palette.soft };
    let share = share(summary, origin, words);
    let run = Run::Name(*summary, summary.country(origin.country, words.tag));
    let fit = |&(name, of_share): &(Style, Style)| {
        let share = Block::fit(share.as_str(), (right - left) / 2, of_share);
        (Block::fit(run, right - left - share.width() - GAP, name), share)
    };
    let mut fitted = styles.iter().map(fit);
    let Some(mut blocks) = fitted.next() else {
        return Ok(None);
    };
    while blocks.0.is_cut()
        && let Some(next) = fitted.next()
    {
        blocks = next;
    }
    let (name, share) = blocks;
    let may_be_cut = rank == 0 && set == Set::Apart;
    if name.width() == 0 || share.is_cut() || name.is_cut() && !may_be_cut {
        return Ok(None);
    }
    let both = name.width() + GAP + share.width();
    let from = match set {
        Set::Centred => left + (right - left - both) / 2,
        _ => left,
    };
    let end = match set {
        Set::Apart | Set::Whole => right,
        _ => from + both,
    };
    canvas.block(&name, (from, base - name.height()), Align::Left, colour)?;
    canvas.block(&share, (end, base - share.height()), Align::Right, colour)?;
    Ok(Some(end))
}

/// The second and the third country side by side, as far as they have room.
fn others<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    (mut left, right): (i32, i32),
    base: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    /// Between two countries, in pixels.
    const APART: i32 = 22;
    for rank in 1..NAMED {
        match country(summary, rank, Set::Left, (left, right), base, canvas)? {
            Some(end) => left = end + APART,
            None => break,
        }
    }
    Ok(())
}

/// The first country under the map of a small panel, its name in a line of its own or in two where it is long.
fn small<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    sides: (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (bottom, ink) = (canvas.bottom(), canvas.palette.ink);
    let told = first(summary, canvas.words);
    let (None, Some((name, share))) = (country(summary, 0, Set::Whole, sides, bottom, canvas)?, told) else {
        return Ok(());
    };
    let name = Block::fit(name, canvas.inner_width(), CAPTION);
    if name.is_cut() {
        return country(summary, 0, Set::Apart, sides, bottom, canvas).map(drop);
    }
    let over = bottom - Em::Caption.leading();
    canvas.block(&name, (sides.0, over - name.height()), Align::Left, ink)?;
    let share = Block::fit(share.as_str(), canvas.inner_width(), CAPTION);
    canvas.block(&share, (sides.1, bottom - share.height()), Align::Right, ink)
}

/// The first country to the left of the map, and the others under it.
fn beside<D: DrawTarget<Color = Rgb565>>(summary: &Summary, map: &Map, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let Some((name, share)) = first(summary, canvas.words) else {
        return Ok(());
    };
    let ink = canvas.palette.ink;
    let (left, bottom) = (canvas.margin(), canvas.bottom());
    let room = map.left - left - 8;
    let share = Block::fit(share.as_str(), room + 8, FIGURE);
    canvas.block(&share, (left, bottom - share.height()), Align::Left, ink)?;
    let over = bottom - share.height() - 10;
    // At the height of a single line the map begins with the sea.
    let line = Block::fit(name, room + 12, CAPTION);
    let name = match line.is_cut() {
        true => Block::fit_in(name, (room, over - map.top), LABEL),
        false => line,
    };
    canvas.block(&name, (left, over - name.height()), Align::Left, ink)?;
    others(summary, (left + share.width() + 14, canvas.right()), bottom, canvas)
}

/// The first country under the map, and its share to the left of that.
fn under<D: DrawTarget<Color = Rgb565>>(summary: &Summary, map: &Map, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let Some((name, share)) = first(summary, canvas.words) else {
        return Ok(());
    };
    let ink = canvas.palette.ink;
    let left = canvas.margin();
    let share = Block::fit(share.as_str(), map.left - left - 2, BODY);
    let top = map.top + (map.rows - share.height()) / 2;
    canvas.block(&share, (left, top), Align::Left, ink)?;
    let name = Block::fit(name, canvas.inner_width(), CAPTION);
    canvas.block(&name, (left, canvas.last_line() - name.height()), Align::Left, ink)
}
