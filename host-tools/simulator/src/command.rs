//! What a user does to a simulated device, and by which keys.

use playtally_device::{Action, Button};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// What one of the device's buttons does.
    Do(Action),
    /// A button, which is what the menu is gone through with.
    Tap(Button),
    /// Opens the menu, or closes it: a button is held. On the page that asks to hold it, it is held for long enough.
    Menu,
    /// Time runs faster, or as at first again.
    Faster,
    /// Time stands still, one frame later than now.
    Step,
    /// Pulls the stick out.
    Pull,
    /// Plugs a stick in whose summary was damaged on its way.
    Corrupt,
    /// Saves what the panel shows.
    Shot,
    /// Begins or ends a recording of it.
    Film,
    /// Ends.
    Quit,
}

impl Command {
    /// The keys, by the names that the web and most toolkits give them.
    const KEYS: [(&'static [&'static str], Self); 15] = [
        (&["ArrowRight", "n", "l"], Self::Do(Action::Next)),
        (&["ArrowLeft", "p", "h"], Self::Do(Action::Previous)),
        (&[" ", "Space"], Self::Do(Action::Pause)),
        (&["o"], Self::Do(Action::Owner)),
        (&["m"], Self::Menu),
        (&["ArrowUp"], Self::Tap(Button::X)),
        (&["ArrowDown"], Self::Tap(Button::Y)),
        (&["Enter"], Self::Tap(Button::A)),
        (&["Backspace"], Self::Tap(Button::B)),
        (&["f"], Self::Faster),
        (&["."], Self::Step),
        (&["u"], Self::Pull),
        (&["c"], Self::Corrupt),
        (&["s"], Self::Shot),
        (&["g"], Self::Film),
    ];

    /// The keys in a line, the ones that everybody needs first.
    pub const HELP: &'static str = "← → pages   space hold   o owner   m menu   f faster   . step   s picture   g film   u pull   c corrupt   q quit";

    /// What a key does, if it does something.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        if matches!(key, "q" | "Escape") {
            return Some(Self::Quit);
        }
        let found = Self::KEYS.iter().find(|(names, _)| names.contains(&key));
        found.map(|&(_, command)| command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let mut names: Vec<_> = Command::KEYS.iter().flat_map(|(names, _)| *names).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        for (keys, command) in Command::KEYS {
            assert!(keys.iter().all(|key| Command::of(key) == Some(command)), "{keys:?}");
        }
        assert_eq!(Command::of("q"), Some(Command::Quit));
        assert_eq!(Command::of("F1"), None);
    }

    #[test]
    fn the_help_names_keys_that_there_are() {
        for entry in Command::HELP.split("   ") {
            let (keys, _) = entry.rsplit_once(' ').expect("keys and a word");
            for key in keys.split(' ') {
                let name = match key {
                    "←" => "ArrowLeft",
                    "→" => "ArrowRight",
                    "space" => " ",
                    key => key,
                };
                assert!(Command::of(name).is_some(), "{key}");
            }
        }
    }
}
