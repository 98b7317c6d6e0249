//! The most played artists, each over a line as long as its share.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopArtist;

use crate::canvas::Canvas;
use crate::layout::{Row, Under, list};
use crate::phrase::Phrase;
use crate::text::Run;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<TopArtist>().len() >= 3
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    let artists = summary.records::<TopArtist>();
    let most = artists.first().map_or(0, |artist| artist.plays.get());
    let rows = artists.iter().map(|artist| Row {
        mark: Phrase::new(),
        name: Run::name(summary, artist.name),
        number: words.number(artist.plays.get().into()),
        under: Under::Bar(artist.plays.get().into(), most.into()),
    });
    list(words.top_artists, rows, canvas)
}
