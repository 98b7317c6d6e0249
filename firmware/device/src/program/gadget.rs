//! The drive that a Raspberry Pi is to a computer: the kernel's mass storage function, set up in configfs.
//!
//! `gadget-setup` needs all rights and ends at once; `gadget` runs as a user who may write to two of the function's
//! attributes and to a directory in memory, in which the image lies. The image is searched by the stick reader in a
//! process of its own, and never written to but as a whole: what a computer left on it is not trusted.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fatfs::{FileSystem, FormatVolumeOptions, FsOptions};
use playtally_device::{Directory, Gadget, Medium, News, Settings, Shelf, plain};
use playtally_screen::{Language, Refusal};

use super::places::Places;
use super::role::CARD;
use super::trouble::Trouble;
use super::wait::{Wakeups, Woken};
use super::{handover, news_file};

/// The length of the image in bytes. What is empty of it takes no memory.
const LENGTH: u64 = 16 << 20;
/// What the drive is called, in the eleven letters that FAT has for it.
const LABEL: [u8; 11] = *b"PLAYTALLY  ";
/// The file on it that says what is kept.
const STATUS: &str = "STATUS.TXT";
/// The page that a card of the device's own has for a computer: it is on the drive too.
pub(super) const OFFERED: &str = "START.html";
/// The name of the image, and of the handover in the inbox.
const IMAGE: &str = "image";
pub(super) const HANDOVER: &str = "gadget";

/// The function's attributes: vendor and product are those of the Linux Foundation for gadgets (`usb.ids`).
const ATTRIBUTES: [(&str, &str); 7] = [
    ("idVendor", "0x1d6b"),
    ("idProduct", "0x0104"),
    ("strings/0x409/manufacturer", "Playtally"),
    ("strings/0x409/product", "Playtally"),
    ("configs/c.1/strings/0x409/configuration", "drive"),
    ("configs/c.1/MaxPower", "500"),
    ("functions/mass_storage.0/lun.0/removable", "1"),
];
const FUNCTION: &str = "functions/mass_storage.0";
const LUN: &str = "functions/mass_storage.0/lun.0";
/// What names the file that is the medium; empty if there is none.
const LUN_FILE: &str = "functions/mass_storage.0/lun.0/file";
/// What takes the medium away from a computer that holds on to it.
const LUN_EJECT: &str = "functions/mass_storage.0/lun.0/forced_eject";

/// Where the kernel's gadget is.
pub(super) fn gadget(sys: &Path) -> PathBuf {
    sys.join("kernel/config/usb_gadget/playtally")
}

/// Makes the drive, without a medium, and lets the owner of the image's directory put one in.
pub(crate) fn setup(sys: &Path, places: &Places) -> Result<(), Trouble> {
    let gadget = gadget(sys);
    let failed = |what: &Path, error: io::Error| Trouble::new(format_args!("{}: {error}", what.display()));
    let Some(configfs) = gadget.parent().filter(|configfs| configfs.exists()) else {
        return Err(Trouble::new("this kernel has no USB gadgets").with_remedy(
            "sudo modprobe libcomposite, and look with mount whether configfs is at /sys/kernel/config.",
        ));
    };
    let controllers = sys.join("class/udc");
    let controller = fs::read_dir(&controllers).into_iter().flatten().flatten().next();
    let Some(controller) = controller.map(|entry| entry.file_name()) else {
        return Err(Trouble::new("there is no USB port that can be a device").with_remedy(
            "Put dtoverlay=dwc2,dr_mode=peripheral into the boot configuration of a Raspberry Pi Zero, Zero 2 W, 4 or 5, \
             and start it again.",
        ));
    };
    for directory in ["strings/0x409", "configs/c.1/strings/0x409", LUN] {
        let directory = gadget.join(directory);
        fs::create_dir_all(&directory).map_err(|error| failed(&directory, error))?;
    }
    let bound = gadget.join("UDC");
    // What is bound is set up already, and cannot be changed.
    if fs::read_to_string(&bound).unwrap_or_default().trim().is_empty() {
        for (attribute, value) in ATTRIBUTES {
            let attribute = gadget.join(attribute);
            fs::write(&attribute, value).map_err(|error| failed(&attribute, error))?;
        }
        let link = gadget.join("configs/c.1/mass_storage.0");
        match symlink(gadget.join(FUNCTION), &link) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(&link, error)),
            _ => fs::write(&bound, controller.as_encoded_bytes()).map_err(|error| failed(configfs, error))?,
        }
    }
    let owner = fs::metadata(&places.gadget).map_err(|error| failed(&places.gadget, error))?;
    for attribute in [LUN_FILE, LUN_EJECT] {
        let attribute = gadget.join(attribute);
        chown(&attribute, Some(owner.uid()), Some(owner.gid())).map_err(|error| failed(&attribute, error))?;
    }
    Ok(())
}

/// Is the drive until a signal comes.
pub(crate) fn run(sys: &Path, settings: &Settings, places: &Places) -> Result<(), Trouble> {
    let wakeups = Wakeups::new()?;
    let mut gadget = Gadget::new(Lun::new(sys, settings.language, places));
    let start = Instant::now();
    let milliseconds = || start.elapsed().as_millis() as u64;
    let outcome = loop {
        let next = match gadget.step(milliseconds()) {
            Ok(next) => next,
            Err(error) => break Err(error),
        };
        match wakeups.wait([None, None], Duration::from_millis(next.saturating_sub(milliseconds()))) {
            Ok(Woken::ToWork) => {}
            Ok(Woken::ToEnd(_)) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    // A drive that nobody looks after has no medium.
    let taken = gadget.medium().take(true).map(drop);
    outcome.and(taken).map_err(|error| {
        Trouble::new(format_args!("the drive fails: {error}")).with_remedy("sudo systemctl restart playtally-gadget")
    })
}

/// The drive as the kernel has it.
struct Lun {
    file: PathBuf,
    eject: PathBuf,
    image: PathBuf,
    handover: PathBuf,
    places: Places,
    language: Language,
    /// The news when the store was asked.
    before: Option<Edition>,
}

/// What tells a file from one that took its place.
type Edition = (u64, i64, i64);

impl Lun {
    fn new(sys: &Path, language: Language, places: &Places) -> Self {
        let gadget = gadget(sys);
        Self {
            file: gadget.join(LUN_FILE),
            eject: gadget.join(LUN_EJECT),
            image: places.gadget.join(IMAGE),
            handover: places.inbox.join(HANDOVER),
            places: places.clone(),
            language,
            before: None,
        }
    }

    fn news(&self) -> Option<Edition> {
        let file = fs::metadata(news_file::path(&self.places.news)).ok()?;
        Some((file.ino(), file.mtime(), file.mtime_nsec()))
    }

    /// What stands in the status file.
    fn status(&self, refused: Option<Refusal>) -> String {
        let words = self.language.words();
        let summaries = Shelf::new(Directory::new(&self.places.state)).summaries();
        let mut lines = vec![format!("{}:", words.menu_about)];
        lines.extend(summaries.iter().map(|kept| {
            let pressed = kept.summary().owner().pressed.date();
            format!("    {} ({pressed})", kept.owner())
        }));
        if summaries.is_empty() {
            lines.push(format!("    {}", words.no_summary));
        }
        if let Some(why) = refused {
            lines.extend([String::new(), format!("{}. {}", words.refused, &*why.sentence(words))]);
        }
        lines.extend([
            String::new(),
            words.drive_how.to_owned(),
            words.drive_emptied.to_owned(),
        ]);
        // As every system's editor wants it.
        lines.iter().map(|line| format!("{line}\r\n")).collect()
    }
}

impl Medium for Lun {
    fn is_given(&mut self) -> io::Result<bool> {
        Ok(!fs::read_to_string(&self.file)?.trim().is_empty())
    }

    fn give(&mut self) -> io::Result<()> {
        fs::write(&self.file, self.image.as_os_str().as_encoded_bytes())
    }

    fn take(&mut self, by_force: bool) -> io::Result<bool> {
        // An empty line names no file; nothing at all would not be noticed.
        match fs::write(&self.file, "\n") {
            Ok(()) => return Ok(true),
            Err(error) if error.kind() != ErrorKind::ResourceBusy => return Err(error),
            Err(_) => {}
        }
        if by_force {
            fs::write(&self.eject, "1")?;
        }
        Ok(by_force)
    }

    fn written(&mut self) -> io::Result<u128> {
        let file = fs::metadata(&self.image)?;
        Ok((file.mtime() as u128) << 64 | file.mtime_nsec() as u128)
    }

    fn search(&mut self) -> io::Result<bool> {
        let reader = Command::new(std::env::current_exe()?)
            .arg("read-stick")
            .arg(&self.image)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .output()?;
        if handover::read(&reader.stdout[..]) == Err(Refusal::NothingFound) {
            return Ok(false);
        }
        self.before = self.news();
        // Whoever sees to it that the store reads this is told by its being closed.
        plain::create(&self.handover)?.write_all(&reader.stdout)?;
        Ok(true)
    }

    fn answer(&mut self) -> io::Result<Option<Option<Refusal>>> {
        if self.news() == self.before {
            return Ok(None);
        }
        Ok(news_file::read(&self.places.news).map(|(news, _)| match news {
            News::Accepted { .. } | News::Namesake { .. } => None,
            News::Refused { why } => Some(why),
            _ => Some(Refusal::Unreadable),
        }))
    }

    fn renew(&mut self, refused: Option<Refusal>) -> io::Result<()> {
        let status = self.status(refused);
        let mut image = plain::create(&self.image)?;
        image.set_len(LENGTH)?;
        fatfs::format_volume(&mut image, FormatVolumeOptions::new().volume_label(LABEL))?;
        let volume = FileSystem::new(&mut image, FsOptions::new())?;
        let root = volume.root_dir();
        root.create_file(STATUS)?.write_all(status.as_bytes())?;
        if let Ok(mut page) = plain::open_named(&Path::new(CARD).join(OFFERED)) {
            io::copy(&mut page, &mut root.create_file(OFFERED)?)?;
        }
        // Macs are asked to make neither an index nor a log of changes.
        root.create_file(".metadata_never_index")?;
        root.create_dir(".fseventsd")?.create_file("no_log")?;
        drop(root);
        volume.unmount()
    }
}
