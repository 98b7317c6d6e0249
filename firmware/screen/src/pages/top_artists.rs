//! The most played artists, each over a line as long as its share.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopArtist;

use crate::canvas::Canvas;
use crate::layout::{Row, list, rows};
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
    if canvas.class != Class::Mono {
        canvas.kicker(words.top_artists)?;
    }
    let artists: &[TopArtist] = summary.records();
    let most = artists.first().map_or(0, |artist| artist.plays.get());
    for (at, artist) in artists.iter().take(rows(canvas.class)).enumerate() {
        let row = Row {
            mark: "",
            name: Run::name(summary, artist.name),
            number: &words.number(artist.plays.get().into()),
            share: super::share(artist.plays.get().into(), most.into(), 1000),
            first: at == 0,
        };
        list(at, &row, canvas)?;
    }
    Ok(())
}
