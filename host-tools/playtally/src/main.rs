//! The command line: from exports to a library, to statistics, to a summary, to a device that is tried on this computer.

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};

mod arguments;
mod erase;
mod export;
mod import;
mod inspect;
mod interrupt;
mod library;
mod load;
mod options;
mod outcome;
mod output;
mod place;
mod report;
mod safely;
mod simulate;
mod stats;
mod summary;
mod tell;
mod text;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    outcome::end(run(arguments))
}

fn run(Arguments { library, command }: Arguments) -> anyhow::Result<()> {
    let library = || place::library(library);
    match command {
        Command::Import(arguments) => import::run(&arguments, &library()?),
        Command::Stats(arguments) => stats::run(&arguments, &library()?),
        Command::Report(arguments) => report::run(&arguments, &library()?),
        Command::Summary(arguments) => summary::run(&arguments, &library()?),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Load(arguments) => load::run(&arguments, library),
        Command::Simulate(arguments) => simulate::run(&arguments, library),
        Command::Export(arguments) => export::run(&arguments, &library()?),
        Command::Erase(arguments) => erase::run(&arguments, &library()?),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "playtally", &mut script);
            output::print(&String::from_utf8_lossy(&script))
        }
    }
}
