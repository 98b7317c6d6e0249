//! What columns are called, in the languages of the people who make tables.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::columns::Role;

/// The words of a language for each role, those that leave the least doubt first: of two columns that could be the same,
/// the one with the earlier word is.
pub(super) type Language = [&'static [&'static str]; Role::ALL.len()];

/// Artist, artist of the album, track, album, time, length heard, length of the recording and country, in the order of [`Role::ALL`].
///
/// A word is in one role only. What means two things in a language, as the Polish "czas" does a moment and a duration, is in
/// none. Words for a moment may be those for a day or for an hour: what stands in the column decides.
pub(super) const LANGUAGES: &[(&str, Language)] = &[
    (
        "English",
        [
            &[
                "artist name",
                "track artist",
                "artist",
                "artists",
                "artist names",
                "performer",
                "band",
                "singer",
            ],
            &["album artist", "album artist name"],
            &[
                "track name",
                "song name",
                "track title",
                "song title",
                "title",
                "song",
                "track",
                "recording",
                "recording name",
                "name",
            ],
            &["album name", "album title", "album", "release name", "release"],
            &[
                "timestamp",
                "uts",
                "ts",
                "played at",
                "listened at",
                "scrobbled at",
                "scrobble time",
                "scrobble date",
                "played on",
                "listened on",
                "date played",
                "play date",
                "listen date",
                "listening date",
                "started at",
                "start time",
                "start date",
                "date and time",
                "date time",
                "unix",
                "epoch",
                "time",
                "date",
                "when",
            ],
            &[
                "ms played",
                "time played",
                "time listened",
                "listening time",
                "listened for",
                "play duration",
                "played duration",
                "duration played",
                "listen duration",
                "seconds played",
                "stream duration",
            ],
            &["duration", "length", "track duration", "track length"],
            &["country", "country code", "conn country"],
        ],
    ),
    (
        "German",
        [
            &[
                "künstler",
                "künstlername",
                "künstler*in",
                "interpret",
                "interpretin",
                "interpret*in",
                "musiker",
            ],
            &["albumkünstler", "albuminterpret", "album-interpret"],
            &[
                "songtitel",
                "titelname",
                "titel",
                "lied",
                "liedtitel",
                "stück",
                "musiktitel",
            ],
            &["albumtitel", "albumname"],
            &[
                "zeitstempel",
                "gespielt am",
                "gehört am",
                "abgespielt am",
                "wiedergegeben am",
                "zeitpunkt",
                "datum und uhrzeit",
                "datum/uhrzeit",
                "startzeit",
                "datum",
                "zeit",
                "uhrzeit",
            ],
            &["hördauer", "hörzeit", "wiedergabedauer", "spieldauer", "gehört"],
            &["dauer", "länge", "laufzeit"],
            &["land", "ländercode", "länderkürzel"],
        ],
    ),
    (
        "French",
        [
            &[
                "artiste",
                "nom de l'artiste",
                "artistes",
                "interprète",
                "groupe",
                "chanteur",
            ],
            &["artiste de l'album"],
            &[
                "titre",
                "titre de la chanson",
                "nom du titre",
                "morceau",
                "chanson",
                "piste",
            ],
            &["titre de l'album", "nom de l'album"],
            &[
                "horodatage",
                "écouté le",
                "joué le",
                "lu le",
                "date d'écoute",
                "date de lecture",
                "date et heure",
                "heure",
            ],
            &["durée d'écoute", "temps d'écoute"],
            &["durée", "longueur"],
            &["pays", "code pays"],
        ],
    ),
    (
        "Spanish",
        [
            &[
                "artista",
                "nombre del artista",
                "artistas",
                "intérprete",
                "grupo",
                "cantante",
            ],
            &["artista del álbum"],
            &[
                "título",
                "título de la canción",
                "nombre de la canción",
                "canción",
                "tema",
                "pista",
            ],
            &["álbum", "título del álbum", "nombre del álbum", "disco"],
            &[
                "marca de tiempo",
                "escuchado el",
                "reproducido el",
                "fecha de reproducción",
                "fecha de escucha",
                "fecha y hora",
                "fecha",
                "hora",
            ],
            &["tiempo de escucha", "tiempo de reproducción", "duración de escucha"],
            &["duración", "longitud"],
            &["país", "código de país"],
        ],
    ),
    (
        "Portuguese",
        [
            &["nome do artista", "banda", "cantor", "intérprete"],
            &["artista do álbum"],
            &[
                "título da música",
                "nome da música",
                "música",
                "faixa",
                "nome da faixa",
                "canção",
            ],
            &["título do álbum", "nome do álbum"],
            &[
                "carimbo de data/hora",
                "ouvido em",
                "tocado em",
                "reproduzido em",
                "data de reprodução",
                "data e hora",
                "data",
            ],
            &["tempo de audição", "tempo de reprodução"],
            &["duração", "comprimento"],
            &["código do país"],
        ],
    ),
    (
        "Italian",
        [
            &[
                "nome artista",
                "nome dell'artista",
                "artisti",
                "interprete",
                "cantante",
                "gruppo",
            ],
            &["artista dell'album", "artista album"],
            &[
                "titolo",
                "titolo della canzone",
                "titolo del brano",
                "nome del brano",
                "brano",
                "canzone",
                "traccia",
            ],
            &["titolo dell'album", "nome dell'album"],
            &[
                "ascoltato il",
                "riprodotto il",
                "data di ascolto",
                "data di riproduzione",
                "data e ora",
                "data ora",
                "ora",
            ],
            &["tempo di ascolto", "durata di ascolto"],
            &["durata", "lunghezza"],
            &["paese", "codice paese", "nazione"],
        ],
    ),
    (
        "Dutch",
        [
            &["artiest", "artiestnaam", "naam van de artiest", "uitvoerder"],
            &["albumartiest"],
            &["titel van het nummer", "liedje", "lied", "nummer"],
            &["titel van het album", "albumnaam"],
            &[
                "tijdstempel",
                "afgespeeld op",
                "beluisterd op",
                "gespeeld op",
                "tijdstip",
                "datum en tijd",
                "tijd",
            ],
            &["luistertijd", "luisterduur", "afspeelduur"],
            &["duur", "lengte"],
            &["landcode"],
        ],
    ),
    (
        "Polish",
        [
            &["wykonawca", "artysta", "nazwa wykonawcy", "zespół"],
            &["wykonawca albumu", "artysta albumu"],
            &["tytuł", "tytuł utworu", "nazwa utworu", "utwór", "piosenka"],
            &["tytuł albumu", "nazwa albumu"],
            &[
                "znacznik czasu",
                "odtworzono",
                "data odtworzenia",
                "data odsłuchania",
                "data i godzina",
                "data i czas",
                "godzina",
            ],
            &["czas słuchania", "czas odtwarzania"],
            &["czas trwania", "długość"],
            &["kraj", "kod kraju"],
        ],
    ),
    (
        "Swedish",
        [
            &["artistnamn", "artister"],
            &["albumartist"],
            &["låttitel", "låtnamn", "låt", "spår"],
            &["albumnamn"],
            &[
                "tidsstämpel",
                "spelad",
                "spelades",
                "lyssnad",
                "tidpunkt",
                "datum och tid",
                "klockslag",
            ],
            &["lyssningstid", "speltid"],
            &["varaktighet", "längd"],
            &["landskod"],
        ],
    ),
    (
        "Turkish",
        [
            &["sanatçı", "sanatçı adı", "şarkıcı", "grup"],
            &["albüm sanatçısı"],
            &["şarkı adı", "parça adı", "şarkı", "parça", "başlık"],
            &["albüm", "albüm adı"],
            &[
                "zaman damgası",
                "dinlenme zamanı",
                "çalınma zamanı",
                "dinlenme tarihi",
                "tarih ve saat",
                "tarih saat",
                "tarih",
                "zaman",
                "saat",
            ],
            &["dinleme süresi"],
            &["süre", "uzunluk"],
            &["ülke", "ülke kodu"],
        ],
    ),
    (
        "Russian",
        [
            &["исполнитель", "имя исполнителя", "артист", "группа", "певец"],
            &["исполнитель альбома"],
            &[
                "название трека",
                "название песни",
                "трек",
                "песня",
                "композиция",
                "название",
            ],
            &["альбом", "название альбома"],
            &[
                "метка времени",
                "прослушано",
                "воспроизведено",
                "дата прослушивания",
                "время прослушивания",
                "дата и время",
                "дата",
                "время",
            ],
            &["время звучания", "длительность прослушивания"],
            &["длительность", "продолжительность", "длина"],
            &["страна", "код страны"],
        ],
    ),
    (
        "Japanese",
        [
            &["アーティスト", "アーティスト名", "歌手", "演奏者"],
            &["アルバムアーティスト", "アルバムアーティスト名"],
            &["曲名", "トラック名", "タイトル", "曲", "トラック", "楽曲", "楽曲名"],
            &["アルバム", "アルバム名"],
            &[
                "タイムスタンプ",
                "再生日時",
                "聴取日時",
                "日時",
                "再生日",
                "日付",
                "時刻",
            ],
            &["再生時間", "聴取時間"],
            &["長さ", "曲の長さ"],
            &["国", "国コード"],
        ],
    ),
    (
        "Korean",
        [
            &["아티스트", "아티스트명", "가수", "음악가"],
            &["앨범 아티스트"],
            &["곡명", "노래 제목", "곡 제목", "제목", "곡", "노래", "트랙"],
            &["앨범", "앨범명"],
            &[
                "타임스탬프",
                "재생 일시",
                "청취 일시",
                "재생 날짜",
                "날짜 및 시간",
                "일시",
                "날짜",
                "시간",
                "시각",
            ],
            &["청취 시간", "재생 길이"],
            &["길이", "곡 길이"],
            &["국가", "나라", "국가 코드"],
        ],
    ),
    (
        "Chinese",
        [
            &["艺术家", "藝術家", "歌手", "艺人", "藝人", "演唱者"],
            &["专辑艺术家", "專輯藝人", "专辑艺人"],
            &["歌曲名", "歌曲名称", "歌曲名稱", "歌名", "标题", "標題", "歌曲", "曲目"],
            &["专辑", "專輯", "专辑名", "專輯名稱"],
            &[
                "时间戳",
                "時間戳",
                "播放时间",
                "播放時間",
                "收听时间",
                "收聽時間",
                "播放日期",
                "日期时间",
                "时间",
                "時間",
                "日期",
            ],
            &["播放时长", "播放時長", "收听时长", "收聽時長"],
            &["时长", "時長", "长度", "長度"],
            &["国家", "國家", "国家代码"],
        ],
    ),
    (
        "Danish",
        [
            &["kunstner", "kunstnernavn"],
            &["albumkunstner"],
            &["sangtitel", "sang", "titel"],
            &["albumtitel"],
            &["afspillet", "dato og tid", "tidspunkt", "dato"],
            &["lyttetid"],
            &["varighed", "længde"],
            &["land"],
        ],
    ),
    (
        "Norwegian",
        [
            &["artist", "artistnavn"],
            &["albumartist"],
            &["sangtittel", "låttittel", "tittel", "sang"],
            &["albumtittel"],
            &["avspilt", "dato og klokkeslett", "dato", "klokkeslett"],
            &["lyttetid"],
            &["varighet", "lengde"],
            &["land"],
        ],
    ),
    (
        "Finnish",
        [
            &["artisti", "esittäjä"],
            &["albumin artisti", "albumin esittäjä"],
            &["kappaleen nimi", "kappale"],
            &["albumi", "albumin nimi"],
            &["aikaleima", "soitettu", "kuunneltu", "ajankohta", "päivämäärä", "aika"],
            &["kuunteluaika"],
            &["kesto", "pituus"],
            &["maa", "maakoodi"],
        ],
    ),
    (
        "Czech",
        [
            &["umělec", "interpret"],
            &["umělec alba", "interpret alba"],
            &["název skladby", "skladba", "píseň"],
            &["název alba"],
            &["časové razítko", "přehráno", "datum a čas", "datum", "čas"],
            &["doba poslechu"],
            &["doba trvání", "délka"],
            &["země", "kód země"],
        ],
    ),
    (
        "Ukrainian",
        [
            &["виконавець", "артист"],
            &["виконавець альбому"],
            &["назва треку", "назва пісні", "пісня", "трек", "назва"],
            &["альбом", "назва альбому"],
            &["прослухано", "дата і час", "дата прослуховування", "дата", "час"],
            &["тривалість прослуховування"],
            &["тривалість", "довжина"],
            &["країна", "код країни"],
        ],
    ),
];

/// What a plain number in a column of lengths counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
}

const MILLISECONDS: &[&str] = &[
    "ms",
    "msec",
    "millis",
    "millisecond",
    "milliseconds",
    "millisekunden",
    "millisecondes",
    "milisegundos",
    "millisecondi",
    "milliseconden",
    "milisekundy",
    "millisekunder",
    "milisaniye",
    "мс",
    "миллисекунды",
    "ミリ秒",
    "밀리초",
    "毫秒",
];

const SECONDS: &[&str] = &[
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "sek",
    "sekunden",
    "secondes",
    "segundos",
    "secondi",
    "seconden",
    "sekundy",
    "sekunder",
    "saniye",
    "sn",
    "с",
    "сек",
    "секунды",
    "秒",
    "초",
];

/// Words beside those of a role that say more of what is in the column, and no other thing.
const ZONES: &[&str] = &["utc", "gmt", "z"];
const NUMBERS: &[&str] = &["unix", "epoch"];

/// What a word beside those of a role says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum More {
    Milliseconds,
    Seconds,
    Zone,
    Number,
}

impl More {
    /// What a word that is [`folded`] says.
    fn of(word: &str) -> Option<Self> {
        static KNOWN: LazyLock<FxHashMap<String, More>> = LazyLock::new(|| {
            let lists = [
                (MILLISECONDS, More::Milliseconds),
                (SECONDS, More::Seconds),
                (ZONES, More::Zone),
                (NUMBERS, More::Number),
            ];
            let words = |(list, more): (&'static [&'static str], _)| list.iter().map(move |word| (folded(word), more));
            lists.into_iter().flat_map(words).collect()
        });
        KNOWN.get(word).copied()
    }
}

/// What the name of a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) role: Role,
    /// How much doubt it leaves: the less, the better.
    pub(super) rank: usize,
    pub(super) unit: Option<Unit>,
    /// Whether it says that its moments are in UTC.
    pub(super) is_utc: bool,
}

impl Named {
    /// What a column of this name holds, if it is one that is read.
    pub(super) fn of(name: &str) -> Option<Self> {
        static KNOWN: LazyLock<FxHashMap<String, (Role, usize)>> = LazyLock::new(|| {
            let mut known = FxHashMap::default();
            for (_, language) in LANGUAGES {
                for (role, words) in Role::ALL.into_iter().zip(language) {
                    for (rank, word) in words.iter().enumerate() {
                        known.entry(folded(word)).or_insert((role, rank));
                    }
                }
            }
            known
        });
        let words = words_of(name);
        let says = |more: More| words.iter().any(|word| More::of(word) == Some(more));
        let unit = match (says(More::Milliseconds), says(More::Seconds)) {
            (true, _) => Some(Unit::Milliseconds),
            (_, true) => Some(Unit::Seconds),
            _ => None,
        };
        let is_utc = says(More::Zone);
        let told = || {
            let rest = words.iter().filter(|word| More::of(word).is_none());
            KNOWN.get(&rest.map(String::as_str).collect::<String>())
        };
        let &(role, rank) = KNOWN.get(&words.concat()).or_else(told)?;
        Some(Self {
            role,
            rank,
            unit,
            is_utc,
        })
    }
}

/// A name without case, accents of Latin letters, and what stands between its words.
pub(super) fn folded(name: &str) -> String {
    let plain = name.to_lowercase();
    let plain = plain.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    plain
        .nfc()
        .filter(|c| c.is_alphanumeric())
        .map(|c| if c == 'ı' { 'i' } else { c })
        .collect()
}

/// The words of a name, [`folded`]: `playedAt`, `played_at` and `Played at` have the same two.
fn words_of(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    // Some systems write a letter and its mark as two characters.
    for c in name.nfc() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        let is_of_word = c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}');
        spaced.push(if is_of_word { c } else { ' ' });
        before = c;
    }
    spaced
        .split_whitespace()
        .map(folded)
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_language_is_known_in_any_case_and_with_any_blanks() {
        for (language, words) in LANGUAGES {
            for (role, words) in Role::ALL.into_iter().zip(words) {
                for word in *words {
                    let camel: String = word
                        .split(' ')
                        .enumerate()
                        .map(|(number, part)| {
                            let mut letters = part.chars();
                            match letters.next() {
                                Some(first) if number > 0 => first.to_uppercase().chain(letters).collect(),
                                _ => part.to_owned(),
                            }
                        })
                        .collect();
                    for spelled in [
                        (*word).to_owned(),
                        word.to_uppercase(),
                        format!("  {word} "),
                        word.replace(' ', "_"),
                        word.replace(' ', "-"),
                        word.replace(' ', ""),
                        word.nfd().collect(),
                        camel,
                    ] {
                        let named = Named::of(&spelled).map(|named| named.role);
                        assert_eq!(named, Some(role), "{language}: {spelled}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_word_means_two_things() {
        let mut known = FxHashMap::default();
        for (language, words) in LANGUAGES {
            for (role, words) in Role::ALL.into_iter().zip(words) {
                for word in *words {
                    let before = *known.entry(folded(word)).or_insert(role);
                    assert_eq!(before, role, "{language}: {word}");
                }
            }
        }
    }

    #[test]
    fn units_and_zones_stand_beside_the_words() {
        let of = |name| Named::of(name).map(|named| (named.role, named.unit, named.is_utc));
        for (name, expected) in [
            ("duration_ms", (Role::Length, Some(Unit::Milliseconds), false)),
            ("durationMs", (Role::Length, Some(Unit::Milliseconds), false)),
            ("Dauer (Sekunden)", (Role::Length, Some(Unit::Seconds), false)),
            ("Length [s]", (Role::Length, Some(Unit::Seconds), false)),
            ("时长（毫秒）", (Role::Length, Some(Unit::Milliseconds), false)),
            ("ms_played", (Role::Heard, Some(Unit::Milliseconds), false)),
            ("duration", (Role::Length, None, false)),
            ("utc_time", (Role::Time, None, true)),
            ("Date (UTC)", (Role::Time, None, true)),
            ("playedAtUTC", (Role::Time, None, true)),
            ("unix_timestamp", (Role::Time, None, false)),
            ("time_unix", (Role::Time, None, false)),
            ("timestamp_ms", (Role::Time, Some(Unit::Milliseconds), false)),
        ] {
            assert_eq!(of(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn what_is_something_else_is_not_read() {
        for name in [
            "",
            " ",
            "id",
            "url",
            "artist_mbid",
            "track number",
            "added at",
            "last played",
            "play count",
            "e-mail",
            "ip address",
            "release date",
            "date of birth",
            "s",
            "ms",
            "utc",
            "artistid",
        ] {
            assert_eq!(Named::of(name), None, "{name}");
        }
    }
}
