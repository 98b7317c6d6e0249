//! A map of moods: what is played together lies together.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use heapless::Vec;
use playtally_summary::Summary;
use playtally_summary::records::Mood;

use crate::canvas::{At, Canvas};
use crate::layout::{Field, Row, list, rows};
use crate::palette::mix;
use crate::phrase::join;
use crate::shapes::{PX, Ring};
use crate::text::style::{BODY, CAPTION};
use crate::text::{Align, Block, Em, Run};
use crate::{Class, Moment};

/// The most moods on a map.
const MOST: usize = 10;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    moods(summary).len() >= 3
}

fn moods<'a>(summary: &Summary<'a>) -> &'a [Mood] {
    let moods: &[Mood] = summary.records();
    &moods[..moods.len().min(MOST)]
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
        200
    } else {
        canvas.bottom()
    };
    let lead = match canvas.class {
        Class::Wide => {
            let hour = Block::fit(hour.as_str(), 90, BODY);
            let at = (canvas.right(), bottom - Em::Body.cap());
            canvas.block(&hour, at, Align::Right, palette.soft)?;
            let name = Block::fit(name, canvas.inner_width() - hour.width() - 16, BODY);
            canvas.block(
                &name,
                (canvas.margin(), bottom - name.height()),
                Align::Left,
                palette.ink,
            )?;
            bottom - Em::Body.cap()
        }
        _ => canvas.text(name, BODY, At::Over(bottom), palette.ink)?.0,
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

/// Every mood a disc: as large as it is played, near those that share sessions with it.
fn map<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    moods: &[Mood],
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
    let spread = |value: fn(&Mood) -> i8| {
        let least = moods.iter().map(|mood| i32::from(value(mood))).min().unwrap_or(0);
        let most = moods.iter().map(|mood| i32::from(value(mood))).max().unwrap_or(0);
        (least, (most - least).max(1))
    };
    let (x, y) = (spread(|mood| mood.x), spread(|mood| mood.y));
    let inner = (field.width - 2 * largest, field.height - 2 * largest);
    let place = |mood: &Mood| {
        let right = (i32::from(mood.x) - x.0) * inner.0 / x.1;
        let up = (i32::from(mood.y) - y.0) * inner.1 / y.1;
        Point::new(field.left + largest + right, field.bottom() - largest - up)
    };
    // The largest lies at the bottom.
    for (at, mood) in moods.iter().enumerate() {
        let centre = place(mood);
        let disc = |radius: i32| Ring::disc(Point::new(centre.x * PX + PX / 2, centre.y * PX + PX / 2), radius * PX);
        let colour = match at {
            0 => palette.accent,
            _ => mix(palette.faint, palette.soft, 15 - (at as u8).min(10)),
        };
        canvas.shape(&disc(radius(mood) + 2), palette.ground)?;
        canvas.shape(&disc(radius(mood)), colour)?;
    }
    names(summary, moods, place, radius, field, canvas)
}

/// The artists of the other moods, beside their discs, where they cover nothing.
fn names<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    moods: &[Mood],
    place: impl Fn(&Mood) -> Point,
    radius: impl Fn(&Mood) -> i32,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let mut taken: Vec<Rectangle, { 2 * MOST }> = Vec::new();
    for mood in moods {
        let side = 2 * radius(mood) as u32 + 4;
        let _ = taken.push(Rectangle::with_center(place(mood), Size::new(side, side)));
    }
    let cap = Em::Caption.cap();
    for mood in moods.iter().skip(1) {
        let block = Block::fit(Run::name(summary, mood.artists[0]), field.width * 2 / 5, CAPTION);
        if block.width() == 0 {
            continue;
        }
        let (centre, away) = (place(mood), radius(mood) + 6);
        let (wide, tall) = (block.width(), cap);
        let spots = [
            (centre.x + away, centre.y - tall / 2),
            (centre.x - away - wide, centre.y - tall / 2),
            (centre.x - wide / 2, centre.y - away - tall),
            (centre.x - wide / 2, centre.y + away),
        ];
        let free = |&&(left, top): &&(i32, i32)| {
            let (from, to) = canvas.sides(top, tall);
            let area = Rectangle::new(
                Point::new(left - 3, top - 5),
                Size::new(wide as u32 + 6, tall as u32 + 10),
            );
            let inside = left >= from && left + wide <= to && top >= field.top && top + tall <= field.bottom();
            inside && taken.iter().all(|other| other.intersection(&area).is_zero_sized())
        };
        let Some(&(left, top)) = spots.iter().find(free) else {
            continue;
        };
        let area = Rectangle::new(Point::new(left, top), Size::new(wide as u32, tall as u32));
        let _ = taken.push(area);
        canvas.block(&block, (left, top), Align::Left, canvas.palette.ink)?;
    }
    Ok(())
}

/// Small panels have no room for a map: they tell when each mood has its time.
fn hours<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    moods: &[Mood],
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    if canvas.class != Class::Mono {
        canvas.kicker(words.moods)?;
    }
    for (at, mood) in moods.iter().take(rows(canvas.class)).enumerate() {
        let hour = words.clock_hour(u32::from(mood.peak_hour) + 1);
        let row = Row {
            mark: "",
            name: Run::name(summary, mood.artists[0]),
            number: &hour,
            share: super::share(mood.plays.get().into(), moods[0].plays.get().into(), 1000),
            first: at == 0,
        };
        list(at, &row, canvas)?;
    }
    Ok(())
}
