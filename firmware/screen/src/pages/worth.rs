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
    let page = Figure {
        kicker: words.worth,
        number: &fill_one(words.dollars, &price),
        label: words.paid_for_a_history,
        note: words.paid_when,
    };
    figure(&page, canvas)
}
