//! What the documents say of sources is what the sources say of themselves: `UPDATE_DOCUMENTS=1 cargo test -p
//! playtally-history --test documents` writes it anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use playtally_history::Source;

/// The line before the table, and the one after it.
const MARKS: [&str; 2] = ["<!-- the table of sources -->\n", "<!-- its end -->\n"];

fn table() -> String {
    let mut table =
        "| source | what it reads | moments | none before | length heard | skips | album | country |\n".to_owned();
    table += "|---|---|---|---|---|---|---|---|\n";
    for source in Source::all() {
        let knows = source.knows();
        let [heard, skips, album, country] =
            [knows.heard, knows.skips, knows.album, knows.country].map(|known| if known { "yes" } else { "–" });
        let (name, files, moment) = (source.name(), source.files(), knows.moment);
        let since = chrono::DateTime::from_timestamp(source.earliest(), 0)
            .unwrap()
            .date_naive();
        writeln!(
            table,
            "| {name} | {files} | {moment} | {since} | {heard} | {skips} | {album} | {country} |"
        )
        .unwrap();
    }
    table
}

#[test]
fn the_documents_list_every_source() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sources.md");
    let document = fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(MARKS[0]).unwrap();
    let (found, after) = rest.split_once(MARKS[1]).unwrap();
    let table = table();
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        let [start, end] = MARKS;
        fs::write(&path, format!("{before}{start}{table}{end}{after}")).unwrap();
    } else {
        assert_eq!(found, table);
    }
}
