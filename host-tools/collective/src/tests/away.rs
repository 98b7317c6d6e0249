//! Leaving, in its three stages.

use super::*;

#[test]
fn before_the_list_is_closed_the_file_goes_and_its_hash_stays() {
    let mut play = Play::new(2, 10);
    let people = play.people(5);
    play.collect(false);
    let (leaf, file) = (play.leaf(&people[2]), people[2].file.clone());
    let revocation = play.revocation(&people[2]);
    play.folder.put("inbox/r.note", revocation);
    let collected = play.collect(true);
    assert_eq!((collected.members, collected.taken.len()), (4, 1));
    assert!(play.folder.text("log/leaves.txt").contains(&code::hex(&leaf)));
    assert!(!play.folder.files.values().any(|content| content == file.as_bytes()));
    play.finish();
    let others = people.iter().enumerate().filter(|(place, _)| *place != 2);
    assert_eq!(play.published(), added(others.map(|(_, person)| person)));
    let own = |is_taken_back| Own { leaf, is_taken_back };
    let checked = |own| check(&Room::open(&play.folder).unwrap(), Some(own)).unwrap();
    assert!(checked(own(true)).holds.iter().any(|line| line.contains("taken back")));
    // If it was the coordinator who made it up, its member finds out.
    assert!(checked(own(false)).wrong[0].contains("not signed"));
    let nowhere = Own {
        leaf: [1; 32],
        is_taken_back: false,
    };
    assert!(checked(nowhere).wrong[0].contains("not in the log"));
}

#[test]
fn who_comes_and_leaves_in_one_mail_leaves_no_file() {
    let mut play = Play::new(2, 11);
    let people = play.people(4);
    let revocation = play.revocation(&people[0]);
    play.folder.put("inbox/z.note", revocation);
    let collected = play.collect(false);
    assert_eq!((collected.taken.len(), collected.members), (5, 3));
    assert!(
        !play
            .folder
            .files
            .values()
            .any(|content| content == people[0].file.as_bytes())
    );
    assert_eq!(play.checked().wrong, Vec::<String>::new());
}

#[test]
fn after_it_the_counters_count_without() {
    let mut play = Play::new(3, 12);
    let people = play.people(5);
    play.collect(true);
    let revocation = play.revocation(&people[4]);
    play.folder.put("inbox/r.note", revocation);
    play.collect(false);
    play.finish();
    assert_eq!(play.published(), added(&people[..4]));
}

#[test]
fn after_publication_the_sums_stay_and_the_revocation_is_kept() {
    let mut play = Play::new(2, 13);
    let people = play.people(4);
    play.collect(true);
    play.finish();
    let revocation = play.revocation(&people[0]);
    play.folder.put("inbox/r.note", revocation);
    assert_eq!(play.collect(false).taken.len(), 1);
    assert_eq!(play.published(), added(&people));
}

#[test]
fn nobody_can_take_back_what_is_somebody_elses() {
    let mut play = Play::new(2, 14);
    let people = play.people(4);
    play.collect(false);
    let thief = Person {
        secret: people[1].secret,
        ..people[0].clone()
    };
    let revocation = play.revocation(&thief);
    play.folder.put("inbox/r.note", revocation);
    let collected = play.collect(false);
    assert!(collected.refused[0].1.contains("somebody else's"));
    assert_eq!(collected.members, 4);
}
