//! What is written can be read: the device's own words fit, in every language, on every class of panels; on two inches
//! text is large enough; and it stands out from its ground.

use std::prelude::v1::*;
use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveTime};
use playtally_summary::Summary;
use playtally_summary::records::CardKind;

use crate::plate::{Kind, Mark, Setting};
use crate::{
    Class, Ground, Hue, Item, Key, Language, Look, Menu, Moment, Night, Notice, Page, Preferences, Scene, Theme,
};
use playtally_dev::contrast::contrast;
use playtally_dev::sample::Sample;

/// What a scene is made of on a class.
fn marks(
    scene: &Scene,
    ground: Option<Ground>,
    class: Class,
    theme: Theme,
    language: Language,
    now: Moment,
) -> Vec<Mark> {
    let look = Look {
        class: Some(class),
        theme,
        language,
        ground,
        ..Look::default()
    };
    scene.plate(&look, now, class.size()).marks()
}

/// Draws a scene and says which of the device's own words were cut.
fn cut(scene: &Scene, class: Class, language: Language, now: Moment) -> Vec<String> {
    let marks = marks(scene, None, class, Theme::Dark, language, now);
    let cut = |mark: &Mark| mark.kind != Kind::Name && mark.setting.is_some_and(|set| set.cut);
    marks.into_iter().filter(cut).map(|mark| mark.text).collect()
}

/// Draws a scene and says how each of its texts is set.
fn set(scene: &Scene, ground: Option<Ground>, class: Class, theme: Theme, language: Language) -> Vec<Setting> {
    let marks = marks(scene, ground, class, theme, language, winter());
    marks.iter().filter_map(|mark| mark.setting).collect()
}

/// An evening on which every page has something to say.
fn winter() -> Moment {
    let date = NaiveDate::from_ymd_opt(2025, 12, 18).expect("a date");
    Moment::new(date, NaiveTime::MIN)
}

/// Histories with every kind of card, with easy names, and one with hard names.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let easy = CardKind::ALL.chunks(10).map(|story| Sample {
        story: story.to_vec(),
        ..Sample::default()
    });
    easy.chain([Sample::hard()]).map(|sample| sample.file()).collect()
});

/// Every page that speaks on a class, and every notice.
fn every_scene(class: Class, mut see: impl FnMut(&str, Scene)) {
    for (at, file) in FILES.iter().enumerate() {
        let names = if at + 1 == FILES.len() { "hard" } else { "easy" };
        let summary = Summary::open(file).expect("a sound sample");
        let speaks = |page: &&Page| page.has_something_to_say(&summary, winter(), class);
        let pages = Page::ALL.iter().filter(speaks).map(|&page| Scene::Page(page, summary));
        for scene in pages.chain(Notice::all(&summary).map(Scene::Notice)) {
            see(&std::format!("{names} {} on {}", scene.slug(), class.slug()), scene);
        }
    }
}

#[test]
fn on_two_inches_every_page_leads_with_text_of_24_pixels_and_none_is_below_15() {
    // A very long name may be all that a page says, and then it is smaller.
    let mut found = Vec::new();
    for class in [Class::Wide, Class::Square, Class::Round] {
        every_scene(class, |name, scene| {
            for language in [Language::English, Language::German] {
                let ems = set(&scene, None, class, Theme::Dark, language);
                let ems = ems.iter().map(|set| set.em);
                assert!(ems.clone().min().is_none_or(|least| least >= 15), "{name}");
                if ems.max().is_some_and(|most| most < 24) && !name.starts_with("hard") {
                    found.push(std::format!("{name} in {}", language.tag()));
                }
            }
        });
    }
    assert_none(found);
}

#[test]
fn every_text_stands_out_from_its_ground() {
    // One scene on this ground, the next one on that.
    let grounds = Hue::ALL
        .iter()
        .flat_map(|&hue| [true, false].map(|is_loud| Ground { hue, is_loud }));
    let mut grounds = grounds.cycle();
    for &class in Class::ALL {
        every_scene(class, |name, scene| {
            for &theme in Theme::ALL {
                let ground = grounds.next();
                for set in set(&scene, ground, class, theme, Language::English) {
                    let found = contrast(set.colour, set.ground);
                    assert!(found >= 4.5, "{name}, {theme:?} {ground:?}, {}: {found:.2}", set.em);
                }
            }
        });
    }
}

/// The menu at each of its lines, with the longest values, with something to say for each.
fn menus(summary: Summary) -> Vec<Notice> {
    let mut menu = Menu::new(true, 2).with_clock(true);
    let now = Preferences {
        pace: 3600,
        brightness: 100,
        night: Night::new(22, 17),
        calm: false,
        language: Language::English,
        turned: true,
    };
    let mut menus = Vec::new();
    for _ in Item::ALL {
        let owner = Some(summary);
        menus.push(Notice::Menu { menu, now, owner });
        menu.press(Key::Down, &now, None);
    }
    menus
}

#[test]
fn no_word_of_the_device_is_ever_cut() {
    let file = Sample::default().file();
    let summary = Summary::open(&file).expect("a sound sample");
    let mut found = Vec::new();
    for &language in Language::ALL {
        for &class in Class::ALL {
            let now = |month| {
                let date = NaiveDate::from_ymd_opt(2026, month, 28).expect("a date");
                Moment::new(date, NaiveTime::MIN)
            };
            let speaks = |page: &&Page| page.has_something_to_say(&summary, now(9), class);
            let pages = Page::ALL
                .iter()
                .filter(speaks)
                .map(|&page| (Scene::Page(page, summary), 9));
            let notices = Notice::all(&summary).chain(menus(summary));
            let notices = notices.map(|notice| (Scene::Notice(notice), 9));
            let dated = |month| {
                let says = move |page: &&Page| page.has_something_to_say(&summary, now(month), class);
                let pages = [Page::ThisMonth, Page::OnThisDay, Page::Milestones];
                let dated = pages.into_iter().filter(move |page| says(&page));
                dated.map(move |page| (Scene::Page(page, summary), month))
            };
            for (scene, month) in pages.chain(notices).chain((1..=12).flat_map(dated)) {
                for words in cut(&scene, class, language, now(month)) {
                    let (tag, class, scene) = (language.tag(), class.slug(), scene.slug());
                    found.push(std::format!("{tag} {class} {scene}: {words}"));
                }
            }
        }
    }
    assert_none(found);
}

#[test]
fn no_word_of_a_card_is_ever_cut() {
    let mut found = Vec::new();
    let january = NaiveDate::from_ymd_opt(2026, 1, 2).expect("a date");
    let now = Moment::new(january, NaiveTime::MIN);
    for (story, file) in CardKind::ALL.chunks(10).zip(FILES.iter()) {
        let summary = Summary::open(file).expect("a sound sample");
        for (&language, &class) in Language::ALL
            .iter()
            .flat_map(|l| Class::ALL.iter().map(move |c| (l, c)))
        {
            for page in &crate::story::RECAP[..=story.len()] {
                assert!(page.has_something_to_say(&summary, now, class), "{page:?}");
                for words in cut(&Scene::Page(*page, summary), class, language, now) {
                    let kind = crate::story::place_in_recap(*page).and_then(|at| story.get(at.checked_sub(1)?));
                    found.push(std::format!("{} {} {kind:?}: {words}", language.tag(), class.slug()));
                }
            }
        }
    }
    assert_none(found);
}

fn assert_none(mut found: Vec<String>) {
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "found:\n{}", found.join("\n"));
}
