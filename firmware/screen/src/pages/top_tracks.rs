//! The most played tracks.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopTrack;

use crate::canvas::{Canvas, MARGIN};
use crate::text::{Align, Block, Em, Run, Style};
use crate::{Class, Moment};

const ROWS: usize = 3;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<TopTrack>().len() >= ROWS
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.top_tracks)?;
    let tracks: &[TopTrack] = summary.records();
    let (top, pitch, left) = (52, 62, 48);
    for (at, track) in tracks.iter().take(ROWS).enumerate() {
        let y = top + pitch * at as i32;
        let rank = words.plain(at as u64 + 1);
        canvas.line(rank.as_str(), &[Em::Title], (MARGIN, y), Align::Left, palette.accent)?;
        let room = canvas.right() - left;
        let title = Block::fit(Run::name(summary, track.title), room, Style::line(&[Em::Body]));
        canvas.block(&title, (left, y), Align::Left, palette.ink)?;
        let artist = Block::fit(Run::name(summary, track.artist), room, Style::line(&[Em::Caption]));
        canvas.block(&artist, (left, y + Em::Body.cap() + 12), Align::Left, palette.soft)?;
    }
    Ok(())
}
