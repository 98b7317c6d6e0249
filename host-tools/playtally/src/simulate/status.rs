//! The line below the panel.

use std::fmt;

use playtally_simulator::Status;

use playtally_telling::name::clean;
use playtally_telling::words::number::{bytes, plural};

/// What a line below the panel says: what the device does, or a word about what was done to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) status: Status,
    pub(crate) is_filming: bool,
    pub(crate) word: Option<String>,
}

impl Line {
    /// Whose page is up, which one, and when.
    pub(crate) fn page(&self) -> String {
        let Status { owner, page, .. } = &self.status;
        let owner = owner.as_deref().filter(|owner| !owner.is_empty());
        let mut parts: Vec<String> = owner.map(|owner| clean(owner).into_owned()).into_iter().collect();
        if let Some(page) = page {
            parts.push(page.slug().to_owned());
        } else if self.status.is_menu {
            parts.push("menu: ↑ ↓ lines, enter chooses, backspace goes back".to_owned());
        }
        parts.push(self.status.time.format("%Y-%m-%d %H:%M:%S").to_string());
        parts.join(" · ")
    }

    /// What the last change took, and what is unusual.
    pub(crate) fn bus(&self) -> String {
        let status = &self.status;
        let mut parts = vec![format!("{} sent", bytes(status.sent))];
        if let Some(rate) = status.rate {
            parts.push(plural(rate.round() as u64, "frame a second", "frames a second"));
        }
        let tempo = status.tempo.to_string();
        parts.extend(Some(tempo).filter(|tempo| !tempo.is_empty()));
        parts.extend(status.has_stick.then(|| "stick plugged in".to_owned()));
        parts.extend(self.is_filming.then(|| "recording".to_owned()));
        parts.join(" · ")
    }
}

/// All of it in one line.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.word {
            Some(word) => f.write_str(word),
            None => write!(f, "{} · {}", self.page(), self.bus()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_panel::Rotation;
    use playtally_simulator::Command;
    use playtally_simulator::testing::device;

    #[test]
    fn the_line_says_whose_page_it_is_when_it_is_and_what_it_took() {
        let mut device = device(Rotation::Deg0);
        let line = |device: &playtally_simulator::Simulated| Line {
            status: device.status(),
            is_filming: false,
            word: None,
        };
        let said = line(&device).to_string();
        let (who, rest) = said.split_once(" · cover · ").expect("the page");
        let (when, sent) = rest.split_once(" · ").expect("the time");
        assert_eq!((who, sent), ("Ada", "150.0 KiB sent"));
        assert!(when.ends_with(" 12:00:00"), "{when}");
        device.obey(Command::Faster).expect("no problem");
        device.plug("no summary").expect("no problem");
        let said = line(&device).to_string();
        assert!(said.ends_with(" · ×8 · stick plugged in"), "{said}");
        let word = Some("saved".to_owned());
        assert_eq!(Line { word, ..line(&device) }.to_string(), "saved");
    }
}
