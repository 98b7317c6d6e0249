//! How long is listened without a pause.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Sessions;

use crate::canvas::Canvas;
use crate::layout::{Figure, figure};
use crate::phrase::fill_one;
use crate::{Class, Moment};

/// A median of fewer sessions says little.
const ENOUGH: u32 = 10;

/// On a strip there is no room to say what the minutes are.
pub(crate) fn says(summary: &Summary, _: Moment, class: Class) -> bool {
    let sessions = summary.record::<Sessions>();
    class != Class::Mono
        && sessions.is_some_and(|sessions| sessions.sessions.get() >= ENOUGH && sessions.median_minutes.get() > 0)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(sessions) = summary.record::<Sessions>() else {
        return Ok(());
    };
    let words = canvas.words;
    let minutes = u64::from(sessions.median_minutes.get());
    let longest = words.duration(sessions.longest_minutes.get().into());
    let page = Figure {
        kicker: words.sittings,
        number: &words.number(canvas.count_up(minutes)),
        label: words.minutes_a_sitting.of(minutes),
        note: &fill_one(words.longest_sitting, &longest),
    };
    figure(&page, canvas)
}
