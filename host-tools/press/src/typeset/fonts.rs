//! The fonts at hand, and which of them sets what.

use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use fontdb::{Database, ID, Source};
use playtally_typeface::{Face, Font, unifont};
use unicode_normalization::UnicodeNormalization;

use super::clean::is_invisible;
use super::found;
use super::language::Language;
use super::name::{SHAPED_EM, design};

/// A font among [`Fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(u16);

impl FontId {
    /// The bundled font.
    pub const BUNDLED: Self = Self(0);
}

/// The bundled font, and fonts for what it does not cover.
pub struct Fonts {
    database: Database,
    /// The fonts beside the bundled one, the most preferred first.
    others: Vec<Other>,
    /// Whether only those serve whose glyphs may be drawn into a document.
    embeddable: bool,
}

struct Other {
    id: ID,
    family: String,
    /// The characters it has a glyph for, ascending.
    characters: OnceLock<Vec<char>>,
    data: OnceLock<Option<Data>>,
}

/// The bytes of a font file.
pub(super) type Data = Arc<dyn AsRef<[u8]> + Send + Sync>;

impl Fonts {
    /// The bundled font alone: the same names look the same on every computer.
    pub fn bundled() -> Self {
        Self::from_database(Database::new())
    }

    /// The bundled font, and those in the given files.
    pub fn with_files(files: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut database = Database::new();
        for file in files {
            database.load_font_data(file);
        }
        Self::from_database(database)
    }

    /// The bundled font, and those that are installed on this computer.
    #[cfg(not(target_family = "wasm"))]
    pub fn of_this_computer() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        Self::from_database(database)
    }

    /// Of these, those whose licence bits let their glyphs be drawn into a document that is handed on; the bundled one does.
    #[must_use]
    pub fn embeddable(self) -> Self {
        Self {
            embeddable: true,
            ..self
        }
    }

    fn from_database(database: Database) -> Self {
        let other = |id| Other {
            id,
            family: database.face(id).map_or("", found::family).to_owned(),
            characters: OnceLock::new(),
            data: OnceLock::new(),
        };
        // More fonts than ids are never found; what is beyond would only be less preferred.
        let others = found::ranked(&database)
            .into_iter()
            .take(usize::from(u16::MAX))
            .map(other)
            .collect();
        Self {
            database,
            others,
            embeddable: false,
        }
    }

    /// The families at hand, the bundled one first, in the order in which they are tried.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        std::iter::once("Inter").chain(self.others.iter().map(|other| other.family.as_str()))
    }

    /// The bytes and the index of a font that [`Fonts::find`] gave; `None` for the bundled one, or when its file is gone.
    pub(super) fn data(&self, font: FontId) -> Option<(Data, u32)> {
        let other = self.others.get(usize::from(font.0).checked_sub(1)?)?;
        let data = other.data.get_or_init(|| match self.database.face_source(other.id)?.0 {
            Source::Binary(data) => Some(data),
            #[cfg(not(target_family = "wasm"))]
            Source::File(path) => Some(Arc::new(std::fs::read(path).ok()?)),
            #[cfg(not(target_family = "wasm"))]
            Source::SharedFile(_, data) => Some(data),
        });
        Some((data.clone()?, self.database.face(other.id)?.index))
    }

    /// The font for a grapheme cluster, or `None` if only Unifont is left. `before` is the font of what stands before
    /// it: marks that several fonts have, such as ideographic punctuation, stay in the font of their text.
    pub(super) fn find(&self, cluster: &str, language: Option<Language>, before: Option<FontId>) -> Option<FontId> {
        let shown: String = cluster.chars().filter(|&character| !is_invisible(character)).collect();
        let beside = before.filter(|&font| font != FontId::BUNDLED && !shown.is_ascii());
        if shown.is_empty() {
            return Some(before.unwrap_or(FontId::BUNDLED));
        }
        let spellings = Spellings::of(&shown);
        if let Some(font) = beside.filter(|&font| is_common(&shown) && self.covers(font, &spellings)) {
            return Some(font);
        }
        let ids = (1..=self.others.len()).map(|id| FontId(id as u16));
        let likes =
            |id: &FontId| language.is_some_and(|language| language.likes(&self.others[usize::from(id.0) - 1].family));
        let (liked, rest): (Vec<_>, Vec<_>) = ids.partition(likes);
        std::iter::once(FontId::BUNDLED)
            .chain(liked)
            .chain(rest)
            .find(|&font| self.covers(font, &spellings))
    }

    fn covers(&self, font: FontId, spellings: &Spellings) -> bool {
        let Some(other) = usize::from(font.0).checked_sub(1) else {
            return spellings.covered_by(bundled(), |_| false);
        };
        let Some(other) = self.others.get(other) else {
            return false;
        };
        let characters = other.characters.get_or_init(|| self.characters(other.id));
        if !spellings.any(|character| characters.binary_search(&character).is_ok()) {
            return false;
        }
        // A font may have a glyph without an outline: a picture in colours, or nothing.
        let Some((data, index)) = self.data(font) else {
            return false;
        };
        Font::parse((*data).as_ref(), index).is_ok_and(|font| {
            let may_be = !self.embeddable || font.may_be_embedded();
            may_be && spellings.covered_by(&font, needs_ink)
        })
    }

    fn characters(&self, id: ID) -> Vec<char> {
        let read = |data: &[u8], index| Font::parse(data, index).map(|font| font.characters().collect());
        let mut characters: Vec<char> = self
            .database
            .with_face_data(id, read)
            .and_then(Result::ok)
            .unwrap_or_default();
        characters.sort_unstable();
        characters
    }
}

/// The bundled font.
pub(super) fn bundled() -> &'static Font<'static> {
    static BUNDLED: LazyLock<Font<'static>> = LazyLock::new(|| Face::TEXT.font().with_variations(&design(SHAPED_EM)));
    &BUNDLED
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.families()).finish()
    }
}

/// A cluster as written, composed and decomposed: a shaper finds a glyph for each.
struct Spellings([String; 3]);

impl Spellings {
    fn of(shown: &str) -> Self {
        Self([shown.to_owned(), shown.nfc().collect(), shown.nfd().collect()])
    }

    fn any(&self, has: impl Fn(char) -> bool) -> bool {
        self.0.iter().any(|spelling| spelling.chars().all(&has))
    }

    fn covered_by(&self, font: &Font<'_>, needs_ink: impl Fn(char) -> bool) -> bool {
        self.any(|character| {
            font.glyph_id(character)
                .is_some_and(|glyph| !needs_ink(character) || font.has_ink(glyph))
        })
    }
}

/// Whether a glyph of this character that draws nothing is a fault of its font.
fn needs_ink(character: char) -> bool {
    !character.is_whitespace() && unifont::has_ink(character).unwrap_or(true)
}

fn is_common(text: &str) -> bool {
    use icu_properties::CodePointMapData;
    use icu_properties::props::Script;
    let scripts = CodePointMapData::<Script>::new();
    text.chars()
        .all(|character| matches!(scripts.get(character), Script::Common | Script::Inherited))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_that_may_not_stand_in_a_document_sets_nothing_in_one() {
        // The bundled font as one of the computer, with other bits in its table OS/2.
        let with_bits = |bits: u16| {
            let mut file = Face::file().to_vec();
            let record = file.windows(4).position(|tag| tag == b"OS/2").expect("the table");
            let offset = u32::from_be_bytes(file[record + 8..record + 12].try_into().expect("four bytes")) as usize;
            file[offset + 8..offset + 10].copy_from_slice(&bits.to_be_bytes());
            Fonts::with_files([file])
        };
        let sets = |fonts: &Fonts| fonts.covers(FontId(1), &Spellings::of("a"));
        assert!(sets(&with_bits(0)) && sets(&with_bits(0).embeddable()));
        assert!(sets(&with_bits(2)) && !sets(&with_bits(2).embeddable()));
    }
}
