//! All names of a summary, as its sections, within a limit of bytes.

use std::collections::{BTreeMap, BTreeSet};

use playtally_summary::records::{GlyphRecord, TextRecord};
use playtally_summary::{PlacedGlyph, Run, Section, SectionEntry, Size, TextId, Writer};
use rustc_hash::FxHashMap;

use super::fonts::Fonts;
use super::name::{GlyphKey, LONGEST_BYTES, Name, Typesetter};
use super::raster::{Raster, rasterise};

/// Some of the sizes in which names are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sizes(u8);

impl Sizes {
    /// Every size.
    pub const ALL: Self = Self(0b111);

    /// The sizes from small to `largest`.
    #[must_use]
    pub const fn up_to(largest: Size) -> Self {
        Self((2 << largest as u8) - 1)
    }

    /// Whether a size is among them.
    #[must_use]
    pub const fn has(self, size: Size) -> bool {
        self.0 & 1 << size as u8 != 0
    }

    /// These sizes and those.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    const fn with(self, size: Size) -> Self {
        Self(self.0 | 1 << size as u8)
    }

    /// Each of them, ascending.
    pub fn iter(self) -> impl Iterator<Item = Size> {
        Size::ALL.into_iter().filter(move |&size| self.has(size))
    }
}

/// Collects the names of a summary, the most important first.
#[derive(Debug)]
pub struct Sheet<'f> {
    /// The most bytes of a name.
    longest: usize,
    typesetter: Typesetter<'f>,
    entries: Vec<Entry>,
    index: FxHashMap<String, u16>,
}

#[derive(Debug)]
struct Entry {
    text: String,
    name: Name,
    wanted: Sizes,
}

/// The sections of a summary that hold names.
#[derive(Clone, Debug, Default)]
pub struct Typeset {
    /// One record per name, in the order in which they came.
    pub texts: Vec<TextRecord>,
    /// The UTF-8 of all names.
    pub utf8: Vec<u8>,
    /// The glyphs of all names, as codes.
    pub runs: Vec<u8>,
    /// What the codes stand for.
    pub placed: Vec<PlacedGlyph>,
    /// The glyphs of each size.
    pub glyphs: [Vec<GlyphRecord>; 3],
    /// The pixels of all glyphs.
    pub coverage: Vec<u8>,
    /// How many names had to do without a size that they should have had, per size.
    pub dropped: [usize; 3],
}

impl<'f> Sheet<'f> {
    /// An empty sheet.
    pub fn new(fonts: &'f Fonts) -> Self {
        Self::of_names(fonts, LONGEST_BYTES)
    }

    /// An empty sheet for names of at most so many bytes; what is longer is cut.
    pub(crate) fn of_names(fonts: &'f Fonts, longest: usize) -> Self {
        Self {
            longest: longest.min(LONGEST_BYTES),
            typesetter: Typesetter::new(fonts),
            entries: Vec::new(),
            index: FxHashMap::default(),
        }
    }

    /// Adds a name, to be set in the given sizes and in those that it was added with before. A name that is important
    /// comes before one that is less so: if room runs out, later ones lose sizes first. [`TextId::NONE`] for an empty
    /// name, and for all beyond the 65,535 that a summary can hold.
    pub fn add(&mut self, text: &str, sizes: Sizes) -> TextId {
        let text = prefix(text, self.longest);
        if let Some(&at) = self.index.get(text) {
            let wanted = &mut self.entries[usize::from(at)].wanted;
            *wanted = wanted.and(sizes);
            return TextId::new(at);
        }
        let Some(at) = u16::try_from(self.entries.len())
            .ok()
            .filter(|&at| at < TextId::NONE.index())
        else {
            return TextId::NONE;
        };
        if text.is_empty() {
            return TextId::NONE;
        }
        let name = self.typesetter.set(text);
        self.entries.push(Entry {
            text: text.to_owned(),
            name,
            wanted: sizes,
        });
        self.index.insert(text.to_owned(), at);
        TextId::new(at)
    }

    /// Whether a name was added before.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.index.contains_key(prefix(text, self.longest))
    }

    /// The most bytes of a file that everything but glyphs and pixels takes.
    pub fn text_bytes(&self) -> usize {
        // Section table entries, and the gaps that keep sections aligned.
        const SECTIONS: usize = 8 * (size_of::<SectionEntry>() + 3);
        let texts = self.entries.iter();
        let texts: usize = texts.map(|entry| size_of::<TextRecord>() + entry.text.len()).sum();
        let (placed, codes) = code(self.entries.iter().map(|entry| run(&entry.name)));
        SECTIONS + texts + placed.len() * size_of::<PlacedGlyph>() + codes.iter().map(Vec::len).sum::<usize>()
    }

    /// The sections, with at most `limit` bytes of glyphs and pixels. All names get the small size as long as there is
    /// room, then all the medium one, then the large one; of each size the most important names first. A size
    /// that not all names got is the last. A name whose glyphs are there already costs nothing.
    pub fn finish(self, limit: usize) -> Typeset {
        let rasters = rasterise(self.typesetter.fonts(), wanted_glyphs(&self.entries));
        let Selection { glyphs, sizes } = select(&self.entries, &rasters, limit);
        let mut typeset = Typeset::default();
        let mut pixels = FxHashMap::<&[u8], u32>::default();
        let mut numbers = BTreeMap::<GlyphKey, u16>::new();
        for (key, _) in &glyphs {
            let next = numbers.len() as u16;
            numbers.entry(*key).or_insert(next);
        }
        for &(key, size) in &glyphs {
            let raster = &rasters[&(key, size)];
            let start = *pixels.entry(raster.coded.as_slice()).or_insert_with(|| {
                let start = typeset.coverage.len() as u32;
                typeset.coverage.extend(&raster.coded);
                start
            });
            typeset.glyphs[size as usize].push(raster.record(numbers[&key], start));
        }
        let set = self.entries.iter().zip(&sizes);
        let (placed, codes) = code(set.map(|(entry, &sizes)| {
            if sizes == Sizes::default() {
                vec![]
            } else {
                run(&entry.name)
            }
        }));
        typeset.placed = placed.iter().map(|placed| placed.record(&numbers)).collect();
        for ((entry, sizes), codes) in self.entries.iter().zip(sizes).zip(codes) {
            // A name for which no codes were left.
            let sizes = if codes.is_empty() && !entry.name.clusters.is_empty() {
                Sizes::default()
            } else {
                sizes
            };
            typeset.texts.push(TextRecord {
                utf8_start: (typeset.utf8.len() as u32).into(),
                run_start: (typeset.runs.len() as u32).into(),
                flags: TextRecord::flags(entry.name.right_to_left, sizes.iter()),
            });
            typeset.utf8.extend(entry.text.as_bytes());
            typeset.runs.extend(codes);
            for size in entry.wanted.iter().filter(|&size| !sizes.has(size)) {
                typeset.dropped[size as usize] += 1;
            }
        }
        typeset
    }
}

impl Typeset {
    /// Puts the sections into a summary.
    #[must_use]
    pub fn write(&self, writer: Writer) -> Writer {
        let writer = writer
            .texts(&self.texts)
            .bytes(Section::Utf8, &self.utf8)
            .bytes(Section::Runs, &self.runs)
            .placed(&self.placed)
            .bytes(Section::Coverage, &self.coverage);
        Size::ALL
            .into_iter()
            .fold(writer, |writer, size| writer.glyphs(size, &self.glyphs[size as usize]))
    }

    /// The bytes that the limit is about: glyphs and their pixels.
    pub fn glyph_bytes(&self) -> usize {
        self.coverage.len()
            + self
                .glyphs
                .iter()
                .map(|glyphs| size_of_val(glyphs.as_slice()))
                .sum::<usize>()
    }
}

type Rasters = FxHashMap<(GlyphKey, Size), Raster>;

fn keys(name: &Name) -> BTreeSet<GlyphKey> {
    name.clusters
        .iter()
        .flat_map(|cluster| &cluster.glyphs)
        .map(|glyph| glyph.key)
        .collect()
}

fn wanted_glyphs(entries: &[Entry]) -> BTreeMap<GlyphKey, Sizes> {
    let mut wanted = BTreeMap::<GlyphKey, Sizes>::new();
    for entry in entries {
        for key in keys(&entry.name) {
            let sizes = wanted.entry(key).or_default();
            *sizes = sizes.and(entry.wanted);
        }
    }
    wanted
}

/// What there is room for.
struct Selection {
    glyphs: BTreeSet<(GlyphKey, Size)>,
    /// Per name.
    sizes: Vec<Sizes>,
}

fn select(entries: &[Entry], rasters: &Rasters, limit: usize) -> Selection {
    let mut selection = Selection {
        glyphs: BTreeSet::new(),
        sizes: vec![Sizes::default(); entries.len()],
    };
    let mut numbers = BTreeSet::<GlyphKey>::new();
    let mut pixels = BTreeSet::<&[u8]>::new();
    let mut bytes = 0;
    // Whether a name had to do without a smaller size than the one at hand.
    let mut full = false;
    for size in Size::ALL {
        let mut dropped = false;
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.wanted.has(size)) {
            let keys = keys(&entry.name);
            let new: Vec<GlyphKey> = keys
                .iter()
                .copied()
                .filter(|&key| !selection.glyphs.contains(&(key, size)))
                .collect();
            let new_pixels: BTreeSet<&[u8]> = new
                .iter()
                .map(|&key| rasters[&(key, size)].coded.as_slice())
                .filter(|coded| !pixels.contains(coded))
                .collect();
            let cost = new.len() * size_of::<GlyphRecord>() + new_pixels.iter().map(|coded| coded.len()).sum::<usize>();
            let new_numbers = keys.difference(&numbers).count();
            let too_much = cost > 0 && (full || bytes + cost > limit);
            if too_much || numbers.len() + new_numbers > usize::from(u16::MAX) {
                dropped = true;
                continue;
            }
            bytes += cost;
            pixels.extend(new_pixels);
            selection.glyphs.extend(new.into_iter().map(|key| (key, size)));
            numbers.extend(keys);
            selection.sizes[at] = selection.sizes[at].with(size);
        }
        full |= dropped;
    }
    selection
}

/// A glyph at its place, by its key; the numbers of glyphs are not known before all are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Placed {
    key: GlyphKey,
    dx: i8,
    dy: i8,
    kern: i8,
    flags: u8,
}

impl Placed {
    fn record(self, numbers: &BTreeMap<GlyphKey, u16>) -> PlacedGlyph {
        PlacedGlyph {
            glyph: numbers[&self.key].into(),
            dx: self.dx,
            dy: self.dy,
            kern: self.kern,
            flags: self.flags,
        }
    }
}

/// The glyphs of a name in the order of a file.
fn run(name: &Name) -> Vec<Placed> {
    let mut run = Vec::new();
    for cluster in &name.clusters {
        // Four bits hold the level; deeper ones keep their direction.
        let level = if cluster.level < 16 {
            cluster.level
        } else {
            14 + cluster.level % 2
        };
        let mut flags = PlacedGlyph::STARTS_CLUSTER | level << PlacedGlyph::LEVEL_SHIFT;
        flags |= if cluster.break_before {
            PlacedGlyph::BREAK_BEFORE
        } else {
            0
        };
        flags |= if cluster.space { PlacedGlyph::SPACE } else { 0 };
        for glyph in &cluster.glyphs {
            run.push(Placed {
                key: glyph.key,
                dx: glyph.dx,
                dy: glyph.dy,
                kern: glyph.kern,
                flags,
            });
            flags = level << PlacedGlyph::LEVEL_SHIFT;
        }
    }
    run
}

/// The different glyphs of some runs, those that are used most first, and each run in their codes. A run that needs
/// more different glyphs than there are codes becomes an empty one.
fn code(runs: impl Iterator<Item = Vec<Placed>>) -> (Vec<Placed>, Vec<Vec<u8>>) {
    let runs: Vec<Vec<Placed>> = runs.collect();
    let mut uses = BTreeMap::<Placed, usize>::new();
    for placed in runs.iter().flatten() {
        *uses.entry(*placed).or_default() += 1;
    }
    let mut placed: Vec<(Placed, usize)> = uses.into_iter().collect();
    placed.sort_by_key(|&(placed, uses)| (std::cmp::Reverse(uses), placed));
    placed.truncate(Run::MOST);
    let placed: Vec<Placed> = placed.into_iter().map(|(placed, _)| placed).collect();
    let index: FxHashMap<Placed, usize> = placed.iter().enumerate().map(|(at, &placed)| (placed, at)).collect();
    let codes = runs.iter().map(|run| {
        let codes = run.iter().map(|placed| Run::code(*index.get(placed)?));
        codes.collect::<Option<Vec<_>>>().unwrap_or_default().concat()
    });
    let codes = codes.collect();
    (placed, codes)
}

/// The longest beginning of a text within so many bytes.
fn prefix(text: &str, bytes: usize) -> &str {
    let boundary = (0..=bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    &text[..boundary.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use playtally_summary::records::{Owner, Rule, Totals};
    use playtally_summary::{Day, Summary};
    use zerocopy::FromZeros;

    use super::*;

    fn file(typeset: &Typeset) -> Vec<u8> {
        let rule = Rule {
            timezone: TextId::NONE,
            ..Rule::new_zeroed()
        };
        let owner = Owner {
            name: TextId::new(0),
            first: Day::new_zeroed(),
            ..Owner::new_zeroed()
        };
        typeset
            .write(Writer::new())
            .records(&[owner])
            .records(&[rule])
            .records(&[Totals::new_zeroed()])
            .finish()
    }

    fn sheet<'f>(fonts: &'f Fonts, names: &[&str]) -> Sheet<'f> {
        let mut sheet = Sheet::new(fonts);
        for name in names {
            sheet.add(name, Sizes::ALL);
        }
        sheet
    }

    #[test]
    fn a_summary_gives_the_names_back() {
        let fonts = Fonts::bundled();
        let names = ["Sigur Rós", "فيروز live", "米津玄師", "👩\u{200d}🎤", "Звери"];
        let typeset = sheet(&fonts, &names).finish(usize::MAX);
        let file = file(&typeset);
        let summary = Summary::open(&file).expect("a sound file");
        for (at, name) in names.iter().enumerate() {
            let text = summary.text(TextId::new(at as u16));
            assert_eq!(text.as_str(), *name);
            assert_eq!(text.is_right_to_left(), at == 1);
            for size in Size::ALL {
                assert!(text.has(size));
                let ink: u32 = text
                    .clusters()
                    .flat_map(|cluster| cluster.glyphs.iter())
                    .map(|placed| summary.glyph(size, placed.glyph.get()).expect("a glyph"))
                    .flat_map(|glyph| glyph.coverage)
                    .map(u32::from)
                    .sum();
                assert!(ink > 15 * u32::from(size.em()), "{name} at {size:?} has ink: {ink}");
            }
        }
    }

    #[test]
    fn pixels_are_those_of_the_font() {
        let fonts = Fonts::bundled();
        let file = file(&sheet(&fonts, &["好"]).finish(usize::MAX));
        let summary = Summary::open(&file).expect("a sound file");
        let placed = summary
            .text(TextId::new(0))
            .clusters()
            .next()
            .expect("a cluster")
            .glyphs
            .iter()
            .next()
            .expect("a placed glyph");
        let glyph = summary.glyph(Size::Small, placed.glyph.get()).expect("a glyph");
        let expected = playtally_typeface::unifont::glyph('好', 16).expect("a glyph");
        let levels: Vec<u8> = expected
            .bitmap
            .rows()
            .flatten()
            .map(|&c| playtally_typeface::coverage::level(c))
            .collect();
        assert_eq!(glyph.coverage.collect::<Vec<u8>>(), levels);
        assert_eq!(
            (i32::from(glyph.left), -i32::from(glyph.top)),
            (expected.left, expected.top)
        );
        assert_eq!(glyph.advance, 16 * 64);
    }

    #[test]
    fn a_name_comes_once_with_all_sizes_it_was_asked_for() {
        let fonts = Fonts::bundled();
        let mut sheet = Sheet::new(&fonts);
        let id = sheet.add("Kino", Sizes::up_to(Size::Small));
        sheet.add("Zoo", Sizes::up_to(Size::Small));
        assert_eq!(sheet.add("Kino", Sizes::up_to(Size::Medium)), id);
        assert_eq!(sheet.add("", Sizes::ALL), TextId::NONE);
        let typeset = sheet.finish(usize::MAX);
        assert_eq!(typeset.texts.len(), 2);
        assert_eq!(Size::ALL.map(|size| typeset.texts[0].has(size)), [true, true, false]);
        assert_eq!(Size::ALL.map(|size| typeset.texts[1].has(size)), [true, false, false]);
        // K, i, n, o and Z in the small size; those of Kino in the medium one.
        assert_eq!(typeset.glyphs.each_ref().map(Vec::len), [5, 4, 0]);
    }

    /// For each size, which of the names have it.
    fn kept(typeset: &Typeset) -> [Vec<bool>; 3] {
        Size::ALL.map(|size| typeset.texts.iter().map(|text| text.has(size)).collect())
    }

    #[test]
    fn when_room_runs_out_the_least_important_names_lose_the_large_size_first_and_then_the_medium() {
        let fonts = Fonts::bundled();
        let names = ["語聲", "鬱籠", "龍鷹"];
        let bytes = |sizes| {
            let mut sheet = Sheet::new(&fonts);
            names.iter().for_each(|name| _ = sheet.add(name, sizes));
            sheet.finish(usize::MAX).glyph_bytes()
        };
        let within = |limit| sheet(&fonts, &names).finish(limit);
        let all = vec![true; 3];
        let but_the_last = vec![true, true, false];

        let typeset = within(bytes(Sizes::ALL));
        assert_eq!(kept(&typeset), [all.clone(), all.clone(), all.clone()]);
        assert_eq!(typeset.dropped, [0, 0, 0]);
        let typeset = within(bytes(Sizes::ALL) - 1);
        assert_eq!(kept(&typeset), [all.clone(), all.clone(), but_the_last.clone()]);
        assert_eq!(typeset.dropped, [0, 0, 1]);
        let typeset = within(bytes(Sizes::up_to(Size::Medium)) - 1);
        assert_eq!(kept(&typeset), [all, but_the_last, vec![false; 3]]);
        assert_eq!(typeset.dropped, [0, 1, 3]);
        assert_eq!(within(0).dropped, [3, 3, 3]);
    }

    #[test]
    fn the_limit_holds_and_the_file_stays_sound() {
        let fonts = Fonts::bundled();
        let names = ["一二三", "Motörhead", "四五六", "فيروز", "七八九"];
        let whole = sheet(&fonts, &names).finish(usize::MAX).glyph_bytes();
        for limit in (0..whole).step_by(97) {
            let typeset = sheet(&fonts, &names).finish(limit);
            assert!(typeset.glyph_bytes() <= limit);
            Summary::open(&file(&typeset)).expect("a sound file");
        }
    }

    #[test]
    fn letters_that_look_the_same_share_their_pixels() {
        let fonts = Fonts::bundled();
        let latin = sheet(&fonts, &["A"]).finish(usize::MAX);
        let both = sheet(&fonts, &["A", "А", "Α"]).finish(usize::MAX);
        assert_eq!(both.glyphs[0].len(), 3);
        assert_eq!(both.coverage, latin.coverage);
    }
}
