//! What the library holds of collectives: keys of members, coordinators and counters, and what was signed.

use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use playtally_collective::group::Kept;
use playtally_collective::{Cast, Keys, Record};
use playtally_history::{Library, Papers};

/// Secret keys of members, by what the collective's keys are called.
pub(super) const MEMBER: &str = "collective member";
/// Secret keys of coordinators, by the name of the collective.
pub(super) const COORDINATOR: &str = "collective coordinator";
/// What was signed, by round.
pub(super) const RECORD: &str = "collective contribution";
/// What counters keep, by the beginning of their keys.
pub(super) const COUNTER: &str = "collective counter";
/// The number of the last ticket, by round.
pub(super) const TICKETS: &str = "collective tickets";
/// The number of a member's last payment note, by what the collective's keys are called.
pub(super) const PAYMENT: &str = "collective payment";
/// What was voted, by ballot.
pub(super) const VOTE: &str = "collective vote";
/// Secret keys of treasurers, by the beginning of their public ones.
pub(super) const TREASURER: &str = "collective treasurer";
/// What treasurers keep of the payments of sales.
pub(super) const PAID: &str = "collective sale";
/// Secret keys for groups of friends: one that signs, and those that open, by the group that they were made for.
pub(crate) const GROUP_KEY: &str = "group key";
/// What was signed in groups of friends and what came out, by group.
pub(crate) const GROUP: &str = "group";
/// All kinds, and what people call one of each.
pub(crate) const KINDS: [(&str, &str); 11] = [
    (MEMBER, "key of a member"),
    (RECORD, "receipt of a contribution"),
    (COORDINATOR, "key of a coordinator"),
    (COUNTER, "key to count with"),
    (TICKETS, "number of tickets"),
    (PAYMENT, "number of payment notes"),
    (VOTE, "vote"),
    (TREASURER, "key of a treasurer"),
    (PAID, "list of payments of a sale"),
    (GROUP_KEY, "key for groups of friends"),
    (GROUP, "group of friends"),
];

/// The secret key of a kind and a name; none where there is none.
pub(crate) fn key(library: &Library, kind: &str, name: &str) -> Result<Option<[u8; 32]>> {
    let keys = library.papers(kind)?;
    let key = keys.iter().find(|(known, _)| known == name);
    key.map(|(_, text)| secret(text)).transpose()
}

/// Everything that was signed, the oldest first.
pub(super) fn records(library: &Library) -> Result<Vec<Record>> {
    sorted(library.papers(RECORD)?)
}

/// The same while it is changed.
pub(super) fn records_of(papers: &Papers<'_>) -> Result<Vec<Record>> {
    sorted(papers.of(RECORD)?)
}

fn sorted(papers: Vec<(String, String)>) -> Result<Vec<Record>> {
    let read = papers.iter().map(|(_, text)| Record::read(text));
    let mut records: Vec<Record> = read.collect::<Result<_, _>>().context(DAMAGED)?;
    records.sort_by_key(|record| record.charge.day);
    Ok(records)
}

/// Everything that was voted.
pub(super) fn votes(library: &Library) -> Result<Vec<Cast>> {
    let papers = library.papers(VOTE)?;
    let read = papers.iter().map(|(_, text)| Cast::read(text));
    read.collect::<Result<_, _>>().context(DAMAGED)
}

/// What counters keep.
pub(super) fn keys(library: &Library) -> Result<Vec<Keys>> {
    let papers = library.papers(COUNTER)?;
    papers
        .iter()
        .map(|(_, text)| Keys::read(text))
        .collect::<Result<_, _>>()
        .context(DAMAGED)
}

/// Every group of friends that numbers were added in, the oldest first.
pub(crate) fn groups(library: &Library) -> Result<Vec<Kept>> {
    kept(library.papers(GROUP)?)
}

/// The same while it is changed.
pub(crate) fn groups_of(papers: &Papers<'_>) -> Result<Vec<Kept>> {
    kept(papers.of(GROUP)?)
}

fn kept(papers: Vec<(String, String)>) -> Result<Vec<Kept>> {
    let read = papers.iter().map(|(_, text)| Kept::read(text));
    let mut groups: Vec<Kept> = read.collect::<Result<_, _>>().context(DAMAGED)?;
    groups.sort_by_key(|kept| kept.day);
    Ok(groups)
}

const DAMAGED: &str = "the library holds something of a collective that this version cannot read";

/// A secret key, as it is kept.
pub(crate) fn secret(text: &str) -> Result<[u8; 32]> {
    let bytes = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.context(DAMAGED)
}

/// A new secret key, and as it is kept.
pub(crate) fn new_secret() -> ([u8; 32], String) {
    let secret = playtally_collective::new_secret();
    (secret, STANDARD.encode(secret))
}

/// What goes with a library beside its plays, in words; nothing where there is nothing, or it cannot be told any more.
pub(crate) fn at_stake(library: &Path) -> Option<String> {
    // Opening one that is not there would start it.
    let library = library.exists().then(|| Library::open(library).ok())??;
    let counted = KINDS
        .iter()
        .filter_map(|(kind, one)| match library.papers(kind).ok()?.len() {
            0 => None,
            1 => Some(format!("1 {one}")),
            many => Some(format!("{many} × {one}")),
        });
    let counted: Vec<String> = counted.collect();
    (!counted.is_empty()).then(|| counted.join(", "))
}
