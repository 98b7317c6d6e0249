//! Draws names as the device would, enlarged, to judge how they look:
//! `typeset_names OUT.png [bundled|computer|FONT FILES…] < names, one per line`.

use std::error::Error;
use std::io::Read;

use playtally_press::typeset::{Fonts, Sheet, Sizes};
use playtally_summary::{PlacedGlyph, Run, Size};
use playtally_typeface::Bitmap;

const ZOOM: usize = 2;
const WIDTH: usize = 640;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let out = args
        .next()
        .ok_or("usage: typeset_names OUT.png [bundled|computer|FONT FILES…]")?;
    let rest: Vec<String> = args.collect();
    let fonts = match rest.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["bundled"] => Fonts::bundled(),
        ["computer"] => Fonts::of_this_computer(),
        files => Fonts::with_files(files.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?),
    };
    let mut names = String::new();
    std::io::stdin().read_to_string(&mut names)?;
    let started = std::time::Instant::now();
    let mut sheet = Sheet::new(&fonts);
    for name in names.lines() {
        sheet.add(name, Sizes::ALL);
    }
    let set = started.elapsed();
    let typeset = sheet.finish(usize::MAX);
    let sizes: Vec<usize> = typeset.glyphs.iter().map(Vec::len).collect();
    println!(
        "{} names in {set:?}, glyphs {sizes:?} in {:?}: {} bytes, runs {}",
        typeset.texts.len(),
        started.elapsed() - set,
        typeset.glyph_bytes(),
        typeset.runs.len() + size_of_val(typeset.placed.as_slice())
    );

    let rows: usize = Size::ALL.iter().map(|size| usize::from(size.em()) * 3 / 2).sum();
    let height = rows * typeset.texts.len();
    let mut page = vec![18u8; WIDTH * height];
    let mut base = 0;
    for (at, text) in typeset.texts.iter().enumerate() {
        let next = typeset.texts.get(at + 1);
        let end = next.map_or(typeset.runs.len(), |next| next.run_start.get() as usize);
        let codes = &typeset.runs[text.run_start.get() as usize..end];
        let run: Vec<PlacedGlyph> = Run::new(codes, &typeset.placed).iter().copied().collect();
        for size in Size::ALL {
            let em = i32::from(size.em());
            base += em * 5 / 4;
            // In 1/64 pixel.
            let mut pen = 6 * 64;
            for placed in visual(&run) {
                let glyphs = &typeset.glyphs[size as usize];
                let glyph = glyphs.binary_search_by_key(&placed.glyph.get(), |glyph| glyph.glyph.get());
                let glyph = &glyphs[glyph.map_err(|_| "a glyph that is not there")?];
                let units = |value: i8| i32::from(value) * em * 64 / 128;
                let left = (pen + units(placed.dx) + 32).div_euclid(64) + i32::from(glyph.left);
                let top = base - i32::from(glyph.top) - (units(placed.dy) + 32).div_euclid(64);
                let coded = &typeset.coverage[glyph.coverage_start.get() as usize..];
                let bitmap = decode(coded, glyph.width.into(), glyph.height.into());
                for (y, row) in bitmap.rows().enumerate() {
                    for (x, &pixel) in row.iter().enumerate() {
                        let (x, y) = (left + x as i32, top + y as i32);
                        if (0..WIDTH as i32).contains(&x) && (0..height as i32).contains(&y) {
                            let shade = &mut page[y as usize * WIDTH + x as usize];
                            *shade = (*shade).max((18 + usize::from(pixel) * (240 - 18) / 255) as u8);
                        }
                    }
                }
                pen += i32::from(glyph.advance.get()) + units(placed.kern);
            }
            base += em / 4;
        }
    }
    let zoomed = Bitmap::from_fn(WIDTH * ZOOM, height * ZOOM, |x, y| page[y / ZOOM * WIDTH + x / ZOOM]);
    let mut encoder = png::Encoder::new(
        std::fs::File::create(out)?,
        (WIDTH * ZOOM) as u32,
        (height * ZOOM) as u32,
    );
    encoder.set_color(png::ColorType::Grayscale);
    encoder
        .write_header()?
        .write_image_data(&zoomed.rows().flatten().copied().collect::<Vec<_>>())?;
    Ok(())
}

/// The glyphs of one line from left to right: rule L2 of UAX #9 on clusters.
fn visual(run: &[PlacedGlyph]) -> impl Iterator<Item = PlacedGlyph> {
    let level = |cluster: &[PlacedGlyph]| cluster[0].flags >> PlacedGlyph::LEVEL_SHIFT;
    let mut clusters: Vec<&[PlacedGlyph]> = run.chunk_by(|_, next| !next.starts_cluster()).collect();
    for at in (1..16).rev() {
        for stretch in clusters.chunk_by_mut(|a, b| (level(a) >= at) == (level(b) >= at)) {
            if level(stretch[0]) >= at {
                stretch.reverse();
            }
        }
    }
    clusters.into_iter().flatten().copied().collect::<Vec<_>>().into_iter()
}

fn decode(coded: &[u8], width: usize, height: usize) -> Bitmap {
    let mut nibbles = coded.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let mut pixels = Vec::with_capacity(width * height);
    while pixels.len() < width * height {
        let level = nibbles.next().unwrap_or(0);
        let length = if level % 15 == 0 {
            nibbles.next().unwrap_or(0) + 1
        } else {
            1
        };
        pixels.extend(std::iter::repeat_n(level * 17, length.into()));
    }
    Bitmap::from_fn(width, height, |x, y| pixels[y * width + x])
}
