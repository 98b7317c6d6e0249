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

/// A coordinator puts ticket 9 in the place of ticket 3, which the third of these used.
fn lost(play: &mut Play) -> Vec<Person> {
    let people = play.people(5);
    play.collect(false);
    replace(&mut play.folder, &COORDINATOR, 3, 9).unwrap();
    people
}

#[test]
fn a_lost_key_gets_a_new_ticket_the_old_one_is_good_for_nothing_and_both_stand_in_the_log() {
    let mut play = Play::new(2, 13);
    let mut people = lost(&mut play);
    let leaf = replace(&mut play.folder, &COORDINATOR, 3, 9).unwrap();
    let log = play.folder.text("log/leaves.txt");
    assert_eq!(log.matches(&code::hex(&leaf)).count(), 1, "said again, it does nothing");
    assert!(log.contains(&code::hex(&play.leaf(&people[2]))));
    let note = play.folder.files[&format!("replacements/{}.note", code::hex(&leaf))].clone();
    let invitation = play.invitation();
    let beside = words::Beside {
        invitation: Some(&invitation),
        ..words::Beside::default()
    };
    let said = words::read(&note, beside).unwrap();
    assert!(said.contains("Ticket 3") && said.contains("ticket 9"), "{said}");
    assert!(
        !play
            .folder
            .files
            .values()
            .any(|content| content == people[2].file.as_bytes())
    );
    // Whoever has the old ticket cannot use it: neither with the lost key, nor with another.
    let again = play.person(3);
    play.folder.put("inbox/old.note", people[2].file.clone());
    play.folder.put("inbox/other.note", again.file);
    let new = play.person(9);
    play.folder.put("inbox/new.note", new.file.clone());
    let collected = play.collect(true);
    assert_eq!((collected.members, collected.taken.len()), (5, 1));
    assert_eq!(
        collected.known,
        ["old.note"],
        "it is in the log, and goes from the inbox"
    );
    assert!(
        collected.refused[0].1.contains("was replaced"),
        "{:?}",
        collected.refused
    );
    let leaf = play.leaf(&people[2]);
    people[2] = new;
    play.finish();
    assert_eq!(play.published(), added(&people));
    // If no key was lost, its member finds out.
    let own = Own {
        leaf,
        is_taken_back: false,
    };
    let checked = check(&Room::open(&play.folder).unwrap(), Some(own)).unwrap();
    assert!(
        checked.wrong[0].contains("a new ticket in the place of yours"),
        "{:?}",
        checked.wrong
    );
    let late = replace(&mut play.folder, &COORDINATOR, 1, 10).unwrap_err().to_string();
    assert!(late.contains("the list is closed"), "{late}");
}

#[test]
fn a_ticket_is_replaced_once_and_by_its_coordinator_alone() {
    let mut play = Play::new(2, 14);
    let people = lost(&mut play);
    let other = replace(&mut play.folder, &COORDINATOR, 3, 10).unwrap_err().to_string();
    assert!(other.contains("replaced by ticket 9"), "{other}");
    let invitation = play.invitation();
    let forged = Replacement::note(&invitation, (1, 11), None, &[8; 32]).unwrap();
    assert!(Replacement::read(&invitation, forged.to_string().as_bytes()).is_err());
    // A coordinator who takes out somebody else's contribution with it is not heeded, and everybody sees it.
    let leaf = play.leaf(&people[0]);
    let note = Replacement::note(&invitation, (4, 12), Some(&leaf), &COORDINATOR)
        .unwrap()
        .to_string();
    let wrong = Replacement::read(&invitation, note.as_bytes()).unwrap().leaf;
    play.folder.put(&folder::replacement(&wrong), note);
    let room = Room::open(&play.folder).unwrap();
    let leaves = [room.leaves().unwrap(), vec![wrong]].concat();
    let standing = room.standing(&leaves).unwrap();
    assert_eq!(standing.members(), 4);
    assert!(
        standing.rejected[&wrong].contains("of another"),
        "{:?}",
        standing.rejected
    );
}

#[test]
fn whoever_is_killed_while_a_ticket_is_replaced_says_it_again() {
    let mut writes = 0;
    loop {
        let mut play = Play::new(2, 15);
        let people = play.people(4);
        play.collect(false);
        play.folder.writes_left = Some(writes);
        let ended = replace(&mut play.folder, &COORDINATOR, 2, 5);
        play.folder.writes_left = None;
        replace(&mut play.folder, &COORDINATOR, 2, 5).unwrap();
        assert_eq!(play.checked().wrong, Vec::<String>::new());
        assert!(
            !play
                .folder
                .files
                .values()
                .any(|content| content == people[1].file.as_bytes())
        );
        assert_eq!(play.collect(true).members, 3);
        if ended.is_ok() {
            break;
        }
        writes += 1;
    }
    assert!(writes >= 3, "{writes}");
}
