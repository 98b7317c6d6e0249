//! Genres: fifteen and the rest, and the words by which catalogues name them and their styles.
//!
//! Catalogues have some eight hundred words between them. A word is of the first genre in `GENRES` of which it holds a key, as a
//! whole word or words: "folk metal" is metal, "jazz rap" is hip hop, "blues rock" is rock. Keys are held against the word in
//! lower case, with everything but letters, digits and `&` read as a blank. Of several words of one piece of music, the genre that
//! most of them are of is its genre, of equally many the one that was named first; its style is the first of them that says more
//! than the genre does. A word of which no key is known is passed over; where none is known, the first one is a style of
//! [`Genre::Other`].

use serde::{Serialize, Serializer};

macro_rules! genres {
    ($($genre:ident $name:literal: $($key:literal)*;)*) => {
        /// A genre.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Genre {
            $(#[doc = $name] $genre,)*
        }

        /// Every genre with its name and its keys, in the order in which they are asked.
        const GENRES: &[(Genre, &str, &[&str])] = &[$((Genre::$genre, $name, &[$($key),*])),*];
    };
}

genres! {
    Stage "Stage & screen": "soundtrack" "score" "stage & screen" "musical" "musicals" "theme" "show tune" "show tunes" "film music"
        "video game music" "vgm" "bollywood" "cabaret";
    Classical "Classical": "classical" "baroque" "opera" "romantic" "renaissance" "medieval" "symphony" "chamber music" "choral"
        "neo romantic" "contemporary classical" "modern classical" "impressionist" "oratorio" "operetta" "early music" "serial" "minimalism";
    Metal "Metal": "metal" "grindcore" "metalcore" "deathcore" "djent" "thrash" "doom" "sludge" "goregrind" "nwobhm";
    Punk "Punk": "punk" "hardcore punk" "oi" "emo" "screamo" "post hardcore" "riot grrrl" "psychobilly" "crust" "skate punk" "melodic hardcore";
    HipHop "Hip hop": "hip hop" "hiphop" "rap" "trap" "grime" "boom bap" "gangsta" "g funk" "drill" "conscious" "turntablism"
        "crunk" "horrorcore" "phonk" "thug rap" "hardcore hip hop" "bounce";
    Jazz "Jazz": "jazz" "bop" "bebop" "hard bop" "post bop" "swing" "big band" "dixieland" "ragtime" "fusion" "bossa nova" "bossanova"
        "smooth jazz" "gypsy jazz" "easy listening" "lounge";
    Reggae "Reggae": "reggae" "ska" "dub" "dancehall" "rocksteady" "ragga" "lovers rock" "roots reggae" "calypso" "soca" "mento";
    Electronic "Electronic": "electronic" "electronica" "house" "techno" "trance" "ambient" "edm" "electro" "drum n bass" "drum and bass"
        "drum & bass" "dnb" "jungle" "dubstep" "idm" "downtempo" "trip hop" "breakbeat" "breaks" "big beat" "garage house" "uk garage"
        "speed garage" "hardstyle" "gabber" "hardcore" "industrial" "ebm" "synthwave" "vaporwave" "chillwave" "chillout" "glitch" "eurodance"
        "hi nrg" "italo disco" "minimal" "leftfield" "abstract" "experimental electronic" "new age" "dark ambient" "drone" "noise"
        "future bass" "bass music" "hyperpop" "chiptune" "euro house" "acid" "dance" "concrète" "berlin school" "witch house";
    Rock "Rock": "rock" "grunge" "shoegaze" "krautrock" "britpop" "new wave" "prog" "progressive" "psychedelic" "aor" "indie"
        "alternative" "garage" "surf" "rockabilly" "rock & roll" "rock n roll" "rock and roll" "goth" "gothic" "slowcore" "math rock"
        "no wave" "dream pop" "stoner" "coldwave" "dark wave" "darkwave" "mod" "beat" "lo fi" "experimental" "avantgarde";
    Soul "Soul & R&B": "soul" "funk" "r&b" "rnb" "rhythm & blues" "rhythm and blues" "motown" "disco" "gospel" "neo soul" "new jack swing"
        "doo wop" "quiet storm" "boogie" "contemporary r&b" "swingbeat" "p funk";
    Blues "Blues": "blues" "boogie woogie" "delta" "harmonica" "piano blues";
    Folk "Folk & world": "folk" "world" "traditional" "celtic" "african" "afrobeat" "afrobeats" "highlife" "singer songwriter" "acoustic"
        "chanson" "klezmer" "polka" "schlager" "volksmusik" "hindustani" "carnatic" "qawwali" "rai" "zouk" "soukous" "hawaiian" "nordic"
        "americas" "laiko" "canzone" "enka" "dangdut" "gamelan" "fusion world" "amapiano" "kizomba" "gnawa" "sea shanties" "raga" "pacific" "romani";
    Country "Country": "country" "bluegrass" "americana" "honky tonk" "nashville" "outlaw" "western" "alt country" "hillbilly";
    Latin "Latin": "latin" "salsa" "cumbia" "bachata" "merengue" "reggaeton" "tango" "samba" "mpb" "bolero" "son" "mambo" "rumba" "ranchera"
        "mariachi" "tejano" "norteño" "flamenco" "fado" "vallenato" "forró" "forro" "guaracha" "cha cha" "sertanejo" "corrido" "descarga" "axe";
    Pop "Pop": "pop" "synthpop" "electropop" "europop" "j pop" "k pop" "jpop" "kpop" "ballad" "vocal" "bubblegum" "teen pop" "city pop"
        "schlagerpop" "kayokyoku" "chart" "christmas" "holiday" "light music" "novelty";
    Other "Other": ;
}

impl Genre {
    /// All of them, in the order in which they are asked.
    pub fn all() -> impl Iterator<Item = Self> {
        GENRES.iter().map(|(genre, ..)| *genre)
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        GENRES[self as usize].1
    }

    /// The genre that a word of a catalogue is of; none where no key is known.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let plain = plain(word);
        let mut genres = GENRES.iter();
        let is_known = |key: &&str| {
            let mut found = plain.match_indices(key);
            found.any(|(at, _)| plain.as_bytes()[at - 1] == b' ' && plain.as_bytes()[at + key.len()] == b' ')
        };
        genres
            .find(|(_, _, keys)| keys.iter().any(&is_known))
            .map(|(genre, ..)| *genre)
    }

    /// The genre and the style of a piece of music of which these words are said, the one that is said most first. None of no words.
    pub(crate) fn of_words<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Option<(Self, &'w str)> {
        let known = words.clone().filter_map(|word| Some((Self::of(word)?, word)));
        let count = |genre| known.clone().filter(|(of, _)| *of == genre).count();
        let mut most: Option<(usize, Self)> = None;
        for (genre, _) in known.clone() {
            let count = count(genre);
            // Of equally many, the first.
            if most.is_none_or(|(most, _)| count > most) {
                most = Some((count, genre));
            }
        }
        let Some((_, genre)) = most else {
            return words.into_iter().next().map(|word| (Self::Other, word));
        };
        let mut of_genre = known.filter(|(of, _)| *of == genre).map(|(_, word)| word);
        let says_more = |word: &&str| !is_name(genre, word);
        Some((genre, of_genre.find(says_more).unwrap_or(genre.name())))
    }
}

/// Whether a word says no more than that it is the genre: it is one of its names.
fn is_name(genre: Genre, word: &str) -> bool {
    let plain = plain(word);
    let plain = plain.trim();
    let name = genre.name().to_lowercase();
    // Discogs writes "Funk / Soul" and "Folk, World, & Country".
    plain == name
        || matches!(
            plain,
            "funk soul" | "folk world & country" | "stage & screen" | "soul" | "r&b" | "folk"
        )
}

/// In lower case, with blanks around each word.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len() + 2);
    plain.push(' ');
    for c in word.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '&' {
            plain.push(c);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

impl Serialize for Genre {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_catalogues_find_their_genres() {
        for (word, genre) in [
            ("Deep House", Genre::Electronic),
            ("Drum n Bass", Genre::Electronic),
            ("Hip-Hop", Genre::HipHop),
            ("Jazz Rap", Genre::HipHop),
            ("folk metal", Genre::Metal),
            ("Pop Punk", Genre::Punk),
            ("Post-Punk", Genre::Punk),
            ("Blues Rock", Genre::Rock),
            ("Rock & Roll", Genre::Rock),
            ("Funk / Soul", Genre::Soul),
            ("Contemporary R&B", Genre::Soul),
            ("Folk, World, & Country", Genre::Folk),
            ("alt-country", Genre::Country),
            ("K-pop", Genre::Pop),
            ("Synth-pop", Genre::Pop),
            ("Bossa Nova", Genre::Jazz),
            ("Modern Classical", Genre::Classical),
            ("Stage & Screen", Genre::Stage),
            ("reggaeton", Genre::Latin),
        ] {
            assert_eq!(Genre::of(word), Some(genre), "{word}");
        }
        for word in ["", "seen live", "rapture", "popular girls", "american"] {
            assert_eq!(Genre::of(word), None, "{word}");
        }
    }

    #[test]
    fn of_several_words_most_decide_and_the_style_says_more() {
        let of = |words: &[&'static str]| Genre::of_words(words.iter().copied());
        assert_eq!(of(&["Pop", "Rock", "Indie Rock"]), Some((Genre::Rock, "Indie Rock")));
        assert_eq!(
            of(&["Electronic", "Deep House", "Techno"]),
            Some((Genre::Electronic, "Deep House"))
        );
        assert_eq!(of(&["Jazz"]), Some((Genre::Jazz, "Jazz")));
        assert_eq!(of(&["seen live", "Jazz"]), Some((Genre::Jazz, "Jazz")));
        assert_eq!(of(&["Quux", "Frob"]), Some((Genre::Other, "Quux")));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn no_key_stands_twice() {
        let mut keys: Vec<&str> = GENRES.iter().flat_map(|(_, _, keys)| keys.iter().copied()).collect();
        keys.sort_unstable();
        let before = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), before);
        assert!(keys.iter().all(|key| plain(key).trim() == *key));
    }

    #[test]
    fn every_genre_is_found_at_its_number() {
        for (number, (genre, ..)) in GENRES.iter().enumerate() {
            assert_eq!(*genre as usize, number);
        }
    }
}
