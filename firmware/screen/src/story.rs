//! Pages about one subject that come up in a row.

use crate::Page;

/// The stories, each page in the order in which it is told. A page stands in one of them at most; the first one that has
/// something to say opens it.
const STORIES: [&[Page]; 6] = [
    RECAP_PARTS.0,
    RECAP_PARTS.1,
    // A year.
    &[Page::YearFive, Page::YearFiveTracks, Page::YearRibbon],
    // An artist.
    &[Page::Artist, Page::ArtistHours, Page::ArtistYears],
    // An era, after all of them.
    &[Page::Eras, Page::Era],
    // A day.
    &[Page::OnThisDay, Page::ThisMonth],
];

/// The year that ends, in order: how it begins, and its cards.
pub(crate) const RECAP: [Page; 11] = [
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
    Page::Recap10,
];

/// It has more pages than anybody looks at in a row.
const RECAP_PARTS: (&[Page], &[Page]) = RECAP.split_at(6);

/// Where in a story a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chapter {
    /// How many pages were told before it.
    pub at: u8,
    /// How many pages have something to say, 2 to 6.
    pub of: u8,
}

/// The story that a page belongs to.
fn of(page: Page) -> &'static [Page] {
    let mut all = STORIES.iter();
    all.find(|story| story.contains(&page)).copied().unwrap_or_default()
}

/// Whether a page can come up after any other: it belongs to no story, or is what its story goes on with, after the page of it that
/// `told` says was told last. A story that was told to its end begins again.
pub(crate) fn is_in_turn(page: Page, told: impl Fn(&[Page]) -> Option<Page>, speaks: impl Fn(&Page) -> bool) -> bool {
    let story = of(page);
    let goes_on = told(story).and_then(|told| next(told, &speaks));
    let begins = || story.iter().copied().find(|page| speaks(page));
    goes_on.or_else(begins).is_none_or(|turn| turn == page)
}

/// Whether two pages are told in a row.
pub(crate) fn are_one(one: Page, other: Page) -> bool {
    of(one).contains(&other)
}

/// The page that has to follow.
pub(crate) fn next(page: Page, speaks: impl Fn(&Page) -> bool) -> Option<Page> {
    let mut left = of(page).iter().copied().skip_while(|&told| told != page).skip(1);
    left.find(|page| speaks(page))
}

/// Where in its story a page stands, if others are told with it.
pub(crate) fn chapter(page: Page, speaks: impl Fn(&Page) -> bool) -> Option<Chapter> {
    let told = || of(page).iter().filter(|page| speaks(page));
    let (at, of) = (told().position(|&told| told == page)?, told().count());
    (of > 1).then_some(Chapter {
        at: at as u8,
        of: of as u8,
    })
}

/// Where in the year that ends a page stands, if it is a part of it: the beginning is 0.
pub(crate) fn place_in_recap(page: Page) -> Option<usize> {
    RECAP.iter().position(|&told| told == page)
}

/// Whether a page may come up after what was told last of the year that ends, if it belongs to that: its parts take turns, and one
/// that was left has to be told to its end.
pub(crate) fn part_is_due(page: Page, told: Option<Page>, speaks: impl Fn(&Page) -> bool) -> bool {
    let (first, second) = RECAP_PARTS;
    let is_told = |part: &[Page]| told.is_some_and(|told| part.contains(&told) && next(told, &speaks).is_none());
    let is_begun = |part: &[Page]| told.is_some_and(|told| part.contains(&told) && next(told, &speaks).is_some());
    let says_nothing = |part: &[Page]| !part.iter().any(&speaks);
    if first.contains(&page) {
        !is_begun(second) && (!is_told(first) || says_nothing(second))
    } else if second.contains(&page) {
        is_told(first) || is_begun(second)
    } else {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stands_in_one_story_and_a_story_has_two_to_six() {
        for page in Page::ALL {
            let stories = STORIES.iter().filter(|story| story.contains(page));
            assert!(stories.count() <= 1, "{page:?}");
        }
        assert!(STORIES.iter().all(|story| (2..=6).contains(&story.len())));
    }

    #[test]
    fn a_story_goes_on_past_what_has_nothing_to_say() {
        let but_the_tracks = |page: &Page| *page != Page::YearFiveTracks;
        assert_eq!(next(Page::YearFive, but_the_tracks), Some(Page::YearRibbon));
        assert_eq!(next(Page::YearRibbon, but_the_tracks), None);
        assert_eq!(
            chapter(Page::YearRibbon, but_the_tracks),
            Some(Chapter { at: 1, of: 2 })
        );
        let ribbon_alone = |page: &Page| *page == Page::YearRibbon;
        let nothing = |_: &[Page]| None;
        assert!(is_in_turn(Page::YearRibbon, nothing, ribbon_alone));
        assert!(!is_in_turn(Page::YearRibbon, nothing, but_the_tracks));
        assert_eq!(chapter(Page::YearRibbon, ribbon_alone), None);
        assert!(is_in_turn(Page::Clock, nothing, ribbon_alone));
    }

    #[test]
    fn a_story_that_was_left_goes_on_and_one_that_was_told_begins_again() {
        let all = |_: &Page| true;
        let turn = |told: Page| {
            let pages = Page::ALL.iter().copied().filter(|&page| are_one(page, Page::YearFive));
            let told = |story: &[Page]| story.contains(&told).then_some(told);
            let mut turn = pages.filter(|&page| is_in_turn(page, told, all));
            (turn.next(), turn.next())
        };
        assert_eq!(turn(Page::YearFive), (Some(Page::YearFiveTracks), None));
        assert_eq!(turn(Page::YearRibbon), (Some(Page::YearFive), None));
    }

    #[test]
    fn the_parts_of_the_year_that_ends_take_turns() {
        let all = |_: &Page| true;
        let due = |told: Option<Page>| {
            (
                part_is_due(Page::Recap, told, all),
                part_is_due(Page::Recap6, told, all),
            )
        };
        assert_eq!(due(None), (true, false));
        assert_eq!(due(Some(Page::Recap2)), (true, false), "it was left, and goes on");
        assert_eq!(due(Some(Page::Recap5)), (false, true));
        assert_eq!(due(Some(Page::Recap7)), (false, true));
        assert_eq!(due(Some(Page::Recap10)), (true, false));
        let first_alone = |page: &Page| *page == Page::Recap;
        assert!(part_is_due(Page::Recap, Some(Page::Recap), first_alone));
    }
}
