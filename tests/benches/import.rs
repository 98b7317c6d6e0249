//! How fast an export becomes plays, a library and statistics: `cargo bench -p playtally-tests`.
//!
//! 36,000 plays are a long history; `tests/benchmarks/compare` measures the whole program on larger ones.

use std::sync::{Arc, LazyLock};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use playtally_history::{Export, Library, Plays, read};
use playtally_statistics::{Rule, Statistics};
use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::spotify_extended::Extended;

const PLAYS: u64 = 36_000;

fn main() {
    // Made before anything is timed.
    LazyLock::force(&HISTORY);
    divan::main();
}

static EXPORT: LazyLock<Arc<[u8]>> = LazyLock::new(|| {
    let mut zip = Zip::new(Vec::new(), 6);
    Extended::NEW
        .write(&Listener::new(Person::new(3, PLAYS)), &mut zip)
        .expect("memory can be written");
    zip.finish().expect("memory can be written").into()
});

static HISTORY: LazyLock<Plays> = LazyLock::new(|| read([export()], &mut ()).expect("a sound export").0);

fn export() -> Export {
    Export::Bytes("export.zip".to_owned(), EXPORT.clone())
}

#[divan::bench]
fn generate_an_export(bencher: Bencher<'_, '_>) {
    let listener = Listener::new(Person::new(3, PLAYS));
    bencher
        .counter(ItemsCount::new(PLAYS))
        .bench(|| Extended::NEW.write(&listener, &mut Zip::new(std::io::sink(), 1)));
}

#[divan::bench]
fn read_an_export_into_memory(bencher: Bencher<'_, '_>) {
    bencher
        .counter(BytesCount::new(EXPORT.len()))
        .bench(|| read([export()], &mut ()).expect("a sound export"));
}

#[divan::bench]
fn import_an_export_into_a_library(bencher: Bencher<'_, '_>) {
    let folder = || tempfile::tempdir().expect("a temporary folder");
    bencher
        .counter(ItemsCount::new(PLAYS))
        .with_inputs(folder)
        .bench_refs(|folder| {
            let mut library = Library::open(folder.path().join("library.sqlite")).expect("a new library");
            library.import([export()], &mut ()).expect("a sound export")
        });
}

#[divan::bench]
fn import_it_a_second_time(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut library = Library::open(folder.path().join("library.sqlite")).expect("a new library");
    library.import([export()], &mut ()).expect("a sound export");
    bencher
        .counter(ItemsCount::new(PLAYS))
        .bench_local(|| library.import([export()], &mut ()).expect("a sound export"));
}

#[divan::bench]
fn read_a_library_back(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut library = Library::open(folder.path().join("library.sqlite")).expect("a new library");
    library.import([export()], &mut ()).expect("a sound export");
    bencher
        .counter(ItemsCount::new(PLAYS))
        .bench_local(|| library.plays().expect("a sound library"));
}

#[divan::bench]
fn compute_all_statistics(bencher: Bencher<'_, '_>) {
    let rule = Rule::new(chrono_tz::Tz::Europe__Stockholm);
    bencher
        .counter(ItemsCount::new(PLAYS))
        .bench(|| Statistics::compute(black_box(&HISTORY), &rule));
}
