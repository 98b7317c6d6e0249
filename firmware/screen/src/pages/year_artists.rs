//! The artist of every year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::canvas::{Canvas, MARGIN};
use crate::text::{Align, Block, Em, Run, Style};
use crate::{Class, Moment};

const ROWS: usize = 5;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    years(summary).count() >= 3
}

/// The years that have an artist, the latest first.
fn years<'a>(summary: &Summary<'a>) -> impl Iterator<Item = &'a Year> {
    summary
        .records::<Year>()
        .iter()
        .rev()
        .filter(|year| !year.artist.is_none())
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.artist_of_the_year)?;
    let (first, pitch, left) = (65, 39, MARGIN + 52);
    for (at, year) in years(summary).take(ROWS).enumerate() {
        let baseline = first + pitch * at as i32;
        let label = words.plain(year.year.get().into());
        let top = baseline - Em::Caption.cap();
        canvas.line(label.as_str(), &[Em::Caption], (MARGIN, top), Align::Left, palette.soft)?;
        let room = canvas.right() - left;
        let name = Block::fit(Run::name(summary, year.artist), room, Style::line(&[Em::Body]));
        canvas.block(&name, (left, baseline - name.height()), Align::Left, palette.ink)?;
    }
    Ok(())
}
