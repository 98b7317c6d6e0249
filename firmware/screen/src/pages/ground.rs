//! What each page stands on by itself: the ink of its subject, an artist, a season, an hour or an era.

use playtally_summary::records::{
    BestDiscovery, BiggestDay, Binge, Comeback, Era, Forgotten, Standing, TopAlbum, TopArtist, TopTrack, Year,
};
use playtally_summary::{Summary, TextId};

use crate::palette::{Ground, Hue};
use crate::{Moment, Page, story};

/// The ground of a page; what is about one name or one number is loud.
pub(crate) fn ground(page: Page, summary: &Summary, now: Moment) -> Ground {
    let artist = |name: Option<TextId>| artist(summary, name);
    let seed = summary.owner().seed.get() as usize % Hue::ALL.len();
    let (is_loud, hue) = match page {
        Page::Cover => (true, Hue::of_accent(summary.owner().accent)),
        Page::Totals => (true, Hue::Marigold),
        Page::NumberOne => (
            true,
            artist(summary.records::<TopArtist>().first().map(|artist| artist.name)),
        ),
        Page::Artist | Page::ArtistHours | Page::ArtistYears => (
            page != Page::ArtistHours,
            artist(super::artist::of_the_day(summary, now).map(|artist| artist.name)),
        ),
        Page::TopArtists => (
            false,
            artist(summary.records::<TopArtist>().first().map(|artist| artist.name)),
        ),
        Page::TopTracks => (
            false,
            artist(summary.records::<TopTrack>().first().map(|track| track.artist)),
        ),
        Page::TopAlbums => (
            false,
            artist(summary.records::<TopAlbum>().first().map(|album| album.artist)),
        ),
        Page::YearFive => (false, artist(super::year_five::first(summary, 0))),
        Page::YearFiveTracks => (false, artist(super::year_five::first(summary, 1))),
        Page::Clock | Page::Week => (false, super::clock::peak(summary).map_or(Hue::Cobalt, Hue::of_hour)),
        Page::Months | Page::YearRibbon => (false, Hue::of_month(now.month())),
        Page::ThisMonth => (true, Hue::of_month(now.month())),
        Page::Years => (false, Hue::Lagoon),
        Page::YearArtists => (false, artist(summary.records::<Year>().last().map(|year| year.artist))),
        Page::Streak => (false, Hue::Vermilion),
        Page::BiggestDay => (
            true,
            artist(summary.records::<BiggestDay>().first().map(|day| day.artist)),
        ),
        Page::Binge => (
            true,
            artist(summary.records::<Binge>().first().map(|binge| binge.artist)),
        ),
        Page::Comeback => (
            true,
            artist(summary.records::<Comeback>().first().map(|comeback| comeback.artist)),
        ),
        Page::Forgotten => (
            true,
            artist(summary.records::<Forgotten>().first().map(|forgotten| forgotten.artist)),
        ),
        Page::Patience => (true, Hue::Lime),
        Page::Sessions => (false, Hue::Violet),
        Page::Countries => (false, Hue::Sky),
        Page::Worth => (true, Hue::Leaf),
        Page::Race => (
            false,
            artist(summary.records::<Standing>().last().map(|standing| standing.artists[0])),
        ),
        Page::OnThisDay => (
            false,
            super::on_this_day::artist(summary, now).map_or(Hue::Jade, |name| artist(Some(name))),
        ),
        Page::Discovery => (false, Hue::Jade),
        Page::BestDiscoveries => (
            false,
            artist(summary.records::<BestDiscovery>().last().map(|best| best.artist)),
        ),
        Page::Eras => (false, artist(summary.records::<Era>().last().map(|era| era.artists[0]))),
        Page::Era => (
            true,
            artist(super::era::of_the_day(summary, now).map(|era| era.artists[0])),
        ),
        Page::Moods => (true, super::moods::hour(summary, now).map_or(Hue::Violet, Hue::of_hour)),
        Page::Breadth => (false, Hue::Leaf),
        Page::Listener => (false, Hue::Jade),
        Page::Genres => (false, super::genres::hue(summary, 0)),
        Page::Decades => (false, super::decades::hue(summary)),
        Page::ListeningAge => (false, Hue::Lagoon),
        Page::Origins => (false, super::origins::hue(summary)),
        Page::Milestones => (true, Hue::Rose),
        Page::Spoken => (false, Hue::Orchid),
        Page::Together => (false, Hue::Marigold),
        Page::LookBack => (true, Hue::nth(seed)),
        page => {
            // The cards of a story go once around the wheel.
            let at = story::place_in_recap(page).unwrap_or(0);
            (at.is_multiple_of(2), Hue::nth(seed + 3 * at))
        }
    };
    Ground { hue, is_loud }
}

fn artist(summary: &Summary, name: Option<TextId>) -> Hue {
    name.filter(|name| !name.is_none())
        .map_or(Hue::Cobalt, |name| Hue::of_artist(summary, name))
}
