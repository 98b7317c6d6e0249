//! What can be set on the device itself, by four buttons.

use crate::set_clock::{Pressed, SetClock};
use crate::{Language, Moment};

/// What the owner can set without a computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Seconds that a page stays.
    pub pace: u16,
    /// Backlight in percent, 1 to 100.
    pub brightness: u8,
    /// When the panel rests, if it does.
    pub night: Option<Night>,
    /// Whether pictures change at once, without any motion.
    pub calm: bool,
    /// The language of the device's own words.
    pub language: Language,
    /// Whether the picture stands on its head, for a device that does.
    pub turned: bool,
}

/// Hours of the day in which a panel rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Night {
    from: u8,
    to: u8,
}

impl Night {
    /// The hours from one full hour until another, 0 to 23; over midnight if the second one is the earlier. `None` if
    /// there are none, or no such hours.
    #[must_use]
    pub const fn new(from: u8, to: u8) -> Option<Self> {
        if from < 24 && to < 24 && from != to {
            Some(Self { from, to })
        } else {
            None
        }
    }

    /// The hour with which it begins, 0 to 23.
    #[must_use]
    pub const fn from(self) -> u8 {
        self.from
    }

    /// The hour with which it ends, 0 to 23.
    #[must_use]
    pub const fn to(self) -> u8 {
        self.to
    }

    /// Whether an hour of the day lies in it.
    #[must_use]
    pub const fn has(self, hour: u32) -> bool {
        let (from, to) = (self.from as u32, self.to as u32);
        if from < to {
            from <= hour && hour < to
        } else {
            from <= hour || hour < to
        }
    }
}

/// The nights that the menu offers, after none at all.
const NIGHTS: [(u8, u8); 5] = [(21, 6), (22, 7), (23, 7), (23, 8), (0, 8)];
/// The paces that the menu offers, in seconds.
const PACES: [u16; 6] = [6, 8, 12, 20, 30, 60];
/// The brightness that the menu offers, in percent.
const BRIGHTNESSES: [u8; 5] = [10, 25, 50, 75, 100];

/// What the menu lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// Whose pages are up.
    Owner,
    /// How long a page stays.
    Pace,
    /// How bright the panel is.
    Brightness,
    /// When it rests.
    Night,
    /// Whether pictures change without motion.
    Calm,
    /// The language.
    Language,
    /// Which way up the picture is.
    Turn,
    /// Date and time, where they can be set.
    Clock,
    /// What is on this device.
    About,
    /// Erases what the device keeps of the owner whose pages are up.
    Erase,
    /// Erases what it keeps of all owners.
    EraseAll,
    /// The test card.
    TestCard,
}

impl Item {
    /// All of them, in their order.
    pub const ALL: [Self; 12] = [
        Self::Owner,
        Self::Pace,
        Self::Brightness,
        Self::Night,
        Self::Calm,
        Self::Language,
        Self::Turn,
        Self::Clock,
        Self::About,
        Self::Erase,
        Self::EraseAll,
        Self::TestCard,
    ];
}

/// What a press means in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The line above.
    Up,
    /// The line below.
    Down,
    /// Changes what the line says, or opens what it names.
    Choose,
    /// One step back.
    Back,
}

/// What the device has to do after a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing but to draw the menu.
    Stay,
    /// To hold to these from now on.
    Set(Preferences),
    /// To show the next owner's pages behind the menu.
    NextOwner,
    /// To open the page that sets the clock, see [`Menu::set_clock`].
    AskForClock,
    /// To set the clock.
    SetClock(SetClock),
    /// To leave the menu.
    Leave,
}

/// Whose summaries are to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// That of one owner, by its place among those of the device.
    Owner(usize),
    /// All of them.
    Everyone,
}

/// What is open in the menu.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Open {
    /// The list.
    #[default]
    List,
    /// What is on this device.
    About,
    /// The page that asks to hold a button to erase summaries. The device minds the button.
    Erase(Whose),
    /// The page that sets the clock.
    Clock(SetClock),
    /// The test card.
    TestCard,
}

/// The menu, as a state machine: a list, a place in it, and what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Menu {
    dims: bool,
    owners: usize,
    clock: bool,
    at: u8,
    open: Open,
}

impl Menu {
    /// The menu as it opens on a device with summaries of so many owners; brightness is in it if the panel `dims`.
    #[must_use]
    pub const fn new(dims: bool, owners: usize) -> Self {
        Self {
            dims,
            owners,
            clock: false,
            at: 0,
            open: Open::List,
        }
    }

    /// The same with date and time in it, where they can be set.
    #[must_use]
    pub const fn with_clock(self, can_be_set: bool) -> Self {
        Self {
            clock: can_be_set,
            ..self
        }
    }

    /// Opens the page that sets the clock, which begins with what it says.
    pub fn set_clock(&mut self, now: Moment) {
        self.open = Open::Clock(SetClock::new(now));
    }

    /// What it lists, in its order.
    pub fn items(self) -> impl Iterator<Item = Item> + Clone {
        Item::ALL.into_iter().filter(move |item| match item {
            Item::Brightness => self.dims,
            Item::Clock => self.clock,
            Item::Erase => self.owners > 0,
            Item::EraseAll => self.owners > 1,
            _ => true,
        })
    }

    fn len(&self) -> usize {
        self.items().count()
    }

    /// The line that is chosen, counted from 0.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at as usize
    }

    /// Its item.
    #[must_use]
    pub fn item(&self) -> Item {
        self.items().nth(self.at()).unwrap_or(Item::Owner)
    }

    /// What is open.
    #[must_use]
    pub const fn open(&self) -> Open {
        self.open
    }

    /// Takes a key, and says what that means for the device on which this holds and an owner's pages are up.
    pub fn press(&mut self, key: Key, now: &Preferences, owner: Option<usize>) -> Answer {
        if let Open::Clock(set) = &mut self.open {
            let pressed = set.press(key);
            let set = *set;
            return match pressed {
                Pressed::Stay => Answer::Stay,
                Pressed::Leave => {
                    self.close();
                    Answer::Stay
                }
                Pressed::Done => {
                    self.close();
                    Answer::SetClock(set)
                }
            };
        }
        match (self.open, key) {
            // What is open closes at any button.
            (Open::About | Open::Erase(_) | Open::TestCard | Open::Clock(_), _) => {
                self.close();
                Answer::Stay
            }
            (Open::List, Key::Up) => self.go(self.len() - 1),
            (Open::List, Key::Down) => self.go(1),
            (Open::List, Key::Back) => Answer::Leave,
            (Open::List, Key::Choose) => self.choose(now, owner),
        }
    }

    fn go(&mut self, lines: usize) -> Answer {
        self.at = ((self.at() + lines) % self.len()) as u8;
        Answer::Stay
    }

    /// Goes back to the list.
    pub const fn close(&mut self) {
        self.open = Open::List;
    }

    fn choose(&mut self, now: &Preferences, owner: Option<usize>) -> Answer {
        let mut next = *now;
        match self.item() {
            Item::Owner => return Answer::NextOwner,
            Item::Clock => return Answer::AskForClock,
            Item::About => return self.show(Open::About),
            Item::Erase => {
                return owner.map_or(Answer::Stay, |owner| self.show(Open::Erase(Whose::Owner(owner))));
            }
            Item::EraseAll => return self.show(Open::Erase(Whose::Everyone)),
            Item::TestCard => return self.show(Open::TestCard),
            Item::Pace => next.pace = after(&PACES, now.pace),
            Item::Brightness => next.brightness = after(&BRIGHTNESSES, now.brightness),
            Item::Night => next.night = after_night(now.night),
            Item::Calm => next.calm = !now.calm,
            Item::Language => next.language = after_language(now.language),
            Item::Turn => next.turned = !now.turned,
        }
        Answer::Set(next)
    }

    const fn show(&mut self, open: Open) -> Answer {
        self.open = open;
        Answer::Stay
    }
}

/// The first that is more, or the least after the most.
fn after<T: Copy + PartialOrd>(offered: &[T], now: T) -> T {
    let more = offered.iter().copied().find(|&next| next > now);
    more.or(offered.first().copied()).unwrap_or(now)
}

fn after_night(now: Option<Night>) -> Option<Night> {
    let offered = |(from, to)| Night::new(from, to);
    let at = NIGHTS.iter().position(|&night| offered(night) == now);
    let next = match (now, at) {
        // One that the settings file gave gives way to none, after which come those that are offered.
        (Some(_), None) => None,
        (None, _) => NIGHTS.first(),
        (Some(_), Some(at)) => NIGHTS.get(at + 1),
    };
    next.copied().and_then(offered)
}

fn after_language(now: Language) -> Language {
    let all = Language::ALL;
    let at = all.iter().position(|&language| language == now).unwrap_or(0);
    all[(at + 1) % all.len()]
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    const PREFERENCES: Preferences = Preferences {
        pace: 12,
        brightness: 100,
        night: None,
        calm: false,
        language: Language::English,
        turned: false,
    };

    /// The menu with a line chosen.
    fn menu_at(item: Item) -> Menu {
        let mut menu = Menu::new(true, 2).with_clock(true);
        while menu.item() != item {
            assert_eq!(menu.press(Key::Down, &PREFERENCES, None), Answer::Stay);
        }
        menu
    }

    /// What comes of choosing a line again and again, until it is as it was.
    fn round(item: Item) -> Vec<Preferences> {
        let mut menu = menu_at(item);
        let mut seen = Vec::from([PREFERENCES]);
        loop {
            let Answer::Set(next) = menu.press(Key::Choose, seen.last().unwrap(), None) else {
                panic!("{item:?} sets nothing");
            };
            if next == PREFERENCES {
                return seen;
            }
            seen.push(next);
            assert!(seen.len() < 20, "{item:?} never comes round");
        }
    }

    #[test]
    fn every_setting_comes_round_to_where_it_was() {
        assert_eq!(round(Item::Pace).len(), PACES.len());
        assert_eq!(round(Item::Brightness).len(), BRIGHTNESSES.len());
        assert_eq!(round(Item::Night).len(), NIGHTS.len() + 1);
        assert_eq!(round(Item::Calm).len(), 2);
        assert_eq!(round(Item::Language).len(), Language::ALL.len());
        assert_eq!(round(Item::Turn).len(), 2);
    }

    #[test]
    fn up_and_down_go_round_the_list() {
        let mut menu = Menu::new(true, 1);
        menu.press(Key::Up, &PREFERENCES, None);
        assert_eq!(menu.item(), Item::TestCard);
        menu.press(Key::Down, &PREFERENCES, None);
        assert_eq!(menu.item(), Item::Owner);
    }

    #[test]
    fn a_light_that_does_not_dim_has_no_brightness_to_set() {
        let mut menu = Menu::new(false, 2);
        for _ in 0..2 * Item::ALL.len() {
            assert_ne!(menu.item(), Item::Brightness);
            menu.press(Key::Down, &PREFERENCES, None);
        }
        assert_eq!(menu.with_clock(true).items().count(), Item::ALL.len() - 1);
    }

    #[test]
    fn there_is_as_much_to_erase_as_there_are_owners() {
        let erasing = |owners| {
            let items = Menu::new(true, owners).items();
            items
                .filter(|item| matches!(item, Item::Erase | Item::EraseAll))
                .collect::<Vec<_>>()
        };
        assert_eq!(erasing(0), []);
        assert_eq!(erasing(1), [Item::Erase]);
        assert_eq!(erasing(2), [Item::Erase, Item::EraseAll]);
    }

    #[test]
    fn the_owner_who_is_erased_is_the_one_who_was_up_when_the_page_opened() {
        let mut menu = menu_at(Item::Erase);
        menu.press(Key::Choose, &PREFERENCES, None);
        assert_eq!(menu.open(), Open::List, "nobody is up");
        menu.press(Key::Choose, &PREFERENCES, Some(1));
        assert_eq!(menu.open(), Open::Erase(Whose::Owner(1)));
    }

    #[test]
    fn what_is_open_closes_at_any_button() {
        for (item, open) in [
            (Item::About, Open::About),
            (Item::Erase, Open::Erase(Whose::Owner(0))),
            (Item::EraseAll, Open::Erase(Whose::Everyone)),
            (Item::TestCard, Open::TestCard),
        ] {
            for key in [Key::Choose, Key::Back, Key::Up, Key::Down] {
                let mut menu = menu_at(item);
                assert_eq!(menu.press(Key::Choose, &PREFERENCES, Some(0)), Answer::Stay);
                assert_eq!(menu.open(), open);
                assert_eq!(menu.press(key, &PREFERENCES, Some(0)), Answer::Stay);
                assert_eq!((menu.open(), menu.item()), (Open::List, item));
            }
        }
        let mut menu = Menu::new(true, 1);
        assert_eq!(menu.press(Key::Back, &PREFERENCES, None), Answer::Leave);
    }

    #[test]
    fn the_clock_is_set_part_by_part_where_it_can_be() {
        assert!(!Menu::new(true, 2).items().any(|item| item == Item::Clock));
        let mut menu = menu_at(Item::Clock);
        assert_eq!(menu.press(Key::Choose, &PREFERENCES, None), Answer::AskForClock);
        menu.set_clock(Moment::utc(1_790_000_000));
        for _ in 0..4 {
            assert_eq!(menu.press(Key::Choose, &PREFERENCES, None), Answer::Stay);
        }
        menu.press(Key::Up, &PREFERENCES, None);
        let Answer::SetClock(set) = menu.press(Key::Choose, &PREFERENCES, None) else {
            panic!("it is not set");
        };
        // The seconds that were begun are left out.
        assert_eq!(set.utc(None), 1_790_000_000 / 60 * 60 + 60);
        assert_eq!((menu.open(), menu.item()), (Open::List, Item::Clock));
        menu.set_clock(Moment::utc(0));
        assert_eq!(menu.press(Key::Back, &PREFERENCES, None), Answer::Stay);
        assert_eq!(menu.open(), Open::List);
    }

    #[test]
    fn a_night_goes_over_midnight() {
        let night = Night::new(22, 7).unwrap();
        let hours: Vec<u32> = (0..24).filter(|&hour| night.has(hour)).collect();
        assert_eq!(hours, [0, 1, 2, 3, 4, 5, 6, 22, 23]);
        let hours: Vec<u32> = (0..24).filter(|&hour| Night::new(0, 8).unwrap().has(hour)).collect();
        assert_eq!(hours, [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(Night::new(7, 7), None);
        assert_eq!(Night::new(22, 24), None);
    }

    proptest! {
        #[test]
        fn any_keys_leave_a_line_that_exists_and_settings_that_are_offered(
            keys in proptest::collection::vec(0..4_usize, 0..200), pace in 2..3600_u16, brightness in 1..=100_u8,
            dims: bool, owners in 0..3_usize,
        ) {
            const KEYS: [Key; 4] = [Key::Up, Key::Down, Key::Choose, Key::Back];
            let mut now = Preferences { pace, brightness, ..PREFERENCES };
            let mut menu = Menu::new(dims, owners);
            for key in keys {
                if let Answer::Set(next) = menu.press(KEYS[key], &now, owners.checked_sub(1)) {
                    prop_assert!(next != now);
                    now = next;
                }
                prop_assert!(menu.at() < menu.items().count());
            }
            prop_assert!((2..=3600).contains(&now.pace) && (1..=100).contains(&now.brightness));
        }
    }
}
