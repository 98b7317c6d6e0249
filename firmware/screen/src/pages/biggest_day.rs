//! The day with the most music, as a leaf of a calendar.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::BiggestDay;

use crate::canvas::{Canvas, MARGIN};
use crate::text::{Align, Block, Em, Run, Style};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary
        .record::<BiggestDay>()
        .is_some_and(|day| day.minutes.get() >= 60)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(day) = summary.record::<BiggestDay>() else {
        return Ok(());
    };
    canvas.paper(canvas.palette.poster())?;
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.biggest_day)?;
    let date = day.date.date();
    let number = words.plain(date.day().into());
    let top = 44;
    let width = canvas.line(number.as_str(), &[Em::Poster], (MARGIN, top), Align::Left, palette.ink)?;
    let left = MARGIN + width + 14;
    let year = words.plain(date.year().unsigned_abs().into());
    let month = words.month(date.month0());
    let y = top + Em::Poster.cap() - Em::Body.cap();
    canvas.line(
        month,
        &[Em::Title, Em::Body, Em::Caption],
        (left, top),
        Align::Left,
        palette.ink,
    )?;
    canvas.line(year.as_str(), &[Em::Body], (left, y), Align::Left, palette.ink)?;

    let music = words.duration(day.minutes.get().into());
    let y = top + Em::Poster.cap() + 24;
    canvas.line(music.as_str(), &[Em::Title], (MARGIN, y), Align::Left, palette.ink)?;
    let room = canvas.inner_width();
    let artist = Block::fit(Run::name(summary, day.artist), room, Style::line(&[Em::Caption]));
    let y = canvas.bottom() - Em::Caption.cap();
    canvas.block(&artist, (MARGIN, y), Align::Left, palette.soft)?;
    let track = Block::fit(
        Run::name(summary, day.track),
        room,
        Style::line(&[Em::Body, Em::Caption]),
    );
    let y = y - 12 - track.em().cap();
    canvas.block(&track, (MARGIN, y), Align::Left, palette.ink)
}
