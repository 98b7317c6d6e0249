//! GNU Unifont, the last resort: a bitmap of 16 rows for nearly every assigned character.
//!
//! The bundled `fonts/unifont/unifont.pack` is Unifont 15.0.01 (SIL Open Font License 1.1, `fonts/unifont/LICENSE.txt`):
//! all of the Basic Multilingual Plane, its supplementary planes (emoji, symbols, historic scripts), and the rarer
//! ideographs that Japanese standards ask for. `cargo run -p playtally-typeface --example pack_unifont` made it from
//! the files that Unifont is published as.
//!
//! # The packed file
//! A zlib stream of, in this order, with little-endian numbers:
//! - `n`, the number of code points that are described, u32;
//! - for each code point from 0 to `n - 1` one byte: 0 for no glyph, or 1 + an index into the cells;
//! - the number of cells, u8, and for each cell three bytes: its width in pixels (8 or 16), the offset of its left edge
//!   from the pen (i8, negative for marks, which stand over what came before them), and its advance (0 for marks);
//! - for each code point with a glyph its 16 rows from the top, each of one byte per 8 pixels, the leftmost pixel in the
//!   highest bit.

use std::sync::LazyLock;

use crate::Glyph;

mod picture;

use picture::Picture;

/// Rows of every glyph, and pixels of its em.
pub const ROWS: usize = 16;
/// How many of the rows stand above the base line.
pub const ROWS_ABOVE_BASE_LINE: usize = 14;

static PACKED: &[u8] = include_bytes!("../fonts/unifont/unifont.pack");
static UNIFONT: LazyLock<Unifont> =
    LazyLock::new(|| Unifont::unpack(PACKED).expect("the bundled font is sound; its tests read every glyph"));

/// A character's glyph at an em of `em` pixels. At [`ROWS`] its pixels are those of Unifont; at every other size their
/// stairs are smoothed to slopes first, and each pixel has the share of ink that falls on it. `None` for what Unifont
/// does not have: control characters, unassigned code points and what Unicode added after version 15.
pub fn glyph(character: char, em: usize) -> Option<Glyph> {
    let (cell, rows) = UNIFONT.find(character)?;
    let mut picture = Picture::new(cell.width.into(), ROWS, |x, y| cell.has_ink(rows, x, y));
    if em != ROWS {
        picture = picture.doubled().doubled();
    }
    // Pixels of the picture in an em.
    let fine = picture.height();
    let scaled = |pixels: i32| f64::from(pixels) * em as f64 / ROWS as f64;
    let (left, top) = (scaled(cell.left.into()), scaled(-(ROWS_ABOVE_BASE_LINE as i32)));
    let (x, y, whole) = picture.sampled(left, top, em as f64 / fine as f64);
    let (dx, dy, bitmap) = whole.trimmed(|coverage| crate::coverage::level(coverage) > 0);
    let advance = scaled(cell.advance.into()) as f32;
    Some(Glyph {
        left: x + dx as i32,
        top: y + dy as i32,
        advance,
        bitmap,
    })
}

/// Whether Unifont has a glyph for a character.
pub fn has(character: char) -> bool {
    UNIFONT.find(character).is_some()
}

/// Whether a character's glyph has any ink; `None` for what Unifont does not have.
pub fn has_ink(character: char) -> Option<bool> {
    UNIFONT
        .find(character)
        .map(|(_, rows)| rows.iter().any(|&row| row != 0))
}

/// The rectangle that a glyph is drawn in.
#[derive(Clone, Copy, Debug)]
struct Cell {
    width: u8,
    left: i8,
    advance: u8,
}

impl Cell {
    fn bytes(self) -> usize {
        ROWS * usize::from(self.width) / 8
    }

    fn has_ink(self, rows: &[u8], column: usize, row: usize) -> bool {
        rows[row * usize::from(self.width) / 8 + column / 8] & (0x80 >> (column % 8)) != 0
    }
}

/// Code points in a page of the index.
const PAGE: usize = 256;

struct Unifont {
    /// Per code point, 0 or 1 + the index of its cell.
    kinds: Vec<u8>,
    cells: Vec<Cell>,
    /// Per page of code points, where the rows of its first glyph begin.
    pages: Vec<usize>,
    rows: Vec<u8>,
}

impl Unifont {
    fn unpack(packed: &[u8]) -> Option<Self> {
        let unpacked = miniz_oxide::inflate::decompress_to_vec_zlib(packed).ok()?;
        let (count, rest) = unpacked.split_first_chunk()?;
        let (kinds, rest) = rest.split_at_checked(u32::from_le_bytes(*count) as usize)?;
        let (&cell_count, rest) = rest.split_first()?;
        let (cells, rows) = rest.split_at_checked(usize::from(cell_count) * 3)?;
        let cells: Vec<Cell> = cells
            .chunks_exact(3)
            .map(|cell| Cell {
                width: cell[0],
                left: cell[1] as i8,
                advance: cell[2],
            })
            .collect();
        let mut pages = Vec::with_capacity(kinds.len().div_ceil(PAGE));
        let mut offset = 0;
        for page in kinds.chunks(PAGE) {
            pages.push(offset);
            for &kind in page.iter().filter(|&&kind| kind > 0) {
                offset += cells.get(usize::from(kind) - 1)?.bytes();
            }
        }
        (offset == rows.len()).then(|| Self {
            kinds: kinds.to_vec(),
            cells,
            pages,
            rows: rows.to_vec(),
        })
    }

    fn find(&self, character: char) -> Option<(Cell, &[u8])> {
        let at = character as usize;
        let cell_of = |kind: u8| self.cells.get(usize::from(kind).checked_sub(1)?).copied();
        let cell = cell_of(*self.kinds.get(at)?)?;
        let page = at / PAGE;
        let before: usize = self.kinds[page * PAGE..at]
            .iter()
            .filter_map(|&kind| cell_of(kind))
            .map(Cell::bytes)
            .sum();
        let offset = self.pages[page] + before;
        Some((cell, self.rows.get(offset..offset + cell.bytes())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(character: char, em: usize) -> Vec<String> {
        let glyph = glyph(character, em).expect("a glyph");
        let shade = |&coverage: &u8| b" .:#"[usize::from(coverage) * 3 / 255] as char;
        glyph.bitmap.rows().map(|row| row.iter().map(shade).collect()).collect()
    }

    #[test]
    fn a_letter_is_drawn_as_unifont_draws_it() {
        assert_eq!(
            picture('A', 16),
            [
                "  ##  ", " #  # ", " #  # ", "#    #", "#    #", "######", "#    #", "#    #", "#    #", "#    #"
            ]
        );
        let a = glyph('A', 16).expect("a glyph");
        assert_eq!((a.left, a.top, a.advance), (1, -10, 8.0));
    }

    #[test]
    fn at_twice_the_size_strokes_are_sharp_and_slopes_are_smooth() {
        let grey = |character| {
            let glyph = glyph(character, 32).expect("a glyph");
            glyph
                .bitmap
                .rows()
                .flatten()
                .filter(|&&coverage| coverage != 0 && coverage != 255)
                .count()
        };
        assert_eq!(grey('─'), 0, "what runs to the edge of its cell goes on in the next");
        assert!(grey('|') <= 4, "only ends are rounded");
        assert!(grey('/') > 20 && grey('く') > 20);
    }

    #[test]
    fn at_twice_the_size_everything_is_twice_as_far() {
        let (once, twice) = (glyph('語', 16).expect("a glyph"), glyph('語', 32).expect("a glyph"));
        assert_eq!(
            (twice.left, twice.top, twice.advance),
            (once.left * 2, once.top * 2, 32.0)
        );
    }

    #[test]
    fn in_between_a_pixel_has_the_share_of_ink_that_falls_on_it() {
        let bar = picture('|', 24);
        assert!(bar[1..bar.len() - 1].iter().all(|row| row == "#."), "{bar:#?}");
        let ink = |em| {
            glyph('語', em)
                .expect("a glyph")
                .bitmap
                .rows()
                .flatten()
                .map(|&c| f64::from(c))
                .sum::<f64>()
        };
        assert!((ink(24) / ink(16) - 2.25).abs() < 0.2, "{} of {}", ink(24), ink(16));
    }

    #[test]
    fn a_mark_takes_no_room_and_stands_over_what_came_before() {
        let acute = glyph('\u{301}', 16).expect("a glyph");
        assert_eq!(acute.advance, 0.0);
        assert!(acute.left < 0 && acute.left + acute.bitmap.width() as i32 <= 0);
    }

    #[test]
    fn emoji_and_rare_ideographs_are_there_and_control_characters_are_not() {
        for character in ['🎵', '🔥', '𝄞', '𠀋'] {
            assert!(has(character), "{character}");
        }
        assert_eq!(
            (has_ink('a'), has_ink(' '), has_ink('\n')),
            (Some(true), Some(false), None)
        );
        for character in ['\0', '\n', '\u{7f}', '\u{85}', '\u{ffff}', '\u{10fffd}'] {
            assert!(!has(character), "{character:?}");
        }
    }
}
