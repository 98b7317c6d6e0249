//! Tests that `.ci/run` runs in a short form, in their long one: each is a command whose exit code is counted.

use std::time::Duration;

use super::part::{Item, Piece, State};
use super::{Result, long_test};

/// A module of this package's tests, by its name in the sums, and what has it run in its long form.
struct Long {
    test: &'static str,
    set: (&'static str, &'static str),
}

const LONG: &[Long] = &[
    Long {
        test: "tours",
        set: ("PLAYTALLY_TOURS", "target/proof/tours"),
    },
    Long {
        test: "year",
        set: ("PLAYTALLY_YEAR", "1"),
    },
];

pub(crate) fn items() -> Result<Vec<Item>> {
    let item = |long: &Long| Item {
        name: long.test.to_owned(),
        goal: Some(1),
    };
    Ok(LONG.iter().map(item).collect())
}

pub(crate) fn go_on(state: &State, _: Duration) -> Result<Piece> {
    let known = LONG.iter().find(|long| long.test == state.item.name);
    let Long {
        test,
        set: (name, value),
    } = known.ok_or("there is no such test")?;
    let said = long_test::run(&format!("{test}::"), (name, (*value).to_owned()))?;
    Ok(Piece {
        count: 1,
        found: said.map(|said| format!("{test}: {said}")).into_iter().collect(),
        goal: None,
    })
}
