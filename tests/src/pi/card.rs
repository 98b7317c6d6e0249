//! The card of a Raspberry Pi, with a boot partition and Debian, as `tests/pi/prepare card` makes it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::command::run;

/// The device on which a Raspberry Pi finds its system.
pub const ROOT: &str = "/dev/mmcblk0p2";

/// Where the boot partition begins, in mebibytes.
const BOOT: u32 = 4;

/// The image of a card.
#[derive(Debug)]
pub struct Card {
    path: PathBuf,
}

impl Card {
    /// A copy of a card.
    ///
    /// # Errors
    /// There is no such card, or the disk is full.
    pub fn copy(of: &Path, to: &Path) -> io::Result<Self> {
        run(Command::new("cp").arg("--sparse=always").arg(of).arg(to))?;
        Ok(Self { path: to.to_owned() })
    }

    /// Its image.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Copies a file onto the boot partition, as an owner does on a computer of any kind.
    ///
    /// # Errors
    /// `mcopy` is missing or fails.
    pub fn put(&self, file: &Path) -> io::Result<()> {
        run(Command::new("mcopy")
            .args(["-o", "-i", &self.boot()])
            .arg(file)
            .arg("::"))
    }

    /// Whether the boot configuration has SPI on for a Raspberry Pi 3. It is read as its firmware would do it.
    ///
    /// # Errors
    /// `mcopy` is missing or fails.
    pub fn has_spi_on(&self) -> io::Result<bool> {
        let copy = self.path.with_extension("config");
        run(Command::new("mcopy")
            .args(["-n", "-i", &self.boot(), "::config.txt"])
            .arg(&copy))?;
        let (mut ours, mut on) = (true, false);
        for line in fs::read_to_string(copy)?.lines().map(str::trim) {
            if let Some(section) = line.strip_prefix('[') {
                ours = matches!(section, "all]" | "pi3]");
            } else if ours {
                on |= line == "dtparam=spi=on";
            }
        }
        Ok(on)
    }

    fn boot(&self) -> String {
        format!("{}@@{BOOT}M", self.path.display())
    }
}
