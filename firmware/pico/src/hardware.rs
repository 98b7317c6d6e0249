//! All that touches the chip, and all that is unsafe: registers, memory that the bus reads by itself, flash.
//!
//! The chip's own crate says what each register is; where it says that a write is unsafe, a comment says why this one is
//! sound. There is one core and nothing runs at the same time but the two interrupts at the end, which only clear their cause.

#![allow(unsafe_code)]

use core::convert::Infallible;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering, compiler_fence};

use cortex_m::asm;
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{ErrorType, InputPin, OutputPin};
use embedded_hal::pwm::{self, SetDutyCycle};
use embedded_hal::spi::{self, Operation, SpiDevice};
use playtally_device::{Button, Buttons, Down};
use playtally_pico::board::Board;
use playtally_pico::fault::Fault;
use playtally_pico::flash;
pub(crate) use rp2040_hal::entry;
use rp2040_hal::gpio::{
    DynBankId, DynPinId, DynPullType, FunctionPwm, FunctionSio, FunctionSpi, Interrupt as Edge, Pin, SioInput,
    SioOutput, new_pin,
};
use rp2040_hal::pac::{self, interrupt};
use rp2040_hal::{Watchdog, clocks};

/// What the chip runs first: it makes the flash readable.
// SAFETY: the name is that of nothing else, and the linker's script has a place for it alone.
#[unsafe(link_section = ".boot2")]
#[unsafe(no_mangle)]
#[used]
static BOOT2_FIRMWARE: [u8; 256] = rp2040_boot2::BOOT_LOADER_W25Q080;

/// The crystal of a Pico, in Hz.
const CRYSTAL: u32 = 12_000_000;
/// What the processor and the bus run at, in Hz.
const SYSTEM: u32 = 125_000_000;
/// How many bytes are handed to the bus at a time.
pub(crate) const BUFFER: usize = 2048;
/// As many bytes as fit into the bus without waiting.
const FIFO: usize = 8;
/// What a fault is known by after a restart.
const FAULT: u32 = 0x7461_6C79;

type Output = Pin<DynPinId, FunctionSio<SioOutput>, DynPullType>;
type Input = Pin<DynPinId, FunctionSio<SioInput>, DynPullType>;

/// When the panel is ready for what comes next, in the chip's microseconds, if it was told to take its time.
static READY_AT: AtomicU32 = AtomicU32::new(0);
static IS_PAUSED: AtomicBool = AtomicBool::new(false);
/// Whether a button went down or up since the last time somebody slept.
static WAS_TOUCHED: AtomicBool = AtomicBool::new(false);

/// The chip, started.
pub(crate) struct Chip(());

impl Chip {
    /// Has everything run by the crystal, and takes what is not in reset any more.
    pub(crate) fn start() -> Self {
        let mut chip = pac::Peripherals::take().expect("started once");
        let mut watchdog = Watchdog::new(chip.WATCHDOG);
        clocks::init_clocks_and_plls(
            CRYSTAL,
            chip.XOSC,
            chip.CLOCKS,
            chip.PLL_SYS,
            chip.PLL_USB,
            &mut chip.RESETS,
            &mut watchdog,
        )
        .ok()
        .expect("a crystal");
        let resets = chip.RESETS;
        resets.reset().modify(|_, w| {
            w.timer().clear_bit();
            w.dma().clear_bit();
            w.spi0().clear_bit();
            w.spi1().clear_bit();
            w.pwm().clear_bit();
            w.io_bank0().clear_bit();
            w.pads_bank0().clear_bit()
        });
        loop {
            let done = resets.reset_done().read();
            if [
                done.timer(),
                done.dma(),
                done.spi0(),
                done.spi1(),
                done.pwm(),
                done.io_bank0(),
                done.pads_bank0(),
            ]
            .iter()
            .all(|part| part.bit_is_set())
            {
                break;
            }
        }
        // SAFETY: both handlers are below, and nothing here is in the middle of what they touch.
        unsafe {
            cortex_m::peripheral::NVIC::unmask(pac::Interrupt::TIMER_IRQ_0);
            cortex_m::peripheral::NVIC::unmask(pac::Interrupt::IO_IRQ_BANK0);
        }
        Self(())
    }

    /// What ended the program before this one, once.
    pub(crate) fn take_fault(&mut self) -> Option<Fault> {
        let registers = watchdog();
        let is_there = registers.scratch0().read().bits() == FAULT;
        // SAFETY: these registers hold whatever a program wants.
        registers.scratch0().write(|w| unsafe { w.bits(0) });
        is_there.then(|| Fault::from_number(registers.scratch1().read().bits()))
    }

    /// A pin, which is nobody else's.
    fn pin(&mut self, number: u8) -> Pin<DynPinId, rp2040_hal::gpio::DynFunction, DynPullType> {
        let id = DynPinId {
            bank: DynBankId::Bank0,
            num: number,
        };
        // SAFETY: a test of the boards holds each to one use of a pin, and this is asked once for each use.
        unsafe { new_pin(id) }
    }

    /// A line that is driven, and high at first.
    pub(crate) fn high(&mut self, pin: u8) -> Output {
        let Ok(mut pin) = self.pin(pin).try_into_function::<FunctionSio<SioOutput>>() else {
            panic!("a pin that is no line")
        };
        let Ok(()) = pin.set_high();
        pin.set_pull_type(DynPullType::None);
        pin
    }

    /// A line to the panel.
    pub(crate) fn line(&mut self, board: &Board, pin: u8) -> Line {
        Line {
            spi: controller(board),
            pin: self.high(pin),
        }
    }

    /// The bus to the panel, at no more than so many Hz, with what is on its way to there.
    pub(crate) fn bus(&mut self, board: &Board, hz: u32, on_the_way: &'static mut [[u8; BUFFER]; 2]) -> Bus {
        for number in [board.clock, board.data] {
            let Ok(pin) = self.pin(number).try_into_function::<FunctionSpi>() else {
                panic!("a pin without SPI")
            };
            // It stays what it is.
            let _ = pin;
        }
        let spi = controller(board);
        // SAFETY: the values are those of the data sheet, 4.4.4: eight bits in mode 0, what is sent handed over by DMA.
        unsafe {
            spi.sspcpsr().write(|w| w.bits(2));
            spi.sspcr0().write(|w| w.bits((divider(hz) - 1) << 8 | 7));
            spi.sspdmacr().write(|w| w.bits(0b10));
            spi.sspcr1().write(|w| w.bits(0b10));
        }
        Bus {
            spi,
            request: if board.spi == 0 { 16 } else { 18 },
            select: self.high(board.select),
            on_the_way,
            next: 0,
        }
    }

    /// What keeps the panel waiting.
    pub(crate) const fn pause(&self) -> Pause {
        Pause
    }

    /// The light behind the panel, dark at first.
    pub(crate) fn light(&mut self, number: u8) -> Light {
        let Ok(mut pin) = self.pin(number).try_into_function::<FunctionPwm>() else {
            panic!("a pin without PWM")
        };
        pin.set_pull_type(DynPullType::None);
        let mut light = Light {
            slice: usize::from(number >> 1 & 7),
            is_second: number & 1 == 1,
        };
        let Ok(()) = light.set_duty_cycle(0);
        // SAFETY: data sheet, 4.5.3: counts to the top and begins again, 125 MHz / 65,536 = 1.9 kHz.
        unsafe {
            pwm().ch(light.slice).top().write(|w| w.bits(Light::TOP.into()));
            pwm().ch(light.slice).csr().write(|w| w.bits(1));
        }
        light
    }

    /// The buttons, whose edges end a sleep.
    pub(crate) fn buttons(&mut self, pins: Option<[u8; 4]>) -> Hands {
        Hands(pins.map(|pins| {
            pins.map(|pin| {
                let Ok(mut pin) = self.pin(pin).try_into_function::<FunctionSio<SioInput>>() else {
                    panic!("a pin that is no line")
                };
                pin.set_pull_type(DynPullType::Up);
                pin.set_interrupt_enabled(Edge::EdgeLow, true);
                pin.set_interrupt_enabled(Edge::EdgeHigh, true);
                pin
            })
        }))
    }

    /// Sleeps until a moment, in the chip's milliseconds, or until a button goes down or up.
    pub(crate) fn sleep_until(&mut self, until: u64) {
        // The alarm has 32 bits of microseconds, and nothing here is that far away.
        const LONGEST: u64 = 3_600_000;
        let now = milliseconds();
        if until <= now {
            return;
        }
        let until = until.min(now + LONGEST);
        // SAFETY: data sheet, 4.6.5: the alarm comes when the lower half of the counter is this; writing it sets it.
        unsafe {
            timer().inte().write(|w| w.bits(1));
            timer().alarm0().write(|w| w.bits((until * 1000) as u32));
        }
        // What happens between looking and waiting ends the waiting at once: an interrupt is an event.
        while milliseconds() < until && !WAS_TOUCHED.load(Ordering::Relaxed) {
            asm::wfe();
        }
        // An edge that comes right now is forgotten here, and seen by whoever looks at the buttons next.
        WAS_TOUCHED.store(false, Ordering::Relaxed);
    }
}

/// Microseconds since the chip was started.
fn microseconds() -> u64 {
    loop {
        let high = timer().timerawh().read().bits();
        let low = timer().timerawl().read().bits();
        if timer().timerawh().read().bits() == high {
            return u64::from(high) << 32 | u64::from(low);
        }
    }
}

/// Milliseconds since the chip was started.
pub(crate) fn milliseconds() -> u64 {
    microseconds() / 1000
}

/// The clock that the bus has for a panel that bears so many Hz.
pub(crate) const fn clock(hz: u32) -> u32 {
    SYSTEM / (2 * divider(hz))
}

/// By how much half the system's clock is divided so that it is not above so many Hz.
const fn divider(hz: u32) -> u32 {
    let divider = SYSTEM.div_ceil(2 * hz);
    if divider > 256 { 256 } else { divider }
}

/// The flash from where a summary begins.
pub(crate) fn flash() -> &'static [u8] {
    // SAFETY: there are 2 MiB of it from 0x10000000 on, they are mapped as long as the chip runs, and nothing writes there.
    unsafe { core::slice::from_raw_parts(flash::SUMMARY as *const u8, flash::SUMMARY_LENGTH) }
}

/// Starts anew, and remembers why.
pub(crate) fn end(fault: Fault) -> ! {
    // SAFETY: these registers hold whatever a program wants.
    unsafe {
        watchdog().scratch0().write(|w| w.bits(FAULT));
        watchdog().scratch1().write(|w| w.bits(fault.number()));
    }
    restart()
}

/// Starts anew.
pub(crate) fn restart() -> ! {
    // SAFETY: data sheet, 2.13.5: the watchdog resets all but the two oscillators, of which the boot loader needs one.
    psm().wdsel().write(|w| unsafe { w.bits(0x0001_FFFC) });
    watchdog().ctrl().write(|w| w.trigger().set_bit());
    loop {
        asm::nop();
    }
}

/// What the processor cannot go on after. The macro makes it unsafe, as it may come in the middle of anything: it touches two
/// registers and starts anew.
#[cortex_m_rt::exception]
unsafe fn HardFault(_: &cortex_m_rt::ExceptionFrame) -> ! {
    end(Fault::HARD)
}

/// The bus to the panel. Bytes are copied and then sent by DMA, while what comes next is made ready: whoever wrote them goes on
/// at once. So two things of the contract are kept elsewhere: a [`Line`] waits until all is sent, and the panel stays selected.
pub(crate) struct Bus {
    spi: &'static pac::spi0::RegisterBlock,
    /// By what the controller asks the DMA for bytes.
    request: u32,
    select: Output,
    on_the_way: &'static mut [[u8; BUFFER]; 2],
    /// Which of the two is free.
    next: usize,
}

impl Bus {
    fn send(&mut self, bytes: &[u8]) {
        if bytes.len() <= FIFO {
            self.begin();
            for &byte in bytes {
                // SAFETY: eight bits to be sent; there is room, as nothing was on its way.
                self.spi.sspdr().write(|w| unsafe { w.bits(byte.into()) });
            }
            return;
        }
        let [first, second] = &mut *self.on_the_way;
        let free = if self.next == 0 { first } else { second };
        let free = &mut free[..bytes.len()];
        free.copy_from_slice(bytes);
        let (address, length) = (free.as_ptr() as u32, free.len() as u32);
        self.next ^= 1;
        self.begin();
        // What was copied is in memory before the DMA is told to read it.
        compiler_fence(Ordering::SeqCst);
        let channel = dma().ch(0);
        // SAFETY: data sheet, 2.5.7: bytes are read from memory that is static and that nothing writes to until the next but one
        // write, before which this one has ended; they go to the controller's data register, as it asks for them.
        unsafe {
            channel.ch_read_addr().write(|w| w.bits(address));
            channel
                .ch_write_addr()
                .write(|w| w.bits(self.spi.sspdr().as_ptr() as u32));
            channel.ch_trans_count().write(|w| w.bits(length));
            // Enabled, bytes, counting where it reads, chained to itself, which is to nothing, and silent.
            channel
                .ch_ctrl_trig()
                .write(|w| w.bits(1 | 1 << 4 | self.request << 15 | 1 << 21));
        }
    }

    /// Waits until the panel is ready, and has it begin anew with the next bit.
    fn begin(&mut self) {
        settle(self.spi);
        let Ok(()) = self.select.set_high();
        let Ok(()) = self.select.set_low();
    }
}

/// Waits until all is sent and the panel has had its time.
fn settle(spi: &pac::spi0::RegisterBlock) {
    while dma().ch(0).ch_ctrl_trig().read().busy().bit_is_set() || spi.sspsr().read().bsy().bit_is_set() {}
    if IS_PAUSED.load(Ordering::Relaxed) {
        let ready = READY_AT.load(Ordering::Relaxed);
        while (timer().timerawl().read().bits().wrapping_sub(ready) as i32) < 0 {}
        IS_PAUSED.store(false, Ordering::Relaxed);
    }
}

impl spi::ErrorType for Bus {
    type Error = spi::ErrorKind;
}

impl SpiDevice for Bus {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), spi::ErrorKind> {
        for operation in operations {
            match operation {
                Operation::Write(bytes) => bytes.chunks(BUFFER).for_each(|piece| self.send(piece)),
                Operation::DelayNs(ns) => Pause.delay_ns(*ns),
                // A panel has nothing to say.
                _ => return Err(spi::ErrorKind::Other),
            }
        }
        Ok(())
    }
}

/// A line to the panel, which changes once all is sent that was meant for the other level.
pub(crate) struct Line {
    spi: &'static pac::spi0::RegisterBlock,
    pin: Output,
}

impl ErrorType for Line {
    type Error = Infallible;
}

impl OutputPin for Line {
    fn set_low(&mut self) -> Result<(), Infallible> {
        settle(self.spi);
        self.pin.set_low()
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        settle(self.spi);
        self.pin.set_high()
    }
}

/// A line that no panel here has.
pub(crate) enum NoLine {}

impl ErrorType for NoLine {
    type Error = Infallible;
}

impl InputPin for NoLine {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        match *self {}
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        match *self {}
    }
}

/// Keeps the panel waiting, and nobody else: what is sent next waits until its time has come.
pub(crate) struct Pause;

impl DelayNs for Pause {
    fn delay_ns(&mut self, ns: u32) {
        let now = timer().timerawl().read().bits();
        let ready = READY_AT.load(Ordering::Relaxed);
        // Pauses add up.
        let is_ahead = IS_PAUSED.load(Ordering::Relaxed) && ready.wrapping_sub(now) as i32 > 0;
        let from = if is_ahead { ready } else { now };
        READY_AT.store(from.wrapping_add(ns.div_ceil(1000) + 1), Ordering::Relaxed);
        IS_PAUSED.store(true, Ordering::Relaxed);
    }
}

/// A light that is on for a share of the time.
pub(crate) struct Light {
    slice: usize,
    is_second: bool,
}

impl Light {
    const TOP: u16 = u16::MAX - 1;
}

impl pwm::ErrorType for Light {
    type Error = Infallible;
}

impl SetDutyCycle for Light {
    fn max_duty_cycle(&self) -> u16 {
        // One more than what is counted to: always on.
        Self::TOP + 1
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Infallible> {
        let level = u32::from(duty);
        // SAFETY: any 16 bits are a level of either half.
        pwm().ch(self.slice).cc().modify(|r, w| unsafe {
            w.bits(if self.is_second {
                r.bits() & 0xFFFF | level << 16
            } else {
                r.bits() & 0xFFFF_0000 | level
            })
        });
        Ok(())
    }
}

/// The buttons, if there are any.
pub(crate) struct Hands(Option<[Input; 4]>);

impl Buttons for Hands {
    type Error = Infallible;

    fn down(&mut self) -> Result<Down, Infallible> {
        let mut down = Down::NONE;
        for (pin, button) in self.0.iter_mut().flatten().zip(Button::ALL) {
            if pin.is_low()? {
                down = down.with(button);
            }
        }
        Ok(down)
    }

    fn are_there(&self) -> bool {
        self.0.is_some()
    }
}

fn controller(board: &Board) -> &'static pac::spi0::RegisterBlock {
    // SAFETY: both controllers are there as long as the chip runs, and their registers are the same.
    unsafe {
        &*if board.spi == 0 {
            pac::SPI0::ptr()
        } else {
            pac::SPI1::ptr()
        }
    }
}

/// Registers, which are there as long as the chip runs. Whoever writes to them says why that is sound.
macro_rules! registers {
    ($($name:ident: $of:ident),*) => {$(
        fn $name() -> &'static pac::$name::RegisterBlock {
            // SAFETY: a place that the chip has.
            unsafe { &*pac::$of::ptr() }
        }
    )*};
}

registers!(dma: DMA, psm: PSM, pwm: PWM, timer: TIMER, watchdog: WATCHDOG);

#[interrupt]
fn TIMER_IRQ_0() {
    timer().intr().write(|w| w.alarm_0().clear_bit_by_one());
}

#[interrupt]
fn IO_IRQ_BANK0() {
    // SAFETY: the place is the chip's, and bits that are set clear edges that were seen, of whichever line.
    unsafe {
        let lines = &*pac::IO_BANK0::ptr();
        for at in 0..4 {
            lines.intr(at).write(|w| w.bits(u32::MAX));
        }
    }
    WAS_TOUCHED.store(true, Ordering::Relaxed);
}
