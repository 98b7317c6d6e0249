//! Asking a terminal what it can show.

use std::io;
use std::time::Duration;

use crossterm::terminal::{self, WindowSize};

use super::{Graphics, Protocol};

/// Whether it knows kitty's protocol, how large its characters are, and what it is. The last question is one that every
/// terminal answers, so that nobody waits for an answer that does not come: it would have come before. tmux answers for
/// itself, and says nothing to the first.
const QUESTIONS: &str = "\u{1b}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\\u{1b}[16t\u{1b}[c";
/// How long the answers may take: from the other side of the world and back over SSH, and more.
const PATIENCE: Duration = Duration::from_millis(1_200);
/// The smallest character that is in use, for terminals that do not say how large theirs are: a picture fits at least.
const CELL: (usize, usize) = (6, 12);

/// Asks the terminal that is in raw mode, if it can be asked.
pub(crate) fn detect() -> io::Result<Option<Graphics>> {
    let window = terminal::window_size().ok();
    Ok(understood(&answers(QUESTIONS)?, window))
}

/// What a terminal's answers mean, and what the system knows of its window.
fn understood(answers: &str, window: Option<WindowSize>) -> Option<Graphics> {
    let protocol = if answers.contains("\u{1b}_Gi=31;OK") {
        Protocol::Kitty
    } else if attributes(answers)?
        .split(';')
        .skip(1)
        .any(|attribute| attribute == "4")
    {
        Protocol::Sixel
    } else {
        return None;
    };
    Some(Graphics {
        protocol,
        cell: cell(answers).or_else(|| cell_of(window?)).unwrap_or(CELL),
    })
}

/// The attributes in `ESC [ ? 62 ; 4 ; 22 c`: 4 are sixels.
fn attributes(answers: &str) -> Option<&str> {
    let (_, rest) = answers.split_once("\u{1b}[?")?;
    rest.split_once('c').map(|(attributes, _)| attributes)
}

/// The height and width in `ESC [ 6 ; 20 ; 10 t`.
fn cell(answers: &str) -> Option<(usize, usize)> {
    let (_, rest) = answers.split_once("\u{1b}[6;")?;
    let (high, wide) = rest.split_once('t')?.0.split_once(';')?;
    plausible((wide.parse().ok()?, high.parse().ok()?))
}

/// The same of a window whose pixels the system knows.
fn cell_of(window: WindowSize) -> Option<(usize, usize)> {
    let side = |pixels: u16, cells: u16| pixels.checked_div(cells).map(usize::from);
    plausible((side(window.width, window.columns)?, side(window.height, window.rows)?))
}

fn plausible(cell: (usize, usize)) -> Option<(usize, usize)> {
    let is_one = |side: usize| (1..=256).contains(&side);
    (is_one(cell.0) && is_one(cell.1)).then_some(cell)
}

/// What a terminal answers until it has said what it is, or for as long as can be waited.
#[cfg(unix)]
fn answers(questions: &str) -> io::Result<String> {
    use std::io::Write;
    use std::time::Instant;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let mut output = io::stdout();
    output.write_all(questions.as_bytes())?;
    output.flush()?;
    let end = Instant::now() + PATIENCE;
    let input = io::stdin();
    let mut heard = Vec::new();
    while attributes(&String::from_utf8_lossy(&heard)).is_none() {
        let left = end.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).map_err(io::Error::other)?;
        let ready = poll(&mut [PollFd::new(&input, PollFlags::IN)], Some(&left));
        match ready {
            Ok(0) => break,
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let mut some = [0; 256];
        // Past the buffer of the standard input, which would keep what comes behind.
        match rustix::io::read(&input, &mut some)? {
            0 => break,
            length => heard.extend(&some[..length]),
        }
    }
    Ok(String::from_utf8_lossy(&heard).into_owned())
}

/// Elsewhere nobody is asked.
#[cfg(not(unix))]
fn answers(_: &str) -> io::Result<String> {
    let _ = (QUESTIONS, PATIENCE);
    Ok(String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_say_what_they_can() {
        let graphics = |protocol, cell| Some(Graphics { protocol, cell });
        for (terminal, answers, can) in [
            (
                "kitty",
                "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[6;17;8t\u{1b}[?62;c",
                graphics(Protocol::Kitty, (8, 17)),
            ),
            (
                "foot",
                "\u{1b}[6;18;9t\u{1b}[?62;4;22;29c",
                graphics(Protocol::Sixel, (9, 18)),
            ),
            (
                "xterm as a VT340",
                "\u{1b}[?63;1;2;4;6;9;15;22c",
                graphics(Protocol::Sixel, CELL),
            ),
            (
                "WezTerm",
                "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[6;0;0t\u{1b}[?65;4;6;18;22c",
                graphics(Protocol::Kitty, CELL),
            ),
            ("an old kitty", "\u{1b}_Gi=31;ENOTSUPPORTED\u{1b}\\\u{1b}[?62;c", None),
            ("xterm", "\u{1b}[6;13;6t\u{1b}[?64;1;2;6;9;15;18;21;22c", None),
            ("tmux", "\u{1b}[?1;2c", None),
            ("a VT400 without", "\u{1b}[?64;14;24c", None),
            ("one that is silent", "", None),
            ("one that is cut off", "\u{1b}[6;18;9t\u{1b}[?62;4", None),
        ] {
            assert_eq!(understood(answers, None), can, "{terminal}");
        }
    }

    #[test]
    fn how_large_characters_are_is_what_the_terminal_says_or_else_what_the_system_knows() {
        let window = |width, height| {
            Some(WindowSize {
                columns: 100,
                rows: 40,
                width,
                height,
            })
        };
        let cell = |answers, window| understood(answers, window).map(|graphics| graphics.cell);
        assert_eq!(cell("\u{1b}[6;18;9t\u{1b}[?62;4c", window(800, 680)), Some((9, 18)));
        assert_eq!(cell("\u{1b}[?62;4c", window(800, 680)), Some((8, 17)));
        assert_eq!(cell("\u{1b}[?62;4c", window(0, 0)), Some(CELL));
    }
}
