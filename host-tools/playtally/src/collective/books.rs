//! `playtally collective check` of books: what anybody can work out again.

use std::path::PathBuf;

use anyhow::{Result, bail};
use playtally_collective::{Audit, Entry, Member, Room, State, audit, member};
use serde::Serialize;

use super::disk::Disk;
use super::{papers, payout};
use crate::{library, output};

#[derive(Serialize)]
struct Told {
    collective: String,
    rehearsal: bool,
    holds: Vec<String>,
    wrong: Vec<String>,
    awaited: Option<String>,
    sales: Vec<Sold>,
}

#[derive(Serialize)]
struct Sold {
    sale: u32,
    buyer: String,
    currency: &'static str,
    price: String,
    costs: String,
    members: u32,
    yours: Option<Yours>,
}

/// What the owner has of a sale.
#[derive(Serialize)]
struct Yours {
    share: String,
    from_before: String,
    due: String,
    stays: String,
    state: Option<&'static str>,
}

pub(super) fn check(
    disk: &Disk,
    round: Option<&Room<'_>>,
    library: impl FnOnce() -> Result<PathBuf>,
    json: bool,
) -> Result<()> {
    let audited = audit(disk, round)?;
    let own = own(&audited, library);
    if json {
        output::print_json(&told(&audited, own.as_ref()))?;
    } else {
        output::print(&words(&audited, own.as_ref()))?;
    }
    if audited.wrong.is_empty() {
        return Ok(());
    }
    bail!("these books are not what they should be: nothing in them is to be believed")
}

/// The owner's own key in this collective, where there is a library that has one.
fn own(audited: &Audit, library: impl FnOnce() -> Result<PathBuf>) -> Option<Member> {
    let origin = audited.entries.first()?.sale.roll.origin();
    let library = library::open(&library().ok()?).ok()?;
    let key = papers::key(&library, papers::MEMBER, origin).ok()??;
    let signer = member(&key).ok()?;
    Some(signer.verifier().key())
}

fn yours(entry: &Entry, own: Option<&Member>) -> Option<Yours> {
    let own = own?;
    let line = entry.lines.get(own)?;
    let plain = |amount| entry.sale.deal.currency.plain(amount);
    Some(Yours {
        share: plain(line.share),
        from_before: plain(line.carried),
        due: plain(line.due),
        stays: plain(line.kept()),
        state: (line.due > 0).then(|| entry.state(own).word()),
    })
}

fn told(audited: &Audit, own: Option<&Member>) -> Told {
    let first = audited.entries.first();
    let sold = |entry: &Entry| {
        let deal = &entry.sale.deal;
        Sold {
            sale: deal.number,
            buyer: deal.buyer.clone(),
            currency: deal.currency.code(),
            price: deal.currency.plain(deal.price),
            costs: deal.currency.plain(deal.costs),
            members: entry.sale.roll.members,
            yours: yours(entry, own),
        }
    };
    Told {
        collective: first
            .map(|entry| entry.sale.roll.collective.clone())
            .unwrap_or_default(),
        rehearsal: first.is_some_and(|entry| entry.sale.roll.rehearsal),
        holds: audited.holds.clone(),
        wrong: audited.wrong.clone(),
        awaited: audited.awaited.clone(),
        sales: audited.entries.iter().map(sold).collect(),
    }
}

fn words(audited: &Audit, own: Option<&Member>) -> String {
    let mut text = match audited.entries.first() {
        Some(entry) => format!("The books of \"{}\"\n", entry.sale.roll.collective),
        None => "Books of a collective\n".to_owned(),
    };
    text += &super::check::found(&audited.holds, &audited.wrong, audited.awaited.as_deref());
    for entry in &audited.entries {
        let currency = entry.sale.deal.currency;
        text += &format!("\n{}.\n", payout::standing(entry));
        let Some(line) = own.and_then(|own| entry.lines.get(own)) else {
            continue;
        };
        text += &format!("  yours: a share of {}", currency.said(line.share));
        if line.carried > 0 {
            text += &format!(", and {} from before", currency.said(line.carried));
        }
        text += &match own.map(|own| entry.state(own)) {
            _ if line.due == 0 => "; it stays on your line, and the next sale adds to it.\n".to_owned(),
            Some(State::Sent(_)) => "; it is sent.\n".to_owned(),
            Some(State::Paid) => "; the treasurer says that it is paid.\n".to_owned(),
            Some(State::Returned) => {
                "; it came back, and the next sale brings it again. Say where it goes.\n".to_owned()
            }
            _ => "; it is open: it is paid once the treasurer knows where it goes.\n".to_owned(),
        };
    }
    text
}
