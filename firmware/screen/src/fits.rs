//! The device's own words fit, in every language, on every class of panels.

use std::prelude::v1::*;

use chrono::{NaiveDate, NaiveTime};
use playtally_summary::Summary;

use crate::canvas::Canvas;
use crate::dev::picture::Picture;
use crate::dev::sample::Sample;
use crate::{Class, Item, Key, Language, Menu, Moment, Night, Notice, Page, Preferences, Scene, Theme};

/// Draws a scene and says which of the device's own words were cut.
fn cut(scene: &Scene, class: Class, language: Language, now: Moment) -> Vec<String> {
    let mut picture = Picture::new(class.size());
    let palette = Theme::Dark.palette(0, class);
    let mut canvas = Canvas::new(&mut picture, class, palette, language.words());
    let Ok(()) = scene.compose(now, &mut canvas);
    canvas.cut
}

/// The menu at each of its lines, with the longest values, with something to say for each.
fn menus(summary: Summary) -> Vec<Notice> {
    let mut menu = Menu::new(true);
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
        menu.press(Key::Down, &now);
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
                let recap = [Page::RecapHours, Page::RecapFavourites, Page::RecapDays, Page::RecapNew];
                let dated = pages.into_iter().chain(recap).filter(move |page| says(&page));
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
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "cut:\n{}", found.join("\n"));
}
