//! What an extended export makes of an event: its oddities, by date and by vintage.

use crate::listener::{Event, Heard, Player};
use crate::random::Random;

/// The two generations of Spotify's extended export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vintage {
    /// 21 fields, with the user's name and agent; every start stamp is still there.
    Old,
    /// 23 fields, with audiobooks; start stamps from before October 2022 are gone, but for offline plays.
    New,
}

/// 2017-01-01: earlier rows have no start stamps, and another rule for skips.
const STARTS_ARE_STAMPED: i64 = 1_483_228_800;
/// 2018-06-01: in the 17 months before, many ends have no reason.
const ENDS_ARE_EXPLAINED: i64 = 1_527_811_200;
/// 2022-10-17: platforms are renamed, and start stamps are seconds from here on.
const RENAMED: i64 = 1_665_964_800;
/// 2022-11-01: `skipped` says what `reason_end` says.
const SKIPS_ARE_DERIVED: i64 = 1_667_260_800;

/// The fields of a row that are not simply the event's.
#[derive(Clone, Debug)]
pub struct Row {
    /// What happened.
    pub event: Event,
    /// Why it ended, as far as the export says.
    pub reason_end: Option<&'static str>,
    /// As the export has it: null, constantly false, or right.
    pub skipped: Option<bool>,
    /// Null in the video member.
    pub offline: Option<bool>,
    /// Nothing, 0, 1, milliseconds or seconds.
    pub offline_timestamp: Option<i64>,
    /// The player in the words of its time.
    pub platform: &'static str,
}

impl Row {
    /// The row of an event.
    #[must_use]
    pub fn new(event: Event, vintage: Vintage, video: bool) -> Self {
        let mut random = Random::of(event.started_ms as u64, &[u64::from(event.ms_played)]);
        let at = event.stamped;
        let reason_end = if (STARTS_ARE_STAMPED..ENDS_ARE_EXPLAINED).contains(&at) && random.chance(6_000) {
            None
        } else if at < STARTS_ARE_STAMPED && event.reason_end == "endplay" {
            Some(random.pick(&["endplay", "popup", "clickrow", "clickside", ""]))
        } else {
            Some(event.reason_end)
        };
        // What Spotify calls a skip.
        let is_skip = matches!(reason_end, Some("fwdbtn" | "backbtn" | "endplay"));
        let skipped = match vintage {
            _ if at >= SKIPS_ARE_DERIVED => Some(is_skip),
            _ if at < STARTS_ARE_STAMPED => Some(is_skip != random.chance(1_500)),
            Vintage::Old => None,
            Vintage::New => Some(false),
        };
        Self {
            reason_end,
            skipped,
            offline: (!video).then_some(event.offline),
            offline_timestamp: offline_timestamp(&event, vintage, video, &mut random),
            platform: platform(event.player, at),
            event,
        }
    }

    /// When the play began, in seconds since 1970, as well as this row can tell.
    #[must_use]
    pub fn start(&self) -> i64 {
        match self.offline_timestamp {
            Some(milliseconds) if milliseconds > 100_000_000_000 => milliseconds.div_euclid(1000),
            Some(seconds) if seconds > 1 => seconds,
            _ => (self.event.stamped * 1000 - i64::from(self.event.ms_played)).div_euclid(1000),
        }
    }

    /// Whether the row tells that the listener went forward or back.
    #[must_use]
    pub fn is_skip(&self) -> bool {
        matches!(self.reason_end, Some("fwdbtn" | "backbtn"))
    }
}

fn offline_timestamp(event: &Event, vintage: Vintage, video: bool, random: &mut Random) -> Option<i64> {
    let (milliseconds, seconds) = (event.started_ms, event.started_ms.div_euclid(1000));
    let junk = random.chance(if event.offline { 150 } else { 2 });
    let missing = random.chance(120);
    match vintage {
        _ if junk => Some(1),
        _ if video => None,
        _ if event.offline && event.stamped < RENAMED => Some(milliseconds),
        _ if event.offline => Some(seconds),
        Vintage::Old if missing || event.stamped < STARTS_ARE_STAMPED => Some(0),
        Vintage::New if missing || event.stamped < RENAMED => None,
        _ if event.stamped < RENAMED => Some(milliseconds),
        _ => Some(seconds),
    }
}

/// Strings of both eras; the ids in them are invented and must not survive an import.
fn platform(player: Player, at: i64) -> &'static str {
    let renamed = at >= RENAMED;
    // A device is kept for some weeks.
    let mut random = Random::of(at.unsigned_abs() / 3_000_000, &[player as u64]);
    match player {
        Player::Phone if renamed => random.pick(&["ios", "ios", "ios", "android"]),
        Player::Laptop if renamed => random.pick(&["osx", "osx", "windows", "linux"]),
        Player::Browser if renamed => "web_player",
        Player::Speaker if renamed => random.pick(&["cast", "cast", "not_applicable"]),
        Player::Phone if at < STARTS_ARE_STAMPED => "iOS 9.3.2 (iPhone7,2)",
        Player::Phone => random.pick(&[
            "iOS 15.1 (iPhone12,1)",
            "iOS 15.1 (iPhone12,1)",
            "Android OS 11 API 30 (HALLOW, H-1)",
        ]),
        Player::Laptop if at < STARTS_ARE_STAMPED => "OS X 10.9.5 [x86 4]",
        Player::Laptop => random.pick(&["OS X 10.13.6 [x86 8]", "Windows 10 (10.0.19043; x64)"]),
        Player::Browser => "web_player windows 10;chrome 90.0.4430.212;desktop",
        Player::Television => "Partner tizen_tv vendor;model-55;CANARY-HARDWARE-00ff17;;tpapi",
        Player::Speaker => "Partner loudspeaker vendor;one;CANARY-HARDWARE-7e11a2;;tpapi",
        Player::Watch => "Partner wearable vendor;watch;CANARY-HARDWARE-c0ffee;;tpapi",
    }
}

/// Whether something belongs into the video member.
#[must_use]
pub(crate) fn is_video(catalogue: &crate::catalogue::Catalogue, event: &Event) -> bool {
    match event.heard {
        Heard::Episode(show, _) => catalogue.podcasts[show as usize].video,
        // Music videos: one in two hundred tracks has one.
        Heard::Track(track) => track % 199 == 0,
        Heard::Chapter(_) | Heard::Nameless => false,
    }
}
