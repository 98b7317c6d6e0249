//! The sample export is what the generator makes, and is as rich as the pages need.

use std::fs;

use playtally_tests::program::User;
use playtally_tests::sample;

#[test]
fn the_sample_is_what_the_generator_makes() {
    let kept = fs::read(sample::path()).expect("tests/fixtures/sample-export.zip is there");
    let (made, _) = sample::export().unwrap();
    assert!(
        kept == made,
        "tests/fixtures/README.md has the command that makes the sample anew"
    );
}

#[test]
fn the_sample_is_small_enough_for_git() {
    assert!(fs::metadata(sample::path()).unwrap().len() <= 350_000);
}

#[test]
fn every_page_has_something_to_tell() {
    let (_, truth) = sample::export().unwrap();
    assert_eq!(truth.by_year.len(), 8);
    assert!(truth.longest_streak.days >= 100, "{:?}", truth.longest_streak);
    assert!(truth.binge.plays >= 15, "{:?}", truth.binge);
    assert!(truth.by_hour.iter().all(|&plays| plays > 0));
    assert!(truth.offline > 50 && truth.private > 50 && truth.zero_ms > 50);
    let total = truth.total();
    assert!(
        total.podcast > 50 && total.audiobook > 20 && total.duplicate > 20 && total.nameless > 5,
        "{total:?}"
    );
    assert!(truth.files.iter().all(playtally_tests::truth::Books::close));
}

#[test]
fn the_favourites_come_in_many_scripts() {
    let (_, truth) = sample::export().unwrap();
    let blocks = |name: &str| {
        name.chars()
            .find(|letter| letter.is_alphabetic())
            .map(|letter| letter as u32 >> 8)
    };
    let scripts: std::collections::HashSet<_> = truth
        .top_artists
        .iter()
        .chain(&truth.top_tracks)
        .map(|top| blocks(&top.artist))
        .collect();
    assert!(scripts.len() >= 6, "{scripts:?}");
}

#[test]
fn the_table_of_the_samples_music_knows_most_of_what_is_played() {
    let user = User::new();
    let export = sample::path();
    user.run([
        "import".as_ref(),
        "--timezone".as_ref(),
        "UTC".as_ref(),
        export.as_os_str(),
    ])
    .succeeded();
    user.put("music.csv", sample::table());
    user.run(["catalogue", "music.csv"]).succeeded();
    let music = &user.statistics(&[])["music"];
    let [plays, genre, year] = ["plays", "genre", "year"].map(|of| music["known"][of].as_u64().unwrap());
    assert!(
        genre * 10 > plays * 8 && year * 10 > plays * 8,
        "{genre} and {year} of {plays}"
    );
    let [genres, decades] = ["genres", "decades"].map(|of| music[of].as_array().unwrap().len());
    assert!(
        genres >= 8 && (5..=7).contains(&decades),
        "{genres} genres, {decades} decades"
    );
}
