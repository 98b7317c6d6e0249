//! What holds for the order and pace of pages.

use std::sync::LazyLock;

use playtally_dev::sample::{Sample, nearly_empty};
use playtally_screen::{Class, Input, Pace, Page, Rotation, Showing};
use playtally_summary::Summary;
use proptest::prelude::*;

/// 2026-11-23T12:00:00Z.
const NOON: i64 = 1_795_435_200;
/// 2025-12-18T00:00:00Z, when every page has something to say.
const WINTER: i64 = 1_766_016_000;

static FILES: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
    [5, 82, 159].map(|seed| {
        let sample = Sample {
            seed,
            ..Sample::default()
        };
        sample.file()
    })
});

struct Files(&'static [Vec<u8>]);

impl Files {
    fn new(owners: usize) -> Self {
        Self(&FILES[..owners])
    }

    fn summaries(&self) -> Vec<Summary<'_>> {
        self.0
            .iter()
            .map(|file| Summary::open(file).expect("a sound sample"))
            .collect()
    }
}

/// The pages that come up by themselves, each until its time is over.
fn tour(rotation: &mut Rotation, owners: &[Summary], changes: usize) -> Vec<Showing> {
    tour_from(NOON, rotation, owners, changes)
}

/// The same from another time on.
fn tour_from(utc: i64, rotation: &mut Rotation, owners: &[Summary], changes: usize) -> Vec<Showing> {
    let mut now = 0;
    (0..changes)
        .map(|_| {
            let utc = utc + now as i64 / 1000;
            let showing = rotation.at(now, utc, Class::Wide, owners).expect("an owner");
            now = showing.next_change.expect("it is not paused");
            showing
        })
        .collect()
}

#[test]
fn without_an_owner_nothing_is_up() {
    let mut rotation = Rotation::new(Pace::default());
    rotation.input(Input::NextOwner);
    assert_eq!(rotation.at(0, NOON, Class::Wide, &[]), None);
}

#[test]
fn it_begins_with_the_cover_and_is_the_same_every_time() {
    let files = Files::new(1);
    let first = tour(&mut Rotation::new(Pace::default()), &files.summaries(), 60);
    let again = tour(&mut Rotation::new(Pace::default()), &files.summaries(), 60);
    assert_eq!(first[0].page, Page::Cover);
    assert_eq!(first, again);
}

#[test]
fn another_day_or_another_owner_has_another_order() {
    let files = Files::new(2);
    let order = |from: usize, utc: i64| -> Vec<Page> {
        let owners = &files.summaries()[from..=from];
        let mut rotation = Rotation::new(Pace::default());
        let mut page = |at: u64| {
            rotation
                .at(at * 60_000, utc, Class::Wide, owners)
                .expect("an owner")
                .page
        };
        (0..20).map(&mut page).collect()
    };
    assert_ne!(order(0, NOON), order(0, NOON + 86_400));
    assert_ne!(order(0, NOON), order(1, NOON));
}

#[test]
fn every_page_that_has_something_to_say_comes_up_within_three_rounds() {
    let files = Files::new(3);
    for (owner, utc) in files
        .summaries()
        .into_iter()
        .flat_map(|owner| [(owner, NOON), (owner, WINTER)])
    {
        let rotation = &mut Rotation::new(Pace::default());
        let shown = tour_from(utc, rotation, &[owner], 3 * Page::ALL.len());
        let moment = shown[0].moment;
        for page in Page::ALL {
            if page.has_something_to_say(&owner, moment, Class::Wide) {
                assert!(shown.iter().any(|showing| showing.page == *page), "{page:?} at {utc}");
            }
        }
    }
}

#[test]
fn no_two_pages_in_a_row_but_those_of_a_story_stand_on_one_hue_and_loud_ones_take_turns_with_quiet_ones() {
    let files = Files::new(3);
    let shown = tour(&mut Rotation::new(Pace::default()), &files.summaries(), 200);
    for pair in shown.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        assert!(
            before.ground.hue != after.ground.hue || after.chapter.is_some_and(|chapter| chapter.at > 0),
            "{:?} and {:?}",
            before.page,
            after.page
        );
        assert_ne!(
            before.ground.is_loud, after.ground.is_loud,
            "{:?} and {:?}",
            before.page, after.page
        );
    }
}

#[test]
fn no_page_returns_before_half_of_the_others_were_up() {
    let files = Files::new(1);
    let owners = files.summaries();
    let shown = tour(&mut Rotation::new(Pace::default()), &owners, 200);
    let speaking = Page::ALL
        .iter()
        .filter(|page| page.has_something_to_say(&owners[0], shown[0].moment, Class::Wide));
    let rest = speaking.count() / 2;
    for (at, showing) in shown.iter().enumerate() {
        let returns = shown[at + 1..].iter().position(|later| later.page == showing.page);
        assert!(
            returns.is_none_or(|others| others >= rest),
            "{:?} at {at}",
            showing.page
        );
    }
}

#[test]
fn a_story_is_told_in_a_row_from_its_first_page_to_its_last() {
    let files = Files::new(1);
    for utc in [NOON, WINTER] {
        let shown = tour_from(utc, &mut Rotation::new(Pace::default()), &files.summaries(), 200);
        let mut told = 0;
        for pair in shown.windows(2) {
            let chapters = pair.iter().map(|up| up.chapter).collect::<Vec<_>>();
            match chapters[..] {
                [Some(before), Some(after)] if after.at > 0 => {
                    assert_eq!((after.at, after.of), (before.at + 1, before.of), "{:?}", pair[1].page);
                    told += usize::from(after.at + 1 == after.of);
                }
                [before, after] => {
                    assert!(
                        before.is_none_or(|before| before.at + 1 == before.of),
                        "{:?}",
                        pair[0].page
                    );
                    assert!(after.is_none_or(|after| after.at == 0), "{:?}", pair[1].page);
                }
                _ => unreachable!("there are two of them"),
            }
        }
        assert!(told >= 10, "{told} stories");
    }
}

#[test]
fn a_button_leaves_a_story_and_the_way_back_leads_into_it() {
    let files = Files::new(1);
    let owners = files.summaries();
    let mut rotation = Rotation::new(Pace::default());
    let mut now = 0;
    let mut at = |rotation: &mut Rotation, after: u64| {
        now += after;
        rotation.at(now, NOON, Class::Wide, &owners).expect("an owner")
    };
    let second = loop {
        let up = at(&mut rotation, 60_000);
        if up.chapter.is_some_and(|chapter| chapter.at == 0 && chapter.of > 2) {
            break at(&mut rotation, 60_000);
        }
    };
    assert_eq!(second.chapter.map(|chapter| chapter.at), Some(1));
    rotation.input(Input::Next);
    let left = at(&mut rotation, 1);
    assert!(left.chapter.is_none_or(|chapter| chapter.at == 0), "{:?}", left.page);
    rotation.input(Input::Previous);
    assert_eq!(at(&mut rotation, 1).page, second.page);
    assert_eq!(at(&mut rotation, 60_000).page, left.page);
}

#[test]
fn a_button_for_the_next_page_comes_to_every_page() {
    let files = Files::new(1);
    let owners = files.summaries();
    for utc in [NOON, WINTER] {
        let mut rotation = Rotation::new(Pace::default());
        let mut seen = std::collections::BTreeSet::new();
        let mut moment = None;
        for now in 0..4 * Page::ALL.len() as u64 {
            let up = rotation.at(now, utc, Class::Wide, &owners).expect("an owner");
            moment = Some(up.moment);
            seen.insert(up.page);
            rotation.input(Input::Next);
        }
        let moment = moment.expect("a page was up");
        for &page in Page::ALL {
            let speaks = page.has_something_to_say(&owners[0], moment, Class::Wide);
            assert!(!speaks || seen.contains(&page), "{page:?} at {utc}");
        }
    }
}

/// The story of the sample's year: how it begins, and nine cards.
const STORY: [Page; 10] = [
    Page::Recap,
    Page::Recap1,
    Page::Recap2,
    Page::Recap3,
    Page::Recap4,
    Page::Recap5,
    Page::Recap6,
    Page::Recap7,
    Page::Recap8,
    Page::Recap9,
];

#[test]
fn the_story_of_the_year_is_told_in_order_from_its_beginning_again_and_again() {
    let files = Files::new(2);
    let owners = files.summaries();
    let december = WINTER + 12 * 3600;
    let shown = tour_from(december, &mut Rotation::new(Pace::default()), &owners, 300);
    for owner in 0..2 {
        let told: Vec<Page> = shown
            .iter()
            .filter(|up| up.owner == owner && STORY.contains(&up.page))
            .map(|up| up.page)
            .collect();
        assert!(told.len() > 2 * STORY.len(), "{}", told.len());
        let expected: Vec<Page> = STORY.into_iter().cycle().take(told.len()).collect();
        assert_eq!(told, expected);
    }
}

#[test]
fn the_year_is_told_often_in_december_and_january_and_never_else() {
    let files = Files::new(1);
    let owners = files.summaries();
    for month in 0..12 {
        let noon = WINTER + (30 * month * 24 + 12) * 3600;
        let shown = tour_from(noon, &mut Rotation::new(Pace::default()), &owners, 150);
        let moment = shown[0].moment;
        let told = shown.iter().filter(|up| STORY.contains(&up.page)).count();
        if [12, 1].contains(&moment.month()) {
            let speaks = |page: &&Page| page.has_something_to_say(&owners[0], moment, Class::Wide);
            let even = 150 * STORY.len() / Page::ALL.iter().filter(speaks).count();
            assert!(4 * told >= 5 * even, "{moment:?}: {told}, where all alike have {even}");
        } else {
            assert_eq!(told, 0, "{moment:?}");
        }
    }
}

#[test]
fn owners_take_turns_which_begin_with_the_cover_and_end_with_their_story() {
    let files = Files::new(3);
    let pace = Pace {
        pages_per_turn: 4,
        ..Pace::default()
    };
    let shown = tour_from(WINTER, &mut Rotation::new(pace), &files.summaries(), 240);
    let turns: Vec<&[Showing]> = shown.chunk_by(|before, after| before.owner == after.owner).collect();
    assert!(turns.len() > 30);
    for (at, turn) in turns.iter().enumerate().take(turns.len() - 1) {
        assert_eq!(turn[0].owner, at % 3, "turn {at}");
        assert_eq!(turn[0].page, Page::Cover, "turn {at}");
        assert!(turn[1..].iter().all(|up| up.page != Page::Cover), "turn {at}");
        // What comes after four pages goes on with a story.
        assert!(turn.len() >= 4);
        for late in &turn[4..] {
            assert!(
                late.chapter.is_some_and(|chapter| chapter.at > 0),
                "{:?} in turn {at}",
                late.page
            );
        }
        let last = turn[turn.len() - 1];
        assert!(
            last.chapter.is_none_or(|chapter| chapter.at + 1 == chapter.of),
            "turn {at}"
        );
    }
}

#[test]
fn an_owner_with_little_to_say_still_has_pages() {
    let file = nearly_empty();
    let owners = [Summary::open(&file).expect("a sound sample")];
    let shown = tour(&mut Rotation::new(Pace::default()), &owners, 6);
    assert!(
        shown
            .iter()
            .all(|showing| matches!(showing.page, Page::Cover | Page::Totals))
    );
}

#[test]
fn paused_pages_stay_until_a_button_is_pressed() {
    let files = Files::new(1);
    let owners = files.summaries();
    let mut rotation = Rotation::new(Pace::default());
    let at = |rotation: &mut Rotation, now| rotation.at(now, NOON, Class::Wide, &owners).expect("an owner");
    let first = at(&mut rotation, 0);
    rotation.input(Input::PauseOrResume);
    assert!(rotation.is_paused());
    let later = at(&mut rotation, 86_400_000);
    assert_eq!((later.page, later.next_change), (first.page, None));
    rotation.input(Input::Next);
    let next = at(&mut rotation, 86_400_001);
    assert_ne!(next.page, first.page);
    assert_eq!(next.next_change, None, "it is still paused");
    rotation.input(Input::PauseOrResume);
    let resumed = at(&mut rotation, 86_400_002);
    assert_eq!(resumed.page, next.page);
    assert!(resumed.next_change.is_some_and(|change| change > 86_400_002));
}

#[test]
fn previous_goes_back_the_way_that_was_come_and_next_forward_again() {
    let files = Files::new(1);
    let owners = files.summaries();
    let mut rotation = Rotation::new(Pace::default());
    let mut shown: Vec<_> = tour(&mut rotation, &owners, 5)
        .iter()
        .map(|showing| showing.page)
        .collect();
    let mut press = |input| {
        rotation.input(input);
        rotation.at(100_000, NOON, Class::Wide, &owners).expect("an owner").page
    };
    let present = shown.pop();
    let back: Vec<_> = (0..4).map(|_| press(Input::Previous)).collect();
    assert!(back.iter().eq(shown.iter().rev()));
    assert_eq!(press(Input::Previous), shown[0], "there is nothing before the first");
    let forward: Vec<_> = (0..3).map(|_| press(Input::Next)).collect();
    assert_eq!(forward, shown[1..]);
    assert_eq!(Some(press(Input::Next)), present);
}

#[test]
fn an_owner_who_goes_away_leaves_the_others_up() {
    let files = Files::new(2);
    let owners = files.summaries();
    let mut rotation = Rotation::new(Pace::default());
    rotation.show_owner(1);
    assert_eq!(rotation.at(0, NOON, Class::Wide, &owners).map(|up| up.owner), Some(1));
    assert_eq!(
        rotation.at(1, NOON, Class::Wide, &owners[..1]).map(|up| up.owner),
        Some(0)
    );
}

#[test]
fn after_a_long_silence_one_page_changes() {
    let files = Files::new(1);
    let owners = files.summaries();
    let mut rotation = Rotation::new(Pace::default());
    rotation.at(0, NOON, Class::Wide, &owners);
    let late = rotation.at(1 << 50, NOON, Class::Wide, &owners).expect("an owner");
    assert!(late.next_change.is_some_and(|change| change > 1 << 50));
}

proptest! {
    /// Whatever is pressed and however time passes, a page is up that has something to say.
    #[test]
    fn any_buttons_at_any_time_leave_a_page_up(
        steps in prop::collection::vec((0_u8..6, 0_u64..40_000, -400_000_i64..400_000), 1..60),
        owners in 1_usize..4,
    ) {
        let files = Files::new(owners);
        let all = files.summaries();
        let mut rotation = Rotation::new(Pace::default());
        let mut now = 0;
        for (input, wait, drift) in steps {
            match input {
                0 => rotation.input(Input::Next),
                1 => rotation.input(Input::Previous),
                2 => rotation.input(Input::PauseOrResume),
                3 => rotation.input(Input::NextOwner),
                _ => {}
            }
            now += wait;
            let some = &all[..1 + (wait as usize % owners)];
            let up = rotation.at(now, NOON + drift * 1000, Class::Square, some).expect("an owner");
            prop_assert!(up.owner < some.len());
            prop_assert!(up.page.has_something_to_say(&some[up.owner], up.moment, Class::Square));
            prop_assert_eq!(up.next_change.is_none(), rotation.is_paused());
            prop_assert!(up.next_change.is_none_or(|change| change > now));
        }
    }

    /// An owner's pages do not begin anew with every turn.
    #[test]
    fn no_page_but_the_cover_returns_too_soon_whoever_is_up_between(
        day in 0_i64..1000, count in 2_usize..4, pages_per_turn in 2_u16..12,
    ) {
        let files = Files::new(count);
        let owners = files.summaries();
        let pace = Pace { pages_per_turn, ..Pace::default() };
        let noon = WINTER + (24 * day + 12) * 3600;
        let shown = tour_from(noon, &mut Rotation::new(pace), &owners, 100);
        for (owner, summary) in owners.iter().enumerate() {
            let own: Vec<_> = shown.iter().filter(|up| up.owner == owner).collect();
            let speaks = |page: &&Page| page.has_something_to_say(summary, own[0].moment, Class::Wide);
            let rest = Page::ALL.iter().filter(speaks).count() / 2;
            for (at, up) in own.iter().enumerate().filter(|(_, up)| up.page != Page::Cover) {
                let returns = own[at + 1..].iter().position(|later| later.page == up.page);
                prop_assert!(returns.is_none_or(|others| others >= rest), "{:?} of {owner} at {at}", up.page);
            }
        }
    }

    /// In the morning it is the first thing after the cover.
    #[test]
    fn what_happened_on_this_day_comes_early_in_the_day(day in 0_i64..1000) {
        let files = Files::new(1);
        let owners = files.summaries();
        let seven = WINTER + (24 * day + 7) * 3600;
        let morning = tour_from(seven, &mut Rotation::new(Pace::default()), &owners, 2);
        if Page::OnThisDay.has_something_to_say(&owners[0], morning[0].moment, Class::Wide) {
            prop_assert_eq!(morning[1].page, Page::OnThisDay);
        }
    }
}

#[test]
fn no_page_stays_for_less_than_the_panel_needs_however_short_it_is() {
    let files = Files::new(1);
    let owners = files.summaries();
    let pace = Pace {
        seconds: 12,
        least_seconds: 190,
        ..Pace::default()
    };
    let mut rotation = Rotation::new(pace);
    let mut now = 0;
    for _ in 0..100 {
        let showing = rotation.at(now, NOON, Class::Wide, &owners).expect("a page");
        let next = showing.next_change.expect("it is not paused");
        assert!(next >= now + 190_000, "{:?} stays {} ms", showing.page, next - now);
        now = next;
    }
}
