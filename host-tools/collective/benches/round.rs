//! What a round takes, and a vote and a sale of its members: `cargo bench -p playtally-collective --bench round -- [artists] MEMBERS…`. Two counters; with `artists`, the list
//! of 1,024 names is asked, too. Everything is in memory, so that it is the work that is measured and not the disk.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use playtally_collective::{
    Account, Answer, Books, Cast, Collecting, Currency, Deal, Epsilon, Error, Folder, INVITATION, Keys, Motion,
    PROPOSAL, Paying, Payment, Poll, Proposal, Question, Room, Terms, Ticket, Treasurer, audit, check, check_vote,
    collect, collect_votes, contribute, member, new_secret, offers, propose, random, sell, turn, words,
};

#[derive(Default)]
struct Memory(BTreeMap<String, Vec<u8>>);

impl Folder for Memory {
    fn read(&self, name: &str, _: usize) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.0.get(name).cloned())
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let start = format!("{folder}/");
        let names = self
            .0
            .range(start.clone()..)
            .map_while(|(name, _)| name.strip_prefix(&start));
        Ok(names.filter(|name| !name.contains('/')).map(str::to_owned).collect())
    }

    fn write(&mut self, name: &str, content: &str) -> Result<(), Error> {
        self.0.insert(name.to_owned(), content.as_bytes().to_vec());
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), Error> {
        self.0.remove(name);
        Ok(())
    }
}

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has_artists = words.iter().any(|word| word == "artists");
    let mut members: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if members.is_empty() {
        members.push(1000);
    }
    for members in members {
        round(members, has_artists)?;
    }
    Ok(())
}

fn round(members: u32, has_artists: bool) -> Result<(), Error> {
    let mut folder = Memory::default();
    let coordinator = new_secret();
    let mut counters = vec![Keys::new("Ana", &mut random())?, Keys::new("Bo", &mut random())?];
    let mut took = [Duration::ZERO; 2];
    turns(&mut folder, &mut counters, &mut took)?;
    let epsilon = Epsilon(500);
    let mut questions = vec![Question::part_of_day(epsilon), Question::breadth(epsilon)];
    if has_artists {
        questions.push(Question::artists(
            (0..1024).map(|n| format!("Artist number {n}")),
            epsilon,
        )?);
    }
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let terms = Terms {
        rehearsal: members < 1000,
        name: "Benchmark".to_owned(),
        purpose: "To measure it.".to_owned(),
        from: day(2026),
        to: day(2027),
        closes: day(2028),
        minimum: members.clamp(3, 1000),
        counters: offers(&folder)?,
        questions,
    };
    folder.write(INVITATION, &terms.sign(&coordinator)?.to_string())?;
    turns(&mut folder, &mut counters, &mut took)?;
    collect(&mut folder, &coordinator, Collecting::default())?;
    let invitation = Room::open(&folder)?.invitation;
    let (mut making, mut length) = (Duration::ZERO, 0);
    let mut secrets = Vec::new();
    for number in 1..=members {
        let note = Ticket::note(&invitation, number, &coordinator)?.to_string();
        let ticket = Ticket::read(&invitation, note.as_bytes())?;
        let mut answers = vec![
            Answer::One(1 + number as usize % 4),
            Answer::One(1 + number as usize % 6),
            Answer::Some((0..16).map(|n| n * 64 + number as usize % 64).collect()),
        ];
        answers.truncate(invitation.terms.questions.len());
        let secret = new_secret();
        secrets.push(secret);
        let begun = Instant::now();
        let read = words::answers(&invitation, &answers);
        let signed = contribute(&invitation, &ticket, &member(&secret)?, &answers, &read, &mut random())?;
        let file = signed.note.to_string();
        making += begun.elapsed();
        length = file.len();
        folder.write(&format!("inbox/{number}.note"), &file)?;
    }
    let begun = Instant::now();
    collect(&mut folder, &coordinator, Collecting { close: true })?;
    let collecting = begun.elapsed();
    took = [Duration::ZERO; 2];
    while !turns(&mut folder, &mut counters, &mut took)? {}
    let begun = Instant::now();
    let checked = check(&Room::open(&folder)?, None)?;
    let checking = begun.elapsed();
    assert_eq!(checked.outcome.map(|outcome| outcome.accepted), Some(members));
    println!(
        "{members:>7} members: a contribution {:.2} ms and {length} bytes; collect {collecting:.1?}; counters {:.1?} and {:.1?}; \
         check {checking:.1?}",
        1000.0 * making.as_secs_f64() / f64::from(members),
        took[0],
        took[1],
    );
    let room = Room::open(&folder)?;
    vote(&room, &coordinator, &secrets)?;
    sale(&room, &coordinator, &secrets)
}

/// A secret vote of all members.
fn vote(room: &Room<'_>, coordinator: &[u8; 32], secrets: &[[u8; 32]]) -> Result<(), Error> {
    let mut folder = Memory::default();
    let mut counters = vec![Keys::new("Ana", &mut random())?, Keys::new("Bo", &mut random())?];
    let mut took = [Duration::ZERO; 2];
    turns(&mut folder, &mut counters, &mut took)?;
    let motion = Motion {
        asked: "Shall we?".to_owned(),
        choices: ["yes", "no"].map(str::to_owned).to_vec(),
        quorum: 3,
        closes: NaiveDate::from_ymd_opt(2028, 1, 1).unwrap_or_default(),
        counters: offers(&folder)?,
    };
    propose(&mut folder, room, coordinator, &motion, &mut |_| Ok(true))?;
    let proposal = Proposal::read(&folder.0[PROPOSAL])?;
    let (mut making, mut own) = (Duration::ZERO, Vec::new());
    for (number, secret) in secrets.iter().enumerate() {
        let begun = Instant::now();
        let cast = Cast::new(&proposal, number % 2, &member(secret)?, &mut random())?;
        making += begun.elapsed();
        folder.write(&format!("inbox/{number}.note"), &cast.note)?;
        own = vec![cast];
    }
    let begun = Instant::now();
    collect_votes(&mut folder, coordinator, Collecting { close: true })?;
    let collecting = begun.elapsed();
    took = [Duration::ZERO; 2];
    while !turns(&mut folder, &mut counters, &mut took)? {}
    let begun = Instant::now();
    let voted = check_vote(&Poll::open(&folder)?, Some(room), &own)?;
    let checking = begun.elapsed();
    assert_eq!(voted.tally.map(|tally| tally.ballots), Some(secrets.len() as u64));
    println!(
        "        a vote: {:.2} ms and {} bytes a ballot; collect {collecting:.1?}; counters {:.1?} and {:.1?}; check {checking:.1?}",
        1000.0 * making.as_secs_f64() / secrets.len() as f64,
        own[0].note.len(),
        took[0],
        took[1],
    );
    Ok(())
}

/// A sale, of which all members are paid.
fn sale(room: &Room<'_>, coordinator: &[u8; 32], secrets: &[[u8; 32]]) -> Result<(), Error> {
    let mut books = Memory::default();
    let secret = new_secret();
    let treasurer = Treasurer::new("Tove", &secret)?;
    let currency = Currency::of("EUR")?;
    let deal = |number| Deal {
        number,
        buyer: "A label".to_owned(),
        currency,
        price: 5_500_000,
        costs: 0,
        minimum: 0,
        treasurer: treasurer.clone(),
    };
    let begun = Instant::now();
    sell(&mut books, room, coordinator, &deal, None, &mut |_| Ok(true))?;
    let selling = begun.elapsed();
    let sale = Books::open(&books)?.last()?.sale.clone();
    for (number, secret) in secrets.iter().enumerate() {
        let account = Account::paypal(&format!("member{number}@example.org"))?;
        let note = Payment::note(&sale, 1, &account, &member(secret)?, &mut random())?;
        books.write(&format!("inbox/{number}.note"), &note.to_string())?;
    }
    let begun = Instant::now();
    let mut paying = Paying::begin(&books, &secret, &BTreeMap::new())?;
    let files = paying.batch(None, chrono::DateTime::UNIX_EPOCH)?.len();
    paying.write(&mut books)?;
    let paid = begun.elapsed();
    let begun = Instant::now();
    let audited = audit(&books, Some(room))?;
    let checking = begun.elapsed();
    assert!(audited.wrong.is_empty() && audited.awaited.is_none());
    println!("        a sale: enter {selling:.1?}; pay out, with {files} files, {paid:.1?}; check {checking:.1?}");
    Ok(())
}

/// A turn of each counter. Whether all is over.
fn turns(folder: &mut Memory, counters: &mut [Keys], took: &mut [Duration; 2]) -> Result<bool, Error> {
    let mut is_over = true;
    for (keys, took) in counters.iter_mut().zip(took) {
        let begun = Instant::now();
        let turn = turn(folder, keys, &mut |_| Ok(()), &mut random(), 0)?;
        *took += begun.elapsed();
        is_over &= turn.is_over;
    }
    Ok(is_over)
}
