//! What the page holds: a history, its summary, and the device that shows it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use playtally_device::{Button, Kept, Settings};
use playtally_history::{DATABASE_START, Gathered};
use playtally_panel_emulator::Image;
use playtally_press::typeset::Fonts;
use playtally_press::{Options, press};
use playtally_simulator::{Command, Simulated, Start};
use playtally_statistics::Statistics;
use playtally_summary::records::OwnerId;
use playtally_summary::{MAGIC, OpenError, is_named_as_summary};
use serde_json::{Value, json};

use crate::choice::{self, Choice};
use crate::count::Counted;
use crate::outside::Outside;
use crate::question::{Answer, Given, Question};
use crate::reading::{self, Reading};
use crate::{keeping, tell, zone};

/// Time that a browser slept through does not pass on the device, beyond so much.
const LONGEST: Duration = Duration::from_secs(1);

/// The longest database that the page reads, in bytes. It stands in memory several times while it is read, and a browser gives
/// a page 4 GiB at most.
const LONGEST_DATABASE: u64 = 512 << 20;

/// Why something did not come about, in words for the user.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The file is meant to be a summary.
    #[error("{name}: {why}")]
    Summary {
        /// The name of the file.
        name: String,
        /// What is wrong with it.
        why: OpenError,
    },
    /// A page has no room for the file.
    #[error(
        "{0}: is a database of more than 512 MB, which a page in a browser has no room for; read it with the command line: \
         playtally import \"{0}\""
    )]
    TooLong(String),
    /// The device would not take these settings.
    #[error("{0}")]
    Settings(String),
    /// The device failed.
    #[error("{0}")]
    Device(#[from] playtally_simulator::Error),
    /// The history could not be written.
    #[error("the history could not be written: {0}")]
    History(#[from] playtally_history::Error),
    /// Something was asked that has no answer.
    #[error("{0}")]
    Question(&'static str),
}

/// What the page holds.
#[derive(Debug)]
pub struct Page {
    outside: Arc<dyn Outside>,
    /// What was read.
    gathered: Option<Gathered>,
    /// What was counted of it.
    counted: Option<Counted>,
    /// The summary that the device was switched on with, or that was loaded last.
    summary: Option<Kept>,
    device: Option<Simulated>,
    settings: Settings,
    /// What the user sees.
    shown: Option<Image>,
}

impl Page {
    /// An empty page in a browser.
    #[must_use]
    pub fn new(outside: Arc<dyn Outside>) -> Self {
        Self {
            outside,
            gathered: None,
            counted: None,
            summary: None,
            device: None,
            settings: Settings::default(),
            shown: None,
        }
    }

    /// Answers a question; `file` goes with it.
    ///
    /// # Errors
    /// In words for the user; everything is as it was before.
    pub fn answer(&mut self, question: Question, file: &[u8]) -> Result<Answer, Trouble> {
        match question {
            Question::Known => {
                let mut known = choice::offers();
                known["zones"] = json!(zone::places().collect::<Vec<_>>());
                Ok(Answer::Json(known))
            }
            Question::Zone { text } => Ok(Answer::Json(match zone::named(&text) {
                Ok(zone) => json!({ "zone": zone.name() }),
                Err(near) => json!({ "near": near }),
            })),
            Question::Fits { name, bytes } => fits(name, bytes, file).map(Answer::Json),
            Question::Read {
                given,
                no_topic_channels,
                zone,
                now,
            } => Ok(Answer::Json(self.read(&given, no_topic_channels, home(&zone), now))),
            Question::Count { zone } => self.count(home(&zone)).map(Answer::Json),
            Question::Press { owner, accent, id, now } => {
                let id = id.as_deref().and_then(OwnerId::parse);
                self.press(&owner, accent, id, now).map(Answer::Json)
            }
            Question::Load { name, stick, now } => self.load(name, stick, file, now).map(Answer::Json),
            Question::Set { choice, now } => self.set(&choice, now).map(Answer::Json),
            Question::Key { key } => {
                if let Some(command) = Command::of(&key) {
                    self.device()?.obey(command)?;
                }
                Ok(Answer::Json(Value::Null))
            }
            Question::Button { number } => {
                let button = Button::ALL
                    .get(number)
                    .ok_or(Trouble::Question("there is no such button"))?;
                self.device()?.tap(*button)?;
                Ok(Answer::Json(Value::Null))
            }
            Question::Pass { ms } => self.pass(ms).map(Answer::Json),
            Question::Picture => {
                let image = self
                    .shown
                    .as_ref()
                    .ok_or(Trouble::Question("there is no picture yet"))?;
                let pixels = image.rgb().chunks_exact(3);
                Ok(Answer::Bytes(
                    pixels.flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]).collect(),
                ))
            }
            Question::Summary => Ok(Answer::Bytes(self.kept()?.summary().file().to_vec())),
            Question::Report { owner, accent } => {
                let counted = self.counted.as_ref().ok_or(NOTHING)?;
                let story = playtally_telling::tell(&counted.statistics);
                Ok(Answer::Bytes(
                    playtally_report::page(&story, Some(&owner), accent).into_bytes(),
                ))
            }
            Question::History { whose } => {
                let gathered = self.gathered.as_ref().ok_or(NOTHING)?;
                Ok(Answer::Bytes(keeping::zip(gathered, home(&whose.home), &whose)?))
            }
            Question::Forget => {
                let (outside, settings) = (self.outside.clone(), self.settings);
                *self = Self {
                    settings,
                    ..Self::new(outside)
                };
                Ok(Answer::Json(Value::Null))
            }
        }
    }

    fn read(&mut self, given: &[Given], no_topic_channels: bool, home: Tz, now: f64) -> Value {
        let here = reading::here(now, home);
        let Reading { gathered, given, total } = Reading::of(given, no_topic_channels, here, &self.outside);
        self.counted = gathered
            .as_ref()
            .and_then(|gathered| Counted::of(&gathered.plays_of(home), home));
        self.gathered = gathered;
        json!({
            "given": given,
            "total": total,
            "counted": self.counted.as_ref().map(|counted| &counted.told),
        })
    }

    fn count(&mut self, home: Tz) -> Result<Value, Trouble> {
        let is_counted = |counted: &Counted| counted.statistics.rule.timezone == home;
        if !self.counted.as_ref().is_some_and(is_counted) {
            let gathered = self.gathered.as_ref().ok_or(NOTHING)?;
            self.counted = Counted::of(&gathered.plays_of(home), home);
        }
        let counted = self.counted.as_ref().ok_or(NOTHING)?;
        Ok(counted.told.clone())
    }

    fn press(&mut self, owner: &str, accent: Option<u8>, id: Option<OwnerId>, now: f64) -> Result<Value, Trouble> {
        let counted = self.counted.as_ref().ok_or(NOTHING)?;
        let summary = pressed(&counted.statistics, owner, accent, id, now)?;
        self.switch_on(summary, now)?;
        Ok(tell::summary(self.kept()?))
    }

    fn load(&mut self, name: String, stick: bool, file: &[u8], now: f64) -> Result<Value, Trouble> {
        match &mut self.device {
            // It looks at the stick itself, and says on its panel what is wrong with it. What is to be saved stays what it was.
            Some(device) if stick => device.plug(file)?,
            _ => {
                let summary = Kept::new(file).map_err(|why| Trouble::Summary { name, why })?;
                self.switch_on(summary, now)?;
                (self.gathered, self.counted) = (None, None);
            }
        }
        Ok(tell::summary(self.kept()?))
    }

    fn set(&mut self, choice: &Choice, now: f64) -> Result<Value, Trouble> {
        let (settings, text) = choice.settings()?;
        let is_new = self.settings != settings;
        self.settings = settings;
        if let Some(summary) = self.summary.take_if(|_| is_new) {
            self.switch_on(summary, now)?;
        }
        Ok(json!({ "file": text, "isDefault": settings == Settings::default() }))
    }

    fn kept(&self) -> Result<&Kept, Trouble> {
        self.summary
            .as_ref()
            .ok_or(Trouble::Question("there is no summary yet"))
    }

    fn switch_on(&mut self, summary: Kept, now: f64) -> Result<(), Trouble> {
        let start = Start::Utc((now / 1000.0) as i64);
        self.device = Some(Simulated::new(&self.settings, &summary, start, false)?);
        self.summary = Some(summary);
        self.shown = None;
        Ok(())
    }

    fn pass(&mut self, ms: f64) -> Result<Value, Trouble> {
        let time = Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default();
        let device = self.device()?;
        device.live(time.min(LONGEST))?;
        let image = device.image();
        let status = tell::status(device);
        let is_new = self.shown.as_ref() != Some(&image);
        self.shown = Some(image);
        Ok(json!({ "new": is_new, "status": status }))
    }

    fn device(&mut self) -> Result<&mut Simulated, Trouble> {
        let device = self.device.as_mut();
        device.ok_or(Trouble::Question("the device is off; give it a history first"))
    }
}

const NOTHING: Trouble = Trouble::Question("there is no history yet");

fn home(zone: &str) -> Tz {
    zone.parse().unwrap_or(Tz::UTC)
}

/// What a file is that begins so.
fn fits(name: String, bytes: u64, beginning: &[u8]) -> Result<Value, Trouble> {
    if beginning.starts_with(DATABASE_START) && bytes > LONGEST_DATABASE {
        return Err(Trouble::TooLong(name));
    }
    let is_summary = beginning.starts_with(&MAGIC) || is_named_as_summary(&name);
    Ok(json!({ "isSummary": is_summary }))
}

/// The summary of what was counted, in the bundled fonts.
fn pressed(
    statistics: &Statistics,
    owner: &str,
    accent: Option<u8>,
    id: Option<OwnerId>,
    now: f64,
) -> Result<Kept, Trouble> {
    let today = DateTime::from_timestamp_millis(now as i64).unwrap_or_default();
    let today: NaiveDate = today.with_timezone(&statistics.rule.timezone).date_naive();
    let fonts = Fonts::bundled();
    let options = Options {
        accent,
        id,
        ..Options::new(owner, today, &fonts)
    };
    let file = press(statistics, &options).file;
    Kept::new(file).map_err(|why| Trouble::Summary {
        name: "the summary that was made".to_owned(),
        why,
    })
}

#[cfg(test)]
mod tests;
