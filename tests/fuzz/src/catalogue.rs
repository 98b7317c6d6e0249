//! What must hold whatever comes as a catalogue: Discogs' XML, MusicBrainz's archives, a table, packed or not.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use playtally_catalogue::{Books, Learnt, Names, Options, catalogue as known, learn_from};
use playtally_history::{Item, Kind, Plays};

/// The owner of the names that the seeds have.
fn owner() -> &'static Plays {
    static OWNER: OnceLock<Plays> = OnceLock::new();
    OWNER.get_or_init(|| {
        let titles = [("River", 0, "Delta"), ("Brook", 0, "Delta"), ("Long Legs", 1, "Wings"), ("Aria", 2, "Variations")];
        let item = |(title, artist, album): (&str, u32, &str)| Item {
            kind: Kind::Music,
            title: title.into(),
            artist,
            album: album.into(),
        };
        let artists = ["Otter", "Heron", "Bach"].map(Box::from).to_vec();
        Plays::new(artists, titles.map(item).to_vec(), Vec::new())
    })
}

/// What is learnt is kept as it was, is said of the owner's names alone, and the books close.
pub fn catalogue(mut bytes: &[u8]) {
    let plays = owner();
    let names = Names::of(plays);
    let mut watch = |_| ControlFlow::Continue(());
    let Ok(learnt) = learn_from(plays, &names, &mut bytes, &Options::default(), 0, &mut watch) else {
        return;
    };
    let kept = serde_json::to_string(&learnt).expect("it is written");
    let again: Vec<Learnt> = serde_json::from_str(&kept).expect("it is read");
    assert_eq!(again, learnt);
    let (artists, titles) = learnt.iter().map(Learnt::size).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    assert!(artists <= 3 && titles <= 6, "{artists} artists and {titles} titles of 3 and 6");
    let books = Books::of(plays, &known(plays, &learnt, &[]));
    assert_eq!((books.artists.all, books.albums.all, books.tracks.all), (3, 3, 4));
}
