//! What the documents say of sources is what the sources say of themselves: `UPDATE_DOCUMENTS=1 cargo test -p
//! playtally-history --test all documents::` writes it anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use playtally_history::{Holds, Source, Unread};

/// The line after each table; before it stands what it is of.
const END: &str = "<!-- its end -->\n";

fn table() -> String {
    let mut table =
        "| source | what it reads | moments | none before | length heard | skips | album | country | people |\n"
            .to_owned();
    table += "|---|---|---|---|---|---|---|---|---|\n";
    for source in Source::all() {
        let knows = source.knows();
        let [heard, skips, album, country, people] =
            [knows.heard, knows.skips, knows.album, knows.country, knows.people]
                .map(|known| if known { "yes" } else { "–" });
        let (name, files, moment) = (source.name(), source.files(), knows.moment);
        let since = chrono::DateTime::from_timestamp(source.earliest(), 0)
            .unwrap()
            .date_naive();
        writeln!(
            table,
            "| {name} | {files} | {moment} | {since} | {heard} | {skips} | {album} | {country} | {people} |"
        )
        .unwrap();
    }
    table
}

/// What is known and not read: what only counts, or all else.
fn unread(counts: bool) -> String {
    let mut table = match counts {
        true => "| it is | files | what can be done |\n|---|---|---|\n",
        false => "| it is | files | why not | what can be done |\n|---|---|---|---|\n",
    }
    .to_owned();
    for kind in Unread::all().filter(|kind| (kind.holds == Holds::Counts) == counts) {
        let Unread {
            what, files, instead, ..
        } = kind;
        let why = if counts {
            String::new()
        } else {
            format!("it {} | ", kind.holds.words())
        };
        writeln!(table, "| {what} | {files} | {why}{instead} |").unwrap();
    }
    table
}

#[test]
fn the_documents_list_every_source_and_what_is_no_source() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sources.md");
    let mut document = fs::read_to_string(&path).unwrap();
    for (of, table) in [
        ("sources", table()),
        ("counts", unread(true)),
        ("files that are not read", unread(false)),
    ] {
        let start = format!("<!-- the table of {of} -->\n");
        let (before, rest) = document.split_once(&start).unwrap();
        let (found, after) = rest.split_once(END).unwrap();
        if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
            document = format!("{before}{start}{table}{END}{after}");
        } else {
            assert_eq!(found, table);
        }
    }
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        fs::write(&path, document).unwrap();
    }
}
