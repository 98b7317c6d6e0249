//! What can be said to `playtally collective`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueHint};
use playtally_collective::{Epsilon, FEWEST};

use crate::arguments::Writing;
use crate::options;
use crate::safely::Sharing;

#[derive(Debug, Args)]
pub(crate) struct Collective {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say in words what a file of a collective is, once it is verified
    ///
    /// An editor shows such a file, too, and proves nothing.
    #[command(after_help = "\
Examples:
  playtally collective read invitation.note
  playtally collective read ticket-7.note --invitation invitation.note")]
    Read(Read),
    /// Answer an invitation from your library, and sign
    ///
    /// Prints everything that leaves, who gets which piece, and what it takes of your ledger, and asks: you sign by typing the
    /// collective's name. Each question can be declined; that looks like answering. What was signed stays in your library as a
    /// receipt; the same invitation again writes the same file again.
    #[command(after_help = "\
Examples:
  playtally collective contribute invitation.note --ticket ticket-7.note -o my.note
  playtally collective contribute invitation.note --ticket ticket-7.note -o my.note --decline breadth
  playtally collective contribute invitation.note --ticket ticket-7.note -o my.note --dry-run")]
    Contribute(Contribute),
    /// Take your contribution back
    ///
    /// Says first what that does now: before the list is closed, the file goes; after it, the counters count without it, as long
    /// as they have not begun; after publication, the sums stay as they are.
    #[command(after_help = "\
Examples:
  playtally collective revoke invitation.note -o revocation.note")]
    Revoke(Revoke),
    /// Say what you have signed, and how much of your budget is used
    #[command(after_help = "\
Examples:
  playtally collective ledger
  playtally collective ledger --save papers.json")]
    Ledger(Ledger),
    /// Write the invitation to a round
    ///
    /// Whoever counts has put an offer into the folder before, with `playtally collective count FOLDER`. A round counts from 1000
    /// members on; a rehearsal, with made-up histories, from 3 on. A collective that stands for long may have to register (in
    /// the EU as a data intermediation service): this program gives no legal advice.
    #[command(after_help = "\
Examples:
  playtally collective found pool --name \"Listeners' pool\" --purpose \"To know when people listen\" --from 2026-01-01 --to 2026-12-31 --closes 2027-01-31
  playtally collective found pool --name Practice --purpose Practice --from 2026-01-01 --to 2026-12-31 --closes 2027-01-31 --rehearsal --minimum 3")]
    Found(Found),
    /// Take in what members sent, for a round or a vote, and keep the log
    ///
    /// Files of members lie in FOLDER/inbox, however they are called; what is taken in goes from there, and what is not stays,
    /// and is named. Nothing is opened: nobody but all counters together can.
    #[command(after_help = "\
Examples:
  playtally collective collect pool --tickets 20 --to tickets
  playtally collective collect pool
  playtally collective collect pool --replace 7 --to tickets
  playtally collective collect pool --close")]
    Collect(Collect),
    /// Count: do whatever your turn is
    ///
    /// Of a vote: offer to count, and once the list is closed, open your layer of all ballots and publish them sorted. Of a round:
    /// offer to count, sign the invitation, cosign the log, and once the list is closed, check the proofs, add up, publish, and
    /// destroy your keys. Say it again whenever others have had their turn; it can be ended anywhere and begun again. Your
    /// keys lie in your library.
    #[command(after_help = "\
Examples:
  playtally collective count pool --name Ana
  playtally collective count pool")]
    Count(Count),
    /// Check a folder: signatures, log, proofs and sums, a vote, or books, and say what is in it
    ///
    /// Everybody can, with nothing but the folder. Where your library has a contribution to a round, that is looked for in the
    /// log; of a vote, your own line is looked for, and who lost it is named; of books, all shares are worked out again, and yours
    /// is said.
    #[command(after_help = "\
Examples:
  playtally collective check pool
  playtally collective check pool --json | jq .tables
  playtally collective check vote --round pool
  playtally collective check books --round pool")]
    Check(Check),
    /// Make a data set of a round: a table for each question, and a card that says what they are
    ///
    /// Tables are Parquet files; the card is Croissant (JSON-LD) for programs and a page for people. It is made of nothing but the
    /// folder, once `check` finds nothing wrong in it: whoever has the folder makes the same bytes. Of books, it makes tables of who
    /// gets what, a part of the members a file, for members and auditors: they are not for publishing.
    #[command(after_help = "\
Examples:
  playtally collective dataset pool -o pool-2026
  playtally collective dataset pool -o pool-2026 --license https://example.org/terms --url https://example.org/pool-2026 --shared
  playtally collective dataset books -o tables")]
    Dataset(Dataset),
    /// Put something to the vote of a round's members
    ///
    /// Whoever counts has put an offer into the folder of the vote before, with `playtally collective count FOLDER`: two or three,
    /// with new keys for each vote. With --open, nobody counts, and everybody sees who chooses what.
    #[command(after_help = "\
Examples:
  playtally collective propose vote --round pool --asked \"Shall we sell the sums of 2026?\" --quorum 500 --closes 2027-03-31
  playtally collective propose vote --round pool --asked \"Where shall we meet?\" --choice Leipzig --choice Vienna --quorum 3 --closes 2027-03-31 --open")]
    Propose(Propose),
    /// Vote on a proposal
    ///
    /// Prints what you sign, and asks. Say it again with another choice before the vote is closed, and the last ballot counts.
    /// What finds your own line at the end stays in your library. Where `check` says that a counter has lost your ballot, --complain
    /// makes the note that shows it to everybody.
    #[command(after_help = "\
Examples:
  playtally collective vote vote/proposal.note --choice yes -o ballot.note
  playtally collective vote vote/proposal.note --complain -o complaint.note")]
    Vote(Vote),
    /// Enter a sale in the books: what came in for what a round has published
    ///
    /// What is left of the price after costs is shared among the members who are counted in the round, the same for each, to the
    /// last cent. Who pays out has put an offer into the folder of the books before, with `playtally collective payout`. Books are a
    /// folder of their own, for all sales of a collective in one currency, one after the other.
    #[command(after_help = "\
Examples:
  playtally collective sell books --round pool --buyer \"A label\" --price 55000 --currency EUR --vote vote
  playtally collective sell books --round pool --buyer \"A label\" --price 55000 --costs 1250.50 --currency EUR --minimum 5 --dry-run")]
    Sell(Sell),
    /// Say to the treasurer where your share goes
    ///
    /// To an account at a bank, or an address at PayPal. It is sealed: nobody but the treasurer reads it. Say nothing on the
    /// command line, and you are asked. It holds for all sales that the same treasurer pays out; the last one that you sign counts.
    #[command(after_help = "\
Examples:
  playtally collective payment books/sale-1/sale.note -o payment.note
  playtally collective payment books/sale-1/sale.note --paypal ada@example.org -o payment.note --dry-run")]
    Payment(Payment),
    /// Pay out: take in where money goes, sign the shares, write files for bank and PayPal, read back what became of them
    ///
    /// First it is the offer to pay out, with --name. Members' payment notes lie in FOLDER/inbox. Files for a bank are ISO 20022's
    /// pain.001.001.09, those for PayPal its table of payouts, of 5,000 rows at most. They hold accounts, and nobody but you can read
    /// them, even with --shared. What was sent is kept in your library, and is not sent again.
    #[command(after_help = "\
Examples:
  playtally collective payout books --name Tove
  playtally collective payout books
  playtally collective payout books --to payments --from-name \"Listeners' pool\" --from-iban \"DE89 3704 0044 0532 0130 00\"
  playtally collective payout books --states bank.csv")]
    Payout(Payout),
}

impl Command {
    /// The files that it reads. A folder of a round is read and written.
    pub(crate) fn inputs(&self) -> Vec<&PathBuf> {
        match self {
            Self::Read(read) => [&read.file].into_iter().chain(&read.invitation).collect(),
            Self::Contribute(contribute) => [&contribute.invitation].into_iter().chain(&contribute.ticket).collect(),
            Self::Revoke(revoke) => vec![&revoke.invitation],
            Self::Ledger(ledger) => ledger.restore.iter().collect(),
            Self::Found(found) => found.artists.iter().collect(),
            Self::Check(check) => [&check.folder].into_iter().chain(&check.round).collect(),
            Self::Dataset(dataset) => vec![&dataset.folder],
            Self::Propose(propose) => vec![&propose.round],
            Self::Vote(vote) => vec![&vote.proposal],
            Self::Sell(sell) => [&sell.round].into_iter().chain(&sell.vote).collect(),
            Self::Payment(payment) => vec![&payment.sale],
            Self::Payout(payout) => payout.states.iter().collect(),
            Self::Collect(_) | Self::Count(_) => Vec::new(),
        }
    }

    /// Who may read the files that it writes.
    pub(crate) const fn sharing(&self) -> Sharing {
        let shared = match self {
            Self::Contribute(contribute) => contribute.writing.shared,
            Self::Revoke(revoke) => revoke.writing.shared,
            Self::Found(found) => found.writing.shared,
            Self::Collect(collect) => collect.writing.shared,
            Self::Count(count) => count.writing.shared,
            Self::Propose(propose) => propose.writing.shared,
            Self::Vote(vote) => vote.writing.shared,
            Self::Sell(sell) => sell.writing.shared,
            Self::Payment(payment) => payment.writing.shared,
            Self::Payout(payout) => payout.writing.shared,
            Self::Check(check) => check.writing.shared,
            Self::Dataset(dataset) => dataset.writing.shared,
            // They hold secret keys.
            Self::Ledger(_) => false,
            Self::Read(_) => false,
        };
        if shared { Sharing::Umask } else { Sharing::Owner }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Any file of a collective
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// The invitation of its round [default: invitation.note beside the file or in a folder above]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) invitation: Option<PathBuf>,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a signature is asked for.
#[derive(Debug, Args)]
pub(crate) struct Signing {
    /// Sign if this is the name of the collective or group, and do not ask
    #[arg(long, value_name = "NAME")]
    pub(crate) sign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Contribute {
    /// The invitation
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) invitation: PathBuf,

    /// The ticket that the coordinator gave you [needed unless you have signed already]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) ticket: Option<PathBuf>,

    /// Where to write the contribution; - for standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    /// Leave a question unanswered, such as part-of-day; it looks like an answer, and takes as much of the budget
    #[arg(long, value_name = "QUESTION")]
    pub(crate) decline: Vec<String>,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what would leave, and sign nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    /// Print what leaves as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// The invitation
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) invitation: PathBuf,

    /// Where to write the revocation; - for standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what it would do, and sign nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    /// Print what it does as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Ledger {
    /// Save keys, receipts and what the ledger adds up into this file; whoever has it can sign as you
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) save: Option<PathBuf>,

    /// Take back what was saved; what the library has already stays
    #[arg(long, value_name = "FILE", conflicts_with = "save", value_hint = ValueHint::FilePath)]
    pub(crate) restore: Option<PathBuf>,

    /// Say what would be saved or taken back, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Found {
    /// The folder of the round, with the counters' offers
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// What the collective is called; members type it to sign
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// What for, in a sentence
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: Option<String>,

    /// The first day of the plays that are asked about, as YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) from: Option<NaiveDate>,

    /// The last day
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) to: Option<NaiveDate>,

    /// The last day to contribute
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) closes: Option<NaiveDate>,

    /// With fewer members, nothing is counted
    #[arg(long, value_name = "MEMBERS", default_value_t = FEWEST)]
    pub(crate) minimum: u32,

    /// Ask for the artists most played, of this list: a name a line, of whom everybody may know
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) artists: Option<PathBuf>,

    /// How strongly each question may tell on a person
    #[arg(long, value_name = "ε", default_value = "0.5")]
    pub(crate) epsilon: Epsilon,

    /// For practice: from 3 members on, and with made-up histories alone
    #[arg(long)]
    pub(crate) rehearsal: bool,

    /// Say what the invitation would be, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Collect {
    /// The folder of the round
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// Make so many new tickets
    #[arg(long, value_name = "N", requires = "to", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) tickets: Option<u32>,

    /// Put a new ticket in the place of this one, whose member lost their key: what was contributed with it is not counted
    #[arg(long, value_name = "NUMBER", requires = "to", conflicts_with_all = ["tickets", "close"], value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) replace: Option<u32>,

    /// Where the tickets go: a folder that not everybody sees
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) to: Option<PathBuf>,

    /// Close the list: nothing enters after, and counting begins
    #[arg(long)]
    pub(crate) close: bool,

    /// Say what would be done, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Count {
    /// The folder of the round
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// What you are called in the invitation: needed for the offer
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// Say what would be done, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The folder of a round, a vote, or books
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// Of a vote or books: the folder of a round, whose members must be those who vote, or among whom its sales are shared
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) round: Option<PathBuf>,

    /// Write what a round came to as one page for a browser as well, for publishing; - for standard output, and nothing else there
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub(crate) html: Option<PathBuf>,

    /// Check, and write no page
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Check {
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

#[derive(Debug, Args)]
pub(crate) struct Dataset {
    /// The folder of a round, or of books
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// Where it goes: a new folder, or one that holds nothing else
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) output: PathBuf,

    /// Where the licence stands [default: what the card says, and nothing else]
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(crate) license: Option<String>,

    /// Where it is published
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(crate) url: Option<String>,

    /// The day on which it is published, as YYYY-MM-DD [default: that on which the list was closed]
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) published: Option<NaiveDate>,

    /// Say what would be made, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

/// An address on the web. It is written down, and never asked.
fn address(text: &str) -> Result<String, String> {
    let is_one = ["https://", "http://"]
        .iter()
        .any(|start| text.len() > start.len() && text.starts_with(start));
    if is_one
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte))
    {
        Ok(text.to_owned())
    } else {
        Err("an address begins with https:// and has no blanks".to_owned())
    }
}

#[derive(Debug, Args)]
pub(crate) struct Propose {
    /// The folder of the vote, with the counters' offers
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// The folder of the round whose members vote
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) round: PathBuf,

    /// What is asked, in a sentence
    #[arg(long, value_name = "TEXT")]
    pub(crate) asked: String,

    /// What can be chosen; say it for each [default: yes, no, no opinion]
    #[arg(long, value_name = "TEXT")]
    pub(crate) choice: Vec<String>,

    /// With fewer ballots, nothing is decided
    #[arg(long, value_name = "BALLOTS")]
    pub(crate) quorum: u32,

    /// The last day to vote
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) closes: NaiveDate,

    /// Let everybody see who chooses what; nobody has to count
    #[arg(long)]
    pub(crate) open: bool,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what the proposal would be, and write nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Vote {
    /// The proposal; to complain, in the folder of its vote
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) proposal: PathBuf,

    /// What you choose
    #[arg(long, value_name = "TEXT", required_unless_present = "complain")]
    pub(crate) choice: Option<String>,

    /// Make the note that shows which counter has lost your ballot
    ///
    /// It says nothing of how you voted, unless it is the last counter who lost it.
    #[arg(long, conflicts_with = "choice")]
    pub(crate) complain: bool,

    /// Where to write the ballot or the complaint; - for standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what would be signed, and sign nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    /// Print what is signed as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Sell {
    /// The folder of the books
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// The folder of the round whose result is sold
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) round: PathBuf,

    /// The folder of the vote in which its members agreed: they must have chosen what stood first
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) vote: Option<PathBuf>,

    /// Who paid
    #[arg(long, value_name = "NAME")]
    pub(crate) buyer: String,

    /// How much, such as 55000 or 55000.00
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) price: String,

    /// What goes off before anything is shared
    #[arg(long, value_name = "AMOUNT", default_value = "0")]
    pub(crate) costs: String,

    /// The currency, such as EUR; the same for all sales in these books
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: String,

    /// What is less stays on the member's line, and the next sale adds to it
    #[arg(long, value_name = "AMOUNT", default_value = "5")]
    pub(crate) minimum: String,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what would be entered, and write nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Payment {
    /// The last sale in the books
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) sale: PathBuf,

    /// Where to write the note; - for standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    /// To this account at a bank
    #[arg(long)]
    pub(crate) iban: Option<String>,

    /// Whose account it is, as the bank has it
    #[arg(long, requires = "iban")]
    pub(crate) name: Option<String>,

    /// By PayPal, to this e-mail address
    #[arg(long, value_name = "ADDRESS", conflicts_with = "iban")]
    pub(crate) paypal: Option<String>,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what would leave, and sign nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    /// Print what leaves as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Payout {
    /// The folder of the books
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// What you are called in sales: needed for the offer
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// Write files for bank and PayPal into this folder, for all payments that are open and of which you know where they go
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) to: Option<PathBuf>,

    /// Whose account the bank takes it from
    #[arg(long, value_name = "NAME", requires_all = ["to", "from_iban"])]
    pub(crate) from_name: Option<String>,

    /// That account
    #[arg(long, value_name = "IBAN", requires_all = ["to", "from_name"])]
    pub(crate) from_iban: Option<String>,

    /// Read back what became of payments: a table of end-to-end id and paid, returned or open
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) states: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what would be done, and write nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Arguments, Command as Any};
    use clap::{CommandFactory, Parser};

    /// The arguments that name files and folders: of which command, and whether it reads them, writes there, or both.
    const PATHS: [(&str, &str, char); 31] = [
        ("read", "file", 'r'),
        ("read", "invitation", 'r'),
        ("contribute", "invitation", 'r'),
        ("contribute", "ticket", 'r'),
        ("contribute", "output", 'w'),
        ("revoke", "invitation", 'r'),
        ("revoke", "output", 'w'),
        ("ledger", "save", 'w'),
        ("ledger", "restore", 'r'),
        ("found", "folder", 'b'),
        ("found", "artists", 'r'),
        ("collect", "folder", 'b'),
        ("collect", "to", 'w'),
        ("count", "folder", 'b'),
        ("check", "folder", 'r'),
        ("check", "round", 'r'),
        ("check", "html", 'w'),
        ("dataset", "folder", 'r'),
        ("dataset", "output", 'w'),
        ("propose", "folder", 'b'),
        ("propose", "round", 'r'),
        ("vote", "proposal", 'r'),
        ("vote", "output", 'w'),
        ("sell", "folder", 'b'),
        ("sell", "round", 'r'),
        ("sell", "vote", 'r'),
        ("payment", "sale", 'r'),
        ("payment", "output", 'w'),
        ("payout", "folder", 'b'),
        ("payout", "to", 'w'),
        ("payout", "states", 'r'),
    ];

    fn read_by(line: &str) -> Vec<PathBuf> {
        let words = ["playtally", "collective"].into_iter().chain(line.split(' '));
        let parsed = Arguments::try_parse_from(words).expect("sound");
        assert!(matches!(parsed.command, Any::Collective(_)));
        parsed.command.inputs().map(Path::to_owned).collect()
    }

    #[test]
    fn every_path_is_known_as_one_that_is_read_or_written() {
        let all = Arguments::command();
        let collective = all.find_subcommand("collective").expect("a command");
        for command in collective.get_subcommands() {
            for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
                let is_path = argument.get_value_parser().type_id() == std::any::TypeId::of::<PathBuf>();
                let (name, id) = (command.get_name(), argument.get_id().as_str());
                let is_known = PATHS.iter().any(|(of, path, _)| (*of, *path) == (name, id));
                assert_eq!(is_path, is_known, "{name} {id}: is it an input or an output?");
            }
            let writes = PATHS
                .iter()
                .any(|(of, path, way)| *of == command.get_name() && *way != 'r' && *path != "save");
            let can_share = command.get_arguments().any(|argument| argument.get_id() == "shared");
            assert_eq!(writes, can_share, "{}", command.get_name());
        }
    }

    #[test]
    fn every_command_is_for_programs_too_and_says_beforehand_what_it_would_write() {
        let all = Arguments::command();
        let collective = all.find_subcommand("collective").expect("a command");
        for command in collective.get_subcommands() {
            let has = |name: &str| command.get_arguments().any(|argument| argument.get_id() == name);
            assert!(has("json"), "{}", command.get_name());
            let writes = PATHS
                .iter()
                .any(|(of, _, way)| *of == command.get_name() && *way != 'r');
            assert_eq!(writes, has("dry_run"), "{}", command.get_name());
        }
    }

    #[test]
    fn what_is_read_is_never_written_onto() {
        for (line, read) in [
            ("read a --invitation b", &["a", "b"][..]),
            ("contribute a --ticket b -o c", &["a", "b"]),
            ("revoke a -o c", &["a"]),
            ("ledger --restore a", &["a"]),
            ("ledger --save c", &[]),
            ("found c --artists a", &["a"]),
            ("collect c --tickets 1 --to d", &[]),
            ("count c", &[]),
            ("check a", &["a"]),
            ("check a --round b", &["a", "b"]),
            ("dataset a -o c", &["a"]),
            (
                "sell c --round a --vote b --buyer c --price 1 --currency EUR",
                &["a", "b"],
            ),
            ("propose c --round a --asked b --quorum 1 --closes 2027-01-01", &["a"]),
            ("vote a --choice b -o c", &["a"]),
            ("payment a -o c", &["a"]),
            ("payout c --to d --states a", &["a"]),
        ] {
            let read: Vec<PathBuf> = read.iter().map(PathBuf::from).collect();
            assert_eq!(read_by(line), read, "{line}");
        }
    }
}
