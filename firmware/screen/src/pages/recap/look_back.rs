//! A card of an earlier year's story, another one every day.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::{CardKind, RecapCard};

use crate::canvas::Canvas;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    card(summary, now).is_some()
}

/// Of the years that are over and that no recap tells at present.
fn card<'a>(summary: &Summary<'a>, now: Moment) -> Option<(&'a RecapCard, CardKind)> {
    if !now.is_plausible(summary) {
        return None;
    }
    let before = super::season(now).unwrap_or(now.date().year());
    let earlier = || super::cards(summary).filter(|(card, _)| i32::from(card.year.get()) < before);
    let day = usize::try_from(now.date().num_days_from_ce()).unwrap_or(0);
    // A step that goes through all of them, from year to year: no number of cards in sight shares a factor with it.
    const STEP: usize = 211;
    let count = earlier().count();
    earlier().nth((day % count.max(1)) * STEP % count.max(1))
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    match card(summary, now) {
        Some((card, kind)) => super::card::draw(summary, card, kind, canvas),
        None => Ok(()),
    }
}
