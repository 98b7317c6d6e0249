//! Groups of friends in memory: everybody's numbers against plain addition, who stays away, and who does not keep to the rules.

use std::sync::OnceLock;

use chrono::{Days, NaiveDate};
use playtally_statistics::testing::History;
use playtally_statistics::{Rule, View};
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Memory;
use crate::code::{encode, sha256};
use crate::folder::Folder;
use crate::group::{
    ENVELOPES, Earlier, Envelopes, Friend, GROUP, Group, KEYS, Kept, Numbers, Plan, SUMS, Shares, Sum, Terms, Topic,
    Total, allow, envelopes, file, friends, numbers, opened, plan, strangers, sums, total, words,
};
use crate::note::Note;
use crate::seal::Opener;
use crate::{Error, Result};

const NAMES: [&str; 20] = [
    "Ada", "Bo", "Cleo", "Dag", "Eli", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Lea", "Max", "Nel", "Oda", "Pia",
    "Quin", "Rut", "Sam", "Tom",
];

/// A group, and the stick that goes round in it.
#[derive(Clone, Debug)]
struct Circle {
    stick: Memory,
    seed: u64,
    /// By place in the roster: the secrets to sign and to open with.
    secrets: Vec<([u8; 32], [u8; 32])>,
    numbers: Vec<Vec<u64>>,
    kept: Vec<Option<Kept>>,
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number)
}

fn terms(topics: &[Topic]) -> Terms {
    Terms {
        name: "Choir".to_owned(),
        from: day(0),
        to: day(364),
        topics: topics.to_vec(),
        drawn: [0; 16],
    }
}

/// The secrets of the friend of this number.
fn secrets(number: usize) -> ([u8; 32], [u8; 32]) {
    let secret = |what: &[u8]| sha256(&[what, &number.to_le_bytes()]);
    (secret(b"signing"), secret(b"sealing"))
}

fn friend(number: usize) -> Friend {
    let (signing, sealing) = secrets(number);
    Friend::new(NAMES[number], &signing, &sealing).unwrap()
}

impl Circle {
    fn new(people: usize, topics: &[Topic], seed: u64) -> Self {
        Self::of(&(0..people).collect::<Vec<_>>(), topics, seed)
    }

    /// A closed group of the friends of these numbers, who have numbers of their own.
    fn of(people: &[usize], topics: &[Topic], seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let mut stick = Memory::default();
        for number in people {
            let friend = friend(*number);
            stick.put(
                &file(KEYS, &friend),
                friend.note(&secrets(*number).0).unwrap().to_string(),
            );
        }
        let found = friends(&stick).unwrap();
        assert_eq!(found.wrong, []);
        let terms = Terms {
            drawn: random.random(),
            ..terms(topics)
        };
        let note = terms.close(found.sound, &secrets(people[0]).0, &mut random).unwrap();
        stick.put(GROUP, note.to_string());
        let group = Group::read(note.to_string().as_bytes()).unwrap();
        let by_place = |place: u8| {
            let number = people.iter().find(|number| group.name_of(place) == NAMES[**number]);
            secrets(*number.unwrap())
        };
        let secrets = (0..group.size()).map(by_place).collect();
        let cells = group.terms.cells();
        let numbers = (0..people.len())
            .map(|_| (0..cells).map(|_| random.random_range(0..=1)).collect())
            .collect();
        Self {
            stick,
            seed,
            secrets,
            numbers,
            kept: vec![None; people.len()],
        }
    }

    /// Other randomness each time.
    fn random(&mut self) -> StdRng {
        self.seed += 1_000_000;
        StdRng::seed_from_u64(self.seed)
    }

    fn group(&self) -> Group {
        Group::read(self.stick.text(GROUP).as_bytes()).unwrap()
    }

    fn file(&self, of: &str, place: usize) -> String {
        file(of, &self.group().friends[place])
    }

    /// The second lap of one friend.
    fn add(&mut self, place: usize) {
        let group = self.group();
        let (signing, sealing) = self.secrets[place];
        let mut random = self.random();
        let note = Envelopes::seal(&group, &signing, &self.numbers[place], &mut random).unwrap();
        let numbers = Numbers {
            cells: self.numbers[place].clone(),
            names: Vec::new(),
        };
        let kept = Kept::new(&group, (&signing, &sealing), numbers, &note, day(400)).unwrap();
        assert_eq!(Kept::read(&kept.text()), Ok(kept.clone()));
        self.kept[place] = Some(kept);
        self.stick.put(&self.file(ENVELOPES, place), note.to_string());
    }

    fn plan(&self, place: usize) -> Result<Plan> {
        let group = self.group();
        let kept = self.kept[place].as_ref().unwrap();
        let (envelopes, sums) = (envelopes(&self.stick, &group)?, sums(&self.stick, &group)?);
        plan(
            &group,
            kept.place,
            &kept.signed,
            &kept.opener().unwrap(),
            &envelopes,
            &sums,
        )
    }

    /// The third lap of one friend.
    fn sum(&mut self, place: usize) -> Result<()> {
        let note = self.plan(place)?.sign(&self.group(), &self.secrets[place].0)?;
        self.stick.put(&self.file(SUMS, place), note.to_string());
        let kept = self.kept[place].as_mut().unwrap();
        kept.sum = Some(note.to_string());
        assert_eq!(Kept::read(&kept.text()).as_ref(), Ok(&*kept));
        Ok(())
    }

    fn total(&self) -> Result<Total> {
        let group = self.group();
        total(&group, &sums(&self.stick, &group)?)
    }

    /// What plain addition gives.
    fn added(&self, places: &[usize]) -> Vec<u64> {
        let cells = 0..self.group().terms.cells();
        cells
            .map(|cell| places.iter().map(|place| self.numbers[*place][cell]).sum())
            .collect()
    }

    /// A group that went round twice, and whose sums are all there.
    fn summed(people: usize) -> Self {
        let mut circle = Self::new(people, &[Topic::Clock, Topic::NewArtists], 1);
        (0..people).for_each(|place| circle.add(place));
        (0..people).for_each(|place| circle.sum(place).unwrap());
        circle
    }
}

fn said<T: std::fmt::Debug>(result: Result<T>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn every_large_enough_set_of_sums_gives_the_total_and_no_smaller_one_does() {
    for people in [5, 7] {
        let circle = Circle::summed(people);
        let group = circle.group();
        let everybody: Vec<usize> = (0..people).collect();
        let expected = circle.added(&everybody);
        for there in 0_u32..1 << people {
            let mut some = circle.clone();
            let gone = everybody.iter().filter(|place| there >> **place & 1 == 0);
            gone.for_each(|place| drop(some.stick.files.remove(&circle.file(SUMS, *place))));
            let given = some.total();
            if there.count_ones() < u32::from(group.threshold()) {
                assert!(matches!(given, Err(Error::NotYet(_))), "{there:b}");
            } else {
                assert_eq!(given.map(|total| total.numbers), Ok(expected.clone()), "{there:b}");
            }
        }
    }
}

#[test]
fn two_hundred_times_some_stay_away_and_the_others_come_to_their_own_total() {
    let mut random = StdRng::seed_from_u64(200);
    let (mut opened, mut kept_waiting) = (0, 0);
    for seed in 0..200 {
        let people = random.random_range(5..=12);
        let mut circle = Circle::new(people, &[Topic::NewArtists], seed);
        let (threshold, fewest) = (usize::from(circle.group().threshold()), circle.group().fewest());
        let stays = |random: &mut StdRng| random.random_range(0..6) > 0;
        let added: Vec<usize> = (0..people).filter(|_| stays(&mut random)).collect();
        added.iter().for_each(|place| circle.add(*place));
        let mut summed = 0;
        for place in added.iter().copied().filter(|_| stays(&mut random)) {
            let sum = circle.sum(place);
            assert_eq!(sum.is_ok(), added.len() >= fewest, "{sum:?}");
            summed += usize::from(sum.is_ok());
        }
        let given = circle.total();
        if summed >= threshold {
            assert_eq!(given.unwrap().numbers, circle.added(&added));
            opened += 1;
        } else {
            assert!(matches!(given, Err(Error::NotYet(_))));
            kept_waiting += 1;
        }
    }
    assert!(opened > 50 && kept_waiting > 20, "{opened} {kept_waiting}");
}

#[test]
fn a_total_is_the_same_in_whatever_order_the_stick_goes_round() {
    let mut random = StdRng::seed_from_u64(3);
    let mut circle = Circle::new(6, &[Topic::Clock], 3);
    (0..6).for_each(|place| circle.add(place));
    for _ in 0..10 {
        let mut round = circle.clone();
        let mut order: Vec<usize> = (0..6).collect();
        (0..6).for_each(|at| order.swap(at, random.random_range(0..6)));
        order.into_iter().for_each(|place| round.sum(place).unwrap());
        assert_eq!(round.total().unwrap().numbers, circle.added(&[0, 1, 2, 3, 4, 5]));
    }
}

#[test]
fn nobody_adds_up_a_list_that_is_too_short_or_lacks_themselves() {
    let mut circle = Circle::new(7, &[Topic::NewArtists], 4);
    (0..4).for_each(|place| circle.add(place));
    assert!(said(circle.sum(0)).contains("the envelopes of 4 friends so far, and at least 5"));
    (4..6).for_each(|place| circle.add(place));
    circle.sum(0).unwrap();
    // The list is closed: who comes now is not in it, and does not add it up.
    circle.add(6);
    let late = said(circle.sum(6));
    assert!(late.contains("added up without your envelopes"), "{late}");
    // Somebody else's envelopes under one's own name are not taken for one's own.
    let own = circle.file(ENVELOPES, 1);
    let mut other = circle.clone();
    other.numbers[1] = vec![1; other.numbers[1].len()];
    other.add(1);
    circle.stick.put(&own, other.stick.text(&own));
    assert!(
        said(circle.sum(1)).contains("lacks the envelopes of"),
        "the list has the right ones, and they are gone"
    );
    let first = circle.file(SUMS, 0);
    circle.stick.remove(&first).unwrap();
    assert!(said(circle.sum(1)).contains("others than you signed"));
    // And a list of five, of whom one did not add it up: its maker's own tool does not sign it, and nobody reads it.
    let group = circle.group();
    let mut plan = circle.plan(0).unwrap();
    plan.counted.remove(0);
    assert!(plan.sign(&group, &circle.secrets[0].0).is_err());
}

#[test]
fn of_two_lists_all_others_add_up_the_one_that_most_have_added_up() {
    let mut circle = Circle::new(7, &[Topic::NewArtists], 5);
    (0..6).for_each(|place| circle.add(place));
    circle.sum(0).unwrap();
    circle.sum(1).unwrap();
    let (first, second) = (circle.file(SUMS, 0), circle.file(SUMS, 1));
    let hidden = [circle.stick.text(&first), circle.stick.text(&second)];
    // Somebody who sees none of these sums closes another list.
    circle.stick.remove(&first).unwrap();
    circle.stick.remove(&second).unwrap();
    circle.add(6);
    circle.sum(2).unwrap();
    circle.stick.put(&first, hidden[0].clone());
    circle.stick.put(&second, hidden[1].clone());
    let plan = circle.plan(3).unwrap();
    assert_eq!(
        (plan.counted.len(), &plan.others[..], plan.closes),
        (6, &[2][..], false)
    );
    let group = circle.group();
    assert!(words::summing(&group, &plan).contains(&format!("{} added up another list", group.name_of(2))));
    (3..6).for_each(|place| circle.sum(place).unwrap());
    assert_eq!(circle.total().unwrap().numbers, circle.added(&[0, 1, 2, 3, 4, 5]));
}

#[test]
fn two_lists_of_one_group_cannot_both_have_enough_sums_while_fewer_than_a_third_cheat() {
    for people in 5..=20_usize {
        let threshold = 2 * people / 3 + 1;
        // Two sets of so many out of all have at least so many in common.
        let common = 2 * threshold - people;
        let cheats = (people - 1) / 3;
        assert!(common > cheats, "{people}");
    }
}

#[test]
fn whoever_is_left_out_of_a_list_by_someone_else_is_not_opened_by_it() {
    // Four of twelve close a list of themselves and a victim: nobody's tool signs it, and nobody's reads it.
    let mut circle = Circle::new(12, &[Topic::NewArtists], 6);
    (0..5).for_each(|place| circle.add(place));
    for place in 0..5 {
        assert!(said(circle.sum(place)).contains("at least 9"), "{place}");
    }
}

#[test]
fn a_sum_that_lies_names_nobody_and_opens_nothing() {
    let circle = Circle::summed(7);
    let group = circle.group();
    let cells = group.terms.cells();
    let name = circle.file(SUMS, 3);
    let sound = Sum::read(&group, circle.stick.text(&name).as_bytes()).unwrap();
    // A sound note with another sum, by a tool that does not keep to the rules.
    let text = circle.stick.text(&name);
    let line = |shares: &Shares| format!("sum: {}\n", encode(&shares.bytes()));
    let mut shares = Shares::zero(cells);
    shares.add(&sound.shares).unwrap();
    shares
        .add(&crate::group::split(&vec![1; cells], 1, 1, &mut StdRng::seed_from_u64(1)).unwrap()[0])
        .unwrap();
    let lying = text.replace(&line(&sound.shares), &line(&shares));
    let body = lying.split("\n\n").next().unwrap().to_owned() + "\n";
    let signer = crate::note::Signer::new("playtally.collective/friend", &circle.secrets[3].0).unwrap();
    let mut round = circle.clone();
    round.stick.put(&name, Note::sign(body, &signer).unwrap().to_string());
    let why = said(round.total());
    assert!(
        why.contains("nobody can tell whose") && !NAMES.iter().any(|name| why.contains(name)),
        "{why}"
    );
    // With no sum more than are needed, what comes out is not what it can be: cells of a field are huge.
    for place in [0, 1] {
        round.stick.remove(&circle.file(SUMS, place)).unwrap();
    }
    assert!(said(round.total()).contains("nobody can tell whose"));
}

#[test]
fn a_file_that_is_forged_cut_swapped_or_doubled_is_named_and_the_others_go_on() {
    let mut circle = Circle::new(7, &[Topic::NewArtists], 7);
    (0..7).for_each(|place| circle.add(place));
    let group = circle.group();
    let name = |place| circle.file(ENVELOPES, place);
    let text = |place| circle.stick.text(&name(place));
    let swapped: Vec<(String, String)> = vec![(name(0), text(1)), (name(1), text(0))];
    let cut = text(0)[..text(0).len() / 2].to_owned();
    let forged = text(0);
    let at = forged.find("share: ").unwrap() + 7;
    let changed = if forged[at..].starts_with('A') { "B" } else { "A" };
    let forged = format!("{}{changed}{}", &forged[..at], &forged[at + 1..]);
    let other = Circle::new(7, &[Topic::NewArtists], 8);
    let foreign = Envelopes::seal(
        &other.group(),
        &circle.secrets[0].0,
        &circle.numbers[0],
        &mut StdRng::seed_from_u64(1),
    )
    .unwrap();
    let cases = [
        (vec![(name(0), cut)], "is no signed note"),
        (vec![(name(0), String::new())], "is no signed note"),
        (vec![(name(0), "\u{0}".repeat(99))], "is no signed note"),
        (vec![(name(0), forged)], "changed after it was signed"),
        (vec![(name(0), foreign.to_string())], "belongs to another round"),
        (vec![(name(0), circle.stick.text(GROUP))], "is no envelopes"),
        (swapped, "the files were swapped"),
    ];
    for (files, why) in cases {
        let mut round = circle.clone();
        files
            .iter()
            .for_each(|(name, content)| round.stick.put(name, content.clone()));
        let found = envelopes(&round.stick, &group).unwrap();
        assert_eq!(found.wrong.len(), files.len(), "{why}");
        for (wrong, (file, _)) in found.wrong.iter().zip(&files) {
            assert!(wrong.0 == *file && wrong.1.contains(why), "{wrong:?}");
        }
        // The others go on without, as with whoever stays away.
        round.sum(4).unwrap();
        assert_eq!(round.plan(5).unwrap().missing.len(), files.len());
    }
    let mut round = circle.clone();
    round.stick.put(&format!("{ENVELOPES}/copy of ada.note"), text(0));
    assert_eq!(
        strangers(&round.stick, &group),
        Ok(vec![format!("{ENVELOPES}/copy of ada.note")])
    );
    assert_eq!(envelopes(&round.stick, &group).unwrap().sound.len(), 7);
    // Sums are read in the same way.
    (0..7).for_each(|place| circle.sum(place).unwrap());
    let mut round = circle.clone();
    round
        .stick
        .put(&round.file(SUMS, 0), circle.stick.text(&circle.file(SUMS, 1)));
    let found = sums(&round.stick, &group).unwrap();
    assert!(
        found.wrong.len() == 1 && found.wrong[0].1.contains("swapped"),
        "{:?}",
        found.wrong
    );
    assert_eq!(round.total().unwrap().numbers, circle.added(&[0, 1, 2, 3, 4, 5, 6]));
    // So are keys; a folder of very many files is not read at all.
    let key = circle.stick.text(&circle.file(KEYS, 0));
    round.stick.put(&format!("{KEYS}/copy.note"), key);
    round.stick.put(&format!("{KEYS}/letter.txt"), "When is it?");
    let wrong = friends(&round.stick).unwrap().wrong;
    assert!(
        wrong[0].1.contains("it is a copy") && wrong[1].0 == "keys/letter.txt",
        "{wrong:?}"
    );
    (0..200).for_each(|n| round.stick.put(&format!("{KEYS}/{n}.note"), ""));
    assert!(said(friends(&round.stick)).contains("take out what does not belong there"));
}

#[test]
fn shares_that_were_moved_to_another_friend_or_sender_do_not_open() {
    let mut circle = Circle::new(5, &[Topic::NewArtists], 9);
    (0..5).for_each(|place| circle.add(place));
    let group = circle.group();
    let opener = |place: usize| Opener::new(&circle.secrets[place].1);
    let read =
        |place: usize| Envelopes::read(&group, circle.stick.text(&circle.file(ENVELOPES, place)).as_bytes()).unwrap();
    assert!(read(0).open(&group, 1, &opener(1)).is_ok());
    assert!(read(0).open(&group, 1, &opener(2)).is_err() && read(0).open(&group, 2, &opener(1)).is_err());
    // Signed by another, with the same shares.
    let text = circle.stick.text(&circle.file(ENVELOPES, 0));
    let key = |place: usize| encode(&group.friends[place].verifier.key());
    let body = text.split("\n\n").next().unwrap().replace(&key(0), &key(3)) + "\n";
    let signer = crate::note::Signer::new("playtally.collective/friend", &circle.secrets[3].0).unwrap();
    let moved = Envelopes::read(&group, Note::sign(body, &signer).unwrap().to_string().as_bytes()).unwrap();
    assert!(moved.open(&group, 1, &opener(1)).is_err());
}

#[test]
fn whoever_swaps_a_key_on_the_way_makes_other_words() {
    let circle = Circle::new(6, &[Topic::Names], 10);
    let group = circle.group();
    let told = words::group(&group);
    assert!(
        told.contains(&group.spoken()) && group.spoken().split(' ').count() == 6,
        "{told}"
    );
    let mut people = group.friends.clone();
    let at = people.iter().position(|friend| friend.name == "Bo").unwrap();
    people[at] = Friend::new("Bo", &[1; 32], &[2; 32]).unwrap();
    let swapped = group
        .terms
        .close(people, &secrets(0).0, &mut StdRng::seed_from_u64(10))
        .unwrap();
    assert_ne!(
        Group::read(swapped.to_string().as_bytes()).unwrap().spoken(),
        group.spoken()
    );
}

#[test]
fn a_group_that_breaks_the_rules_is_none() {
    let random = || StdRng::seed_from_u64(11);
    let all: Vec<Friend> = (0..20).map(friend).collect();
    let close = |people: Vec<Friend>| terms(&[Topic::Clock]).close(people, &secrets(0).0, &mut random());
    assert!(said(close(all[..4].to_vec())).contains("4 of the 5 friends"));
    assert!(close(all.clone()).is_ok());
    let more = [all.clone(), vec![Friend::new("Uwe", &[1; 32], &[2; 32]).unwrap()]].concat();
    assert!(said(close(more)).contains("20 are the most"));
    assert!(said(close(all[1..7].to_vec())).contains("somebody who is not in it"));
    let twice = [all[..5].to_vec(), vec![all[2].clone()]].concat();
    assert!(said(close(twice)).contains("twice"));
    let named = [all[..5].to_vec(), vec![Friend::new("BO", &[1; 32], &[2; 32]).unwrap()]].concat();
    assert!(
        said(close(named)).contains("Bo and BO")
            || said(close(
                [all[..5].to_vec(), vec![Friend::new("BO", &[1; 32], &[2; 32]).unwrap()]].concat()
            ))
            .contains("BO and Bo")
    );
    let sealing = [
        all[..5].to_vec(),
        vec![Friend::new("Uwe", &[1; 32], &secrets(1).1).unwrap()],
    ]
    .concat();
    assert!(said(close(sealing)).contains("cannot be told apart"));
    for (change, why) in [
        (
            Terms {
                to: day(366),
                ..terms(&[Topic::Clock])
            },
            "more than a year",
        ),
        (
            Terms {
                to: day(0) - Days::new(1),
                ..terms(&[Topic::Clock])
            },
            "adds up no day",
        ),
        (terms(&[]), "adds up nothing"),
        (terms(&[Topic::Names, Topic::Clock]), "another order"),
        (terms(&[Topic::Clock, Topic::Clock]), "the same twice"),
        (
            Terms {
                name: "a\nb".to_owned(),
                ..terms(&[Topic::Clock])
            },
            "hides something",
        ),
    ] {
        assert!(said(change.sign(&secrets(0).0)).contains(why), "{why}");
    }
    // What was signed for one group is changed into another.
    let text = close(all[..5].to_vec()).unwrap().to_string();
    for (from, to) in [
        ("adds: clock", "adds: names"),
        ("friend: Bo", "friend: Ba"),
        ("from: 2026", "from: 2025"),
    ] {
        assert!(Group::read(text.replacen(from, to, 1).as_bytes()).is_err(), "{from}");
    }
}

#[test]
fn nearly_the_same_people_are_refused_for_ninety_days() {
    let circle = |people: &[usize], topics: &[Topic]| Circle::of(people, topics, 12).group();
    let everybody = |group: &Group| 0..group.size();
    let seven = circle(&[0, 1, 2, 3, 4, 5, 6], &[Topic::Clock, Topic::Names]);
    let before = [Earlier::new(&seven, everybody(&seven), day(400))];
    let refused = |people: &[usize], topics: &[Topic], when: u64| {
        let group = circle(people, topics);
        allow(&group, everybody(&group), &before, day(when))
            .err()
            .map(|why| why.to_string())
    };
    // The same without one, with one more, with one in another's place, with two in others' places.
    for people in [
        &[0, 1, 2, 3, 4, 5][..],
        &[0, 1, 2, 3, 4, 5, 6, 7],
        &[0, 1, 2, 3, 4, 5, 7],
        &[0, 1, 2, 3, 4, 7, 8],
    ] {
        for when in [400, 489, 311] {
            let why = refused(people, &[Topic::Clock], when).expect("it is refused");
            assert!(
                why.contains("\"Choir\"") && why.contains("fewer than 5") && why.contains(&day(490).to_string()),
                "{why}"
            );
        }
        assert_eq!(refused(people, &[Topic::Clock], 490), None, "ninety days later");
        assert_eq!(
            refused(people, &[Topic::NewArtists], 400),
            None,
            "something else is added up"
        );
    }
    assert!(
        refused(&[0, 1, 2, 3, 4, 5], &[Topic::NewArtists, Topic::Names], 400)
            .unwrap()
            .contains("but for Gus")
    );
    assert_eq!(
        refused(&[0, 1, 2, 3, 4, 5, 6], &[Topic::Clock], 401),
        None,
        "exactly the same people"
    );
    assert_eq!(
        refused(&[0, 1, 2, 3, 9, 10, 11], &[Topic::Clock], 401),
        None,
        "six others"
    );
    // Somebody who has a new key, and the same name, is the same.
    let mut people: Vec<Friend> = (0..6).map(friend).collect();
    people.push(Friend::new("gus", &[1; 32], &[2; 32]).unwrap());
    let note = terms(&[Topic::Clock])
        .close(people, &secrets(0).0, &mut StdRng::seed_from_u64(1))
        .unwrap();
    let renewed = Group::read(note.to_string().as_bytes()).unwrap();
    assert_eq!(allow(&renewed, everybody(&renewed), &before, day(401)), Ok(()));
}

#[test]
fn the_same_group_once_more_without_one_who_was_in_it_is_refused_to_be_added_up() {
    let mut first = Circle::new(7, &[Topic::Clock], 13);
    (0..7).for_each(|place| first.add(place));
    (0..7).for_each(|place| first.sum(place).unwrap());
    let earlier = first.kept[0].as_ref().unwrap().earlier().unwrap();
    let mut again = Circle::new(7, &[Topic::Clock], 14);
    (0..6).for_each(|place| again.add(place));
    let group = again.group();
    let places = |plan: &Plan| plan.counted.iter().map(|(place, _)| *place).collect::<Vec<_>>();
    let plan = again.plan(0).unwrap();
    let why = said(allow(&group, places(&plan), std::slice::from_ref(&earlier), day(430)));
    assert!(why.contains(group.name_of(6)), "{why}");
    again.add(6);
    assert_eq!(
        allow(&group, places(&again.plan(0).unwrap()), &[earlier], day(430)),
        Ok(())
    );
    // Where the list is not known, everybody is taken to be in it.
    assert_eq!(
        again.kept[0].as_ref().unwrap().earlier(),
        Ok(Earlier::new(&group, 0..7, day(400)))
    );
}

/// A number that occurs nowhere by chance.
const CANARY: u64 = 0x0123_4567_89ab;

#[test]
fn no_number_of_one_friend_is_in_what_another_can_open() {
    let mut circle = Circle::new(7, &[Topic::Clock, Topic::NewArtists], 15);
    circle.numbers[2].fill(CANARY);
    (0..7).for_each(|place| circle.add(place));
    (0..7).for_each(|place| circle.sum(place).unwrap());
    let group = circle.group();
    let is_in = |bytes: &[u8]| {
        bytes
            .windows(6)
            .any(|bytes| bytes == &CANARY.to_le_bytes()[..6] || bytes == &CANARY.to_be_bytes()[2..])
    };
    assert!(is_in(&CANARY.to_le_bytes()), "it would be seen");
    let unpacked = |text: &str| -> Vec<u8> {
        let values = text.lines().filter_map(|line| line.split_once(": "));
        let decoded = values.filter_map(|(_, value)| crate::code::decode(value).ok());
        decoded.chain([text.as_bytes().to_vec()]).flatten().collect()
    };
    for (name, content) in &circle.stick.files {
        assert!(!is_in(&unpacked(&String::from_utf8_lossy(content))), "{name}");
    }
    let own = circle.kept[2].as_ref().unwrap().text();
    assert!(is_in(&unpacked(&own)), "one's own are kept");
    for other in (0..7).filter(|place| *place != 2) {
        assert!(!is_in(&unpacked(&circle.kept[other].as_ref().unwrap().text())));
        let opener = Opener::new(&circle.secrets[other].1);
        for sender in 0..7 {
            let envelopes =
                Envelopes::read(&group, circle.stick.text(&circle.file(ENVELOPES, sender)).as_bytes()).unwrap();
            assert!(!is_in(&envelopes.open(&group, other as u8, &opener).unwrap().bytes()));
        }
    }
    // Put together, as many as are needed would give it: that is what the consent says, and no fewer do.
    let envelopes = Envelopes::read(&group, circle.stick.text(&circle.file(ENVELOPES, 2)).as_bytes()).unwrap();
    let shares: Vec<Shares> = (0..7_u8)
        .map(|place| {
            envelopes
                .open(&group, place, &Opener::new(&circle.secrets[usize::from(place)].1))
                .unwrap()
        })
        .collect();
    let together = |count: usize, threshold| {
        let shares: Vec<(u8, &Shares)> = (1..).zip(&shares).take(count).collect();
        crate::group::combine(&shares, threshold).unwrap()
    };
    assert_eq!(together(5, 5), circle.numbers[2]);
    assert_ne!(together(4, 4), circle.numbers[2]);
}

#[test]
fn shares_of_four_friends_of_seven_are_random_bytes() {
    let mut seen = [0_u32; 256];
    for seed in 0..40 {
        let mut circle = Circle::new(7, &[Topic::Clock, Topic::NewArtists], seed);
        circle.numbers[0].fill(3);
        circle.add(0);
        let group = circle.group();
        let envelopes = Envelopes::read(&group, circle.stick.text(&circle.file(ENVELOPES, 0)).as_bytes()).unwrap();
        for other in 1..5_u8 {
            let share = envelopes
                .open(&group, other, &Opener::new(&circle.secrets[usize::from(other)].1))
                .unwrap();
            share.bytes().iter().for_each(|byte| seen[usize::from(*byte)] += 1);
        }
    }
    let expected = f64::from(seen.iter().sum::<u32>()) / 256.0;
    let chi: f64 = seen
        .iter()
        .map(|count| (f64::from(*count) - expected).powi(2) / expected)
        .sum();
    assert!(chi < 350.0, "{chi}");
}

#[test]
fn once_the_total_is_known_a_friend_can_open_nothing_more() {
    let circle = Circle::summed(5);
    let mut kept = circle.kept[1].clone().unwrap();
    let secret = encode(&circle.secrets[1].1);
    assert!(kept.text().contains(&secret) && kept.opener().is_some());
    kept.close(circle.total().unwrap());
    assert!(!kept.text().contains(&secret) && kept.opener().is_none() && kept.envelopes().is_none());
    assert_eq!(Kept::read(&kept.text()), Ok(kept));
}

/// Friends who have played what they have, in a group of names.
fn knowing(histories: &[Vec<(&str, usize)>]) -> (Circle, Vec<History>) {
    let mut circle = Circle::new(histories.len(), &Topic::ALL, 16);
    let group = circle.group();
    let histories: Vec<History> = histories
        .iter()
        .map(|played| {
            let mut history = History::new();
            for (artist, (name, plays)) in played.iter().enumerate() {
                for play in 0..*plays {
                    let when = format!(
                        "2026-{:02}-{:02} {:02}:{:02}",
                        artist % 12 + 1,
                        play % 28 + 1,
                        artist / 12,
                        play / 28
                    );
                    history = history.play(&when, name, "Home", 60);
                }
            }
            history
        })
        .collect();
    for (place, history) in histories.iter().enumerate() {
        let key = group
            .names_key(place as u8, &Opener::new(&circle.secrets[place].1))
            .unwrap();
        let plays = history.clone().plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::Tz::UTC));
        let own = numbers(&group, key.as_ref(), view.music());
        let (signing, sealing) = circle.secrets[place];
        let note = Envelopes::seal(&group, &signing, &own.cells, &mut circle.random()).unwrap();
        circle.numbers[place] = own.cells.clone();
        circle.kept[place] = Some(Kept::new(&group, (&signing, &sealing), own, &note, day(400)).unwrap());
        circle.stick.put(&circle.file(ENVELOPES, place), note.to_string());
    }
    (circle, histories)
}

#[test]
fn each_sees_who_knows_their_own_names_and_nobody_elses_names() {
    // Otter is everybody's, Heron that of the first five, Newt of all but the first, and one each alone.
    let alone: Vec<String> = (0..7).map(|n| format!("Zanzibarquux {n}")).collect();
    let played: Vec<Vec<(&str, usize)>> = (0..7)
        .map(|place| {
            let mut played = vec![("Otter", 9), (alone[place].as_str(), 5)];
            played.extend((place < 5).then_some(("Heron", 3)));
            played.extend((place > 0).then_some(("Newt", 4)));
            played
        })
        .collect();
    let (mut circle, histories) = knowing(&played);
    (0..7).for_each(|place| circle.sum(place).unwrap());
    let given = circle.total().unwrap();
    let group = circle.group();
    for (place, history) in histories.into_iter().enumerate() {
        let mut kept = circle.kept[place].clone().unwrap();
        kept.close(given.clone());
        let plays = history.plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::Tz::UTC));
        let opened = opened(&kept, view.music()).unwrap();
        let names = opened.names.clone().unwrap();
        let count = |name: &str| names.own.iter().find(|(own, _)| own == name).map(|(_, count)| *count);
        assert_eq!((opened.people, opened.is_in), (7, true));
        assert_eq!(count("Otter"), Some(6));
        assert_eq!(count("Heron"), (place < 5).then_some(4));
        assert_eq!(count("Newt"), (place > 0).then_some(5));
        assert_eq!(count(&alone[place]), Some(0));
        assert_eq!(
            names.never,
            if place == 0 { 1 } else { 0 } + usize::from(place >= 5),
            "of how many there are, no name"
        );
        let told = words::opened(&group, &opened);
        assert!(
            told.contains("  6 of 6  Otter") && told.contains(&format!("Yours alone: {}", alone[place])),
            "{told}"
        );
        assert!(
            alone.iter().filter(|name| told.contains(*name)).count() == 1 && !(place == 0 && told.contains("Newt")),
            "{told}"
        );
        // Nothing on the stick, in clear or in base64, has a name.
        for (file, content) in &circle.stick.files {
            let content = String::from_utf8_lossy(content);
            for name in ["Otter", "Zanzibar", "T3R0ZX", "WmFuem"] {
                assert!(!content.contains(name), "{file} {name}");
            }
        }
    }
}

#[test]
fn what_most_play_and_one_hardly_does_is_said_by_ones_own_names() {
    let mine: Vec<String> = (0..55).map(|n| format!("Mine {n}")).collect();
    let mut first: Vec<(&str, usize)> = mine.iter().map(|name| (name.as_str(), 3)).collect();
    first.push(("Newt", 1));
    let others = vec![("Newt", 9)];
    let (mut circle, histories) = knowing(&[first, others.clone(), others.clone(), others.clone(), others]);
    (0..5).for_each(|place| circle.sum(place).unwrap());
    let mut kept = circle.kept[0].clone().unwrap();
    assert_eq!(kept.numbers.names.len(), 50);
    kept.close(circle.total().unwrap());
    let plays = histories[0].clone().plays();
    let view = View::new(&plays, &Rule::new(chrono_tz::Tz::UTC));
    let names = opened(&kept, view.music()).unwrap().names.unwrap();
    assert_eq!((names.barely, names.never), (vec![("Newt".to_owned(), 4)], 0));
}

#[test]
fn who_gets_another_key_to_names_than_others_is_told() {
    let circle = Circle::new(5, &[Topic::Names], 17);
    let group = circle.group();
    let keys: Vec<Option<[u8; 32]>> = (0..5_u8)
        .map(|place| {
            group
                .names_key(place, &Opener::new(&circle.secrets[usize::from(place)].1))
                .unwrap()
        })
        .collect();
    assert!(keys[0].is_some() && keys.iter().all(|key| *key == keys[0]));
    assert!(group.names_key(0, &Opener::new(&circle.secrets[1].1)).is_err());
    // The lines of two groups with the same people, one of them moved: it opens for nobody.
    let text = circle.stick.text(GROUP);
    let other = Circle::new(5, &[Topic::Names], 18).stick.text(GROUP);
    let line = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("names-key"))
            .unwrap()
            .to_owned()
    };
    let body = text
        .replace(&line(&text), &line(&other))
        .split("\n\n")
        .next()
        .unwrap()
        .to_owned()
        + "\n";
    let signer = crate::note::Signer::new("playtally.collective/friend", &secrets(0).0).unwrap();
    let changed = Group::read(Note::sign(body, &signer).unwrap().to_string().as_bytes()).unwrap();
    assert!(changed.names_key(0, &Opener::new(&circle.secrets[0].1)).is_err());
}

#[test]
fn everything_that_leaves_is_said_before_it_does() {
    let (circle, _) = knowing(&vec![vec![("Otter", 9)]; 5]);
    let group = circle.group();
    let kept = circle.kept[0].as_ref().unwrap();
    let told = words::adding(&group, &kept.numbers, 0);
    for said in [
        group.spoken().as_str(),
        "this is all that you add",
        "Monday",
        "the marks of 1 artist played most: Otter",
        "3 shares together say nothing; 4 friends",
        "if all others put their own numbers together, they know yours",
        "not who",
        "you take it back by taking envelopes/",
    ] {
        assert!(told.replace('\n', " ").contains(said), "{said}: {told}");
    }
    let plan = circle.plan(0).unwrap();
    let told = words::summing(&group, &plan);
    assert!(
        told.contains("What leaves is one sum") && told.contains("never add up another list"),
        "{told}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_a_hostile_stick_holds_is_read_or_refused(at in 0_usize..4, from in 0_usize..2000, with in any::<Vec<u8>>()) {
        static CIRCLE: OnceLock<Circle> = OnceLock::new();
        let circle = CIRCLE.get_or_init(|| Circle::summed(5));
        let name = [GROUP.to_owned(), circle.file(KEYS, 1), circle.file(ENVELOPES, 1), circle.file(SUMS, 1)][at].clone();
        let mut bytes = circle.stick.files[&name].clone();
        let from = from % bytes.len();
        let to = (from + with.len()).min(bytes.len());
        bytes.splice(from..to, with.iter().copied());
        let is_same = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").as_bytes() == circle.stick.files[&name];
        let mut changed = circle.clone();
        changed.stick.put(&name, bytes.clone());
        if at == 0 {
            prop_assert_eq!(Group::read(&bytes).is_ok(), is_same);
            return Ok(());
        }
        let group = circle.group();
        let wrong = [friends(&changed.stick).unwrap().wrong, envelopes(&changed.stick, &group).unwrap().wrong, sums(&changed.stick, &group).unwrap().wrong].concat();
        prop_assert_eq!(wrong.len(), usize::from(!is_same), "{:?}", wrong);
        prop_assert_eq!(changed.total().unwrap().numbers, circle.total().unwrap().numbers);
    }
}

#[test]
fn what_was_added_up_once_is_not_added_up_otherwise() {
    let mut circle = Circle::new(7, &[Topic::NewArtists], 20);
    (0..6).for_each(|place| circle.add(place));
    circle.sum(0).unwrap();
    let own = circle.kept[0].as_ref().unwrap().sum.clone();
    // A list of seven, which more have added up than the one of six: who has signed that stays with it, even where the library has
    // forgotten it, as long as the stick has not.
    circle.add(6);
    let mut other = circle.clone();
    other.stick.remove(&other.file(SUMS, 0)).unwrap();
    (1..5).for_each(|place| other.sum(place).unwrap());
    let mut both = other.clone();
    both.stick
        .put(&circle.file(SUMS, 0), circle.stick.text(&circle.file(SUMS, 0)));
    let plan = both.plan(0).unwrap();
    assert_eq!((plan.counted.len(), plan.others.len()), (6, 4));
    let again = plan.sign(&both.group(), &both.secrets[0].0).unwrap();
    assert_eq!(Some(again.to_string()), own);
}

/// What fuzzers begin with: every kind of file of a small group.
fn seeds() -> Vec<(&'static str, String)> {
    let mut circle = Circle::new(5, &Topic::ALL[1..2], 21);
    (0..5).for_each(|place| circle.add(place));
    (0..5).for_each(|place| circle.sum(place).unwrap());
    let mut kept = circle.kept[1].clone().unwrap();
    let with_secrets = kept.text();
    kept.close(circle.total().unwrap());
    let (ada, secret) = (friend(0), secrets(0).0);
    let note = ada.note(&secret).unwrap();
    let names = Circle::new(5, &[Topic::Names], 22).stick.text(GROUP);
    vec![
        ("group.note", circle.stick.text(GROUP)),
        ("names.note", names),
        ("open.note", terms(&Topic::ALL).sign(&secret).unwrap().to_string()),
        ("friend.note", note.to_string()),
        ("chat.txt", format!("[12:01] Ada: {}\n", ada.line(&note).unwrap())),
        ("envelopes.note", circle.stick.text(&circle.file(ENVELOPES, 0))),
        ("friend-sum.note", circle.stick.text(&circle.file(SUMS, 0))),
        ("kept-open", with_secrets),
        ("kept-closed", kept.text()),
    ]
}

#[test]
fn fuzzers_begin_with_every_kind_of_file_of_a_group() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/seeds/group");
    for (name, seed) in seeds() {
        let path = folder.join(name);
        if std::env::var_os("UPDATE_SEEDS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &seed).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(found == seed, "{} is not what it was made of", path.display());
    }
}
