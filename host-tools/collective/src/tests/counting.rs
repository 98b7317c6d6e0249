//! A round comes to the sums that plain addition gives, whatever happens on the way.

use super::*;

#[test]
fn what_is_published_is_what_plain_addition_gives() {
    for counters in [2, 3] {
        let mut play = Play::new(counters, 1);
        let people = play.people(40);
        let collected = play.collect(true);
        assert_eq!(
            (collected.members, collected.taken.len(), collected.closed),
            (40, 40, true)
        );
        play.finish();
        assert_eq!(play.published(), added(&people), "{counters}");
        assert!(play.folder.text(RESULT).contains("rehearsal: yes"));
    }
}

#[test]
fn whoever_is_killed_at_any_write_begins_again_and_comes_to_the_same() {
    let mut play = Play::new(2, 2);
    let people = play.people(4);
    let untouched = play.again();
    play.collect(true);
    play.finish();
    let whole = play.published();
    assert_eq!(whole, added(&people));
    // Every write of everybody fails once, one after the other.
    let mut kills = 0;
    let mut play = untouched;
    let mut write = 0;
    loop {
        play.folder.writes_left = Some(write);
        let ended = play
            .collect_or_end()
            .and_then(|_| (0..2).try_for_each(|place| play.turn(place).map(drop)));
        let was_killed = ended.is_err();
        kills += usize::from(was_killed);
        play.folder.writes_left = None;
        write = if was_killed { write + 1 } else { 0 };
        let checked = play.checked();
        assert_eq!(checked.wrong, Vec::<String>::new());
        if !was_killed && !checked.tables.is_empty() {
            break;
        }
    }
    assert!(kills > 10, "{kills}");
    play.finish();
    assert_eq!(play.published(), whole);
}

impl Play {
    fn collect_or_end(&mut self) -> Result<Collected> {
        collect(&mut self.folder, &COORDINATOR, Collecting { close: true })
    }
}

#[test]
fn files_may_come_late_twice_from_windows_and_with_others_among_them() {
    let mut play = Play::new(2, 3);
    let people = play.people(3);
    play.folder
        .put("inbox/copy of 1.note", people[0].file.replace('\n', "\r\n"));
    play.folder.put("inbox/letter.txt", "Dear Ana,\n\nwhen is it?\n");
    play.folder.put("inbox/empty.note", "");
    let other = Play::new(2, 4).person(9).file;
    play.folder.put("inbox/another round.note", other);
    let collected = play.collect(false);
    assert_eq!(
        (collected.taken.len(), collected.known.len(), collected.refused.len()),
        (3, 1, 3)
    );
    let left = play.folder.names(INBOX).unwrap();
    assert_eq!(
        left,
        ["another round.note", "empty.note", "letter.txt"],
        "what was not taken stays"
    );
    let again = play.collect(true);
    assert_eq!((again.taken.len(), again.members), (0, 3));
    let late = play.person(4);
    play.folder.put("inbox/late.note", late.file);
    let after = play.collect(false);
    assert!(
        after
            .refused
            .iter()
            .any(|(file, why)| file == "late.note" && why.contains("after the list was closed"))
    );
    play.finish();
    assert_eq!(play.published(), added(&people));
}

#[test]
fn a_lost_counter_voids_the_round_and_nothing_else() {
    let mut play = Play::new(2, 5);
    play.people(3);
    play.collect(true);
    for _ in 0..4 {
        let turn = play.turn(0).unwrap();
        assert!(!turn.is_over);
    }
    let checked = play.checked();
    assert!(checked.tables.is_empty() && checked.wrong.is_empty());
    assert!(checked.awaited.unwrap().contains("turn of Bo"));
}

#[test]
fn with_too_few_members_nothing_is_counted() {
    let mut play = Play::new(2, 6);
    let people = play.people(3);
    play.collect(true);
    // One leaves after the list was closed: two are too few.
    let revocation = play.revocation(&people[0]);
    play.folder.put("inbox/revocation.note", revocation);
    play.collect(false);
    let error = loop {
        if let Err(error) = (0..2).try_for_each(|place| play.turn(place).map(drop)) {
            break error.to_string();
        }
    };
    assert!(error.contains("counts from 3 on"), "{error}");
    assert!(!play.folder.files.contains_key("counter-1/sum.note"));
    let mut small = Play::new(2, 6);
    small.people(2);
    let error = small.collect_or_end().unwrap_err().to_string();
    assert!(error.contains("it stays open"), "{error}");
}
