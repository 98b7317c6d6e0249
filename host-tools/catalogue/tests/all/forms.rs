//! Every catalogue in the exact form of those that people fetch: what is in it is found.

use playtally_catalogue::{Correction, Learnt, Licence, Options, Source, catalogue};
use playtally_history::Plays;
use playtally_statistics::genres::Genre;

use crate::common::{bzip2, gzip, history, learnt, master, masters, tar, zstandard};

fn owner() -> Plays {
    history([
        ("The Otters", "Slow River", "Delta Songs", 5),
        ("The Otters", "Brook (feat. Heron)", "Delta Songs (Deluxe Edition)", 3),
        ("Heron", "Long Legs", "", 2),
        ("Nobody Known", "Something", "Some Album", 1),
    ])
}

/// Genre, style, year and country of an item.
type Known = (Option<Genre>, String, Option<u16>, Option<[u8; 2]>);

/// What is known of each item.
fn facts(plays: &Plays, learnt: &[Learnt], corrections: &[Correction]) -> Vec<Known> {
    let catalogue = catalogue(plays, learnt, corrections);
    let of = |item| {
        let facts = catalogue.facts(item);
        let style = facts.genre.and_then(|style| catalogue.style(style));
        let name = style.map_or_else(String::new, |style| style.name.to_string());
        (style.map(|style| style.genre), name, facts.year, facts.country)
    };
    (0..plays.items().len() as u32).map(of).collect()
}

const OTTERS: (u32, &str, &str) = (77, "Otters, The (2)", "Otters*");
const NOTHING: Known = (None, String::new(), None, None);

fn rock(year: u16) -> Known {
    (Some(Genre::Rock), "Indie Rock".to_owned(), Some(year), None)
}

#[test]
fn discogs_masters_tell_genres_and_first_years() {
    let records = [
        master(1, &[OTTERS], &["Rock"], &["Indie Rock"], "1987", "Delta Songs"),
        // A single with two sides, of which the owner has one; and somebody else.
        master(
            2,
            &[(5, "Heron", "")],
            &["Electronic"],
            &[],
            "1999",
            "Long Legs / Short Legs",
        ),
        master(3, &[(6, "Nobody Else", "")], &["Jazz"], &[], "1950", "Some Album"),
    ];
    let plays = owner();
    for pack in [|bytes: &[u8]| bytes.to_vec(), gzip, zstandard] {
        let learnt = learnt(&plays, &[&pack(&masters(records.clone()))], &Options::default()).unwrap();
        assert_eq!(learnt.len(), 1);
        assert_eq!(
            (&learnt[0].source, learnt[0].licence.name(), learnt[0].entries),
            (&Source::DiscogsMasters, "CC0 1.0", 3)
        );
        let electronic = (Some(Genre::Electronic), "Electronic".to_owned(), Some(1999), None);
        assert_eq!(
            facts(&plays, &learnt, &[]),
            [rock(1987), rock(1987), electronic, NOTHING]
        );
    }
}

#[test]
fn discogs_releases_tell_by_their_tracks_and_the_earliest_pressing_counts() {
    let release = |id: u32, released: &str, title: &str, tracks: &str| {
        format!(
            "<release id=\"{id}\" status=\"Accepted\"><images/><artists><artist><id>77</id><name>The Otters</name><anv/></artist></artists>\
             <title>{title}</title><labels><label name=\"Bank\" catno=\"B 1\" id=\"3\"/></labels><extraartists><artist><id>9</id><name>\
             Heron</name></artist></extraartists><formats><format name=\"Vinyl\" qty=\"1\" text=\"\"><descriptions><description>LP\
             </description></descriptions></format></formats><genres><genre>Rock</genre></genres><styles><style>Indie Rock</style>\
             </styles><country>Sweden</country><released>{released}</released><notes>Made &lt;here&gt; &amp; there.</notes><master_id \
             is_main_release=\"true\">1</master_id><tracklist>{tracks}</tracklist><identifiers/><videos/><companies/></release>\n"
        )
    };
    let track = |title: &str, artist: &str| {
        let artists = match artist {
            "" => String::new(),
            name => format!("<artists><artist><id>5</id><name>{name}</name></artist></artists>"),
        };
        format!("<track><position>A1</position><title>{title}</title><duration>3:07</duration>{artists}</track>")
    };
    let tracks = [track("Slow River", ""), track("Long Legs", "Heron")].concat();
    let suite = format!(
        "<track><title>Suite</title><sub_tracks>{}</sub_tracks></track>",
        track("Brook", "")
    );
    let records = [
        release(1, "2004-03-00", "Delta Songs (Remastered)", ""),
        release(2, "1987", "Delta Songs", &tracks),
        release(3, "1985-01-02", "A Sampler", &suite),
    ];
    let file = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<releases>\n{}</releases>",
        records.concat()
    );
    let plays = owner();
    let learnt = learnt(&plays, &[&gzip(file.as_bytes())], &Options::default()).unwrap();
    assert_eq!(learnt[0].source, Source::DiscogsReleases);
    assert_eq!(
        facts(&plays, &learnt, &[]),
        [rock(1987), rock(1985), rock(1987), NOTHING]
    );
}

/// The canonical data of MusicBrainz: one table in an archive, and what stands beside it.
fn canonical() -> Vec<u8> {
    let table = "id,artist_credit_id,artist_mbids,artist_credit_name,release_mbid,release_name,recording_mbid,recording_name,combined_lookup,score\n\
                 1,11,aaaa-otters,The Otters,r1,Delta Songs,t1,Slow River,theottersslowriver,100\n\
                 2,12,bbbb-heron,Heron,r2,Wings,t2,Long Legs,heronlonglegs,90\n\
                 3,13,cccc-other,Heron,r3,Other,t3,\"Legs, Short\",heronlegsshort,80\n";
    zstandard(&tar(&[
        ("musicbrainz-canonical-dump-20260903-080004/COPYING", "CC0\n"),
        (
            "musicbrainz-canonical-dump-20260903-080004/canonical/canonical_musicbrainz_data.csv",
            table,
        ),
        (
            "musicbrainz-canonical-dump-20260903-080004/canonical/canonical_recording_redirect.csv",
            "recording_mbid,canonical_recording_mbid\na,b\n",
        ),
    ]))
}

#[test]
fn ids_from_musicbrainz_prove_who_a_later_table_without_titles_means() {
    let plays = owner();
    let by_wikidata = b"artist\tartistMBID\tgenre\tcountryCode\n\
                        Otters\taaaa-otters\tindie rock\tSE\n\
                        Heron\tcccc-other\tpolka\tDE\n";
    let options = Options {
        name: Some("Wikidata".to_owned()),
        licence: Some(Licence::named("CC0 1.0")),
        ..Options::default()
    };
    let first = learnt(&plays, &[&canonical()], &options).unwrap();
    assert_eq!(first[0].source, Source::MusicBrainzCanonical);
    let mut names = playtally_catalogue::Names::of(&plays);
    names.recall(&first);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), by_wikidata).unwrap();
    let mut watch = |_| std::ops::ControlFlow::Continue(());
    let second =
        playtally_catalogue::learn(&plays, &names, &[file.path()], &options, 0, &mut |_, _| {}, &mut watch).unwrap();
    assert_eq!(second[0].source, Source::Table("Wikidata".to_owned()));
    let facts = facts(&plays, &[first, second].concat(), &[]);
    assert_eq!(
        facts[0],
        (Some(Genre::Rock), "indie rock".to_owned(), None, Some(*b"SE"))
    );
    assert_eq!(facts[2], NOTHING, "the other Heron is meant");
}

#[test]
fn a_name_alone_proves_nothing_unless_its_owner_says_so() {
    let plays = owner();
    let table = b"artist,genre,country\nThe Otters,rock,SE\n";
    assert_eq!(
        facts(&plays, &learnt(&plays, &[table], &Options::default()).unwrap(), &[])[0],
        NOTHING
    );
    let options = Options {
        trusts_names: true,
        ..Options::default()
    };
    let trusted = facts(&plays, &learnt(&plays, &[table], &options).unwrap(), &[]);
    assert_eq!(trusted[0], (Some(Genre::Rock), "Rock".to_owned(), None, Some(*b"SE")));
}

#[test]
fn any_table_with_an_artist_and_a_title_is_read() {
    let plays = owner();
    let expected = (Some(Genre::Rock), "Indie Rock".to_owned(), Some(1987), Some(*b"SE"));
    for table in [
        "Artist,Album,Genre,Year,Country\nOtters,Delta Songs,Indie Rock; Rock,1987,SE\n",
        "artist\talbum\tgenres\trelease date\tartist country\nThe Otters\tDelta Songs\tIndie Rock|Rock\t1987-05-01\tse\n",
        "{\"artist\":\"The Otters\",\"album\":\"Delta Songs\",\"genre\":[\"Indie Rock\",\"Rock\"],\"year\":1987,\"country code\":\"SE\"}\n",
        "[{\"artist\":\"The Otters\",\"album\":\"Delta Songs\",\"genre\":\"Indie Rock\",\"year\":\"1987\",\"country code\":\"SE\"}]",
    ] {
        let learnt = learnt(&plays, &[table.as_bytes()], &Options::default()).unwrap();
        assert_eq!(learnt[0].source, Source::Table("table".to_owned()));
        assert_eq!(facts(&plays, &learnt, &[])[1], expected, "{table}");
    }
    let options = Options {
        columns: Some("artist=Who,album=2,genre=what kind,year=4,country=5".parse().unwrap()),
        ..Options::default()
    };
    let table = b"Who;Where from;What Kind;When;Whence\nThe Otters;Delta Songs;Indie Rock;1987;SE\n";
    assert_eq!(
        facts(&plays, &learnt(&plays, &[table], &options).unwrap(), &[])[0],
        expected
    );
}

#[test]
fn a_table_of_a_database_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    let tables = "CREATE TABLE music (artist TEXT, album TEXT, genre TEXT, year INTEGER); CREATE TABLE other (a, b);
                  INSERT INTO music VALUES ('Otters', 'Delta Songs', 'Indie Rock', 1987);";
    database.execute_batch(tables).unwrap();
    drop(database);
    let plays = owner();
    let content = std::fs::read(&path).unwrap();
    let learnt = learnt(&plays, &[&content], &Options::default()).unwrap();
    assert_eq!(facts(&plays, &learnt, &[])[0], rock(1987));
}

#[test]
fn the_database_of_musicbrainz_is_read_from_both_its_archives() {
    let artist = |id: u32, gid: &str, name: &str, area: &str| {
        format!(
            "{id}\t{gid}\t{name}\t{name}\t1980\t\\N\t\\N\t\\N\t\\N\t\\N\t2\t{area}\t\\N\t\t0\t2020-01-01\tf\t\\N\t\\N\n"
        )
    };
    let artists = [
        artist(1, "g-otters", "The Otters", "900"),
        artist(2, "g-others", "Otters", "800"),
        artist(3, "g-x", "Somebody", "1"),
    ];
    let core = tar(&[
        ("TIMESTAMP", "2026-09-01\n"),
        ("mbdump/area", "900\tarea\tLund\n"),
        ("mbdump/artist", &artists.concat()),
        ("mbdump/artist_credit", "11\tThe Otters\t1\t9\t2020-01-01\t0\tx\n"),
        (
            "mbdump/artist_credit_name",
            "11\t0\t1\tThe Otters\t\n12\t0\t2\tOtters\t\n",
        ),
        ("mbdump/iso_3166_1", "222\tSE\n800\tDE\n"),
        ("mbdump/l_area_area", "1\t356\t333\t900\t0\n2\t356\t222\t333\t0\n"),
        (
            "mbdump/recording",
            "5\tr\tSlow River\t11\t180000\t\t0\t\\N\tf\n6\tr\tSlow\\\\River\t12\t1\t\t0\t\\N\tf\n",
        ),
        (
            "mbdump/release_group",
            "70\trg\tDelta Songs\t11\t1\t\t0\t\\N\n71\trg\tElsewhere\t12\t1\t\t0\t\\N\n",
        ),
    ]);
    let derived = tar(&[
        (
            "mbdump/artist_tag",
            "1\t500\t3\t2020\n1\t501\t-2\t2020\n2\t502\t9\t2020\n",
        ),
        (
            "mbdump/release_group_meta",
            "70\t4\t1987\t5\t\\N\t\\N\t\\N\n71\t1\t1950\t\\N\t\\N\t\\N\t\\N\n",
        ),
        ("mbdump/release_group_tag", "70\t503\t2\t2020\n"),
        (
            "mbdump/tag",
            "500\trock\t9\n501\tpolka\t9\n502\tjazz\t9\n503\tindie rock\t9\n",
        ),
    ]);
    let plays = owner();
    let (core, derived) = (bzip2(&core), bzip2(&derived));
    let both = learnt(&plays, &[&core, &derived], &Options::default()).unwrap();
    assert_eq!(
        (both.len(), both[0].licence.name(), both[0].licence.is_free()),
        (1, "CC BY-NC-SA 3.0", false)
    );
    let expected = (Some(Genre::Rock), "indie rock".to_owned(), Some(1987), Some(*b"SE"));
    assert_eq!(facts(&plays, &both, &[])[0], expected);
    let core_alone = learnt(&plays, &[&core], &Options::default()).unwrap();
    assert!(core_alone[0].licence.is_free());
    assert_eq!(facts(&plays, &core_alone, &[])[0].3, Some(*b"SE"));
    let error = learnt(&plays, &[&derived, &core], &Options::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("give mbdump.tar.bz2 first"), "{error}");
}

#[test]
fn what_the_owner_says_goes_before_what_sources_say() {
    let plays = owner();
    let records = [master(1, &[OTTERS], &["Rock"], &["Indie Rock"], "1987", "Delta Songs")];
    let learnt = learnt(&plays, &[&masters(records)], &Options::default()).unwrap();
    let corrections = [
        Correction {
            artist: "otters".to_owned(),
            genre: Some("jazz".to_owned()),
            country: Some(*b"NO"),
            ..Correction::default()
        },
        Correction {
            artist: "The Otters".to_owned(),
            title: Some("Slow River".to_owned()),
            year: Some(1950),
            ..Correction::default()
        },
    ];
    let facts = facts(&plays, &learnt, &corrections);
    assert_eq!(
        facts[0],
        (Some(Genre::Jazz), "Jazz".to_owned(), Some(1950), Some(*b"NO"))
    );
    assert_eq!(facts[1].2, Some(1987));
    assert_eq!(facts[3], NOTHING);
}

#[test]
fn what_was_learnt_is_kept_and_read_again_as_it_was() {
    let plays = owner();
    let records = [master(1, &[OTTERS], &["Rock"], &["Indie Rock"], "1987", "Delta Songs")];
    let learnt = learnt(&plays, &[&masters(records)], &Options::default()).unwrap();
    let json = serde_json::to_string(&learnt).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Learnt>>(&json).unwrap(), learnt);
    assert!(
        !json.contains("nobody"),
        "nothing is kept of names of which nothing was learnt: {json}"
    );
    let proof = &learnt[0].proofs(&playtally_catalogue::artist_key("The Otters"))[0];
    assert_eq!(
        (proof.id.as_str(), proof.halves, proof.believed, proof.agree),
        ("77", 2, true, 1)
    );
    assert_eq!(proof.titles, ["delta songs"]);
}
