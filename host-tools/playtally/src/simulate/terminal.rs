//! The device in the terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::{cursor, execute, terminal};
use playtally_device::Button;

use super::blocks::{Blocks, Depth};
use super::device::{Action, Simulated};
use super::file::Watched;
use crate::interrupt;
use crate::outcome::Interrupted;
use crate::text::name::{fit, width};

/// How often the picture is looked at: as often as a panel's wire allows, or nearly.
const FRAME: Duration = Duration::from_millis(33);
/// Lines below the picture.
const STATUS_LINES: usize = 2;

/// Runs the device until the user quits.
pub(crate) fn run(mut device: Simulated, mut file: Option<Watched>, speed: f64) -> Result<()> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        bail!("there is no terminal to show the device in; --shots DIR draws its pages into files instead");
    }
    interrupt::listen();
    let mut screen = Screen::enter().context("cannot use this terminal")?;
    let mut before = Instant::now();
    loop {
        if interrupt::asked() {
            return Err(Interrupted(String::new()).into());
        }
        let now = Instant::now();
        device.pass((now - before).mul_f64(speed))?;
        before = now;
        if let Some(file) = file.as_mut().and_then(|file| file.look(now)) {
            device.take(file)?;
        }
        screen.show(&device).context("cannot draw in this terminal")?;
        let next = now + FRAME;
        while let Some(left) = next.checked_duration_since(Instant::now()) {
            if !event::poll(left).context("cannot read keys")? {
                break;
            }
            match event::read().context("cannot read keys")? {
                Event::Key(key) if key.kind != KeyEventKind::Release => match meaning(key) {
                    Some(Key::Quit) => return Ok(()),
                    Some(Key::Interrupt) => return Err(Interrupted(String::new()).into()),
                    Some(Key::Do(action)) => device.act(action)?,
                    Some(Key::Tap(button)) => device.tap(button)?,
                    Some(Key::Hold) => device.hold()?,
                    None => {}
                },
                Event::Resize(..) => screen.shown = None,
                _ => {}
            }
        }
    }
}

enum Key {
    Do(Action),
    /// What the menu is gone through with.
    Tap(Button),
    /// What opens and closes it.
    Hold,
    Quit,
    Interrupt,
}

fn meaning(key: KeyEvent) -> Option<Key> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return (key.code == KeyCode::Char('c')).then_some(Key::Interrupt);
    }
    match key.code {
        KeyCode::Right | KeyCode::Char('n' | 'l') => Some(Key::Do(Action::Next)),
        KeyCode::Left | KeyCode::Char('p' | 'h') => Some(Key::Do(Action::Previous)),
        KeyCode::Char(' ') => Some(Key::Do(Action::Pause)),
        KeyCode::Char('m') => Some(Key::Hold),
        KeyCode::Up => Some(Key::Tap(Button::X)),
        KeyCode::Down => Some(Key::Tap(Button::Y)),
        KeyCode::Enter => Some(Key::Tap(Button::A)),
        KeyCode::Backspace => Some(Key::Tap(Button::B)),
        KeyCode::Char('o') => Some(Key::Do(Action::Owner)),
        KeyCode::Char('q') | KeyCode::Esc => Some(Key::Quit),
        _ => None,
    }
}

/// The terminal while the device has it. It goes back to what it was however the program ends.
struct Screen {
    depth: Depth,
    /// What is shown, and on a terminal of which size.
    shown: Option<(Blocks, (u16, u16))>,
    status: [String; STATUS_LINES],
}

impl Screen {
    fn enter() -> io::Result<Self> {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            leave();
            before(panic);
        }));
        terminal::enable_raw_mode()?;
        let screen = Self {
            depth: Depth::of(|name| std::env::var(name).ok()),
            shown: None,
            status: Default::default(),
        };
        execute!(io::stdout(), terminal::EnterAlternateScreen, cursor::Hide)?;
        Ok(screen)
    }

    /// Brings the terminal up to what the panel shows.
    fn show(&mut self, device: &Simulated) -> io::Result<()> {
        let size = terminal::size()?;
        let (columns, lines) = (usize::from(size.0), usize::from(size.1));
        let blocks = Blocks::draw(&device.image(), columns, lines.saturating_sub(STATUS_LINES));
        let column = (columns - blocks.columns()) / 2;
        let line = lines.saturating_sub(STATUS_LINES + blocks.lines()) / 2;
        let before = self
            .shown
            .take()
            .filter(|(_, then)| *then == size)
            .map(|(blocks, _)| blocks);
        let mut text = String::new();
        if before.is_none() {
            text.push_str("\u{1b}[0m\u{1b}[2J");
            self.status = Default::default();
        }
        text.push_str(&blocks.since(before.as_ref(), column, line, self.depth));
        let status = [
            device.status().to_string(),
            "← → pages   space pause   o owner   m menu   q quit".to_owned(),
        ];
        for (at, (new, old)) in status.into_iter().zip(&mut self.status).enumerate() {
            let new = fit(&new, columns).into_owned();
            if new != *old {
                let indent = (columns - width(&new)) / 2;
                let line = lines.saturating_sub(STATUS_LINES) + at + 1;
                text.push_str(&format!(
                    "\u{1b}[{line};1H\u{1b}[2K\u{1b}[{line};{}H\u{1b}[2m{new}\u{1b}[0m",
                    indent + 1
                ));
                *old = new;
            }
        }
        self.shown = Some((blocks, size));
        if text.is_empty() {
            return Ok(());
        }
        // As one update where the terminal knows how, so that no frame shows half.
        let mut output = io::stdout().lock();
        write!(output, "\u{1b}[?2026h{text}\u{1b}[?2026l")?;
        output.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back. What fails here cannot be helped.
fn leave() {
    let _ = execute!(io::stdout(), cursor::Show, terminal::LeaveAlternateScreen);
    let _ = terminal::disable_raw_mode();
}
