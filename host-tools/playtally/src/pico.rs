//! A summary for a Raspberry Pi Pico, whose boot loader is a drive.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use playtally_history::escape::shown;
use playtally_pico::{flash, uf2};

use crate::output;
use crate::safely::{self, Output};
use crate::text::style::{STRONG, styled};

/// What the boot loader says of itself is in this file.
const INFO: &str = "INFO_UF2.TXT";
/// No boot loader says more, in bytes.
const LONGEST: u64 = 4096;
/// The board that the RP2040's boot loader names there.
const BOARD: &str = "RPI-RP2";

/// What a summary is called there.
pub(crate) const FILE: &str = "playtally.uf2";

/// What to do with a file for a Pico.
pub(crate) const HOW_TO_LOAD: &str =
    "Hold BOOTSEL on the Pico while you plug it in, and drag the file onto the drive that comes up.";

/// Whether a file is to be one for a Pico, by its name.
pub(crate) fn is_for_one(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("uf2"))
}

/// The file that puts a summary into the flash of a Pico.
pub(crate) fn image(summary: &[u8]) -> Vec<u8> {
    uf2::blocks(summary, flash::SUMMARY, uf2::Family::RP2040)
        .flatten()
        .collect()
}

/// Whether a folder is the drive of a Pico that waits to be loaded.
///
/// # Errors
/// If it is that of another board.
pub(crate) fn is_waiting(folder: &Path) -> Result<bool> {
    let Some(info) = said(&folder.join(INFO)) else {
        return Ok(false);
    };
    let board = info.lines().find_map(|line| line.strip_prefix("Board-ID:"));
    if board.is_none_or(|board| board.trim() != BOARD) {
        bail!(
            "{} is the boot loader of another board than a Raspberry Pi Pico, for which there is no firmware",
            shown(folder)
        );
    }
    Ok(true)
}

/// What a boot loader says of itself in a file, if it is one.
fn said(file: &Path) -> Option<String> {
    if !fs::metadata(file).ok()?.is_file() {
        return None;
    }
    let mut said = Vec::new();
    File::open(file).ok()?.take(LONGEST).read_to_end(&mut said).ok()?;
    Some(String::from_utf8_lossy(&said).into_owned())
}

/// Writes a summary onto the drive of a Pico. It starts with it as soon as it has all of it, and its drive is gone: nothing can
/// be read back, but each block says by itself where it belongs, and the program checks the whole before it shows it.
pub(crate) fn load(output: &Output, summary: &[u8]) -> Result<()> {
    let path = output.path();
    let cannot = || format!("cannot write {}; unplug the Pico and try again", shown(path));
    safely::hand_over(output, &image(summary)).with_context(cannot)?;
    output::print(&format!(
        "Wrote {}. The Pico starts now and shows it.\n",
        styled(STRONG, shown(path))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safely::{Content, Outputs};

    #[test]
    fn a_file_is_for_a_pico_by_its_name() {
        assert!(is_for_one(Path::new("Ada.UF2")) && !is_for_one(Path::new("uf2")) && !is_for_one(Path::new("a.tally")));
    }

    #[test]
    fn the_boot_loader_of_a_pico_is_known_by_what_it_says() {
        let drive = tempfile::tempdir().expect("a folder");
        assert!(!is_waiting(drive.path()).expect("an ordinary stick"));
        let info = |board: &str| format!("UF2 Bootloader v3.0\r\nModel: Raspberry Pi RP2\r\nBoard-ID: {board}\r\n");
        fs::write(drive.path().join(INFO), info("RPI-RP2")).expect("written");
        assert!(is_waiting(drive.path()).expect("a Pico"));
        let output = Outputs::of_nothing().file(&drive.path().join(FILE), Content::Binary);
        load(&output.expect("free"), &[7; 300]).expect("loaded");
        let file = fs::read(drive.path().join(FILE)).expect("there");
        assert_eq!((file.len(), &file[12..16]), (1024, &[0, 0, 0x10, 0x10][..]));
        fs::write(drive.path().join(INFO), info("SAMD21G18A")).expect("written");
        is_waiting(drive.path()).expect_err("another board");
        let long = format!("{}Board-ID: RPI-RP2\r\n", "\r\n".repeat(1 << 20));
        fs::write(drive.path().join(INFO), long).expect("written");
        is_waiting(drive.path()).expect_err("the board is not named where it would be");
    }
}
