//! The device in the terminal.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::{cursor, execute, terminal};
use playtally_panel_emulator::Image;
use playtally_simulator::Command;
use playtally_telling::name::{fit, width};

use super::blocks::{Blocks, Depth};
use super::graphics::{self, Graphics};
use super::session::Session;
use crate::interrupt;
use crate::outcome::Interrupted;

/// How often the picture is looked at: as often as a panel's wire allows, or nearly.
const FRAME: Duration = Duration::from_millis(33);
/// Lines below the picture.
const STATUS_LINES: usize = 2;

/// Runs the device until the user quits.
pub(crate) fn run(mut session: Session) -> Result<()> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        bail!("there is no terminal to show the device in; --shots DIR draws its pages into files instead");
    }
    let _heeding = interrupt::heed_while_reading_keys(leave);
    let mut screen = Screen::enter().context("cannot use this terminal")?;
    loop {
        if interrupt::asked() {
            return Err(Interrupted(String::new()).into());
        }
        let now = Instant::now();
        session.catch_up(now)?;
        screen.show(&session).context("cannot draw in this terminal")?;
        let next = now + FRAME;
        while let Some(left) = next.checked_duration_since(Instant::now()) {
            if !event::poll(left).context("cannot read keys")? {
                break;
            }
            match event::read().context("cannot read keys")? {
                Event::Key(key) if key.kind != KeyEventKind::Release => {
                    if key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('c') {
                        return Err(Interrupted(String::new()).into());
                    }
                    if session.press(&name(key))? {
                        return Ok(());
                    }
                }
                Event::Paste(text) => session.load(dropped(&text)),
                Event::Resize(..) => screen.shown = None,
                _ => {}
            }
        }
    }
}

/// A key by the name that the web gives it; empty if it is of no use here.
fn name(key: KeyEvent) -> String {
    if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
        return String::new();
    }
    match key.code {
        KeyCode::Right => "ArrowRight".to_owned(),
        KeyCode::Left => "ArrowLeft".to_owned(),
        KeyCode::Up => "ArrowUp".to_owned(),
        KeyCode::Down => "ArrowDown".to_owned(),
        KeyCode::Enter => "Enter".to_owned(),
        KeyCode::Backspace => "Backspace".to_owned(),
        KeyCode::Esc => "Escape".to_owned(),
        KeyCode::Char(letter) => letter.to_string(),
        _ => String::new(),
    }
}

/// The path of a file that was dropped on the terminal, which pastes it as a shell would want it.
fn dropped(text: &str) -> PathBuf {
    let text = text.trim();
    let quoted = ['\'', '"']
        .iter()
        .find_map(|&quote| text.strip_prefix(quote)?.strip_suffix(quote));
    if let Some(text) = quoted {
        return text.into();
    }
    let mut path = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        // Windows has backslashes in its paths and escapes nothing.
        let plain = cfg!(windows) || letter != '\\';
        path.extend(if plain { Some(letter) } else { letters.next() });
    }
    path.into()
}

/// The terminal while the device has it. It goes back to what it was however the program ends.
struct Screen {
    depth: Depth,
    /// What its pixels can be set with, if they can.
    graphics: Option<Graphics>,
    shown: Option<Shown>,
    status: [String; STATUS_LINES],
}

/// What is on a terminal of a size.
struct Shown {
    size: (u16, u16),
    picture: Picture,
}

enum Picture {
    Blocks(Blocks),
    Pixels(Image),
}

impl Screen {
    fn enter() -> io::Result<Self> {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            leave();
            before(panic);
        }));
        terminal::enable_raw_mode()?;
        let mut screen = Self {
            depth: Depth::of(|name| std::env::var(name).ok()),
            graphics: None,
            shown: None,
            status: Default::default(),
        };
        execute!(
            io::stdout(),
            terminal::EnterAlternateScreen,
            event::EnableBracketedPaste,
            cursor::Hide
        )?;
        screen.graphics = graphics::detect()?;
        Ok(screen)
    }

    /// Brings the terminal up to what the panel shows.
    fn show(&mut self, session: &Session) -> io::Result<()> {
        let size = terminal::size()?;
        let (columns, lines) = (usize::from(size.0), usize::from(size.1));
        let before = self.shown.take().filter(|shown| shown.size == size);
        let mut text = String::new();
        if before.is_none() {
            text.push_str("\u{1b}[0m\u{1b}[2J");
            text.push_str(self.graphics.map_or("", Graphics::clear));
            self.status = Default::default();
        }
        let image = session.device().image();
        let room = (columns, lines.saturating_sub(STATUS_LINES));
        let before = before.map(|shown| shown.picture);
        let picture = self.draw(&mut text, image, before, room);
        self.say(&mut text, session, (columns, lines));
        self.shown = Some(Shown { size, picture });
        if text.is_empty() {
            return Ok(());
        }
        // As one update where the terminal knows how, so that no frame shows half.
        let mut output = io::stdout().lock();
        write!(output, "\u{1b}[?2026h{text}\u{1b}[?2026l")?;
        output.flush()
    }

    /// Draws a picture in the middle of some columns and lines, where another one may be.
    fn draw(&self, text: &mut String, image: Image, before: Option<Picture>, room: (usize, usize)) -> Picture {
        let (columns, lines) = room;
        let sharp = self
            .graphics
            .and_then(|graphics| Some((graphics, graphics.scale(&image, columns, lines)?)));
        let Some((graphics, scale)) = sharp else {
            let blocks = Blocks::draw(&image, columns, lines);
            let (column, line) = (
                (columns - blocks.columns()) / 2,
                lines.saturating_sub(blocks.lines()) / 2,
            );
            let before = before.and_then(|before| match before {
                Picture::Blocks(blocks) => Some(blocks),
                Picture::Pixels(_) => None,
            });
            text.push_str(&blocks.since(before.as_ref(), column, line, self.depth));
            return Picture::Blocks(blocks);
        };
        if !matches!(&before, Some(Picture::Pixels(before)) if *before == image) {
            let (wide, high) = graphics.room(&image, scale);
            let (column, line) = (columns.saturating_sub(wide) / 2, lines.saturating_sub(high) / 2);
            text.push_str(&format!("\u{1b}[{};{}H", line + 1, column + 1));
            text.push_str(&graphics.draw(&image, scale));
        }
        Picture::Pixels(image)
    }

    /// Says what there is to say on the last lines.
    fn say(&mut self, text: &mut String, session: &Session, (columns, lines): (usize, usize)) {
        let status = [session.line().to_string(), Command::HELP.to_owned()];
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
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(graphics) = self.graphics {
            // What fails here cannot be helped.
            let _ = io::stdout().write_all(graphics.clear().as_bytes());
        }
        leave();
    }
}

/// Gives the terminal back. What fails here cannot be helped.
fn leave() {
    let _ = execute!(
        io::stdout(),
        event::DisableBracketedPaste,
        cursor::Show,
        terminal::LeaveAlternateScreen
    );
    let _ = terminal::disable_raw_mode();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_names_of_the_web() {
        let key = |code| Command::of(&name(KeyEvent::new(code, KeyModifiers::NONE)));
        assert_eq!(key(KeyCode::Right), Command::of("n"));
        assert_eq!(key(KeyCode::Char(' ')), Command::of("Space"));
        for code in [
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Left,
            KeyCode::Enter,
            KeyCode::Backspace,
        ] {
            assert!(key(code).is_some(), "{code:?}");
        }
        assert_eq!(key(KeyCode::Esc), Some(Command::Quit));
        assert_eq!(name(KeyEvent::new(KeyCode::Char('q'), KeyModifiers::CONTROL)), "");
    }

    #[cfg(not(windows))]
    #[test]
    fn a_path_that_is_dropped_is_what_a_shell_would_make_of_it() {
        for text in [
            "/home/bo/my data.zip",
            "'/home/bo/my data.zip'",
            "\"/home/bo/my data.zip\" ",
            "/home/bo/my\\ data.zip",
        ] {
            assert_eq!(dropped(text), PathBuf::from("/home/bo/my data.zip"), "{text}");
        }
    }
}
