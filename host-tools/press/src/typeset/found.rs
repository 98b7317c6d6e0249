//! Which of many fonts serve, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use fontdb::{Database, FaceInfo, ID, Source, Stretch, Style};

/// The weight that goes best with the bundled font's.
const WEIGHT: u16 = 500;

/// Beginnings of families, the best first: the Noto fonts, which were drawn to go together; then what systems bring
/// for each script. All others follow by name.
const PREFERRED: &[&str] = &[
    "Noto Sans CJK",
    "Noto Sans",
    "Noto Emoji",
    "Noto ",
    "Source Han Sans",
    "Hiragino Sans",
    "PingFang",
    "Apple SD Gothic",
    "Yu Gothic",
    "Microsoft YaHei",
    "Microsoft JhengHei",
    "Malgun",
    "Meiryo",
    "Geeza Pro",
    "Segoe UI",
    "Leelawadee UI",
    "Nirmala UI",
    "Kohinoor",
    "Thonburi",
    "WenQuanYi",
    "Droid Sans Fallback",
    "DejaVu Sans",
];

/// Families that have a glyph for everything without showing it, and Unifont itself, which is bundled as bitmaps.
const REFUSED: &[&str] = &[
    "LastResort",
    "Last Resort",
    "Adobe Blank",
    "AdobeBlank",
    "Unifont",
    "Tofu",
];

/// One upright face of each family, the most preferred family first. The order depends on nothing but the fonts.
pub(super) fn ranked(fonts: &Database) -> Vec<ID> {
    let mut families = BTreeMap::<&str, &FaceInfo>::new();
    for face in fonts.faces() {
        let family = family(face);
        let refused = REFUSED.iter().any(|name| family.contains(name)) || family.contains(" Mono");
        if refused || face.style != Style::Normal {
            continue;
        }
        let best = families.entry(family).or_insert(face);
        if fitness(face) < fitness(best) {
            *best = face;
        }
    }
    let mut faces: Vec<_> = families.into_iter().collect();
    faces.sort_by_key(|(family, _)| rank(family));
    faces.into_iter().map(|(_, face)| face.id).collect()
}

/// The English name of a face's family.
pub(super) fn family(face: &FaceInfo) -> &str {
    face.families.first().map_or("", |(name, _)| name)
}

fn rank(family: &str) -> usize {
    PREFERRED
        .iter()
        .position(|start| family.starts_with(start))
        .unwrap_or(PREFERRED.len())
}

/// Lower is better.
fn fitness(face: &FaceInfo) -> impl Ord {
    let weight = face.weight.0;
    let stretch = face.stretch != Stretch::Normal;
    // Of two weights as far away the heavier; of two copies of a face always the same one.
    (
        stretch,
        weight.abs_diff(WEIGHT),
        Reverse(weight),
        face.post_script_name.clone(),
        place(&face.source),
        face.index,
    )
}

fn place(source: &Source) -> String {
    match source {
        Source::Binary(_) => String::new(),
        #[cfg(not(target_family = "wasm"))]
        Source::File(path) | Source::SharedFile(path, _) => path.to_string_lossy().into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use fontdb::{Language, Weight};

    use super::*;

    fn face(family: &str, weight: u16, style: Style) -> FaceInfo {
        FaceInfo {
            id: ID::dummy(),
            source: Source::Binary(std::sync::Arc::new([])),
            index: 0,
            families: vec![(family.to_owned(), Language::English_UnitedStates)],
            post_script_name: format!("{family}-{weight}"),
            style,
            weight: Weight(weight),
            stretch: Stretch::Normal,
            monospaced: false,
        }
    }

    #[test]
    fn one_face_of_each_family_in_the_order_of_preference() {
        let mut fonts = Database::new();
        for (family, weight, style) in [
            ("Zebra", 400, Style::Normal),
            ("Arial", 700, Style::Normal),
            ("Arial", 400, Style::Normal),
            ("Arial", 500, Style::Italic),
            ("Noto Sans Thai", 300, Style::Normal),
            ("Noto Sans Thai", 600, Style::Normal),
            ("Noto Sans Mono", 400, Style::Normal),
            (".LastResort", 400, Style::Normal),
            ("Noto Sans CJK JP", 400, Style::Normal),
        ] {
            fonts.push_face_info(face(family, weight, style));
        }
        let order: Vec<&str> = ranked(&fonts)
            .into_iter()
            .map(|id| fonts.face(id).expect("a face").post_script_name.as_str())
            .collect();
        assert_eq!(
            order,
            ["Noto Sans CJK JP-400", "Noto Sans Thai-600", "Arial-400", "Zebra-400"]
        );
    }
}
