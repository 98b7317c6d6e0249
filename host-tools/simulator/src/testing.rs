//! A device with a made-up history.

use std::sync::LazyLock;

use chrono::NaiveDate;
use playtally_device::{Kept, Settings};
use playtally_panel::{PanelSpec, Rotation};
use playtally_press::typeset::Fonts;
use playtally_statistics::testing::made_up;
use playtally_statistics::{Rule, Statistics};

use crate::{Simulated, Start};

static STATISTICS: LazyLock<Statistics> =
    LazyLock::new(|| Statistics::compute(&made_up(7, 3_000), &Rule::new(chrono_tz::Europe::Stockholm)));

/// The day after the last play.
fn pressed() -> NaiveDate {
    let last = STATISTICS.totals.last;
    last.and_then(|last| last.succ_opt()).unwrap_or_default()
}

/// The summary of a made-up history.
#[must_use]
pub fn summary(owner: &str) -> Vec<u8> {
    let fonts = Fonts::bundled();
    let options = playtally_press::Options::new(owner, pressed(), &fonts);
    playtally_press::press(&STATISTICS, &options).file
}

/// A device with a panel and the summary of a made-up history, whose wires are recorded.
///
/// # Panics
/// If there is no panel of that name.
#[must_use]
pub fn recorded(panel: &str, rotation: Rotation) -> Simulated {
    let spec = PanelSpec::find(panel).expect("a panel");
    let kept = Kept::new(summary("Ada")).expect("a sound summary");
    let noon = pressed().and_hms_opt(12, 0, 0).expect("noon");
    let settings = Settings {
        rotation,
        ..Settings::on(spec)
    };
    Simulated::new(&settings, &kept, Start::Local(noon), true).expect("a device")
}

/// A device with the summary of a made-up history, whose driver writes so few bytes at once.
///
/// # Panics
/// If there is no panel of that name.
#[must_use]
pub fn wasteful(panel: &str, longest_write: usize) -> Simulated {
    let spec = PanelSpec::find(panel).expect("a panel");
    let kept = Kept::new(summary("Ada")).expect("a sound summary");
    let noon = pressed().and_hms_opt(12, 0, 0).expect("noon");
    Simulated::set_up(&Settings::on(spec), &kept, Start::Local(noon), false, longest_write).expect("a device")
}

/// A device with the summary of a made-up history, on its default panel.
#[must_use]
pub fn device(rotation: Rotation) -> Simulated {
    recorded(Settings::default().panel.name, rotation)
}
