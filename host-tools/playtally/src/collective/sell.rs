//! `playtally collective sell`: enters a sale in the books.

use std::path::Path;

use anyhow::{Context, Result, bail};
use playtally_collective::{Currency, Deal, Entry, Folder, Kind, Poll, Room, TREASURER, Treasurer, sell, words};
use playtally_history::escape::shown;
use serde::Serialize;

use super::disk::Disk;
use super::{arguments, papers};
use crate::safely::Outputs;
use crate::{library, output};

#[derive(Serialize)]
struct Told {
    collective: String,
    rehearsal: bool,
    sale: u32,
    id: String,
    currency: &'static str,
    shared: String,
    members: u32,
    paid_now: u64,
    stays: u64,
    signed: bool,
}

pub(super) fn run(arguments: &arguments::Sell, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let round = Disk::open(&arguments.round, outputs, true)?;
    let room = Room::open(&round)?;
    let mut disk = Disk::open(&arguments.folder, outputs, arguments.dry_run)?;
    let name = &room.invitation.terms.name;
    let Some(secret) = papers::key(&library::open(path)?, papers::COORDINATOR, name)? else {
        bail!("your library has no key to coordinate \"{name}\": only who wrote the invitation can sell");
    };
    let bytes = disk.read(TREASURER, Kind::Treasurer.most())?.with_context(|| {
        format!(
            "there is no offer to pay out in {} yet: a treasurer makes one with `playtally collective payout FOLDER --name NAME`",
            shown(&arguments.folder)
        )
    })?;
    let treasurer = Treasurer::offered(&bytes).map_err(super::wrong(Path::new(TREASURER)))?;
    let currency = Currency::of(&arguments.currency).map_err(|error| anyhow::anyhow!("--currency {error}"))?;
    let amount = |option: &str, text: &str| currency.read(text).map_err(|error| anyhow::anyhow!("{option} {error}"));
    let (price, costs) = (
        amount("--price", &arguments.price)?,
        amount("--costs", &arguments.costs)?,
    );
    let minimum = amount("--minimum", &arguments.minimum)?;
    let deal = |number| Deal {
        number,
        buyer: arguments.buyer.clone(),
        currency,
        price,
        costs,
        minimum,
        treasurer: treasurer.clone(),
    };
    let vote = arguments
        .vote
        .as_ref()
        .map(|vote| Disk::open(vote, outputs, true))
        .transpose()?;
    let poll = vote.as_ref().map(|disk| Poll::open(disk)).transpose()?;
    let (mut failed, mut seen) = (None, None);
    let entered = sell(&mut disk, &room, &secret, &deal, poll.as_ref(), &mut |entry: &Entry| {
        seen = Some(told(entry, false));
        super::agreed(&mut failed, || {
            if !arguments.json {
                output::print(&words_of(entry))?;
            }
            Ok(!arguments.dry_run && super::signs(&arguments.signing, name)?)
        })
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    if arguments.json {
        return output::print_json(&entered.as_ref().map(|entry| told(entry, true)).or(seen));
    }
    output::print(&match entered {
        Some(entry) => format!(
            "Signed, and entered as sale {} in {}. Next: {} signs the shares with `playtally collective payout`, and members say \
             where their money goes with `playtally collective payment`.\n",
            entry.sale.deal.number,
            shown(&arguments.folder),
            entry.sale.deal.treasurer.name
        ),
        None if arguments.dry_run => "Nothing was signed: this was a dry run.\n".to_owned(),
        None => "Nothing was signed.\n".to_owned(),
    })
}

fn words_of(entry: &Entry) -> String {
    let currency = entry.sale.deal.currency;
    let ((_, now), (_, stays)) = (entry.sum(|_| true), entry.kept());
    format!(
        "{}With what was left before, {} is to be paid now, and {} stays on members' lines.\n",
        words::sold(&entry.sale),
        currency.said(now),
        currency.said(stays)
    )
}

fn told(entry: &Entry, signed: bool) -> Told {
    let sale = &entry.sale;
    Told {
        collective: sale.roll.collective.clone(),
        rehearsal: sale.roll.rehearsal,
        sale: sale.deal.number,
        id: sale.id(),
        currency: sale.deal.currency.code(),
        shared: sale.deal.currency.plain(sale.deal.net()),
        members: sale.roll.members,
        paid_now: entry.sum(|_| true).0,
        stays: entry.kept().0,
        signed,
    }
}
