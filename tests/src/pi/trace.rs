//! What a Raspberry Pi did on its SPI and GPIO pins, read from QEMU's trace of register writes.

/// Something that happened on the pins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A byte went out on the SPI bus.
    Byte(u8),
    /// A GPIO line was set to a level.
    Line {
        /// Its number on the chip.
        line: u8,
        /// Whether it is high now.
        high: bool,
    },
}

/// Where the peripherals of a Raspberry Pi 3 and of a Zero begin; registers have the same places among them.
const PERIPHERALS: [u32; 2] = [0x3F00_0000, 0x2000_0000];
/// FIFO register of the SPI controller: a byte written to it goes out.
const SPI_FIFO: u32 = 0x20_4004;
/// GPIO lines 0 to 31: a bit written as one sets or clears its line.
const GPIO_SET: u32 = 0x20_001C;
const GPIO_CLEAR: u32 = 0x20_0028;

/// What a line of the trace tells, in order; nothing if it is about another device.
pub fn events_of(line: &str) -> impl Iterator<Item = Event> + use<> {
    let (address, value) = register(line).unwrap_or((0, 0));
    let byte = (address == SPI_FIFO).then_some(Event::Byte(value as u8));
    let high = address == GPIO_SET;
    let bits = if high || address == GPIO_CLEAR { value } else { 0 };
    byte.into_iter().chain(
        (0..32)
            .filter(move |bit| bits >> bit & 1 == 1)
            .map(move |line| Event::Line { line, high }),
    )
}

/// Which register of the peripherals is written, and the value, of a line such as `memory_region_ops_write cpu 3 mr 0x7f addr 0x3f204004 value 0x11 size 4 name …`.
fn register(line: &str) -> Option<(u32, u32)> {
    if !line.starts_with("memory_region_ops_write") || line.contains("bcm2835-ic") {
        return None;
    }
    let mut words = line.split_ascii_whitespace();
    let mut after = |name| words.by_ref().skip_while(|word| *word != name).nth(1);
    let address = u32::from_str_radix(after("addr")?.strip_prefix("0x")?, 16).ok()?;
    let value = u32::from_str_radix(after("value")?.strip_prefix("0x")?, 16).ok()?;
    let is_peripheral = PERIPHERALS.contains(&(address & 0xFF00_0000));
    is_peripheral.then_some((address & 0x00FF_FFFF, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_lines_come_out_in_order() {
        let trace = "\
memory_region_ops_write cpu 3 mr 0x7f1 addr 0x3f200028 value 0x200 size 4 name 'bcm2835_gpio'
memory_region_ops_write cpu 3 mr 0x7f0 addr 0x3f204004 value 0x2a size 4 name 'bcm2835-spi'
memory_region_ops_write cpu 3 mr 0x7f2 addr 0x3f201000 value 0x41 size 2 name 'pl011'
something else
memory_region_ops_write cpu 3 mr 0x7f1 addr 0x3f20001c value 0x82 size 4 name 'bcm2835_gpio'
memory_region_ops_write cpu 3 mr 0x7f0 addr 0x41204004 value 0x2b size 4 name 'something else'
memory_region_ops_write cpu 0 mr 0x7f0 addr 0x20204004 value 0x2c size 4 name 'bcm2835-spi'
";
        let seen: Vec<_> = trace.lines().flat_map(events_of).collect();
        let line = |line, high| Event::Line { line, high };
        let (first, last) = (Event::Byte(0x2A), Event::Byte(0x2C));
        assert_eq!(seen, [line(9, false), first, line(1, true), line(7, true), last]);
    }
}
