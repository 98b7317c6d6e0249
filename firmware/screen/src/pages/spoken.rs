//! Podcasts and audiobooks: a bar of each, over the whole panel.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::{At, Canvas};
use crate::palette::Swatch;
use crate::phrase::join;
use crate::text::style::{BODY, FIGURE, TITLE};
use crate::text::{Block, Em, Style};
use crate::words::{Plural, Words};
use crate::{Class, Moment};

/// Less than this many minutes are not worth a page.
const LEAST: u32 = 120;

pub(crate) fn says(summary: &Summary, _: Moment, class: Class) -> bool {
    let totals = summary.totals();
    class != Class::Mono && totals.podcast_minutes.get().max(totals.audiobook_minutes.get()) >= LEAST
}

/// Podcasts and audiobooks, the more of both first.
fn spoken(summary: &Summary, words: &Words) -> [(u32, Plural); 2] {
    let totals = summary.totals();
    let podcasts = (totals.podcast_minutes.get(), words.hours_of_podcasts);
    let audiobooks = (totals.audiobook_minutes.get(), words.hours_of_audiobooks);
    if audiobooks.0 > podcasts.0 {
        [audiobooks, podcasts]
    } else {
        [podcasts, audiobooks]
    }
}

/// On its bar, in two lines where it has to be.
const HEAD: Style = &[(Em::Body, 1), (Em::Body, 2), (Em::Caption, 2), (Em::Caption, 3)];

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let both = spoken(summary, words);
    let most = both[0].0;
    let top = match canvas.class {
        Class::Wide | Class::Square => {
            canvas.title();
            canvas
                .text(words.spoken, TITLE, At::Under(canvas.margin()), palette.ink)?
                .1
                + 20
        }
        _ => canvas.kicker(words.spoken)? - 2,
    };
    let shown = both.iter().take_while(|(minutes, _)| *minutes >= LEAST).count() as i32;
    let bottom = if canvas.class == Class::Round {
        206
    } else {
        canvas.height()
    };
    let high = (bottom - top) / shown.max(1);
    let plain = Swatch {
        fill: palette.ground,
        ink: palette.ink,
    };
    for (row, (minutes, label)) in (0..shown).zip(both) {
        let y = top + high * row;
        let (fill, ink) = if row == 0 {
            (palette.accent, palette.ground)
        } else {
            (palette.soft, palette.ground)
        };
        let hours = super::hours(minutes.into());
        let bar = canvas.grow(super::share(minutes.into(), most.into(), canvas.width()));
        canvas.fill(0, y, bar, high - 2, fill)?;
        let full = Swatch { fill, ink };
        let number = words.number(canvas.count_up(hours));
        let says = join(&[&words.number(hours), " ", label.of(hours)]);
        let (left, right) = canvas.sides(y + 8, high - 18);
        let large = matches!(canvas.class, Class::Wide | Class::Square);
        if !large {
            let says = Block::fit_in(says.as_str(), (right - left, high - 4), HEAD);
            let at = (left, y + (high - 2 - says.height()) / 2);
            canvas.block_over(&says, at, bar, (full, plain))?;
            continue;
        }
        let number = Block::fit(number.as_str(), right - left, FIGURE);
        let label = Block::fit(label.of(hours), right - left, BODY);
        let all = number.height() + 12 + label.height();
        let at = (left, y + (high - 2 - all) / 2 - 2);
        canvas.block_over(&number, at, bar, (full, plain))?;
        let at = (left, at.1 + number.height() + 12);
        canvas.block_over(&label, at, bar, (full, plain))?;
    }
    Ok(())
}
