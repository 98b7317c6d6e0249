//! What must hold whatever comes as a file of a collective.

use std::sync::OnceLock;

use playtally_collective::group::{self, Envelopes, Friend, GROUP, Group, Kept, LINE, Sum};
use playtally_collective::note::Note;
use playtally_collective::{
    Contribution, Counter, INVITATION, Invitation, Kind, MOST, Payment, Proposal, Receipt, Replacement, Revocation, Sale, Ticket,
    Treasurer, words,
};

/// The invitation beside which notes are read: one of the seeds.
fn invitation() -> &'static Invitation {
    static INVITATION_READ: OnceLock<Invitation> = OnceLock::new();
    INVITATION_READ.get_or_init(|| {
        let bytes = include_bytes!("../seeds/note/invitation.note");
        Invitation::read(bytes).unwrap_or_else(|error| panic!("{INVITATION} {error}"))
    })
}

/// A note that is read is written as it was read, whatever its kind; and nothing is believed that is not signed.
pub fn note(bytes: &[u8]) {
    if let Ok(note) = Note::read(bytes, MOST) {
        let again = Note::read(note.to_string().as_bytes(), MOST);
        assert_eq!(again.as_ref(), Ok(&note), "a note is read as it was written");
        if let Ok(text) = note.verified_by(&invitation().coordinator) {
            assert_eq!(text, note.unverified());
        }
    }
    let _ = Invitation::read(bytes);
    let _ = Counter::offered(bytes);
    let _ = Ticket::read(invitation(), bytes);
    let _ = Contribution::read(invitation(), bytes);
    let _ = Revocation::read(invitation(), bytes);
    let _ = Receipt::read(invitation(), bytes);
    let _ = Replacement::read(invitation(), bytes);
    let _ = (
        Treasurer::offered(bytes),
        Sale::read(bytes),
        Payment::read(bytes),
        Proposal::read(bytes),
    );
    let beside = words::Beside {
        invitation: Some(invitation()),
        ..words::Beside::default()
    };
    let _ = words::read(bytes, beside);
    let _ = Kind::of(&String::from_utf8_lossy(bytes));
}

/// The group beside which its files are read: one of the seeds.
fn closed() -> &'static Group {
    static GROUP_READ: OnceLock<Group> = OnceLock::new();
    GROUP_READ.get_or_init(|| {
        let bytes = include_bytes!("../seeds/group/group.note");
        Group::read(bytes).unwrap_or_else(|error| panic!("{GROUP} {error}"))
    })
}

/// A group that is read is one, its lines and what is kept of it are read as they were written, and a sum is over enough.
pub fn group(bytes: &[u8]) {
    let group = closed();
    if let Ok(read) = Group::read(bytes) {
        assert!(!read.is_closed() || (group::FEWEST..=group::MOST).contains(&read.friends.len()));
        assert!(read.terms.check().is_ok() && usize::from(read.threshold()) <= read.friends.len().max(1));
        let _ = group::words::group(&read);
    }
    if let Ok(friend) = Friend::read(bytes) {
        let _ = friend.id();
    }
    let text = String::from_utf8_lossy(bytes);
    for line in text.lines().filter_map(|line| line.get(line.find(LINE)?..)) {
        if let Ok((friend, note)) = Friend::of_line(line) {
            assert_eq!(
                friend.line(&note).as_deref(),
                Ok(line.trim()),
                "a line is read as it was written"
            );
        }
    }
    if let Ok(kept) = Kept::read(&text) {
        assert_eq!(
            Kept::read(&kept.text()).as_ref(),
            Ok(&kept),
            "what is kept is read as it was written"
        );
        let _ = kept.earlier();
    }
    if let Ok(envelopes) = Envelopes::read(group, bytes) {
        assert!(envelopes.place < group.size());
    }
    if let Ok(sum) = Sum::read(group, bytes) {
        assert!(sum.counted.len() >= group.fewest() && sum.counted.iter().any(|(place, _)| *place == sum.place));
    }
    let beside = words::Beside {
        group: Some(group),
        ..words::Beside::default()
    };
    let _ = words::read(bytes, beside);
}
