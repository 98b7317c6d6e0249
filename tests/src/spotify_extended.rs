//! Spotify's extended streaming history, in both generations.

use std::io::{self, Write};

use chrono::{DateTime, Datelike, Timelike};

use crate::archive::Archive;
use crate::counting::{Counting, Seen};
use crate::json::{Layout, Rows, Value};
use crate::listener::{Event, Heard, Listener};
use crate::random::Random;
use crate::row::{Row, Vintage, is_video};
use crate::stream::ByStamp;
use crate::truth::Truth;

/// How an extended export comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extended {
    /// Which generation of fields, names and folders.
    pub vintage: Vintage,
    /// How the JSON is laid out.
    pub layout: Layout,
    /// How ids are spelled.
    pub ids: Ids,
}

/// How the ids of tracks and episodes are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// 22 digits to the base of 62, as random as real ones; they make up a fourth of a zip.
    Random,
    /// As long, but nearly the same, so that a fixture stays small.
    Plain,
}

impl Extended {
    /// What Spotify has sent since late 2024.
    pub const NEW: Self = Self {
        vintage: Vintage::New,
        layout: Layout::Pretty,
        ids: Ids::Random,
    };
    /// What Spotify sent until spring 2023: `endsong_N.json`, unsorted.
    pub const OLD: Self = Self {
        vintage: Vintage::Old,
        layout: Layout::Compact,
        ids: Ids::Random,
    };

    /// Writes the export with every member that a real one has.
    ///
    /// # Errors
    /// If the archive cannot be written.
    pub fn write(self, listener: &Listener, archive: &mut impl Archive) -> io::Result<Truth> {
        let mut counting = Counting::new(&listener.catalogue);
        match self.vintage {
            Vintage::New => self.write_new(listener, archive, &mut counting)?,
            Vintage::Old => self.write_old(listener, archive, &mut counting)?,
        }
        archive.flush()?;
        Ok(counting.finish())
    }

    /// Shards by time, sorted; video apart.
    fn write_new(self, listener: &Listener, archive: &mut impl Archive, counting: &mut Counting<'_>) -> io::Result<()> {
        let folder = "Spotify Extended Streaming History/";
        archive.begin(folder)?;
        archive.write_all(DIRECTORY)?;
        let days = 0..listener.days();
        let mut events = ByStamp::new(listener, days.clone()).filter(|event| !is_video(&listener.catalogue, event));
        let mut last_rows: Vec<Row> = Vec::new();
        for (index, shard) in shards(listener, false).iter().enumerate() {
            let name = format!("{folder}Streaming_History_Audio_{}_{index}.json", shard.years());
            archive.begin(&name)?;
            counting.file(&name);
            let mut rows = Rows::new(archive, self.layout);
            // A shard begins with what ended the one before.
            for row in &last_rows {
                counting.duplicate();
                self.write_row(listener, row, &mut rows)?;
            }
            last_rows.clear();
            for (left, event) in (0..shard.rows).rev().zip(&mut events) {
                let row = Row::new(event, self.vintage, false);
                self.write_and_count(listener, &row, false, &mut rows, counting)?;
                if left < OVERLAP && event.heard != Heard::Nameless {
                    last_rows.push(row);
                }
            }
            rows.finish()?;
        }
        if let [video] = shards(listener, true).as_slice() {
            let name = format!("{folder}Streaming_History_Video_{}.json", video.years());
            archive.begin(&name)?;
            counting.file(&name);
            let mut rows = Rows::new(archive, self.layout);
            for event in ByStamp::new(listener, days).filter(|event| is_video(&listener.catalogue, event)) {
                self.write_and_count(
                    listener,
                    &Row::new(event, self.vintage, true),
                    false,
                    &mut rows,
                    counting,
                )?;
            }
            rows.finish()?;
        }
        archive.begin(&format!("{folder}ReadMeFirst_ExtendedStreamingHistory.pdf"))?;
        archive.write_all(PDF)
    }

    /// Every shard spans all years, in no order, and repeats some rows of the one before. The export is of February 2023.
    fn write_old(self, listener: &Listener, archive: &mut impl Archive, counting: &mut Counting<'_>) -> io::Result<()> {
        let folder = "MyData/";
        archive.begin(folder)?;
        archive.write_all(DIRECTORY)?;
        let days: Vec<u32> = (0..listener.days())
            .take_while(|&day| listener.midnight(day) < EXPORTED_OLD)
            .collect();
        let plays: u64 = days.iter().map(|&day| listener.plays_on(day)).sum();
        let shards = (plays / SHARD).max(2);
        let shard_of = |day: u32| Random::of(listener.person.seed, &[0x5A4D, day.into()]).below(shards);
        for shard in 0..shards {
            let name = format!("{folder}endsong_{shard}.json");
            archive.begin(&name)?;
            counting.file(&name);
            let mut rows = Rows::new(archive, self.layout);
            let mut shuffled = days.clone();
            shuffled.sort_by_key(|&day| Random::of(shard, &[day.into()]).word());
            for day in shuffled {
                let own = shard_of(day) == shard;
                if !own && (shard == 0 || shard_of(day) != shard - 1) {
                    continue;
                }
                let mut events = listener.day(day);
                events.sort_by_key(|event| Random::of(event.stamped as u64, &[event.ms_played.into()]).word());
                for event in events {
                    let row = Row::new(event, self.vintage, false);
                    if own {
                        self.write_and_count(listener, &row, true, &mut rows, counting)?;
                    } else if event.heard != Heard::Nameless && repeated(&event, 300) {
                        counting.duplicate();
                        self.write_row(listener, &row, &mut rows)?;
                    }
                }
            }
            rows.finish()?;
        }
        archive.begin(&format!("{folder}ReadMeFirst.pdf"))?;
        archive.write_all(PDF)
    }

    /// Writes a row and, rarely, the same again.
    fn write_and_count<W: Write>(
        self,
        listener: &Listener,
        row: &Row,
        old: bool,
        rows: &mut Rows<'_, W>,
        counting: &mut Counting<'_>,
    ) -> io::Result<()> {
        counting.row(&Seen {
            heard: row.event.heard,
            started_at: row.start(),
            stamped: row.event.stamped,
            ms_played: row.event.ms_played,
            skip: row.is_skip(),
            offline: row.offline == Some(true),
            private: row.event.private,
        });
        self.write_row(listener, row, rows)?;
        if !old && row.event.heard != Heard::Nameless && repeated(&row.event, 40) {
            counting.duplicate();
            let mut again = row.clone();
            if repeated(&row.event, 5) {
                // The same play, told a little worse.
                again.offline_timestamp = None;
                again.event.reason_start = "unknown";
            }
            self.write_row(listener, &again, rows)?;
        }
        Ok(())
    }

    fn write_row<W: Write>(self, listener: &Listener, row: &Row, rows: &mut Rows<'_, W>) -> io::Result<()> {
        let (event, catalogue) = (&row.event, &listener.catalogue);
        let (mut track, mut artist, mut album, mut track_uri) = (None, None, None, None);
        let (mut episode, mut show, mut episode_uri) = (None, None, None);
        let (mut book, mut book_uri, mut chapter_uri, mut chapter_title) = (None, None, None, None);
        match event.heard {
            Heard::Track(index) => {
                let heard = &catalogue.tracks[index as usize];
                track = Some(heard.title.as_str());
                artist = Some(catalogue.artists[heard.artist as usize].name.as_str());
                album = Some(heard.album.as_str());
                track_uri = Some(self.uri(listener, "track", index.into()));
            }
            Heard::Episode(index, number) => {
                let heard = &catalogue.podcasts[index as usize];
                episode = Some(heard.episodes[number as usize].as_str());
                show = Some(heard.name.as_str());
                episode_uri = Some(self.uri(listener, "episode", u64::from(index) << 16 | u64::from(number)));
            }
            Heard::Chapter(number) => {
                book = Some(catalogue.book.name.as_str());
                book_uri = Some(self.uri(listener, "show", 0));
                chapter_title = Some(catalogue.book.episodes[number as usize].as_str());
                chapter_uri = Some(self.uri(listener, "episode", 1 << 40 | u64::from(number)));
            }
            Heard::Nameless => {}
        }
        let country = str::from_utf8(&event.country).unwrap_or("ZZ");
        let stamp = stamp(event.stamped);
        let old = self.vintage == Vintage::Old;
        let mut fields: Vec<(&str, Value<'_>)> = Vec::with_capacity(23);
        fields.push(("ts", (&stamp).into()));
        if old {
            fields.push(("username", CANARY_USER.into()));
        }
        fields.push(("platform", row.platform.into()));
        fields.push(("ms_played", i64::from(event.ms_played).into()));
        fields.push(("conn_country", country.into()));
        fields.push((if old { "ip_addr_decrypted" } else { "ip_addr" }, CANARY_ADDRESS.into()));
        if old {
            fields.push(("user_agent_decrypted", "unknown".into()));
        }
        fields.push(("master_metadata_track_name", track.into()));
        fields.push(("master_metadata_album_artist_name", artist.into()));
        fields.push(("master_metadata_album_album_name", album.into()));
        fields.push(("spotify_track_uri", track_uri.as_ref().into()));
        fields.push(("episode_name", episode.into()));
        fields.push(("episode_show_name", show.into()));
        fields.push(("spotify_episode_uri", episode_uri.as_ref().into()));
        if !old {
            fields.push(("audiobook_title", book.into()));
            fields.push(("audiobook_uri", book_uri.as_ref().into()));
            fields.push(("audiobook_chapter_uri", chapter_uri.as_ref().into()));
            fields.push(("audiobook_chapter_title", chapter_title.into()));
        }
        fields.push(("reason_start", event.reason_start.into()));
        fields.push(("reason_end", row.reason_end.into()));
        fields.push(("shuffle", event.shuffle.into()));
        fields.push(("skipped", row.skipped.into()));
        fields.push(("offline", row.offline.into()));
        fields.push(("offline_timestamp", row.offline_timestamp.into()));
        fields.push(("incognito_mode", event.private.into()));
        rows.row(&fields)
    }

    fn uri(self, listener: &Listener, kind: &str, number: u64) -> String {
        const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let mut random = Random::of(listener.person.seed, &[0x1D, kind.len() as u64, number]);
        let id: String = match self.ids {
            Ids::Random => (0..22).map(|_| char::from(DIGITS[random.below(62) as usize])).collect(),
            Ids::Plain => format!("invented{number:014}"),
        };
        format!("spotify:{kind}:{id}")
    }
}

/// A user name that no library, summary or log may ever hold.
pub const CANARY_USER: &str = "canary-listener";
/// An address (of those reserved for documentation) that no library, summary or log may ever hold.
pub const CANARY_ADDRESS: &str = "192.0.2.77";
/// What stands for the readme of an export.
pub(crate) const PDF: &[u8] = b"%PDF-1.4\n% Not a history.\n%%EOF\n";

/// Real exports have eleven bytes in the entry of their directory.
pub(crate) const DIRECTORY: &[u8; 11] = b"a directory";

/// Rows of a shard, more or less.
const SHARD: u64 = 15_900;
/// Rows at the end of a shard that the next one repeats.
const OVERLAP: u64 = 5;
/// 2023-02-20: the old export holds the days before.
const EXPORTED_OLD: i64 = 1_676_851_200;

/// A member of the new kind.
struct Shard {
    rows: u64,
    first_year: i32,
    last_year: i32,
}

impl Shard {
    fn years(&self) -> String {
        if self.first_year == self.last_year {
            return self.first_year.to_string();
        }
        format!("{}-{}", self.first_year, self.last_year)
    }
}

/// Counts the rows that each member will hold, since its name comes before its rows.
fn shards(listener: &Listener, video: bool) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    for event in ByStamp::new(listener, 0..listener.days()) {
        if is_video(&listener.catalogue, &event) != video {
            continue;
        }
        let year = DateTime::from_timestamp(event.stamped, 0).unwrap_or_default().year();
        match shards.last_mut() {
            Some(shard) if video || shard.rows < SHARD => {
                shard.rows += 1;
                shard.last_year = year;
            }
            _ => shards.push(Shard {
                rows: 1,
                first_year: year,
                last_year: year,
            }),
        }
    }
    shards
}

/// Whether a row comes twice, so often in ten thousand.
fn repeated(event: &Event, in_ten_thousand: u64) -> bool {
    Random::of(event.stamped as u64, &[0xD0B, event.ms_played.into()]).chance(in_ten_thousand)
}

fn stamp(seconds: i64) -> String {
    let at = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let (year, month, day) = (at.year(), at.month(), at.day());
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        at.hour(),
        at.minute(),
        at.second()
    )
}
