//! Who led, as the history grew: the bars of the first artists run through the years.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Standing;

use crate::canvas::{At, Canvas};
use crate::layout::{Field, Strip, bands};
use crate::palette::Hue;
use crate::phrase::join;
use crate::text::style::{BODY, CAPTION, FIGURE, NUMBER, TITLE};
use crate::text::{Align, Block, Run};
use crate::{Class, Moment};

/// Fewer standings are no race.
const ENOUGH: usize = 3;

/// How many places are shown.
const fn places(class: Class) -> usize {
    match class {
        Class::Wide | Class::Square => 5,
        Class::Round | Class::EPaper | Class::Small => 3,
        Class::Mono => 2,
    }
}

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let race = summary.records::<Standing>();
    let runners = race
        .last()
        .map_or(0, |last| last.artists.iter().filter(|artist| !artist.is_none()).count());
    race.len() >= ENOUGH && runners >= 2
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let race = summary.records::<Standing>();
    // While the page comes in, the months go by.
    let run = canvas.grow(race.len() as i32).max(1) as usize;
    let (Some(now), Some(last)) = (race.get(run - 1), race.last()) else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let places = places(canvas.class);
    let (title, top, bottom) = match canvas.class {
        Class::Wide | Class::Square => (None, 5, canvas.height() - 76),
        Class::Round => (Some(42), 66, 174),
        Class::Small => (None, 2, canvas.height() - 44),
        Class::EPaper => (None, 2, canvas.height() - 40),
        Class::Mono => (Some(canvas.margin()), 20, canvas.height()),
    };
    let year = words.year(now.first.date());
    if let Some(top) = title {
        let says = join(&[words.race, " ", &year]);
        let at = At::Under(top);
        let says = match canvas.class {
            Class::Mono => canvas.choose(&[&says, words.race], CAPTION, at),
            _ => words.race,
        };
        canvas.title();
        canvas.text(says, CAPTION, at, palette.soft)?;
    }
    let runners = || (0..places).filter(|&at| !now.artists[at].is_none());
    let height = (bottom - top) / runners().count().max(1) as i32;
    let field = Field {
        left: 0,
        top,
        width: canvas.width(),
        height: bottom - top,
    };
    // The longest bar is that of the end, so that all of them grow.
    let most = u64::from(last.plays[0].get()).max(1);
    let rows = runners().map(|at| Strip {
        hue: Hue::of_artist(summary, now.artists[at]),
        name: Run::name(summary, now.artists[at]),
        number: words.number(now.plays[at].get().into()),
        part: (now.plays[at].get().into(), most),
        height,
    });
    // Bars that are as long as they are by now do not grow once more.
    canvas.grown(|canvas| bands(rows, field, canvas))?;
    let style = match canvas.class {
        Class::Wide | Class::Square => NUMBER,
        Class::Round => FIGURE,
        Class::Small => BODY,
        Class::EPaper => TITLE,
        Class::Mono => return Ok(()),
    };
    if canvas.class == Class::Round {
        return canvas.text(year.as_str(), FIGURE, At::Over(218), palette.ink).map(drop);
    }
    let middle = (bottom + canvas.height()) / 2;
    let year = Block::fit(year.as_str(), canvas.inner_width(), style);
    let right = canvas.right();
    let at = (right, middle - year.height() / 2);
    canvas.block(&year, at, Align::Right, palette.ink)?;
    let room = right - year.width() - 12 - canvas.margin();
    let style = if canvas.height() < 200 { CAPTION } else { BODY };
    let title = Block::fit(words.race, room, style);
    if title.is_cut() {
        // The years say that it is one.
        return Ok(());
    }
    canvas.title();
    let at = (canvas.margin(), at.1 + year.height() - title.height());
    canvas.block(&title, at, Align::Left, palette.soft)
}
