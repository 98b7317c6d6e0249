//! The day on which a round number of plays was reached.

use chrono::{Datelike, NaiveDate};
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::{Milestone, MilestoneKind};
use playtally_summary::{Summary, TextId};

use crate::canvas::{At, Canvas};
use crate::layout::{Note, notes};
use crate::phrase::join;
use crate::text::style::{BODY, CAPTION, FIGURE, LISTED, NUMBER};
use crate::text::{Align, Block, Em, Run};
use crate::{Class, Moment};

/// Fewer plays are no milestone to hang on a wall.
const LEAST: u32 = 1_000;

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    milestone(summary, now).is_some()
}

/// One of the milestones of plays: another one every day.
fn milestone<'a>(summary: &Summary<'a>, now: Moment) -> Option<&'a Milestone> {
    let all = summary.records::<Milestone>();
    let plays = || {
        all.iter().filter(|milestone| {
            let is_of_plays = milestone.kind == MilestoneKind::Plays as u8;
            is_of_plays && milestone.number.get() >= LEAST && !milestone.title.is_none()
        })
    };
    let count = plays().count();
    plays().nth(now.date().num_days_from_ce().unsigned_abs() as usize % count.max(1))
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(milestone) = milestone(summary, now) else {
        return Ok(());
    };
    let reached = Reached {
        number: milestone.number.get().into(),
        date: milestone.date.date(),
        title: milestone.title,
        artist: milestone.artist,
    };
    draw_reached(&reached, summary, canvas)
}

/// A round number of plays.
pub(super) struct Reached {
    pub(super) number: u64,
    pub(super) date: NaiveDate,
    pub(super) title: TextId,
    pub(super) artist: TextId,
}

/// Draws a milestone.
pub(super) fn draw_reached<D: DrawTarget<Color = Rgb565>>(
    reached: &Reached,
    summary: &Summary,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let count = reached.number;
    let number = words.number(canvas.count_up(count));
    let date = words.date(reached.date);
    let title = Run::name(summary, reached.title);
    // The first one is a beginning, the others are counts.
    let kicker = if count == 1 {
        words.the_first_play
    } else {
        words.milestone
    };
    let label = words.plays.of(count);
    let (margin, bottom) = (canvas.margin(), canvas.bottom());
    let kicker = canvas.choose(&[kicker, words.milestone], CAPTION, At::Under(margin));
    let top = canvas.kicker(kicker)?;
    match canvas.class {
        Class::Wide | Class::Square => {
            let width = canvas.line(number.as_str(), NUMBER, (margin, top), Align::Left, palette.ink)?;
            let (left, end) = (margin + width + 12, top + Em::Number.cap());
            let beside = Block::fit(label, canvas.right() - left, BODY);
            if beside.is_cut() {
                canvas.text(label, BODY, At::Under(end + 14), palette.ink)?;
            } else {
                canvas.block(&beside, (left, end - beside.height()), Align::Left, palette.ink)?;
            }
            let small_print = [Note {
                label: &date,
                value: Run::from(""),
            }];
            let rule = notes(&small_print, bottom, canvas)?;
            let over = match super::artist_of(summary, reached.artist) {
                Some(artist) => canvas.text(artist, CAPTION, At::Over(rule - 12), palette.soft)?.0 - 10,
                None => rule - 12,
            };
            canvas.text(title, BODY, At::Over(over), palette.ink)?;
        }
        Class::Round => {
            let (_, end) = canvas.text(number.as_str(), NUMBER, At::Under(top), palette.ink)?;
            let (_, end) = canvas.text(label, CAPTION, At::Under(end + 12), palette.ink)?;
            let (_, end) = canvas.text(title, LISTED, At::Under(end + 16), palette.ink)?;
            let month = words.month_year(reached.date);
            if end < 190 {
                canvas.text(month.as_str(), CAPTION, At::Under(end + 11), palette.soft)?;
            }
        }
        Class::Small => {
            canvas.text(number.as_str(), FIGURE, At::Under(top), palette.ink)?;
            let (_, end) = canvas.text(label, CAPTION, At::Under(top + Em::Figure.cap() + 12), palette.soft)?;
            canvas.text_in(title, LISTED, (end + 9, canvas.height() - 2), palette.ink)?;
        }
        Class::EPaper => {
            let year = words.year(reached.date);
            canvas.line(
                year.as_str(),
                CAPTION,
                (canvas.right(), margin),
                Align::Right,
                palette.ink,
            )?;
            let width = canvas.line(number.as_str(), FIGURE, (margin, top), Align::Left, palette.ink)?;
            let left = margin + width + 10;
            let label = Block::fit(label, canvas.right() - left, BODY);
            if !label.is_cut() {
                let at = (left, top + Em::Figure.cap() - label.height());
                canvas.block(&label, at, Align::Left, palette.ink)?;
            }
            canvas.text(title, BODY, At::Over(bottom), palette.ink)?;
        }
        Class::Mono => {
            let at = At::Under(top);
            let says = join(&[&number, " ", label]);
            let says = canvas.choose(&[&says, &number], BODY, at);
            let (_, end) = canvas.text(says, BODY, at, palette.ink)?;
            canvas.text_in(title, BODY, (end + 10, canvas.height()), palette.ink)?;
        }
    }
    Ok(())
}
