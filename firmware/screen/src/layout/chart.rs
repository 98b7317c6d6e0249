//! One picture, with what to see in it.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::text::style::{BODY, CAPTION, LINE};
use crate::text::{Align, Block, Em};

/// The words of a picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chart<'a> {
    /// What the page calls itself.
    pub(crate) kicker: &'a str,
    /// What there is to see.
    pub(crate) lead: &'a str,
    /// The same in short, for where that does not fit.
    pub(crate) short: &'a str,
    /// A number that belongs to it where there is room, or nothing.
    pub(crate) detail: &'a str,
}

/// Where a picture has its place, in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Field {
    /// Where it ends at the bottom.
    pub(crate) const fn bottom(&self) -> i32 {
        self.top + self.height
    }

    /// The same with so much less at the bottom.
    pub(crate) const fn above(self, height: i32) -> Self {
        Self {
            height: self.height - height,
            ..self
        }
    }

    /// The same with so much less on the left.
    pub(crate) const fn beside(self, width: i32) -> Self {
        Self {
            left: self.left + width,
            width: self.width - width,
            ..self
        }
    }
}

/// Draws the words of a picture and says where the picture has its place.
pub(crate) fn chart<D: DrawTarget<Color = Rgb565>>(chart: &Chart, canvas: &mut Canvas<D>) -> Result<Field, D::Error> {
    let palette = canvas.palette;
    let top = canvas.kicker(chart.kicker)?;
    let (style, bottom) = match canvas.class {
        Class::Wide | Class::Square => (LINE, canvas.bottom()),
        Class::Round => (LINE, 200),
        Class::Mono => (CAPTION, canvas.last_line()),
        _ => (BODY, canvas.bottom()),
    };
    let says = canvas.choose(&[chart.lead, chart.short], style, At::Over(bottom));
    let (lead, _) = canvas.text(says, style, At::Over(bottom), palette.ink)?;
    if !chart.detail.is_empty() && matches!(canvas.class, Class::Wide | Class::Square | Class::EPaper) {
        let lead = Block::fit(says, canvas.inner_width(), style);
        let room = canvas.inner_width() - lead.width() - 16;
        let detail = Block::fit(chart.detail, room, BODY);
        if !detail.is_cut() {
            let at = (canvas.right(), bottom - detail.em().cap());
            canvas.block(&detail, at, Align::Right, palette.soft)?;
        }
    }
    let gap = match canvas.class {
        Class::Wide | Class::Square => 18,
        Class::Round => 14,
        Class::Small | Class::EPaper => 10,
        Class::Mono => 6,
    };
    let height = (lead - gap - top).max(1);
    let (left, right) = match canvas.class {
        Class::Round => canvas.sides(top, height),
        _ => (canvas.margin(), canvas.margin() + canvas.inner_width()),
    };
    Ok(Field {
        left,
        top,
        width: (right - left).max(1),
        height,
    })
}

/// Whether labels under a picture have room: a line of captions.
pub(crate) fn labels<D: DrawTarget<Color = Rgb565>>(canvas: &Canvas<D>) -> i32 {
    match canvas.class {
        Class::Wide | Class::Square | Class::Round => Em::Caption.cap() + 8,
        Class::Small | Class::EPaper | Class::Mono => 0,
    }
}
