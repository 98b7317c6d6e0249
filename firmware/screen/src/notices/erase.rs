//! Erasing what the device keeps: the page that asks for it, and what comes of it.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use super::message;
use super::pictures::Picture;
use crate::canvas::{At, Canvas};
use crate::phrase::join;
use crate::text::style::{CAPTION, HEADLINE, PROSE, SMALL_HEADLINE};
use crate::text::{Align, Block, Run};
use crate::{Class, Progress};

/// Says what goes and how, with a bar at the bottom that fills while the button is held.
pub(crate) fn erase<D: DrawTarget<Color = Rgb565>>(
    owner: Option<&Summary>,
    held: Progress,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    let (ink, soft) = (canvas.palette.ink, canvas.palette.soft);
    let (title, what) = match owner {
        Some(owner) => (words.menu_erase, Run::name(owner, owner.owner().name)),
        // A strip has no room for a title.
        None if canvas.class == Class::Mono => ("", Run::from(words.menu_erase_all)),
        None => (words.menu_erase_all, Run::from(words.menu_about)),
    };
    let (top, thick) = match canvas.class {
        Class::Wide | Class::Square => (canvas.bottom() - 10, 10),
        Class::Round => (178, 10),
        Class::Small | Class::EPaper => (canvas.bottom() - 7, 7),
        Class::Mono => (canvas.bottom() - 5, 5),
    };
    let (left, right) = canvas.sides(top, thick);
    canvas.groove(left, top, right - left, thick)?;
    let filled = held.of((right - left).max(0) as u64) as i32;
    canvas.fill(left, top, filled, thick, canvas.palette.accent)?;
    if canvas.class == Class::Mono {
        let how = Block::fit(words.hold_to_erase, canvas.inner_width(), PROSE).tight();
        let at = (canvas.margin(), top - 5 - how.height());
        canvas.block(&how, at, Align::Left, ink)?;
        let room = (canvas.margin(), at.1 - 2);
        return canvas.text_in(what, CAPTION, room, ink).map(drop);
    }
    let under = canvas.kicker(title)?;
    let (style, gap) = match canvas.class {
        Class::Small | Class::EPaper => (SMALL_HEADLINE, 8),
        _ => (HEADLINE, 16),
    };
    let or_keep = if canvas.class == Class::Small {
        ""
    } else {
        words.or_keep
    };
    let how = join(&[words.hold_to_erase, " ", or_keep]);
    let (over, _) = canvas.text(how.as_str(), PROSE, At::Over(top - gap), soft)?;
    let first = under + gap / 2;
    let above = Block::fit(what, canvas.inner_width(), style).overhang().0.clamp(0, gap);
    match canvas.class {
        Class::Round if owner.is_none() => canvas.text(what, style, At::Under(first), ink).map(drop),
        Class::EPaper | Class::Small | Class::Round => canvas.text_in(what, style, (under, over - 3), ink).map(drop),
        _ => canvas.text(what, style, At::Under(first + above / 2), ink).map(drop),
    }
}

pub(crate) fn erasing<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    message(
        Some(Picture::Device),
        canvas.words.erasing,
        canvas.words.one_moment,
        canvas,
    )
}

pub(crate) fn erased<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    message(None, canvas.words.erased, canvas.words.erased_gone, canvas)
}
