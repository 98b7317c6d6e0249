//! Plain text on the panel: what went wrong, word for word. The pages' own type only has the letters that they use, and
//! a message may hold any.

use embedded_graphics::mono_font::ascii::{FONT_9X15, FONT_9X15_BOLD};
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle};
use embedded_graphics::pixelcolor::{Rgb565, RgbColor};
use embedded_graphics::prelude::*;
use embedded_graphics::text::{Baseline, Text};

/// The room between the edge of the panel and the text, in pixels.
const MARGIN: i32 = 10;
/// From one line to the next, in pixels.
const LEADING: i32 = 17;

/// Draws a title and a text under it on the whole target, as much as fits. Characters beyond ASCII become `?`.
///
/// # Errors
/// Only those of the target.
pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(title: &str, text: &str, target: &mut D) -> Result<(), D::Error> {
    target.clear(Rgb565::BLACK)?;
    let Size { width, height } = target.bounding_box().size;
    let columns = (width as i32 - 2 * MARGIN) / FONT_9X15.character_size.width as i32;
    let rows = (height as i32 - 2 * MARGIN) / LEADING;
    let (columns, rows) = (columns.max(0) as usize, rows.max(0) as usize);
    let title = wrap(title, columns).into_iter().map(|line| (line, &FONT_9X15_BOLD));
    let gap = std::iter::once((String::new(), &FONT_9X15));
    let text = wrap(text, columns).into_iter().map(|line| (line, &FONT_9X15));
    let lines = title.chain(gap).chain(text).take(rows);
    for (row, (line, font)) in (0..).zip(lines) {
        draw_line(&line, font, MARGIN + row * LEADING, target)?;
    }
    Ok(())
}

fn draw_line<D>(line: &str, font: &MonoFont, top: i32, target: &mut D) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb565>,
{
    let style = MonoTextStyle::new(font, Rgb565::WHITE);
    Text::with_baseline(line, Point::new(MARGIN, top), style, Baseline::Top)
        .draw(target)
        .map(drop)
}

/// Breaks a text into lines of at most so many ASCII characters: at spaces, and inside words that are longer.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let word: String = word
                .chars()
                .map(|c| if c.is_ascii_graphic() { c } else { '?' })
                .collect();
            if !line.is_empty() && line.len() + 1 + word.len() > columns {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
            while line.len() > columns.max(1) {
                let rest = line.split_off(columns.max(1));
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use embedded_graphics::mock_display::MockDisplay;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_at_spaces_and_inside_long_words() {
        assert_eq!(wrap("a bc def\nghi", 5), ["a bc", "def", "ghi"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("naïve", 9), ["na?ve"]);
        assert_eq!(wrap("", 9), [""; 0]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_character_gets_lost(text in "[ -~\n]{0,80}", columns in 1..20_usize) {
            let lines = wrap(&text, columns);
            prop_assert!(lines.iter().all(|line| line.len() <= columns), "{:?}", lines);
            let without_space = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(without_space(&lines.concat()), without_space(&text));
        }
    }

    #[test]
    fn nothing_is_drawn_outside_a_small_target() {
        // It panics at a pixel outside.
        let mut target = MockDisplay::new();
        target.set_allow_overdraw(true);
        draw("a title", "and a text that is much too long for it", &mut target).unwrap();
    }
}
