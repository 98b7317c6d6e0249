//! Votes: the tally is exact, each finds their own, a counter who cheats is named, and a member who lies names no one.

use super::*;
use crate::code::{encode, hex};
use crate::kind::{Kind, Writer};
use crate::note::Note;
use crate::poll::{Poll, Tally, Voted, check_vote, collect_votes, complain};
use crate::proposal::{Ballot, Cast, Complaint, Motion, PROPOSAL, Proposal, propose};

/// A vote: the round whose members vote, the folder, who counts, and what the members' libraries keep.
#[derive(Debug)]
struct Election {
    play: Play,
    people: Vec<Person>,
    folder: Memory,
    counters: Vec<String>,
    casts: Vec<Cast>,
}

const CHOICES: [&str; 3] = ["yes", "no", "no opinion"];

impl Election {
    fn new(people: u32, counters: usize) -> Self {
        let mut play = Play::new(2, 80);
        let people = play.people(people);
        play.collect(true);
        play.finish();
        let mut election = Self {
            play,
            people,
            folder: Memory::default(),
            counters: Vec::new(),
            casts: Vec::new(),
        };
        for name in ["Ana", "Bo", "Leipzig library"].into_iter().take(counters) {
            let keys = Keys::new(name, &mut election.play.random).unwrap();
            election.counters.push(keys.text());
        }
        (0..counters).for_each(|place| _ = election.turn(place).unwrap());
        let mut counters = offers(&election.folder).unwrap();
        counters.sort_by(|one, two| one.name.cmp(&two.name));
        let motion = Motion {
            asked: "Shall we sell the sums of this year?".to_owned(),
            choices: CHOICES.map(str::to_owned).to_vec(),
            quorum: 3,
            closes: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
            counters,
        };
        let room = Room::open(&election.play.folder).unwrap();
        propose(&mut election.folder, &room, &COORDINATOR, &motion, &mut |_| Ok(true)).unwrap();
        election
    }

    fn proposal(&self) -> Proposal {
        Proposal::read(&self.folder.files[PROPOSAL]).unwrap()
    }

    /// A turn of a counter. What it keeps is there even if it fails.
    fn turn(&mut self, place: usize) -> Result<Turn> {
        let mut keys = Keys::read(&self.counters[place])?;
        let kept = RefCell::new(self.counters[place].clone());
        let mut keep = |keys: &Keys| {
            *kept.borrow_mut() = keys.text();
            Ok(())
        };
        let mut no_noise = |_: &Question| -> Result<Vec<i128>> { panic!("a vote has no noise") };
        let turn = turn_with(&mut self.folder, &mut keys, &mut keep, &mut no_noise, 1_800_000_000);
        self.counters[place] = kept.into_inner();
        turn
    }

    fn signer(&self, n: usize) -> note::Signer {
        member(&self.people[n].secret).unwrap()
    }

    fn vote(&mut self, n: usize, choice: usize) -> Cast {
        let cast = Cast::new(&self.proposal(), choice, &self.signer(n), &mut self.play.random).unwrap();
        assert_eq!(Cast::read(&cast.text()), Ok(cast.clone()));
        self.folder
            .put(&format!("inbox/{}.note", hex(&cast.leaf)), cast.note.clone());
        self.casts.push(cast.clone());
        cast
    }

    /// Everybody votes, by turns for each of the choices, and the list is closed.
    fn votes(&mut self) {
        for n in 0..self.people.len() {
            self.vote(n, n % CHOICES.len());
        }
        assert!(self.collect(true).unwrap().closed);
    }

    fn collect(&mut self, close: bool) -> Result<Collected> {
        collect_votes(&mut self.folder, &COORDINATOR, Collecting { close })
    }

    fn checked_by(&self, own: &[Cast]) -> Voted {
        let room = Room::open(&self.play.folder).unwrap();
        check_vote(&Poll::open(&self.folder).unwrap(), Some(&room), own).unwrap()
    }

    fn tally(&self) -> Tally {
        let voted = self.checked_by(&[]);
        assert_eq!((voted.wrong, voted.awaited), (Vec::new(), None));
        voted.tally.unwrap()
    }

    /// The lines that a counter let out, changed and signed by it, as if nothing were wrong.
    fn cheat(&mut self, place: usize, dropped: u64, change: impl FnOnce(&mut Vec<String>)) {
        let name = format!("counter-{}/mix.note", place + 1);
        let text = self.folder.text(&name);
        let all: Vec<&str> = text.split_once("\n\n").unwrap().0.lines().collect();
        let head = all.iter().find_map(|line| line.strip_prefix("head: ")).unwrap();
        let mut lines: Vec<String> = all
            .iter()
            .filter_map(|line| line.strip_prefix("line: "))
            .map(str::to_owned)
            .collect();
        change(&mut lines);
        lines.sort();
        let text = Writer::of(Kind::Mix, &self.proposal().round())
            .line("head", head)
            .line("dropped", dropped.to_string())
            .lines("line", &lines)
            .text();
        let signer = Keys::read(&self.counters[place]).unwrap().signer().unwrap();
        self.folder.put(&name, Note::sign(text, &signer).unwrap().to_string());
    }

    /// What stands among a counter's lines for the ballot of somebody.
    fn line_of(&self, n: usize, place: usize) -> String {
        let proposal = self.proposal();
        let layers = self.casts[n]
            .layers(&proposal, &self.signer(n).verifier().key())
            .unwrap();
        if place + 1 == self.counters.len() {
            self.casts[n].line(&proposal).unwrap()
        } else {
            encode(&layers[place + 1])
        }
    }
}

fn counts(tally: &Tally) -> Vec<u64> {
    tally.counts.iter().map(|(_, count)| *count).collect()
}

#[test]
fn the_tally_is_exact_and_each_finds_their_own() {
    for counters in [2, 3] {
        let mut election = Election::new(8, counters);
        election.votes();
        for place in 0..counters {
            let turn = election.turn(place).unwrap();
            assert_eq!(turn.is_over, place + 1 == counters, "{turn:?}");
        }
        let tally = election.tally();
        assert_eq!((counts(&tally), tally.ballots, tally.dropped), (vec![3, 3, 2], 8, 0));
        assert_eq!(tally.chosen, None, "two choices have as many");
        for cast in election.casts.clone() {
            let voted = election.checked_by(std::slice::from_ref(&cast));
            let line = cast.line(&election.proposal()).unwrap();
            assert!(
                voted
                    .holds
                    .iter()
                    .any(|held| held.contains(&format!("Yours is counted: {line}"))),
                "{voted:?}"
            );
        }
        // The lines at the end are counted by eye.
        let last = election.folder.text(&format!("counter-{counters}/mix.note"));
        assert_eq!(
            last.lines()
                .filter(|line| line.starts_with("line: ") && line.ends_with(" yes"))
                .count(),
            3
        );
        assert!((0..counters).all(|place| election.turn(place).unwrap().is_over));
    }
}

#[test]
fn the_last_ballot_of_each_counts_and_one_member_has_one_vote() {
    let mut election = Election::new(5, 2);
    election.vote(0, 1);
    election.vote(1, 0);
    election.collect(false).unwrap();
    election.vote(0, 0);
    election.vote(2, 0);
    // Somebody who is no member, and a ballot that another signs as his own.
    let stranger = Cast::new(
        &election.proposal(),
        1,
        &member(&[77; 32]).unwrap(),
        &mut election.play.random,
    )
    .unwrap();
    election.folder.put("inbox/stranger.note", stranger.note);
    let signer = election.signer(3);
    let (theirs, own) = (election.casts[1].note.clone(), encode(&signer.verifier().key()));
    let text = theirs
        .split_once("\n\n")
        .unwrap()
        .0
        .replace(&encode(&election.signer(1).verifier().key()), &own)
        + "\n";
    election
        .folder
        .put("inbox/copied.note", Note::sign(text, &signer).unwrap().to_string());
    election.folder.put("inbox/letter.txt", "yes!");
    let collected = election.collect(true).unwrap();
    assert_eq!(
        (collected.members, collected.taken.len(), collected.refused.len()),
        (4, 3, 2)
    );
    assert!(
        collected
            .refused
            .iter()
            .any(|(_, why)| why.contains("nobody who may vote"))
    );
    election.vote(4, 1);
    let late = election.collect(false).unwrap();
    assert!(
        late.refused
            .iter()
            .any(|(_, why)| why.contains("after the vote was closed"))
    );
    (0..2).for_each(|place| _ = election.turn(place).unwrap());
    let tally = election.tally();
    assert_eq!((counts(&tally), tally.ballots, tally.dropped), (vec![3, 0, 0], 3, 1));
    assert_eq!(tally.chosen.as_deref(), Some("yes"));
    let voted = election.checked_by(&election.casts[..3]);
    assert!(
        voted.holds.iter().any(|line| line.contains("Yours is counted")),
        "{voted:?}"
    );
}

#[test]
fn below_the_quorum_nothing_is_decided() {
    let mut election = Election::new(5, 2);
    election.vote(0, 0);
    election.vote(1, 0);
    election.collect(true).unwrap();
    let error = election.turn(0).unwrap_err().to_string();
    assert!(error.contains("no ballot is opened"), "{error}");
    let voted = election.checked_by(&[]);
    assert_eq!((voted.tally, voted.awaited, voted.wrong), (None, None, Vec::new()));
    assert!(voted.holds.iter().any(|line| line.contains("nothing is decided")));
    // Nor is it asked with a quorum at which a ballot would stand alone.
    let mut folder = Memory::default();
    let room = Room::open(&election.play.folder).unwrap();
    let few = Motion {
        quorum: 2,
        ..election.proposal().motion
    };
    let error = propose(&mut folder, &room, &COORDINATOR, &few, &mut |_| Ok(true)).unwrap_err();
    assert!(error.to_string().contains("among so few"), "{error}");
}

#[test]
fn an_open_vote_needs_no_counters() {
    let mut election = Election::new(4, 0);
    election.votes();
    let tally = election.tally();
    assert_eq!((counts(&tally), tally.chosen.as_deref()), (vec![2, 1, 1], Some("yes")));
    assert!(election.casts[0].note.contains("choice: yes"));
}

#[test]
fn a_counter_who_drops_doubles_swaps_or_adds_is_found_and_named() {
    let names = ["Ana", "Bo", "Leipzig library"];
    let mut honest = Election::new(6, 3);
    honest.votes();
    for cheat in ["drops", "drops in silence", "swaps", "doubles", "adds"] {
        for place in 0..3 {
            let mut election = Election {
                play: honest.play.again(),
                people: honest.people.clone(),
                folder: honest.folder.clone(),
                counters: honest.counters.clone(),
                casts: honest.casts.clone(),
            };
            (0..=place).for_each(|place| _ = election.turn(place).unwrap());
            let victim = 2;
            let line = election.line_of(victim, place);
            // Another ballot of somebody's, which goes through the counters that are left.
            let proposal = election.proposal();
            let other = Cast::new(&proposal, 1, &election.signer(0), &mut election.play.random).unwrap();
            let layers = other.layers(&proposal, &election.signer(0).verifier().key()).unwrap();
            let other = if place == 2 {
                other.line(&proposal).unwrap()
            } else {
                encode(&layers[place + 1])
            };
            match cheat {
                "drops" => election.cheat(place, 1, |lines| lines.retain(|other| *other != line)),
                "drops in silence" => election.cheat(place, 0, |lines| lines.retain(|other| *other != line)),
                "swaps" => election.cheat(place, 0, |lines| {
                    lines.retain(|other| *other != line);
                    lines.push(other);
                }),
                "doubles" => election.cheat(place, 0, |lines| {
                    lines.pop();
                    lines.push(lines[0].clone());
                }),
                _ => election.cheat(place, 0, |lines| lines.push(other)),
            }
            let ended = (place + 1..3).try_for_each(|place| election.turn(place).map(drop));
            let what = format!("{} {cheat}", names[place]);
            if cheat == "drops" || cheat == "swaps" {
                ended.unwrap();
                // Whom it hits sees it, shows it, and then everybody sees who it was.
                let own = [election.casts[victim].clone()];
                let voted = election.checked_by(&own);
                assert_eq!(voted.lost_by, Some(place as u8), "{what}: {voted:?}");
                assert!(voted.wrong[0].contains(names[place]), "{what}");
                assert_eq!(election.checked_by(&[]).wrong, Vec::<String>::new(), "{what}");
                let poll = Poll::open(&election.folder).unwrap();
                let complaint = complain(&poll, &voted, &own, &election.signer(victim))
                    .unwrap()
                    .unwrap()
                    .to_string();
                let shown = Complaint::read(&proposal, complaint.as_bytes()).unwrap().layers;
                let shows_the_vote = proposal.line(&shown[shown.len() - 1]).is_ok();
                assert_eq!(shows_the_vote, place == 2, "only against the last counter");
                election.folder.put("inbox/complaint.note", complaint);
                assert_eq!(election.collect(false).unwrap().taken.len(), 1, "{what}");
                let wrong = election.checked_by(&[]).wrong;
                assert!(wrong.len() == 1 && wrong[0].contains(names[place]), "{what}: {wrong:?}");
                // Who was not hit has nothing to complain of.
                let poll = Poll::open(&election.folder).unwrap();
                let own = &election.casts[1..2];
                assert_eq!(
                    complain(&poll, &election.checked_by(own), own, &election.signer(1)),
                    Ok(None),
                    "{what}"
                );
            } else {
                // Anybody sees it, and no counter goes on.
                let wrong = election.checked_by(&[]).wrong;
                assert!(wrong.len() == 1 && wrong[0].contains(names[place]), "{what}: {wrong:?}");
                assert!(
                    place == 2 || ended.unwrap_err().to_string().contains(names[place]),
                    "{what}"
                );
            }
        }
    }
}

#[test]
fn a_member_who_lies_names_no_one() {
    let mut election = Election::new(6, 3);
    election.votes();
    let proposal = election.proposal();
    (0..3).for_each(|place| _ = election.turn(place).unwrap());
    let refused = |election: &Election, complaint: String| -> String {
        let mut folder = election.folder.clone();
        folder.put("inbox/complaint.note", complaint);
        let collected = collect_votes(&mut folder, &COORDINATOR, Collecting::default()).unwrap();
        assert_eq!(collected.taken, []);
        // Even where it lies among those that were found right, it names no one.
        let lie = folder.files.remove("inbox/complaint.note").unwrap();
        folder.put("complaints/lie.note", lie);
        let voted = check_vote(&Poll::open(&folder).unwrap(), None, &[]).unwrap();
        assert_eq!(voted.wrong, Vec::<String>::new());
        collected.refused[0].1.clone()
    };
    for place in 0..3 {
        // What it misses is there.
        let note = election.casts[1]
            .complaint(&proposal, place, &election.signer(1))
            .unwrap()
            .to_string();
        assert!(refused(&election, note).contains("misses what is there"));
        // A ballot that was never handed in, and another's.
        let never = Cast::new(&proposal, 0, &election.signer(1), &mut election.play.random).unwrap();
        let note = never
            .complaint(&proposal, place, &election.signer(1))
            .unwrap()
            .to_string();
        assert!(refused(&election, note).contains("names no one"));
        let note = election.casts[2]
            .complaint(&proposal, place, &election.signer(1))
            .unwrap()
            .to_string();
        assert!(refused(&election, note).contains("names no one"));
    }
    // Made-up seeds, and something that no counter lets through.
    let text = |seeds: usize, inner: &[u8]| {
        Writer::of(Kind::Complaint, &proposal.round())
            .line("member", encode(&election.signer(1).verifier().key()))
            .line("ballot", hex(&election.casts[1].leaf))
            .lines("seed", (0..seeds).map(|n| encode(&[n as u8; 32])))
            .line("inner", encode(inner))
            .text()
    };
    for (seeds, inner) in [(1, 160), (2, 112), (3, 64), (1, 64), (4, 64), (0, 208)] {
        let note = Note::sign(text(seeds, &vec![0; inner]), &election.signer(1))
            .unwrap()
            .to_string();
        assert!(refused(&election, note).contains("names no one"), "{seeds}");
    }
}

#[test]
fn junk_is_dropped_and_names_no_one() {
    let mut election = Election::new(6, 3);
    let proposal = election.proposal();
    let good = election.vote(0, 0);
    // Random bytes outside; random bytes within the first layer; a choice that there is not; one ballot twice inside.
    let sealed = |election: &Election, n: usize, bytes: &[u8]| {
        let text = Writer::of(Kind::Ballot, &proposal.round())
            .line("member", encode(&election.signer(n).verifier().key()))
            .line("sealed", encode(bytes))
            .text();
        Note::sign(text, &election.signer(n)).unwrap().to_string()
    };
    let seed = [5; 32];
    let with = |n: usize, inner: Vec<u8>, seeds: usize| {
        let text = Writer::of(Kind::Complaint, &proposal.round())
            .line("member", encode(&election.signer(n).verifier().key()))
            .line("ballot", hex(&[0; 32]))
            .lines("seed", vec![encode(&seed); seeds])
            .line("inner", encode(&inner))
            .text();
        let note = Note::sign(text, &election.signer(n)).unwrap().to_string();
        Complaint::read(&proposal, note.as_bytes()).map(|complaint| complaint.layers[0].clone())
    };
    let own = good.layers(&proposal, &election.signer(0).verifier().key()).unwrap();
    let inside = with(2, vec![7; 160], 1).unwrap();
    let twice = with(3, own[1].clone(), 1).unwrap();
    let notes = [
        sealed(&election, 1, &[7; 208]),
        sealed(&election, 2, &inside),
        sealed(&election, 3, &twice),
    ];
    for (n, note) in notes.iter().enumerate() {
        election.folder.put(&format!("inbox/junk {n}.note"), note.clone());
    }
    assert_eq!(election.collect(true).unwrap().taken.len(), 4);
    (0..3).for_each(|place| _ = election.turn(place).unwrap());
    let tally = election.tally();
    assert_eq!((counts(&tally), tally.dropped), (vec![1, 0, 0], 3));
    for (n, inner, note) in [(2, vec![7; 160], &notes[1]), (3, own[1].clone(), &notes[2])] {
        let leaf = Ballot::read(&proposal, note.as_bytes()).unwrap().leaf;
        let text = Writer::of(Kind::Complaint, &proposal.round())
            .line("member", encode(&election.signer(n).verifier().key()))
            .line("ballot", hex(&leaf))
            .line("seed", encode(&seed))
            .line("inner", encode(&inner))
            .text();
        let note = Note::sign(text, &election.signer(n)).unwrap().to_string();
        election.folder.put("inbox/complaint.note", note);
        let refused = election.collect(false).unwrap().refused;
        assert!(refused[0].1.contains("misses what is there"), "{n}: {refused:?}");
    }
}

#[test]
fn a_ballot_is_as_long_as_any_other_and_says_nothing_of_the_choice() {
    let mut election = Election::new(4, 3);
    election.votes();
    let lengths: Vec<usize> = election.casts.iter().map(|cast| cast.note.len()).collect();
    assert!(lengths.iter().all(|length| *length == lengths[0]));
    // But for whose it is and what is sealed, all say the same.
    let open = |cast: &Cast| -> Vec<String> {
        let text = cast.note.split_once("\n\n").unwrap().0;
        let of_all = text
            .lines()
            .filter(|line| !line.starts_with("member: ") && !line.starts_with("sealed: "));
        of_all.map(str::to_owned).collect()
    };
    assert!(election.casts.iter().all(|cast| open(cast) == open(&election.casts[0])));
    // One layer is opened by one counter, and by nobody else.
    let proposal = election.proposal();
    let layers = election.casts[0]
        .layers(&proposal, &election.signer(0).verifier().key())
        .unwrap();
    let own = election.signer(0).verifier().key();
    for (layer, sealed) in layers.iter().take(3).enumerate() {
        for place in 0..3 {
            let opener = Keys::read(&election.counters[place]).unwrap().opener();
            assert_eq!(proposal.open(layer, &own, sealed, &opener).is_some(), layer == place);
        }
        let opener = Keys::read(&election.counters[layer]).unwrap().opener();
        assert_eq!(
            proposal.open(layer, &[1; 32], sealed, &opener).is_some(),
            layer > 0,
            "the first is bound to its member"
        );
    }
}

#[test]
fn a_log_of_votes_that_loses_or_forks_is_found() {
    let mut election = Election::new(5, 2);
    election.votes();
    let before = election.folder.clone();
    election.turn(0).unwrap();
    // A shorter list, closed again, for the counter who has not counted, and for the one who has.
    let list = election.folder.text("log/leaves.txt");
    let shorter: String = list.split_inclusive('\n').take(4).collect();
    let leaves: Vec<code::Hash> = shorter.lines().map(|line| code::unhex(line).unwrap()).collect();
    let checkpoint = log::Checkpoint {
        origin: election.proposal().roll.origin().to_owned(),
        head: log::Head::of(&leaves),
        words: vec![
            format!("vote {}", hex(&election.proposal().hash)),
            "rehearsal".to_owned(),
            "closed".to_owned(),
        ],
    };
    let closed = Note::sign(checkpoint.text(), &coordinator(&COORDINATOR).unwrap())
        .unwrap()
        .to_string();
    election.folder.put("log/leaves.txt", shorter);
    assert!(election.checked_by(&[]).wrong[0].contains("does not begin with"));
    election.folder.put("log/closed.note", closed);
    election.folder.files.remove("log/head.note");
    let missed = election
        .casts
        .iter()
        .find(|cast| !leaves.contains(&cast.leaf))
        .unwrap()
        .clone();
    assert!(
        election
            .checked_by(&[missed])
            .wrong
            .iter()
            .any(|line| line.contains("Yours is not in the log"))
    );
    assert!(
        election
            .turn(0)
            .unwrap_err()
            .to_string()
            .contains("one list of one vote")
    );
    assert!(election.turn(1).unwrap_err().to_string().contains("two were shown"));
    // Nor does anybody collect over a log that was cut.
    election.folder = before;
    election.folder.put("log/leaves.txt", "");
    assert!(election.collect(false).unwrap_err().to_string().contains("cut off"));
}

#[test]
fn whoever_is_killed_in_a_vote_begins_again_and_comes_to_the_same() {
    let mut election = Election::new(4, 2);
    for n in 0..4 {
        election.vote(n, n % 2);
    }
    let mut kills = 0;
    let mut write = 0;
    loop {
        election.folder.writes_left = Some(write);
        let ended = election
            .collect(true)
            .and_then(|_| (0..2).try_for_each(|place| election.turn(place).map(drop)));
        let was_killed = ended.is_err();
        election.folder.writes_left = None;
        kills += usize::from(was_killed);
        write = if was_killed { write + 1 } else { 0 };
        assert_eq!(election.checked_by(&[]).wrong, Vec::<String>::new());
        if !was_killed {
            break;
        }
    }
    assert!(kills > 5, "{kills}");
    assert_eq!(counts(&election.tally()), [2, 2, 0]);
    assert!(election.folder.names(INBOX).unwrap().is_empty());
}

#[test]
fn a_sale_that_members_voted_on_is_entered_if_they_agreed() {
    let deal = |number| crate::sale::Deal {
        number,
        buyer: "A label".to_owned(),
        currency: crate::money::Currency::of("EUR").unwrap(),
        price: 100,
        costs: 0,
        minimum: 1,
        treasurer: crate::sale::Treasurer::new("Tove", &[9; 32]).unwrap(),
    };
    for (choices, why) in [
        ([0, 0, 1], None),
        ([1, 1, 0], Some("chose \"no\"")),
        ([0, 1, 2], Some("nothing is decided")),
    ] {
        let mut election = Election::new(3, 2);
        let sell = |election: &Election| {
            let poll = Poll::open(&election.folder).unwrap();
            let room = Room::open(&election.play.folder).unwrap();
            let mut books = Memory::default();
            crate::books::sell(&mut books, &room, &COORDINATOR, &deal, Some(&poll), &mut |_| Ok(true))
        };
        for (n, choice) in choices.into_iter().enumerate() {
            election.vote(n, choice);
        }
        election.collect(true).unwrap();
        let error = sell(&election).unwrap_err().to_string();
        assert!(error.contains("nothing is decided"), "not counted yet: {error}");
        (0..2).for_each(|place| _ = election.turn(place).unwrap());
        match (sell(&election), why) {
            (Ok(entry), None) => assert_eq!(entry.unwrap().sale.vote, Some(election.proposal().hash)),
            (Err(error), Some(why)) => assert!(error.to_string().contains(why), "{error}"),
            other => panic!("{other:?}"),
        }
    }
}
