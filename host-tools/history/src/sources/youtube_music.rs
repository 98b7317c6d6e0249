//! YouTube Music, as Google Takeout has it: `watch-history.json`, a JSON array of everything watched on YouTube.
//!
//! Entries of music have the header "YouTube Music". Their title is the item's in a sentence, in the language of the
//! account ("Watched Sol", "Has visto Sol", "Sol angesehen"); what stands around the item is a known frame or, in languages
//! that are not known, what all titles of the file share. What is on a channel `… - Topic` is music, too, whatever its header, unless
//! that is not wanted. Videos that were removed have no subtitles, and no name that could be known. There is no duration.

use super::fields::{moment, text};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Row, Rows};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// YouTube Music.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(5),
    id: "youtube-music",
    name: "YouTube Music",
    service: Service {
        number: 4,
        rank: 20,
        is_player: true,
        duration_identifies: false,
    },
    files: "Google Takeout with `watch-history.json` (JSON, not HTML)",
    earliest: 1_114_214_400, // 2005-04-23, the first video of YouTube
    knows: Knows {
        moment: "to the second",
        heard: false,
        skips: false,
        album: false,
        country: false,
        people: false,
    },
    names: Names {
        histories: &[
            "watch-history",
            "historial-de-reproducciones",
            "historial de reproducciones",
            "izleme geçmişi",
            "kijkgeschiedenis",
            "wiedergabeverlauf",
            "سجل المشاهدة",
            "观看记录",
            "觀看記錄",
            "觀看紀錄",
            "historique des vidéos regardées",
            "historique-des-vidéos",
            "시청 기록",
            "再生履歴",
            "視聴履歴",
            "cronologia visualizzazioni",
            "cronologia delle visualizzazioni",
            "histórico de visualiza",
            "histórico-de-visualiza",
            "historia oglądania",
            "visningshistor",
            "katseluhistoria",
            "katsoluhistoria",
            "historie sledování",
            "história pozeraní",
            "megtekintési előzmények",
            "istoricul vizionărilor",
            "история просмотров",
            "історія перегляд",
            "histori tontonan",
            "riwayat tontonan",
            "nhật ký xem",
            "lịch sử xem",
            "ประวัติการดู",
            "היסטוריית צפייה",
            "ιστορικό παρακολούθησης",
            "ιστορικό προβολών",
            "देखने का इतिहास",
        ],
        private: &[
            "search-history",
            "arama geçmişi",
            "historial-de-b",
            "historial de b",
            "suchverlauf",
            "zoekgeschiedenis",
            "سجل البحث",
            "سجلّ البحث",
            "搜索记录",
            "搜尋記錄",
            "搜尋紀錄",
            "historique des recherches",
            "historique-des-recherches",
            "검색 기록",
            "検索履歴",
            "cronologia ricerche",
            "cronologia delle ricerche",
            "histórico de pesquisa",
            "histórico-de-pesquisa",
            "historia wyszukiwania",
            "sökhistorik",
            "søgehistorik",
            "søkelogg",
            "søkehistorikk",
            "hakuhistoria",
            "historie vyhledávání",
            "história vyhľadávania",
            "keresési előzmények",
            "istoricul căutărilor",
            "история поиска",
            "історія пошуку",
            "histori penelusuran",
            "riwayat penelusuran",
            "lịch sử tìm kiếm",
            "ประวัติการค้นหา",
            "היסטוריית חיפוש",
            "ιστορικό αναζήτησης",
            "खोज इतिहास",
            "comments",
            "comentarios",
            "kommentare",
            "reacties",
            "yorumlar",
            "تعليقات",
            "评论",
            "subscriptions",
            "abonelikler",
            "abonnementen",
            "abos",
            "suscripciones",
            "اشتراكات",
            "订阅内容",
            "uploads",
            "live chats",
            "archive_browser",
        ],
    },
    forms: &[&YouTubeMusic],
};

/// Reads what was heard on YouTube Music.
#[derive(Debug)]
pub(crate) struct YouTubeMusic;

/// How many entries are looked at to learn what stands around a title.
const LOOKED_AT: usize = 256;
/// What stands before and after a title in the languages of Takeout that were seen. The longest that fits is taken.
const FRAMES: &[(&str, &str)] = &[
    ("Watched ", ""),
    ("Has visto ", ""),
    ("Viste ", ""),
    ("Vous avez regardé ", ""),
    ("Vous avez écouté ", ""),
    ("Hai guardato ", ""),
    ("Hai visualizzato ", ""),
    ("Assistiu a ", ""),
    ("Você assistiu a ", ""),
    ("Viu ", ""),
    ("Tittade på ", ""),
    ("Har sett på ", ""),
    ("Så på ", ""),
    ("Har set ", ""),
    ("Katsottu ", ""),
    ("Obejrzano: ", ""),
    ("Obejrzano ", ""),
    ("Zhlédnuto: ", ""),
    ("Megtekintve: ", ""),
    ("Ai vizionat ", ""),
    ("Ai urmărit ", ""),
    ("Вы посмотрели видео ", ""),
    ("Просмотрено видео ", ""),
    ("Ви переглянули відео ", ""),
    ("Переглянуто відео ", ""),
    ("Menonton ", ""),
    ("Đã xem ", ""),
    ("Παρακολουθήσατε το βίντεο ", ""),
    ("تمت مشاهدة ", ""),
    ("צפית ב-", ""),
    ("ดู ", " แล้ว"),
    ("ดู ", ""),
    ("观看了 ", ""),
    ("已观看 ", ""),
    ("觀看了 ", ""),
    ("已觀看 ", ""),
    ("Je hebt gekeken naar ", ""),
    ("Sie haben sich ", " angesehen"),
    ("", " angesehen"),
    ("", " bekeken"),
    ("", " izlendi"),
    ("", " を視聴しました"),
    ("", "を視聴しました"),
    ("", "을(를) 시청했습니다."),
    ("", " देखा गया"),
];
/// What the names of channels end in that hold a single artist's recordings, whatever the header says.
const TOPIC: &str = " - Topic";

impl Importer for YouTubeMusic {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        // What was searched for has the same form, and is none of ours.
        let searches = head.contains("results?search_query");
        (head.is_array_of(&["header", "title", "time"]) && !searches).then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for YouTubeMusic {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let topics = !file.wanted().no_topic_channels;
        let mut rows = Rows::of_array(file);
        let mut frame = None;
        let mut waiting = Vec::new();
        let mut number = 0;
        while let Some(row) = rows.next()? {
            number += 1;
            // Years ago what was heard on YouTube Music was filed under YouTube.
            if row.get("header").text().as_deref() != Some("YouTube Music") {
                if !(topics && is_on_topic_channel(row)) {
                    sink.pass_over();
                    continue;
                }
                sink.by_channel();
            }
            let entry = Entry::of(row);
            match &frame {
                Some(frame) => {
                    sink.at(number);
                    sink.row(entry.map(|entry| entry.record(frame)))?;
                }
                None => waiting.push((number, entry)),
            }
            if waiting.len() == LOOKED_AT {
                frame = Some(hand_over(&mut waiting, sink)?);
            }
        }
        hand_over(&mut waiting, sink).map(drop)
    }
}

/// Whether a video is on a channel that holds an artist's recordings.
fn is_on_topic_channel(entry: Row<'_>) -> bool {
    let subtitle = entry.get("subtitles").elements().next();
    subtitle.is_some_and(|subtitle| subtitle.get("name").text().is_some_and(|name| name.ends_with(TOPIC)))
}

/// Learns what stands around the titles, and hands the entries over.
fn hand_over(waiting: &mut Vec<(u64, Result<Entry, Reason>)>, sink: &mut Sink<'_>) -> Result<Frame, Halt> {
    let entries = waiting.iter().filter_map(|(_, entry)| entry.as_ref().ok());
    let named: Vec<&Entry> = entries.filter(|entry| entry.is_named()).collect();
    let titles: Vec<&str> = named.iter().map(|entry| &*entry.title).collect();
    let frame = Frame::around(&titles);
    for (number, entry) in waiting.drain(..) {
        sink.at(number);
        sink.row(entry.map(|entry| entry.record(&frame)))?;
    }
    Ok(frame)
}

struct Entry {
    title: String,
    /// Empty when the video was removed.
    artist: String,
    uri: String,
    stamp: i64,
}

impl Entry {
    fn of(entry: Row<'_>) -> Result<Self, Reason> {
        let artist = match entry.get("subtitles").elements().next() {
            Some(subtitle) => text(subtitle.get("name"), "subtitles")?.into_owned(),
            None => String::new(),
        };
        let url = text(entry.get("titleUrl"), "titleUrl")?;
        let id = url
            .split_once("v=")
            .map_or("", |(_, id)| id.split(['&', '#']).next().unwrap_or(""));
        Ok(Self {
            title: text(entry.get("title"), "title")?.into_owned(),
            artist: artist.strip_suffix(TOPIC).unwrap_or(&artist).to_owned(),
            uri: if id.is_empty() {
                String::new()
            } else {
                format!("youtube:{id}")
            },
            stamp: moment(entry.get("time"), "time")?,
        })
    }

    fn is_named(&self) -> bool {
        !self.artist.is_empty() && !self.title.contains("https://")
    }

    fn record(self, frame: &Frame) -> Record<'static> {
        let title = if self.is_named() {
            frame.inside(&self.title).to_owned()
        } else {
            String::new()
        };
        Record {
            kind: Kind::Music,
            title: title.into(),
            artist: self.artist.into(),
            album: "".into(),
            uri: self.uri.into(),
            stamp: self.stamp,
            started_at: self.stamp,
            ms_played: None,
            facts: Facts::of(ABOUT.source, Certainty::Stated),
            ordinal: None,
        }
    }
}

/// What stands before and after a title.
#[derive(Debug, Default, PartialEq)]
struct Frame {
    before: String,
    after: String,
}

impl Frame {
    /// From some titles of one file: the frame of a language that is known, or what all of them share.
    fn around(titles: &[&str]) -> Self {
        let fits = |(before, after): &&(&str, &str)| {
            let framed = |title: &&&str| {
                title.len() > before.len() + after.len() && title.starts_with(before) && title.ends_with(after)
            };
            // The language may have been changed on the way.
            titles.iter().filter(framed).count() * 10 >= titles.len() * 9
        };
        let known = FRAMES
            .iter()
            .filter(fits)
            .max_by_key(|(before, after)| before.len() + after.len());
        match known.filter(|_| !titles.is_empty()) {
            Some(&(before, after)) => Self {
                before: before.to_owned(),
                after: after.to_owned(),
            },
            None => Self::shared(titles),
        }
    }

    /// What all titles share, if there are enough of them to tell.
    fn shared(titles: &[&str]) -> Self {
        const ENOUGH: usize = 8;
        let mut different = titles.to_vec();
        different.sort_unstable();
        different.dedup();
        let Some(first) = different.first().filter(|_| different.len() >= ENOUGH) else {
            return Self::default();
        };
        let shared = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| -> usize {
            one.zip(other)
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| a.len_utf8())
                .sum()
        };
        let before = different
            .iter()
            .map(|title| shared(&mut first.chars(), &mut title.chars()))
            .min()
            .unwrap_or(0);
        let after = different
            .iter()
            .map(|title| shared(&mut first.chars().rev(), &mut title.chars().rev()))
            .min()
            .unwrap_or(0);
        // Words are shared whole or not at all; where a language has no blanks, signs are.
        let before = &first[..before];
        let before = before.rfind([' ', '\u{a0}']).map_or("", |blank| &before[..=blank]);
        let after = &first[first.len() - after..];
        let after = after.find([' ', '\u{a0}']).map_or("", |blank| &after[blank..]);
        Self {
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    fn inside<'a>(&self, title: &'a str) -> &'a str {
        let title = title.strip_prefix(&*self.before).unwrap_or(title);
        title.strip_suffix(&*self.after).unwrap_or(title).trim()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 8] = ["Sol", "Sole", "Mar", "Luna", "月", "The Sun", "The Sea", "The Sol"];

    #[test]
    fn titles_come_out_of_the_sentence_of_any_language() {
        let unknown = [("Wataki ", ""), ("Ona li ", " wutele"), ("", " kolin"), ("", "")];
        for (before, after) in FRAMES.iter().copied().chain(unknown) {
            let titles = NAMES.map(|name| format!("{before}{name}{after}"));
            let frame = Frame::around(&titles.each_ref().map(|title| &**title));
            assert_eq!(
                frame,
                Frame {
                    before: before.into(),
                    after: after.into()
                }
            );
            for (title, name) in titles.iter().zip(NAMES) {
                assert_eq!(frame.inside(title), name);
            }
        }
    }

    #[test]
    fn what_titles_share_is_left_to_them_where_the_language_is_known() {
        for (before, after) in FRAMES {
            let titles: Vec<String> = (1..=9)
                .map(|number| format!("{before}Nocturne No. {number} live{after}"))
                .collect();
            let titles: Vec<&str> = titles.iter().map(|title| &**title).collect();
            let frame = Frame::around(&titles);
            assert_eq!(frame.inside(titles[4]), "Nocturne No. 5 live", "{before}…{after}");
        }
    }

    #[test]
    fn short_files_are_read_by_the_languages_that_are_known() {
        assert_eq!(Frame::around(&["Has visto Sol"]).inside("Has visto Sol"), "Sol");
        assert_eq!(Frame::around(&["Sol angesehen"]).inside("Sol angesehen"), "Sol");
        assert_eq!(Frame::around(&[]), Frame::default());
    }
}
