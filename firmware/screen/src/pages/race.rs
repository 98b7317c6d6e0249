//! Who led, as the history grew: a line for each of the first artists, from place to place.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::Standing;
use playtally_summary::{Records, Summary, TextId};

use crate::canvas::{At, Canvas};
use crate::layout::Field;
use crate::shapes::{PX, Ring, Stroke};
use crate::text::style::{BODY, CAPTION, LINE};
use crate::text::{Align, Block, Run};
use crate::{Class, Moment};

/// Fewer standings are no race.
const ENOUGH: usize = 3;

/// How many places are shown; none where there is no room for a picture and names.
const fn places(class: Class) -> usize {
    match class {
        Class::Wide | Class::Square => 5,
        Class::Round | Class::EPaper => 3,
        Class::Small | Class::Mono => 0,
    }
}

pub(crate) fn says(summary: &Summary, _: Moment, class: Class) -> bool {
    let race = summary.records::<Standing>();
    let runners = race
        .last()
        .map_or(0, |last| last.artists.iter().filter(|artist| !artist.is_none()).count());
    places(class) > 0 && race.len() >= ENOUGH && runners >= 2
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let race = summary.records::<Standing>();
    let Some(last) = race.last() else { return Ok(()) };
    let (words, palette) = (canvas.words, canvas.palette);
    let top = canvas.kicker(words.race)?;
    let places = places(canvas.class);
    let runners = last.artists.iter().take(places).filter(|artist| !artist.is_none());
    let field = field(top, canvas);
    let pitch = field.height / places.max(1) as i32;
    let style = match canvas.class {
        Class::Wide | Class::Square => BODY,
        _ => CAPTION,
    };
    // The first one comes last, above the others.
    for (place, &artist) in runners.enumerate().collect::<heapless::Vec<_, 5>>().into_iter().rev() {
        line(race, artist, place == 0, field, pitch, canvas)?;
        let name = Run::name(summary, artist);
        let colour = if place == 0 { palette.ink } else { palette.soft };
        if canvas.class == Class::Round {
            if place == 0 {
                canvas.text(name, LINE, At::Over(200), colour)?;
            }
            continue;
        }
        let left = field.left + field.width + 12;
        let name = Block::fit(name, canvas.right() - left, style);
        let middle = field.top + pitch * place as i32 + pitch / 2;
        canvas.block(&name, (left, middle - name.height() / 2), Align::Left, colour)?;
    }
    Ok(())
}

/// Where the lines have their place: beside the names, or above the one name of a round panel.
fn field<D: DrawTarget<Color = Rgb565>>(top: i32, canvas: &Canvas<D>) -> Field {
    let margin = canvas.margin();
    let width = match canvas.class {
        Class::Wide => 128,
        Class::Square => 56,
        Class::EPaper => 104,
        Class::Small | Class::Mono => 0,
        Class::Round => {
            let (left, right) = canvas.sides(top, 108);
            return Field {
                left: left + 4,
                top: top + 4,
                width: right - left - 8,
                height: 104,
            };
        }
    };
    Field {
        left: margin + 4,
        top: top - 4,
        width,
        height: canvas.bottom() - top + 4,
    }
}

/// An artist's way through the places, with a dot where it ends.
fn line<D: DrawTarget<Color = Rgb565>>(
    race: Records<'_, Standing>,
    artist: TextId,
    first: bool,
    field: Field,
    pitch: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let (colour, width) = match (first, palette.is_two_tone()) {
        (true, _) => (palette.accent, 4 * PX),
        (false, true) => (palette.ink, 2 * PX),
        (false, false) => (palette.soft, 2 * PX),
    };
    let steps = race.len().max(2) as i32 - 1;
    let places = field.height / pitch.max(1);
    // Where the stretch at one place began, and where it is by now: one stroke, not one for every step.
    let mut stretch: Option<(Point, Point)> = None;
    let run = canvas.grow(race.len() as i32).max(1) as usize;
    for (at, standing) in (0..).zip(race.iter().take(run)) {
        let place = standing.artists.iter().position(|&of| of == artist);
        let place = place.map(|place| place as i32).filter(|&place| place < places);
        let here = place.map(|place| {
            Point::new(
                field.left * PX + field.width * PX * at / steps,
                (field.top + pitch * place + pitch / 2) * PX,
            )
        });
        stretch = match (stretch, here) {
            (Some((from, to)), Some(here)) if to.y == here.y => Some((from, here)),
            (Some((from, to)), here) => {
                canvas.shape(&Stroke { from, to, width }, colour)?;
                if let Some(here) = here {
                    canvas.shape(
                        &Stroke {
                            from: to,
                            to: here,
                            width,
                        },
                        colour,
                    )?;
                }
                here.map(|here| (here, here))
            }
            (None, here) => here.map(|here| (here, here)),
        };
    }
    let Some((from, end)) = stretch else { return Ok(()) };
    canvas.shape(&Stroke { from, to: end, width }, colour)?;
    canvas.shape(&Ring::disc(end, width + 2 * PX), colour)
}
