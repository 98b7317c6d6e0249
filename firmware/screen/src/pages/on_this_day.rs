//! What happened on this day of an earlier year.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::{Memory, MemoryKind};
use playtally_summary::{Summary, TextId};

use crate::canvas::{At, Canvas};
use crate::phrase::{Phrase, fill_one, join};
use crate::text::style::{BODY, CAPTION, FIGURE, LABEL, LISTED, NUMBER, STRIP_HERO, TITLE};
use crate::text::{Align, Block, Em, Run};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    now.is_plausible(summary) && memory(summary, now).is_some()
}

/// The best memory of this day, if this version knows its kind.
fn memory<'a>(summary: &Summary<'a>, now: Moment) -> Option<(&'a Memory, MemoryKind)> {
    let today = now.date();
    let mut memories = summary.memories(today.month(), today.day());
    memories.find_map(|memory| {
        let kind = MemoryKind::from_number(memory.kind)?;
        (memory.date.date().year() < today.year()).then_some((memory, kind))
    })
}

/// Of whom this day is, if it is about an artist.
pub(super) fn artist(summary: &Summary, now: Moment) -> Option<TextId> {
    let (memory, _) = memory(summary, now)?;
    (!memory.artist.is_none()).then_some(memory.artist)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some((memory, kind)) = memory(summary, now) else {
        return Ok(());
    };
    let words = canvas.words;
    let then = memory.date.date();
    let year = words.plain(then.year().unsigned_abs().into());
    let ago = now.date().year().abs_diff(then.year()).into();
    let ago = fill_one(words.years_ago.of(ago), &words.number(ago));
    let number = u64::from(memory.number.get());
    let (title, artist) = (
        Run::name(summary, memory.title),
        super::artist_of(summary, memory.artist),
    );
    let length = match canvas.class {
        Class::Mono => super::in_hours(number, words),
        _ => words.duration(number),
    };
    let (says, name, by): (Phrase, Run, Option<Run>) = match kind {
        MemoryKind::Milestone => (fill_one(words.play_number, &words.number(number)), title, artist),
        MemoryKind::Discovery => (join(&[words.first_heard]), Run::name(summary, memory.artist), None),
        MemoryKind::BiggestDay => (join(&[words.most_music_of_the_year]), Run::from(length.as_str()), None),
        MemoryKind::Favourite => {
            let plays = join(&[&words.number(number), "\u{a0}", words.plays.of(number)]);
            (plays, title, artist)
        }
    };
    let leaf = Leaf {
        year: &year,
        ago: &ago,
        says: &says,
        name,
        by,
    };
    leaf.draw(canvas)
}

/// What the page says.
struct Leaf<'a> {
    year: &'a str,
    ago: &'a str,
    says: &'a str,
    name: Run<'a>,
    by: Option<Run<'a>>,
}

impl Leaf<'_> {
    fn draw<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let (words, palette) = (canvas.words, canvas.palette);
        let (margin, bottom) = (canvas.margin(), canvas.bottom());
        match canvas.class {
            Class::Wide | Class::Square => {
                let top = canvas.kicker(words.on_this_day)?;
                if canvas.class == Class::Wide {
                    let at = (canvas.right(), margin);
                    canvas.line(self.ago, CAPTION, at, Align::Right, palette.soft)?;
                }
                canvas.line(self.year, NUMBER, (margin, top), Align::Left, palette.ink)?;
                let end = top + Em::Number.cap();
                canvas.rule(end + 18)?;
                let (_, end) = canvas.text(self.says, CAPTION, At::Under(end + 33), palette.accent)?;
                let (_, end) = canvas.text(self.name, MEMORY, At::Under(end + 15), palette.ink)?;
                if let Some(by) = self.by {
                    canvas.text(by, CAPTION, At::Under(end + 12), palette.soft)?;
                }
            }
            Class::Round => {
                let top = canvas.kicker(words.on_this_day)?;
                let (_, end) = canvas.text(self.year, NUMBER, At::Under(top), palette.ink)?;
                let (_, end) = canvas.text(self.says, CAPTION, At::Under(end + 16), palette.accent)?;
                let (_, end) = canvas.text(self.name, LISTED, At::Under(end + 11), palette.ink)?;
                if let Some(by) = self.by.filter(|_| end < 190) {
                    canvas.text(by, CAPTION, At::Under(end + 10), palette.soft)?;
                }
            }
            Class::Small => {
                let top = canvas.kicker(words.on_this_day)?;
                let (name, _) = canvas.text(self.name, STRIP_HERO, At::Over(bottom), palette.ink)?;
                let (says, _) = canvas.text(self.says, LABEL, At::Over(name - 9), palette.soft)?;
                // As large as the words leave room for.
                let style = if says - 9 >= top + Em::Figure.cap() {
                    FIGURE
                } else {
                    TITLE
                };
                canvas.text(self.year, style, At::Under(top), palette.ink)?;
            }
            Class::EPaper => {
                let top = canvas.kicker(words.on_this_day)?;
                let width = canvas.line(self.year, FIGURE, (margin, top), Align::Left, palette.ink)?;
                let left = margin + width + 14;
                let says = Block::fit(self.says, canvas.right() - left, LABEL);
                canvas.block(&says, (left, top), Align::Left, palette.ink)?;
                canvas.text(self.name, STRIP_HERO, At::Over(bottom - 2), palette.ink)?;
            }
            Class::Mono => {
                let top = canvas.kicker(self.ago)?;
                let says = canvas.choose(&[self.says, self.year], CAPTION, At::Under(top));
                let (_, end) = canvas.text(says, CAPTION, At::Under(top), palette.ink)?;
                canvas.text_in(self.name, BODY, (end + 9, canvas.height()), palette.ink)?;
            }
        }
        Ok(())
    }
}

/// How the name is set where there is room: it leaves a line for who made it.
const MEMORY: crate::text::Style = &[(Em::Title, 1), (Em::Body, 1), (Em::Body, 2), (Em::Caption, 2)];
