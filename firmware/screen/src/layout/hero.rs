//! One name, with a number that belongs to it.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use super::notes::{Note, notes};
use crate::Class;
use crate::canvas::{At, Canvas};
use crate::phrase::join;
use crate::text::style::{BODY, CAPTION, FIGURE, HERO, NUMBER, SMALL_HERO, STRIP_HERO};
use crate::text::{Align, Block, Em, Run, Style};

/// A name and what is said of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hero<'a> {
    /// What the page calls itself.
    pub(crate) kicker: &'a str,
    /// The name.
    pub(crate) name: Run<'a>,
    /// Who made what the name names, if that is another one.
    pub(crate) by: Option<Run<'a>>,
    /// A number.
    pub(crate) number: &'a str,
    /// What the number counts.
    pub(crate) unit: &'a str,
    /// What else there is to say where there is room, or nothing.
    pub(crate) note: &'a str,
}

/// Draws a name, and says between which heights nothing stands.
pub(crate) fn hero<D: DrawTarget<Color = Rgb565>>(hero: &Hero, canvas: &mut Canvas<D>) -> Result<(i32, i32), D::Error> {
    if hero.note.is_empty() {
        return hero_with(hero, &[], canvas);
    }
    let note = Note {
        label: hero.note,
        value: Run::from(""),
    };
    hero_with(hero, &[note], canvas)
}

/// The same with small print where there is room.
fn hero_with<D: DrawTarget<Color = Rgb565>>(
    hero: &Hero,
    small_print: &[Note],
    canvas: &mut Canvas<D>,
) -> Result<(i32, i32), D::Error> {
    let palette = canvas.palette;
    let top = canvas.kicker(hero.kicker)?;
    let (style, gap) = match canvas.class {
        Class::Wide | Class::Square => (HERO, 14),
        Class::Round => (HERO, 12),
        Class::Small | Class::EPaper => (SMALL_HERO, 10),
        Class::Mono => (STRIP_HERO, 8),
    };
    let top = if canvas.class == Class::Round { top + 12 } else { top };
    let number = join(&[hero.number, " ", hero.unit]);
    if matches!(canvas.class, Class::EPaper | Class::Small | Class::Mono) {
        return strip(hero, &number, (top, style, gap), canvas);
    }
    if canvas.class != Class::Round {
        return large(hero, small_print, (top, gap), canvas);
    }
    let (_, mut end) = canvas.text(hero.name, style, At::Under(top), palette.ink)?;
    if let Some(by) = hero.by {
        end = canvas.text(by, CAPTION, At::Under(end + gap), palette.soft)?.1;
    }
    let (top, _) = canvas.text(number.as_str(), BODY, At::Over(178), palette.ink)?;
    canvas.text(hero.note, CAPTION, At::Over(202), palette.soft)?;
    Ok((end, top))
}

/// The same with the number as large as the name leaves room for, over the small print.
fn large<D: DrawTarget<Color = Rgb565>>(
    hero: &Hero,
    small_print: &[Note],
    (top, gap): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(i32, i32), D::Error> {
    let palette = canvas.palette;
    let bottom = match small_print {
        [] => canvas.bottom(),
        _ => notes(small_print, canvas.bottom(), canvas)? - 19,
    };
    let by = hero.by.map(|by| Block::fit(by, canvas.inner_width(), CAPTION));
    let by_room = by.as_ref().map_or(0, |by| gap + by.height());
    let least = bottom - Em::Figure.cap() - 8;
    let mut end = canvas.text_in(hero.name, HERO, (top, least - by_room), palette.ink)?;
    if let Some(by) = by {
        let at = (canvas.margin(), (end + gap - 4).min(least - by.height() - 4));
        canvas.block(&by, at, Align::Left, palette.soft)?;
        end = at.1 + by.height() + by.overhang().1;
    }
    let style = if end + 12 + Em::Number.cap() <= bottom {
        NUMBER
    } else {
        FIGURE
    };
    let unit = Block::fit(hero.unit, canvas.inner_width() / 2, BODY);
    let room = canvas.inner_width() - unit.width() - 10;
    let number = Block::fit(hero.number, room, style);
    let left = canvas.margin();
    canvas.block(&number, (left, bottom - number.height()), Align::Left, palette.ink)?;
    let at = (left + number.width() + 10, bottom - unit.height());
    canvas.block(&unit, at, Align::Left, palette.ink)?;
    Ok((end, bottom - number.height()))
}

/// The same where there is little room: the number keeps its place at the bottom, and the name has what is left.
fn strip<D: DrawTarget<Color = Rgb565>>(
    hero: &Hero,
    number: &str,
    (top, style, gap): (i32, Style, i32),
    canvas: &mut Canvas<D>,
) -> Result<(i32, i32), D::Error> {
    let palette = canvas.palette;
    let small = if canvas.class == Class::EPaper { BODY } else { CAPTION };
    let bottom = At::Over(canvas.last_line());
    let says = canvas.choose(&[number, hero.number], small, bottom);
    let (over, _) = canvas.text(says, small, bottom, palette.ink)?;
    let end = canvas.text_in(hero.name, style, (top, over - 3), palette.ink)?;
    let Some(by) = hero
        .by
        .filter(|_| end + gap + Em::Caption.cap() + Em::Caption.descent() < over)
    else {
        return Ok((end, over));
    };
    let end = canvas.text_in(by, CAPTION, (end + gap - 3, over - 2), palette.soft)?;
    Ok((end, over))
}
