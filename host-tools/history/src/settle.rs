//! Which rows are new, which are known, and what the known ones learn: the rules of identity.
//!
//! A library is a set of plays, each under its key: the stamp of its source and a hash of what was played and for how long.
//! So it does not matter how often, or in which order, a row comes. Where a source stamps only minutes, equal rows of one
//! export are counted off (the first, the second, …), since both can be real, and the count is part of the key.
//!
//! A row that knows the second and one that knows the minute are the same play when service, minute, artist, title and
//! duration agree. Of `n` exact rows, the first `n` coarse ones are reports of the same plays, and are not kept.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::facts::{Certainty, Facts};
use crate::record::{Entry, coarse_key, likeness, minute};

/// A play as the library keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) key: i64,
    pub(crate) started_at: i64,
    pub(crate) ms_played: Option<u32>,
    /// The store's number of the item.
    pub(crate) item: u32,
    /// [`Facts::pack`]ed.
    pub(crate) facts: u32,
}

/// What is to be done to the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Insert(Row),
    Update(Row),
    Delete(i64),
}

impl Change {
    /// The row that is new, if one is.
    #[cfg(feature = "library")]
    pub(crate) const fn inserted(&self) -> Option<Row> {
        match *self {
            Self::Insert(row) => Some(row),
            Self::Update(_) | Self::Delete(_) => None,
        }
    }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Stored,
    Duplicate,
    /// A duplicate from which something was learnt.
    Improved,
}

/// What must be known of items to compare their plays.
pub(crate) trait Items {
    /// An error of the store.
    type Error;
    /// [`crate::record::names`] of an item.
    fn names(&self, item: u32) -> u64;
    /// What reports say of an item.
    fn said(&self, item: u32) -> Result<Said<'_>, Self::Error>;

    /// Whether two different items are two reports of one: of the same URI or, without, of the same names.
    fn are_one(&self, one: u32, two: u32) -> Result<bool, Self::Error> {
        let (uri, other) = (self.said(one)?.uri, self.said(two)?.uri);
        Ok(uri == other && (!uri.is_empty() || self.names(one) == self.names(two)))
    }

    /// Which of two such items says more.
    fn richer(&self, one: u32, two: u32) -> Result<u32, Self::Error> {
        let (said, other) = (self.said(one)?, self.said(two)?);
        Ok(if said.rank() >= other.rank() { one } else { two })
    }
}

/// What reports say of an item.
#[derive(Debug)]
pub(crate) struct Said<'a> {
    /// The number of its kind.
    pub(crate) kind: u8,
    /// Artist, title and album.
    pub(crate) names: [Cow<'a, str>; 3],
    pub(crate) uri: Cow<'a, str>,
}

impl Said<'_> {
    /// What says more has the higher one; no two that differ have the same.
    fn rank(&self) -> impl Ord + '_ {
        let known = self.names.iter().filter(|name| !name.is_empty()).count();
        (self.kind, known, &self.names, &self.uri)
    }
}

/// A play of the window being settled.
struct Slot {
    row: Row,
    /// The entry that brought it, unless the library had it.
    brought_by: Option<usize>,
    changed: bool,
}

/// Settles entries against the library's rows of the same minutes. Both are sorted by key; the changes will be, too.
pub(crate) fn settle<I: Items + ?Sized>(
    existing: &[Row],
    incoming: &[Entry],
    items: &I,
    changes: &mut Vec<Change>,
    mut verdict: impl FnMut(&Entry, Verdict),
) -> Result<(), I::Error> {
    let mut slots: Vec<Slot> = Vec::with_capacity(existing.len() + incoming.len());
    let mut verdicts = vec![Verdict::Stored; incoming.len()];
    let mut displaced = Vec::new();
    let mut existing = existing.iter().peekable();
    let mut any_coarse = false;
    for (number, entry) in incoming.iter().enumerate() {
        while let Some(&row) = existing.next_if(|row| row.key <= entry.key) {
            any_coarse |= is_coarse(&row);
            slots.push(Slot {
                row,
                brought_by: None,
                changed: false,
            });
        }
        any_coarse |= entry.is_coarse();
        match slots.last_mut() {
            Some(slot) if slot.row.key == entry.key => {
                if same_play(&slot.row, entry, items)? {
                    verdicts[number] = learn(slot, entry, items)?;
                } else {
                    displaced.push(number);
                }
            }
            _ => slots.push(Slot {
                row: row_of(entry),
                brought_by: Some(number),
                changed: false,
            }),
        }
    }
    for &row in existing {
        any_coarse |= is_coarse(&row);
        slots.push(Slot {
            row,
            brought_by: None,
            changed: false,
        });
    }
    // Two plays whose hashes collide: the later one takes the next free key.
    for number in displaced {
        let mut entry = incoming[number];
        loop {
            entry.key += 1;
            match slots.binary_search_by_key(&entry.key, |slot| slot.row.key) {
                Ok(at) if same_play(&slots[at].row, &entry, items)? => {
                    verdicts[number] = learn(&mut slots[at], &entry, items)?;
                }
                Ok(_) => continue,
                Err(at) => {
                    slots.insert(
                        at,
                        Slot {
                            row: row_of(&entry),
                            brought_by: Some(number),
                            changed: false,
                        },
                    );
                }
            }
            break;
        }
    }
    if any_coarse {
        drop_covered(&mut slots, items, &mut verdicts, changes);
    }
    changes.extend(slots.iter().filter_map(|slot| match (slot.brought_by, slot.changed) {
        (Some(_), _) => Some(Change::Insert(slot.row)),
        (None, true) => Some(Change::Update(slot.row)),
        (None, false) => None,
    }));
    for (entry, found) in incoming.iter().zip(verdicts) {
        verdict(entry, found);
    }
    Ok(())
}

/// Removes the coarse rows that exact ones of their minute report as well.
fn drop_covered<I: Items + ?Sized>(
    slots: &mut Vec<Slot>,
    items: &I,
    verdicts: &mut [Verdict],
    changes: &mut Vec<Change>,
) {
    let like = |row: &Row| {
        let facts = Facts::unpack(row.facts);
        (minute(row.key), likeness(items.names(row.item), row.ms_played, facts))
    };
    // For each minute and likeness with a coarse row: how many exact rows there are.
    let mut exact: FxHashMap<(i64, u64), u32> = slots
        .iter()
        .filter(|slot| is_coarse(&slot.row))
        .map(|slot| (like(&slot.row), 0))
        .collect();
    for slot in slots.iter().filter(|slot| !is_coarse(&slot.row)) {
        if let Some(count) = exact.get_mut(&like(&slot.row)) {
            *count += 1;
        }
    }
    // For each of them: how many rows of the library gave way to exact ones.
    let mut replaced: FxHashMap<(i64, u64), u32> = FxHashMap::default();
    slots.retain(|slot| {
        if !is_coarse(&slot.row) {
            return true;
        }
        let like = like(&slot.row);
        let covered = (0..exact[&like]).any(|ordinal| coarse_key(like.0, like.1, ordinal) == slot.row.key);
        if covered {
            if let Some(number) = slot.brought_by {
                verdicts[number] = Verdict::Duplicate;
            } else {
                changes.push(Change::Delete(slot.row.key));
                *replaced.entry(like).or_default() += 1;
            }
        }
        !covered
    });
    if replaced.is_empty() {
        return;
    }
    for slot in slots.iter().filter(|slot| !is_coarse(&slot.row)) {
        if let (Some(number), Some(count @ 1..)) = (slot.brought_by, replaced.get_mut(&like(&slot.row))) {
            *count -= 1;
            verdicts[number] = Verdict::Improved;
        }
    }
}

fn row_of(entry: &Entry) -> Row {
    let &Entry {
        key,
        started_at,
        ms_played,
        item,
        facts,
        ..
    } = entry;
    Row {
        key,
        started_at,
        ms_played,
        item,
        facts,
    }
}

fn is_coarse(row: &Row) -> bool {
    Facts::unpack(row.facts).certainty == Certainty::Minute
}

/// Whether a row and an entry under the same key are the same play, and not two whose hashes collide.
fn same_play<I: Items + ?Sized>(row: &Row, entry: &Entry, items: &I) -> Result<bool, I::Error> {
    let (known, reported) = (Facts::unpack(row.facts), Facts::unpack(entry.facts));
    let service = known.source.service();
    Ok(service == reported.source.service()
        && (row.ms_played == entry.ms_played || !service.duration_identifies)
        && is_coarse(row) == entry.is_coarse()
        && (row.item == entry.item || items.are_one(row.item, entry.item)?))
}

/// Takes over what an entry knows about a play.
fn learn<I: Items + ?Sized>(slot: &mut Slot, entry: &Entry, items: &I) -> Result<Verdict, I::Error> {
    let (known, reported) = (Facts::unpack(slot.row.facts), Facts::unpack(entry.facts));
    let started_at = match known.certainty.cmp(&reported.certainty) {
        std::cmp::Ordering::Less => entry.started_at,
        std::cmp::Ordering::Equal => slot.row.started_at.min(entry.started_at),
        std::cmp::Ordering::Greater => slot.row.started_at,
    };
    let item = if slot.row.item == entry.item {
        entry.item
    } else {
        items.richer(slot.row.item, entry.item)?
    };
    let joined = Row {
        key: slot.row.key,
        started_at,
        ms_played: slot.row.ms_played.max(entry.ms_played),
        item,
        facts: known.join(reported).pack(),
    };
    if joined == slot.row {
        return Ok(Verdict::Duplicate);
    }
    slot.row = joined;
    slot.changed = true;
    Ok(Verdict::Improved)
}
