//! What the history would fetch.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Worth;

use crate::canvas::Canvas;
use crate::layout::{Figure, figure};
use crate::phrase::fill_one;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, class: Class) -> bool {
    class != Class::Mono && summary.record::<Worth>().is_some_and(|worth| worth.cents.get() > 0)
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
    let price = words.decimal(canvas.count_up(worth.cents.get().into()), 2);
    // A cent is ten thousand millionths of a dollar; three decimals of it are enough.
    let play = words.decimal((u64::from(worth.microdollars_per_play.get()) + 5) / 10, 3);
    let page = Figure {
        kicker: words.worth,
        number: &fill_one(words.dollars, &price),
        label: words.for_all_of_it,
        note: &fill_one(words.for_a_play, &play),
    };
    figure(&page, canvas)
}
