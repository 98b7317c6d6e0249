//! One card of the year's story, the first one 0.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::{CardKind, RecapCard};

use crate::canvas::Canvas;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class, at: usize) -> bool {
    card(summary, now, at).is_some()
}

fn card<'a>(summary: &Summary<'a>, now: Moment, at: usize) -> Option<(&'a RecapCard, CardKind)> {
    let year = super::year(summary, now)?.year;
    super::cards(summary).filter(|(card, _)| card.year == year).nth(at)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
    at: usize,
) -> Result<(), D::Error> {
    match card(summary, now, at) {
        Some((card, kind)) => super::card::draw(summary, card, kind, canvas),
        None => Ok(()),
    }
}
