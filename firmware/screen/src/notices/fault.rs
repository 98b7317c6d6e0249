//! Something that is wrong with the device itself: what it means, in the device's words, and the particulars, in those of
//! whoever noticed. The device's own type has the letters of its own words only; particulars may have any.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::mono_font::MonoFont;
use embedded_graphics::mono_font::ascii::{FONT_6X10, FONT_6X12, FONT_9X15};
use embedded_graphics::pixelcolor::Rgb565;

use crate::canvas::{At, Canvas};
use crate::text::style::{HEADLINE, PROSE, SMALL_HEADLINE};
use crate::text::{Block, Em, Style};
use crate::{Class, Fault};

/// The particulars stand where other notices have their picture. Where they have no room there, the sentence stays away,
/// and on a strip the title too: they say more.
pub(crate) fn fault<D: DrawTarget<Color = Rgb565>>(
    fault: Fault,
    detail: &str,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let [title, sentence] = fault.sentences(canvas.words);
    let palette = canvas.palette;
    let (style, gap) = match canvas.class {
        Class::Round => return on_a_disc(title, sentence, detail, canvas),
        Class::Wide | Class::Square => (HEADLINE, 18),
        Class::EPaper => (SMALL_HEADLINE, 9),
        Class::Small => (SMALL_HEADLINE, 7),
        Class::Mono => (SMALL_HEADLINE, 5),
    };
    let (top, bottom) = (canvas.margin(), canvas.last_line());
    let typed = Typed::on(canvas, bottom);
    let wanted = typed.height(detail);
    let height = |text, style| Block::fit(text, canvas.inner_width(), style).height();
    let room = bottom - top - height(title, style) - gap;
    if canvas.class == Class::Mono && wanted > room {
        return typed.draw(detail, top, bottom, canvas);
    }
    let mut over = bottom;
    if wanted == 0 || wanted <= room - height(sentence, PROSE) - gap {
        let (sentence, _) = canvas.text(sentence, PROSE, At::Over(bottom), palette.soft)?;
        over = sentence - gap;
    }
    let (title, _) = canvas.text(title, style, At::Over(over), palette.ink)?;
    typed.draw(detail, top, title - gap, canvas)
}

/// All of it around the middle, where a disc is widest.
fn on_a_disc<D: DrawTarget<Color = Rgb565>>(
    title: &str,
    sentence: &str,
    detail: &str,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    const TITLE: Style = &[(Em::Body, 1), (Em::Body, 2)];
    const GAP: i32 = 12;
    let (top, bottom) = (52, canvas.height() - 52);
    // The last row is seldom full.
    let typed = Typed::on(canvas, bottom - 4);
    let (left, right) = canvas.sides(top, 1);
    let height = |text, style| Block::fit(text, right - left, style).height();
    let least = height(title, TITLE) + GAP + typed.height(detail);
    let most = least + height(sentence, PROSE) + GAP;
    let says_both = detail.is_empty() || most <= bottom - top;
    let all = if says_both { most } else { least };
    let top = top.max((canvas.height() - all) / 2);
    let (_, mut end) = canvas.text(title, TITLE, At::Under(top), canvas.palette.ink)?;
    if says_both {
        (_, end) = canvas.text(sentence, PROSE, At::Under(end + GAP), canvas.palette.soft)?;
    }
    typed.draw(detail, end + GAP, bottom, canvas)
}

/// A type whose letters are all as wide.
#[derive(Clone, Copy)]
struct Typed {
    font: &'static MonoFont<'static>,
    /// From one row to the next, in pixels.
    leading: i32,
    /// How many letters a row takes.
    columns: usize,
}

impl Typed {
    /// That of a class of panels, in rows that end above a height.
    fn on<D: DrawTarget<Color = Rgb565>>(canvas: &Canvas<D>, bottom: i32) -> Self {
        let (font, leading) = match canvas.class {
            Class::Wide | Class::Square | Class::Round => (&FONT_9X15, 17),
            Class::Small | Class::EPaper => (&FONT_6X12, 13),
            Class::Mono => (&FONT_6X10, 11),
        };
        let (left, right) = canvas.sides(bottom - leading, leading);
        let columns = (right - left) / font.character_size.width as i32;
        Self {
            font,
            leading,
            columns: columns.max(1) as usize,
        }
    }

    fn rows(self, text: &str) -> Rows<'_> {
        Rows {
            rest: text,
            columns: self.columns,
        }
    }

    /// How high a text becomes.
    fn height(self, text: &str) -> i32 {
        self.rows(text).count() as i32 * self.leading
    }

    /// Draws as many rows as there is room for between two heights.
    fn draw<D: DrawTarget<Color = Rgb565>>(
        self,
        text: &str,
        top: i32,
        bottom: i32,
        canvas: &mut Canvas<D>,
    ) -> Result<(), D::Error> {
        let fit = ((bottom - top) / self.leading).max(0) as usize;
        let cut = self.rows(text).nth(fit).is_some();
        let colour = canvas.palette.accent;
        for (at, row) in self.rows(text).take(fit).enumerate() {
            let more = if cut && at + 1 == fit { "..." } else { "" };
            let room = self.columns.saturating_sub(more.len());
            let row = row.char_indices().nth(room).map_or(row, |(end, _)| &row[..end]);
            let wide = |text: &str| text.chars().count() as i32 * self.font.character_size.width as i32;
            let left = match canvas.class {
                Class::Round => (canvas.width() - wide(row) - wide(more)) / 2,
                _ => canvas.margin(),
            };
            let y = top + at as i32 * self.leading;
            canvas.typed(row, self.font, (left, y), colour)?;
            canvas.typed(more, self.font, (left + wide(row), y), colour)?;
        }
        Ok(())
    }
}

/// The rows of a text: broken at white space, and inside words that are longer.
struct Rows<'a> {
    rest: &'a str,
    /// At least 1.
    columns: usize,
}

impl<'a> Iterator for Rows<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest.trim_start();
        let line = text.split('\n').next().filter(|line| !line.is_empty())?;
        // Where a full row ends, and the last place before that where words may part.
        let full = line.char_indices().nth(self.columns).map(|(at, _)| at);
        let end = full.map_or(line.len(), |full| {
            let parts = line.char_indices().take(self.columns + 1);
            parts
                .filter(|(_, letter)| letter.is_whitespace())
                .last()
                .map_or(full, |(at, _)| at)
        });
        let (row, rest) = text.split_at(end);
        self.rest = rest;
        Some(row.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use std::prelude::v1::*;

    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        Rows { rest: text, columns }.collect()
    }

    #[test]
    fn rows_break_at_spaces_and_inside_long_words() {
        assert_eq!(rows("a bc def\nghi", 5), ["a bc", "def", "ghi"]);
        assert_eq!(rows("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(rows("  naïve\n\n so", 5), ["naïve", "so"]);
        assert_eq!(rows(" \n", 9), [""; 0]);
    }

    proptest! {
        #[test]
        fn no_row_is_too_long_and_no_character_gets_lost(text in "[ -~äΩ\n]{0,80}", columns in 1..20_usize) {
            let rows = rows(&text, columns);
            prop_assert!(rows.iter().all(|row| (1..=columns).contains(&row.chars().count())), "{:?}", rows);
            let without_space = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(without_space(&rows.concat()), without_space(&text));
        }
    }
}
