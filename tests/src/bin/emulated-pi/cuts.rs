//! Power cuts while a summary is being kept, on a real file system.

use std::path::Path;
use std::time::{Duration, Instant};

use playtally_tests::pi::guest::GuestFile;
use playtally_tests::pi::machine::{Board, Machine, Parts};
use playtally_tests::pi::{disk, stick};
use playtally_tests::random::Random;

use super::desk::{Desk, summaries};
use super::{Broken, Result};

const CUTS: u32 = 20;

/// Two summaries of one owner take turns. QEMU is ended at a random moment of each load, and the next boot goes on with
/// the disk that is left.
pub(crate) fn a_power_cut_leaves_the_old_summary_or_the_new_one(desk: &Desk) -> Result<String> {
    let folder = desk.folder("cuts");
    let editions: [&[u8]; 2] = [&desk.ann, &desk.ann_later];
    let mut files = Vec::new();
    for (name, edition) in ["0", "1"].into_iter().zip(editions) {
        files.push(GuestFile {
            path: name.to_owned(),
            content: std::fs::read(stick::image(&folder, name, 2, edition)?)?,
        });
    }
    let card = folder.join("card.img");
    disk::image(&card)?;
    let parts = Parts {
        disk: Some(card.clone()),
        ..desk.pack(Board::Virt, &folder, &files)?
    };

    let mut machine = boot(&parts, &folder)?;
    let start = Instant::now();
    machine.run("stick /0; sync")?;
    let load = start.elapsed();
    drop(machine);

    let mut random = Random::of(0xC075, &[desk.after]);
    let (mut kept, mut new) = (0, 0);
    for cut in 1..=CUTS {
        let mut machine = boot(&parts, &folder)?;
        machine.begin(&format!("stick /{}", 1 - kept))?;
        let moment = load.mul_f64(random.below(1200) as f64 / 1000.0);
        std::thread::sleep(moment.max(Duration::from_millis(1)));
        drop(machine);
        let found = summaries(&disk::content(&card)?);
        let found: Vec<_> = found.iter().map(|kept| kept.summary().file()).collect();
        let [only] = found[..] else {
            return Err(Broken(format!(
                "{} summaries after cut {cut}, {moment:?} into a load",
                found.len()
            ))
            .into());
        };
        match editions.iter().position(|edition| *edition == only) {
            Some(edition) if edition == kept => {}
            Some(_) => {
                kept = 1 - kept;
                new += 1;
            }
            None => return Err(Broken(format!("a third summary after cut {cut}")).into()),
        }
    }
    Ok(format!(
        "{CUTS} cuts: the old summary {} times, the new one {new} times",
        CUTS - new
    ))
}

fn boot(parts: &Parts, folder: &Path) -> Result<Machine> {
    let mut machine = Machine::boot(parts, &folder.join("machine"))?;
    machine.run("mount -t ext4 /dev/vda /state")?;
    Ok(machine)
}
