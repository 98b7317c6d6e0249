//! The graphics protocol of kitty: <https://sw.kovidgoyal.net/kitty/graphics-protocol/>.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Pixels;

/// Letters to a message at most.
const CHUNK: usize = 4096;
/// Packing hardly tries: the next picture may come in a thirtieth of a second.
const LEVEL: u8 = 1;

/// Deletes the picture.
pub(super) const CLEAR: &str = "\u{1b}_Ga=d,d=I,i=1,q=2\u{1b}\\";

/// The picture takes the place of the one before: both are number 1.
pub(super) fn draw(pixels: &Pixels) -> String {
    let packed = STANDARD.encode(miniz_oxide::deflate::compress_to_vec_zlib(&pixels.rgb, LEVEL));
    let mut text = String::with_capacity(packed.len() + packed.len() / CHUNK * 12 + 64);
    let mut rest = packed.as_str();
    let mut keys = format!("a=T,i=1,p=1,q=2,C=1,f=24,o=z,s={},v={},", pixels.width, pixels.height);
    while !rest.is_empty() {
        let (chunk, more) = rest.split_at(rest.len().min(CHUNK));
        let _ = write!(text, "\u{1b}_G{keys}m={};{chunk}\u{1b}\\", u8::from(!more.is_empty()));
        keys.clear();
        rest = more;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_messages_unpack_to_the_picture() {
        let (width, height) = (320, 240);
        let mut noise = 1_u32;
        let rgb = std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        });
        let rgb: Vec<u8> = rgb.take(width * height * 3).collect();
        let text = draw(&Pixels {
            width,
            height,
            rgb: rgb.clone(),
        });
        let messages: Vec<&str> = text.split("\u{1b}\\").filter(|message| !message.is_empty()).collect();
        let mut letters = String::new();
        for (at, message) in messages.iter().enumerate() {
            let (keys, chunk) = message
                .strip_prefix("\u{1b}_G")
                .and_then(|m| m.split_once(';'))
                .expect("a message");
            assert_eq!(keys.starts_with("a=T,i=1,"), at == 0, "{keys}");
            assert_eq!(keys.ends_with("m=0"), at + 1 == messages.len(), "{keys}");
            assert!(chunk.len() <= CHUNK);
            letters.push_str(chunk);
        }
        assert!(messages.len() > 1 && messages[0].contains("s=320,v=240,"));
        let packed = STANDARD.decode(letters).expect("letters");
        assert!(miniz_oxide::inflate::decompress_to_vec_zlib(&packed).expect("packed") == rgb);
    }
}
