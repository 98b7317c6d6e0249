//! One name, with a number that belongs to it.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use super::notes::{Note, notes};
use crate::Class;
use crate::canvas::{At, Canvas};
use crate::phrase::join;
use crate::text::style::{BODY, CAPTION, FIGURE, HERO, NUMBER, SMALL_HERO, STRIP_HERO};
use crate::text::{Align, Block, Em, Run};

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

/// Draws a name on the owner's colour, and says between which heights nothing stands.
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
pub(crate) fn hero_with<D: DrawTarget<Color = Rgb565>>(
    hero: &Hero,
    small_print: &[Note],
    canvas: &mut Canvas<D>,
) -> Result<(i32, i32), D::Error> {
    canvas.paper(canvas.palette.poster())?;
    let palette = canvas.palette;
    let top = canvas.kicker(hero.kicker)?;
    let (style, gap) = match canvas.class {
        Class::Wide | Class::Square => (HERO, 14),
        Class::Round => (HERO, 12),
        Class::Small | Class::EPaper => (SMALL_HERO, 10),
        Class::Mono => (STRIP_HERO, 8),
    };
    let top = if canvas.class == Class::Round { top + 12 } else { top };
    let (_, end) = canvas.text(hero.name, style, At::Under(top), palette.ink)?;
    let by_fits = !matches!(canvas.class, Class::Mono);
    let mut end = end;
    if let Some(by) = hero.by.filter(|_| by_fits) {
        end = canvas.text(by, CAPTION, At::Under(end + gap), palette.soft)?.1;
    }
    let number = join(&[hero.number, " ", hero.unit]);
    match canvas.class {
        Class::Wide | Class::Square => {
            let bottom = match small_print {
                [] => canvas.bottom(),
                _ => notes(small_print, canvas.bottom(), canvas)? - 19,
            };
            // As large as the name leaves room for.
            let style = if end + 16 + Em::Number.cap() <= bottom {
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
        Class::Round => {
            let (top, _) = canvas.text(number.as_str(), BODY, At::Over(178), palette.ink)?;
            canvas.text(hero.note, CAPTION, At::Over(202), palette.soft)?;
            Ok((end, top))
        }
        Class::EPaper | Class::Small | Class::Mono => {
            let style = if canvas.class == Class::EPaper { BODY } else { CAPTION };
            let bottom = canvas.last_line();
            let (top, _) = canvas.text(number.as_str(), style, At::Over(bottom), palette.ink)?;
            Ok((end, top))
        }
    }
}
