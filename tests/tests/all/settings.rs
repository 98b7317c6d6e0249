//! How `simulate` and `summary` are told what the device will be set to: language, colours, and its owner's own.

use std::collections::BTreeSet;
use std::fs;

use playtally_summary::Summary;
use playtally_tests::picture::Picture;
use playtally_tests::program::User;
use playtally_tests::sample;

/// What the pages of the sample look like on a square panel, and what they say, with more arguments.
fn drawn(user: &User, name: &str, more: &[&str]) -> (Picture, String) {
    let sample = sample::path();
    let (shots, layout) = (format!("{name}-shots"), format!("{name}.jsonl"));
    let simulate = ["simulate", sample.to_str().expect("UTF-8"), "--panel", "pirate-audio"];
    let drawn = ["--shots", &shots, "--layout", &layout];
    user.run(simulate.iter().chain(&drawn).chain(more)).succeeded();
    let cover = Picture::load(&user.path(&shots).join("cover.png")).expect("a cover");
    (cover, fs::read_to_string(user.path(&layout)).expect("marks"))
}

#[test]
fn pictures_are_drawn_in_every_language() {
    let user = User::new();
    let (_, english) = drawn(&user, "as-it-is", &[]);
    let words = [
        ("en", "top artists"),
        ("de", "künstler"),
        ("es", "artistas"),
        ("sv", "artister"),
        ("id", "artis"),
    ];
    for (tag, word) in words {
        let (_, said) = drawn(&user, tag, &["--language", tag]);
        assert!(said.to_lowercase().contains(word), "{tag}");
        assert_eq!(said == english, tag == "en", "{tag}");
    }
}

#[test]
fn pictures_are_drawn_in_every_theme_and_every_accent() {
    let user = User::new();
    let themes = ["dark", "light", "high-contrast"];
    let accents = [
        "vermilion",
        "marigold",
        "jade",
        "sky",
        "violet",
        "pink",
        "lime",
        "lemon",
    ];
    let mut covers = BTreeSet::new();
    for (option, values) in [("--theme", &themes[..]), ("--accent", &accents)] {
        for value in values {
            let (cover, _) = drawn(&user, value, &[option, value]);
            covers.insert(cover.rgb);
        }
    }
    // One accent is what goes by the name, which the first theme has.
    assert_eq!(covers.len(), themes.len() + accents.len() - 1);
}

#[test]
fn a_summary_has_the_accent_that_was_asked_for() {
    let user = User::new();
    user.run(["import".as_ref(), sample::path().as_os_str()]).succeeded();
    let accent = |more: &[&str]| {
        user.run(["summary", "-o", "my.tally", "--owner", "Bo"].iter().chain(more))
            .succeeded();
        let file = fs::read(user.path("my.tally")).expect("a summary");
        Summary::open(&file).expect("a sound one").owner().accent
    };
    assert_eq!(accent(&["--accent", "sky"]), 3);
    assert_eq!(accent(&["--accent", "lemon"]), 7);
    assert_eq!(accent(&[]), accent(&[]), "without one, it goes by the name");
}

#[test]
fn a_word_that_is_none_of_them_is_told_which_there_are() {
    let user = User::new();
    for (option, wrong, one) in [
        ("--accent", "teal", "jade"),
        ("--theme", "sepia", "light"),
        ("--language", "fr", "sv"),
    ] {
        let run = user.run(["simulate", option, wrong]);
        assert_eq!(run.code, Some(2));
        assert!(run.error.contains(wrong) && run.error.contains(one), "{}", run.error);
    }
}
