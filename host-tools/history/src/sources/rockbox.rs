//! The log that Rockbox writes of what it played, `.rockbox/playback.log`: `timestamp:elapsed:length:path`, a line per track.
//!
//! `timestamp` is what the player's own clock showed when a track ended, in seconds as if it were UTC; without a clock, it is in
//! milliseconds since the player was switched on, which is no moment. `elapsed`, in milliseconds, is how long it was heard.
//! Names are not in it. `database_changelog.txt` beside it has them by path; of other tracks, the path says what it says
//! (`…/ARTIST/ALBUM/NN - TITLE.mp3`).

use std::borrow::Cow;
use std::io::Read;

use rustc_hash::FxHashMap;

use super::fields::{begun, first_of, heard, known_moment};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::moment::SCROBBLES;
use crate::nobody::is_nobody;
use crate::number::whole;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::Table;

/// Rockbox, its playback log.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(19),
    id: "rockbox-playback",
    name: "Rockbox playback log",
    service: Service {
        number: 18,
        rank: 89,
        // The player logs the same plays in `.scrobbler.log`, with the same moments: only beside what is no player can they be
        // echoes, and only of what knows how long they were heard do these moments lie within them.
        is_player: false,
        duration_identifies: false,
    },
    files: "`.rockbox/playback.log`, best with `database_changelog.txt` (*Export modifications* of the database) beside it",
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["playback.log", "playback_0", "database_changelog"],
        private: &[],
    },
    forms: &[&Rockbox],
};

/// Reads playback logs.
#[derive(Debug)]
pub(crate) struct Rockbox;

impl Importer for Rockbox {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        if head.contains("filename=\"/") && head.contains("playcount=\"") {
            Some(Part::Companion)
        } else {
            let is_line = |line: &str| Line::of(line).is_some_and(|line| line.path.starts_with('/'));
            head.any_line(is_line).then_some(Part::Plays)
        }
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Player::default())
    }
}

/// Artist, title and album.
type Said = [String; 3];

/// What is known of the files on a player.
#[derive(Default)]
struct Player {
    said: FxHashMap<String, Said>,
}

impl Load for Player {
    fn load(&mut self, part: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut lines = Lines(Table::with_tabs(file));
        while let Some(line) = lines.next()? {
            if line.starts_with('#') {
                continue;
            }
            if part == Part::Companion {
                let (path, said) = tags(&line);
                if !path.is_empty() {
                    self.said.insert(path, said);
                }
            } else {
                sink.row(self.record(&line))?;
            }
        }
        Ok(())
    }
}

/// Lines of a text, but for empty ones.
struct Lines<R>(Table<R>);

impl<R: Read> Lines<R> {
    fn next(&mut self) -> Result<Option<String>, Halt> {
        let Some(row) = self.0.next()? else { return Ok(None) };
        let cells: Vec<_> = (0..row.len())
            .map(|cell| String::from_utf8_lossy(row.get(cell)))
            .collect();
        Ok(Some(cells.join("\t")))
    }
}

/// A line of the log.
struct Line<'a> {
    ended: i64,
    elapsed: i64,
    path: &'a str,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let mut parts = line.splitn(4, ':');
        let mut number = || whole(parts.next()?.as_bytes());
        let (ended, elapsed, _length) = (number()?, number()?, number()?);
        Some(Self {
            ended,
            elapsed,
            path: parts.next().filter(|path| !path.is_empty())?,
        })
    }
}

impl Player {
    fn record(&self, line: &str) -> Result<Record<'static>, Reason> {
        let line = Line::of(line).ok_or(Reason::NotARow)?;
        let heard = heard(Some(line.elapsed));
        let started = begun(line.ended, i64::from(heard.unwrap_or(0)) / 1000);
        let started_at = known_moment(Some(started), "timestamp")?;
        let by_path = by_path(line.path);
        let [artist, title, album] = match self.said.get(line.path) {
            // What has no title goes by the name of its file, as the player shows it.
            Some([artist, title, album]) => {
                let title = first_of([&**title, &*by_path[1]]);
                [artist, title, album].map(str::to_owned)
            }
            None => by_path,
        };
        Ok(Record {
            kind: Kind::Music,
            title: title.into(),
            artist: artist.into(),
            album: album.into(),
            uri: Cow::Borrowed(""),
            stamp: started_at,
            started_at,
            ms_played: heard,
            facts: Facts::of(ABOUT.source, Certainty::Wall),
            ordinal: None,
        })
    }
}

/// The path and the names in a line of `database_changelog.txt`: `key="value"` pairs, in which a backslash goes before what
/// means something else.
fn tags(line: &str) -> (String, Said) {
    let (mut path, mut said) = (String::new(), Said::default());
    let mut album_artist = String::new();
    let mut rest = line;
    while let Some((key, inside)) = rest.split_once("=\"") {
        let (value, after) = quoted(inside);
        let value = if is_nobody(&value) { String::new() } else { value };
        match key.trim() {
            "filename" => path = value,
            "artist" => said[0] = value,
            "title" => said[1] = value,
            "album" => said[2] = value,
            "albumartist" => album_artist = value,
            _ => {}
        }
        rest = after;
    }
    if said[0].is_empty() {
        said[0] = album_artist;
    }
    (path, said)
}

/// What stands before the quote that ends it, and what comes after.
fn quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return (value, &text[at + 1..]),
            '\\' => value.extend(
                signs
                    .next()
                    .map(|(_, escaped)| if escaped == 'n' { ' ' } else { escaped }),
            ),
            _ => value.push(sign),
        }
    }
    (value, "")
}

/// What folders are called in which all music lies, in lower case.
const ROOTS: [&str; 12] = [
    "music",
    "musik",
    "musique",
    "música",
    "musica",
    "muziek",
    "muzyka",
    "музыка",
    "audio",
    "mp3",
    "flac",
    "songs",
];

/// What the path of a file says.
fn by_path(path: &str) -> Said {
    let mut folders: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let file = folders.pop().unwrap_or_default();
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    // Volumes, discs of an album, and what all music lies in are nobody's names.
    folders.retain(|folder| !folder.starts_with('<') && !is_disc(folder));
    let is_root = |folder: &&str| ROOTS.contains(&&*folder.to_lowercase());
    let below = folders.iter().rposition(is_root).map_or(0, |root| root + 1);
    let (artist, album) = match folders[below..] {
        [] => ("", ""),
        [artist] => (artist, ""),
        [.., artist, album] => (artist, album),
    };
    let title = without_number(stem);
    let (artist, title) = match title.split_once(" - ") {
        Some((first, title)) if artist.is_empty() || artist.eq_ignore_ascii_case(first) => {
            (first, without_number(title))
        }
        _ => (artist, title),
    };
    [artist, title, album].map(|name| name.trim().to_owned())
}

/// Whether a folder is one disc of an album: `CD 1`, `Disc 2`.
fn is_disc(folder: &str) -> bool {
    let folder = folder.to_lowercase();
    let number = ["cd", "disc", "disk"].iter().find_map(|word| folder.strip_prefix(word));
    number.is_some_and(|number| {
        let number = number.trim_start_matches([' ', '_', '-']);
        !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A title without the number of its track, if there is more of it.
fn without_number(title: &str) -> &str {
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &title[digits..];
    let after = rest.trim_start_matches([' ', '.', '-', '_']);
    // "99 Luftballons" is a title, "09 Luftballons" and "9. Luftballons" are not.
    let is_number = digits == 2 && (title.starts_with('0') || !rest.starts_with(' '))
        || (1..=3).contains(&digits) && rest.trim_start().starts_with(['.', '-', '_']);
    if is_number && !after.is_empty() { after } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_say_what_they_say() {
        for (path, expected) in [
            ("/Music/Luna/Mar/03 - Sol.mp3", ["Luna", "Sol", "Mar"]),
            ("/Music/Luna/Mar/03. Sol: a song.flac", ["Luna", "Sol: a song", "Mar"]),
            ("/<microSD1>/Luna/Mar/CD 2/Luna - Sol.ogg", ["Luna", "Sol", "Mar"]),
            ("/Musik/Genre/Luna/Mar/1-03 Sol.mp3", ["Luna", "03 Sol", "Mar"]),
            ("/Music/Luna/Sol.mp3", ["Luna", "Sol", ""]),
            ("/Music/Luna - Sol.mp3", ["Luna", "Sol", ""]),
            ("/Luna - 01 - Sol.mp3", ["Luna", "Sol", ""]),
            ("/Music/99 Luftballons.mp3", ["", "99 Luftballons", ""]),
            ("/Music/1999.mp3", ["", "1999", ""]),
            ("/Music/07.mp3", ["", "07", ""]),
            ("/月/波/01 海の歌.m4a", ["月", "海の歌", "波"]),
            ("/.mp3", ["", ".mp3", ""]),
            ("/", ["", "", ""]),
        ] {
            assert_eq!(by_path(path), expected, "{path}");
        }
    }

    #[test]
    fn tags_come_out_of_their_quotes() {
        let line =
            r#"artist="L \"Q\" M" album="<Untagged>" title="a\\b" filename="/x.mp3" playcount="3" comment="never" "#;
        assert_eq!(
            tags(line),
            ("/x.mp3".to_owned(), ["L \"Q\" M", "a\\b", ""].map(str::to_owned))
        );
        assert_eq!(tags("artist=\"cut").1[0], "cut");
        assert_eq!(tags("").0, "");
    }

    proptest! {
        #[test]
        fn nothing_that_a_line_can_be_makes_it_fail(line in "\\PC{0,40}", path in "[/ 0-9a-z.<>\\-é]{0,24}") {
            let player = Player::default();
            let _ = player.record(&line);
            let _ = tags(&line);
            let line = format!("1700000000:1:2:{path}");
            prop_assert_eq!(player.record(&line).is_ok(), !path.is_empty());
        }
    }
}
