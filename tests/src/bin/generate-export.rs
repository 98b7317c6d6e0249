//! Makes an invented person's streaming-history export.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Parser, ValueEnum};
use playtally_tests::archive::{Archive, Folder, Zip};
use playtally_tests::listener::{Listener, Person};
use playtally_tests::spotify_account::{self, Naming};
use playtally_tests::spotify_extended::{Extended, Ids};
use playtally_tests::truth::Truth;

/// Makes an invented person's streaming-history export, with the oddities of real ones.
///
/// The same seed, plays and days are the same person and give the same bytes on every machine. The three shapes are three
/// exports of that one person and overlap as real ones do: `extended` holds the whole life, `extended-old` what was
/// before February 2023, `account` the last year. Memory does not grow with the number of plays.
#[derive(Debug, Parser)]
#[command(after_help = "Example: generate-export --seed 7 --plays 310000 --shape extended -o export.zip")]
struct Arguments {
    /// Which person: any number.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plays in the person's whole life (beyond them, an export has some duplicate rows).
    #[arg(long, default_value_t = 36_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    plays: u64,
    /// Which of the person's exports.
    #[arg(long, value_enum, default_value_t = Shape::Extended)]
    shape: Shape,
    /// The first day of the life [default: 2014-05-02].
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// The last day of the life [default: 2026-10-18].
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
    /// Spell ids so that they compress well, for small fixtures.
    #[arg(long)]
    plain_ids: bool,
    /// How hard to compress, 1 to 9.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=9))]
    level: u8,
    /// Where to write: a zip, `-` for standard output, or with a slash at its end an unpacked folder.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Also write what the export holds (books per file, totals, tops, streaks) as JSON.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// Extended streaming history as of late 2024: 23 fields, pretty-printed, sorted.
    Extended,
    /// Extended streaming history as of early 2023: 21 fields, `endsong_N.json`, unsorted.
    ExtendedOld,
    /// Account data: the last year, to the minute.
    Account,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generate-export: {}: {error}", arguments.output.display());
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let mut person = Person::new(arguments.seed, arguments.plays);
    person.from = arguments.from.unwrap_or(person.from);
    person.to = arguments.to.unwrap_or(person.to);
    let listener = Listener::new(person);
    let truth = if arguments.output == Path::new("-") {
        zip(arguments, &listener, io::stdout().lock())?
    } else if arguments.output.to_string_lossy().ends_with('/') {
        write(arguments, &listener, &mut Folder::new(&arguments.output))?
    } else {
        zip(arguments, &listener, File::create(&arguments.output)?)?
    };
    let total = truth.total();
    eprintln!(
        "{} rows in {} files: {} music, {} podcast, {} audiobook, {} duplicate, {} nameless",
        total.read,
        truth.files.len(),
        total.music,
        total.podcast,
        total.audiobook,
        total.duplicate,
        total.nameless
    );
    if let Some(path) = &arguments.truth {
        serde_json::to_writer_pretty(BufWriter::new(File::create(path)?), &truth)?;
    }
    Ok(())
}

fn zip(arguments: &Arguments, listener: &Listener, out: impl Write) -> io::Result<Truth> {
    let mut zip = Zip::new(BufWriter::new(out), arguments.level);
    let truth = write(arguments, listener, &mut zip)?;
    zip.finish()?.flush()?;
    Ok(truth)
}

fn write(arguments: &Arguments, listener: &Listener, archive: &mut impl Archive) -> io::Result<Truth> {
    let ids = if arguments.plain_ids { Ids::Plain } else { Ids::Random };
    match arguments.shape {
        Shape::Extended => Extended { ids, ..Extended::NEW }.write(listener, archive),
        Shape::ExtendedOld => Extended { ids, ..Extended::OLD }.write(listener, archive),
        Shape::Account => spotify_account::write(listener, Naming::ByKind, archive),
    }
}
