//! The test card.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::{Rgb565, RgbColor, WebColors};

use crate::Class;
use crate::canvas::Canvas;
use crate::text::Align;
use crate::text::style::{BODY, CAPTION};

/// What shows that a panel is set up well, and a request to press a button.
pub(crate) fn test_card<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    pattern(canvas)?;
    let low = if canvas.class == Class::Mono {
        22
    } else {
        canvas.height() / 4
    };
    ask(canvas.words.press_a_button, low, canvas)
}

/// The same for a hat that may be plugged on: a request to hold a button if it is that one, and its name where there is room.
pub(crate) fn finder<D: DrawTarget<Color = Rgb565>>(hat: &str, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    pattern(canvas)?;
    let height = canvas.height();
    match canvas.class {
        Class::Mono => ask(canvas.words.hold_a_button, 22, canvas),
        Class::Wide | Class::Square => {
            ask(canvas.words.hold_a_button, height * 11 / 32, canvas)?;
            let at = (canvas.width() / 2, height - height * 6 / 32);
            canvas.line(hat, CAPTION, at, Align::Centre, Rgb565::WHITE).map(drop)
        }
        Class::Round | Class::Small | Class::EPaper => ask(canvas.words.hold_a_button, height / 4, canvas),
    }
}

/// Writes what is asked with its top so far over the bottom of the panel.
fn ask<D: DrawTarget<Color = Rgb565>>(text: &str, low: i32, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let at = (canvas.width() / 2, canvas.height() - low);
    let style = if canvas.class == Class::Mono { CAPTION } else { BODY };
    canvas.line(text, style, at, Align::Centre, Rgb565::WHITE).map(drop)
}

/// A frame of one pixel along all four edges, a different colour in each corner, bars of the six pure colours, and
/// steps of grey: a wrong offset, rotation, colour order or inversion shows at a glance.
fn pattern<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let mut palette = canvas.palette;
    palette.ground = Rgb565::BLACK;
    canvas.paper(palette)?;
    let (width, height, two_tone) = (canvas.width(), canvas.height(), palette.is_two_tone());
    let white = Rgb565::WHITE;
    for (left, top, width, height) in [
        (0, 0, width, 1),
        (0, height - 1, width, 1),
        (0, 0, 1, height),
        (width - 1, 0, 1, height),
    ] {
        canvas.fill(left, top, width, height, white)?;
    }
    let corner = (height / 20).max(4);
    let edge = if canvas.class == Class::Mono { 2 } else { 4 };
    for (left, top, colour) in [
        (edge, edge, Rgb565::RED),
        (width - edge - corner, edge, Rgb565::GREEN),
        (edge, height - edge - corner, Rgb565::BLUE),
        (width - edge - corner, height - edge - corner, white),
    ] {
        canvas.fill(left, top, corner, corner, if two_tone { white } else { colour })?;
    }
    let bars = [
        Rgb565::RED,
        Rgb565::CSS_YELLOW,
        Rgb565::GREEN,
        Rgb565::CYAN,
        Rgb565::BLUE,
        Rgb565::MAGENTA,
    ];
    let inset = if canvas.class == Class::Round { 40 } else { corner + 12 };
    let (left, room) = (inset, width - 2 * inset);
    let edge = |at: i32, of: i32| left + room * at / of;
    let (top, tall) = (height / 6, height / 3);
    for (at, colour) in (0..).zip(bars) {
        // Two tones have stripes that grow finer.
        let every = if two_tone { at + 1 } else { 1 };
        for x in (edge(at, 6)..edge(at + 1, 6)).filter(|x| !two_tone || x / every % 2 == 0) {
            canvas.fill(x, top, 1, tall, if two_tone { white } else { colour })?;
        }
    }
    for step in 0..16_u8 {
        let at = i32::from(step);
        let (x, width) = (edge(at, 16), edge(at + 1, 16) - edge(at, 16));
        if two_tone {
            canvas.tone(x, top + tall, width, height / 8, step)?;
        } else {
            let grey = Rgb565::new(step * 2 + step / 8, step * 4 + step / 4, step * 2 + step / 8);
            canvas.fill(x, top + tall, width, height / 8, grey)?;
        }
    }
    Ok(())
}
