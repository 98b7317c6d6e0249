//! How fast files are read: made up while they are read, and never stored.

use std::io::{self, Read};
use std::ops::ControlFlow;

use divan::counter::BytesCount;
use playtally_catalogue::{Names, Options, learn_from};
use playtally_history::{Item, Kind, Plays};

fn main() {
    divan::main();
}

/// Names of the owner's, and rows of a file.
const NAMES: usize = 50_000;
const ROWS: u64 = 2_000_000;

/// Rows, one after the other.
struct Made<F> {
    row: F,
    number: u64,
    rows: u64,
    text: Vec<u8>,
    at: usize,
}

impl<F: Fn(u64, &mut Vec<u8>)> Read for Made<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
            while self.number <= self.rows && self.text.len() < 256 * 1024 {
                (self.row)(self.number, &mut self.text);
                self.number += 1;
            }
        }
        let count = (&self.text[self.at..]).read(into)?;
        self.at += count;
        Ok(count)
    }
}

fn made(rows: u64, row: impl Fn(u64, &mut Vec<u8>)) -> Made<impl Fn(u64, &mut Vec<u8>)> {
    Made {
        row,
        number: 0,
        rows,
        text: Vec::new(),
        at: 0,
    }
}

/// MusicBrainz's canonical data, of which one artist in a hundred is the owner's.
fn canonical(number: u64, text: &mut Vec<u8>) {
    use std::io::Write;
    let _ = match number {
        0 => text.write_all(
            b"id,artist_credit_id,artist_mbids,artist_credit_name,release_mbid,release_name,recording_mbid,recording_name,combined_lookup,score\n",
        ),
        _ => writeln!(
            text,
            "{number},{0},b10bbbfc-cf9e-42e0-be17-e2c3e1d2{1:04},Artist number {0},b84ee12a-09ef-421b-82de-0441a926{1:04},Album of {0},\
             e2fbe9b0-ef3b-4a3a-b9b4-28a4be0c{1:04},Title number {number},artistnumber{0}titlenumber{number},{number}",
            number / 10,
            number % 10_000
        ),
    };
}

/// Discogs' masters.
fn masters(number: u64, text: &mut Vec<u8>) {
    use std::io::Write;
    let _ = match number {
        0 => text.write_all(b"<masters>\n"),
        ROWS_OF_MASTERS => text.write_all(b"</masters>\n"),
        _ => writeln!(
            text,
            "<master id=\"{number}\"><main_release>{number}</main_release><images><image type=\"primary\" uri=\"\" uri150=\"\" width=\"600\" \
             height=\"588\"/><image type=\"secondary\" uri=\"\" uri150=\"\" width=\"600\" height=\"592\"/></images><artists><artist><id>{0}</id>\
             <name>Artist number {0}</name><anv></anv><join></join><role></role><tracks></tracks></artist></artists><genres><genre>\
             Electronic</genre></genres><styles><style>Deep House</style><style>Techno</style></styles><year>1997</year><title>Album number \
             {number}</title><data_quality>Correct</data_quality><videos><video duration=\"489\" src=\"https://www.example.org/watch?v=\
             {number}\" embed=\"true\"><title>Artist number {0} - Album number {number}</title><description>Artist number {0} &amp; \
             others</description></video></videos></master>",
            number / 10
        ),
    };
}

const ROWS_OF_MASTERS: u64 = 500_000;

fn owner() -> Plays {
    let artists: Vec<Box<str>> = (0..NAMES / 10)
        .map(|number| format!("Artist number {}", 40 * number).into())
        .collect();
    let item = |number: usize| Item {
        kind: Kind::Music,
        title: format!("Title number {number}").into(),
        artist: (number / 10) as u32,
        album: format!("Album of {}", 4 * number).into(),
    };
    Plays::new(artists, (0..NAMES).map(item).collect(), Vec::new())
}

fn measure(bencher: divan::Bencher<'_, '_>, rows: u64, row: impl Fn(u64, &mut Vec<u8>) + Copy + Sync) {
    let plays = owner();
    let names = Names::of(&plays);
    let length = io::copy(&mut made(rows, row), &mut io::sink()).unwrap_or(0);
    bencher.counter(BytesCount::new(length)).bench(|| {
        let mut watch = |_| ControlFlow::Continue(());
        let learnt = learn_from(&plays, &names, &mut made(rows, row), &Options::default(), 0, &mut watch);
        assert_eq!(learnt.map(|learnt| learnt.len()).ok(), Some(1));
    });
}

/// What the made-up file itself costs.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn nothing_but_making_the_table(bencher: divan::Bencher<'_, '_>) {
    let length = io::copy(&mut made(ROWS, canonical), &mut io::sink()).unwrap_or(0);
    bencher
        .counter(BytesCount::new(length))
        .bench(|| io::copy(&mut made(ROWS, canonical), &mut io::sink()));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn a_table(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, ROWS, canonical);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn discogs_masters(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, ROWS_OF_MASTERS, masters);
}
