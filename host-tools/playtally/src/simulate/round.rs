//! All pages of a device, one after the other: into a picture each, or into one that moves.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Result, bail};
use playtally_history::escape::shown;
use playtally_screen::Page;
use playtally_simulator::{Action, Simulated};
use playtally_telling::words::number::plural;

use super::layout::Layout;
use super::picture::Gif;
use super::shots::Shots;
use crate::outcome::Interrupted;
use crate::safely::{self, Output};
use crate::{interrupt, output};

/// How long a page has to come to rest before its picture is taken.
const REST: Duration = Duration::from_millis(1_000);
/// How long a page stays in a GIF.
const STAY: Duration = Duration::from_millis(2_500);
/// How often a GIF looks at the panel.
const FRAME: Duration = Duration::from_millis(50);
/// How often the button for the next page is pressed in vain before the rotation is taken to be complete.
const PATIENCE: usize = 3 * Page::ALL.len();

/// Draws every page that comes up into a PNG of its name, tells what it is made of, or both, and says how many there are.
pub(crate) fn pages(
    mut device: Simulated,
    mut shots: Option<Shots>,
    mut layout: Option<Layout>,
    png: impl Fn(&Simulated) -> Result<Vec<u8>>,
) -> Result<()> {
    each_page(&mut device, |device, page| {
        device.pass(REST)?;
        if let Some(layout) = &mut layout {
            layout.tell(device)?;
        }
        match &mut shots {
            Some(shots) => shots.take(page, &png(device)?),
            None => Ok(()),
        }
    })?;
    if let Some(layout) = layout {
        layout.write()?;
    }
    if let Some(shots) = shots {
        let pages = plural(shots.taken() as u64, "page", "pages");
        output::print(&format!("Drew {pages} into {}.\n", shown(shots.folder())))?;
    }
    Ok(())
}

/// Records every page that comes up, once.
pub(crate) fn gif(mut device: Simulated, speed: f64, output: &Output) -> Result<()> {
    let (width, height) = device.size();
    let mut gif = Gif::new(u16::try_from(width)?, u16::try_from(height)?)?;
    let mut recorded = 0;
    each_page(&mut device, |device, _| {
        let mut stayed = Duration::ZERO;
        while stayed < STAY {
            device.pass(FRAME.mul_f64(speed))?;
            stayed += FRAME;
            gif.show(&device.image(), FRAME)?;
        }
        recorded += 1;
        Ok(())
    })?;
    safely::write(output, &gif.finish()?)?;
    let pages = plural(recorded, "page", "pages");
    output::print_about(output, &format!("Recorded {pages} into {}.\n", shown(output.path())))
}

/// Goes on to the next page until no new one has come up for a while, and visits each once.
fn each_page(device: &mut Simulated, mut visit: impl FnMut(&mut Simulated, Page) -> Result<()>) -> Result<()> {
    let _heeding = interrupt::heed();
    let mut seen = BTreeSet::new();
    let mut in_vain = 0;
    while in_vain < PATIENCE {
        if interrupt::asked() {
            return Err(Interrupted("Stopped; not every page was drawn.".to_owned()).into());
        }
        match device.page() {
            None => bail!("the device shows no page; is there music in the history?"),
            Some(page) if seen.insert(page) => {
                in_vain = 0;
                visit(device, page)?;
            }
            Some(_) => in_vain += 1,
        }
        device.act(Action::Next)?;
        device.settle()?;
    }
    let misuses = device.misuses();
    if !misuses.is_empty() {
        bail!("the driver did what the panel's data sheet forbids: {misuses:?}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safely::{Content, Outputs};
    use crate::simulate::picture;
    use playtally_panel::Rotation;
    use playtally_simulator::testing::device;
    use std::collections::BTreeMap;
    use std::fs;

    fn drawn() -> BTreeMap<String, Vec<u8>> {
        let folder = tempfile::tempdir().expect("a folder");
        let pages = Shots::new(&folder.path().join("pages"), &mut Outputs::of_nothing()).expect("may be drawn");
        let png = |device: &Simulated| picture::png(&device.image());
        super::pages(device(Rotation::Deg0), Some(pages), None, png).expect("drawn");
        let files = fs::read_dir(folder.path().join("pages"))
            .expect("a folder")
            .map(|entry| entry.expect("a file").path());
        files
            .map(|file| {
                (
                    file.file_stem().expect("a name").to_string_lossy().into_owned(),
                    fs::read(&file).expect("read"),
                )
            })
            .collect()
    }

    #[test]
    fn every_page_that_has_something_to_say_is_drawn_the_same_every_time() {
        let first = drawn();
        assert!(first.len() >= 8, "{:?}", first.keys());
        assert!(
            first.keys().all(|name| Page::from_slug(name).is_some()),
            "{:?}",
            first.keys()
        );
        assert!(first == drawn(), "drawn again, the pictures differ");
    }

    #[test]
    fn a_gif_shows_every_page() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("pages.gif");
        let output = Outputs::of_nothing()
            .file(&file, Content::Binary)
            .expect("may be written");
        gif(device(Rotation::Deg0), 1.0, &output).expect("recorded");
        let mut frames = gif::DecodeOptions::new()
            .read_info(fs::File::open(&file).expect("a file"))
            .expect("a GIF");
        let (mut settled, mut hundredths) = (0, 0_u64);
        while let Some(frame) = frames.read_next_frame().expect("a frame") {
            // A page stands still for most of its time; the others are on their way in.
            settled += usize::from(frame.delay >= 150);
            hundredths += u64::from(frame.delay);
        }
        let pages = drawn().len();
        assert_eq!(settled, pages);
        assert_eq!(hundredths, pages as u64 * STAY.as_millis() as u64 / 10);
    }
}
