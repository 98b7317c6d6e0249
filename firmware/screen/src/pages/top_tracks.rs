//! The most played tracks.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopTrack;

use crate::canvas::Canvas;
use crate::layout::{tall, tall_pitch, tall_rows};
use crate::text::style::TITLE;
use crate::text::{Align, Run};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<TopTrack>().len() >= 3
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.top_tracks)?;
    let tracks = summary.records::<TopTrack>();
    let (top, pitch) = tall_pitch(canvas.class);
    let mut free = 0;
    for (at, track) in tracks.iter().take(tall_rows(canvas.class)).enumerate() {
        let y = top + pitch * at as i32;
        let mut left = canvas.margin();
        if matches!(canvas.class, Class::Wide | Class::Square) {
            let rank = words.plain(at as u64 + 1);
            canvas.line(rank.as_str(), TITLE, (left, y), Align::Left, palette.accent)?;
            left += 32;
        }
        let title = Run::name(summary, track.title);
        free = tall((y, free), left, title, super::artist_of(summary, track.artist), canvas)?;
    }
    Ok(())
}
