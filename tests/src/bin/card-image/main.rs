//! Looks a card image over, for `release/card`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use playtally_tests::card_image::{self, MODELS};

/// Most bytes of what is downloaded.
const DOWNLOAD: u64 = 40_000_000;

#[derive(Debug, Parser)]
#[command(name = "card-image")]
enum Arguments {
    /// Looks an image over: what each model of Raspberry Pi starts from, what has to be on it and what must not
    Check {
        /// The image; of a compressed one, the size
        image: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("card-image: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<String, Box<dyn Error>> {
    match arguments {
        Arguments::Check { image } if image.extension().is_some_and(|extension| extension == "xz") => {
            let bytes = fs::metadata(image)?.len();
            if bytes > DOWNLOAD {
                return Err(format!("{} has {bytes} bytes, and may have {DOWNLOAD}", image.display()).into());
            }
            Ok(format!("{bytes} bytes to download, of at most {DOWNLOAD}"))
        }
        Arguments::Check { image } => {
            let folder = image.with_extension("content");
            let problems = card_image::check(image, Path::new(&folder))?;
            if problems.is_empty() {
                return Ok(format!("the card is whole, for {} models", MODELS.len()));
            }
            Err(problems.join("\ncard-image: ").into())
        }
    }
}
