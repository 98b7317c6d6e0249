//! What must hold whatever reaches the device: a summary that opens can be drawn, a stick is read within its bounds, and a
//! mistake in the settings is found where it is.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use chrono::NaiveDate;
use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::*;
use embedded_graphics::primitives::Rectangle;
use playtally_device::{Chosen, Disk, MAX_OWNERS, Settings, Slots, Sync};
use playtally_screen::{Class, Language, Look, Moment, Notice, Page, Scene, Theme};
use playtally_summary::{HEADER_LENGTH, Summary, checksum};

use crate::only_known_panics;

/// Draws some pages and notices of a summary, on some class of panels; which ones depends on the file, and each file that is
/// kept leads to others. The file's length and checksum are set right: they let nothing else through.
pub fn summary(file: &[u8]) {
    let mut file = file.to_vec();
    if file.len() >= HEADER_LENGTH {
        let length = file.len() as u32;
        file[12..16].copy_from_slice(&length.to_le_bytes());
        let sum = checksum(&file);
        file[16..20].copy_from_slice(&sum.to_le_bytes());
    }
    let Ok(summary) = Summary::open(&file) else { return };
    let choice = summary.checksum() as usize;
    let class = Class::ALL[choice % Class::ALL.len()];
    let look = Look {
        class: Some(class),
        theme: Theme::ALL[choice / 8 % Theme::ALL.len()],
        language: Language::ALL[choice / 64 % Language::ALL.len()],
        ..Look::default()
    };
    let now = NaiveDate::from_ymd_opt(2025, 12, 18).and_then(|date| date.and_hms_opt(20, 15, 0));
    let now = now.map(|now| Moment::new(now.date(), now.time())).expect("a date");
    let pages = Page::ALL.iter().map(|&page| Scene::Page(page, summary));
    let scenes = pages.chain(Notice::all(&summary).map(Scene::Notice));
    for scene in scenes.skip(choice / 512 % 8).step_by(8) {
        let Ok(()) = scene.draw(&look, now, &mut Glass(class.size()));
    }
    let owners = [summary];
    let Ok(()) = Scene::Notice(Notice::About { owners: &owners }).draw(&look, now, &mut Glass(class.size()));
    for page in Page::ALL {
        let _ = page.has_something_to_say(&summary, now, class);
    }
    let within = |end: usize| end <= file.len();
    assert!(summary.sections().all(|info| within(info.offset + info.length)), "a section outside the file");
}

/// A panel that nobody sees, outside of which nothing may be drawn.
struct Glass(Size);

impl OriginDimensions for Glass {
    fn size(&self) -> Size {
        self.0
    }
}

impl DrawTarget for Glass {
    type Color = Rgb565;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb565>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        let all = self.bounding_box();
        assert!(pixels.into_iter().all(|Pixel(point, _)| all.contains(point)), "drawn outside the panel");
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, _: Rgb565) -> Result<(), Infallible> {
        assert_eq!(self.bounding_box().intersection(area).size, area.size, "drawn outside the panel");
        Ok(())
    }
}

/// Searches a stick: its length in sectors as a little-endian u32, and then, for each sector that is not empty, its number in
/// the same way and its 512 bytes.
pub fn stick(sparse: &[u8]) {
    only_known_panics();
    let Some(stick) = Sparse::parse(sparse) else { return };
    let read = Rc::clone(&stick.read);
    if let Ok(summaries) = playtally_device::stick::search(stick) {
        assert!((1..=MAX_OWNERS).contains(&summaries.len()), "{} summaries", summaries.len());
        for kept in &summaries {
            Summary::open(kept.summary().file()).expect("what was found is sound");
        }
    }
    // 64 MiB, and what the last read asked for beyond.
    assert!(*read.borrow() <= (64 << 20) + 4096, "{} bytes were read", read.borrow());
}

/// A stick that is mostly empty.
struct Sparse<'a> {
    sectors: BTreeMap<u64, &'a [u8]>,
    length: u64,
    position: u64,
    /// The bytes that were read.
    read: Rc<RefCell<u64>>,
}

const SECTOR: u64 = 512;

impl<'a> Sparse<'a> {
    fn parse(text: &'a [u8]) -> Option<Self> {
        let (length, text) = text.split_first_chunk()?;
        // A stick of 2 GiB or less.
        let sectors = u32::from_le_bytes(*length).min(1 << 22);
        let full = text.chunks(4 + SECTOR as usize).filter_map(|record| record.split_first_chunk());
        Some(Self {
            sectors: full.map(|(number, bytes)| (u32::from_le_bytes(*number).into(), bytes)).collect(),
            length: u64::from(sectors) * SECTOR,
            position: 0,
            read: Rc::default(),
        })
    }
}

impl Read for Sparse<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.position);
        let within = self.position % SECTOR;
        let length = left.min(SECTOR - within).min(bytes.len() as u64) as usize;
        bytes[..length].fill(0);
        if let Some(sector) = self.sectors.get(&(self.position / SECTOR)) {
            let there = sector.get(within as usize..).unwrap_or_default();
            let there = &there[..there.len().min(length)];
            bytes[..there.len()].copy_from_slice(there);
        }
        self.position += length as u64;
        *self.read.borrow_mut() += length as u64;
        Ok(length)
    }
}

impl Seek for Sparse<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

/// Reads settings; a mistake is in a line of the file, and words say what it is.
pub fn settings(text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    match Settings::parse("playtally.toml", text) {
        Ok(settings) => assert!((1..=100).contains(&settings.brightness) && settings.panel.max_hz > 0),
        Err(mistake) => {
            let lines = text.split('\n').count();
            assert!(mistake.line.is_none_or(|line| (1..=lines).contains(&line)), "{mistake:?} of {lines} lines");
            assert!(!mistake.problem.is_empty(), "{mistake:?}");
        }
    }
}

/// Reads what was set in the menu, from a slot that is right outside and from one that is anything. What is read can be kept,
/// and is what is read then.
pub fn menu(kept: &[u8]) {
    let file = Settings::default().options().preferences();
    let (mut whole, any) = (Memory::default(), Memory::default());
    // What is too long for a slot was never in one.
    let _ = Slots::new("menu", 1024, |_| true).write(&mut whole, kept);
    any.0.borrow_mut().insert("menu.b".to_owned(), kept.to_vec());
    for disk in [whole, any] {
        let mut chosen = Chosen::new(disk, file);
        let read = chosen.read();
        chosen.keep(&read).expect("memory can be written");
        assert_eq!(chosen.read(), read);
    }
}

/// A disk in memory.
#[derive(Clone, Debug, Default)]
struct Memory(Rc<RefCell<BTreeMap<String, Vec<u8>>>>);

impl Disk for Memory {
    type File = Open;

    fn read(&self, name: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        match self.0.borrow().get(name) {
            Some(file) if file.len() > limit => Err(ErrorKind::FileTooLarge.into()),
            file => Ok(file.cloned()),
        }
    }

    fn create(&mut self, name: &str) -> io::Result<Open> {
        self.0.borrow_mut().insert(name.to_owned(), Vec::new());
        Ok(Open(self.clone(), name.to_owned()))
    }

    fn erase(&mut self, name: &str) -> io::Result<()> {
        self.0.borrow_mut().remove(name);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One of its files, being written.
struct Open(Memory, String);

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.0.0.borrow_mut();
        files.entry(self.1.clone()).or_default().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sync for Open {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}
