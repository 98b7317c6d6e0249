//! `playtally-device doctor`: what works, what does not, and what to do about it.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use playtally_device::{ClockTrust, Dimming, Directory, News, Settings, Shelf};

use super::board::kernel;
use super::board::pwm::Channel;
use super::places::Places;
use super::run::{End, Job};
use super::summaries::Summaries;
use super::trouble::Trouble;
use super::wait::{self, Wakeups};
use super::{clock, gadget};

/// Checks everything in turn, prints a line for each, and ends with a test card on the panel.
///
/// A signal ends it: at once while it checks, and once the panel is dark while the card is on it.
pub(crate) fn run(settings: Option<&Path>, places: &Places, sys: &Path) -> Result<ExitCode, Trouble> {
    let (settings, mistake) = super::load(settings);
    let sound = mistake.map_or_else(|| Ok("no mistakes".to_owned()), Err);
    let mut failures = 0;
    let mut report = |what: &str, result: Result<String, Trouble>| match result {
        Ok(good) => say(format_args!("ok      {what}: {good}")),
        Err(trouble) => {
            failures += 1;
            let trouble = trouble.to_string().replace('\n', "\n        ");
            say(format_args!("FAILED  {what}: {trouble}"));
        }
    };
    report(
        "settings",
        sound.map_err(|mistake| remedied(mistake, "Mend that line; until then the defaults hold.")),
    );
    report("SPI", spi(&settings));
    let lines = kernel::free_lines(&settings);
    let are_free = lines.is_ok();
    report("lines", lines.map(|chip| format!("free, on {chip}")));
    report("backlight", backlight(&settings, Channel::of(&settings)));
    report("clock", Ok(clock(settings.clock)));
    report("store", store(&places.state));
    report("drive", drive(sys, &places.gadget));
    // Two programs would garble the panel.
    if are_free {
        say("Look at the panel: there is a test card for a minute. Press any button if it looks well.");
        match test_card(&settings) {
            Ok(End::Asked(signal)) => {
                say("skipped panel and buttons: ended before a button was pressed");
                return Ok(wait::end_by(signal));
            }
            ended => report("panel and buttons", ended.and_then(verdict)),
        }
    } else {
        say("skipped panel and buttons: the lines come first");
    }
    match failures {
        0 => Ok(ExitCode::SUCCESS),
        1 => Err(Trouble::new("one check failed")),
        failures => Err(Trouble::new(format_args!("{failures} checks failed"))),
    }
}

/// Prints a line. A closed pipe is no error: the panel is to be looked at all the same.
fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn remedied(what: impl Display, remedy: &str) -> Trouble {
    Trouble::new(what).with_remedy(remedy)
}

fn spi(settings: &Settings) -> Result<String, Trouble> {
    let device = settings.spi;
    let open = File::options().read(true).write(true).open(device.to_string());
    open.map_err(|error| Trouble::spi(device, error))?;
    let (hz, rated) = (settings.hz, settings.panel.max_hz);
    let note = if hz > rated {
        ", faster than the panel is rated: lower `spi.hz` if the picture shows noise"
    } else {
        ""
    };
    Ok(format!("{device} at {hz} Hz{note}"))
}

fn backlight(settings: &Settings, channel: Option<Channel>) -> Result<String, Trouble> {
    let Some(pin) = settings.pins.backlight else {
        return Ok("no line for one".to_owned());
    };
    let Some(channel) = channel else {
        let function = match pin.number() {
            12 | 13 => 4,
            18 | 19 => 2,
            _ => return Ok(format!("{pin}, on and off; GPIO 12, 13, 18 and 19 could be dimmed")),
        };
        return Ok(match settings.dimming {
            Dimming::Off => format!("{pin}, on and off, as the settings say"),
            Dimming::Auto => format!(
                "{pin}, on and off; to dim it, add dtoverlay=pwm,pin={},func={function} to /boot/firmware/config.txt and \
                 start the Raspberry Pi again",
                pin.number()
            ),
        });
    };
    let chip = channel.chip.display();
    match channel.open() {
        Ok(_) => Ok(format!("{pin}, dimmed by {chip}")),
        Err(error) => Err(remedied(
            format_args!("{pin} can only be switched, not dimmed: {chip}: {error}"),
            "Let this user dim it: sudo usermod -aG gpio \"$USER\", then log in again.",
        )),
    }
}

fn clock(trust: ClockTrust) -> String {
    match trust {
        ClockTrust::Always => "believed, as the settings say".to_owned(),
        ClockTrust::Never => "never believed, as the settings say; pages about today stay away".to_owned(),
        ClockTrust::Set if clock::was_set() => "set by the network or by a clock with a battery".to_owned(),
        // A device that never saw a network is well all the same.
        ClockTrust::Set => "nobody has set it, so pages about today stay away: connect to a network once, add a clock \
             with a battery, or set `clock = \"always\"` in the settings"
            .to_owned(),
    }
}

fn store(state: &Path) -> Result<String, Trouble> {
    match fs::read_dir(state) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok("not there yet; it is made with the first stick that is plugged in".to_owned());
        }
        Err(error) => {
            let remedy = "Let this user read it: sudo usermod -aG playtally-store \"$USER\", then log in again.";
            return Err(remedied(format_args!("{}: {error}", state.display()), remedy));
        }
    }
    let summaries = Shelf::new(Directory::new(state)).summaries();
    let owners: Vec<_> = summaries.iter().map(|kept| kept.owner()).collect();
    match owners.len() {
        0 => Ok("no summary yet; plug in a stick with one".to_owned()),
        count => Ok(format!(
            "{count} of {} owners: {}",
            playtally_device::MAX_OWNERS,
            owners.join(", ")
        )),
    }
}

/// What the device is to a computer, if it is to be a drive.
fn drive(sys: &Path, image: &Path) -> Result<String, Trouble> {
    let gadget = gadget::gadget(sys);
    if !gadget.exists() {
        return Ok("off; sudo systemctl enable --now playtally-gadget turns a Zero into a drive".to_owned());
    }
    let bound = fs::read_to_string(gadget.join("UDC")).unwrap_or_default();
    let bound = bound.trim();
    if bound.is_empty() || !image.join("image").exists() {
        let remedy = "Look at the reason with journalctl -u playtally-gadget.";
        return Err(remedied("it was turned on and does not work", remedy));
    }
    let state = fs::read_to_string(sys.join("class/udc").join(bound).join("state")).unwrap_or_default();
    Ok(match state.trim() {
        "configured" => format!("a computer sees it at {bound}"),
        _ => format!("no computer is at the other end of {bound}"),
    })
}

/// Opens every line and shows the test card. A bus that is only written to cannot tell whether a panel listens: a hand
/// has to.
fn test_card(settings: &Settings) -> Result<End, Trouble> {
    let wakeups = Wakeups::new()?;
    let job = Job {
        settings,
        news: Some(News::TestCard),
        only_news: true,
        only_picture: false,
        summaries: Summaries::given(&[])?,
        wakeups: &wakeups,
        clock: clock::SystemClock::new(settings.clock),
    };
    job.run_on_board()
}

/// What the end of the test card says.
fn verdict(end: End) -> Result<String, Trouble> {
    match end {
        End::Pressed => Ok("a button was pressed".to_owned()),
        End::Asked(_) => Err(Trouble::new("ended before a button was pressed")),
        End::Shown | End::TimeOver => Err(remedied(
            "no button was pressed within a minute",
            "If the panel stayed dark, compare `panel`, `spi.device` and `pins.data_command` in the settings with how it \
             is wired. If it showed the card, compare the buttons.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_has_never_seen_a_stick_or_a_network_is_well() {
        assert!(store(Path::new("/nonexistent")).unwrap().contains("first stick"));
        let directory = tempfile::tempdir().unwrap();
        assert!(store(directory.path()).unwrap().contains("no summary yet"));
        assert!(clock(ClockTrust::Never).contains("stay away"));
    }

    #[test]
    fn a_store_that_cannot_be_read_is_named_with_its_remedy() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let trouble = store(file.path()).unwrap_err().to_string();
        assert!(
            trouble.contains(&file.path().display().to_string()) && trouble.contains("usermod"),
            "{trouble}"
        );
    }

    #[test]
    fn a_drive_is_off_seen_unseen_or_broken() {
        let sys = tempfile::tempdir().unwrap();
        let image = tempfile::tempdir().unwrap();
        let say = || drive(sys.path(), image.path());
        assert!(say().unwrap().contains("off"));
        let gadget = gadget::gadget(sys.path());
        fs::create_dir_all(&gadget).unwrap();
        assert!(say().unwrap_err().to_string().contains("journalctl"));
        fs::write(gadget.join("UDC"), "dwc2\n").unwrap();
        fs::write(image.path().join("image"), "").unwrap();
        assert!(say().unwrap().contains("no computer"));
        let controller = sys.path().join("class/udc/dwc2");
        fs::create_dir_all(&controller).unwrap();
        fs::write(controller.join("state"), "configured\n").unwrap();
        assert!(say().unwrap().contains("sees it"));
    }

    #[test]
    fn a_backlight_that_could_be_dimmed_says_how() {
        let on = |pin| {
            let mut settings = Settings::default();
            settings.pins.backlight = playtally_device::Pin::new(pin);
            backlight(&settings, None).unwrap()
        };
        assert!(on(13).contains("dtoverlay=pwm,pin=13,func=4"), "{}", on(13));
        assert!(on(18).contains("dtoverlay=pwm,pin=18,func=2"), "{}", on(18));
        assert!(on(24).contains("could be dimmed"), "{}", on(24));
        assert_eq!(on(99), "no line for one");
    }

    #[test]
    fn an_spi_device_that_is_not_there_is_named_with_its_remedy() {
        let mut settings = Settings::default();
        (settings.spi.bus, settings.spi.select) = (6, 2);
        let trouble = spi(&settings).unwrap_err().to_string();
        assert!(
            trouble.contains("/dev/spidev6.2") && trouble.contains("dtoverlay=spi6"),
            "{trouble}"
        );
    }
}
