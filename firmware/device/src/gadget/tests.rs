//! Computers of every kind at the other end of the cable.

use proptest::prelude::*;

use super::*;

/// A drive in memory. Its image is the one file on it, which is a summary if it is [`WHOLE`]; the store takes three looks.
#[derive(Debug, Default)]
struct Simulated {
    image: Vec<u8>,
    given: bool,
    /// Whether the computer holds on to the medium.
    held: bool,
    writes: u128,
    asked: u32,
    answers: Vec<Option<Refusal>>,
    searches: u32,
}

const WHOLE: &[u8] = b"a whole summary";

impl Medium for Simulated {
    fn is_given(&mut self) -> io::Result<bool> {
        Ok(self.given)
    }

    fn give(&mut self) -> io::Result<()> {
        assert!(!self.given);
        self.given = true;
        Ok(())
    }

    fn take(&mut self, by_force: bool) -> io::Result<bool> {
        if self.given && self.held && !by_force {
            return Ok(false);
        }
        self.given = false;
        self.held = false;
        Ok(true)
    }

    fn written(&mut self) -> io::Result<u128> {
        Ok(self.writes)
    }

    fn search(&mut self) -> io::Result<bool> {
        assert!(!self.given, "both sides at once");
        self.searches += 1;
        self.asked = 0;
        Ok(self.image.starts_with(b"a"))
    }

    fn answer(&mut self) -> io::Result<Option<Option<Refusal>>> {
        self.asked += 1;
        if self.asked < 3 {
            return Ok(None);
        }
        let refused = (self.image != WHOLE).then_some(Refusal::Incomplete);
        self.answers.push(refused);
        Ok(Some(refused))
    }

    fn renew(&mut self, _: Option<Refusal>) -> io::Result<()> {
        assert!(!self.given, "both sides at once");
        self.image.clear();
        self.writes += 1;
        Ok(())
    }
}

/// A drive, the computer, and time.
struct Desk {
    gadget: Gadget<Simulated>,
    now: u64,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self {
            gadget: Gadget::new(Simulated::default()),
            now: 5_000,
        };
        desk.pass(1);
        assert!(desk.drive().given, "the drive is there at once");
        desk
    }

    fn drive(&mut self) -> &mut Simulated {
        self.gadget.medium()
    }

    fn pass(&mut self, seconds: u64) {
        let end = self.now + 1_000 * seconds;
        while self.now < end {
            self.now = self.gadget.step(self.now).unwrap();
        }
    }

    /// The computer writes, if it has the drive.
    fn write(&mut self, bytes: &[u8]) {
        let drive = self.drive();
        if drive.given {
            drive.image.extend(bytes);
            drive.writes += 1;
        }
    }

    fn eject(&mut self) {
        self.drive().held = false;
        self.drive().given = false;
    }
}

#[test]
fn a_summary_is_loaded_once_the_computer_has_finished_writing() {
    let mut desk = Desk::new();
    for piece in WHOLE.chunks(2) {
        desk.write(piece);
        desk.pass(8);
        assert_eq!(desk.drive().searches, 0, "it is still writing");
    }
    desk.pass(20);
    assert_eq!(desk.drive().answers, [None]);
    assert!(desk.drive().given, "and the drive is back");
    desk.pass(3_600);
    assert_eq!(desk.drive().answers, [None], "once");
}

#[test]
fn an_eject_loads_it_at_once() {
    let mut desk = Desk::new();
    desk.drive().held = true;
    desk.write(WHOLE);
    desk.pass(2);
    desk.eject();
    desk.pass(5);
    assert_eq!(desk.drive().answers, [None]);
    assert!(desk.drive().given);
}

#[test]
fn a_computer_that_holds_on_to_the_drive_has_time_to_write_what_it_has_in_memory() {
    let mut desk = Desk::new();
    desk.drive().held = true;
    desk.write(&WHOLE[..4]);
    desk.pass(36);
    desk.write(&WHOLE[4..]);
    desk.pass(44);
    assert!(desk.drive().given);
    desk.pass(6);
    assert_eq!(desk.drive().answers, [None]);
}

#[test]
fn half_a_summary_is_refused_and_the_whole_one_taken_in_afterwards() {
    let mut desk = Desk::new();
    desk.write(&WHOLE[..7]);
    // The cable is pulled, or the copy stopped.
    desk.pass(20);
    assert_eq!(desk.drive().answers, [Some(Refusal::Incomplete)]);
    desk.write(WHOLE);
    desk.pass(20);
    assert_eq!(desk.drive().answers, [Some(Refusal::Incomplete), None]);
}

#[test]
fn a_drive_that_is_ejected_without_anything_new_stays_away_for_a_minute() {
    let mut desk = Desk::new();
    desk.eject();
    desk.pass(50);
    assert!(!desk.drive().given);
    desk.pass(20);
    assert!(desk.drive().given);
    assert_eq!(desk.drive().searches, 0);
}

#[test]
fn a_computer_that_writes_for_itself_is_bothered_less_and_less_and_keeps_what_it_wrote() {
    let mut desk = Desk::new();
    for _ in 0..600 {
        desk.write(b"index");
        desk.pass(60);
    }
    assert!(
        (3..100).contains(&desk.drive().searches),
        "{} times",
        desk.drive().searches
    );
    assert_eq!(desk.drive().image.len(), 600 * 5);
    assert_eq!(desk.drive().answers, []);
    desk.drive().image.clear();
    desk.write(WHOLE);
    desk.pass(3);
    desk.eject();
    desk.pass(5);
    assert_eq!(desk.drive().answers, [None], "an eject counts at any time");
}

#[test]
fn a_store_that_never_answers_does_not_keep_the_drive() {
    let mut desk = Desk::new();
    desk.write(b"a");
    desk.pass(12);
    for _ in 0..70 {
        desk.drive().asked = 0;
        desk.pass(1);
    }
    assert!(desk.drive().given);
    assert!(desk.drive().answers.is_empty());
}

#[derive(Clone, Debug)]
enum Act {
    Write(Vec<u8>),
    Copy,
    Hold(bool),
    Eject,
    Wait(u64),
}

proptest! {
    /// That no two sides have the medium at once is asserted by the simulated drive, whatever its computer does.
    #[test]
    fn whatever_a_computer_does_no_two_sides_have_the_medium_and_a_whole_summary_is_loaded_in_the_end(
        acts in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..9).prop_map(Act::Write),
                Just(Act::Copy),
                any::<bool>().prop_map(Act::Hold),
                Just(Act::Eject),
                (0..100_u64).prop_map(Act::Wait),
            ],
            0..60,
        ),
    ) {
        let mut desk = Desk::new();
        for act in acts {
            match act {
                Act::Write(bytes) => desk.write(&bytes),
                Act::Copy => desk.write(WHOLE),
                Act::Hold(held) => desk.drive().held = held && desk.drive().given,
                Act::Eject => desk.eject(),
                Act::Wait(seconds) => desk.pass(seconds),
            }
        }
        // Ten minutes are the longest that it waits for a computer to be done.
        desk.pass(900);
        prop_assert!(desk.drive().given);
        desk.drive().image.clear();
        desk.write(WHOLE);
        desk.pass(900);
        prop_assert_eq!(desk.drive().answers.last(), Some(&None));
    }
}
