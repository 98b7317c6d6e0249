//! What the music is, from files of metadata, all the way: read, kept, listed, corrected, forgotten, and never passed on.

use std::fs;

use playtally_tests::program::User;
use serde_json::Value;

/// A word that is nowhere else.
const PLANTED: &str = "Zanzibarquux";

/// A user with three plays of two artists.
fn user() -> User {
    let user = User::new();
    let table = "artist,track,album,time\nOtter,River,Delta Songs,2024-03-04T12:00:00Z\nOtter,Brook,Delta Songs,2024-03-05T12:00:00Z\n\
                 Heron,Long Legs,Wings,2024-03-06T12:00:00Z\n";
    let export = user.put("plays.csv", table);
    user.run(["import", "--timezone", "UTC", export.to_str().unwrap()])
        .succeeded();
    user
}

fn masters(genre: &str) -> String {
    format!(
        "<masters><master id=\"1\"><artists><artist><id>7</id><name>Otter (3)</name></artist></artists><genres><genre>{genre}</genre>\
         </genres><year>1987</year><title>Delta Songs</title></master></masters>"
    )
}

fn music(user: &User) -> Value {
    user.statistics(&[])["music"].clone()
}

#[test]
fn what_is_learnt_is_listed_told_corrected_replaced_and_forgotten() {
    let user = user();
    let nothing = user.run(["catalogue"]).succeeded().output;
    assert!(nothing.contains("Nothing is known of your music yet"), "{nothing}");
    assert_eq!(music(&user), Value::Null);
    let file = user.put("masters.xml", masters("Jazz"));
    let told = user.run(["catalogue".as_ref(), file.as_os_str()]).succeeded().output;
    for said in ["discogs-masters", "CC0 1.0", "67%", "no genre of Heron"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert_eq!(music(&user)["genres"][0]["genre"], "Jazz");
    assert_eq!(music(&user)["decades"][0]["plays"], 2);
    let books: Value = serde_json::from_str(&user.run(["catalogue", "--json"]).succeeded().output).unwrap();
    assert_eq!(
        (&books["sources"][0]["entries"], &books["books"]["plays"]["genre"]),
        (&1.into(), &2.into())
    );

    let why = user.run(["catalogue", "why", "otter"]).succeeded().output;
    assert!(
        why.contains("1 title agrees (\"delta songs\"") && why.contains("believed"),
        "{why}"
    );
    user.run(["catalogue", "set", "Heron", "genre=techno", "country=se"])
        .succeeded();
    let file = user.put("masters.xml", masters("Rock"));
    user.run(["catalogue".as_ref(), file.as_os_str()]).succeeded();
    let genres = music(&user)["genres"].clone();
    assert_eq!(
        (&genres[0]["genre"], &genres[1]["genre"]),
        (&"Rock".into(), &"Electronic".into())
    );

    user.run(["catalogue", "forget", "discogs-masters"]).succeeded();
    let left = music(&user);
    assert_eq!(
        (&left["genres"][0]["genre"], &left["countries"][0]["country"]),
        (&"Electronic".into(), &"SE".into())
    );
    user.run(["catalogue", "set", "Heron"]).succeeded();
    assert_eq!(music(&user), Value::Null);
}

#[test]
fn a_file_that_is_broken_or_unknown_leaves_the_library_as_it_was() {
    let user = user();
    let before = fs::read(user.library()).unwrap();
    let whole = masters("Jazz");
    for (content, said) in [
        (&whole[..whole.len() - 20], "ends too early"),
        ("hello", "docs/catalogue.md"),
        ("<masters><master><title>x</master>", "not XML"),
    ] {
        let file = user.put("broken", content);
        let run = user.run(["catalogue".as_ref(), file.as_os_str()]).ended_with(1);
        assert!(run.error.contains(said), "{}", run.error);
    }
    for arguments in [
        &["catalogue", "set", "Otter", "year=1"][..],
        &["catalogue", "set", "Otter", "mood=good"],
    ] {
        user.run(arguments).ended_with(2);
    }
    user.run(["catalogue", "why", "Nobody"]).ended_with(1);
    user.run(["catalogue", "forget", "discogs-masters"]).ended_with(1);
    assert!(fs::read(user.library()).unwrap() == before);
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let user = user();
    let file = user.put("masters.xml", masters("Jazz"));
    let mut command = user.command(["catalogue", "-"]);
    command.stdin(fs::File::open(file).unwrap());
    let ran = playtally_tests::program::finish(&mut command).succeeded();
    assert!(ran.output.contains("discogs-masters"), "{}", ran.output);
}

#[test]
fn no_style_of_a_source_is_in_a_summary_and_no_fact_in_an_export() {
    let user = user();
    // As many plays as it takes for a summary to tell of genres.
    let plays: String = (0..120)
        .map(|n| {
            format!(
                "Otter,River,Delta Songs,2024-05-{:02}T{:02}:00:00Z\n",
                n / 20 + 1,
                n % 20
            )
        })
        .collect();
    let more = user.put("more.csv", format!("artist,track,album,time\n{plays}"));
    user.run(["import".as_ref(), more.as_os_str()]).succeeded();
    let table = format!("artist,album,genre,year,country\nOtter,Delta Songs,{PLANTED},1987,NZ\n");
    let file = user.put("mine.csv", table);
    user.run([
        "catalogue".as_ref(),
        file.as_os_str(),
        "--licence".as_ref(),
        "CC BY-NC-SA 3.0".as_ref(),
    ])
    .succeeded();
    assert_eq!(music(&user)["styles"][0]["style"], PLANTED);
    for output in ["my.tally", "history.jsonl", "listens.json"] {
        let path = user.path(output);
        let arguments: &[&str] = match output {
            "my.tally" => &["summary", "--fonts", "bundled", "-o"],
            "history.jsonl" => &["export", "-o"],
            _ => &["export", "--format", "listenbrainz", "-o"],
        };
        user.run(arguments.iter().copied().chain([path.to_str().unwrap()]))
            .succeeded();
        let bytes = fs::read(&path).unwrap();
        assert!(
            !bytes.windows(PLANTED.len()).any(|bytes| bytes == PLANTED.as_bytes()),
            "{output}"
        );
    }
    // Genres and countries are there as sums, with where they come from.
    let summary: Value = serde_json::from_str(&user.run(["inspect", "--json", "my.tally"]).succeeded().output).unwrap();
    assert_eq!(
        (&summary["genres"][0]["genre"], &summary["music_sources"][0]["licence"]),
        (&"Other".into(), &"CC BY-NC-SA 3.0".into())
    );
    assert_eq!(
        (
            &summary["artist_countries"][0]["country"],
            &summary["artist_countries"][0]["plays"]
        ),
        (&"NZ".into(), &music(&user)["countries"][0]["plays"])
    );
    let words = user.run(["inspect", "my.tally"]).succeeded().output;
    assert!(
        words.contains("music sources") && words.contains("CC BY-NC-SA 3.0"),
        "{words}"
    );
    for output in ["history.jsonl", "listens.json"] {
        let text = fs::read_to_string(user.path(output)).unwrap();
        for fact in ["genre", "1987", "NZ"] {
            assert!(!text.contains(fact), "{output}: {fact}");
        }
    }
}
