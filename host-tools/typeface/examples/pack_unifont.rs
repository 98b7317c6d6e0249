//! Makes `fonts/unifont/unifont.pack` from the files that GNU Unifont is published as:
//! `pack_unifont FOLDER OUT`, where FOLDER holds `unifont.hex`, `unifont_jp.hex`, `plane00-combining.txt` and
//! `unifont_upper.otf` of one release.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, error, fs};

use playtally_typeface::unifont::{ROWS, ROWS_ABOVE_BASE_LINE};
use playtally_typeface::{Font, Glyph, GridFit};

/// Width, left edge and advance of a glyph's cell, in pixels.
type Cell = (u8, i8, u8);
type Glyphs = BTreeMap<u32, (Cell, Vec<u8>)>;

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut args = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(out)) = (args.next(), args.next()) else {
        return Err("usage: pack_unifont FOLDER OUT".into());
    };
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let mut glyphs = hex(&read("unifont_jp.hex")?)?;
    glyphs.retain(|&code, _| code > 0xFFFF);
    glyphs.extend(hex(&read("unifont.hex")?)?);
    glyphs.extend(outlines(&fs::read(folder.join("unifont_upper.otf"))?)?);
    for line in read("plane00-combining.txt")?.lines() {
        let (code, left) = line.split_once(':').ok_or("a line without colon")?;
        if let Some((cell, _)) = glyphs.get_mut(&u32::from_str_radix(code, 16)?) {
            *cell = mark_cell(left.trim().parse()?, cell.0.into(), cell.0.into());
        }
    }
    glyphs.retain(|&code, (_, rows)| char::from_u32(code).is_some_and(|c| !c.is_control()) && !is_code_box(rows));
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&pack(&glyphs), 10);
    println!("{} glyphs in {} bytes", glyphs.len(), packed.len());
    Ok(fs::write(out, packed)?)
}

/// Whether these are the rows of the box that Unifont draws for code points without a character: four hexadecimal digits
/// cut out of a full square.
fn is_code_box(rows: &[u8]) -> bool {
    let row = |at: usize| rows.get(at * 2..at * 2 + 2);
    rows.len() == 2 * ROWS
        && [0, 15].iter().all(|&at| row(at) == Some(&[0, 0]))
        && [1, 7, 8, 14].iter().all(|&at| row(at) == Some(&[0x7F, 0xFE]))
        && row(4) != Some(&[0x7F, 0xFE])
}

fn hex(lines: &str) -> Result<Glyphs, Box<dyn error::Error>> {
    let mut glyphs = Glyphs::new();
    for line in lines.lines() {
        let (code, digits) = line.split_once(':').ok_or("a line without colon")?;
        let rows: Vec<u8> = (0..digits.len() / 2)
            .map(|i| u8::from_str_radix(&digits[i * 2..][..2], 16))
            .collect::<Result<_, _>>()?;
        let width = (rows.len() * 8 / ROWS) as u8;
        glyphs.insert(u32::from_str_radix(code, 16)?, ((width, 0, width), rows));
    }
    Ok(glyphs)
}

/// The outlines of Unifont are its pixels: at an em of 16 they come out whole.
fn outlines(font: &[u8]) -> Result<Glyphs, Box<dyn error::Error>> {
    let font = Font::parse(font, 0)?;
    let scaler = font.scaled(ROWS as f32, GridFit::None);
    let glyphs = (0x10000..0x20000).filter_map(|code| {
        let glyph = scaler.glyph(font.glyph_id(char::from_u32(code)?)?);
        let ink = glyph.bitmap.width() as i32;
        let (cell, column) = match glyph.advance as u8 {
            0 => (mark_cell(glyph.left, glyph.left + ink, ink), 0),
            width => ((width, 0, width), glyph.left as usize),
        };
        Some((code, (cell, rows(&glyph, cell.0.into(), column))))
    });
    Ok(glyphs.collect())
}

/// The cell of a mark of `width` pixels between the columns `left` and `right`. In right-to-left scripts Unifont counts
/// from the left edge of the base; in all others, and here, from its right.
fn mark_cell(left: i32, right: i32, width: i32) -> Cell {
    let cell = |pixels: i32| if pixels <= 8 { 8 } else { 16 };
    let from_right = if left < 0 { left } else { left - cell(right) };
    (cell(width) as u8, from_right as i8, 0)
}

/// The rows of a cell of `width` pixels in which the glyph's bitmap begins at column `left`.
fn rows(glyph: &Glyph, width: usize, left: usize) -> Vec<u8> {
    let mut rows = vec![0; ROWS * width / 8];
    for (y, row) in glyph.bitmap.rows().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|&(_, &coverage)| coverage > 127) {
            let x = left + x;
            let y = (glyph.top + ROWS_ABOVE_BASE_LINE as i32) as usize + y;
            rows[y * width / 8 + x / 8] |= 0x80 >> (x % 8);
        }
    }
    rows
}

fn pack(glyphs: &Glyphs) -> Vec<u8> {
    let count = glyphs.last_key_value().map_or(0, |(&code, _)| code + 1);
    let mut cells: Vec<Cell> = glyphs.values().map(|&(cell, _)| cell).collect();
    cells.sort_unstable();
    cells.dedup();
    let kind = |code: u32| {
        glyphs
            .get(&code)
            .and_then(|(cell, _)| cells.binary_search(cell).ok())
            .map_or(0, |at| at as u8 + 1)
    };
    let mut packed = count.to_le_bytes().to_vec();
    packed.extend((0..count).map(kind));
    packed.push(cells.len() as u8);
    packed.extend(
        cells
            .iter()
            .flat_map(|&(width, left, advance)| [width, left as u8, advance]),
    );
    packed.extend(glyphs.values().flat_map(|(_, rows)| rows));
    packed
}
