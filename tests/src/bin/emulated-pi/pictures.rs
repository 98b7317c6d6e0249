//! What the panel shows when a stick comes.

use playtally_device::{Button, News};
use playtally_screen::Refusal;
use playtally_tests::pi::expected::{Expected, STILL};
use playtally_tests::pi::machine::Board;
use playtally_tests::pi::stick;

use super::Result;
use super::desk::{AT, Desk, Pi, kept, state_with};

/// With rppal: how to load a summary, a stick, its owner's cover, the next page.
pub(crate) fn the_first_stick_is_found_read_accepted_and_shown(desk: &Desk) -> Result<String> {
    let folder = desk.folder("first-stick");
    let parts = desk.pack(Board::RaspberryPi3, &folder, &[])?;
    let empty = Expected::new(Vec::new(), Some(AT))?.picture();
    let mut expected = Expected::new(vec![kept(&desk.ann)?], Some(AT))?;
    let cover = expected.picture();
    let second = expected.turn()?;
    let owner = kept(&desk.ann)?.identity();
    let accepted = expected.news(News::Accepted { owner })?;

    let mut pi = Pi::boot(&parts, &folder)?;
    pi.start(&format!("{STILL}backend = \"rppal\"\n"))?;
    pi.wait_for("no-summary", &empty)?;
    pi.machine
        .plug(&stick::image(&folder, "good", 64, &desk.ann)?, "good")?;
    pi.machine
        .run("until [ -e /dev/sda ]; do sleep 0.1; done; stick /dev/sda")?;
    pi.wait_for("accepted", &accepted)?;
    pi.wait_for("cover", &cover)?;
    pi.tap(Button::X, "second-page", &second)?;
    pi.end()?;
    Ok("rppal: no summary, accepted, cover, the next page, dark".to_owned())
}

/// With the kernel's interfaces: a device that keeps a summary, and a stick with a flipped bit.
pub(crate) fn a_damaged_stick_is_refused_and_what_was_kept_is_shown(desk: &Desk) -> Result<String> {
    let folder = desk.folder("damaged-stick");
    let parts = desk.pack(Board::RaspberryPi3, &folder, &state_with(&folder, &desk.ann)?)?;
    let mut expected = Expected::new(vec![kept(&desk.ann)?], Some(AT))?;
    let cover = expected.picture();
    let second = expected.turn()?;
    let refused = expected.news(News::Refused { why: Refusal::Damaged })?;
    let mut damaged = desk.bo.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x10;

    let mut pi = Pi::boot(&parts, &folder)?;
    pi.start(&format!("{STILL}backend = \"kernel\"\n"))?;
    pi.wait_for("cover", &cover)?;
    pi.tap(Button::X, "second-page", &second)?;
    pi.machine
        .plug(&stick::image(&folder, "damaged", 64, &damaged)?, "damaged")?;
    pi.machine
        .run("until [ -e /dev/sda ]; do sleep 0.1; done; stick /dev/sda")?;
    pi.wait_for("refused", &refused)?;
    pi.wait_for("second-page-again", &second)?;
    pi.end()?;
    Ok("kernel: cover, the next page, refused, the page again, dark".to_owned())
}
