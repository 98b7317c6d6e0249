//! Everybody who does not keep to the rules.

use super::*;
use crate::code::{decode, encode, hex};
use crate::log::{Checkpoint, Head};
use crate::note::Note;

/// The error that the next turns of the counters end in.
fn refused(play: &mut Play) -> String {
    for _ in 0..10 {
        for place in 0..play.counters.len() {
            if let Err(error) = play.turn(place) {
                return error.to_string();
            }
        }
    }
    panic!("nobody refused");
}

/// The coordinator's own signature under any head.
fn sign_head(play: &mut Play, leaves: &[code::Hash], closed: bool) {
    let lines: String = leaves.iter().map(|leaf| hex(leaf) + "\n").collect();
    play.folder.put("log/leaves.txt", lines);
    for (name, closed) in [("log/head.note", false), ("log/closed.note", true)]
        .into_iter()
        .take(1 + usize::from(closed))
    {
        let room = Room::open(&play.folder).unwrap();
        let checkpoint = Checkpoint {
            origin: room.invitation.origin().to_owned(),
            head: Head::of(leaves),
            words: room.log().words(closed),
        };
        let signed = Note::sign(checkpoint.text(), &coordinator(&COORDINATOR).unwrap()).unwrap();
        play.folder.put(name, signed.to_string());
    }
}

fn leaves(play: &Play) -> Vec<code::Hash> {
    play.folder
        .text("log/leaves.txt")
        .lines()
        .map(|line| code::unhex(line).unwrap())
        .collect()
}

#[test]
fn a_log_that_forks_loses_or_swaps_a_leaf_is_found_by_counters_and_by_anybody() {
    for change in ["removed", "swapped", "changed"] {
        let mut play = Play::new(2, 20);
        play.people(6);
        play.collect(false);
        play.turns();
        let mut changed = leaves(&play);
        match change {
            "removed" => _ = changed.remove(2),
            "swapped" => changed.swap(1, 4),
            _ => changed[3] = [9; 32],
        }
        sign_head(&mut play, &changed, false);
        assert!(play.checked().wrong[0].contains("does not begin with"), "{change}");
        assert!(refused(&mut play).contains("not what it was"), "{change}");
        let error = collect(&mut play.folder, &COORDINATOR, Collecting::default()).unwrap_err();
        assert!(error.to_string().contains("cut off"), "{change}: {error}");
    }
}

#[test]
fn two_closed_lists_never_come_to_a_sum() {
    let mut play = Play::new(2, 21);
    play.people(6);
    play.collect(true);
    let mut other = play.again();
    play.turn(0).unwrap();
    // The other counter is shown a shorter list.
    let shorter = leaves(&other)[..4].to_vec();
    sign_head(&mut other, &shorter, true);
    other.turn(1).unwrap();
    play.counters[1] = other.counters[1].clone();
    for (name, content) in other
        .folder
        .files
        .iter()
        .filter(|(name, _)| name.starts_with("counter-2/"))
    {
        play.folder.put(name, content.clone());
    }
    assert!(refused(&mut play).contains("shown two"));
    assert!(!play.checked().wrong.is_empty());
    assert!(!play.folder.files.keys().any(|name| name.ends_with("opening.note")));
}

#[test]
fn a_file_that_the_coordinator_holds_back_is_missed() {
    let mut play = Play::new(2, 22);
    let people = play.people(4);
    play.collect(true);
    let leaf = hex(&play.leaf(&people[1]));
    play.folder
        .files
        .retain(|name, _| !name.contains(&leaf) || !name.starts_with("members/"));
    assert!(refused(&mut play).contains("its file is not in the folder"));
}

#[test]
fn a_ticket_a_key_and_a_copy_are_good_for_one_contribution() {
    let mut play = Play::new(2, 23);
    let people = play.people(3);
    let ticket_again = play.person(2);
    play.folder.put("inbox/4.note", ticket_again.file);
    // The same member with another ticket.
    let invitation = play.invitation();
    let signer = member(&people[0].secret).unwrap();
    let second = contribute(
        &invitation,
        &play.ticket(9),
        &signer,
        &people[0].answers,
        "x",
        &mut play.random,
    )
    .unwrap();
    play.folder.put("inbox/5.note", second.note.to_string());
    // Somebody else's pieces under another key.
    let thief = member(&[5; 32]).unwrap();
    let copied = people[1].file.split("\n\n").next().unwrap().to_owned() + "\n";
    let key = copied
        .lines()
        .find(|line| line.starts_with("member: "))
        .unwrap()
        .to_owned();
    let stolen = copied.replace(&key, &format!("member: {}", encode(&thief.verifier().key())));
    let ticket = copied
        .lines()
        .find(|line| line.starts_with("ticket: "))
        .unwrap()
        .to_owned();
    let other = people[2]
        .file
        .lines()
        .find(|line| line.starts_with("ticket: "))
        .unwrap();
    let own = Ticket::note(&invitation, 10, &COORDINATOR).unwrap();
    let own = Ticket::read(&invitation, own.to_string().as_bytes()).unwrap().line();
    let stolen = stolen.replace(&ticket, &format!("ticket: {own}"));
    assert_ne!(ticket, other);
    play.folder
        .put("inbox/6.note", Note::sign(stolen, &thief).unwrap().to_string());
    let collected = play.collect(false);
    let why: Vec<&str> = collected.refused.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(collected.members, 3, "{why:?}");
    for expected in ["ticket 2, which was used before", "second of one member", "was copied"] {
        assert!(why.iter().any(|why| why.contains(expected)), "{expected}: {why:?}");
    }
}

#[test]
fn a_copy_with_a_new_number_does_not_open() {
    let mut play = Play::new(2, 24);
    let people = play.people(3);
    let thief = member(&[5; 32]).unwrap();
    let mut text = people[0].file.split("\n\n").next().unwrap().to_owned() + "\n";
    let replace = |text: &mut String, key: &str, value: String| {
        let line = text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
        *text = text.replace(&line, &format!("{key}{value}"));
    };
    let invitation = play.invitation();
    replace(&mut text, "member: ", encode(&thief.verifier().key()));
    let own = Ticket::note(&invitation, 10, &COORDINATOR).unwrap();
    replace(
        &mut text,
        "ticket: ",
        Ticket::read(&invitation, own.to_string().as_bytes()).unwrap().line(),
    );
    let mut number = 0;
    let lines: Vec<String> = text
        .lines()
        .map(|line| match line.strip_prefix("report: ") {
            Some(report) => {
                number += 1;
                format!(
                    "report: {} {}",
                    encode(&[number; 16]),
                    report.split_once(' ').unwrap().1
                )
            }
            None => line.to_owned(),
        })
        .collect();
    let copy = Note::sign(lines.join("\n") + "\n", &thief).unwrap();
    play.folder.put("inbox/copy.note", copy.to_string());
    assert_eq!(play.collect(true).members, 4);
    play.finish();
    assert_eq!(play.published(), added(&people));
    let rejected = play.checked().outcome.unwrap().rejected;
    assert!(rejected.values().all(|why| why.contains("cannot be opened")) && rejected.len() == 1);
}

#[test]
fn a_ticket_of_ones_own_making_is_none() {
    let mut play = Play::new(2, 25);
    let person = play.person(1);
    let ticket = person.file.lines().find(|line| line.starts_with("ticket: ")).unwrap();
    let mut bytes = decode(ticket.split(' ').nth(2).unwrap()).unwrap();
    bytes[3] ^= 1;
    let text = person
        .file
        .split("\n\n")
        .next()
        .unwrap()
        .replace(ticket, &format!("ticket: 0000001 {}", encode(&bytes)));
    let forged = Note::sign(text + "\n", &member(&person.secret).unwrap()).unwrap();
    play.folder.put("inbox/forged.note", forged.to_string());
    assert!(play.collect(false).refused[0].1.contains("did not sign"));
}

#[test]
fn a_counter_that_accepts_others_changes_its_sum_or_reveals_something_else_is_named() {
    for (file, what, to) in [
        ("counter-2/verdict.note", "accepted: 4", "accepted: 3"),
        ("counter-2/sum.note", "share: ", "share: AA"),
        ("counter-2/opening.note", "randomness: ", "randomness: AA"),
    ] {
        let mut play = Play::new(2, 26);
        play.people(4);
        play.collect(true);
        // It lies as soon as it has written, and signs its lie.
        let error = (0..20).find_map(|step| {
            let result = play.turn(step % 2);
            if step % 2 == 1 && play.folder.files.contains_key(file) {
                let keys = play.counters[1].clone();
                let secret = keys.lines().find_map(|line| line.strip_prefix("signing: ")).unwrap();
                let secret: [u8; 32] = decode(secret).unwrap().try_into().unwrap();
                let text = play.folder.text(file).split("\n\n").next().unwrap().to_owned() + "\n";
                let at = text.find(what).unwrap();
                let end = at + text[at..].find('\n').unwrap();
                let lie = match to.strip_prefix(what) {
                    Some(start) => format!("{what}{start}{}", &text[at + what.len() + start.len()..end]),
                    None => to.to_owned(),
                };
                let text = format!("{}{lie}{}", &text[..at], &text[end..]);
                let signer = note::Signer::new("playtally.collective/counter", &secret).unwrap();
                play.folder.put(file, Note::sign(text, &signer).unwrap().to_string());
            }
            result.err()
        });
        let checked = play.checked();
        let said = error.map_or_else(String::new, |error| error.to_string());
        assert!(said.contains("void"), "{file}: {said}");
        assert!(
            checked.tables.is_empty() && !checked.wrong.is_empty(),
            "{file}: {checked:?}"
        );
    }
}

#[test]
fn a_counter_counts_one_round_once() {
    let mut play = Play::new(2, 27);
    play.people(4);
    play.collect(true);
    while !play.folder.files.contains_key("counter-1/verdict.note") {
        play.turns();
    }
    // Whoever lets it count again gets the same sums with the same noise.
    let first = play.folder.text("counter-1/verdict.note");
    play.folder.files.remove("counter-1/verdict.note");
    play.turn(0).unwrap();
    assert_eq!(play.folder.text("counter-1/verdict.note"), first);
    let other = Play::new(2, 28);
    let mut keys = Keys::read(&play.counters[0]).unwrap();
    let mut folder = other.folder.clone();
    let error = turn(&mut folder, &mut keys, &mut |_| Ok(()), &mut rand::rng(), 0).unwrap_err();
    assert!(error.to_string().contains("does not name you"), "{error}");
}

#[test]
fn an_invitation_against_the_rules_is_none() {
    let play = Play::new(2, 29);
    let counters = play.invitation().terms.counters;
    type Change = fn(&mut Terms);
    let broken: [(&str, Change); 7] = [
        ("too few", |terms| terms.minimum = 2),
        ("1000 is the least", |terms| terms.rehearsal = false),
        ("two or three", |terms| terms.counters.truncate(1)),
        ("one counter twice", |terms| {
            terms.counters[1] = terms.counters[0].clone();
        }),
        ("first is after the last", |terms| terms.from = terms.closes),
        ("asks the same twice", |terms| {
            terms.questions[1] = terms.questions[0].clone();
        }),
        ("more of a person", |terms| terms.questions[0].epsilon = Epsilon(1_500)),
    ];
    for (why, change) in broken {
        let mut terms = terms(counters.clone());
        change(&mut terms);
        let error = terms.sign(&COORDINATOR).unwrap_err().to_string();
        assert!(
            error.contains(why) || why == "too few" && error.contains("few"),
            "{why}: {error}"
        );
    }
}

#[test]
fn a_contribution_is_none_of_another_round() {
    let mut play = Play::new(2, 30);
    let file = play.person(1).file;
    let other = Play::new(2, 31);
    let error = Contribution::read(&other.invitation(), file.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("another round"), "{error}");
}
