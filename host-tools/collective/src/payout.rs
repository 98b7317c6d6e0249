//! What a treasurer does: takes in where money goes, signs who gets how much, writes the files that a bank and PayPal take, and
//! says what became of them. What was paid is kept in their own library: the folder is trusted with nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use crate::account::Account;
use crate::books::{Books, Entry, State, part_file, write_states};
use crate::code::{hex, unhex};
use crate::error::{Error, Result, malformed, refused};
use crate::folder::{Folder, INBOX};
use crate::kind::Kind;
use crate::note::{Note, Signer};
use crate::payment::Payment;
use crate::roll::Member;
use crate::sale::{Sale, Treasurer, treasurer};
use crate::transfer::{Payer, Transfer, bank, paypal};

/// Where a treasurer puts the offer to pay out.
pub const TREASURER: &str = "treasurer.note";
/// Where members' payment notes are.
const PAYMENTS: &str = "payments";

/// A treasurer at work.
#[derive(Debug)]
pub struct Paying {
    /// All sales, with what became of their payments.
    pub entries: Vec<Entry>,
    /// Which of them this treasurer pays out, and how many batches of files there were of each.
    batches: BTreeMap<usize, u32>,
    /// Which files were taken in.
    pub taken: Vec<String>,
    /// Which had been taken in before.
    pub known: Vec<String>,
    /// Which were not, and why. They stay where they are.
    pub refused: Vec<(String, String)>,
    /// Which sales' shares are still to be signed.
    pub unsigned: Vec<u32>,
    accounts: BTreeMap<Member, Account>,
    signer: Signer,
    writes: Vec<(String, String)>,
    removes: Vec<String>,
    changed: bool,
}

/// A file for a bank or for PayPal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub content: String,
    /// How many payments.
    pub count: u64,
    /// How much they are together.
    pub sum: u64,
}

/// Puts an offer to pay out into a folder; where there is one of the same treasurer, it stays. Whether it is new.
///
/// # Errors
/// When another treasurer's lies there.
pub fn offer_to_pay(folder: &mut dyn Folder, name: &str, secret: &[u8; 32]) -> Result<bool> {
    let new = Treasurer::new(name, secret)?;
    if let Some(bytes) = folder.read(TREASURER, Kind::Treasurer.most())? {
        let there = Treasurer::offered(&bytes).map_err(crate::room::named(TREASURER))?;
        if there == new {
            return Ok(false);
        }
        return Err(refused(format!(
            "{TREASURER} is the offer of {}, {}…: remove it first if somebody else is to pay out",
            there.name,
            there.id()
        )));
    }
    folder.write(TREASURER, &Treasurer::offer(name, secret)?.to_string())?;
    Ok(true)
}

/// Under which name a treasurer keeps what became of a sale's payments.
fn paper(sale: &Sale) -> String {
    format!("{} {}", sale.roll.origin(), sale.deal.number)
}

impl Paying {
    /// Begins with what lies in a folder. `kept` is what the treasurer's library has of sales, by name.
    ///
    /// # Errors
    /// When the books are not sound, or not those that this treasurer paid out so far.
    pub fn begin(folder: &dyn Folder, secret: &[u8; 32], kept: &BTreeMap<String, String>) -> Result<Self> {
        let signer = treasurer(secret)?;
        let own = |sale: &Sale| sale.deal.treasurer.verifier == signer.verifier();
        let books = Books::with(folder, &|sale| {
            let Some(text) = kept.get(&paper(sale)).filter(|_| own(sale)) else {
                return Ok(None);
            };
            let (first, rest) = text.split_once('\n').ok_or_else(damaged)?;
            if !first.starts_with(&hex(&sale.hash)) {
                return Err(refused(format!(
                    "sale {} in these books is another than the one that you have begun to pay out: nothing was signed",
                    sale.deal.number
                )));
            }
            Ok(Some(rest.to_owned()))
        })?;
        books.last()?;
        if !books.entries.iter().any(|entry| own(&entry.sale)) {
            return Err(refused(
                "no sale in these books is paid out with the key that your library has",
            ));
        }
        let mut paying = Self {
            entries: books.entries.clone(),
            batches: BTreeMap::new(),
            taken: Vec::new(),
            known: Vec::new(),
            refused: Vec::new(),
            unsigned: Vec::new(),
            accounts: BTreeMap::new(),
            signer: signer.clone(),
            writes: Vec::new(),
            removes: Vec::new(),
            changed: false,
        };
        for (at, entry) in books.entries.iter().enumerate().filter(|(_, entry)| own(&entry.sale)) {
            let text = kept.get(&paper(&entry.sale));
            if text.is_none() && !books.states(entry)?.is_empty() {
                return Err(refused(
                    "you have paid out of these books before, and your library knows nothing of it: `playtally collective ledger \
                     --restore` brings back what was saved; nothing was signed",
                ));
            }
            let batches = match text.and_then(|text| text.lines().next()) {
                None => 0,
                Some(line) => line
                    .split_once(' ')
                    .and_then(|(_, count)| count.parse().ok())
                    .ok_or_else(damaged)?,
            };
            paying.batches.insert(at, batches);
            for part in entry.parts() {
                let name = part_file(entry.sale.deal.number, "payout", part);
                let there = folder.read(&name, Kind::Payout.most())?;
                let is_signed = there.is_some_and(|bytes| {
                    entry
                        .sale
                        .signed(Kind::Payout, &bytes)
                        .is_ok_and(|text| text == entry.payout(part))
                });
                if !is_signed {
                    let note = Note::sign(entry.payout(part), &signer)?.to_string();
                    paying.writes.push((name, note));
                    if paying.unsigned.last() != Some(&entry.sale.deal.number) {
                        paying.unsigned.push(entry.sale.deal.number);
                    }
                }
            }
        }
        paying.take(folder, secret)?;
        Ok(paying)
    }

    /// Reads what members sent, and what they had sent.
    fn take(&mut self, folder: &dyn Folder, secret: &[u8; 32]) -> Result<()> {
        let mut numbers: BTreeMap<Member, u32> = BTreeMap::new();
        let mut owners: BTreeMap<String, Member> = BTreeMap::new();
        for file in folder.names(PAYMENTS)? {
            let name = format!("{PAYMENTS}/{file}");
            let bytes = folder.read(&name, Kind::Payment.most())?.unwrap_or_default();
            match self.opened(&bytes, secret) {
                Ok((payment, account)) => {
                    let member = payment.member.key();
                    let is_named = file.strip_suffix(".note").and_then(|name| unhex(name).ok()) == Some(member);
                    let owner = *owners.entry(account.number()).or_insert(member);
                    if !is_named || owner != member {
                        self.refused.push((name, DOUBLE.to_owned()));
                        continue;
                    }
                    numbers.insert(member, payment.number);
                    self.accounts.insert(member, account);
                }
                Err(Error::Files(why)) => return Err(Error::Files(why)),
                // Its member is told when there is something to pay.
                Err(_) => {}
            }
        }
        for file in folder.names(INBOX)? {
            let name = format!("{INBOX}/{file}");
            let bytes = match folder.read(&name, Kind::Payment.most()) {
                Err(Error::Files(why)) => return Err(Error::Files(why)),
                read => read.map(Option::unwrap_or_default),
            };
            let taken = bytes.and_then(|bytes| self.take_one(&bytes, secret, &mut numbers, &mut owners));
            match taken {
                Ok(true) => self.taken.push(file),
                Ok(false) => self.known.push(file),
                Err(error) => {
                    self.refused.push((file, error.to_string()));
                    continue;
                }
            }
            self.removes.push(name);
        }
        Ok(())
    }

    /// Takes a file of the inbox. False where it had been taken before.
    fn take_one(
        &mut self,
        bytes: &[u8],
        secret: &[u8; 32],
        numbers: &mut BTreeMap<Member, u32>,
        owners: &mut BTreeMap<String, Member>,
    ) -> Result<bool> {
        let (payment, account) = self.opened(bytes, secret)?;
        let member = payment.member.key();
        if let Some(number) = numbers.get(&member).filter(|number| **number >= payment.number) {
            return if *number == payment.number && self.accounts.get(&member) == Some(&account) {
                Ok(false)
            } else {
                Err(refused("is older than what this member said since"))
            };
        }
        if owners.get(&account.number()).is_some_and(|owner| *owner != member) {
            return Err(refused(DOUBLE));
        }
        owners.insert(account.number(), member);
        numbers.insert(member, payment.number);
        self.accounts.insert(member, account);
        let alone = Note::read(bytes, Kind::Payment.most())?.to_string();
        let name = format!("{PAYMENTS}/{}.note", hex(&member));
        self.writes.retain(|(other, _)| *other != name);
        self.writes.push((name, alone));
        Ok(true)
    }

    /// A payment note for this treasurer, of somebody who has a share.
    fn opened(&self, bytes: &[u8], secret: &[u8; 32]) -> Result<(Payment, Account)> {
        let payment = Payment::read(bytes)?;
        if !self.own().iter().any(|at| payment.is_for(&self.entries[*at].sale)) {
            return Err(refused(
                "was made for another treasurer or another collective: its member has to make a new one",
            ));
        }
        let member = payment.member.key();
        if !self.entries.iter().any(|entry| entry.lines.contains_key(&member)) {
            return Err(refused("is of nobody who has a share in these books"));
        }
        let account = payment.open(secret)?;
        Ok((payment, account))
    }

    /// Which sales this treasurer pays out.
    fn own(&self) -> Vec<usize> {
        self.batches.keys().copied().collect()
    }

    /// How many payments are open because nobody has said where they go, over all sales of this treasurer.
    #[must_use]
    pub fn without_account(&self) -> usize {
        let own = self.own();
        let open = own.iter().flat_map(|at| {
            let entry = &self.entries[*at];
            entry.due().filter(|(member, _)| entry.state(member) == State::Open)
        });
        open.filter(|(member, _)| !self.accounts.contains_key(*member)).count()
    }

    /// Reads back what became of payments: a table of end-to-end id and `paid`, `returned` or `open`, a line each. How many
    /// lines say something new.
    ///
    /// # Errors
    /// When a line cannot be read, or must not be changed any more; then nothing is changed.
    pub fn read_back(&mut self, table: &str) -> Result<usize> {
        let mut places: HashMap<String, (usize, Member)> = HashMap::new();
        for at in self.own() {
            places.extend(self.entries[at].ids().map(|(id, member)| (id, (at, *member))));
        }
        let mut entries = self.entries.clone();
        let mut new = 0;
        let mut seen = BTreeSet::new();
        let table = table.strip_prefix('\u{feff}').unwrap_or(table);
        for (number, line) in (1..).zip(table.lines()) {
            let at_line = |why: &str| malformed(format!("line {number} {why}: nothing was changed"));
            let fields: Vec<&str> = line
                .split([',', ';', '\t'])
                .map(|field| field.trim().trim_matches('"').trim())
                .collect();
            let [id, word] = fields.as_slice() else {
                if line.trim().is_empty() {
                    continue;
                }
                return Err(at_line("has not two fields, an end-to-end id and a state"));
            };
            let state = match *word {
                "paid" => State::Paid,
                "returned" => State::Returned,
                "open" => State::Open,
                // The first line may be the heads of the columns.
                _ if number == 1 && !places.contains_key(*id) => continue,
                _ => return Err(at_line("says something else than paid, returned or open")),
            };
            let Some((at, member)) = places.get(*id) else {
                return Err(at_line("has an id that is of no payment in these books"));
            };
            let entry = &mut entries[*at];
            if entry.lines.get(member).is_none_or(|line| line.due == 0) {
                return Err(at_line(
                    "has the id of a share that stays on its line and is not paid yet",
                ));
            }
            if !seen.insert(*id) {
                return Err(at_line("says the same payment twice"));
            }
            new += usize::from(entry.state(member) != state);
            match state {
                State::Open => _ = entry.states.remove(member),
                other => _ = entry.states.insert(*member, other),
            }
        }
        for pair in entries.windows(2) {
            if pair[0].brings(&pair[0].states) != pair[1].sale.brought {
                return Err(refused(format!(
                    "changes what sale {} has taken over from sale {}: payments that come back now are \"open\" there, and are written \
                     into the next files again; those that came back before are paid in sale {} alone",
                    pair[1].sale.deal.number, pair[0].sale.deal.number, pair[1].sale.deal.number
                )));
            }
        }
        self.changed |= new > 0;
        self.entries = entries;
        Ok(new)
    }

    /// The files for all payments that are open and of which it is known where they go; after that they are sent. `payer` is
    /// needed where some go to banks.
    ///
    /// # Errors
    /// When nobody said from which account they are paid.
    pub fn batch(&mut self, payer: Option<&Payer>, now: DateTime<Utc>) -> Result<Vec<Batch>> {
        let mut files = Vec::new();
        for at in self.own() {
            let entry = &self.entries[at];
            let number = self.batches.get(&at).copied().unwrap_or_default() + 1;
            let (mut transfers, mut members) = (Vec::new(), Vec::new());
            for (id, member) in entry.ids() {
                let amount = entry.lines[member].due;
                if amount == 0 || entry.state(member) != State::Open {
                    continue;
                }
                if let Some(account) = self.accounts.get(member) {
                    transfers.push(Transfer {
                        id,
                        amount,
                        account: account.clone(),
                    });
                    members.push(*member);
                }
            }
            let (to_banks, by_paypal): (Vec<Transfer>, Vec<Transfer>) = transfers
                .into_iter()
                .partition(|transfer| matches!(transfer.account, Account::Bank { .. }));
            let sum = |transfers: &[Transfer]| transfers.iter().map(|transfer| transfer.amount).sum();
            let name = format!("{}-{number}", entry.sale.id());
            if !to_banks.is_empty() {
                let payer = payer.ok_or_else(|| {
                    refused("has payments to banks: it must be said from which account they are paid")
                })?;
                files.extend(bank(&entry.sale, number, &to_banks, payer, now).map(|content| Batch {
                    name: format!("{name}.xml"),
                    content,
                    count: to_banks.len() as u64,
                    sum: sum(&to_banks),
                }));
            }
            let tables = paypal(&entry.sale, &by_paypal);
            for ((table, content), rows) in (1..).zip(tables).zip(by_paypal.chunks(crate::transfer::ROWS)) {
                files.push(Batch {
                    name: format!("{name}-paypal-{table}.csv"),
                    content,
                    count: rows.len() as u64,
                    sum: sum(rows),
                });
            }
            if !members.is_empty() {
                let sent = members.into_iter().map(|member| (member, State::Sent(number)));
                self.entries[at].states.extend(sent);
                self.batches.insert(at, number);
                self.changed = true;
            }
        }
        Ok(files)
    }

    /// Whether anything is to be signed.
    #[must_use]
    pub fn has_something_to_sign(&self) -> bool {
        self.changed || !self.unsigned.is_empty()
    }

    /// What the treasurer's library is to keep, by name, before anything else is written.
    #[must_use]
    pub fn kept(&self) -> Vec<(String, String)> {
        let kept = self.batches.iter().map(|(at, batches)| {
            let entry = &self.entries[*at];
            let text = format!("{} {batches}\n{}", hex(&entry.sale.hash), write_states(entry));
            (paper(&entry.sale), text)
        });
        kept.collect()
    }

    /// Writes what was taken in, and what is signed: shares, and what became of payments.
    ///
    /// # Errors
    /// When the folder cannot be written. Said again, it comes to the same.
    pub fn write(&self, folder: &mut dyn Folder) -> Result<()> {
        for (name, content) in &self.writes {
            folder.write(name, content)?;
        }
        for at in self.own() {
            let entry = &self.entries[at];
            for part in entry.parts() {
                let name = part_file(entry.sale.deal.number, "paid", part);
                let there = folder.read(&name, Kind::Paid.most())?;
                let text = entry.paid(part);
                let is_there = there
                    .as_ref()
                    .is_some_and(|bytes| entry.sale.signed(Kind::Paid, bytes).is_ok_and(|there| there == text));
                let says_something = !entry.read_paid(part, &text)?.is_empty();
                if !is_there && (says_something || there.is_some()) {
                    folder.write(&name, &Note::sign(text, &self.signer)?.to_string())?;
                }
            }
        }
        for name in &self.removes {
            folder.remove(name)?;
        }
        Ok(())
    }

    /// Takes in what came, and signs nothing.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write_taken(&self, folder: &mut dyn Folder) -> Result<()> {
        let taken = self.writes.iter().filter(|(name, _)| name.starts_with(PAYMENTS));
        for (name, content) in taken {
            folder.write(name, content)?;
        }
        for name in &self.removes {
            folder.remove(name)?;
        }
        Ok(())
    }
}

const DOUBLE: &str = "names an account that another member has named: each member has one of their own";

fn damaged() -> Error {
    malformed("your library keeps something of these payments that this version cannot read")
}
