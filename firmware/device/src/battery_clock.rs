//! Clocks with a battery that people put on the header: DS3231 and PCF85063, on I2C.
//!
//! They are read and set here, over the bus, and not by the kernel's drivers: those cannot be asked to set one but by a call
//! that safe code has no way to make. Registers are those of the makers' data sheets.

use std::io;

/// Registers of a chip on a bus.
pub trait Registers {
    /// Fills `bytes` from a register on, of the chip at an address.
    ///
    /// # Errors
    /// Those of the bus; nobody at that address is one.
    fn read(&mut self, address: u8, register: u8, bytes: &mut [u8]) -> io::Result<()>;

    /// Writes from a register on.
    ///
    /// # Errors
    /// Those of the bus.
    fn write(&mut self, address: u8, register: u8, bytes: &[u8]) -> io::Result<()>;
}

/// A kind of chip: where it is, and where in it things are.
#[derive(Debug)]
struct Chip {
    address: u8,
    /// The register of seconds, which those of minutes and hours follow.
    seconds: u8,
    /// The places of day, month and year after it; the remaining one is the day of the week.
    day: usize,
    month: usize,
    year: usize,
    /// The register whose highest bit says that the clock stood still.
    stopped: u8,
}

const CHIPS: [Chip; 2] = [
    Chip {
        address: 0x68,
        seconds: 0x00,
        day: 4,
        month: 5,
        year: 6,
        stopped: 0x0F,
    },
    Chip {
        address: 0x51,
        seconds: 0x04,
        day: 3,
        month: 5,
        year: 6,
        stopped: 0x04,
    },
];

/// What the first of them says that is there and did not stand still, in seconds after 1970-01-01T00:00:00Z.
pub fn read(bus: &mut impl Registers) -> Option<i64> {
    CHIPS.iter().find_map(|chip| {
        let mut stopped = [0];
        bus.read(chip.address, chip.stopped, &mut stopped).ok()?;
        let mut bytes = [0; 7];
        bus.read(chip.address, chip.seconds, &mut bytes).ok()?;
        if stopped[0] & 0x80 != 0 {
            return None;
        }
        let [second, minute, hour] = [bytes[0] & 0x7F, bytes[1] & 0x7F, bytes[2] & 0x3F].map(of_digits);
        let [day, month, year] = [bytes[chip.day] & 0x3F, bytes[chip.month] & 0x1F, bytes[chip.year]].map(of_digits);
        let is_time = second? < 60 && minute? < 60 && hour? < 24;
        let is_day = (1..=31).contains(&day?) && (1..=12).contains(&month?);
        let days = days_before(2000 + i64::from(year?), month?.into(), day?.into());
        let seconds = i64::from(hour?) * 3600 + i64::from(minute?) * 60 + i64::from(second?);
        (is_time && is_day).then_some(days * 86_400 + seconds)
    })
}

/// Sets every one that is there, and says how many those are. Only the years 2000 to 2099 can be said.
pub fn set(bus: &mut impl Registers, utc: i64) -> usize {
    let (days, seconds) = (utc.div_euclid(86_400), utc.rem_euclid(86_400));
    let (year, month, day) = date_after(days);
    if !(2000..2100).contains(&year) {
        return 0;
    }
    let mut set = |chip: &Chip| -> io::Result<()> {
        // There has to be somebody.
        bus.read(chip.address, chip.stopped, &mut [0])?;
        let mut bytes = [0; 7];
        for (at, value) in [(0, seconds % 60), (1, seconds / 60 % 60), (2, seconds / 3600)] {
            bytes[at] = digits(value);
        }
        for (at, value) in [(chip.day, day), (chip.month, month), (chip.year, year - 2000)] {
            bytes[at] = digits(value);
        }
        let week = 3 + usize::from(chip.day == 3);
        // 1970-01-01 was a Thursday; nothing here reads it, and chips count from 0 or from 1.
        bytes[week] = ((days + 4).rem_euclid(7) + i64::from(week == 3)) as u8;
        bus.write(chip.address, chip.seconds, &bytes)?;
        if chip.stopped != chip.seconds {
            bus.write(chip.address, chip.stopped, &[0])?;
        }
        Ok(())
    };
    CHIPS.iter().filter(|chip| set(chip).is_ok()).count()
}

/// Two decimal digits in a byte.
fn digits(value: i64) -> u8 {
    (value / 10 * 16 + value % 10) as u8
}

fn of_digits(byte: u8) -> Option<u8> {
    let (ten, one) = (byte >> 4, byte & 0x0F);
    (ten < 10 && one < 10).then_some(10 * ten + one)
}

/// The days from 1970-01-01 until a date, in the Gregorian calendar.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March end in the leap day.
    let year = year - i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

/// The year, month and day that many days after 1970-01-01.
fn date_after(days: i64) -> (i64, i64, i64) {
    let mut year = 1970 + days.div_euclid(366);
    while days_before(year + 1, 1, 1) <= days {
        year += 1;
    }
    let mut month = 12;
    while days_before(year, month, 1) > days {
        month -= 1;
    }
    (year, month, days - days_before(year, month, 1) + 1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Chips at addresses.
    #[derive(Default)]
    struct Bus(BTreeMap<u8, [u8; 32]>);

    impl Registers for Bus {
        fn read(&mut self, address: u8, register: u8, bytes: &mut [u8]) -> io::Result<()> {
            let chip = self.0.get(&address).ok_or(io::ErrorKind::NotFound)?;
            bytes.copy_from_slice(&chip[register.into()..][..bytes.len()]);
            Ok(())
        }

        fn write(&mut self, address: u8, register: u8, bytes: &[u8]) -> io::Result<()> {
            let chip = self.0.get_mut(&address).ok_or(io::ErrorKind::NotFound)?;
            chip[register.into()..][..bytes.len()].copy_from_slice(bytes);
            Ok(())
        }
    }

    /// 2026-11-30T17:45:09Z, a Monday.
    const NOW: i64 = 20_787 * 86_400 + 17 * 3600 + 45 * 60 + 9;

    #[test]
    fn each_chip_is_set_and_read_by_its_registers() {
        for (address, first, registers, stopped) in [
            (0x68, 0, [0x09, 0x45, 0x17, 0x02, 0x30, 0x11, 0x26], 0x0F),
            (0x51, 4, [0x09, 0x45, 0x17, 0x30, 0x01, 0x11, 0x26], 0x04),
        ] {
            let mut chip = [0; 32];
            chip[stopped] = 0x80;
            let mut bus = Bus(BTreeMap::from([(address, chip)]));
            assert_eq!(read(&mut bus), None, "it stood still");
            assert_eq!(set(&mut bus, NOW), 1);
            assert_eq!(bus.0[&address][first..first + 7], registers);
            assert_eq!(read(&mut bus), Some(NOW));
        }
    }

    #[test]
    fn where_there_is_none_nothing_is_read_or_set() {
        let mut bus = Bus::default();
        assert_eq!((read(&mut bus), set(&mut bus, NOW)), (None, 0));
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        let mut bus = Bus(BTreeMap::from([(0x68, [0xFF; 32])]));
        bus.0.get_mut(&0x68).unwrap()[0x0F] = 0;
        assert_eq!(read(&mut bus), None);
        bus.0.get_mut(&0x68).unwrap()[..7].copy_from_slice(&[0; 7]);
        assert_eq!(read(&mut bus), None, "no day is the 0th");
    }

    #[test]
    fn every_day_of_a_century_is_its_date_and_back() {
        let mut bus = Bus(BTreeMap::from([(0x51, [0; 32])]));
        for day in days_before(2000, 1, 1)..days_before(2100, 1, 1) {
            assert_eq!(set(&mut bus, day * 86_400), 1);
            assert_eq!(read(&mut bus), Some(day * 86_400));
        }
        assert_eq!(set(&mut bus, days_before(2100, 1, 1) * 86_400), 0);
        assert_eq!((days_before(1970, 1, 1), days_before(2000, 3, 1)), (0, 11_017));
    }
}
