//! MusicBrainz's database: `mbdump.tar.bz2`, and beside it `mbdump-derived.tar.bz2` with years and tags. Each table is a file in the
//! text form of PostgreSQL's COPY (<https://www.postgresql.org/docs/current/sql-copy.html>), and they come in the order of their
//! names: what a table needs of another has come before it, but for areas and tags, which are put together at the end.

use std::cmp::Reverse;
use std::io::{BufRead, BufReader, Read};

use rustc_hash::FxHashMap;

use super::{Licence, Source};
use crate::error::Fault;
use crate::evidence::{Entry, Gathering};

/// The longest row, in bytes.
const LONGEST: u64 = 1 << 20;
/// The most columns of a table that are looked at.
const COLUMNS: usize = 16;
/// How many areas are one in the other at most: a district, a city, a county, a state, a country, and some more.
const NESTED: usize = 12;
/// How many tags of an artist or a release group are taken, those that most people gave first.
const TAGS: usize = 6;

#[derive(Debug)]
struct Artist {
    name: Box<str>,
    id: Box<str>,
    area: u32,
}

#[derive(Debug)]
struct Group {
    artist: u32,
    title: Box<str>,
    year: Option<u16>,
}

/// What of the database is of the owner's names, as far as it was read.
#[derive(Debug, Default)]
pub(crate) struct MusicBrainz {
    artists: FxHashMap<u32, Artist>,
    /// The artists of a credit whose names the owner has.
    credits: FxHashMap<u32, Vec<u32>>,
    groups: FxHashMap<u32, Group>,
    countries: FxHashMap<u32, [u8; 2]>,
    /// Areas and those that they lie in.
    within: FxHashMap<u32, u32>,
    artist_tags: FxHashMap<u32, Vec<(u32, i64)>>,
    group_tags: FxHashMap<u32, Vec<(u32, i64)>>,
    tags: FxHashMap<u32, Box<str>>,
    has_tags: bool,
}

impl MusicBrainz {
    /// Reads a table. One that is not needed is passed over.
    ///
    /// # Errors
    /// When it is damaged, or needs one that has not come.
    pub(crate) fn read(
        &mut self,
        table: &str,
        source: &mut dyn Read,
        gathering: &mut Gathering<'_>,
    ) -> Result<(), Fault> {
        let needs: &[(&str, bool)] = match table {
            "artist_credit_name" => &[("artist", self.artists.is_empty())],
            "recording" | "release_group" => &[("artist_credit_name", self.credits.is_empty())],
            "release_group_meta" | "release_group_tag" | "artist_tag" => &[("artist", self.artists.is_empty())],
            "artist" | "iso_3166_1" | "l_area_area" | "tag" => &[],
            _ => return Ok(()),
        };
        if let Some((missing, _)) = needs.iter().find(|(_, is_missing)| *is_missing)
            && !gathering.is_of_nobody()
        {
            return Err(Fault::Unclear(format!(
                "the table {table} comes before the table {missing}, or none of your artists is in it: give mbdump.tar.bz2 first \
                 and mbdump-derived.tar.bz2 behind it, as MusicBrainz packs them"
            )));
        }
        self.has_tags |= table.ends_with("_tag");
        each_row(source, |row| self.row(table, row, gathering))
    }

    fn row(&mut self, table: &str, row: &Row<'_>, gathering: &mut Gathering<'_>) -> Option<()> {
        match table {
            // id, gid, name, sort_name, six numbers of two days, type, area.
            "artist" => {
                let name = row.text(2)?;
                if gathering.artist(&name).is_some() {
                    let artist = Artist {
                        name: name.into(),
                        id: row.text(1)?.into(),
                        area: row.number(11).unwrap_or(0),
                    };
                    self.artists.insert(row.number(0)?, artist);
                }
            }
            // artist_credit, position, artist.
            "artist_credit_name" => {
                let artist = row.number(2)?;
                if self.artists.contains_key(&artist) {
                    self.credits.entry(row.number(0)?).or_default().push(artist);
                }
            }
            // id, gid, name, artist_credit.
            "recording" => {
                let artists = self.credits.get(&row.number(3)?)?;
                let title = row.text(2)?;
                for artist in artists.iter().filter_map(|artist| self.artists.get(artist)) {
                    gathering.add(&Entry {
                        artist: &artist.name,
                        id: &artist.id,
                        track: &title,
                        ..Entry::default()
                    });
                }
            }
            "release_group" => {
                let artists = self.credits.get(&row.number(3)?)?;
                let title = row.text(2)?;
                for &number in artists {
                    let Some(artist) = self.artists.get(&number) else {
                        continue;
                    };
                    let owner = gathering.artist(&artist.name);
                    if owner.is_some_and(|owner| gathering.album(owner, &title).is_some()) {
                        let group = Group {
                            artist: number,
                            title: title.as_str().into(),
                            year: None,
                        };
                        self.groups.insert(row.number(0)?, group);
                    }
                }
            }
            // id, release_count, first_release_date_year.
            "release_group_meta" => {
                let group = self.groups.get_mut(&row.number(0)?)?;
                group.year = row.text(2).and_then(|year| super::table::year(&year));
            }
            // artist or release_group, tag, count.
            "artist_tag" if self.artists.contains_key(&row.number(0)?) => {
                let tag = row.number(1)?;
                self.tags.entry(tag).or_default();
                self.artist_tags
                    .entry(row.number(0)?)
                    .or_default()
                    .push((tag, row.signed(2)?));
            }
            "release_group_tag" if self.groups.contains_key(&row.number(0)?) => {
                let tag = row.number(1)?;
                self.tags.entry(tag).or_default();
                self.group_tags
                    .entry(row.number(0)?)
                    .or_default()
                    .push((tag, row.signed(2)?));
            }
            // id, name: of some hundred thousand, those that were met.
            "tag" => *self.tags.get_mut(&row.number(0)?)? = row.text(1)?.into(),
            // area, code.
            "iso_3166_1" => {
                self.countries
                    .insert(row.number(0)?, super::table::code(&row.text(1)?)?);
            }
            // id, link, entity0, entity1: the second lies in the first.
            "l_area_area" => {
                self.within.entry(row.number(3)?).or_insert(row.number(2)?);
            }
            _ => {}
        }
        Some(())
    }

    /// The licence of what was read: years and tags are under another one than the rest.
    pub(crate) fn licence(&self) -> Licence {
        if self.has_tags {
            Source::MusicBrainz.licence()
        } else {
            Source::MusicBrainzCanonical.licence()
        }
    }

    /// Says of artists and release groups what was put together.
    pub(crate) fn finish(self, gathering: &mut Gathering<'_>) {
        let words = |tags: Option<&Vec<(u32, i64)>>| -> Vec<&str> {
            let mut tags: Vec<(u32, i64)> = tags
                .into_iter()
                .flatten()
                .copied()
                .filter(|(_, count)| *count > 0)
                .collect();
            tags.sort_by_key(|&(tag, count)| (Reverse(count), tag));
            tags.truncate(TAGS);
            tags.iter()
                .filter_map(|(tag, _)| self.tags.get(tag).map(|word| &**word))
                .collect()
        };
        for (number, group) in &self.groups {
            let Some(artist) = self.artists.get(&group.artist) else {
                continue;
            };
            gathering.add(&Entry {
                artist: &artist.name,
                id: &artist.id,
                album: &group.title,
                genres: &words(self.group_tags.get(number)),
                year: group.year,
                ..Entry::default()
            });
        }
        for (number, artist) in &self.artists {
            gathering.add(&Entry {
                artist: &artist.name,
                id: &artist.id,
                genres: &words(self.artist_tags.get(number)),
                country: self.country(artist.area),
                ..Entry::default()
            });
        }
    }

    /// The country that an area is or lies in.
    fn country(&self, mut area: u32) -> Option<[u8; 2]> {
        for _ in 0..NESTED {
            if let Some(&code) = self.countries.get(&area) {
                return Some(code);
            }
            area = *self.within.get(&area)?;
        }
        None
    }
}

/// A row: its columns, as they stand there.
struct Row<'r> {
    columns: [&'r [u8]; COLUMNS],
}

impl Row<'_> {
    /// Nothing where it is null, or no text.
    fn text(&self, column: usize) -> Option<String> {
        let bytes = self.columns[column];
        if bytes == b"\\N" {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?;
        if !text.contains('\\') {
            return Some(text.to_owned());
        }
        let (mut plain, mut letters) = (String::with_capacity(text.len()), text.chars());
        while let Some(letter) = letters.next() {
            plain.push(match letter {
                '\\' => match letters.next() {
                    Some('t' | 'n' | 'r' | 'b' | 'f' | 'v') => ' ',
                    Some(letter) => letter,
                    None => '\\',
                },
                letter => letter,
            });
        }
        Some(plain)
    }

    fn number(&self, column: usize) -> Option<u32> {
        std::str::from_utf8(self.columns[column]).ok()?.parse().ok()
    }

    fn signed(&self, column: usize) -> Option<i64> {
        std::str::from_utf8(self.columns[column]).ok()?.parse().ok()
    }
}

/// Hands over each row of a table. One that is not as it should be says nothing.
fn each_row(source: &mut dyn Read, mut with: impl FnMut(&Row<'_>) -> Option<()>) -> Result<(), Fault> {
    let mut reader = BufReader::with_capacity(256 * 1024, source);
    let mut line = Vec::new();
    loop {
        line.clear();
        (&mut reader).take(LONGEST).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(());
        }
        if line.last() != Some(&b'\n') && line.len() as u64 == LONGEST {
            return Err(Fault::Damaged("it has a row without end".to_owned()));
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let mut columns: [&[u8]; COLUMNS] = [b"\\N"; COLUMNS];
        columns
            .iter_mut()
            .zip(text.split(|&byte| byte == b'\t'))
            .for_each(|(place, column)| *place = column);
        with(&Row { columns });
    }
}
