//! Which emulated panel stands for which panel of the table.

use playtally_panel::{PanelSpec, Rotation};
use playtally_panel_emulator::{self as emulator, Glass};

use crate::Error;

/// The glass of a panel that a hand has turned so that the picture, which the device turns the other way, is upright.
pub(crate) fn glass(spec: &PanelSpec, rotation: Rotation) -> Result<Glass, Error> {
    let glass = Glass::named(spec.name).ok_or(Error::NoSuchPanel(spec.name))?;
    Ok(Glass {
        mounting: turned(glass.mounting, rotation),
        ..glass
    })
}

fn turned(mounting: emulator::Rotation, by: Rotation) -> emulator::Rotation {
    use emulator::Rotation::{Deg0, Deg90, Deg180, Deg270};
    let turns = [Deg0, Deg90, Deg180, Deg270];
    turns[(mounting as usize + by as usize) % turns.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_panel::PANELS;

    #[test]
    fn every_panel_of_the_table_can_be_simulated_in_every_rotation() {
        for spec in PANELS {
            for rotation in Rotation::ALL {
                let seen = glass(spec, rotation).expect("an emulated panel").seen_size();
                let size = spec.size(rotation);
                assert_eq!(
                    (u32::from(seen.0), u32::from(seen.1)),
                    (size.width, size.height),
                    "{}",
                    spec.name
                );
            }
        }
    }
}
