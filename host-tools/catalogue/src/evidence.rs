//! Who is meant: evidence that an artist of a catalogue is the owner's.
//!
//! Artists share names, so that a name alone proves nothing. Each artist of the catalogue whose name agrees is a candidate, told
//! from others by the catalogue's id where it has one, and *scores* for every title of the owner's artist that it has, too, once
//! for each, however often the catalogue names it:
//!
//! | the title | scores |
//! |---|---|
//! | is the artist's own name, or one that many have ("Live", "Greatest Hits") | 0 |
//! | is one word of at most eight Latin letters or digits | ½ |
//! | is any other | 1 |
//!
//! A candidate is *credible* with a score of at least 1, if at least an eighth of the artist's albums, or of its tracks, agree.
//! What is said of a title is believed of the credible candidate that has it, the one with the highest score first. What is said
//! of the artist (its country, and its genres where a title has none) is believed of a credible candidate whose score is at least
//! twice that of every other.
//!
//! Titles are compared without case, accents, punctuation, guests, and the words that name a pressing or an edition; "live" is
//! never left out. A row about an artist alone agrees by its id, where an earlier file proved whose that is.

use std::cmp::Reverse;
use std::collections::hash_map;

use rustc_hash::FxHashMap;

use crate::key;
use crate::learnt::{Learnt, Proof, Said};
use crate::names::{Keys, Names, is_common};
use crate::source::{Licence, Source};
use crate::votes::{Votes, Words};
use playtally_history::Plays;

/// The score, in halves, from which on a candidate is credible.
const CREDIBLE: u32 = 2;
/// One of so many albums or tracks has to agree.
const SHARE: u32 = 8;
/// How many times as much as any other must the one score whose artist is believed.
const CLEARLY: u32 = 2;
/// How many candidates are kept of one name.
const CANDIDATES: u16 = 48;
/// How many titles are named as a proof.
const PROOF: usize = 3;
/// How many genre words are kept of a title or an artist.
const GENRES: usize = 3;

/// One thing that a catalogue says: of an artist, and of an album or a track where it names one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry<'a> {
    /// The artist's name.
    pub artist: &'a str,
    /// Another name of the same artist, as printed on this release.
    pub variation: &'a str,
    /// What the catalogue tells the artist from others by; empty where it does not.
    pub id: &'a str,
    /// Who else made it.
    pub with: &'a str,
    /// An album, or a single.
    pub album: &'a str,
    /// A track.
    pub track: &'a str,
    /// Its genres and styles.
    pub genres: &'a [&'a str],
    /// The year in which it came out.
    pub year: Option<u16>,
    /// The country that the artist is from.
    pub country: Option<[u8; 2]>,
}

/// What a candidate says of one of the owner's titles.
#[derive(Clone, Copy, Debug)]
struct OfTitle {
    title: u32,
    /// The earliest; 0 where none is said.
    year: u16,
    /// Who else made it, as a hash, and whether that differs from entry to entry.
    with: u16,
    is_mixed: bool,
    votes: Votes,
}

/// An artist of the catalogue whose name agrees.
#[derive(Debug, Default)]
struct Candidate {
    id: Box<str>,
    /// By the number of the title.
    titles: Vec<OfTitle>,
    votes: Votes,
    country: Option<[u8; 2]>,
    /// Whether its id is known to be the owner's artist's.
    is_known: bool,
}

/// Takes in what catalogues say, and keeps what is of the owner's names.
#[derive(Debug)]
pub struct Gathering<'n> {
    names: &'n Names,
    words: Words,
    candidates: FxHashMap<(u32, u64), Candidate>,
    of_artist: FxHashMap<u32, u16>,
    titles: usize,
    trusts_names: bool,
    key: String,
    /// How many entries there were.
    entries: u64,
}

impl<'n> Gathering<'n> {
    /// Of these names. With `trusts_names`, a name alone proves that somebody is meant: for tables that an owner made.
    #[must_use]
    pub fn new(names: &'n Names, trusts_names: bool) -> Self {
        Self {
            names,
            words: Words::default(),
            candidates: FxHashMap::default(),
            of_artist: FxHashMap::default(),
            titles: 0,
            trusts_names,
            key: String::new(),
            entries: 0,
        }
    }

    /// How many entries were taken in.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// The owner's artist of this name.
    pub(crate) fn artist(&mut self, name: &str) -> Option<u32> {
        if name.is_empty() {
            return None;
        }
        key::artist_into(name, &mut self.key);
        self.names.artist(&self.key)
    }

    /// Whether what is said of this artist may be said of one of the owner's.
    pub(crate) fn may_mean(&mut self, name: &str, id: &str) -> bool {
        let is_known = !id.is_empty() && self.names.artist_of_id(id).is_some();
        let may = is_known || self.artist(name).is_some();
        if !may {
            self.pass();
        }
        may
    }

    /// An entry is of nobody whom the owner knows.
    pub(crate) const fn pass(&mut self) {
        self.entries += 1;
    }

    /// Whether there are no names.
    pub(crate) fn is_of_nobody(&self) -> bool {
        self.names.is_empty()
    }

    /// The owner's title of this artist that an album's would be.
    pub(crate) fn album(&self, artist: u32, title: &str) -> Option<u32> {
        self.names.title(artist, &key::album(title))
    }

    /// Takes in an entry.
    pub fn add(&mut self, entry: &Entry<'_>) {
        self.entries += 1;
        let by_name = self.artist(entry.artist).or_else(|| self.artist(entry.variation));
        let by_id = (!entry.id.is_empty())
            .then(|| self.names.artist_of_id(entry.id))
            .flatten();
        let Some(artist) = by_id.or(by_name) else { return };
        let mut found = [None; 4];
        let is_titled = !(entry.album.is_empty() && entry.track.is_empty());
        if is_titled {
            self.find(artist, entry, &mut found);
        }
        let agrees = found.iter().any(Option::is_some);
        // Whatever is said of a title that the owner does not have is said of nobody.
        if is_titled && !agrees {
            return;
        }
        let Some(candidate) = candidate(&mut self.candidates, &mut self.of_artist, artist, entry.id) else {
            return;
        };
        candidate.is_known |= by_id == Some(artist);
        candidate.country = candidate.country.or(entry.country);
        let numbers: Vec<u16> = entry.genres.iter().filter_map(|word| self.words.number(word)).collect();
        if !is_titled {
            numbers.iter().for_each(|&word| candidate.votes.add(word));
        }
        let with = if entry.with.is_empty() {
            0
        } else {
            key::hash(entry.with) as u16 | 1
        };
        for title in found.into_iter().flatten() {
            let place = match candidate.titles.binary_search_by_key(&title, |known| known.title) {
                Ok(place) => place,
                // Homonyms that have titles in common are few.
                Err(_) if self.titles > 4 * self.names.titles().len() + 4096 => continue,
                Err(place) => {
                    self.titles += 1;
                    let new = OfTitle {
                        title,
                        year: 0,
                        with,
                        is_mixed: false,
                        votes: Votes::default(),
                    };
                    candidate.titles.insert(place, new);
                    place
                }
            };
            let of_title = &mut candidate.titles[place];
            of_title.is_mixed |= of_title.with != with;
            numbers.iter().for_each(|&word| of_title.votes.add(word));
            if let Some(year) = entry.year
                && (of_title.year == 0 || year < of_title.year)
            {
                of_title.year = year;
            }
        }
    }

    /// The owner's titles that an entry names: of a single with two sides, each of them.
    fn find(&self, artist: u32, entry: &Entry<'_>, found: &mut [Option<u32>; 4]) {
        let titled = |key: &str| self.names.title(artist, key);
        if !entry.track.is_empty() {
            found[0] = titled(&key::track(entry.track));
        }
        if !entry.album.is_empty() {
            found[1] = titled(&key::album(entry.album));
            if let Some((one, other)) = entry.album.split_once(" / ") {
                found[2] = titled(&key::track(one));
                found[3] = titled(&key::track(other));
            } else if found[1].is_none() {
                found[2] = titled(&key::track(entry.album));
            }
        }
        for at in 1..found.len() {
            if found[..at].contains(&found[at]) {
                found[at] = None;
            }
        }
    }

    /// What was learnt of the owner's names. `now` is when, in seconds since 1970.
    #[must_use]
    pub fn finish(self, plays: &Plays, source: Source, licence: Licence, now: i64) -> Learnt {
        let mut by_artist: FxHashMap<u32, Vec<Candidate>> = FxHashMap::default();
        let (names, words) = (self.names, self.words);
        for ((artist, _), candidate) in self.candidates {
            by_artist.entry(artist).or_default().push(candidate);
        }
        let mut learnt = Learnt::new(source, licence, now, self.entries);
        let mut said: FxHashMap<u32, &OfTitle> = FxHashMap::default();
        let mut proofs: FxHashMap<u32, Vec<(usize, Proof)>> = FxHashMap::default();
        let score = |candidate: &Candidate| -> u32 {
            let weight = |of: &OfTitle| u32::from(names.titles()[of.title as usize].weight);
            let known = if candidate.is_known { CREDIBLE } else { 0 };
            known + candidate.titles.iter().map(weight).sum::<u32>()
        };
        for candidates in by_artist.values_mut() {
            candidates.sort_by_cached_key(|candidate| (Reverse(score(candidate)), candidate.id.clone()));
        }
        for (&artist, candidates) in &by_artist {
            let scores: Vec<u32> = candidates.iter().map(score).collect();
            let runner_up = scores.get(1).copied().unwrap_or(0);
            for (number, candidate) in candidates.iter().enumerate() {
                let is_alone = self.trusts_names && candidates.len() == 1;
                let is_credible =
                    is_alone || scores[number] >= CREDIBLE && (candidate.is_known || covers(names, artist, candidate));
                let is_believed = is_credible && number == 0 && (is_alone || scores[0] >= CLEARLY * runner_up);
                if is_credible {
                    for of_title in &candidate.titles {
                        said.entry(of_title.title).or_insert(of_title);
                    }
                }
                let proof = Proof {
                    id: candidate.id.to_string(),
                    halves: scores[number],
                    credible: is_credible,
                    believed: is_believed,
                    agree: candidate.titles.len() as u32,
                    titles: Vec::new(),
                    genres: if is_believed {
                        genres_of(candidate, &words)
                    } else {
                        Vec::new()
                    },
                    country: candidate.country.filter(|_| is_believed),
                };
                if number < PROOF {
                    proofs.entry(artist).or_default().push((number, proof));
                }
            }
        }
        // Only now do names get their letters back.
        let mut keys_of: FxHashMap<u32, String> = FxHashMap::default();
        for item in plays.items() {
            let Some(keys) = Keys::of(plays, item) else { continue };
            let Some(places) = names.places(&keys) else { continue };
            let Some(proofs) = proofs.get_mut(&places.artist) else {
                continue;
            };
            for (place, title) in [(places.track, &keys.track), (places.album, &keys.album)] {
                let Some(place) = place else { continue };
                for (number, proof) in proofs.iter_mut() {
                    let candidate = &by_artist[&places.artist][*number];
                    let has = candidate.titles.binary_search_by_key(&place, |of| of.title).is_ok();
                    if has && proof.titles.len() < PROOF && !proof.titles.contains(title) {
                        proof.titles.push(title.clone());
                    }
                }
                if let Some(of_title) = said.remove(&place) {
                    learnt.say(&keys.artist, title, said_of(of_title, title, &words));
                }
            }
            keys_of.entry(places.artist).or_insert(keys.artist);
        }
        for (artist, key) in keys_of {
            let proofs = proofs.remove(&artist).unwrap_or_default();
            learnt.prove(key, proofs.into_iter().map(|(_, proof)| proof).collect());
        }
        learnt
    }
}

/// The candidate of this name and this id. None where there are too many.
fn candidate<'c>(
    candidates: &'c mut FxHashMap<(u32, u64), Candidate>,
    of_artist: &mut FxHashMap<u32, u16>,
    artist: u32,
    id: &str,
) -> Option<&'c mut Candidate> {
    match candidates.entry((artist, key::hash(id))) {
        hash_map::Entry::Occupied(known) => Some(known.into_mut()),
        hash_map::Entry::Vacant(free) => {
            let count = of_artist.entry(artist).or_default();
            if *count == CANDIDATES {
                return None;
            }
            *count += 1;
            Some(free.insert(Candidate {
                id: id.into(),
                ..Candidate::default()
            }))
        }
    }
}

/// Whether enough of what the owner has of an artist agrees.
fn covers(names: &Names, artist: u32, candidate: &Candidate) -> bool {
    let has = names.artists()[artist as usize];
    let titles = || candidate.titles.iter().map(|of| &names.titles()[of.title as usize]);
    let albums = titles().filter(|title| title.is_album).count() as u32;
    let tracks = titles().filter(|title| title.is_track).count() as u32;
    albums > 0 && albums * SHARE >= has.albums || tracks > 0 && tracks * SHARE >= has.tracks
}

/// The words that are said most of an artist: of itself, and once of each of its titles.
fn genres_of(candidate: &Candidate, words: &Words) -> Vec<String> {
    let mut counts: FxHashMap<u16, u32> = FxHashMap::default();
    let each = candidate.titles.iter().map(|of| &of.votes).chain([&candidate.votes]);
    for (word, _) in each.flat_map(Votes::each) {
        *counts.entry(word).or_default() += 1;
    }
    most(counts, words)
}

fn said_of(of_title: &OfTitle, title: &str, words: &Words) -> Said {
    let counts = of_title
        .votes
        .each()
        .map(|(word, count)| (word, u32::from(count)))
        .collect();
    let genres = most(counts, words);
    // Of a composer's work, many have made recordings: which one was heard, nobody knows.
    let is_a_work = of_title.is_mixed && genres.iter().any(|word| word.to_lowercase().contains("classical"));
    let year = Some(of_title.year).filter(|&year| year > 0 && !is_a_work && !is_common(title));
    Said { year, genres }
}

fn most(counts: FxHashMap<u16, u32>, words: &Words) -> Vec<String> {
    let mut counts: Vec<(u16, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|&(word, count)| (Reverse(count), words.word(word).to_owned()));
    counts.truncate(GENRES);
    counts
        .into_iter()
        .map(|(word, _)| words.word(word).to_owned())
        .collect()
}
