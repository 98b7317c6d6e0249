//! Draws lines of text in a bundled face, enlarged, to judge how it looks: `specimen OUT.png [FONT [INDEX]]`.

use playtally_typeface::{Design, Face, Font, GridFit};

const SAMPLES: [&str; 3] = [
    "Hamburgefonstiv 0123456789",
    "Sigur Rós · Ágætis byrjun",
    "Ξυλούρης Мумий Тролль",
];
const ZOOM: usize = 3;

fn main() {
    let mut args = std::env::args().skip(1);
    let out = args.next().expect("a file to write");
    let data = args.next().map(|path| std::fs::read(path).expect("a font to read"));
    let index = args.next().map_or(0, |index| index.parse().expect("an index"));
    let mut faces = vec![];
    match &data {
        Some(data) => faces.push(Font::parse(data, index).expect("a font")),
        None => {
            for (design, weight) in [
                (Design::Text, 400),
                (Design::Text, 500),
                (Design::Text, 600),
                (Design::Display, 500),
                (Design::Display, 600),
            ] {
                faces.push(Face { design, weight }.font());
            }
        }
    }
    let (width, line) = (1000 / 2, 30);
    let sizes = [15.0, 16.0, 18.0, 20.0, 24.0, 32.0];
    let height = faces.len() * sizes.len() * 2 * line;
    let mut page = vec![16u8; width * height];
    let mut y = 24;
    for font in &faces {
        for em in sizes {
            for fit in [GridFit::None, GridFit::Vertical] {
                let scaler = font.scaled(em, fit);
                let mut pen = 4.0f32;
                for character in SAMPLES.join("  ").chars() {
                    let Some(id) = font.glyph_id(character) else { continue };
                    let glyph = scaler.glyph(id);
                    let (left, top) = (pen.round() as i32 + glyph.left, y as i32 + glyph.top);
                    for (row, pixels) in glyph.bitmap.rows().enumerate() {
                        for (column, &pixel) in pixels.iter().enumerate() {
                            let (x, y) = (left + column as i32, top + row as i32);
                            if (0..width as i32).contains(&x) && (0..height as i32).contains(&y) {
                                let level = u32::from(playtally_typeface::coverage::level(pixel)) * 17;
                                page[y as usize * width + x as usize] = (16 + level * (240 - 16) / 255) as u8;
                            }
                        }
                    }
                    pen += glyph.advance.round();
                }
                y += line;
            }
        }
    }
    let file = std::fs::File::create(out).expect("a file to write");
    let mut encoder = png::Encoder::new(file, (width * ZOOM) as u32, (height * ZOOM) as u32);
    encoder.set_color(png::ColorType::Grayscale);
    let zoomed: Vec<u8> = (0..height * ZOOM * width * ZOOM)
        .map(|i| page[i / (width * ZOOM) / ZOOM * width + i % (width * ZOOM) / ZOOM])
        .collect();
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&zoomed))
        .expect("a picture");
}
