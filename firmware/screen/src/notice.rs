//! The device's own screens.

use core::ops::Deref;

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::{OpenError, Summary};

use crate::canvas::Canvas;
use crate::menu::{Menu, Night, Preferences};
use crate::phrase::fill_one;
use crate::words::Words;
use crate::{Language, Moment, Progress, SetClock, notices};

/// A screen of the device's own.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// The device starts.
    Start,
    /// There is no summary yet: how to load one, in pictures.
    NoSummary,
    /// A stick was plugged in and is being searched.
    StickFound,
    /// A summary is being read.
    Reading,
    /// A summary was taken.
    Accepted {
        /// The summary.
        owner: Summary<'a>,
    },
    /// A summary was taken, of an owner whose name another one has, too: a request to press button A if they are one.
    Namesake {
        /// The summary.
        owner: Summary<'a>,
    },
    /// Nothing was taken.
    Refused {
        /// Why.
        why: Refusal,
    },
    /// The clock is not set.
    ClockUnknown,
    /// The summary ends long ago.
    DataOld {
        /// The summary.
        owner: Summary<'a>,
    },
    /// Colours, edges and corners, and a request to press a button, so that a panel set up wrongly is noticed.
    TestCard,
    /// The test card of a hat that may be plugged on: a request to hold a button if it looks right.
    Finder {
        /// What the hat is called.
        hat: &'a str,
    },
    /// Nearly nothing: the panel rests.
    Night,
    /// What can be set on the device itself.
    Menu {
        /// The line that is chosen.
        menu: Menu,
        /// What holds now.
        now: Preferences,
        /// Whose pages are up.
        owner: Option<Summary<'a>>,
    },
    /// What is on this device.
    About {
        /// The summaries that it keeps.
        owners: &'a [Summary<'a>],
    },
    /// Date and time are being set.
    SetClock(SetClock),
    /// A request to hold button A, which erases something for good.
    Erase {
        /// The summary that goes; `None` if all of them do.
        owner: Option<Summary<'a>>,
        /// How long the button has been held, of the time that it takes.
        held: Progress,
    },
    /// It is being erased.
    Erasing,
    /// It is gone.
    Erased,
    /// Something is wrong with the device itself.
    Fault {
        /// What.
        fault: Fault,
        /// The particulars, in the words of whoever noticed; may be empty. What is not ASCII is shown as `?`.
        detail: &'a str,
    },
}

/// Why nothing was taken from a stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no summary on it.
    NothingFound,
    /// The file does not begin as a summary does.
    NotASummary,
    /// The file was made by a newer Playtally.
    Newer,
    /// The file is cut off.
    Incomplete,
    /// The file was changed on its way.
    Damaged,
    /// The file contradicts itself.
    Unsound,
    /// The stick is formatted in a way that this device does not read.
    Format(Format),
    /// The stick cannot be read.
    Unreadable,
    /// The device has no room for it.
    NoRoom,
}

/// A file system that is known when it is seen, and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Windows' own.
    Ntfs,
    /// Macs' own since 2017.
    Apfs,
    /// Macs' own before that.
    HfsPlus,
    /// Linux' own, in any of its versions.
    Ext,
}

impl Format {
    /// What everybody calls it, in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ntfs => "NTFS",
            Self::Apfs => "APFS",
            Self::HfsPlus => "HFS+",
            Self::Ext => "ext",
        }
    }
}

impl Refusal {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::NothingFound,
        Self::NotASummary,
        Self::Newer,
        Self::Incomplete,
        Self::Damaged,
        Self::Unsound,
        Self::Format(Format::Ntfs),
        Self::Format(Format::Apfs),
        Self::Format(Format::HfsPlus),
        Self::Format(Format::Ext),
        Self::Unreadable,
        Self::NoRoom,
    ];

    /// The reason and what to do, in a sentence of at most 96 bytes.
    #[must_use]
    pub fn sentence(self, words: &Words) -> impl Deref<Target = str> + use<> {
        let sentence = match self {
            Self::NothingFound => words.refused_nothing,
            Self::NotASummary => words.refused_not_a_summary,
            Self::Newer => words.refused_newer,
            Self::Incomplete => words.refused_incomplete,
            Self::Damaged => words.refused_damaged,
            Self::Unsound => words.refused_unsound,
            Self::Format(format) => return fill_one(words.refused_format, format.name()),
            Self::Unreadable => words.refused_unreadable,
            Self::NoRoom => words.refused_full,
        };
        fill_one(sentence, "")
    }
}

/// What is wrong with a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Its settings file has a mistake.
    Settings,
    /// What was set in the menu could not be kept.
    ChoiceNotKept,
    /// A summary could not be kept.
    SummaryNotKept,
    /// Nobody did what the menu asks for.
    ErasingUnanswered,
    /// It could not be done.
    ErasingFailed,
    /// The display ends with an error whenever it is started.
    KeepsFailing,
}

impl Fault {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Settings,
        Self::ChoiceNotKept,
        Self::SummaryNotKept,
        Self::ErasingUnanswered,
        Self::ErasingFailed,
        Self::KeepsFailing,
    ];

    /// A headline, and what it means or what to do.
    #[must_use]
    pub const fn sentences(self, words: &'static Words) -> [&'static str; 2] {
        match self {
            Self::Settings => [words.fault_settings, words.fault_settings_what],
            Self::ChoiceNotKept => [words.fault_choice, words.fault_choice_what],
            Self::SummaryNotKept => [words.fault_summary, words.fault_summary_what],
            Self::ErasingUnanswered => [words.fault_unanswered, words.fault_unanswered_what],
            Self::ErasingFailed => [words.fault_erasing, words.fault_erasing_what],
            Self::KeepsFailing => [words.fault_failing, words.fault_failing_what],
        }
    }
}

impl From<OpenError> for Refusal {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotASummary => Self::NotASummary,
            OpenError::Newer { .. } | OpenError::Unknown(_) => Self::Newer,
            OpenError::Length { .. } => Self::Incomplete,
            OpenError::Checksum => Self::Damaged,
            OpenError::Table | OpenError::Missing(_) | OpenError::Unsound(_) => Self::Unsound,
        }
    }
}

impl<'a> Notice<'a> {
    /// Every notice with every reason and fault, about an owner where it is about one.
    pub fn all(summary: &'a Summary<'a>) -> impl Iterator<Item = Self> + Clone {
        let owner = *summary;
        let notices = [
            Self::Start,
            Self::NoSummary,
            Self::StickFound,
            Self::Reading,
            Self::Accepted { owner },
            Self::Namesake { owner },
            Self::ClockUnknown,
            Self::DataOld { owner },
            Self::TestCard,
            Self::Finder {
                hat: "Waveshare 1.3\" LCD HAT",
            },
            Self::Night,
            Self::Menu {
                menu: Menu::new(true, 1),
                now: Preferences {
                    pace: 12,
                    brightness: 75,
                    night: Night::new(22, 7),
                    calm: false,
                    language: Language::English,
                    turned: false,
                },
                owner: Some(owner),
            },
            Self::About {
                owners: core::slice::from_ref(summary),
            },
            Self::SetClock(SetClock::new(Moment::utc(1_795_974_300))),
            Self::Erase {
                owner: Some(owner),
                held: Progress::BEGUN,
            },
            Self::Erase {
                owner: None,
                held: Progress::after(2, 5),
            },
            Self::Erasing,
            Self::Erased,
        ];
        let refusals = Refusal::ALL.iter().map(|&why| Self::Refused { why });
        let faults = Fault::ALL.iter().map(|&fault| Self::Fault {
            fault,
            detail: match fault {
                Fault::Settings => "/etc/playtally.toml, line 12, `pace`: it must be from 3 to 3600",
                Fault::ErasingUnanswered => "journalctl -u playtally-erase",
                Fault::KeepsFailing => "journalctl -u playtally",
                _ => "Read-only file system (os error 30)",
            },
        });
        notices.into_iter().chain(refusals).chain(faults)
    }
}

impl Notice<'_> {
    /// Its name in files: lower case, words joined by hyphens; it never changes.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::NoSummary => "no-summary",
            Self::StickFound => "stick-found",
            Self::Reading => "reading",
            Self::Accepted { .. } => "accepted",
            Self::Namesake { .. } => "namesake",
            Self::Refused { .. } => "refused",
            Self::ClockUnknown => "clock-unknown",
            Self::DataOld { .. } => "data-old",
            Self::TestCard => "test-card",
            Self::Finder { .. } => "finder",
            Self::Night => "night",
            Self::Menu { .. } => "menu",
            Self::About { .. } => "about",
            Self::SetClock(_) => "set-clock",
            Self::Erase { owner: Some(_), .. } => "erase",
            Self::Erase { owner: None, .. } => "erase-everything",
            Self::Erasing => "erasing",
            Self::Erased => "erased",
            Self::Fault { .. } => "fault",
        }
    }

    pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
        &self,
        now: Moment,
        canvas: &mut Canvas<D>,
    ) -> Result<(), D::Error> {
        match self {
            Self::Start => notices::start(canvas),
            Self::NoSummary => notices::no_summary(canvas),
            Self::StickFound => notices::stick_found(canvas),
            Self::Reading => notices::reading(canvas),
            Self::Accepted { owner } => notices::accepted(owner, canvas),
            Self::Namesake { owner } => notices::namesake(owner, canvas),
            Self::Refused { why } => notices::refused(*why, canvas),
            Self::ClockUnknown => notices::clock_unknown(canvas),
            Self::DataOld { owner } => notices::data_old(owner, canvas),
            Self::TestCard => notices::test_card(canvas),
            Self::Finder { hat } => notices::finder(hat, canvas),
            Self::Night => notices::night(now, canvas),
            Self::Menu {
                menu,
                now: preferences,
                owner,
            } => notices::menu(menu, preferences, owner.as_ref(), canvas),
            Self::About { owners } => notices::about(owners, canvas),
            Self::SetClock(set) => notices::set_clock(*set, canvas),
            Self::Erase { owner, held } => notices::erase(owner.as_ref(), *held, canvas),
            Self::Erasing => notices::erasing(canvas),
            Self::Erased => notices::erased(canvas),
            Self::Fault { fault, detail } => notices::fault(*fault, detail, canvas),
        }
    }
}
