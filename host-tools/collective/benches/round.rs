//! What a round takes, and a vote and a sale of its members: `cargo bench -p playtally-collective --bench round -- [artists] [disk DIR]
//! MEMBERS…`. Two counters; with `artists`, the list of 1,024 names is asked, too. Everything is in memory, so that it is the work that
//! is measured and not the disk; with `disk`, a round lies in a new folder of DIR, which goes at the end, and what is measured is
//! memory, too. Seconds are those of the processor where the system tells (Linux), so that what else runs is not in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
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

/// A folder on the disk, without any of the care that the program takes.
struct Disk(PathBuf);

impl Folder for Disk {
    fn read(&self, name: &str, _: usize) -> Result<Option<Vec<u8>>, Error> {
        Ok(fs::read(self.0.join(name)).ok())
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let Ok(entries) = fs::read_dir(self.0.join(folder)) else {
            return Ok(Vec::new());
        };
        let files = entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        Ok(names)
    }

    fn write(&mut self, name: &str, content: &str) -> Result<(), Error> {
        let path = self.0.join(name);
        let failed = |error: std::io::Error| Error::Files(error.to_string());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(path, content).map_err(failed)
    }

    fn remove(&mut self, name: &str) -> Result<(), Error> {
        let _ = fs::remove_file(self.0.join(name));
        Ok(())
    }
}

/// Measures steps.
struct Clock {
    begun: Instant,
    worked: Option<u64>,
}

impl Clock {
    /// Begins a step.
    fn new() -> Self {
        // What was needed until now is not this step's.
        let _ = fs::write("/proc/self/clear_refs", "5");
        Self {
            begun: Instant::now(),
            worked: worked(),
        }
    }

    /// How long the processor worked for it.
    fn took(&self) -> Duration {
        match (worked(), self.worked) {
            (Some(now), Some(then)) => Duration::from_nanos(now - then),
            _ => self.begun.elapsed(),
        }
    }
}

/// For how many nanoseconds this has had a processor.
fn worked() -> Option<u64> {
    let said = fs::read_to_string("/proc/self/schedstat").ok()?;
    said.split(' ').next()?.parse().ok()
}

/// The most memory since the last step began, in MiB.
fn memory() -> Option<u64> {
    let said = fs::read_to_string("/proc/self/status").ok()?;
    let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? / 1024)
}

/// How many contributions come at a time: on a disk, they lie there twice while they are taken in.
const AT_A_TIME: u32 = 5000;

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has_artists = words.iter().any(|word| word == "artists");
    let disk = words
        .iter()
        .position(|word| word == "disk")
        .and_then(|at| words.get(at + 1));
    let mut members: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if members.is_empty() {
        members.push(1000);
    }
    for members in members {
        let Some(disk) = disk else {
            let mut folder = Memory::default();
            let (coordinator, secrets) = round(&mut folder, members, has_artists, false)?;
            let room = Room::open(&folder)?;
            vote(&room, &coordinator, &secrets)?;
            sale(&room, &coordinator, &secrets)?;
            continue;
        };
        let folder = PathBuf::from(disk).join(format!("round-of-{members}"));
        if folder.exists() {
            return Err(Error::Files(format!("{} is there already", folder.display())));
        }
        let measured = round(&mut Disk(folder.clone()), members, has_artists, true);
        let _ = fs::remove_dir_all(folder);
        measured?;
    }
    Ok(())
}

/// The coordinator's key, and those of all members.
type Secrets = ([u8; 32], Vec<[u8; 32]>);

fn round(folder: &mut dyn Folder, members: u32, has_artists: bool, is_on_disk: bool) -> Result<Secrets, Error> {
    let coordinator = new_secret();
    let mut counters = vec![Keys::new("Ana", &mut random())?, Keys::new("Bo", &mut random())?];
    let mut took = Turns::default();
    turns(folder, &mut counters, &mut took)?;
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
        counters: offers(folder)?,
        questions,
    };
    folder.write(INVITATION, &terms.sign(&coordinator)?.to_string())?;
    turns(folder, &mut counters, &mut took)?;
    collect(folder, &coordinator, Collecting::default())?;
    let invitation = Room::open(folder)?.invitation;
    let (mut making, mut length) = (Duration::ZERO, 0);
    let (mut collecting, mut collecting_memory) = (Duration::ZERO, None);
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
        if !is_on_disk {
            secrets.push(secret);
        }
        let clock = Clock::new();
        let read = words::answers(&invitation, &answers);
        let signed = contribute(&invitation, &ticket, &member(&secret)?, &answers, &read, &mut random())?;
        let file = signed.note.to_string();
        making += clock.took();
        length = file.len();
        folder.write(&format!("inbox/{number}.note"), &file)?;
        if number % AT_A_TIME == 0 || number == members {
            let clock = Clock::new();
            let close = number == members;
            collect(folder, &coordinator, Collecting { close })?;
            collecting += clock.took();
            collecting_memory = collecting_memory.max(memory());
        }
    }
    took = Turns::default();
    while !turns(folder, &mut counters, &mut took)? {}
    let clock = Clock::new();
    let checked = check(&Room::open(folder)?, None)?;
    let (checking, checking_memory) = (clock.took(), memory());
    assert_eq!(checked.outcome.map(|outcome| outcome.accepted), Some(members));
    println!(
        "{members:>7} members: a contribution {:.2} ms and {length} bytes; collect {collecting:.1?}; counters {:.1?} and {:.1?}; \
         check {checking:.1?}",
        1000.0 * making.as_secs_f64() / f64::from(members),
        took.time[0],
        took.time[1],
    );
    if let (true, Some(collecting), Some(counting), Some(checking)) =
        (is_on_disk, collecting_memory, took.memory, checking_memory)
    {
        println!("        memory: collect {collecting} MiB, a counter {counting} MiB, check {checking} MiB");
    }
    Ok((coordinator, secrets))
}

/// What the turns of counters took.
#[derive(Default)]
struct Turns {
    time: [Duration; 2],
    memory: Option<u64>,
}

/// A secret vote of all members.
fn vote(room: &Room<'_>, coordinator: &[u8; 32], secrets: &[[u8; 32]]) -> Result<(), Error> {
    let mut folder = Memory::default();
    let mut counters = vec![Keys::new("Ana", &mut random())?, Keys::new("Bo", &mut random())?];
    let mut took = Turns::default();
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
        let clock = Clock::new();
        let cast = Cast::new(&proposal, number % 2, &member(secret)?, &mut random())?;
        making += clock.took();
        folder.write(&format!("inbox/{number}.note"), &cast.note)?;
        own = vec![cast];
    }
    let clock = Clock::new();
    collect_votes(&mut folder, coordinator, Collecting { close: true })?;
    let collecting = clock.took();
    took = Turns::default();
    while !turns(&mut folder, &mut counters, &mut took)? {}
    let clock = Clock::new();
    let voted = check_vote(&Poll::open(&folder)?, Some(room), &own)?;
    let checking = clock.took();
    assert_eq!(voted.tally.map(|tally| tally.ballots), Some(secrets.len() as u64));
    println!(
        "        a vote: {:.2} ms and {} bytes a ballot; collect {collecting:.1?}; counters {:.1?} and {:.1?}; check {checking:.1?}",
        1000.0 * making.as_secs_f64() / secrets.len() as f64,
        own[0].note.len(),
        took.time[0],
        took.time[1],
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
    let clock = Clock::new();
    sell(&mut books, room, coordinator, &deal, None, &mut |_| Ok(true))?;
    let selling = clock.took();
    let sale = Books::open(&books)?.last()?.sale.clone();
    for (number, secret) in secrets.iter().enumerate() {
        let account = Account::paypal(&format!("member{number}@example.org"))?;
        let note = Payment::note(&sale, 1, &account, &member(secret)?, &mut random())?;
        books.write(&format!("inbox/{number}.note"), &note.to_string())?;
    }
    let clock = Clock::new();
    let mut paying = Paying::begin(&books, &secret, &BTreeMap::new())?;
    let files = paying.batch(None, chrono::DateTime::UNIX_EPOCH)?.len();
    paying.write(&mut books)?;
    let paid = clock.took();
    let clock = Clock::new();
    let audited = audit(&books, Some(room))?;
    let checking = clock.took();
    assert!(audited.wrong.is_empty() && audited.awaited.is_none());
    println!("        a sale: enter {selling:.1?}; pay out, with {files} files, {paid:.1?}; check {checking:.1?}");
    Ok(())
}

/// A turn of each counter. Whether all is over.
fn turns(folder: &mut dyn Folder, counters: &mut [Keys], took: &mut Turns) -> Result<bool, Error> {
    let mut is_over = true;
    for (keys, time) in counters.iter_mut().zip(&mut took.time) {
        let clock = Clock::new();
        let turn = turn(folder, keys, &mut |_| Ok(()), &mut random(), 0)?;
        *time += clock.took();
        took.memory = took.memory.max(memory());
        is_over &= turn.is_over;
    }
    Ok(is_over)
}
