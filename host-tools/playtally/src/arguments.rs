//! What can be said on the command line.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use clap::builder::styling::{AnsiColor, Style, Styles};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use playtally_history::{Columns, escape};
use playtally_panel::{PANELS, PanelSpec, Rotation};
use playtally_poster::Format as Size;
use playtally_screen::{Language, Theme};

use crate::collective::arguments::Collective;
use crate::group::arguments::Group;
use crate::safely::Sharing;
use crate::{options, zone};

const HEADING: Style = AnsiColor::Green.on_default().bold();
const STYLES: Styles = Styles::styled()
    .header(HEADING)
    .usage(HEADING)
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// What `--library` is for.
const LIBRARY: &str = if cfg!(windows) {
    r"The library to use, instead of %APPDATA%\playtally\library.sqlite"
} else if cfg!(target_os = "macos") {
    "The library to use, instead of ~/Library/Application Support/playtally/library.sqlite"
} else {
    "The library to use, instead of ~/.local/share/playtally/library.sqlite (or where $XDG_DATA_HOME says)"
};

/// What `load DRIVE` is, and how it looks.
const DRIVE: &str = if cfg!(windows) {
    "The stick's drive, such as E:"
} else {
    "The folder where the stick is mounted"
};
const LOAD_EXAMPLES: &str = if cfg!(windows) {
    "\
Examples:
  playtally load
  playtally load E:
  playtally load --summary my.tally"
} else if cfg!(target_os = "macos") {
    "\
Examples:
  playtally load
  playtally load /Volumes/STICK
  playtally load --summary my.tally"
} else {
    "\
Examples:
  playtally load
  playtally load /media/ada/STICK
  playtally load --summary my.tally"
};

/// Your listening history, on your own desk.
///
/// Playtally reads the files that a streaming service hands you when you ask it for your data, keeps them in a library
/// on this computer, says what they say about you, and makes the small summary that a display on your desk shows.
/// It never uses a network.
#[derive(Debug, Parser)]
#[command(name = "playtally", version, styles = STYLES, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Try `playtally simulate my_spotify_data.zip` first: it shows everything and keeps nothing.")]
pub(crate) struct Arguments {
    #[arg(help = LIBRARY, long, value_name = "FILE", global = true, value_hint = ValueHint::FilePath, help_heading = "Global options")]
    pub(crate) library: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// What was said to this program. What makes no sense ends it, and is shown as a line of text whatever it holds.
    pub(crate) fn of_this_program() -> Self {
        let said = || with_command(std::env::args_os().collect(), |file| Path::new(file).exists());
        Self::try_parse_from(said()).unwrap_or_else(|error| {
            let said = said().into_iter().map(escape::shown);
            Self::try_parse_from(said).err().unwrap_or(error).exit()
        })
    }
}

/// What was said, with the command that shows a file where nothing but the file was named.
fn with_command(mut said: Vec<OsString>, exists: impl FnOnce(&OsStr) -> bool) -> Vec<OsString> {
    let mut command = Arguments::command();
    // `help` is there only then.
    command.build();
    let is_file = |first: &OsString| {
        let is_known = first
            .to_str()
            .is_some_and(|name| name.starts_with('-') || command.find_subcommand(name).is_some());
        !is_known && exists(first)
    };
    if said.get(1).is_some_and(is_file) {
        said.insert(1, "simulate".into());
    }
    said
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read exports into your library
    ///
    /// An export is what a streaming service hands you: a zip, the folder it unpacks to, or a single file. What is
    /// already in the library is not added again, so import as often as you like and in any order.
    #[command(after_help = "\
Examples:
  playtally import my_spotify_data.zip
  playtally import my_spotify_data.zip scrobbles.csv Takeout
  playtally import plays.csv --columns artist=Who,track=What,time=When
  playtally import 'Spotify Extended Streaming History' --json
  playtally import --undo")]
    Import(Import),
    /// Say what your history says
    ///
    /// Totals and favourites, hours and days, memories, eras, moods, discoveries, devotion, patience, places, milestones, and
    /// each year as a story. docs/statistics.md says what each of them means; --json has them all.
    #[command(after_help = "\
Examples:
  playtally stats
  playtally stats --year 2024 --top 25
  playtally stats --from 2020-03-01 --to 2020-05-31 --timezone Europe/Stockholm
  playtally stats --json | jq .top_artists")]
    Stats(Stats),
    /// Learn what your music is, from public metadata that you fetched
    ///
    /// Reads files of Discogs and MusicBrainz as they are published, packed or not, and any table with named columns, and keeps
    /// what they say of the genres, years and countries of your music. Nothing is asked of any network: docs/catalogue.md says which
    /// file to begin with, and where it is. Without a file, says what was learnt, from where, and of how much of your music.
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "\
Examples:
  playtally catalogue discogs_20261101_masters.xml.gz
  playtally catalogue mbdump.tar.bz2 mbdump-derived.tar.bz2
  playtally catalogue mine.csv --columns artist=Who,album=Record,genre=Kind --name mine
  playtally catalogue why 'Miles Davis'
  playtally catalogue set 'Miles Davis' --title 'Kind of Blue' year=1959
  playtally catalogue forget mine"
    )]
    Catalogue(Catalogue),
    /// Say it as one page for a browser
    ///
    /// The page is a single file without any script. It asks for nothing from anywhere, so it can be kept, printed and
    /// handed on; it holds what `playtally stats` says.
    #[command(after_help = "\
Examples:
  playtally report -o history.html
  playtally report -o 2024.html --year 2024 --owner Ada
  playtally report -o - --top 25 > history.html")]
    Report(Report),
    /// Draw a year, an artist, an era or your listening type as a poster
    ///
    /// As a sheet of A3, a square or a story for a telephone, for print (PDF), to share (PNG) or to work on (SVG); the file's name
    /// says which. Text is drawn, so that no font is needed to see it. Countries, hours of the day and your name are not in
    /// it unless you ask for them.
    #[command(after_help = "\
Examples:
  playtally poster year 2024 -o 2024.pdf
  playtally poster artist 'Miles Davis' -o miles.png --size square
  playtally poster era 3 -o era.svg --theme light
  playtally poster type -o type.png --size story --language sv
  playtally poster year -o - --format svg --with hours,countries --owner Ada > year.svg")]
    Poster(Poster),
    /// Make the summary that the device shows
    ///
    /// A summary holds statistics and names. It holds no play, no time of a play, and nothing that names your account.
    /// See all of it with `playtally inspect`.
    #[command(after_help = "\
Examples:
  playtally summary -o my.tally
  playtally summary -o ada.tally --owner Ada")]
    Summary(Summary),
    /// Show everything that is in a summary, in words
    #[command(after_help = "\
Examples:
  playtally inspect my.tally
  playtally inspect my.tally --json | jq .sections")]
    Inspect(Inspect),
    /// Put a summary onto a USB stick
    ///
    /// Without a drive, takes the one stick that is plugged in and mounted.
    #[command(after_help = LOAD_EXAMPLES)]
    Load(Load),
    /// Import whatever is new, and put a new summary onto the stick
    ///
    /// As the settings have it, in $XDG_CONFIG_HOME/playtally/refresh.toml or ~/.config/playtally/refresh.toml; on macOS in
    /// ~/Library/Application Support/playtally, on Windows in %APPDATA%\playtally. Does nothing and says nothing where
    /// nothing is new, so that it can be run as often as you like: docs/refresh.md has units and recipes for that.
    #[command(after_help = "\
Examples:
  playtally refresh --example > ~/.config/playtally/refresh.toml
  playtally refresh --verbose")]
    Refresh(Refresh),
    /// Show the device on an emulated panel
    ///
    /// Runs the device's own program with its own display driver against an emulated panel: in a window, or in the
    /// terminal where there is no display, or into files.
    ///
    #[cfg_attr(
        not(feature = "window"),
        doc = "This program is built without the window, which needs libraries of your system: it draws in the terminal. One that is \
               built from source, and the one for Windows, have it.\n\n"
    )]
    /// Keys: ← → pages, space pause, o next owner, q quit.
    ///
    /// A summary that changes on disk while it is shown is loaded anew, as from a stick.
    ///
    /// With --shots, --layout, --gif and --tour the pictures are the same on every computer and every day: names are set in the bundled
    /// fonts, an export is read in UTC unless --timezone says otherwise, as on the day after its last play, and time
    /// passes only on the device.
    #[command(after_help = "\
Examples:
  playtally simulate my_spotify_data.zip     straight from an export; the library stays as it is
  playtally simulate my.tally --terminal     a summary, in the terminal
  playtally simulate --shots pages           your library, as a PNG per page
  playtally simulate --tour 60 --json        an hour of it at once, and what it took")]
    Simulate(Simulate),
    /// Write your history into a file that you can keep, read anywhere, and import again
    ///
    /// Every play with all that the library knows of it: start, end, title, artist, album, duration, how it began and
    /// ended, flags, country and source. As CSV or JSON Lines, importing it brings back the same history. As listens it
    /// is what ListenBrainz imports; they are meant for others to see, so private plays stay out of them.
    ///
    /// Characters that do not show, such as those that move a terminal's cursor, are written as \\u009b, in CSV as well.
    #[command(after_help = "\
Examples:
  playtally export -o history.csv
  playtally export -o history.csv --spreadsheet
  playtally export -o history.jsonl
  playtally export -o listens.json --format listenbrainz
  playtally export -o - --format jsonl | jq .artist | sort | uniq -c")]
    Export(Export),
    /// Say what tells your summaries from those of others
    ///
    /// Each library has an id of its own, a number that was drawn when it was made and that means nothing but itself. It is in
    /// every summary of it: a device, `load` and `refresh` replace a summary by one of the same id, whatever name it bears, and
    /// keep others apart. `playtally inspect` shows it.
    #[command(after_help = "\
Examples:
  playtally owner
  playtally owner --new-id")]
    Owner(Owner),
    /// Say together with others what you listen to, and hand over no history
    ///
    /// What leaves is one file, which you have read in words and signed. It holds no play and no time, and is sealed in pieces that
    /// no single party can open; what is published are sums with noise of a stated strength. There is no server: files go
    /// round in a folder. docs/collective.md says what is promised, to whom, and what is not.
    Collective(Collective),
    /// Add up some numbers with friends, and show nobody yours
    ///
    /// Five friends or more, and one stick or shared folder that goes round three times: with keys, with sealed shares of everybody's
    /// numbers, and with sums of shares. What comes out is the exact total, and who of you knows your own artists. Nobody sees
    /// another's numbers or names. docs/groups.md says how it goes, what is promised and what is not.
    Group(Group),
    /// Forget your library
    ///
    /// Says what goes, and asks. Also removes what commands that were killed left half written beside the library, in the
    /// working folder and on sticks; elsewhere, the next command that writes into a folder removes it.
    Erase(Erase),
    /// Print a script that completes commands in your shell
    #[command(after_help = "\
Examples:
  playtally completions bash > ~/.local/share/bash-completion/completions/playtally
  playtally completions fish > ~/.config/fish/completions/playtally.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print a page of the manual, as `man` reads it
    #[command(after_help = "\
Examples:
  playtally man > playtally.1
  playtally man import | man -l -")]
    Man(Manual),
}

impl Command {
    /// The files and folders that it reads.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &Path> {
        let (many, one) = match self {
            Self::Import(import) => (&import.paths[..], None),
            Self::Catalogue(catalogue) => (&catalogue.files[..], None),
            Self::Inspect(inspect) => (&[][..], Some(&inspect.file)),
            Self::Load(load) => (&[][..], load.summary.as_ref()),
            Self::Simulate(simulate) => (&[][..], simulate.input.as_ref()),
            Self::Refresh(refresh) => (&[][..], refresh.settings.as_ref()),
            Self::Stats(_)
            | Self::Report(_)
            | Self::Poster(_)
            | Self::Summary(_)
            | Self::Export(_)
            | Self::Erase(_)
            | Self::Owner(_)
            | Self::Collective(_)
            | Self::Group(_)
            | Self::Completions { .. }
            | Self::Man(_) => (&[][..], None),
        };
        let more = match self {
            Self::Collective(collective) => collective.command.inputs(),
            Self::Group(group) => group.command.inputs(),
            _ => Vec::new(),
        };
        many.iter().chain(one).chain(more).map(PathBuf::as_path)
    }

    /// Who may read the files that it writes.
    pub(crate) const fn sharing(&self) -> Sharing {
        let shared = match self {
            Self::Report(report) => report.writing.shared,
            Self::Poster(poster) => poster.writing.shared,
            Self::Summary(summary) => summary.writing.shared,
            Self::Load(load) => load.writing.shared,
            Self::Simulate(simulate) => simulate.writing.shared,
            Self::Export(export) => export.writing.shared,
            Self::Collective(collective) => return collective.command.sharing(),
            Self::Group(group) => group.command.is_shared(),
            // Its settings say so.
            Self::Refresh(_) => false,
            Self::Import(_) | Self::Stats(_) | Self::Catalogue(_) | Self::Inspect(_) => false,
            Self::Owner(_) | Self::Erase(_) => false,
            Self::Completions { .. } | Self::Man(_) => false,
        };
        if shared { Sharing::Umask } else { Sharing::Owner }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Manual {
    /// The command that it is about, such as import; without one, Playtally itself
    pub(crate) command: Vec<String>,

    /// Name all commands that have a page
    #[arg(long, conflicts_with = "command")]
    pub(crate) list: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Zips, folders or files of exports
    #[arg(value_name = "PATH", required_unless_present_any = ["timezone", "undo"], value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Where you live, such as Asia/Jakarta: the home zone that the library keeps [default: this computer's, at the first import]
    ///
    /// Days and hours are those at home, and what a player with a clock but no zone wrote down is read by it. Say it again
    /// when you move; without a PATH nothing else is done.
    #[arg(long, value_name = "ZONE", value_parser = zone::named)]
    pub(crate) timezone: Option<chrono_tz::Tz>,

    /// Of databases with the histories of several people, read that of this one
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,

    /// Leave out what YouTube does not file under YouTube Music, even on channels that hold an artist's songs ("… - Topic")
    ///
    /// Otherwise such songs are music. What was imported before stays.
    #[arg(long)]
    pub(crate) no_topic_channels: bool,

    /// Of tables whose headers do not tell, read these columns, such as artist=Who,track=2,time=When
    ///
    /// A column goes by its name or its number. Beside artist, track and time there are album, album-artist, heard and length
    /// (how long it was heard, how long the recording is), and country; date and time together are a moment in two columns.
    /// table=NAME chooses a table of a database, dates=dmy or dates=mdy says what comes first in 02/03/2024, and
    /// zone=UTC or zone=Europe/Paris where clocks hung that name no zone; otherwise they hung at home.
    #[arg(long, value_name = "ROLE=COLUMN,…")]
    pub(crate) columns: Option<Columns>,

    /// Take back the last import that changed anything: the library is again what it was before
    ///
    /// Says when and from what it was and what goes, and asks. Only the last one can be taken back, and only once.
    #[arg(long, conflicts_with_all = ["paths", "timezone", "user", "no_topic_channels", "columns"])]
    pub(crate) undo: bool,

    /// With --undo, do not ask
    #[arg(long, requires = "undo", conflicts_with_all = ["paths", "timezone", "user", "no_topic_channels", "columns"])]
    pub(crate) yes: bool,

    /// Print the books as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How files are written.
#[derive(Clone, Debug, Args)]
pub(crate) struct Writing {
    /// Let others read new files, as your umask says; otherwise you alone can
    ///
    /// A file that is replaced keeps its mode.
    #[arg(long)]
    pub(crate) shared: bool,
}

/// Which plays, and by which rule they count.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Counting")]
pub(crate) struct Counting {
    /// Count everything in this time zone, such as Asia/Jakarta [default: the library's home, and on journeys the zone there]
    #[arg(long, value_name = "ZONE", value_parser = zone::named)]
    pub(crate) timezone: Option<chrono_tz::Tz>,

    /// Count what was heard on journeys in the home zone, too
    #[arg(long, conflicts_with = "timezone")]
    pub(crate) home_time: bool,

    /// How long a play lasts at least to count
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(..=86_400))]
    pub(crate) min_seconds: u32,

    /// Keep variants of a recording apart: a track is its exact artist and title
    #[arg(long)]
    pub(crate) no_merge: bool,

    /// Keep services apart: what two of them report is two plays
    ///
    /// Otherwise a play that Spotify, say, and a scrobbler such as Last.fm report counts once.
    #[arg(long)]
    pub(crate) no_match: bool,

    /// Include what was played in private sessions
    #[arg(long)]
    pub(crate) private: bool,
}

/// Which days, and how much of them.
#[derive(Debug, Args)]
pub(crate) struct Days {
    /// One year
    #[arg(long, conflicts_with_all = ["from", "to"], value_parser = clap::value_parser!(u16).range(1900..=9999))]
    pub(crate) year: Option<u16>,

    /// The first day, as YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) from: Option<NaiveDate>,

    /// The last day, as YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = options::date)]
    pub(crate) to: Option<NaiveDate>,

    /// How many artists, tracks and albums to list
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub(crate) top: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Stats {
    #[command(flatten)]
    pub(crate) days: Days,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) counting: Counting,
}

#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    #[command(subcommand)]
    pub(crate) command: Option<CatalogueCommand>,

    /// Files of metadata, each read once; - for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,

    /// Of a table whose headers do not tell, read these columns, such as artist=Who,album=2,genre=Kind
    ///
    /// A column goes by its name or its number. There are artist, album, track, genre, year, country (of the artist, as two
    /// letters) and id (of the artist, by which homonyms are told apart); table=NAME chooses a table of a database.
    #[arg(long, value_name = "ROLE=COLUMN,…", requires = "files")]
    pub(crate) columns: Option<playtally_catalogue::Columns>,

    /// What to call a table: it is listed, credited, replaced and forgotten by it [default: table]
    #[arg(long, value_name = "NAME", requires = "files")]
    pub(crate) name: Option<String>,

    /// The licence that a table is under
    #[arg(long, value_name = "LICENCE", requires = "files")]
    pub(crate) licence: Option<String>,

    /// Believe a table about artists by their names alone, as one that you made yourself
    ///
    /// Otherwise an album or a track has to agree, since artists share names.
    #[arg(long, requires = "files")]
    pub(crate) trust_names: bool,

    /// Print what is known as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is done with what was learnt.
#[derive(Debug, Subcommand)]
pub(crate) enum CatalogueCommand {
    /// Say why something is believed of an artist, or not
    Why {
        /// The artist
        name: String,
    },
    /// Correct what is known of an artist, or of one of its titles: it goes before what any source says, and stays
    Set {
        /// The artist
        name: String,

        /// What is known better: genre=…, year=… or country=… (two letters); nothing, to let sources speak again
        #[arg(value_name = "FACT")]
        facts: Vec<Fact>,

        /// The album or track that it is about
        #[arg(long)]
        title: Option<String>,
    },
    /// Forget what was learnt from sources
    Forget {
        /// The sources, as `playtally catalogue` lists them
        #[arg(value_name = "SOURCE", required_unless_present = "all", conflicts_with = "all")]
        sources: Vec<String>,

        /// All of them
        #[arg(long)]
        all: bool,
    },
}

/// Something that is known of music.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    Genre(String),
    Year(u16),
    Country([u8; 2]),
}

impl std::str::FromStr for Fact {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let value = value.trim();
        match name.trim() {
            "genre" if !value.is_empty() && value.len() <= 64 => Ok(Self::Genre(value.to_owned())),
            "year" => match value.parse() {
                Ok(year) if (1860..2100).contains(&year) => Ok(Self::Year(year)),
                _ => Err("a year is a number such as 1959".to_owned()),
            },
            "country" => match *value.as_bytes() {
                [one, two] if one.is_ascii_alphabetic() && two.is_ascii_alphabetic() => {
                    Ok(Self::Country([one.to_ascii_uppercase(), two.to_ascii_uppercase()]))
                }
                _ => Err("a country is two letters, such as SE".to_owned()),
            },
            _ => Err("facts are genre=…, year=… and country=…".to_owned()),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Where to write it; - for standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) writing: Writing,

    /// Whose history it is, for the title
    #[arg(long, value_name = "NAME")]
    pub(crate) owner: Option<String>,

    /// The owner's colour [default: the one that the device has for the name]
    #[arg(long, value_name = "COLOUR", value_parser = options::accent())]
    pub(crate) accent: Option<u8>,

    #[command(flatten)]
    pub(crate) days: Days,

    #[command(flatten)]
    pub(crate) counting: Counting,
}

/// What a poster is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PosterOf {
    /// A year, such as 2024; without WHICH, the one that is told last
    Year,
    /// An artist by its name; without WHICH, the most played one
    Artist,
    /// An era by its number, the oldest first, or by an artist of it; without WHICH, the last one
    Era,
    /// Your listening type
    Type,
}

/// The kind of a picture's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Picture {
    /// Paths, for whoever draws on
    Svg,
    /// Pixels, to share
    Png,
    /// A page, to print
    Pdf,
}

/// What is in a poster only where it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    /// At which hours of the day was listened
    Hours,
    /// In which countries was listened, on a year or an era
    Countries,
}

#[derive(Debug, Args)]
pub(crate) struct Poster {
    /// What it is about
    #[arg(value_enum)]
    pub(crate) subject: PosterOf,

    /// Which year, artist or era
    pub(crate) which: Option<String>,

    /// Where to write it; - for standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    /// The kind of file [default: what the name of FILE ends in]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Picture>,

    /// Its size: a sheet of paper (297 by 420 mm), a square (300 by 300 mm), or a telephone (9 by 16)
    #[arg(long, value_name = "SIZE", default_value = Size::default().slug(), value_parser = options::size())]
    pub(crate) size: Size,

    /// How many pixels wide a PNG is [default: 3508 for a3, 2160 for square, 1080 for story]
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(100..=16_384))]
    pub(crate) width: Option<u32>,

    /// Show this as well, which is left out otherwise
    #[arg(long, value_name = "WHAT", value_enum, value_delimiter = ',')]
    pub(crate) with: Vec<Shown>,

    /// Write this name on it; otherwise it says nothing of whose it is
    #[arg(long, value_name = "NAME")]
    pub(crate) owner: Option<String>,

    /// The colour of its ground [default: that of what it is about]
    #[arg(long, value_name = "COLOUR", value_parser = options::accent())]
    pub(crate) accent: Option<u8>,

    /// Whether it is dark, light, or of the strongest contrast
    #[arg(long, value_name = "THEME", default_value = Theme::default().slug(), value_parser = options::theme())]
    pub(crate) theme: Theme,

    /// Its language, by its tag
    #[arg(long, value_name = "TAG", default_value = Language::default().tag(), value_parser = options::language())]
    pub(crate) language: Language,

    /// The fonts that names are set in; of this computer's, those whose licence bits let them be drawn into a document
    #[arg(long, value_enum, default_value_t = Fonts::System)]
    pub(crate) fonts: Fonts,

    #[command(flatten)]
    pub(crate) writing: Writing,

    #[command(flatten)]
    pub(crate) counting: Counting,
}

/// Which fonts names are set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Fonts {
    /// Those that come with Playtally: the same on every computer
    Bundled,
    /// Those of this computer where the bundled ones lack a script
    System,
}

/// Whose summary it is and how its names are set.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Summary")]
pub(crate) struct Pressing {
    /// The name that the device shows
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) owner: String,

    /// The owner's colour, on the cover, in the menu and before each new page [default: one that goes by the name]
    #[arg(long, value_name = "COLOUR", value_parser = options::accent())]
    pub(crate) accent: Option<u8>,

    /// The fonts that names are set in [default: system; bundled with --shots, --layout, --gif and --tour]
    #[arg(long, value_enum)]
    pub(crate) fonts: Option<Fonts>,
}

#[derive(Debug, Args)]
pub(crate) struct Summary {
    /// Where to write it; - for standard output. A file that is named .uf2 is one to drag onto a Raspberry Pi Pico
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) writing: Writing,

    #[command(flatten)]
    pub(crate) pressing: Pressing,

    #[command(flatten)]
    pub(crate) counting: Counting,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The summary
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Load {
    #[arg(help = DRIVE, value_hint = ValueHint::DirPath)]
    pub(crate) drive: Option<PathBuf>,

    /// A summary to put there, instead of one made from your library
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) summary: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) writing: Writing,

    #[command(flatten)]
    pub(crate) pressing: Pressing,

    #[command(flatten)]
    pub(crate) counting: Counting,
}

#[derive(Debug, Args)]
pub(crate) struct Refresh {
    /// The settings, instead of those in your configuration directory
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) settings: Option<PathBuf>,

    /// Print settings to begin with, and do nothing
    #[arg(long, conflicts_with = "settings")]
    pub(crate) example: bool,

    /// Say what was looked at, too, and what is not there
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// The form of an exported history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table with commas and a header
    Csv,
    /// A JSON object per line
    Jsonl,
    /// The JSON that ListenBrainz imports
    #[value(name = "listenbrainz")]
    ListenBrainz,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Where to write it; - for standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    /// Its form [default: jsonl for a FILE that ends in .jsonl, else csv]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Make the CSV safe to open in a spreadsheet
    ///
    /// A spreadsheet calculates what begins with =, +, -, or @, names included, and what it calculates may reach for other
    /// files and the network. Such cells get an apostrophe before them. Importing it takes that away again.
    #[arg(long)]
    pub(crate) spreadsheet: bool,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Owner {
    /// Draw another id: to a device that has seen the one before, the next summary is somebody else's, and it asks
    #[arg(long)]
    pub(crate) new_id: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// A summary or an export [default: your library]
    #[arg(value_name = "SUMMARY or EXPORT", value_hint = ValueHint::AnyPath)]
    pub(crate) input: Option<PathBuf>,

    /// Show it in the terminal
    #[arg(long, conflicts_with_all = ["shots", "layout", "gif", "tour"], help_heading = "Where")]
    pub(crate) terminal: bool,

    /// Draw every page into a PNG in this folder
    ///
    /// Pictures that were drawn before are replaced; any other file of such a name is not.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Where")]
    pub(crate) shots: Option<PathBuf>,

    /// With --shots, draw the device as it stands on a desk and not its panel alone
    #[cfg(feature = "window")]
    #[arg(long, requires = "shots", help_heading = "Where")]
    pub(crate) housing: bool,

    /// Write what every page is made of into this file, as JSON Lines; - for standard output
    ///
    /// A line is a page: its name, the panel and its size, and the marks in the order in which they are printed. A mark is a
    /// title, a name, words or a picture, with its text, the box that it was given, the pixels that its ink takes, both as
    /// [x, y, width, height] from the upper left corner, and which marks, by their number from 0, it may be printed over.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["gif", "tour"],
        help_heading = "Where")]
    pub(crate) layout: Option<PathBuf>,

    /// Record one round of the pages, or the whole tour, into an animated GIF; - for standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Where")]
    pub(crate) gif: Option<PathBuf>,

    /// Run so many minutes of the device's time without waiting, and say what that took
    ///
    /// Fails where the device broke a budget: the panel was misused, a picture took more than 60 calls, a frame of a
    /// change kept the bus busy for more than a thirtieth of a second, or bytes were sent while a page stood still.
    /// --shots draws the pages that come up, and --gif records all of it.
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=43_200), help_heading = "Where")]
    pub(crate) tour: Option<u32>,

    /// Print what the tour took as JSON
    #[arg(long, requires = "tour", help_heading = "Where")]
    pub(crate) json: bool,

    /// Write what went over the panel's wires into this file when the device is closed; - for standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Where")]
    pub(crate) trace: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) writing: Writing,

    #[command(flatten)]
    pub(crate) device: Emulated,

    #[command(flatten)]
    pub(crate) pressing: Pressing,

    #[command(flatten)]
    pub(crate) counting: Counting,
}

/// The emulated device.
#[derive(Debug, Args)]
#[command(next_help_heading = "Device")]
pub(crate) struct Emulated {
    /// The panel, by its name in the device's settings
    #[arg(long, value_name = "NAME", default_value = PANELS[0].name, value_parser = options::panel)]
    pub(crate) panel: &'static PanelSpec,

    /// Turn the picture clockwise by so many degrees
    #[arg(long, value_name = "DEGREES", default_value = "0", allow_negative_numbers = true, value_parser = options::rotation)]
    pub(crate) rotate: Rotation,

    /// The device's language, by its tag
    #[arg(long, value_name = "TAG", default_value = Language::default().tag(), value_parser = options::language())]
    pub(crate) language: Language,

    /// The device's colours
    #[arg(long, value_name = "THEME", default_value = Theme::default().slug(), value_parser = options::theme())]
    pub(crate) theme: Theme,

    /// The device's time to begin with, as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS
    ///
    /// In the time zone of the summary. Without it the device begins now, and with --shots, --layout, --gif and --tour at noon of
    /// the day on which the summary was made.
    #[arg(long, value_name = "TIME", value_parser = options::moment)]
    pub(crate) at: Option<NaiveDateTime>,

    /// How fast the device's time runs
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = options::speed)]
    pub(crate) speed: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::error::ErrorKind;

    fn parse(line: &str) -> Result<Arguments, ErrorKind> {
        Arguments::try_parse_from(line.split(' ')).map_err(|error| error.kind())
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    /// The arguments that name files and folders: of which command, and whether it reads them or writes there.
    const PATHS: [(&str, &str, char); 15] = [
        ("import", "paths", 'r'),
        ("catalogue", "files", 'r'),
        ("refresh", "settings", 'r'),
        ("report", "output", 'w'),
        ("poster", "output", 'w'),
        ("summary", "output", 'w'),
        ("inspect", "file", 'r'),
        ("load", "drive", 'w'),
        ("load", "summary", 'r'),
        ("simulate", "input", 'r'),
        ("simulate", "layout", 'w'),
        ("simulate", "shots", 'w'),
        ("simulate", "gif", 'w'),
        ("simulate", "trace", 'w'),
        ("export", "output", 'w'),
    ];

    #[test]
    fn every_path_is_known_as_one_that_is_read_or_written() {
        let arguments = Arguments::command();
        for command in arguments.get_subcommands() {
            for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
                let is_path = argument.get_value_parser().type_id() == std::any::TypeId::of::<PathBuf>();
                let (name, id) = (command.get_name(), argument.get_id().as_str());
                let known = PATHS.iter().find(|(of, path, _)| (*of, *path) == (name, id));
                assert_eq!(is_path, known.is_some(), "{name} {id}: is it an input or an output?");
                if known.is_some_and(|(_, _, way)| *way == 'r') {
                    assert!(
                        inputs(name, argument).contains(&PathBuf::from("read-me")),
                        "{name} {id}"
                    );
                }
            }
            let writes = PATHS
                .iter()
                .any(|(of, _, way)| *of == command.get_name() && *way == 'w');
            let can_share = command.get_arguments().any(|argument| argument.get_id() == "shared");
            assert_eq!(writes, can_share, "{}", command.get_name());
        }
    }

    /// What a command says that it reads when this argument is `read-me`.
    fn inputs(command: &str, argument: &clap::Arg) -> Vec<PathBuf> {
        let long = argument.get_long().map(|long| format!("--{long}"));
        let words = ["playtally", command].map(str::to_owned).into_iter();
        let words = words.chain(long).chain(["read-me".to_owned()]);
        let parsed = Arguments::try_parse_from(words).expect("sound");
        parsed.command.inputs().map(Path::to_owned).collect()
    }

    #[test]
    fn statistics_are_of_a_year_or_of_days() {
        let Command::Stats(stats) = parse("playtally stats --from 2020-02-29 --timezone Asia/Jakarta")
            .expect("sound")
            .command
        else {
            panic!("another command");
        };
        assert_eq!(stats.days.from, NaiveDate::from_ymd_opt(2020, 2, 29));
        assert_eq!(stats.counting.timezone, Some(chrono_tz::Asia::Jakarta));
        assert_eq!((stats.days.top, stats.counting.min_seconds), (10, 30));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (line, kind) in [
            (
                "playtally stats --year 2024 --from 2024-01-01",
                ErrorKind::ArgumentConflict,
            ),
            ("playtally stats --from 2023-02-29", ErrorKind::ValueValidation),
            ("playtally stats --timezone Mars/Olympus", ErrorKind::ValueValidation),
            ("playtally import", ErrorKind::MissingRequiredArgument),
            ("playtally play", ErrorKind::InvalidSubcommand),
        ] {
            assert_eq!(parse(line).err(), Some(kind), "{line}");
        }
    }

    #[test]
    fn a_file_alone_is_shown() {
        let said = |line: &str, exists: bool| {
            let said = line.split(' ').map(OsString::from).collect();
            let said: Vec<String> = with_command(said, |_| exists)
                .into_iter()
                .map(|word| word.into_string().expect("UTF-8"))
                .collect();
            said.join(" ")
        };
        assert_eq!(
            said("playtally my.zip --terminal", true),
            "playtally simulate my.zip --terminal"
        );
        for line in [
            "playtally",
            "playtally stats",
            "playtally --version",
            "playtally help",
            "playtally import my.zip",
        ] {
            assert_eq!(said(line, true), line);
        }
        assert_eq!(said("playtally play", false), "playtally play");
    }

    #[test]
    fn the_picture_is_turned_either_way() {
        for (degrees, turned) in [("-90", 270), ("270", 270), ("-180", 180), ("0", 0), ("360", 0)] {
            let arguments = parse(&format!("playtally simulate my.tally --rotate {degrees}")).expect("sound");
            let Command::Simulate(simulate) = arguments.command else {
                panic!("another command");
            };
            assert_eq!(
                Some(simulate.device.rotate),
                Rotation::from_degrees(turned),
                "{degrees}"
            );
        }
        assert!(parse("playtally simulate my.tally --rotate 45").is_err());
    }

    #[test]
    fn a_tour_goes_with_pictures_and_a_trace_and_not_with_the_terminal() {
        let tour = "playtally simulate my.tally --tour 10";
        parse(&format!("{tour} --shots a --gif b --trace c --json")).expect("sound");
        assert_eq!(
            parse(&format!("{tour} --terminal")).err(),
            Some(ErrorKind::ArgumentConflict)
        );
        let lone = parse("playtally simulate --json").err();
        assert_eq!(lone, Some(ErrorKind::MissingRequiredArgument));
    }

    #[test]
    fn the_library_can_be_named_before_and_after_the_command() {
        for line in [
            "playtally --library a.sqlite stats",
            "playtally stats --library a.sqlite",
        ] {
            assert_eq!(parse(line).expect("sound").library, Some("a.sqlite".into()), "{line}");
        }
    }
}
