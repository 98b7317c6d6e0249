//! What must hold whatever comes as a file of a collective.

use std::sync::OnceLock;

use playtally_collective::note::Note;
use playtally_collective::{
    Contribution, Counter, INVITATION, Invitation, Kind, MOST, Payment, Proposal, Receipt, Revocation, Sale, Ticket,
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
