//! `playtally collective payout`: the treasurer's work.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use chrono::Utc;
use playtally_collective::{
    Batch, Books, Entry, Folder, Iban, Kind, Payer, Paying, State, Treasurer, bank_name, offer_to_pay, treasurers,
};
use playtally_history::Library;
use playtally_history::escape::shown;
use playtally_telling::words::number::plural;
use serde::Serialize;

use super::disk::Disk;
use super::inbox::{self, Refused};
use super::{arguments, papers};
use crate::outcome::Misuse;
use crate::safely::{self, Content, Outputs, Sharing};
use crate::{library, output};

#[derive(Serialize)]
struct Told {
    taken: Vec<String>,
    known: Vec<String>,
    refused: Vec<Refused>,
    read_back: usize,
    files: Vec<File>,
    sales: Vec<Sold>,
    without_account: usize,
    signed: bool,
}

#[derive(Serialize)]
struct File {
    file: String,
    payments: u64,
    sum: String,
}

/// What became of a sale: how many payments, and how much they are.
#[derive(Serialize)]
struct Sold {
    sale: u32,
    currency: &'static str,
    stays: (u64, String),
    open: (u64, String),
    sent: (u64, String),
    paid: (u64, String),
    returned: (u64, String),
}

pub(super) fn run(arguments: &arguments::Payout, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let mut disk = Disk::open(&arguments.folder, outputs, arguments.dry_run)?;
    if !Books::are_in(&disk)? {
        return offer(arguments, path, &mut disk);
    }
    let mut library = library::open(path)?;
    let secret = secret(&disk, &library)?;
    let kept: BTreeMap<String, String> = library.papers(papers::PAID)?.into_iter().collect();
    let mut paying = Paying::begin(&disk, &secret, &kept)?;
    let read_back = match &arguments.states {
        Some(states) => paying.read_back(&super::text(states)?).map_err(super::wrong(states))?,
        None => 0,
    };
    let files = match &arguments.to {
        Some(_) => paying.batch(payer(arguments)?.as_ref(), Utc::now())?,
        None => Vec::new(),
    };
    let collective = paying
        .entries
        .last()
        .map(|entry| entry.sale.roll.collective.clone())
        .unwrap_or_default();
    if !arguments.json {
        output::print(&words(&paying, read_back, &files))?;
    }
    let mut signed = false;
    if !arguments.dry_run {
        drop(library);
        signed = !paying.has_something_to_sign() || super::signs(&arguments.signing, &collective)?;
        if signed {
            library = library::open(path)?;
            write(arguments, &paying, &files, &kept, &mut library, &mut disk, outputs)?;
        } else {
            paying.write_taken(&mut disk)?;
        }
    }
    if arguments.json {
        return output::print_json(&told(&paying, read_back, &files, signed));
    }
    output::print(&match (&arguments.to, arguments.dry_run, signed) {
        (_, true, _) => "Nothing was written: this was a dry run.\n".to_owned(),
        (_, _, false) => "Nothing was signed.\n".to_owned(),
        (Some(to), ..) if !files.is_empty() => format!(
            "The files are in {}: they hold names and accounts, so remove them once bank and PayPal have them. What became of the \
             payments is read back with --states.\n",
            shown(to)
        ),
        _ => "Signed, and written to the books.\n".to_owned(),
    })
}

/// Files for banks first: if this ends here, the same files with the same numbers are written again. Then what must not be
/// forgotten, and then what everybody sees.
fn write(
    arguments: &arguments::Payout,
    paying: &Paying,
    files: &[Batch],
    kept: &BTreeMap<String, String>,
    library: &mut Library,
    disk: &mut Disk,
    outputs: &Outputs,
) -> Result<()> {
    if let Some(to) = &arguments.to {
        std::fs::create_dir_all(to)?;
        // They hold accounts: whatever is said of other files, nobody else reads these.
        let mut own = outputs.clone();
        own.share(Sharing::Owner);
        for Batch { name, content, .. } in files {
            let output = own.clone().file(&to.join(name), Content::Text)?;
            safely::write(&output, content.as_bytes())?;
        }
    }
    let same = library.change_papers(|papers| {
        let now: BTreeMap<String, String> = papers.of(papers::PAID)?.into_iter().collect();
        if now != *kept {
            return Ok(false);
        }
        for (name, text) in paying.kept() {
            papers.put(papers::PAID, &name, &text)?;
        }
        Ok(true)
    })?;
    if !same {
        bail!("you paid out meanwhile, with another `playtally collective payout`: nothing was signed; say it again");
    }
    paying.write(disk)?;
    Ok(())
}

/// Offers to pay out, where nothing is sold yet.
fn offer(arguments: &arguments::Payout, path: &Path, disk: &mut Disk) -> Result<()> {
    let there = disk.read(playtally_collective::TREASURER, Kind::Treasurer.most())?;
    let there = there.and_then(|bytes| Treasurer::offered(&bytes).ok());
    let named = arguments
        .name
        .clone()
        .or_else(|| there.as_ref().map(|there| there.name.clone()));
    let Some(name) = named else {
        return Err(Misuse(
            "nothing is sold in this folder yet; say with --name NAME as whom you offer to pay out".to_owned(),
        )
        .into());
    };
    let (mut library, is_new) = library::open_or_start(path)?;
    let known = library.papers(papers::TREASURER)?;
    let own = known
        .iter()
        .find(|(id, _)| there.as_ref().is_some_and(|there| *id == there.id()));
    let (secret, text) = match own {
        Some((_, text)) => (papers::secret(text)?, text.clone()),
        None => papers::new_secret(),
    };
    let treasurer = Treasurer::new(&name, &secret)?;
    let is_kept = own.is_some();
    if !is_kept && !arguments.dry_run && there.is_none() {
        library.change_papers(|papers| papers.put(papers::TREASURER, &treasurer.id(), &text))?;
    }
    let offered = offer_to_pay(disk, &name, &secret);
    if is_new && (arguments.dry_run || offered.is_err()) && library.papers(papers::TREASURER)?.is_empty() {
        drop(library);
        let _ = Library::erase(path);
    }
    let said = if offered? { "You offer" } else { "You have offered" };
    let dry = if arguments.dry_run {
        "Nothing was written: this was a dry run.\n"
    } else {
        ""
    };
    let text = format!(
        "{said} to pay out as {name}: {}… is how your key begins; say that to the coordinator. Next: the coordinator enters a sale \
         with `playtally collective sell`.\n{dry}",
        treasurer.id()
    );
    if arguments.json {
        return output::print_json(&serde_json::json!({ "treasurer": name, "key": treasurer.id() }));
    }
    output::print(&text)
}

/// The treasurer's key for these books.
fn secret(disk: &Disk, library: &Library) -> Result<[u8; 32]> {
    // Nothing else of the books is read here: where they were set back, the library knows better.
    let all = treasurers(disk)?;
    let known = library.papers(papers::TREASURER)?;
    let own = all
        .iter()
        .find_map(|treasurer| known.iter().find(|(id, _)| *id == treasurer.id()));
    let Some((_, text)) = own else {
        let names: Vec<&str> = all.iter().map(|treasurer| treasurer.name.as_str()).collect();
        bail!(
            "these sales are paid out by {}, and your library has not the key for it",
            names.first().unwrap_or(&"nobody")
        );
    };
    papers::secret(text)
}

/// From which account it is paid, if that was said.
fn payer(arguments: &arguments::Payout) -> Result<Option<Payer>> {
    let (Some(name), Some(iban)) = (&arguments.from_name, &arguments.from_iban) else {
        return Ok(None);
    };
    let wrong = |option: &'static str| move |error| Misuse(format!("{option} {error}"));
    Ok(Some(Payer {
        name: bank_name(name).map_err(wrong("--from-name"))?,
        iban: Iban::read(iban).map_err(wrong("--from-iban"))?,
    }))
}

/// How many payments of a sale stay, are open, sent, paid and returned, and how much they are.
fn sums(entry: &Entry) -> [(&'static str, u64, u64); 5] {
    let of = |word, is_it: fn(State) -> bool| {
        let (count, sum) = entry.sum(is_it);
        (word, count, sum)
    };
    let (count, sum) = entry.kept();
    [
        ("stays below the minimum", count, sum),
        of("open", |state| state == State::Open),
        of("sent", |state| matches!(state, State::Sent(_))),
        of("paid", |state| state == State::Paid),
        of("returned", |state| state == State::Returned),
    ]
}

/// A line for what there is of a sale.
pub(super) fn standing(entry: &Entry) -> String {
    let currency = entry.sale.deal.currency;
    let parts = sums(entry).into_iter().filter(|(_, count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(word, count, sum)| {
            format!(
                "{word}: {} of {}",
                currency.said(sum),
                plural(count, "member", "members")
            )
        })
        .collect();
    let parts = if parts.is_empty() {
        "nothing is shared".to_owned()
    } else {
        parts.join("; ")
    };
    format!("Sale {}: {parts}", entry.sale.deal.number)
}

fn words(paying: &Paying, read_back: usize, files: &[Batch]) -> String {
    let mut text = inbox::words(paying.taken.len(), paying.known.len(), &paying.refused);
    if read_back > 0 {
        text += &format!("Read back: {}.\n", plural(read_back as u64, "payment", "payments"));
    }
    for entry in &paying.entries {
        text += &format!("{}.\n", standing(entry));
    }
    for number in &paying.unsigned {
        text += &format!("You sign the shares of sale {number}; everybody works them out again.\n");
    }
    for Batch { name, count, sum, .. } in files {
        let currency = paying.entries.last().map(|entry| entry.sale.deal.currency);
        let sum = currency.map(|currency| currency.said(*sum)).unwrap_or_default();
        text += &format!("{name}: {}, {sum}.\n", plural(*count, "payment", "payments"));
    }
    let without = paying.without_account();
    if without > 0 {
        text += &format!(
            "{} open because nobody has said where the money goes.\n",
            plural(without as u64, "payment is", "payments are")
        );
    }
    text
}

fn told(paying: &Paying, read_back: usize, files: &[Batch], signed: bool) -> Told {
    let currency = paying.entries.last().map(|entry| entry.sale.deal.currency);
    let plain = |sum: u64| currency.map(|currency| currency.plain(sum)).unwrap_or_default();
    let sold = |entry: &Entry| {
        let [stays, open, sent, paid, returned] = sums(entry).map(|(_, count, sum)| (count, plain(sum)));
        Sold {
            sale: entry.sale.deal.number,
            currency: entry.sale.deal.currency.code(),
            stays,
            open,
            sent,
            paid,
            returned,
        }
    };
    Told {
        taken: paying.taken.clone(),
        known: paying.known.clone(),
        refused: Refused::all(&paying.refused),
        read_back,
        files: files
            .iter()
            .map(|Batch { name, count, sum, .. }| File {
                file: name.clone(),
                payments: *count,
                sum: plain(*sum),
            })
            .collect(),
        sales: paying.entries.iter().map(sold).collect(),
        without_account: paying.without_account(),
        signed,
    }
}
