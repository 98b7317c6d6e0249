//! The page: each value carries its place in the JSON.

use roxmltree::{Document, Node};
use serde_json::Value;

use super::shown::agree;

/// Holds what the page shows against the JSON; how much that is.
pub(crate) fn check(page: &str, json: &Value) -> usize {
    // The body is XML as well as HTML.
    let from = page.find("<body>").expect("a body");
    let to = page.find("</html>").expect("an end");
    let document = Document::parse(&page[from..to]).expect("well-formed");
    let mut checked = 0;
    let mut agreed = |shown: &str, at: &str| {
        let value = json.pointer(at).unwrap_or_else(|| panic!("{at} is nowhere"));
        let field = at.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
        let field = if at == "/totals/ms" { at } else { field };
        if let Err(error) = agree(shown, field, value) {
            panic!("{at}: {error}");
        }
        checked += 1;
    };
    for node in document.descendants() {
        match (node.attribute("data-at"), node.tag_name().name()) {
            (Some(at), "data") => agreed(&text(node), at),
            (Some(at), "tr") => {
                let table = node
                    .ancestors()
                    .find(|node| node.has_tag_name("table"))
                    .expect("a table");
                let heads = table
                    .descendants()
                    .filter(|node| node.attribute("scope") == Some("col"));
                let cells = node.children().filter(Node::is_element);
                for (head, cell) in heads.zip(cells) {
                    let shown = text(cell);
                    match head.attribute("data-field") {
                        // A share; and names, of which there is no number.
                        Some(_) if shown.ends_with('%') => {}
                        Some("/country" | "/name") | None => {}
                        Some(field) => agreed(&shown, &format!("{at}{field}")),
                    }
                }
            }
            _ => {}
        }
    }
    checked
}

fn text(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text).filter_map(|text| text.text());
    texts.collect()
}
