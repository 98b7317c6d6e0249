//! Sixels: six rows at a time, a colour at a time, a letter for six pixels above each other.
//! (VT330/VT340 Programmer Reference Manual, volume 2, chapter 14.)
//!
//! A crate for them brings two dozen others along to choose the colours well. A panel's page needs no choice: it has fewer
//! than the 256 that sixels allow. Only where it has more, some are made equal.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Pixels;

type Rgb = [u8; 3];

/// The most colours of a picture.
const COLOURS: usize = 256;
/// Rows to a letter.
const BAND: usize = 6;

pub(super) fn draw(pixels: &Pixels) -> String {
    let (mask, palette) = palette(pixels);
    // What is behind the picture stays where it has no pixel, which is nowhere.
    let mut text = format!("\u{1b}P0;1q\"1;1;{};{}", pixels.width, pixels.height);
    for (colour, number) in &palette {
        let [r, g, b] = colour.map(percent);
        let _ = write!(text, "#{number};2;{r};{g};{b}");
    }
    for band in pixels.rgb.chunks((pixels.width * 3 * BAND).max(1)) {
        let mut rows: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
        for (at, pixel) in band.chunks_exact(3).enumerate() {
            let number = palette[&masked(pixel, mask)];
            let row = rows.entry(number).or_insert_with(|| vec![0; pixels.width]);
            row[at % pixels.width] |= 1 << (at / pixels.width);
        }
        for (number, row) in rows {
            let _ = write!(text, "#{number}");
            for run in row.chunk_by(|one, two| one == two) {
                let letter = char::from(b'?' + run[0]);
                if run.len() > 3 {
                    let _ = write!(text, "!{}{letter}", run.len());
                } else {
                    text.extend(run.iter().map(|_| letter));
                }
            }
            text.push('$');
        }
        text.push('-');
    }
    text.push_str("\u{1b}\\");
    text
}

/// The colours of a picture and their numbers, with as many of their bits as there is room for.
fn palette(pixels: &Pixels) -> (u8, BTreeMap<Rgb, usize>) {
    let mut mask = u8::MAX;
    loop {
        let mut colours = BTreeMap::new();
        for pixel in pixels.rgb.chunks_exact(3) {
            let next = colours.len();
            colours.entry(masked(pixel, mask)).or_insert(next);
            if colours.len() > COLOURS {
                break;
            }
        }
        if colours.len() <= COLOURS {
            return (mask, colours);
        }
        mask <<= 1;
    }
}

fn masked(pixel: &[u8], mask: u8) -> Rgb {
    [pixel[0] & mask, pixel[1] & mask, pixel[2] & mask]
}

/// Sixels say how much of a colour there is in percent.
fn percent(part: u8) -> u32 {
    (u32::from(part) * 100 + 127) / 255
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_panel::Rotation;
    use playtally_simulator::Action;
    use playtally_simulator::testing::device;

    /// The pixels that a terminal would show, in percent.
    fn decoded(text: &str) -> (usize, Vec<[u32; 3]>) {
        let body = text
            .strip_prefix("\u{1b}P0;1q\"1;1;")
            .and_then(|text| text.strip_suffix("\u{1b}\\"));
        let body = body.expect("sixels").as_bytes();
        let mut at = 0;
        let number = |at: &mut usize| {
            let from = *at;
            while body.get(*at).is_some_and(u8::is_ascii_digit) {
                *at += 1;
            }
            std::str::from_utf8(&body[from..*at])
                .expect("digits")
                .parse::<usize>()
                .expect("a number")
        };
        let width = number(&mut at);
        at += 1;
        let height = number(&mut at);
        let mut pixels = vec![[u32::MAX; 3]; width * height];
        let mut colours = BTreeMap::new();
        let (mut colour, mut x, mut top) = (0, 0, 0);
        while at < body.len() {
            let letter = body[at];
            at += 1;
            match letter {
                b'#' => {
                    colour = number(&mut at);
                    if body.get(at) == Some(&b';') {
                        let parts: Vec<_> = (0..4)
                            .map(|_| {
                                at += 1;
                                number(&mut at) as u32
                            })
                            .collect();
                        assert_eq!(parts[0], 2, "red, green and blue");
                        colours.insert(colour, [parts[1], parts[2], parts[3]]);
                    }
                }
                b'$' => x = 0,
                b'-' => (x, top) = (0, top + BAND),
                _ => {
                    let (times, letter) = if letter == b'!' {
                        let times = number(&mut at);
                        at += 1;
                        (times, body[at - 1])
                    } else {
                        (1, letter)
                    };
                    for _ in 0..times {
                        for row in (0..BAND).filter(|row| (letter - b'?') >> row & 1 == 1) {
                            pixels[(top + row) * width + x] = colours[&colour];
                        }
                        x += 1;
                    }
                }
            }
        }
        (width, pixels)
    }

    #[test]
    fn pages_are_shown_in_their_own_colours() {
        let mut device = device(Rotation::Deg0);
        for scale in [1, 2] {
            device.act(Action::Next).expect("no problem");
            device.pass(std::time::Duration::from_secs(1)).expect("no problem");
            let pixels = Pixels::of(&device.image(), scale);
            assert_eq!(palette(&pixels).0, u8::MAX, "every colour has a number");
            let (width, seen) = decoded(&draw(&pixels));
            assert_eq!(width, pixels.width);
            let expected = pixels
                .rgb
                .chunks_exact(3)
                .map(|pixel| [pixel[0], pixel[1], pixel[2]].map(percent));
            assert!(seen.iter().copied().eq(expected));
        }
    }

    #[test]
    fn a_picture_of_more_colours_is_shown_in_nearly_its_own() {
        let (width, height) = (64, 50);
        let colour = |at: usize| [(at % 251) as u8, (at / 13 % 256) as u8, (at / 7 % 256) as u8];
        let rgb = (0..width * height).flat_map(colour).collect();
        let pixels = Pixels { width, height, rgb };
        let (mask, palette) = palette(&pixels);
        assert!(mask < u8::MAX && palette.len() <= COLOURS);
        let (_, seen) = decoded(&draw(&pixels));
        for (at, seen) in seen.iter().enumerate() {
            for (part, drawn) in seen.iter().zip(colour(at)) {
                assert!(part.abs_diff(percent(drawn)) <= percent(!mask) + 1, "pixel {at}");
            }
        }
    }
}
