//! All that was learnt, and what the owner corrected, put together for each item of a history.

use playtally_history::Plays;
use playtally_statistics::catalogue::{Catalogue, Facts};
use rustc_hash::FxHashMap;

use crate::correction::Correction;
use crate::key;
use crate::learnt::Learnt;
use crate::names::Keys;

/// What is known of the music of a history: of each item what the owner said, else what is said of its track, then of its album,
/// then of its artist. Of several sources, the first one that knows it; of years, the earliest.
#[must_use]
pub fn catalogue(plays: &Plays, learnt: &[Learnt], corrections: &[Correction]) -> Catalogue {
    let mut sources: Vec<&Learnt> = learnt.iter().collect();
    sources.sort_by_key(|learnt| learnt.source.rank());
    let corrections = Corrections::of(corrections);
    let mut catalogue = Catalogue::default();
    let mut used = vec![false; sources.len()];
    for item in plays.items() {
        let mut facts = Facts::default();
        if let Some(keys) = Keys::of(plays, item) {
            let mut genres: Vec<String> = Vec::new();
            for (learnt, used) in sources.iter().zip(&mut used) {
                let titles = [&keys.track, &keys.album].map(|title| learnt.of_title(&keys.artist, title));
                let artist = learnt.of_artist(&keys.artist);
                let before = (genres.len(), facts);
                for said in titles.into_iter().flatten() {
                    take(&mut genres, said.genres.clone());
                    facts.year = earliest(facts.year, said.year);
                }
                if let Some(proof) = artist {
                    take(&mut genres, proof.genres.clone());
                    facts.country = facts.country.or(proof.country);
                }
                *used |= before != (genres.len(), facts);
            }
            corrections.apply(&keys, &mut genres, &mut facts);
            facts.genre = catalogue.genre(&genres);
        }
        catalogue.push(facts);
    }
    for (learnt, _) in sources.iter().zip(used).filter(|(_, used)| *used) {
        catalogue.add_source(learnt.source.name(), learnt.licence.name(), learnt.at);
    }
    catalogue
}

fn take(genres: &mut Vec<String>, said: Vec<String>) {
    if genres.is_empty() {
        *genres = said;
    }
}

fn earliest(one: Option<u16>, other: Option<u16>) -> Option<u16> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// By the keys of artist and title.
struct Corrections<'c>(FxHashMap<(String, String), &'c Correction>);

impl<'c> Corrections<'c> {
    fn of(corrections: &'c [Correction]) -> Self {
        let mut by_key = FxHashMap::default();
        for correction in corrections {
            let artist = key::artist(&correction.artist);
            // A title is an album's, a track's or both.
            let titles = match correction.title.as_deref() {
                Some(title) => vec![key::track(title), key::album(title)],
                None => vec![String::new()],
            };
            for title in titles {
                by_key.insert((artist.clone(), title), correction);
            }
        }
        Self(by_key)
    }

    fn apply(&self, keys: &Keys, genres: &mut Vec<String>, facts: &mut Facts) {
        if self.0.is_empty() {
            return;
        }
        let of = |title: &str| self.0.get(&(keys.artist.clone(), title.to_owned()));
        // The narrowest last, so that it wins.
        for correction in [of(""), of(&keys.album), of(&keys.track)].into_iter().flatten() {
            if let Some(genre) = &correction.genre {
                *genres = vec![genre.clone()];
            }
            facts.year = correction.year.or(facts.year);
            facts.country = correction.country.or(facts.country);
        }
    }
}
