//! The artist and the track of the year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::{At, Canvas};
use crate::phrase::join;
use crate::text::Run;
use crate::text::style::{BODY, CAPTION, LISTED, SMALL_HERO};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    super::year(summary, now).is_some_and(|year| !year.artist.is_none() && !year.track.is_none())
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(year) = super::year(summary, now) else {
        return Ok(());
    };
    canvas.paper(canvas.palette.poster())?;
    let (words, palette) = (canvas.words, canvas.palette);
    let number = words.plain(year.year.get().into());
    let (artist, track) = (Run::name(summary, year.artist), Run::name(summary, year.track));
    let large = matches!(canvas.class, Class::Wide | Class::Square);
    let bottom = canvas.bottom();
    if canvas.class == Class::Mono {
        canvas.text(artist, BODY, At::Under(8), palette.ink)?;
        return canvas.text(track, CAPTION, At::Over(bottom - 4), palette.ink).map(drop);
    }
    let long = join(&[&number, " \u{b7} ", words.artist_of_the_year]);
    let (kicker_at, second) = match canvas.class {
        Class::Wide | Class::Square => (canvas.margin(), 138),
        Class::Round => (40, 130),
        Class::Small | Class::EPaper | Class::Mono => (canvas.margin(), 72),
    };
    let says = canvas.choose(&[&long, words.artist_of_the_year], CAPTION, At::Under(kicker_at));
    let top = canvas.kicker(says)?;
    let style = if large { SMALL_HERO } else { LISTED };
    canvas.text(artist, style, At::Under(top + if large { 2 } else { -1 }), palette.ink)?;
    canvas.rule(second - if large { 18 } else { 10 })?;
    let (_, end) = canvas.text(words.track_of_the_year, CAPTION, At::Under(second), palette.soft)?;
    canvas
        .text(track, style, At::Under(end + if large { 19 } else { 10 }), palette.ink)
        .map(drop)
}
