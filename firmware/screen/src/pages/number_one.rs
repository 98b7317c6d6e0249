//! The most played artist.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopArtist;

use crate::canvas::{Canvas, MARGIN};
use crate::phrase::fill_one;
use crate::text::{Align, Block, Em, Run, Style};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    !summary.records::<TopArtist>().is_empty()
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(artist) = summary.records::<TopArtist>().first() else {
        return Ok(());
    };
    canvas.paper(canvas.palette.poster())?;
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.number_one)?;
    let name = Block::fit(
        Run::name(summary, artist.name),
        canvas.inner_width(),
        Style::lines(&[Em::Title, Em::Body], 3),
    );
    canvas.block(&name, (MARGIN, 48), Align::Left, palette.ink)?;

    let plays = u64::from(artist.plays.get());
    let baseline = canvas.bottom();
    let since = words.month_year(artist.first.date());
    let since = fill_one(words.since, &since);
    let top = baseline - Em::Caption.cap();
    canvas.line(since.as_str(), &[Em::Caption], (MARGIN, top), Align::Left, palette.soft)?;
    let top = top - 16 - Em::Figure.cap();
    let number = words.number(plays);
    let width = canvas.line(number.as_str(), &[Em::Figure], (MARGIN, top), Align::Left, palette.ink)?;
    let at = (MARGIN + width + 10, top + Em::Figure.cap() - Em::Body.cap());
    canvas.line(words.plays.of(plays), &[Em::Body], at, Align::Left, palette.ink)?;
    Ok(())
}
