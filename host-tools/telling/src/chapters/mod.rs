//! The chapters: one file for each, from the statistics to what is told of them.

mod clock;
mod days;
mod devotion;
mod discovery;
mod eras;
mod favourites;
mod listener;
mod memories;
mod milestones;
mod moods;
mod music;
mod patience;
mod places;
mod race;
mod recap;
mod recent;
mod sessions;
mod spread;
mod stories;
mod worth;
mod year_five;
mod years;

use playtally_statistics::Statistics;

use crate::chapter::Chapter;

/// All chapters that have something to tell, in their order.
pub(crate) fn all(statistics: &Statistics) -> Vec<Chapter<'_>> {
    if statistics.totals.plays == 0 {
        return Vec::new();
    }
    let chapters = [
        stories::last(statistics),
        year_five::chapter(statistics),
        favourites::chapter(statistics),
        listener::chapter(statistics),
        recent::chapter(statistics),
        clock::day(statistics),
        clock::week(statistics),
        years::chapter(statistics),
        days::chapter(statistics),
        memories::chapter(statistics),
        race::chapter(statistics),
        eras::chapter(statistics),
        moods::chapter(statistics),
        music::chapter(statistics),
        spread::chapter(statistics),
        devotion::seasons(statistics),
        discovery::chapter(statistics),
        devotion::chapter(statistics),
        patience::chapter(statistics),
        sessions::chapter(statistics),
        places::chapter(statistics),
        milestones::chapter(statistics),
        stories::chapter(statistics),
        worth::chapter(statistics),
    ];
    let told = |chapter: &Chapter<'_>| !chapter.brief.is_empty() || chapter.full.is_some();
    chapters.into_iter().filter(told).collect()
}
