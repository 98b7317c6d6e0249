//! Sticks that are pulled out while they are being read.

use std::time::{Duration, Instant};

use playtally_tests::pi::expected::{Expected, STILL};
use playtally_tests::pi::machine::{Board, Machine, Parts};
use playtally_tests::pi::{disk, stick};
use playtally_tests::random::Random;

use super::desk::{AT, Desk, Pi, files_of, kept, summaries};
use super::{Broken, Result};

const YANKS: u32 = 20;
/// The first sticks are read to their end, which tells how long that takes; the very first takes longer than any other.
const READ: u32 = 2;
/// At least so many yanks have to come before the end of a stick, and so many after it.
const EACH: u32 = 3;
/// Waits until there is a stick.
const FIND: &str = "until ls /sys/block | grep -q sd; do :; done";

/// Sticks with two summaries of one owner take turns, and each is yanked at a random moment after it was found. Whatever
/// came of it, what is kept is one of the two; and a good stick is taken in afterwards, and shown.
pub(crate) fn sticks_that_are_yanked_leave_what_was_kept(desk: &Desk) -> Result<String> {
    let folder = desk.folder("yanks");
    let card = folder.join("card.img");
    let parts = desk.pack(Board::Virt, &folder, &[])?;
    disk::image(&card)?;
    let parts = Parts {
        disk: Some(card.clone()),
        ..parts
    };
    let editions: [&[u8]; 2] = [&desk.ann, &desk.ann_later];
    let sticks = [
        stick::image(&folder, "0", 64, editions[0])?,
        stick::image(&folder, "1", 64, editions[1])?,
    ];
    let mut machine = Machine::boot(&parts, &folder.join("machine"))?;
    machine.run("mount -t ext4 /dev/vda /state")?;

    let whole = Instant::now();
    // The moment of a yank lies anywhere in it.
    let mut span = Duration::ZERO;
    let mut random = Random::of(0x7A4C, &[desk.after]);
    let (mut held, mut late) = (None, 0);
    for yank in 0..READ + YANKS {
        let edition = yank as usize % 2;
        let name = format!("stick{yank}");
        machine.plug(&sticks[edition], &name)?;
        machine.begin(&format!("{FIND}; echo found {name}; stick /dev/sd?; true"))?;
        machine.wait_for(&format!("found {name}"))?;
        let start = Instant::now();
        if yank < READ {
            machine.finish()?;
            span = start.elapsed();
        } else {
            std::thread::sleep(span.mul_f64(random.below(1000) as f64 / 1000.0));
        }
        machine.yank(&name)?;
        machine.finish()?;
        machine.run("while ls /sys/block | grep -q sd; do :; done; sync")?;
        let found = summaries(&machine.pause(|| disk::content(&card))?);
        let found: Vec<_> = found.iter().map(|kept| kept.summary().file()).collect();
        let [only] = found[..] else {
            return Err(Broken(format!("{} summaries after yank {yank}", found.len())).into());
        };
        let now = editions.iter().position(|edition| *edition == only);
        let now = now.ok_or_else(|| Broken(format!("a third summary after yank {yank}")))?;
        let was_read = held != Some(now);
        held = Some(now);
        if yank >= READ {
            late += u32::from(was_read);
            // Half of them are to come too early, however busy this computer is.
            span = span.mul_f64(if was_read { 0.8 } else { 1.25 });
        } else if !was_read {
            return Err("a whole stick was not taken in".into());
        }
    }
    let early = YANKS - late;
    if early.min(late) < EACH {
        return Err(format!("{early} yanks came before the end of a stick, and {late} after it").into());
    }

    machine.plug(&stick::image(&folder, "good", 64, &desk.bo)?, "good")?;
    machine.run(&format!(
        "{FIND}; stick /dev/sd?; grep -q accepted /run/playtally/news/news; sync"
    ))?;
    let state = machine.pause(|| disk::content(&card))?;
    drop(machine);
    let whole = whole.elapsed().as_secs();

    let parts = desk.pack(Board::RaspberryPi3, &folder, &files_of(&state)?)?;
    let both = vec![kept(editions[held.unwrap_or(0)])?, kept(&desk.bo)?];
    let mut pi = Pi::boot(&parts, &folder)?;
    pi.start(&format!("{STILL}backend = \"kernel\"\n"))?;
    pi.wait_for("cover", &Expected::new(both, Some(AT))?.picture())?;
    pi.end()?;
    Ok(format!(
        "{YANKS} yanks in {whole} s: {early} before the stick was read, {late} after it; then a good stick, and its cover"
    ))
}
