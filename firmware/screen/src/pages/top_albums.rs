//! The most played albums, on a shelf.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopAlbum;

use crate::canvas::Canvas;
use crate::layout::{tall, tall_pitch, tall_rows};
use crate::sleeve::Sleeve;
use crate::text::Run;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<TopAlbum>().len() >= 3
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    canvas.kicker(canvas.words.top_albums)?;
    let albums = summary.records::<TopAlbum>();
    let (top, pitch) = tall_pitch(canvas.class);
    // The cover's side, how far it reaches above the capitals of the title, and the room beside it.
    let (side, above, gap) = match canvas.class {
        Class::Wide | Class::Square => (50, 4, 14),
        Class::Small | Class::EPaper => (40, 1, 10),
        Class::Round | Class::Mono => (0, 0, 0),
    };
    let mut free = 0;
    for (at, album) in albums.iter().take(tall_rows(canvas.class)).enumerate() {
        let y = top + pitch * at as i32;
        if side > 0 {
            let sleeve = Sleeve::of_album(summary, album.title, album.artist);
            canvas.sleeve(&sleeve, (canvas.margin(), y - above), side)?;
        }
        let left = canvas.margin() + side + gap;
        let title = Run::name(summary, album.title);
        free = tall((y, free), left, title, super::artist_of(summary, album.artist), canvas)?;
    }
    Ok(())
}
