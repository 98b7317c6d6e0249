//! Where there is too little for a poster.

use playtally_statistics::testing::{History, made_up};

use crate::common::{About, Asked, Counted};

fn refused(counted: &Counted, about: About<'_>) -> String {
    counted.poster(Asked::about(about)).expect_err("too little").to_string()
}

#[test]
fn what_there_is_not_is_said_with_what_there_is() {
    let counted = Counted::new(made_up(1, 4_000));
    let [first, last] = [counted.all.years.first(), counted.all.years.last()].map(|year| year.expect("a year").year);
    let eras = counted.all.eras.len();
    assert_eq!(
        refused(&counted, About::Year(1990)),
        format!("no play counts in 1990; there are {first} to {last}")
    );
    for era in [0, eras + 1] {
        let there = if eras == 1 {
            "there is one".to_owned()
        } else {
            format!("there are 1 to {eras}, the oldest first")
        };
        assert_eq!(
            refused(&counted, About::Era(era)),
            format!("there is no era {era}; {there}")
        );
    }
}

#[test]
fn too_few_plays_are_said_with_how_many_it_takes() {
    let mut history = History::new();
    for day in 1..=9 {
        history = history.play(&format!("2021-03-{day:02} 12:00"), "Otter", "River", 100);
    }
    let counted = Counted::new(history.plays());
    assert_eq!(
        refused(&counted, About::Artist("Otter")),
        "9 counted plays are too few for a poster of an artist; it takes 20"
    );
    assert_eq!(
        refused(&counted, About::Type),
        "9 counted plays are too few for a listening type; it takes 500, and 100 of each kind that it is measured by"
    );
    let nothing = Counted::new(History::new().plays());
    assert_eq!(
        refused(&nothing, About::Year(2020)),
        "no play counts in 2020; there is no year yet"
    );
    assert_eq!(refused(&nothing, About::Era(1)), "there is no era 1; there is none yet");
}
