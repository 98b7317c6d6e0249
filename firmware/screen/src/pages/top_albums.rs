//! The most played albums, on a shelf.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopAlbum;

use super::sleeve;
use crate::canvas::{Canvas, MARGIN};
use crate::text::{Align, Block, Em, Run, Style};
use crate::{Class, Moment};

const ROWS: usize = 3;
const SIDE: i32 = 50;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<TopAlbum>().len() >= ROWS
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.top_albums)?;
    let albums: &[TopAlbum] = summary.records();
    let (top, pitch, left) = (48, 63, MARGIN + SIDE + 14);
    for (at, album) in albums.iter().take(ROWS).enumerate() {
        let y = top + pitch * at as i32;
        sleeve::draw(summary.text(album.title).as_str(), MARGIN, y, SIDE, canvas)?;
        let room = canvas.right() - left;
        let title = Block::fit(Run::name(summary, album.title), room, Style::line(&[Em::Body]));
        canvas.block(&title, (left, y + 4), Align::Left, palette.ink)?;
        let artist = Block::fit(Run::name(summary, album.artist), room, Style::line(&[Em::Caption]));
        canvas.block(&artist, (left, y + 4 + Em::Body.cap() + 12), Align::Left, palette.soft)?;
    }
    Ok(())
}
