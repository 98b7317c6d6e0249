//! In which language's forms ideographs are drawn.

use encoding_rs::{BIG5, SHIFT_JIS};
use icu_properties::CodePointMapData;
use icu_properties::props::Script;

/// A language whose readers expect their own forms of ideographs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// With kana.
    Japanese,
    /// With hangul.
    Korean,
    /// As in mainland China.
    SimplifiedChinese,
    /// As in Taiwan and Hong Kong.
    TraditionalChinese,
}

impl Language {
    /// The language that the ideographs of a text are most likely in: by the other script beside them, or else by the
    /// first national character set that has them all. `None` for a text without ideographs.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let scripts = CodePointMapData::<Script>::new();
        let has = |script| text.chars().any(|character| scripts.get(character) == script);
        let covers = |set: &'static encoding_rs::Encoding| {
            text.chars()
                .filter(|&c| scripts.get(c) == Script::Han)
                .all(|c| !set.encode(c.encode_utf8(&mut [0; 4])).2)
        };
        if has(Script::Hiragana) || has(Script::Katakana) {
            Some(Self::Japanese)
        } else if has(Script::Hangul) {
            Some(Self::Korean)
        } else if has(Script::Bopomofo) {
            Some(Self::TraditionalChinese)
        } else if !has(Script::Han) {
            None
        } else if covers(SHIFT_JIS) {
            Some(Self::Japanese)
        } else if covers(BIG5) {
            Some(Self::TraditionalChinese)
        } else {
            Some(Self::SimplifiedChinese)
        }
    }

    /// Its BCP 47 tag, which selects forms within a font.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::Korean => "ko",
            Self::SimplifiedChinese => "zh-hans",
            Self::TraditionalChinese => "zh-hant",
        }
    }

    /// Beginnings of the families that are drawn for it, and the ending that pan-CJK families carry for it.
    pub(super) fn likes(self, family: &str) -> bool {
        let (ending, families): (_, &[&str]) = match self {
            Self::Japanese => (
                " JP",
                &[
                    "Hiragino",
                    "Yu Gothic",
                    "Meiryo",
                    "MS Gothic",
                    "IPA",
                    "VL Gothic",
                    "TakaoGothic",
                ],
            ),
            Self::Korean => (" KR", &["Apple SD Gothic", "Malgun", "Nanum", "Gulim", "Baekmuk"]),
            Self::SimplifiedChinese => (
                " SC",
                &["PingFang SC", "Microsoft YaHei", "WenQuanYi", "SimHei", "Heiti SC"],
            ),
            Self::TraditionalChinese => (
                " TC",
                &["PingFang TC", "Microsoft JhengHei", "Heiti TC", "AR PL UMing TW"],
            ),
        };
        family.ends_with(ending) || families.iter().any(|name| family.starts_with(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_are_in_the_language_of_what_stands_beside_them() {
        assert_eq!(Language::of("椎名林檎の歌"), Some(Language::Japanese));
        assert_eq!(Language::of("新曲 노래"), Some(Language::Korean));
        assert_eq!(Language::of("米津玄師"), Some(Language::Japanese));
        assert_eq!(Language::of("陈奕迅 们"), Some(Language::SimplifiedChinese));
        assert_eq!(Language::of("說好的幸福呢"), Some(Language::TraditionalChinese));
        assert_eq!(Language::of("Björk"), None);
    }
}
