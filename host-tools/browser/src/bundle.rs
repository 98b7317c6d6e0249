//! The files in `page/`, put together into one.

use anyhow::{Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The hardest that packing tries.
const LEVEL: u8 = 10;

const PAGE: &str = include_str!("../page/index.html");
const STYLE: &str = include_str!("../page/style.css");
const GATE: &str = include_str!("../page/gate.js");
const WORKER: &str = include_str!("../page/worker.js");
/// In the order in which they run.
const SCRIPTS: [&str; 11] = [
    include_str!("../page/scripts/1-words.js"),
    include_str!("../page/scripts/2-program.js"),
    include_str!("../page/scripts/3-rings.js"),
    include_str!("../page/scripts/4-steps.js"),
    include_str!("../page/scripts/5-files.js"),
    include_str!("../page/scripts/6-music.js"),
    include_str!("../page/scripts/7-you.js"),
    include_str!("../page/scripts/8-device.js"),
    include_str!("../page/scripts/8-report.js"),
    include_str!("../page/scripts/9-save.js"),
    include_str!("../page/scripts/z-main.js"),
];
const WORDS: [(&str, &str); 5] = [
    ("en", include_str!("../page/words/en.json")),
    ("de", include_str!("../page/words/de.json")),
    ("es", include_str!("../page/words/es.json")),
    ("sv", include_str!("../page/words/sv.json")),
    ("id", include_str!("../page/words/id.json")),
];
const ARCHIVO: &[u8] = include_bytes!("../page/fonts/archivo.woff2");
const INTER: &[u8] = include_bytes!("../page/fonts/inter.woff2");
const LICENCES: [&str; 3] = [
    include_str!("../../../LICENSE-MIT"),
    include_str!("../page/fonts/archivo-OFL.txt"),
    include_str!("../page/fonts/inter-OFL.txt"),
];

/// The page around a program and a summary.
pub(crate) fn page(program: &[u8], sample: &[u8]) -> Result<String> {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(program, LEVEL);
    let script = script();
    let parts = [
        ("{{policy}}", policy(&[&script, GATE])),
        ("{{style}}", STYLE.to_owned()),
        ("{{gate}}", GATE.to_owned()),
        ("{{program}}", STANDARD.encode(packed)),
        ("{{sample}}", STANDARD.encode(sample)),
        ("{{archivo}}", STANDARD.encode(ARCHIVO)),
        ("{{inter}}", STANDARD.encode(INTER)),
        ("{{worker}}", WORKER.to_owned()),
        (
            "{{licences}}",
            LICENCES.join("\n\n").replace('&', "&amp;").replace('<', "&lt;"),
        ),
        ("{{script}}", script),
    ];
    let mut page = PAGE.to_owned();
    for (place, part) in parts {
        if part.contains("</script") || part.contains("</style") {
            bail!("{place} would end its own element");
        }
        ensure!(page.matches(place).count() == 1, "{place} has no place of its own");
        page = page.replace(place, &part);
    }
    Ok(page)
}

/// The page's script, with the words that it says.
fn script() -> String {
    let words: Vec<String> = WORDS
        .iter()
        .map(|(tag, words)| format!("{tag}: {}", words.trim()))
        .collect();
    SCRIPTS
        .concat()
        .replace("{{words}}", &format!("{{{}}}", words.join(",\n")))
}

/// What the page may do: run its own scripts and the worker in it, and look as it does, and as the report does in it. It may not connect to anything,
/// load anything, submit anything or go anywhere.
fn policy(scripts: &[&str]) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(hmac_sha256::Hash::hash(text.as_bytes())));
    let scripts: Vec<String> = scripts.iter().map(|script| hash(script)).collect();
    format!(
        "default-src 'none'; connect-src 'none'; script-src {} 'wasm-unsafe-eval'; worker-src blob:; style-src {} {}; \
         img-src data:; form-action 'none'; base-uri 'none'",
        scripts.join(" "),
        hash(STYLE),
        hash(playtally_report::STYLE),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Where a listener can ask for their history: links that they follow by themselves.
    const LINKS: [&str; 4] = [
        "https://www.spotify.com/account/privacy/",
        "https://privacy.apple.com/",
        "https://takeout.google.com/",
        "https://www.deezer.com/account",
    ];

    fn words(tag: &str) -> BTreeMap<String, String> {
        let (_, text) = WORDS.iter().find(|(other, _)| *other == tag).expect("a language");
        serde_json::from_str(text).expect("a table of words")
    }

    #[test]
    fn the_page_holds_its_program_and_may_connect_to_nothing() {
        let program = b"\0asm and what follows".repeat(100);
        let page = page(&program, b"a summary").expect("a page");
        assert!(!page.contains("{{"), "every place is filled");
        let start = page.find("id=\"program\">").expect("the program") + "id=\"program\">".len();
        let end = start + page[start..].find('<').expect("its end");
        let packed = STANDARD.decode(&page[start..end]).expect("letters");
        let unpacked = miniz_oxide::inflate::decompress_to_vec_zlib(&packed).expect("a packed program");
        assert!(unpacked == program);
        let policy = policy(&[&script(), GATE]);
        for rule in ["default-src 'none'", "connect-src 'none'", "form-action 'none'"] {
            assert!(policy.contains(rule) && page.contains(&policy), "{rule}");
        }
        assert!(!policy.contains("http") && !policy.contains('*'), "{policy}");
    }

    #[test]
    fn nothing_in_the_page_lies_elsewhere() {
        for part in [PAGE, STYLE, GATE, WORKER, &script()] {
            let mut addresses = part.replace("http://www.w3.org/2000/svg", "");
            for link in LINKS {
                addresses = addresses.replace(link, "");
            }
            assert!(!addresses.contains("://"), "an address");
        }
    }

    /// The names of the values in braces.
    fn values(text: &str) -> BTreeSet<&str> {
        let braces = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        braces
            .map(|inside| inside.split('?').next().unwrap_or(inside))
            .collect()
    }

    #[test]
    fn every_language_says_everything_with_the_same_values() {
        let english = words("en");
        for (tag, _) in WORDS {
            let other = words(tag);
            let keys = |words: &BTreeMap<String, String>| words.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(&other), keys(&english), "{tag}");
            for (key, text) in &other {
                assert!(!text.trim().is_empty(), "{tag}: {key} is empty");
                assert_eq!(values(text), values(&english[key]), "{tag}: {key}");
                assert_eq!(text.matches("**").count() % 2, 0, "{tag}: {key}");
                assert!(
                    tag == "en" || text != &english[key] || is_the_same_everywhere(key),
                    "{tag}: {key} is English"
                );
            }
        }
    }

    /// What is a name, or a word that languages share.
    fn is_the_same_everywhere(key: &str) -> bool {
        key.starts_with("panel-")
            || key.starts_with("accent-")
            || [
                "rowPlays",
                "others",
                "guide-scrobbles",
                "meterBytes",
                "menu",
                "nightTo",
                "noon",
                "midnight",
                "answerPlays",
                "owner",
            ]
            .contains(&key)
    }

    #[test]
    fn everything_that_the_page_says_has_words() {
        let english = words("en");
        let script = SCRIPTS.concat();
        let quoted = |before: &str, text: &str| -> Vec<String> {
            let after = text.split(before).skip(1).filter_map(|rest| rest.split('"').next());
            after.map(str::to_owned).collect()
        };
        let mut said = quoted("data-w=\"", PAGE);
        said.extend(quoted("data-label=\"", PAGE));
        for before in ["say(\"", "key: \"", "tell(\"", "key=\"", "button(\""] {
            said.extend(quoted(before, &script));
        }
        assert!(said.len() > 100, "{}", said.len());
        for key in said {
            assert!(english.contains_key(&key), "{key} has no words");
        }
        // And the other way: whatever has words is said somewhere, whole or by its beginning.
        let everything = format!("{PAGE}{script}");
        for key in english.keys() {
            let beginning = key.split('-').next().unwrap_or(key);
            let is_said = everything.contains(&format!("\"{key}\""))
                || [format!("`{beginning}-"), format!("`{beginning}$")]
                    .iter()
                    .any(|start| everything.contains(start))
                || ["step", "hidden", "disagree", "saveFailed", "saveBarred"]
                    .iter()
                    .any(|start| key.starts_with(start))
                || ["hold", "owner", "next", "previous"].contains(&key.as_str());
            assert!(is_said, "{key} is said nowhere");
        }
    }
}
