//! How the device's own screens are composed.

mod card;
mod logo;
mod steps;

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::{Rgb565, RgbColor};
use playtally_summary::Summary;

pub(crate) use card::test_card;
pub(crate) use steps::no_summary;

use crate::canvas::{Canvas, MARGIN};
use crate::phrase::fill_one;
use crate::shapes::{PX, Ring};
use crate::text::{Align, Block, Em, Run, Style};
use crate::{Moment, Refusal, words};

pub(crate) fn start<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (x, y) = (canvas.width() / 2, canvas.height() / 2);
    logo::draw(Point::new(x, y - 22), 80, canvas)?;
    let ink = canvas.palette.ink;
    canvas
        .line(words::NAME, &[Em::Title], (x, y + 46), Align::Centre, ink)
        .map(drop)
}

/// A headline with a sentence under it, at the bottom of the panel.
fn message<'a, D: DrawTarget<Color = Rgb565>>(
    title: impl Into<Run<'a>>,
    sentence: &str,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let sentence = Block::fit(sentence, canvas.inner_width(), Style::lines(&[Em::Caption], 3));
    let top = canvas.bottom() - sentence.height();
    canvas.block(&sentence, (MARGIN, top), Align::Left, palette.soft)?;
    let title = Block::fit(title, canvas.inner_width(), Style::lines(&[Em::Title, Em::Body], 2));
    let top = top - 18 - title.height();
    canvas.block(&title, (MARGIN, top), Align::Left, palette.ink)
}

pub(crate) fn stick_found<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    steps::stick(Point::new(MARGIN + 30, 76), canvas)?;
    message(canvas.words.stick_found, canvas.words.looking, canvas)
}

pub(crate) fn reading<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    logo::draw(Point::new(MARGIN + 34, 76), 64, canvas)?;
    message(canvas.words.reading, canvas.words.one_moment, canvas)
}

pub(crate) fn accepted<D: DrawTarget<Color = Rgb565>>(owner: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    canvas.paper(canvas.palette.poster())?;
    let words = canvas.words;
    canvas.kicker(words.accepted)?;
    message(Run::name(owner, owner.owner().name), words.pull_out, canvas)
}

pub(crate) fn refused<D: DrawTarget<Color = Rgb565>>(why: Refusal, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    let sentence = match why {
        Refusal::NothingFound => words.refused_nothing,
        Refusal::NotASummary => words.refused_not_a_summary,
        Refusal::Newer => words.refused_newer,
        Refusal::Incomplete => words.refused_incomplete,
        Refusal::Damaged => words.refused_damaged,
        Refusal::Unsound => words.refused_unsound,
        Refusal::Unreadable => words.refused_unreadable,
        Refusal::NoRoom => words.refused_full,
    };
    steps::stick(Point::new(MARGIN + 30, 60), canvas)?;
    message(words.refused, sentence, canvas)
}

pub(crate) fn clock_unknown<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    message(canvas.words.clock_unknown, canvas.words.clock_unknown_why, canvas)
}

pub(crate) fn data_old<D: DrawTarget<Color = Rgb565>>(owner: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    canvas.kicker(Run::name(owner, owner.owner().name))?;
    let until = fill_one(words.data_until, &words.date(owner.owner().last.date()));
    message(words.data_old, &until, canvas)
}

/// The time, dim, on black; without it, a small moon.
pub(crate) fn night<D: DrawTarget<Color = Rgb565>>(_: Moment, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let mut palette = canvas.palette;
    palette.ground = Rgb565::BLACK;
    canvas.paper(palette)?;
    let centre = Point::new(canvas.width() * PX / 2, canvas.height() * PX / 2);
    let moon = canvas.palette.faint;
    canvas.shape(&Ring::disc(centre, 14 * PX), moon)?;
    let shadow = centre + Point::new(6 * PX, -4 * PX);
    canvas.shape_on(&Ring::disc(shadow, 12 * PX), Rgb565::BLACK, moon)
}
