//! A summary of an owner whose name another one has, too: are they the same person?

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::phrase::join;
use crate::text::style::{CAPTION, HEADLINE, PROSE, SMALL_HEADLINE};
use crate::text::{Align, Block, Run};

/// Says who is there already, and what each button means.
pub(crate) fn namesake<D: DrawTarget<Color = Rgb565>>(owner: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    let (ink, soft) = (canvas.palette.ink, canvas.palette.soft);
    let name = Run::name(owner, owner.owner().name);
    let height = |text: &str, canvas: &Canvas<D>| Block::fit(text, canvas.inner_width(), PROSE).height();
    if canvas.class == Class::Mono {
        let block = Block::fit(words.press_if_same, canvas.inner_width(), PROSE).tight();
        // A strip has room for the sentence alone, where that takes three lines.
        if block.height() > 32 {
            let at = (canvas.margin(), (canvas.height() - block.height()) / 2);
            return canvas.block(&block, at, Align::Left, ink);
        }
        canvas.text(name, CAPTION, At::Under(canvas.margin() + 1), ink)?;
        let bottom = canvas.bottom() - 2;
        return canvas.text(words.press_if_same, PROSE, At::Over(bottom), ink).map(drop);
    }
    let under = canvas.kicker(words.namesake)?;
    let (style, gap, bottom) = match canvas.class {
        Class::Small | Class::EPaper => (SMALL_HEADLINE, 10, canvas.bottom()),
        Class::Round => (HEADLINE, 10, 178),
        _ => (HEADLINE, 16, canvas.bottom()),
    };
    let (_, end) = canvas.text(name, style, At::Under(under + 8), ink)?;
    let both = join(&[words.press_if_same, " ", words.or_both]);
    let fits = end + gap + height(&both, canvas) <= bottom;
    let how = if fits { &*both } else { words.press_if_same };
    canvas.text(how, PROSE, At::Over(bottom), soft).map(drop)
}
