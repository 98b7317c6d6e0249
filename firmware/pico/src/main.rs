#![cfg_attr(target_os = "none", no_std, no_main)]
//! The program on a Raspberry Pi Pico: it is built for that alone, by `firmware/pico/build`.

#[cfg(target_os = "none")]
mod hardware;

#[cfg(not(target_os = "none"))]
fn main() -> std::process::ExitCode {
    eprintln!("playtally-pico runs on a Raspberry Pi Pico; firmware/pico/build makes what is loaded there");
    std::process::ExitCode::FAILURE
}

#[cfg(target_os = "none")]
mod program {
    use playtally_device::{Device, Dimmer, Led, News, Parts};
    use playtally_panel::{Cost, Display, Driver, Frame, Tiles, Wires};
    use playtally_pico::board::{self, Board, MOST_PIXELS};
    use playtally_pico::clock::SetByHand;
    use playtally_pico::fault::Fault;
    use playtally_pico::flash::Flashed;
    use playtally_screen::Fault as Told;

    use crate::hardware::{self, Chip, entry};

    /// The tiles of the largest panel.
    const MARKS: usize = MOST_PIXELS / 64;

    #[entry]
    fn main() -> ! {
        // The macro makes of these what only this function has.
        static mut PIXELS: [u16; MOST_PIXELS] = [0; MOST_PIXELS];
        static mut MARKS_SHOWN: [u32; MARKS] = [0; MARKS];
        static mut BUFFER: [u8; hardware::BUFFER] = [0; hardware::BUFFER];
        static mut ON_THE_WAY: [[u8; hardware::BUFFER]; 2] = [[0; hardware::BUFFER]; 2];

        let Some((board, panel)) = Board::built_for().and_then(|board| Some((board, board.panel()?))) else {
            panic!("PLAYTALLY_BOARD names no board")
        };
        let mut chip = Chip::start();
        let fault = chip.take_fault();
        let bus = chip.bus(board, panel.max_hz, ON_THE_WAY);
        let wires = Wires {
            spi: bus,
            data_command: chip.line(board, board.data_command),
            reset: board.reset.map(|pin| chip.line(board, pin)),
            busy: None::<hardware::NoLine>,
        };
        let mut backlight = board.backlight.map(|pin| Dimmer(chip.light(pin)));
        let _ = playtally_device::Backlight::set(&mut backlight, 0);
        let mut led = Led::new(match board.led {
            Some(pins) => pins.map(|pin| Some(chip.high(pin))),
            None => [None, None, None],
        });
        let driver = Driver::open(panel, board.rotation, wires, chip.pause(), BUFFER).expect("a panel of the table");
        let size = panel.size(board.rotation);
        // A fault may come of the summary: without it, the page is shown that tells it.
        let store = match fault {
            None => Flashed::new(hardware::flash()),
            Some(fault) => Flashed::failing(News::fault(Told::KeepsFailing, fault)),
        };
        let parts = Parts {
            display: Display::new(
                driver,
                Tiles::new(size, MARKS_SHOWN).expect("a mark for each tile"),
                Frame::new(size, PIXELS).expect("as many pixels as any panel has"),
                Cost {
                    // Nothing of a write but its bytes takes time.
                    ns_per_call: 1_000,
                    ..Cost::SPIDEV.at_hz(hardware::clock(panel.max_hz))
                },
            )
            .expect("all of one size"),
            backlight,
            buttons: chip.buttons(board.buttons),
            clock: SetByHand::new(hardware::milliseconds),
            store,
        };
        let mut device = Device::new(parts, board::options(panel));
        loop {
            let step = device.step();
            let _ = led.show(device.sign());
            if fault.is_some() && device.news().is_none() {
                hardware::restart();
            }
            chip.sleep_until(step.until);
        }
    }

    #[panic_handler]
    fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
        hardware::end(info.location().map_or(Fault::HARD, Fault::at))
    }
}
