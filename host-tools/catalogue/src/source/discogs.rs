//! Discogs: masters and releases, as `data.discogs.com` has them.
//!
//! One element follows the other below the root, each a record. No entity but XML's own is resolved, no document type is obeyed, and
//! no element, text or attribute is read beyond [`LONGEST`] bytes.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::table::year;
use crate::error::Fault;
use crate::evidence::{Entry, Gathering};

/// The longest piece of markup or text, in bytes: notes of releases have some tens of thousands of letters.
const LONGEST: usize = 4 << 20;
/// The most that elements are nested: releases have nine levels.
const DEEPEST: usize = 64;
/// How many artists, genres and tracks of a record are looked at, and how much of a text.
const LISTED: usize = 2000;
const TEXT: usize = 4096;

/// An element that means something somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Root,
    Record,
    Artists,
    Artist,
    Id,
    Name,
    Anv,
    List,
    Word,
    Title,
    Year,
    Tracks,
    Track,
    Other,
}

impl Tag {
    fn of(name: &[u8]) -> Self {
        match name {
            b"artists" => Self::Artists,
            b"artist" => Self::Artist,
            b"id" => Self::Id,
            b"name" => Self::Name,
            b"anv" => Self::Anv,
            b"genres" | b"styles" => Self::List,
            b"genre" | b"style" => Self::Word,
            b"title" => Self::Title,
            b"year" | b"released" => Self::Year,
            b"tracklist" | b"sub_tracks" => Self::Tracks,
            b"track" => Self::Track,
            _ => Self::Other,
        }
    }
}

/// A credited artist.
#[derive(Debug, Default)]
struct Artist {
    id: String,
    name: String,
    variation: String,
}

/// A track, and who made it, where those are others than those of the record.
#[derive(Debug, Default)]
struct Track {
    title: String,
    artists: Vec<Artist>,
}

#[derive(Debug, Default)]
struct Record {
    artists: Vec<Artist>,
    words: Vec<String>,
    title: String,
    year: String,
    tracks: Vec<Track>,
}

/// Whether a file begins as one of Discogs' does, and which one.
pub(crate) fn recognise(head: &[u8]) -> Option<super::Source> {
    let text = String::from_utf8_lossy(&head[..head.len().min(4096)]);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with('<') {
        return None;
    }
    if start.contains("<masters>") || start.contains("<master ") {
        Some(super::Source::DiscogsMasters)
    } else if start.contains("<releases>") || start.contains("<release ") {
        Some(super::Source::DiscogsReleases)
    } else {
        None
    }
}

/// Reads one of Discogs' files.
pub(crate) fn read(source: &mut dyn Read, gathering: &mut Gathering<'_>) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(Bounded::new(BufReader::with_capacity(256 * 1024, source)));
    reader.config_mut().allow_dangling_amp = true;
    let mut stack: Vec<Tag> = Vec::with_capacity(DEEPEST);
    let mut record = Record::default();
    let mut buffer = Vec::with_capacity(4096);
    let mut records = 0_u64;
    loop {
        buffer.clear();
        reader.get_mut().left = LONGEST;
        let event = reader.read_event_into(&mut buffer).map_err(fault)?;
        match event {
            Event::Start(element) => {
                let tag = match stack.len() {
                    0 => Tag::Root,
                    1 => Tag::Record,
                    DEEPEST => return Err(Fault::Damaged("its elements are nested without end".to_owned())),
                    _ => Tag::of(element.name().as_ref().as_bytes()),
                };
                stack.push(tag);
                record.open(&stack);
            }
            Event::End(_) => {
                if stack.len() == 2 {
                    records += 1;
                    record.hand_over(gathering);
                    record.clear();
                }
                stack.pop();
            }
            Event::Text(text) => record.text(&stack, &text),
            Event::CData(text) => record.text(&stack, &text),
            Event::GeneralRef(reference) => {
                let letter = match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                if let Some(letter) = letter {
                    record.text(&stack, letter.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof if stack.is_empty() && records > 0 => return Ok(()),
            Event::Eof => return Err(Fault::Damaged("it ends too early".to_owned())),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn fault(error: quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Io(error) => io::Error::new(error.kind(), error.to_string()).into(),
        quick_xml::Error::Encoding(_) => Fault::Damaged("it is not in UTF-8, as Discogs' files are".to_owned()),
        error if error.to_string().contains("end of input") => Fault::Damaged("it ends too early".to_owned()),
        error => Fault::Damaged(format!("it is not XML as Discogs writes it ({error})")),
    }
}

impl Record {
    fn clear(&mut self) {
        self.artists.clear();
        self.words.clear();
        self.title.clear();
        self.year.clear();
        self.tracks.clear();
    }

    /// An element began.
    fn open(&mut self, stack: &[Tag]) {
        match stack {
            [_, _, Tag::Artists, Tag::Artist] if self.artists.len() < LISTED => self.artists.push(Artist::default()),
            [_, _, Tag::List, Tag::Word] if self.words.len() < LISTED => self.words.push(String::new()),
            [_, _, Tag::Tracks, .., Tag::Track] if self.tracks.len() < LISTED => self.tracks.push(Track::default()),
            [_, _, Tag::Tracks, .., Tag::Track, Tag::Artists, Tag::Artist] => {
                if let Some(track) = self.tracks.last_mut().filter(|track| track.artists.len() < LISTED) {
                    track.artists.push(Artist::default());
                }
            }
            _ => {}
        }
    }

    /// Some text of an element.
    fn text(&mut self, stack: &[Tag], text: &str) {
        let place = match stack {
            [_, _, Tag::Title] => Some(&mut self.title),
            [_, _, Tag::Year] => Some(&mut self.year),
            [_, _, Tag::List, Tag::Word] => self.words.last_mut(),
            [_, _, Tag::Artists, Tag::Artist, of] => self.artists.last_mut().and_then(|artist| artist.place(*of)),
            [_, _, Tag::Tracks, .., Tag::Track, Tag::Title] => self.tracks.last_mut().map(|track| &mut track.title),
            [_, _, Tag::Tracks, .., Tag::Track, Tag::Artists, Tag::Artist, of] => {
                let artist = self.tracks.last_mut().and_then(|track| track.artists.last_mut());
                artist.and_then(|artist| artist.place(*of))
            }
            _ => None,
        };
        if let Some(place) = place.filter(|place| place.len() + text.len() <= TEXT) {
            place.push_str(text);
        }
    }

    /// Says what it says of each of its artists.
    fn hand_over(&self, gathering: &mut Gathering<'_>) {
        let genres: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let year = year(&self.year);
        let mut knows = |artists: &[Artist]| {
            let is_known = |artist: &Artist| {
                gathering.artist(&artist.name).is_some() || gathering.artist(&artist.variation).is_some()
            };
            artists.iter().any(is_known)
        };
        let is_known = knows(&self.artists);
        let tracks = self.tracks.iter().filter(|track| match track.artists.is_empty() {
            true => is_known,
            false => knows(&track.artists),
        });
        let tracks: Vec<&Track> = tracks.collect();
        if !is_known && tracks.is_empty() {
            gathering.pass();
            return;
        }
        let mut say = |artists: &[Artist], album: &str, track: &str| {
            for artist in artists {
                let others = artists.iter().filter(|other| other.id != artist.id);
                let with = others.map(|other| other.name.as_str()).collect::<Vec<_>>().join("/");
                gathering.add(&Entry {
                    artist: &artist.name,
                    variation: &artist.variation,
                    id: &artist.id,
                    with: &with,
                    album,
                    track,
                    genres: &genres,
                    year,
                    country: None,
                });
            }
        };
        say(&self.artists, &self.title, "");
        for track in tracks {
            let artists = if track.artists.is_empty() {
                &self.artists
            } else {
                &track.artists
            };
            say(artists, "", &track.title);
        }
    }
}

impl Artist {
    fn place(&mut self, tag: Tag) -> Option<&mut String> {
        match tag {
            Tag::Id => Some(&mut self.id),
            Tag::Name => Some(&mut self.name),
            Tag::Anv => Some(&mut self.variation),
            _ => None,
        }
    }
}

/// Lets no piece be longer than what is left, which whoever reads pieces sets anew for each.
struct Bounded<R> {
    reader: R,
    left: usize,
}

impl<R> Bounded<R> {
    const fn new(reader: R) -> Self {
        Self { reader, left: LONGEST }
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a piece of it has no end"));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.reader.consume(count);
    }
}
