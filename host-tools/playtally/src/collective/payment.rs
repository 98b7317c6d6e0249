//! `playtally collective payment`: says to the treasurer where the owner's money goes.

use std::path::Path;

use anyhow::{Result, bail};
use playtally_collective::{Account, Payment, Sale, member, random, words};
use playtally_history::escape::shown;
use serde::Serialize;

use super::{arguments, papers};
use crate::outcome::Misuse;
use crate::safely::{self, Content, Outputs};
use crate::{ask, library, output};

#[derive(Serialize)]
struct Told<'a> {
    collective: &'a str,
    rehearsal: bool,
    treasurer: &'a str,
    leaves: String,
    signed: bool,
    number: Option<u32>,
}

pub(super) fn run(arguments: &arguments::Payment, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let sale = Sale::read(&super::file(&arguments.sale)?).map_err(super::wrong(&arguments.sale))?;
    let output = outputs.file(&arguments.output, Content::Text)?;
    let Some(key) = papers::key(&library::open(path)?, papers::MEMBER, sale.roll.origin())? else {
        bail!(
            "your library has no key of a member of \"{}\": this sale is another collective's, or you took part with another library",
            sale.roll.collective
        );
    };
    let signer = member(&key)?;
    let account = account(arguments)?;
    let told = |number: Option<u32>| Told {
        collective: &sale.roll.collective,
        rehearsal: sale.roll.rehearsal,
        treasurer: &sale.deal.treasurer.name,
        leaves: account.words(),
        signed: number.is_some(),
        number,
    };
    if !arguments.json {
        super::say_beside(&output, &words::paying(&sale, &account))?;
    }
    if arguments.dry_run {
        if arguments.json {
            return output::print_json(&told(None));
        }
        return super::say_beside(&output, "Nothing was signed: this was a dry run.\n");
    }
    if !super::signs(&arguments.signing, &sale.roll.collective)? {
        return super::say_beside(&output, "Nothing was signed.\n");
    }
    // Of several notes, the one with the highest number holds: it is kept before anybody sees it.
    let mut library = library::open(path)?;
    let (note, number) = library.change_papers(|papers| {
        let last = papers.of(papers::PAYMENT)?;
        let last = last.iter().find(|(origin, _)| origin == sale.roll.origin());
        let number = last
            .and_then(|(_, number)| number.parse::<u32>().ok())
            .unwrap_or(0)
            .saturating_add(1);
        let note = Payment::note(&sale, number, &account, &signer, &mut random()).map(|note| note.to_string());
        if note.is_ok() {
            papers.put(papers::PAYMENT, sale.roll.origin(), &number.to_string())?;
        }
        Ok((note, number))
    })?;
    safely::write(&output, note?.as_bytes())?;
    if arguments.json {
        return if output.is_printed() {
            Ok(())
        } else {
            output::print_json(&told(Some(number)))
        };
    }
    output::print_about(
        &output,
        &format!(
            "Signed, and written to {}: give it to {}, or put it into the inbox of the books.\n",
            shown(output.path()),
            sale.deal.treasurer.name
        ),
    )
}

/// Where the money goes, as it was said, or is asked for.
fn account(arguments: &arguments::Payment) -> Result<Account> {
    let otherwise = "say --paypal ADDRESS, or --iban IBAN and --name NAME. Nothing was signed";
    let said = |option: &str, account: playtally_collective::Result<Account>| {
        account.map_err(|error| anyhow::Error::from(Misuse(format!("{option} {error}"))))
    };
    if let Some(address) = &arguments.paypal {
        return said("--paypal", Account::paypal(address));
    }
    let iban = match &arguments.iban {
        Some(iban) => iban.clone(),
        None => ask::line("Your IBAN, or your e-mail address at PayPal: ", otherwise)?,
    };
    if arguments.iban.is_none() && iban.contains('@') {
        return said("what you typed", Account::paypal(&iban));
    }
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => ask::line("Whose account it is, as the bank has it: ", otherwise)?,
    };
    said("what you said", Account::bank(&name, &iban))
}
