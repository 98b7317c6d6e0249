//! What was learnt, from where, and of how much of the music.

use anyhow::Result;
use chrono::DateTime;
use playtally_catalogue::{Books, Correction, Learnt, catalogue};
use playtally_history::Library;
use playtally_telling::name::clean;
use playtally_telling::words::number::{count, percent, plural};
use serde::Serialize;

use super::kept;
use crate::output;
use crate::text::style::STRONG;
use crate::text::table::{Column, Table};

/// How many artists of whom something is missing are named.
const NAMED: usize = 10;

/// A source, in JSON.
#[derive(Serialize)]
struct Source<'l> {
    id: &'l str,
    name: &'l str,
    licence: &'l str,
    read: String,
    entries: u64,
    artists: u64,
    titles: u64,
}

impl<'l> Source<'l> {
    fn of(learnt: &'l Learnt) -> Self {
        let (artists, titles) = learnt.size();
        Self {
            id: learnt.source.id(),
            name: learnt.source.name(),
            licence: learnt.licence.name(),
            read: DateTime::from_timestamp(learnt.at, 0)
                .unwrap_or_default()
                .format("%Y-%m-%d")
                .to_string(),
            entries: learnt.entries,
            artists,
            titles,
        }
    }
}

#[derive(Serialize)]
struct Told<'l> {
    sources: Vec<Source<'l>>,
    corrections: &'l [Correction],
    books: Books,
}

/// Prints all of it.
pub(super) fn all(library: &Library, json: bool) -> Result<()> {
    let (learnt, corrections) = kept::known(library)?;
    let plays = library.plays()?;
    let told = Told {
        sources: learnt.iter().map(Source::of).collect(),
        corrections: &corrections,
        books: Books::of(&plays, &catalogue(&plays, &learnt, &corrections)),
    };
    if json {
        return output::print_json(&told);
    }
    if told.sources.is_empty() && corrections.is_empty() {
        return output::print(
            "Nothing is known of your music yet. `playtally catalogue FILE` learns from a file that you fetched; \
             docs/catalogue.md says which one to begin with.\n",
        );
    }
    output::print(&lay_out(&told, output::columns()))
}

fn lay_out(told: &Told<'_>, columns: usize) -> String {
    let mut text = String::new();
    if !told.sources.is_empty() {
        let mut table = Table::new(vec![
            Column::left("source").gives_way(12),
            Column::left("read"),
            Column::left("licence").gives_way(8),
            Column::right("entries"),
            Column::right("artists"),
            Column::right("titles"),
        ]);
        for source in &told.sources {
            table.row([
                clean(source.id).into_owned(),
                source.read.clone(),
                clean(source.licence).into_owned(),
                count(source.entries),
                count(source.artists),
                count(source.titles),
            ]);
        }
        text += &table.render(columns);
        text += "\n";
    }
    if !told.corrections.is_empty() {
        let set = plural(told.corrections.len() as u64, "thing is", "things are");
        text += &format!("{set} as you set it with `playtally catalogue set`.\n\n");
    }
    let mut table = Table::new(vec![
        Column::left("known of"),
        Column::right("all"),
        Column::right("genre"),
        Column::right("year"),
        Column::right("country"),
    ]);
    let books = &told.books;
    for (name, of) in [
        ("artists", books.artists),
        ("albums", books.albums),
        ("tracks", books.tracks),
        ("plays", books.plays),
    ] {
        let share = |part| percent(part, of.all);
        let cells = [
            name.to_owned(),
            count(of.all),
            share(of.genre),
            share(of.year),
            share(of.country),
        ];
        match name {
            "plays" => table.styled_row(cells, STRONG),
            _ => table.row(cells),
        }
    }
    text += &table.render(columns);
    for (fact, lacks) in [
        (
            "genre",
            (|missing| !missing.genre) as fn(&playtally_catalogue::Missing) -> bool,
        ),
        ("year", |missing| !missing.year),
        ("country", |missing| !missing.country),
    ] {
        let names: Vec<&playtally_catalogue::Missing> = books.missing.iter().filter(|missing| lacks(missing)).collect();
        // Where nothing is known of anybody, no source said anything of it.
        if names.is_empty() || books.plays.genre == 0 && fact == "genre" || is_unsaid(books, fact) {
            continue;
        }
        let listed: Vec<String> = names
            .iter()
            .take(NAMED)
            .map(|missing| clean(&missing.artist).into_owned())
            .collect();
        let more = names.len().saturating_sub(NAMED);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        text += &format!(
            "\nOf your 50 most played artists, no {fact} of {}{more}.\n",
            listed.join(", ")
        );
    }
    text
}

fn is_unsaid(books: &Books, fact: &str) -> bool {
    let plays = books.plays;
    0 == match fact {
        "year" => plays.year,
        "country" => plays.country,
        _ => plays.genre,
    }
}
