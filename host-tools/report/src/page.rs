//! The page around the chapters.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use playtally_telling::Story;

use super::markup::{plain, set};
use super::{blocks, cover};

/// How a page looks. It is the only thing that is put into it as it stands.
pub const STYLE: &str = concat!(include_str!("style.css"), include_str!("accents.css"));

/// How many accents it has, the same as the device.
pub(crate) const ACCENTS: u8 = 8;

/// The whole page: one file that asks for nothing else. The same story gives the same bytes. It has the owner's accent, the
/// one that goes by the name if none is said, as on the device.
#[must_use]
pub fn page(story: &Story<'_>, owner: Option<&str>, accent: Option<u8>) -> String {
    let owner = owner.map(str::trim).filter(|owner| !owner.is_empty());
    let title = match owner {
        Some(owner) => format!("{} · Listening history", plain(owner)),
        None => "Listening history".to_owned(),
    };
    let accent = accent.or_else(|| owner.map(playtally_press::accent));
    let class = accent.map(|accent| format!("a{}", accent % ACCENTS));
    document(&title, class.as_deref(), &body(story, &title))
}

/// A page of its own around a body: one file that may ask for nothing and run nothing. The class is one of the style's accents.
#[must_use]
pub fn document(title: &str, class: Option<&str>, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" class=[class] {
            head {
                meta charset="utf-8";
                // No script, no picture, no font, no frame, no form: nothing from anywhere.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content="Playtally";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            (body)
        }
    };
    page.into_string()
}

fn body(story: &Story<'_>, title: &str) -> Markup {
    let chapters = story.chapters.iter();
    let chapters: Vec<_> = chapters
        .filter_map(|chapter| Some((chapter, chapter.full.as_ref()?)))
        .collect();
    html! {
        body {
            (cover::cover(&story.cover, title))
            @if chapters.len() > 1 {
                nav aria-label="Chapters" { ul { @for (chapter, _) in &chapters { li { a href=(format!("#{}", chapter.id)) { (chapter.title) } } } } }
            }
            main {
                @for (chapter, full) in &chapters {
                    @let title = format!("{}-title", chapter.id);
                    section.chapter.beside[full.beside] id=(chapter.id) aria-labelledby=(title) {
                        header {
                            h2 id=(title) { (chapter.title) }
                            p.big { (set(&full.lead)) }
                            div.text { @for text in &full.text { p { (set(text)) } } }
                        }
                        div.body { @for block in &full.blocks { (blocks::block(block)) } }
                    }
                }
            }
            footer {
                p { "How this was counted: " (story.cover.how) "." }
                p { "Each statistic is defined in Playtally's docs/statistics.md; " code { "playtally stats --json" } " has the same numbers and more." }
                p { "Made by Playtally on the owner's computer. This page asks for nothing from anywhere and holds no script." }
            }
        }
    }
}
