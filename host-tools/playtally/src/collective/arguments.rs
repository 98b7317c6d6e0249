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
    /// Take in what members sent, and keep the log
    ///
    /// Files of members lie in FOLDER/inbox, however they are called; what is taken in goes from there, and what is not stays,
    /// and is named. Nothing is opened: nobody but all counters together can.
    #[command(after_help = "\
Examples:
  playtally collective collect pool --tickets 20 --to tickets
  playtally collective collect pool
  playtally collective collect pool --close")]
    Collect(Collect),
    /// Count: do whatever your turn is
    ///
    /// Offer to count, sign the invitation, cosign the log, and once the list is closed, check the proofs, add up, publish, and
    /// destroy your keys. Say it again whenever others have had their turn; it can be ended anywhere and begun again. Your
    /// keys lie in your library.
    #[command(after_help = "\
Examples:
  playtally collective count pool --name Ana
  playtally collective count pool")]
    Count(Count),
    /// Check a folder: signatures, log, proofs and sums, and say what was published
    ///
    /// Everybody can, with nothing but the folder. Where your library has a contribution to it, that is looked for in the log.
    #[command(after_help = "\
Examples:
  playtally collective check pool
  playtally collective check pool --json | jq .tables")]
    Check(Check),
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
            Self::Check(check) => vec![&check.folder],
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
            // They hold secret keys.
            Self::Ledger(_) => false,
            Self::Read(_) | Self::Check(_) => false,
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

    /// Sign if this is the collective's name, and do not ask
    #[arg(long, value_name = "NAME")]
    pub(crate) sign: Option<String>,

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

    /// Sign if this is the collective's name, and do not ask
    #[arg(long, value_name = "NAME")]
    pub(crate) sign: Option<String>,

    /// Say what it would do, and sign nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Ledger {
    /// Save keys, receipts and what the ledger adds up into this file; whoever has it can sign as you
    #[arg(long, value_name = "FILE", conflicts_with = "json", value_hint = ValueHint::FilePath)]
    pub(crate) save: Option<PathBuf>,

    /// Take back what was saved; what the library has already stays
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "save"], value_hint = ValueHint::FilePath)]
    pub(crate) restore: Option<PathBuf>,

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

    /// Where the tickets go: a folder that not everybody sees
    #[arg(long, value_name = "DIR", requires = "tickets", value_hint = ValueHint::DirPath)]
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
    /// The folder of the round
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Check {
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Arguments, Command as Any};
    use clap::{CommandFactory, Parser};

    /// The arguments that name files and folders: of which command, and whether it reads them, writes there, or both.
    const PATHS: [(&str, &str, char); 15] = [
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
        ] {
            let read: Vec<PathBuf> = read.iter().map(PathBuf::from).collect();
            assert_eq!(read_by(line), read, "{line}");
        }
    }
}
