//! The page as a whole: its numbers, its safety, its colours.

use playtally_history::Plays;
use playtally_statistics::testing::{History, made_up, made_up_catalogue};
use playtally_statistics::{Rule, Statistics};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::Value;

use playtally_telling::proofreading::mistakes;

use super::markup::plain;
use super::page::{ACCENTS, page};

fn lay_out(statistics: &Statistics, owner: Option<&str>) -> String {
    page(&playtally_telling::tell(statistics), owner, None)
}

fn statistics(plays: &Plays) -> Statistics {
    Statistics::compute(plays, &Rule::new(chrono_tz::UTC))
}

/// A listener of many years, by whom every chapter is filled.
fn listener() -> Statistics {
    statistics(&made_up(1, 6_000))
}

/// The body of a page, which is XML as well as HTML, with the same elements.
fn body(page: &str) -> &str {
    let from = page.find("<body>").expect("a body");
    let to = page.find("</html>").expect("an end");
    &page[from..to]
}

/// A text without the marks that keep directions apart.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).collect()
}

fn text_of(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text).filter_map(|text| text.text());
    texts.collect()
}

fn descendant<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|node| node.has_tag_name(name))
}

/// What the JSON holds there, as the page writes values.
fn value(json: &Value, at: &str) -> String {
    match json.pointer(at) {
        Some(Value::String(text)) => bare(&plain(text)),
        Some(Value::Number(number)) => match number.as_u64() {
            Some(whole) => whole.to_string(),
            None => number.as_f64().expect("a number").to_string(),
        },
        other => panic!("{at} is {other:?}"),
    }
}

/// Every place of the JSON that the page shows, checked: rows of tables, and values with a place of their own.
fn check_numbers(statistics: &Statistics) -> usize {
    let json = serde_json::to_value(statistics).expect("JSON");
    let page = lay_out(statistics, None);
    let document = Document::parse(body(&page)).expect("well-formed");
    let mut checked = 0;
    for node in document.descendants() {
        let Some(at) = node.attribute("data-at") else { continue };
        if !node.has_tag_name("tr") {
            let shown = node
                .attribute("value")
                .map_or_else(|| bare(&text_of(node)), str::to_owned);
            assert_eq!(shown, value(&json, at), "{at}");
            checked += 1;
            continue;
        }
        let table = node
            .ancestors()
            .find(|node| node.has_tag_name("table"))
            .expect("a table");
        let head = descendant(table, "thead").expect("a head");
        let fields = head.descendants().filter(|node| node.has_tag_name("th"));
        let cells = node.children().filter(Node::is_element);
        for (field, cell) in fields.zip(cells) {
            let Some(field) = field.attribute("data-field") else {
                continue;
            };
            let shown = descendant(cell, "data").and_then(|data| data.attribute("value"));
            let shown = shown.map_or_else(|| bare(&text_of(cell)), str::to_owned);
            assert_eq!(shown, value(&json, &format!("{at}{field}")), "{at}{field}");
            checked += 1;
        }
    }
    checked
}

#[test]
fn the_page_and_the_json_have_the_same_numbers() {
    assert!(check_numbers(&listener()) > 400);
    for seed in 2..5 {
        check_numbers(&statistics(&made_up(seed, 400)));
    }
}

#[test]
fn what_the_music_is_stands_on_the_page_with_where_it_is_from() {
    let plays = made_up(1, 6_000);
    let catalogue = made_up_catalogue(&plays);
    let statistics = Statistics::knowing(&plays, &Rule::new(chrono_tz::UTC), &catalogue);
    let page = lay_out(&statistics, None);
    for said in [
        "id=\"music\"",
        "Listening age",
        "Indie Rock",
        "1970s",
        "Discogs",
        "(CC0 1.0)",
        "my table",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(check_numbers(&statistics) > check_numbers(&listener()) + 40);
    assert!(Document::parse(body(&page)).is_ok(), "well-formed");
    assert!(!lay_out(&listener(), None).contains("id=\"music\""));
}

#[test]
fn every_chapter_is_told_of_a_long_history() {
    let page = lay_out(&listener(), Some("Ada"));
    for chapter in [
        "year-five",
        "favourites",
        "listening-type",
        "clock",
        "week",
        "days",
        "years",
        "race",
        "discovery",
        "breadth",
        "devotion",
        "sessions",
        "milestones",
        "recaps",
        "worth",
    ] {
        assert!(page.contains(&format!("id=\"{chapter}\"")), "{chapter}");
    }
}

#[test]
fn every_picture_is_named_and_every_id_is_one() {
    let page = lay_out(&listener(), None);
    let document = Document::parse(body(&page)).expect("well-formed");
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len());
    for picture in document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "svg")))
    {
        if picture.attribute("aria-hidden").is_some() {
            continue;
        }
        let named = picture.attribute("aria-labelledby").expect("names");
        assert!(named.split(' ').all(|id| ids.contains(&id)), "{named}");
        let told = picture.children().filter(|node| {
            node.has_tag_name(("http://www.w3.org/2000/svg", "title"))
                || node.has_tag_name(("http://www.w3.org/2000/svg", "desc"))
        });
        assert_eq!(told.filter(|node| !text_of(*node).is_empty()).count(), 2, "{named}");
    }
}

#[test]
fn the_page_asks_for_nothing() {
    let page = lay_out(&listener(), None).replace("http://www.w3.org/2000/svg", "");
    for asking in [
        "http:", "https:", "src=", "url(", "@import", "<script", "<link", "<img", "<iframe", " style=",
    ] {
        assert!(!page.contains(asking), "{asking}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_page_is_the_same_every_time() {
    assert_eq!(lay_out(&listener(), None), lay_out(&listener(), None));
}

#[test]
fn little_or_nothing_is_a_page_too() {
    for plays in short_histories() {
        let statistics = statistics(&plays);
        check_numbers(&statistics);
        let page = lay_out(&statistics, None);
        assert!(!page.contains("NaN") && !page.contains("inf\""), "{page}");
    }
}

/// Short histories: nothing, one play, one that does not count, a fortnight of one artist, two artists on two days.
fn short_histories() -> [Plays; 5] {
    let one = History::new().play("2024-02-29 18:30", "Björk", "Jóga", 300);
    let short = History::new().play("2024-02-29 18:30", "Björk", "Jóga", 5);
    let artist = (1..=14).fold(History::new(), |history, day| {
        history.play(&format!("2024-02-{day:02} 18:30"), "Björk", "Jóga", 300)
    });
    let two = one.clone().play("2024-03-01 07:30", "Lhasa", "La Marée Haute", 240);
    [
        Plays::default(),
        one.plays(),
        short.plays(),
        artist.plays(),
        two.plays(),
    ]
}

#[test]
fn a_short_history_is_told_without_clumsy_numbers() {
    for plays in short_histories() {
        let page = lay_out(&statistics(&plays), None);
        let document = Document::parse(body(&page)).expect("well-formed");
        let blocks = [
            "p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "th", "td", "caption", "text", "title", "desc",
        ];
        let block = |node: &Node<'_, '_>| node.is_element() && blocks.contains(&node.tag_name().name());
        let told = document
            .descendants()
            .filter(block)
            .map(text_of)
            .collect::<Vec<_>>()
            .join(" | ");
        assert_eq!(mistakes(&told), Vec::<String>::new(), "{told}");
    }
}

#[test]
fn a_day_that_is_all_is_named_once_on_the_cover() {
    let [_, one, .., two] = short_histories();
    let cover = |plays| {
        let page = lay_out(&statistics(plays), None);
        let from = page.find("<header class=\"cover\">").expect("a cover");
        let to = page[from..].find("</header>").expect("its end");
        page[from..from + to].to_owned()
    };
    assert_eq!(cover(&one).matches("29 February 2024").count(), 1);
    assert!(cover(&two).contains("29 February 2024") && cover(&two).contains("1 March 2024"));
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    let page = lay_out(&listener(), None);
    let document = Document::parse(body(&page)).expect("well-formed");
    let name = |node: Node<'_, '_>| node.tag_name().name().to_owned();
    let headings = document
        .descendants()
        .map(name)
        .filter(|name| ["h1", "h2", "h3", "h4"].contains(&name.as_str()));
    let levels: Vec<u32> = headings.map(|name| u32::from(name.as_bytes()[1] - b'0')).collect();
    assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

/// The colours of a style sheet by name, one for each time that they are set.
fn colours_of(style: &str, name: &str) -> Vec<[f64; 3]> {
    let mut found = Vec::new();
    for (at, _) in style.match_indices(&format!("--{name}:#")) {
        let digits = &style[at + name.len() + 4..];
        let digits = &digits[..digits.find([';', '}', '\n']).expect("an end")];
        let short = digits.len() == 3;
        found.push([0, 1, 2].map(|part| {
            let of = if short {
                digits[part..=part].repeat(2)
            } else {
                digits[part * 2..part * 2 + 2].to_owned()
            };
            f64::from(u8::from_str_radix(&of, 16).expect("a colour"))
        }));
    }
    found
}

/// Those of every page: in light, in dark, on paper.
fn colours(name: &str) -> [[f64; 3]; 3] {
    let found = colours_of(include_str!("style.css"), name);
    found.try_into().expect("light, dark, print")
}

/// WCAG's contrast of two colours.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [r, g, b] = colour.map(|part| {
            let part = part / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn words_stand_out_from_what_they_stand_on() {
    let mut pairs = vec![
        ("ink", "ground"),
        ("soft", "ground"),
        ("accent", "ground"),
        ("ink", "raised"),
        ("soft", "raised"),
        ("accent", "raised"),
        ("on-poster", "poster"),
        ("ink", "faint"),
    ];
    let series = ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"];
    pairs.extend(series.map(|tone| ("on-s", tone)));
    for (words, behind) in pairs {
        for (theme, (one, other)) in colours(words).into_iter().zip(colours(behind)).enumerate() {
            let contrast = contrast(one, other);
            assert!(contrast >= 4.5, "{words} on {behind} in theme {theme}: {contrast:.2}");
        }
    }
}

#[test]
fn words_stand_out_in_every_accent_of_an_owner() {
    let accents = include_str!("accents.css");
    let of = |name: &str| {
        let found = colours_of(accents, name);
        assert_eq!(found.len(), 2 * ACCENTS as usize, "{name}: by day and by night");
        found
    };
    for (place, (accent, poster)) in of("accent").into_iter().zip(of("poster")).enumerate() {
        // By day and on paper, and by night.
        let themes: &[usize] = if place < ACCENTS as usize { &[0, 2] } else { &[1] };
        for &theme in themes {
            for (one, other) in [
                (accent, colours("ground")[theme]),
                (accent, colours("raised")[theme]),
                (poster, colours("on-poster")[theme]),
            ] {
                let contrast = contrast(one, other);
                assert!(contrast >= 4.5, "accent {place} in theme {theme}: {contrast:.2}");
            }
        }
    }
}

#[test]
fn a_page_has_the_accent_of_its_owner() {
    let statistics = listener();
    let story = playtally_telling::tell(&statistics);
    let of = |owner, accent| page(&story, owner, accent);
    assert!(of(Some("Ada"), Some(3)).contains("<html lang=\"en\" class=\"a3\">"));
    assert!(
        of(Some("Ada"), Some(11)).contains("class=\"a3\""),
        "those past the last begin again"
    );
    let by_name = format!("class=\"a{}\"", playtally_press::accent("Ada") % ACCENTS);
    assert!(of(Some("Ada"), None).contains(&by_name));
    assert!(of(None, None).contains("<html lang=\"en\">"));
}

/// Names that mean harm, and any others.
fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("</style><script>alert(1)</script>".to_owned()),
        Just("\"><img src=x onerror='x'>".to_owned()),
        Just("]]> --> <!-- &amp; &#x3c; &".to_owned()),
        Just("\u{202e}evil\u{2066}\u{0}\u{1b}[31m\u{85}\u{fffe}\u{ffff}".to_owned()),
        "\\PC{0,12}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_name_can_break_out(artist in names(), title in names(), owner in names()) {
        let tell = |artist: &str, title: &str, owner: &str| {
            let plays = (1..=12).fold(History::new(), |history, day| {
                let at = |hour| format!("2024-0{}-{day:02} {hour}:30", day % 3 + 1);
                history.play(&at(18), artist, title, 300).play(&at(19), "other", "else", 300)
            });
            lay_out(&statistics(&plays.plays()), Some(owner))
        };
        let page = tell(&artist, &title, &owner);
        let document = Document::parse(body(&page));
        prop_assert!(document.is_ok(), "{:?}", document.err());
        let document = document.unwrap();
        let known = ["script", "img", "style", "iframe", "object"];
        prop_assert!(!document.descendants().any(|node| known.contains(&node.tag_name().name())));
        let head = &page[..page.find("<body>").unwrap()];
        prop_assert_eq!(head.matches('<').count(), tell("a", "b", "c").split("<body>").next().unwrap().matches('<').count());
        let shown = document.descendants().any(|node| node.has_tag_name("bdi") && text_of(node) == plain(&artist));
        prop_assert!(shown || artist.trim().is_empty(), "{artist:?}");
    }
}
