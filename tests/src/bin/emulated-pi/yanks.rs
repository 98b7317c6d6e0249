//! Sticks that are pulled out while they are being read.

use std::time::{Duration, Instant};

use playtally_tests::pi::expected::{Expected, STILL};
use playtally_tests::pi::machine::{Board, Machine, Parts};
use playtally_tests::pi::{disk, stick};
use playtally_tests::random::Random;

use super::Result;
use super::desk::{AT, Desk, Pi, files_of, kept, summaries};

const YANKS: u32 = 20;
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
    let mut time = Duration::ZERO;
    let mut random = Random::of(0x7A4C, &[]);
    let (mut held, mut changed) = (None, 0);
    for yank in 0..=YANKS {
        let edition = yank as usize % 2;
        let name = format!("stick{yank}");
        machine.plug(&sticks[edition], &name)?;
        machine.begin(&format!("{FIND}; echo found {name}; stick /dev/sd?; true"))?;
        machine.wait_for(&format!("found {name}"))?;
        let start = Instant::now();
        if yank == 0 {
            // The first one is read to its end, which tells how long that takes.
            machine.finish()?;
            time = start.elapsed();
        } else {
            std::thread::sleep(time.mul_f64(random.below(600) as f64 / 1000.0));
        }
        machine.yank(&name)?;
        machine.finish()?;
        machine.run("while ls /sys/block | grep -q sd; do :; done; sync")?;
        let found = summaries(&machine.pause(|| disk::content(&card))?);
        let found: Vec<_> = found.iter().map(|kept| kept.summary().file()).collect();
        let [only] = found[..] else {
            return Err(format!("{} summaries after yank {yank}", found.len()).into());
        };
        let now = editions.iter().position(|edition| *edition == only);
        let now = now.ok_or_else(|| format!("a third summary after yank {yank}"))?;
        if held.is_some_and(|held| held != now) {
            changed += 1;
        }
        held = Some(now);
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
        "{YANKS} yanks in {whole} s: {changed} sticks had been read before, {} had not; then a good stick, and its cover",
        YANKS - changed
    ))
}
