//! The most played artists, each on a line as long as its share.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopArtist;

use crate::canvas::{Canvas, MARGIN};
use crate::text::{Align, Block, Em, Run, Style};
use crate::{Class, Moment};

const ROWS: usize = 5;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<TopArtist>().len() >= 3
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.top_artists)?;
    let artists: &[TopArtist] = summary.records();
    let most = artists.first().map_or(0, |artist| artist.plays.get());
    let (first, pitch) = (65, 38);
    for (at, artist) in artists.iter().take(ROWS).enumerate() {
        let baseline = first + pitch * at as i32;
        let plays = words.number(artist.plays.get().into());
        let plays = Block::fit(plays.as_str(), 80, Style::line(&[Em::Caption]));
        let room = canvas.inner_width() - plays.width() - 12;
        let name = Block::fit(Run::name(summary, artist.name), room, Style::line(&[Em::Body]));
        canvas.block(&name, (MARGIN, baseline - name.height()), Align::Left, palette.ink)?;
        let right = (canvas.right(), baseline - plays.height());
        canvas.block(&plays, right, Align::Right, palette.soft)?;
        let length = super::share(artist.plays.get().into(), most.into(), canvas.inner_width());
        let colour = if at == 0 { palette.accent } else { palette.faint };
        canvas.fill(MARGIN, baseline + 9, length, 3, colour)?;
    }
    Ok(())
}
