//! Files of small summaries.

use playtally_summary::records::{Month, Owner, OwnerLater, Rule, Streaks, TextRecord, Totals, Week, Year};
use playtally_summary::{Day, Section, TextId, Writer};
use zerocopy::FromZeros;

/// A summary that says nothing, pressed that many days after 1970-01-01.
pub(crate) fn empty(owner: &str, pressed: u16) -> Vec<u8> {
    outline(owner, pressed).finish()
}

/// A summary that says nothing, of an owner with an id.
pub(crate) fn with_id(owner: &str, id: u64, pressed: u16) -> Vec<u8> {
    let (record, writer) = unowned(owner, pressed);
    writer.records_with(&[(record, OwnerLater { id: id.into() })]).finish()
}

/// A summary with several pages.
pub(crate) fn full(owner: &str, pressed: u16) -> Vec<u8> {
    let week = Week {
        minutes: [[90.into(); 24]; 7],
    };
    let months: Vec<_> = (0..12)
        .map(|month| Month {
            first: day(31 * month),
            plays: 100.into(),
            minutes: (u32::from(month) * 300).into(),
        })
        .collect();
    let years: Vec<_> = (1970..1976)
        .map(|year| Year {
            year: year.into(),
            artist: TextId::NONE,
            track: TextId::NONE,
            plays: 1000.into(),
            minutes: 4000.into(),
        })
        .collect();
    let streaks = Streaks {
        longest_days: 40.into(),
        longest_from: day(10),
        longest_to: day(49),
        ..Streaks::new_zeroed()
    };
    outline(owner, pressed)
        .records(&[week])
        .records(&months)
        .records(&years)
        .records(&[streaks])
        .finish()
}

/// What no summary can do without.
fn outline(owner: &str, pressed: u16) -> Writer {
    let (record, writer) = unowned(owner, pressed);
    writer.records(&[record])
}

/// The same of nobody, and the record of an owner.
fn unowned(owner: &str, pressed: u16) -> (Owner, Writer) {
    let name = TextRecord::new_zeroed();
    let owner_record = Owner {
        name: TextId::new(0),
        first: day(pressed),
        last: day(pressed),
        pressed: day(pressed),
        ..Owner::new_zeroed()
    };
    let rule = Rule {
        counted_ms: 30_000.into(),
        timezone: TextId::NONE,
        ..Rule::new_zeroed()
    };
    let writer = Writer::new()
        .records(&[rule])
        .records(&[Totals::new_zeroed()])
        .texts(&[name])
        .bytes(Section::Utf8, owner.as_bytes());
    (owner_record, writer)
}

fn day(number: u16) -> Day {
    zerocopy::transmute!(number.to_le_bytes())
}
