//! Words that stand for an artist whom nobody knows.

/// What players and services write where a recording names no artist, in lower case and without brackets. Most are what
/// iTunes, Windows Media Player, VLC, Rockbox and Android show in the languages that they come in.
const NOBODY: &[&str] = &[
    "untagged",
    "unknown artist",
    "no artist",
    "artiste inconnu",
    "interprète inconnu",
    "unbekannter interpret",
    "unbekannter künstler",
    "artista desconocido",
    "intérprete desconocido",
    "artista sconosciuto",
    "interprete sconosciuto",
    "artista desconhecido",
    "intérprete desconhecido",
    "artista desconegut",
    "onbekende artiest",
    "okänd artist",
    "ukendt kunstner",
    "ukendt artist",
    "ukjent artist",
    "tuntematon artisti",
    "tuntematon esittäjä",
    "nieznany wykonawca",
    "nieznany artysta",
    "neznámý interpret",
    "neznámý umělec",
    "neznámy interpret",
    "ismeretlen előadó",
    "artist necunoscut",
    "nepoznati izvođač",
    "неизвестен изпълнител",
    "неизвестный исполнитель",
    "неизвестный артист",
    "невідомий виконавець",
    "bilinmeyen sanatçi",
    "άγνωστος καλλιτέχνης",
    "אמן לא ידוע",
    "فنان غير معروف",
    "अज्ञात कलाकार",
    "不明なアーティスト",
    "アーティスト不明",
    "未知艺术家",
    "未知艺人",
    "未知歌手",
    "未知藝術家",
    "未知藝人",
    "알 수 없는 아티스트",
    "알 수 없는 음악가",
    "nghệ sĩ không xác định",
    "ศิลปินที่ไม่รู้จัก",
    "artis tidak dikenal",
];
/// What stands for nobody only in brackets: without, it is what somebody is called.
const IN_BRACKETS: &[&str] = &["unknown", "none", "no artist"];
const BRACKETS: [(char, char); 3] = [('<', '>'), ('[', ']'), ('(', ')')];

/// Whether this is no artist's name but stands for the lack of one.
pub(crate) fn is_nobody(artist: &str) -> bool {
    let artist = artist.trim();
    // The longest is shorter; and most names begin and go on in ways that need no further look.
    if artist.is_empty() {
        return true;
    }
    if artist.len() > 64 {
        return false;
    }
    let inner = BRACKETS
        .iter()
        .find_map(|&(open, close)| artist.strip_prefix(open)?.strip_suffix(close));
    let is_one_of = |words: &[&str], text: &str| {
        // The capital of the Turkish ı is that of i.
        let text = text.trim().to_lowercase().replace('ı', "i");
        words.contains(&&*text)
    };
    match inner {
        Some(inner) => is_one_of(NOBODY, inner) || is_one_of(IN_BRACKETS, inner) || inner.trim().is_empty(),
        None => is_one_of(NOBODY, artist),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_nobody_is_known_in_any_case_and_brackets() {
        for word in NOBODY {
            assert_eq!(word.to_lowercase(), **word);
            for artist in [
                (*word).to_owned(),
                word.to_uppercase(),
                format!(" <{word}> "),
                format!("[{word}]"),
                format!("({word})"),
            ] {
                assert!(is_nobody(&artist), "{artist}");
            }
        }
        for artist in [
            "",
            "  ",
            "<UNTAGGED>",
            "<Untagged>",
            "<unknown>",
            "[unknown]",
            "Unknown Artist",
            "[no artist]",
            "<>",
        ] {
            assert!(is_nobody(artist), "{artist}");
        }
    }

    #[test]
    fn whoever_has_a_name_is_somebody() {
        for artist in [
            "Unknown",
            "Unknown Mortal Orchestra",
            "The Unknown Artists",
            "No Artist's Land",
            "None",
            "[Dunkelbunt]",
            "(Sandy) Alex G",
            "Various Artists",
            "?",
            "!!!",
            "#1 Sons",
            "Desconocidos",
        ] {
            assert!(!is_nobody(artist), "{artist}");
        }
    }
}
