//! A summary of an owner whose name another one has, too: are they the same person?

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::phrase::join;
use crate::text::style::{CAPTION, HEADLINE, PROSE, SMALL_HEADLINE};
use crate::text::{Block, Run};

/// Says who is there already, and what each button means.
pub(crate) fn namesake<D: DrawTarget<Color = Rgb565>>(owner: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    let (ink, soft) = (canvas.palette.ink, canvas.palette.soft);
    let name = Run::name(owner, owner.owner().name);
    let height = |text: &str, canvas: &Canvas<D>| Block::fit(text, canvas.inner_width(), PROSE).height();
    if canvas.class == Class::Mono {
        let (_, end) = canvas.text(name, CAPTION, At::Under(canvas.margin() + 1), ink)?;
        canvas.text(words.same_short, CAPTION, At::Under(end + 10), ink)?;
        return canvas
            .text(words.both_short, CAPTION, At::Over(canvas.last_line()), ink)
            .map(drop);
    }
    let under = canvas.kicker(words.namesake)?;
    let (style, gap, bottom) = match canvas.class {
        Class::Small | Class::EPaper => (SMALL_HEADLINE, 10, canvas.bottom()),
        Class::Round => (HEADLINE, 10, 178),
        _ => (HEADLINE, 16, canvas.bottom()),
    };
    let (_, end) = canvas.text(name, style, At::Under(under + 8), ink)?;
    let both = join(&[words.press_if_same, " ", words.or_both]);
    if end + gap + height(&both, canvas) <= bottom {
        return canvas.text(both.as_str(), PROSE, At::Over(bottom), soft).map(drop);
    }
    let (over, _) = canvas.text(words.both_short, CAPTION, At::Over(bottom), soft)?;
    canvas
        .text(words.same_short, CAPTION, At::Over(over - 9), soft)
        .map(drop)
}
