//! What the history would fetch.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Worth;

use crate::canvas::Canvas;
use crate::layout::{Figure, figure};
use crate::phrase::{Phrase, fill_one, join};
use crate::words::Words;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.record::<Worth>().is_some_and(|worth| worth.cents.get() > 0)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(worth) = summary.record::<Worth>() else {
        return Ok(());
    };
    let words = canvas.words;
    let price = decimal(words, worth.cents.get().into(), 2);
    // A cent is ten thousand millionths of a dollar; three decimals of it are enough.
    let play = decimal(words, (u64::from(worth.microdollars_per_play.get()) + 5) / 10, 3);
    let page = Figure {
        kicker: words.worth,
        number: &fill_one(words.dollars, &price),
        label: words.for_all_of_it,
        note: &fill_one(words.for_a_play, &play),
    };
    figure(&page, canvas)
}

/// A number of so many decimals, such as 5.50 of 550 with two.
fn decimal(words: &Words, number: u64, decimals: u32) -> Phrase {
    let one = 10_u64.pow(decimals);
    let point = if words.thousands == "," { "." } else { "," };
    // The digits after the point, with the noughts that lead them.
    let after = words.plain(one + number % one);
    join(&[&words.number(number / one), point, after.get(1..).unwrap_or("")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn prices_are_written_as_the_language_does() {
        let english = Language::English.words();
        assert_eq!(decimal(english, 550, 2), "5.50");
        assert_eq!(decimal(english, 15, 3), "0.015");
        assert_eq!(decimal(Language::German.words(), 505, 2), "5,05");
    }
}
