//! How the device's own screens are composed.

mod card;
mod erase;
mod fault;
mod menu;
mod namesake;
mod pictures;
mod set_clock;
mod steps;

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::{Rgb565, RgbColor};
use playtally_summary::Summary;

pub(crate) use card::{finder, test_card};
pub(crate) use erase::{erase, erased, erasing};
pub(crate) use fault::fault;
pub(crate) use menu::{about, menu};
pub(crate) use namesake::namesake;
use pictures::Picture;
pub(crate) use set_clock::set_clock;
pub(crate) use steps::no_summary;

use crate::canvas::{At, Canvas};
use crate::phrase::fill_one;
use crate::text::style::{HEADLINE, PROSE, SMALL_HEADLINE, STRIP_HERO, TITLE};
use crate::text::{Align, Block, Run};
use crate::{Class, Moment, Refusal, words};

pub(crate) fn start<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (x, y) = (canvas.width() / 2, canvas.height() / 2);
    let (scale, up, down) = match canvas.class {
        Class::Wide | Class::Square | Class::Round => (32, 24, 42),
        Class::Small | Class::EPaper => (20, 18, 24),
        Class::Mono => (12, 11, 13),
    };
    Picture::Tally.draw(Point::new(x, y - up), scale, canvas)?;
    let ink = canvas.palette.ink;
    let style = if canvas.class == Class::Mono {
        crate::text::style::BODY
    } else {
        TITLE
    };
    canvas
        .line(words::NAME, style, (x, y + down), Align::Centre, ink)
        .map(drop)
}

/// A headline and a sentence, and a picture above them where there is room.
fn message<'a, D: DrawTarget<Color = Rgb565>>(
    picture: Option<Picture>,
    title: impl Into<Run<'a>>,
    sentence: &str,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let title = title.into();
    match canvas.class {
        Class::Round => {
            let (_, end) = canvas.text(title, HEADLINE, At::Under(88), palette.ink)?;
            canvas.text(sentence, PROSE, At::Under(end + 16), palette.soft)?;
            picture.map_or(Ok(()), |picture| {
                picture.draw(Point::new(canvas.width() / 2, 50), 18, canvas)
            })
        }
        // A strip has room for the sentence alone, which says it all.
        Class::Mono => {
            let block = Block::fit(sentence, canvas.inner_width(), PROSE).tight();
            let one_line = Block::fit(title, canvas.inner_width(), STRIP_HERO);
            let is_long = matches!(title, Run::Words(_)) && one_line.is_cut();
            if block.height() > 32 || is_long && block.height() > 16 {
                let at = (canvas.margin(), (canvas.height() - block.height()) / 2);
                return canvas.block(&block, at, Align::Left, palette.ink);
            }
            let at = (canvas.margin(), canvas.last_line() - block.height());
            canvas.block(&block, at, Align::Left, palette.ink)?;
            let room = (canvas.margin() + 1, at.1 - 4);
            canvas.text_in(title, SMALL_HEADLINE, room, palette.ink).map(drop)
        }
        _ => {
            let bottom = canvas.bottom();
            let (top, _) = canvas.text(sentence, PROSE, At::Over(bottom), palette.soft)?;
            let (style, gap, scale) = match canvas.class {
                Class::Small | Class::EPaper => (SMALL_HEADLINE, 11, 12),
                _ => (HEADLINE, 18, 26),
            };
            let (top, _) = canvas.text(title, style, At::Over(top - gap), palette.ink)?;
            let height = pictures::HEIGHT * scale / 16;
            let margin = canvas.margin();
            if let Some(picture) = picture.filter(|_| top - gap - height >= margin) {
                let centre = Point::new(margin + pictures::WIDTH * scale / 32, margin + height / 2 + gap / 2);
                picture.draw(centre, scale, canvas)?;
            }
            Ok(())
        }
    }
}

pub(crate) fn stick_found<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    message(
        Some(Picture::Stick),
        canvas.words.stick_found,
        canvas.words.looking,
        canvas,
    )
}

pub(crate) fn reading<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    message(
        Some(Picture::Tally),
        canvas.words.reading,
        canvas.words.one_moment,
        canvas,
    )
}

pub(crate) fn accepted<D: DrawTarget<Color = Rgb565>>(owner: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    if !matches!(canvas.class, Class::Mono) {
        canvas.kicker(words.accepted)?;
    }
    message(None, Run::name(owner, owner.owner().name), words.pull_out, canvas)
}

pub(crate) fn refused<D: DrawTarget<Color = Rgb565>>(why: Refusal, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    message(Some(Picture::RefusedStick), words.refused, &why.sentence(words), canvas)
}

pub(crate) fn clock_unknown<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    message(
        Some(Picture::Calendar),
        words.clock_unknown,
        words.clock_unknown_why,
        canvas,
    )
}

pub(crate) fn data_old<D: DrawTarget<Color = Rgb565>>(owner: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    if !matches!(canvas.class, Class::Mono | Class::Small) {
        canvas.kicker(Run::name(owner, owner.owner().name))?;
    }
    let until = fill_one(words.data_until, &words.date(owner.owner().last.date()));
    message(None, words.data_old, &until, canvas)
}

/// Black, and a small moon that is hardly seen.
pub(crate) fn night<D: DrawTarget<Color = Rgb565>>(_: Moment, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let mut palette = canvas.palette;
    if canvas.class != Class::EPaper {
        palette.ground = Rgb565::BLACK;
    }
    canvas.paper(palette)?;
    // A panel whose pixels shine by themselves rests best without any.
    if canvas.class == Class::Mono {
        return Ok(());
    }
    let centre = Point::new(canvas.width() / 2, canvas.height() / 2);
    Picture::Moon.draw(centre, 16, canvas)
}
