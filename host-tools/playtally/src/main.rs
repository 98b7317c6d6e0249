//! The command line: from exports to a library, to statistics, to a summary, to a device that is tried on this computer.

// What tests write is their own.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

use std::process::ExitCode;

use clap::CommandFactory;

use arguments::{Arguments, Command};
use outcome::End;
use safely::Outputs;

mod arguments;
mod ask;
mod catalogue;
mod collective;
mod erase;
mod export;
mod group;
mod home;
mod import;
mod inspect;
mod interrupt;
mod library;
mod load;
mod manual;
mod options;
mod outcome;
mod output;
mod owner;
mod pico;
mod place;
mod poster;
mod refresh;
mod report;
mod safely;
mod simulate;
mod stats;
mod summary;
mod text;
mod zone;

fn main() -> ExitCode {
    interrupt::listen();
    let arguments = Arguments::of_this_program();
    match outcome::of(run(arguments)) {
        End::Code(code) => code.into(),
        End::Signal => interrupt::end(),
    }
}

fn run(Arguments { library, command }: Arguments) -> anyhow::Result<()> {
    let mut outputs = Outputs::new(
        &place::libraries(library.as_deref()),
        command.inputs(),
        command.sharing(),
    );
    let library = || place::library(library);
    match command {
        Command::Import(arguments) => import::run(&arguments, &library()?),
        Command::Stats(arguments) => stats::run(&arguments, &library()?),
        Command::Catalogue(arguments) => catalogue::run(&arguments, &library()?),
        Command::Report(arguments) => report::run(&arguments, &library()?, &mut outputs),
        Command::Poster(arguments) => poster::run(&arguments, &library()?, &mut outputs),
        Command::Summary(arguments) => summary::run(&arguments, &library()?, &mut outputs),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Load(arguments) => load::run(&arguments, library, &mut outputs),
        Command::Refresh(arguments) => refresh::run(&arguments, library, &mut outputs),
        Command::Simulate(arguments) => simulate::run(&arguments, library, outputs),
        Command::Export(arguments) => export::run(&arguments, &library()?, &mut outputs),
        Command::Owner(arguments) => owner::run(&arguments, &library()?),
        Command::Collective(arguments) => collective::run(&arguments.command, library, &mut outputs),
        Command::Group(arguments) => group::run(&arguments.command, &library()?, &mut outputs),
        Command::Erase(arguments) => erase::run(&arguments, &library()?),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "playtally", &mut script);
            output::print(&String::from_utf8_lossy(&script))
        }
        Command::Man(arguments) => manual::run(&arguments),
    }
}
