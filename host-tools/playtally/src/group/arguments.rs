//! What can be said to `playtally group`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueHint};
use playtally_collective::group::Topic;

use crate::arguments::Writing;
use crate::collective::arguments::Signing;
use crate::options;

#[derive(Debug, Args)]
pub(crate) struct Group {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a group in a folder, and close it once everybody's key is there
    ///
    /// Says what is added up, of which days, and puts your own key there. The folder or stick then goes round for the keys of the others;
    /// lines that they sent by chat will do, too. With --close, who is in it is settled, and six words come out that you compare aloud.
    #[command(after_help = "\
Examples:
  playtally group start /media/ada/STICK --name Choir --as Ada
  playtally group start /media/ada/STICK --name Choir --as Ada --keys chat.txt --close
  playtally group start /media/ada/STICK --close")]
    Start(Start),
    /// Add your key, and once the group is closed, your numbers
    ///
    /// Says which of both it is, and everything that leaves. Numbers are split into shares, one sealed for each friend; you sign by
    /// typing the group's name. The same again writes the same files again.
    #[command(after_help = "\
Examples:
  playtally group add /media/bo/STICK --as Bo
  playtally group add --line --as Bo
  playtally group add /media/bo/STICK --dry-run")]
    Add(Add),
    /// Add up the shares that are sealed for you, and open the total once enough have
    ///
    /// The first who adds up closes the list of those whose numbers are in it. You never add up two lists of one group, nor one without
    /// your own numbers, nor one of fewer than five.
    #[command(after_help = "\
Examples:
  playtally group open /media/bo/STICK
  playtally group open /media/bo/STICK --json | jq .names")]
    Open(Open),
}

impl Command {
    /// The files that it reads. The folder of a group is read and written.
    pub(crate) fn inputs(&self) -> Vec<&PathBuf> {
        match self {
            Self::Start(start) => start.keys.iter().collect(),
            Self::Add(_) | Self::Open(_) => Vec::new(),
        }
    }

    /// Whether others may read the files that it writes.
    pub(crate) const fn is_shared(&self) -> bool {
        match self {
            Self::Start(start) => start.writing.shared,
            Self::Add(add) => add.writing.shared,
            Self::Open(open) => open.writing.shared,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Start {
    /// The folder or stick that goes round
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// What the group is called; friends type it to sign
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// What the others call you
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) own: Option<String>,

    /// The first day of the plays that are added up, as YYYY-MM-DD [default: a year before the last]
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) from: Option<NaiveDate>,

    /// The last day [default: yesterday]
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) to: Option<NaiveDate>,

    /// What is added up: clock, new-artists and names, or some of these [default: all]
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = topic)]
    pub(crate) adds: Vec<Topic>,

    /// Take in the lines that friends made with `add --line`, from a text in which each stands on a line of its own
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) keys: Option<PathBuf>,

    /// Settle who is in it: those whose keys are there
    #[arg(long)]
    pub(crate) close: bool,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what would be written, and write nothing
    #[arg(long, conflicts_with = "sign")]
    pub(crate) dry_run: bool,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

fn topic(word: &str) -> Result<Topic, String> {
    let known = Topic::ALL.map(Topic::word).join(", ");
    word.parse()
        .map_err(|_| format!("{word:?} cannot be added up; what can is {known}"))
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The folder or stick that goes round
    #[arg(value_hint = ValueHint::DirPath, required_unless_present = "line", conflicts_with = "line")]
    pub(crate) folder: Option<PathBuf>,

    /// Print your key as a line that you send by chat to who starts the group, and nothing else
    #[arg(long, requires = "own", conflicts_with_all = ["sign", "json"])]
    pub(crate) line: bool,

    /// What the others call you: needed for the key
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) own: Option<String>,

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
pub(crate) struct Open {
    /// The folder or stick that goes round
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    #[command(flatten)]
    pub(crate) signing: Signing,

    /// Say what would be added up, and sign nothing
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
    use crate::arguments::Arguments;
    use clap::{CommandFactory, Parser};
    use std::path::Path;

    /// The arguments that name files and folders: of which command, and whether it reads them, or reads and writes there.
    const PATHS: [(&str, &str, char); 4] = [
        ("start", "folder", 'b'),
        ("start", "keys", 'r'),
        ("add", "folder", 'b'),
        ("open", "folder", 'b'),
    ];

    #[test]
    fn every_path_is_known_as_one_that_is_read_or_written() {
        let all = Arguments::command();
        let group = all.find_subcommand("group").expect("a command");
        for command in group.get_subcommands() {
            for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
                let is_path = argument.get_value_parser().type_id() == std::any::TypeId::of::<PathBuf>();
                let (name, id) = (command.get_name(), argument.get_id().as_str());
                let is_known = PATHS.iter().any(|(of, path, _)| (*of, *path) == (name, id));
                assert_eq!(is_path, is_known, "{name} {id}: is it an input or an output?");
            }
            assert!(command.get_arguments().any(|argument| argument.get_id() == "shared"));
        }
    }

    #[test]
    fn what_is_read_is_never_written_onto() {
        let read_by = |line: &str| -> Vec<PathBuf> {
            let words = ["playtally", "group"].into_iter().chain(line.split(' '));
            let parsed = Arguments::try_parse_from(words).expect("sound");
            parsed.command.inputs().map(Path::to_owned).collect()
        };
        assert_eq!(read_by("start c --keys a"), [PathBuf::from("a")]);
        assert_eq!(read_by("add c"), Vec::<PathBuf>::new());
        assert_eq!(read_by("open c"), Vec::<PathBuf>::new());
    }
}
