//! Podcasts and audiobooks.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::{At, Canvas};
use crate::layout::{Figure, figure};
use crate::text::style::{BODY, FIGURE};
use crate::words::{Plural, Words};
use crate::{Class, Moment};

/// Less than this many minutes are not worth a page.
const LEAST: u32 = 120;

pub(crate) fn says(summary: &Summary, _: Moment, class: Class) -> bool {
    let totals = summary.totals();
    class != Class::Mono && totals.podcast_minutes.get().max(totals.audiobook_minutes.get()) >= LEAST
}

/// Podcasts and audiobooks, if there are enough of them, the more of both first.
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

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let [(most, label), (other, other_label)] = spoken(summary, words);
    let hours = super::hours(most.into());
    if other < LEAST || !matches!(canvas.class, Class::Wide | Class::Square) {
        let page = Figure {
            kicker: words.spoken,
            number: &words.number(canvas.count_up(hours)),
            label: label.of(hours),
            note: "",
        };
        return figure(&page, canvas);
    }
    canvas.kicker(words.spoken)?;
    for (top, minutes, label) in [(48, most, label), (142, other, other_label)] {
        let hours = super::hours(minutes.into());
        let number = words.number(canvas.count_up(hours));
        let (_, end) = canvas.text(number.as_str(), FIGURE, At::Under(top), palette.ink)?;
        let (_, end) = canvas.text(label.of(hours), BODY, At::Under(end + 14), palette.ink)?;
        // How much of the one there is for the other.
        let length = canvas.grow(super::share(minutes.into(), most.into(), canvas.inner_width()));
        let colour = if minutes == most { palette.accent } else { palette.soft };
        canvas.fill(canvas.margin(), end + 10, length, 4, colour)?;
    }
    Ok(())
}
