//! The most played artists, each in its own colour, with a bar as long as its plays.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::TopArtist;

use crate::canvas::{At, Canvas};
use crate::layout::{Field, Strip, bands};
use crate::palette::Hue;
use crate::text::Run;
use crate::text::style::{BODY, CAPTION, TITLE};
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
    let (title, count, gap) = match canvas.class {
        Class::Wide | Class::Square => (TITLE, 5, 16),
        Class::Round => (BODY, 3, 12),
        Class::Small | Class::EPaper => (BODY, 3, 9),
        Class::Mono => (CAPTION, 2, 6),
    };
    let (top, bottom) = match canvas.class {
        Class::Round => (40, 200),
        _ => (canvas.margin(), canvas.height()),
    };
    canvas.title();
    let (_, end) = canvas.text(words.top_artists, title, At::Under(top), canvas.palette.ink)?;
    let field = Field {
        left: 0,
        top: end + gap,
        width: canvas.width(),
        height: bottom - end - gap,
    };
    let shown = artists.first_few(count);
    let rows = shown.iter().map(|artist| Strip {
        hue: Hue::of_artist(summary, artist.name),
        name: Run::name(summary, artist.name),
        number: words.number(artist.plays.get().into()),
        part: (artist.plays.get().into(), most.into()),
        height: field.height / shown.len().max(1) as i32,
    });
    bands(rows, field, canvas)
}
