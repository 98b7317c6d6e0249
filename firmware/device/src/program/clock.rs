//! The computer's clocks.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use playtally_device::battery_clock::{self, Registers};
use playtally_device::{Clock, ClockTrust, Directory, KnownTime, Slots, is_plausible_time};

use super::places::Places;
use super::request;
use super::trouble::{self, Trouble};

/// How often the time is kept, in seconds: so much of it is lost at most when the device is switched off.
const KEPT_EVERY: i64 = 3600;

/// The monotonic clock and the system time, or the time that a device on a card of its own knows by itself.
#[derive(Clone, Debug)]
pub(crate) struct SystemClock {
    start: Instant,
    trust: ClockTrust,
    /// Whether somebody was seen to have set the system time.
    is_set: bool,
    own: Option<Own>,
}

/// What a device knows of the time by itself.
#[derive(Clone, Debug)]
struct Own {
    time: KnownTime,
    places: Places,
    /// The time when it was kept last.
    kept: Option<i64>,
}

/// Where the time is kept, in the display's own directory.
pub(crate) fn slots() -> Slots {
    Slots::new("clock", KnownTime::LENGTH, |kept| kept.len() == KnownTime::LENGTH)
}

/// What says that the computer's time is that of this device: the first process set it, by a clock with a battery or
/// because it was asked to.
pub(crate) fn set_here(places: &Places) -> PathBuf {
    places.run.join("time-is-set")
}

impl Own {
    fn new(places: Places) -> Self {
        let computer = SystemTime::now().duration_since(UNIX_EPOCH);
        let computer = computer.ok().map(|since| since.as_secs() as i64);
        let computer = computer.filter(|_| set_here(&places).exists());
        let kept = slots().read(&Directory::new(&places.own)).ok().flatten();
        Self {
            time: KnownTime::new(computer, kept.as_deref(), 0),
            places,
            kept: None,
        }
    }

    /// Keeps the time, if that is due, or if it has `moved`; then the computer's is to go with it, and clocks with a battery
    /// are set to what somebody says.
    fn keep(&mut self, now: u64, moved: Option<&str>) {
        let Some(utc) = self.time.utc(now) else { return };
        if moved.is_none() && self.kept.is_some_and(|kept| utc < kept + KEPT_EVERY) {
            return;
        }
        self.kept = Some(utc);
        let Some(bytes) = self.time.to_bytes(now) else { return };
        let kept = slots().write(&mut Directory::new(&self.places.own), &bytes).map(drop);
        let asked = moved.map_or(Ok(()), |how| request::ask_for_time(&self.places.requests, how, utc));
        if let Err(error) = kept.and(asked) {
            trouble::say(format_args!("the time is not kept: {error}"));
        }
    }
}

impl SystemClock {
    pub(crate) fn new(trust: ClockTrust) -> Self {
        Self {
            start: Instant::now(),
            trust,
            is_set: false,
            own: None,
        }
    }

    /// One that goes by what the device itself knows, and keeps that.
    pub(crate) fn of_device(trust: ClockTrust, places: Places) -> Self {
        let mut own = Own::new(places);
        if !set_here(&own.places).exists() {
            // The computer goes on from there: it is the one to ask should this program end.
            own.keep(0, Some(request::KNOWN));
        }
        Self {
            own: Some(own),
            ..Self::new(trust)
        }
    }

    fn is_trusted(&mut self) -> bool {
        match self.trust {
            ClockTrust::Always => true,
            ClockTrust::Never => false,
            ClockTrust::Set => {
                self.is_set = self.is_set || was_set();
                self.is_set
            }
        }
    }
}

impl Clock for SystemClock {
    fn now(&mut self) -> u64 {
        self.start.elapsed().as_millis() as u64
    }

    fn utc(&mut self) -> Option<i64> {
        let now = self.now();
        if let Some(own) = &mut self.own {
            own.keep(now, None);
            return own.time.utc(now).filter(|_| self.trust != ClockTrust::Never);
        }
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        self.is_trusted().then_some(since.as_secs() as i64)
    }

    fn hear_of(&mut self, pressed: u16) {
        let now = self.now();
        if let Some(own) = &mut self.own
            && own.time.hear_of(pressed, now)
        {
            own.keep(now, Some(request::KNOWN));
        }
    }

    fn can_be_set(&self) -> bool {
        self.own.is_some() && self.trust != ClockTrust::Never
    }

    fn set(&mut self, utc: i64) -> bool {
        let now = self.now();
        let Some(own) = &mut self.own else { return false };
        let can_be = own.time.set(utc, now);
        if can_be {
            own.keep(now, Some(request::SAID));
        }
        can_be
    }
}

/// The buses on the header: the second is that of the first boards.
const BUSES: [u8; 2] = [1, 0];

/// Chips on a bus, through the kernel.
struct Bus(rppal::i2c::I2c);

impl Registers for Bus {
    fn read(&mut self, address: u8, register: u8, bytes: &mut [u8]) -> io::Result<()> {
        let read = self.0.set_slave_address(address.into());
        read.and_then(|()| self.0.write_read(&[register], bytes))
            .map_err(io::Error::other)
    }

    fn write(&mut self, address: u8, register: u8, bytes: &[u8]) -> io::Result<()> {
        let all = [&[register], bytes].concat();
        let written = self
            .0
            .set_slave_address(address.into())
            .and_then(|()| self.0.write(&all));
        written.map_err(io::Error::other).map(drop)
    }
}

fn buses() -> impl Iterator<Item = Bus> {
    BUSES
        .into_iter()
        .filter_map(|bus| rppal::i2c::I2c::with_bus(bus).ok().map(Bus))
}

/// Prints the time that a clock with a battery says, in seconds since 1970-01-01T00:00:00Z; nothing if there is none that
/// makes sense.
pub(crate) fn print() -> Result<(), Trouble> {
    let times = buses().filter_map(|mut bus| battery_clock::read(&mut bus));
    if let Some(utc) = times.into_iter().find(|&utc| is_plausible_time(utc)) {
        writeln!(io::stdout(), "{utc}").map_err(Trouble::new)?;
    }
    Ok(())
}

/// Sets every clock with a battery.
pub(crate) fn set(utc: &str) -> Result<(), Trouble> {
    let utc: i64 = utc.parse().map_err(Trouble::new)?;
    if !is_plausible_time(utc) {
        return Err(Trouble::new("that is no time of today"));
    }
    let set: usize = buses().map(|mut bus| battery_clock::set(&mut bus, utc)).sum();
    trouble::say(format_args!("{set} clocks with a battery are set"));
    Ok(())
}

/// Whether the system time comes from a clock that ran without power, or from the network. A Raspberry Pi without
/// either starts with the time of its last shutdown.
pub(crate) fn was_set() -> bool {
    let from_rtc = || fs::read_to_string("/sys/class/rtc/rtc0/hctosys").is_ok_and(|flag| flag.trim() == "1");
    // What systemd-timesyncd leaves behind once it has the time, see systemd-timesyncd.service(8).
    Path::new("/run/systemd/timesync/synchronized").exists() || from_rtc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_on_its_own_card_keeps_the_time_and_asks_for_it_to_be_set() {
        let root = tempfile::tempdir().unwrap();
        let places = Places::new(Some(root.path().join("own")), Some(root.path().join("run")));
        for path in [&places.own, &places.requests] {
            fs::create_dir_all(path).unwrap();
        }
        let clock = || SystemClock::of_device(ClockTrust::Set, places.clone());
        let mut first = clock();
        assert!(first.can_be_set() && first.utc().is_none());
        first.hear_of(20_800);
        let noon = 20_800 * 86_400 + 43_200;
        assert_eq!(first.utc(), Some(noon));
        let asked = request::take_time(&places.requests).unwrap();
        assert_eq!(asked, Some((false, noon)));
        assert_eq!(clock().utc(), Some(noon), "after a restart");
        assert_eq!(request::take_time(&places.requests).unwrap(), Some((false, noon)));
        assert!(first.set(noon - 86_400) && !first.set(0));
        assert_eq!(
            request::take_time(&places.requests).unwrap(),
            Some((true, noon - 86_400))
        );
        let mut again = clock();
        again.hear_of(20_800);
        assert_eq!(again.utc(), Some(noon - 86_400), "what was set back stays so");
        assert_eq!(SystemClock::of_device(ClockTrust::Never, places.clone()).utc(), None);
        assert!(!SystemClock::new(ClockTrust::Set).can_be_set());
    }
}
