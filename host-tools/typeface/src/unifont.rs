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

use crate::{Bitmap, Glyph};

/// Rows of every glyph, and pixels of its em.
pub const ROWS: usize = 16;
/// How many of the rows stand above the base line.
pub const ROWS_ABOVE_BASE_LINE: usize = 14;

static PACKED: &[u8] = include_bytes!("../fonts/unifont/unifont.pack");
static UNIFONT: LazyLock<Unifont> =
    LazyLock::new(|| Unifont::unpack(PACKED).expect("the bundled font is sound; its tests read every glyph"));

/// A character's glyph at an em of `em` pixels. At multiples of [`ROWS`] its pixels are squares; in between, each pixel
/// has the share of ink that falls on it. `None` for what Unifont does not have: control characters, unassigned code
/// points and what Unicode added after version 15.
pub fn glyph(character: char, em: usize) -> Option<Glyph> {
    let (cell, rows) = UNIFONT.find(character)?;
    let scaled = |pixels: i32| -> f64 { f64::from(pixels) * em as f64 / ROWS as f64 };
    let left = scaled(cell.left.into()).floor();
    let right = scaled(i32::from(cell.left) + i32::from(cell.width)).ceil();
    let top = scaled(-(ROWS_ABOVE_BASE_LINE as i32)).floor();
    let bottom = scaled((ROWS - ROWS_ABOVE_BASE_LINE) as i32).ceil();
    let whole = Bitmap::from_fn((right - left) as usize, (bottom - top) as usize, |x, y| {
        let (x, y) = (left + x as f64, top + y as f64);
        // The span of this pixel in pixels of the cell.
        let columns = span(x, em, -f64::from(cell.left));
        let rows_covered = span(y, em, ROWS_ABOVE_BASE_LINE as f64);
        let mut ink = 0.0;
        for (row, height) in parts(rows_covered, ROWS) {
            for (column, width) in parts(columns, cell.width.into()) {
                if cell.has_ink(rows, column, row) {
                    ink += width * height;
                }
            }
        }
        let area = (columns.1 - columns.0) * (rows_covered.1 - rows_covered.0);
        (ink / area * 255.0).round() as u8
    });
    let (x, y, bitmap) = whole.trimmed(|coverage| crate::coverage::level(coverage) > 0);
    let advance = scaled(cell.advance.into()) as f32;
    Some(Glyph {
        left: left as i32 + x as i32,
        top: top as i32 + y as i32,
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

/// Where a pixel at `at` begins and ends, in pixels of the cell, whose own zero lies at `-origin`.
fn span(at: f64, em: usize, origin: f64) -> (f64, f64) {
    let scale = ROWS as f64 / em as f64;
    (at * scale + origin, (at + 1.0) * scale + origin)
}

/// The whole pixels below `end` that a span touches, each with the length of the touch.
fn parts((from, to): (f64, f64), end: usize) -> impl Iterator<Item = (usize, f64)> + Clone {
    let first = from.max(0.0) as usize;
    let last = (to.ceil().max(0.0) as usize).min(end);
    (first..last).map(move |at| (at, (to.min(at as f64 + 1.0) - from.max(at as f64)).max(0.0)))
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
    fn at_twice_the_size_every_pixel_is_four() {
        let (once, twice) = (glyph('語', 16).expect("a glyph"), glyph('語', 32).expect("a glyph"));
        assert_eq!(
            (twice.left, twice.top, twice.advance),
            (once.left * 2, once.top * 2, 32.0)
        );
        let doubled = Bitmap::from_fn(once.bitmap.width() * 2, once.bitmap.height() * 2, |x, y| {
            once.bitmap.get(x / 2, y / 2)
        });
        assert_eq!(twice.bitmap, doubled);
    }

    #[test]
    fn in_between_a_pixel_has_the_share_of_ink_that_falls_on_it() {
        let bar = picture('|', 24);
        assert!(
            bar.iter().all(|row| *row == bar[0] || row == bar.last().expect("rows")),
            "{bar:#?}"
        );
        let ink = |em| {
            glyph('語', em)
                .expect("a glyph")
                .bitmap
                .rows()
                .flatten()
                .map(|&c| f64::from(c))
                .sum::<f64>()
        };
        assert!((ink(24) / ink(16) - 2.25).abs() < 0.03, "{} of {}", ink(24), ink(16));
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
