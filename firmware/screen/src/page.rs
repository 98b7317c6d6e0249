//! The pages about an owner's history.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::Canvas;
use crate::{Class, Moment, pages};

macro_rules! pages {
    ($($(#[doc = $doc:literal])* $name:ident in $module:ident as $slug:literal, weight $weight:literal, time $time:literal;)*) => {
        /// One screen about one thing of an owner's history.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Page { $($(#[doc = $doc])* $name,)* }

        impl Page {
            /// Every page.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in files and settings: lower case, words joined by hyphens; it never changes.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// Whether it has anything to say about a history, at a moment, on a class of panels.
            #[must_use]
            pub fn has_something_to_say(self, summary: &Summary, now: Moment, class: Class) -> bool {
                match self { $(Self::$name => pages::$module::says(summary, now, class),)* }
            }

            /// How often it comes up, relative to the others.
            pub(crate) const fn weight(self) -> u32 {
                match self { $(Self::$name => $weight,)* }
            }

            /// How long it stays, in percent of the pace.
            pub(crate) const fn time(self) -> u32 {
                match self { $(Self::$name => $time,)* }
            }

            pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
                self,
                summary: &Summary,
                now: Moment,
                canvas: &mut Canvas<D>,
            ) -> Result<(), D::Error> {
                match self { $(Self::$name => pages::$module::draw(summary, now, canvas),)* }
            }
        }
    };
}

pages! {
    /// Whose history it is, as the sleeve of a record.
    Cover in cover as "cover", weight 3, time 80;
    /// Hours of music in all.
    Totals in totals as "totals", weight 4, time 80;
    /// The most played artist.
    NumberOne in number_one as "number-one", weight 4, time 100;
    /// The most played artists.
    TopArtists in top_artists as "top-artists", weight 4, time 130;
    /// The most played tracks.
    TopTracks in top_tracks as "top-tracks", weight 4, time 130;
    /// The most played albums.
    TopAlbums in top_albums as "top-albums", weight 4, time 130;
    /// When music plays, around a clock of 24 hours.
    Clock in clock as "clock", weight 4, time 100;
    /// When music plays, by weekday and hour.
    Week in week as "week", weight 3, time 100;
    /// Every month of the history.
    Months in months as "months", weight 3, time 100;
    /// Hours of every year.
    Years in years as "years", weight 3, time 100;
    /// The artist of every year.
    YearArtists in year_artists as "year-artists", weight 3, time 130;
    /// The longest streak of days with music.
    Streak in streak as "streak", weight 3, time 100;
    /// The day with the most music.
    BiggestDay in biggest_day as "biggest-day", weight 3, time 100;
    /// A track, again and again.
    Binge in binge as "binge", weight 3, time 100;
    /// An artist that came back.
    Comeback in comeback as "comeback", weight 3, time 100;
    /// A favourite that is no longer played.
    Forgotten in forgotten as "forgotten", weight 3, time 100;
    /// How many plays are cut short.
    Patience in patience as "patience", weight 3, time 100;
    /// How long is listened without a pause.
    Sessions in sessions as "sessions", weight 3, time 80;
    /// Where music played.
    Countries in countries as "countries", weight 3, time 100;
    /// What the history would fetch.
    Worth in worth as "worth", weight 3, time 80;
    /// Who led, as the history grew.
    Race in race as "race", weight 3, time 130;
    /// The month of today's date, in every year.
    ThisMonth in this_month as "this-month", weight 3, time 100;
    /// Every day of a year.
    YearRibbon in year_ribbon as "year-ribbon", weight 3, time 100;
    /// What happened on this day of an earlier year.
    OnThisDay in on_this_day as "on-this-day", weight 5, time 120;
    /// How many artists were met so far.
    Discovery in discovery as "discovery", weight 3, time 100;
    /// The best discovery of every year.
    BestDiscoveries in best_discoveries as "best-discoveries", weight 3, time 130;
    /// The eras of the history.
    Eras in eras as "eras", weight 3, time 130;
    /// A map of what is played together.
    Moods in moods as "moods", weight 3, time 130;
    /// How widely was listened.
    Breadth in breadth as "breadth", weight 3, time 100;
    /// A round number of plays.
    Milestones in milestones as "milestones", weight 3, time 100;
    /// Hours of the year that ends.
    RecapHours in recap_hours as "recap-hours", weight 6, time 100;
    /// Artist and track of the year that ends.
    RecapFavourites in recap_favourites as "recap-favourites", weight 6, time 110;
    /// Days with music in the year that ends.
    RecapDays in recap_days as "recap-days", weight 5, time 100;
    /// What was new in the year that ends.
    RecapNew in recap_new as "recap-new", weight 5, time 110;
    /// Podcasts and audiobooks.
    Spoken in spoken as "spoken", weight 3, time 80;
}

impl Page {
    /// The page of a [`Page::slug`].
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|page| page.slug() == slug)
    }
}
