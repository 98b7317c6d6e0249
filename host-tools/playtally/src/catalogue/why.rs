//! Why something is believed of an artist, or not.

use std::fmt::Write;

use anyhow::{Result, bail};
use playtally_catalogue::{Correction, Learnt, Proof, artist_key, catalogue};
use playtally_history::{Library, Plays};
use playtally_telling::name::clean;
use playtally_telling::words::country;
use playtally_telling::words::number::plural;

use super::kept;

/// Tells what each source knows of an artist, and what speaks for that the owner's is meant.
pub(super) fn tell(library: &Library, name: &str) -> Result<String> {
    let plays = library.plays()?;
    let key = artist_key(name);
    let Some(artist) = plays.artists().iter().find(|artist| artist_key(artist) == key) else {
        bail!("your library has no artist \"{name}\"");
    };
    let (learnt, corrections) = kept::known(library)?;
    let mut text = format!("{}: {}\n", clean(artist), result(&plays, &key, &learnt, &corrections));
    for correction in corrections
        .iter()
        .filter(|correction| artist_key(&correction.artist) == key)
    {
        let of = correction
            .title
            .as_deref()
            .map_or_else(|| "the artist".to_owned(), |title| clean(title).into_owned());
        let _ = writeln!(text, "\nYou: of {of}, {}.", said(correction));
    }
    for learnt in &learnt {
        let _ = writeln!(text, "\n{}:", learnt.source.id());
        let proofs = learnt.proofs(&key);
        if proofs.is_empty() {
            let _ = writeln!(text, "  nobody of this name with a title that you have");
        }
        for proof in proofs {
            let _ = writeln!(text, "  {}", evidence(proof));
        }
    }
    Ok(text)
}

/// What is known in the end.
fn result(plays: &Plays, key: &str, learnt: &[Learnt], corrections: &[Correction]) -> String {
    let catalogue = catalogue(plays, learnt, corrections);
    let (mut styles, mut years, mut from): (Vec<String>, Vec<u16>, Option<[u8; 2]>) = Default::default();
    for (number, item) in (0..).zip(plays.items()) {
        if plays.artist(item).is_some_and(|artist| artist_key(artist) == key) {
            let facts = catalogue.facts(number);
            if let Some(style) = facts.genre.and_then(|style| catalogue.style(style)) {
                let name = format!("{} ({})", style.name, style.genre.name());
                if !styles.contains(&name) {
                    styles.push(name);
                }
            }
            years.extend(facts.year);
            from = from.or(facts.country);
        }
    }
    let mut parts = Vec::new();
    if !styles.is_empty() {
        styles.truncate(5);
        parts.push(styles.join(", "));
    }
    if let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) {
        parts.push(if first == last {
            format!("{first}")
        } else {
            format!("{first} to {last}")
        });
    }
    if let Some(code) = from {
        parts.push(country::name(&String::from_utf8_lossy(&code)).to_owned());
    }
    if parts.is_empty() {
        "nothing is known".to_owned()
    } else {
        clean(&parts.join("; ")).into_owned()
    }
}

fn said(correction: &Correction) -> String {
    let genre = correction
        .genre
        .as_deref()
        .map(|genre| format!("genre {}", clean(genre)));
    let year = correction.year.map(|year| format!("year {year}"));
    let country = correction
        .country
        .map(|code| format!("country {}", String::from_utf8_lossy(&code)));
    [genre, year, country]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn evidence(proof: &Proof) -> String {
    let who = if proof.id.is_empty() {
        "one".to_owned()
    } else {
        format!("id {}", clean(&proof.id))
    };
    let titles: Vec<String> = proof
        .titles
        .iter()
        .map(|title| format!("\"{}\"", clean(title)))
        .collect();
    let titles = if titles.is_empty() {
        String::new()
    } else {
        format!(" ({}…)", titles.join(", "))
    };
    let score = f64::from(proof.halves) / 2.0;
    let verdict = match (proof.believed, proof.credible) {
        (true, _) => "believed",
        (false, true) => "believed of its titles alone: another of the name scores more than half as much",
        (false, false) => "not believed: too little agrees",
    };
    let agree = plural(u64::from(proof.agree), "title agrees", "titles agree");
    format!("{who}: {agree}{titles}, score {score}; {verdict}")
}
