//! The pages about an owner's history.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::Canvas;
use crate::{Class, Ground, Moment, pages};

macro_rules! pages {
    ($($(#[doc = $doc:literal])* $name:ident in $module:ident $(($at:literal))? as $slug:literal, weight $weight:literal, time $time:literal;)*) => {
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
                match self { $(Self::$name => pages::$module::says(summary, now, class $(, $at)?),)* }
            }

            /// How often it comes up, relative to the others.
            pub(crate) const fn weight(self) -> u32 {
                match self { $(Self::$name => $weight,)* }
            }

            /// How long it stays, in percent of the pace.
            pub(crate) const fn time(self) -> u32 {
                match self { $(Self::$name => $time,)* }
            }

            /// What it stands on by itself: its hue is that of its subject.
            #[must_use]
            pub fn ground(self, summary: &Summary, now: Moment) -> Ground {
                pages::ground::ground(self, summary, now)
            }

            pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
                self,
                summary: &Summary,
                now: Moment,
                canvas: &mut Canvas<D>,
            ) -> Result<(), D::Error> {
                match self { $(Self::$name => pages::$module::draw(summary, now, canvas $(, $at)?),)* }
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
    /// One of the most played artists, another one every day.
    Artist in artist(0) as "artist", weight 4, time 100;
    /// The hours at which that one is played.
    ArtistHours in artist(1) as "artist-hours", weight 4, time 100;
    /// The years in which that one was played.
    ArtistYears in artist(2) as "artist-years", weight 4, time 100;
    /// The most played artists.
    TopArtists in top_artists as "top-artists", weight 4, time 130;
    /// The most played tracks.
    TopTracks in top_tracks as "top-tracks", weight 4, time 130;
    /// The most played albums.
    TopAlbums in top_albums as "top-albums", weight 4, time 130;
    /// The five artists of a year.
    YearFive in year_five(0) as "year-five", weight 5, time 130;
    /// Its five tracks.
    YearFiveTracks in year_five(1) as "year-five-tracks", weight 5, time 130;
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
    /// One of the eras, another one every day.
    Era in era as "era", weight 3, time 100;
    /// A map of what is played together.
    Moods in moods as "moods", weight 3, time 130;
    /// What kind of listener it is.
    Listener in listener as "listening-type", weight 4, time 110;
    /// The year with the most different artists.
    Breadth in breadth as "breadth", weight 3, time 100;
    /// The genres that are played most.
    Genres in genres as "genres", weight 3, time 110;
    /// The decades in which the music came out.
    Decades in decades as "decades", weight 3, time 100;
    /// How old its listener sounds.
    ListeningAge in listening_age as "listening-age", weight 3, time 100;
    /// Where the artists are from.
    Origins in origins as "artist-countries", weight 3, time 110;
    /// A round number of plays.
    Milestones in milestones as "milestones", weight 3, time 100;
    /// A card of an earlier year's recap.
    LookBack in look_back as "look-back", weight 3, time 110;
    /// The year that ends: how much music it had.
    Recap in recap_opening as "recap", weight 6, time 100;
    /// The first card of its story.
    Recap1 in recap_chapter(0) as "recap-01", weight 6, time 110;
    /// The second card of its story.
    Recap2 in recap_chapter(1) as "recap-02", weight 6, time 110;
    /// The third card of its story.
    Recap3 in recap_chapter(2) as "recap-03", weight 6, time 110;
    /// The fourth card of its story.
    Recap4 in recap_chapter(3) as "recap-04", weight 6, time 110;
    /// The fifth card of its story.
    Recap5 in recap_chapter(4) as "recap-05", weight 6, time 110;
    /// The sixth card of its story.
    Recap6 in recap_chapter(5) as "recap-06", weight 6, time 110;
    /// The seventh card of its story.
    Recap7 in recap_chapter(6) as "recap-07", weight 6, time 110;
    /// The eighth card of its story.
    Recap8 in recap_chapter(7) as "recap-08", weight 6, time 110;
    /// The ninth card of its story.
    Recap9 in recap_chapter(8) as "recap-09", weight 6, time 110;
    /// The tenth card of its story.
    Recap10 in recap_chapter(9) as "recap-10", weight 6, time 110;
    /// Podcasts and audiobooks.
    Spoken in spoken as "spoken", weight 3, time 80;
    /// Which friends know the owner's artists.
    Together in together as "together", weight 3, time 130;
}

impl Page {
    /// The page of a [`Page::slug`].
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|page| page.slug() == slug)
    }
}
