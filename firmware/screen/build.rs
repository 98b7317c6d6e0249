//! Makes the device's own glyphs: exactly the characters that its words use, in every size of the type scale.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::{env, fs, path::Path};

use playtally_typeface::{Design, Face, Font, Glyph, GridFit, coverage};

#[path = "src/words/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the library")]
mod words;

/// The sizes: name of the table, em in pixels, face, and whether it holds words or figures only.
const FACES: [(&str, u16, Face, bool); 6] = [
    ("CAPTION", 16, Face::TEXT, true),
    ("BODY", 24, Face::TEXT, true),
    ("TITLE", 32, DISPLAY, true),
    ("FIGURE", 48, DISPLAY, false),
    ("NUMBER", 72, DISPLAY, false),
    ("POSTER", 96, DISPLAY, false),
];

const DISPLAY: Face = Face {
    design: Design::Display,
    weight: 650,
};

/// No-break spaces that a font need not have: the character, and its width in thousandths of the em.
const SPACES: [(char, f32); 2] = [('\u{a0}', 0.25), ('\u{202f}', 0.2)];

fn main() {
    println!("cargo::rerun-if-changed=src/words");
    println!("cargo::rerun-if-changed=build.rs");
    let figures: BTreeSet<char> = words::FIGURES.chars().collect();
    let mut letters = figures.clone();
    let mut add = |text: &str| letters.extend(text.chars().filter(|c| !matches!(c, '{' | '}')));
    for language in words::Language::ALL {
        language.words().each(&mut add);
    }
    add(words::NAME);
    add(words::SIGNS);

    let out = env::var("OUT_DIR").expect("cargo gives a directory");
    let mut source = String::new();
    for (name, em, face, is_words) in FACES {
        let (entries, coded) = table(&face.font(), em, if is_words { &letters } else { &figures });
        let file = format!("{}.coverage", name.to_lowercase());
        fs::write(Path::new(&out).join(&file), coded).expect("the directory can be written");
        writeln!(
            source,
            "pub(super) static {name}: FaceTable = FaceTable {{\n    entries: &[\n{entries}    ],\n    coverage: \
             include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\")),\n}};"
        )
        .expect("a string grows");
    }
    fs::write(Path::new(&out).join("faces.rs"), source).expect("the directory can be written");
}

/// The entries of a table as source text, and the coded pixels of its glyphs.
fn table(font: &Font, em: u16, characters: &BTreeSet<char>) -> (String, Vec<u8>) {
    let scaler = font.scaled(em.into(), GridFit::Vertical);
    let (mut entries, mut coded) = (String::new(), Vec::new());
    for &character in characters {
        let glyph = match font.glyph_id(character) {
            Some(id) => scaler.glyph(id),
            None => space(character, em),
        };
        let start = coded.len();
        coded.extend(coverage::encode(&glyph.bitmap));
        writeln!(
            entries,
            "        Entry {{ character: {character:?}, advance: {}, coverage: {start}..{}, width: {}, height: {}, left: \
             {}, top: {} }},",
            (glyph.advance * 64.0).round(),
            coded.len(),
            glyph.bitmap.width(),
            glyph.bitmap.height(),
            glyph.left,
            // Tables count upwards from the base line.
            -glyph.top,
        )
        .expect("a string grows");
    }
    (entries, coded)
}

fn space(character: char, em: u16) -> Glyph {
    let (_, width) = SPACES
        .into_iter()
        .find(|&(space, _)| space == character)
        .unwrap_or_else(|| panic!("the bundled font has no {character:?}; write it in another way in src/words"));
    Glyph {
        advance: width * f32::from(em),
        ..Glyph::default()
    }
}
