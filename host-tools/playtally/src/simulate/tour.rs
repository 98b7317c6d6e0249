//! The device by itself for some minutes of its own time, which take no longer than computing them does.

use std::time::Duration;

use anyhow::{Result, bail};
use playtally_screen::Page;
use playtally_simulator::Simulated;

use super::budgets::Report;
use super::picture::{Gif, png};
use super::shots::Shots;
use crate::arguments;
use crate::outcome::{Interrupted, Misuse};
use crate::safely::{self, Output};
use crate::{interrupt, output};

/// How often a tour looks at the panel.
const LOOK: Duration = Duration::from_millis(250);
/// How often a GIF does, in its own time.
const FRAME: Duration = Duration::from_millis(50);
/// How long a page has to have been up before its picture is taken.
const REST: Duration = Duration::from_secs(1);

/// The pictures that a tour takes.
#[derive(Debug)]
pub(crate) struct Pictures {
    /// All of it in one that moves.
    pub(crate) gif: Option<Output>,
    /// One of each page.
    pub(crate) shots: Option<Shots>,
}

/// Lets a device run for some minutes, takes the pictures that are asked for, and says what it did to its bus.
pub(crate) fn run(
    device: &mut Simulated,
    minutes: u32,
    arguments: &arguments::Simulate,
    pictures: Pictures,
) -> Result<()> {
    let _heeding = interrupt::heed();
    let speed = arguments.device.speed;
    let mut film = match pictures.gif {
        Some(_) if speed == 0.0 => return Err(Misuse("at --speed 0 a tour would never end".to_owned()).into()),
        Some(output) => Some(Film::new(device, output)?),
        None => None,
    };
    let look = if film.is_some() {
        FRAME.mul_f64(speed).min(LOOK)
    } else {
        LOOK
    };
    let mut album = pictures.shots.map(Album::new);
    let mut left = Duration::from_secs(u64::from(minutes) * 60);
    while !left.is_zero() {
        if interrupt::asked() {
            return Err(Interrupted("Stopped; the tour was not over.".to_owned()).into());
        }
        let time = look.min(left);
        device.pass(time)?;
        left -= time;
        if let Some(film) = &mut film {
            film.gif.show(&device.image(), time.div_f64(speed))?;
        }
        if let Some(album) = &mut album {
            album.look(device, time)?;
        }
    }
    if let Some(film) = film {
        safely::write(&film.output, &film.gif.finish()?)?;
    }
    let report = Report::new(device, arguments.device.panel, arguments.device.rotate, minutes);
    if arguments.json {
        output::print_json(&report)?;
    } else {
        output::print(&report.to_string())?;
    }
    match report.broken() {
        [] => Ok(()),
        broken => bail!("the device broke its budgets: {}", broken.join("; ")),
    }
}

/// A GIF of the whole tour.
struct Film {
    output: Output,
    gif: Gif,
}

impl Film {
    fn new(device: &Simulated, output: Output) -> Result<Self> {
        let (width, height) = device.size();
        Ok(Self {
            output,
            gif: Gif::new(u16::try_from(width)?, u16::try_from(height)?)?,
        })
    }
}

/// A picture of each page, the first time that it is up for long enough.
struct Album {
    shots: Shots,
    /// The page that is up, and for how long.
    up: (Option<Page>, Duration),
}

impl Album {
    const fn new(shots: Shots) -> Self {
        Self {
            shots,
            up: (None, Duration::ZERO),
        }
    }

    fn look(&mut self, device: &Simulated, time: Duration) -> Result<()> {
        let page = device.page();
        let been = if page == self.up.0 {
            self.up.1 + time
        } else {
            Duration::ZERO
        };
        self.up = (page, been);
        let Some(page) = page.filter(|page| been >= REST && self.shots.lacks(*page)) else {
            return Ok(());
        };
        self.shots.take(page, &png(&device.image())?)
    }
}
