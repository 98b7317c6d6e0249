//! What was set in the menu, kept where a power cut cannot spoil it.

use std::io;

use playtally_panel::Rotation;
use playtally_screen::Preferences;
use serde::Deserialize;

use super::file::File;
use super::value::{Given, Within, of_night};
use crate::{Disk, Slots};

/// More is not what this program wrote, in bytes.
const LIMIT: usize = 1024;

/// What was set in the menu, over what the settings file says, in two [`Slots`] of a disk.
///
/// What the settings file said at that time is kept with it: a setting that was changed there since holds again.
#[derive(Clone, Debug)]
pub struct Chosen<D> {
    disk: D,
    file: Preferences,
}

/// What is kept: two pieces of a settings file.
#[derive(Debug, Deserialize)]
struct Kept {
    file: File,
    menu: File,
}

impl<D: Disk> Chosen<D> {
    /// What is kept on a disk, over what the settings file says.
    pub const fn new(disk: D, file: Preferences) -> Self {
        Self { disk, file }
    }

    /// What holds: what the settings file says, but for what was set in the menu since. Something that cannot be read is
    /// as if it had never been set.
    pub fn read(&self) -> Preferences {
        let text = slots().read(&self.disk).ok().flatten();
        let Some(kept) = text.as_deref().and_then(parse) else {
            return self.file;
        };
        let (then, chosen, now) = (
            preferences(&kept.file, &self.file),
            preferences(&kept.menu, &self.file),
            self.file,
        );
        Preferences {
            pace: pick(then.pace, chosen.pace, now.pace),
            brightness: pick(then.brightness, chosen.brightness, now.brightness),
            night: pick(then.night, chosen.night, now.night),
            calm: pick(then.calm, chosen.calm, now.calm),
            language: pick(then.language, chosen.language, now.language),
            turned: pick(then.turned, chosen.turned, now.turned),
        }
    }

    /// Keeps what was set, and returns once it will outlast a power cut.
    ///
    /// # Errors
    /// Those of the disk. What was kept before is kept still.
    pub fn keep(&mut self, chosen: &Preferences) -> io::Result<()> {
        let text = format!("[file]\n{}\n[menu]\n{}", write(&self.file), write(chosen));
        slots().write(&mut self.disk, text.as_bytes()).map(drop)
    }
}

fn slots() -> Slots {
    Slots::new("menu", LIMIT, |text| parse(text).is_some())
}

fn parse(text: &[u8]) -> Option<Kept> {
    toml::from_str(std::str::from_utf8(text).ok()?).ok()
}

/// What was chosen, as long as the settings file says what it said `then`.
fn pick<T: PartialEq>(then: T, chosen: T, now: T) -> T {
    if then == now { chosen } else { now }
}

fn preferences(file: &File, default: &Preferences) -> Preferences {
    Preferences {
        pace: file.pace.map_or(default.pace, |Given(Within(seconds))| seconds as u16),
        brightness: file
            .brightness
            .map_or(default.brightness, |Given(Within(percent))| percent as u8),
        night: file.night.map_or(default.night, |Given(night)| night),
        calm: file.calm.map_or(default.calm, |Given(calm)| calm),
        language: file.language.map_or(default.language, |Given(language)| language),
        turned: file
            .rotation
            .as_ref()
            .map_or(default.turned, |rotation| rotation.get_ref().0 == Rotation::Deg180),
    }
}

fn write(preferences: &Preferences) -> String {
    let Preferences {
        pace,
        brightness,
        night,
        calm,
        language,
        turned,
    } = *preferences;
    let (night, language) = (of_night(night), language.tag());
    let rotation = if turned { 180 } else { 0 };
    format!(
        "pace = {pace}\nbrightness = {brightness}\nnight = \"{night}\"\ncalm = {calm}\nlanguage = \"{language}\"\n\
         rotation = {rotation}\n"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use playtally_screen::{Language, Night};

    use super::*;
    use crate::Settings;
    use crate::disk::simulated::SimulatedDisk;

    fn file() -> Preferences {
        Settings::default().options().preferences()
    }

    fn other() -> Preferences {
        Preferences {
            pace: 30,
            brightness: 25,
            night: Night::new(22, 7),
            calm: true,
            language: Language::Swedish,
            turned: true,
        }
    }

    #[test]
    fn what_was_set_in_the_menu_holds_after_a_restart() {
        let mut chosen = Chosen::new(SimulatedDisk::new(8), file());
        assert_eq!(chosen.read(), file());
        chosen.keep(&other()).unwrap();
        assert_eq!(Chosen::new(chosen.disk.clone(), file()).read(), other());
        chosen.keep(&file()).unwrap();
        assert_eq!(chosen.read(), file());
    }

    #[test]
    fn a_setting_that_was_changed_in_the_file_since_holds_and_the_others_stay() {
        let mut chosen = Chosen::new(SimulatedDisk::new(8), file());
        chosen.keep(&other()).unwrap();
        let edited = Preferences { pace: 99, ..file() };
        let held = Chosen::new(chosen.disk, edited).read();
        assert_eq!(held, Preferences { pace: 99, ..other() });
    }

    #[test]
    fn a_power_cut_at_any_instant_leaves_the_old_choice_or_the_new_one() {
        let before = Preferences { pace: 6, ..file() };
        let mut chosen = Chosen::new(SimulatedDisk::new(64), file());
        chosen.keep(&before).unwrap();
        chosen.disk.watch();
        chosen.keep(&other()).unwrap();
        let states = chosen.disk.states_after_a_crash();
        assert!(states.len() > 20, "only {} states", states.len());
        let mut paces = HashSet::new();
        for disk in states {
            let mut after = Chosen::new(disk, file());
            let held = after.read();
            assert!([before, other()].contains(&held), "{held:?}");
            paces.insert(held.pace);
            after.keep(&file()).unwrap();
            assert_eq!(after.read(), file(), "and it can be changed again");
        }
        assert_eq!(paces.len(), 2, "both must come up");
    }

    #[test]
    fn what_this_program_did_not_write_is_as_if_nothing_was_set() {
        for text in ["", "[file]", "[file]\n[menu]\npace = 0", "[file]\n[menu]\nfuture = 1"] {
            assert!(parse(text.as_bytes()).is_none(), "{text}");
        }
        assert!(parse(b"[file]\n[menu]\n").is_some());
    }
}
