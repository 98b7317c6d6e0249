//! Facts as the page takes them.

use playtally_device::{Action, Kept};
use playtally_history::{Books, LeftOut, Total};
use playtally_simulator::Simulated;
use serde_json::{Value, json};

/// How many unreadable rows of a file are told.
const LISTED: usize = 5;

/// Every file of an export: what was read, and what became of it.
pub(crate) fn files(books: &Books) -> Vec<Value> {
    let files = books.files.iter().map(|file| {
        let untimely = file.without_moment.reasons(file.source).into_iter();
        let untimely = untimely.map(|(rows, why)| format!("{rows} without a moment: {why}"));
        let unreadable = file.unreadable.iter().take(LISTED);
        let unreadable = unreadable.map(|row| format!("row {}: {}", row.row, row.reason));
        let alone = Books {
            files: vec![file.clone()],
            ..Books::default()
        };
        let mut told = total(&alone.total());
        told["file"] = json!(file.file);
        told["source"] = json!(file.source.name());
        told["why"] = json!(untimely.chain(unreadable).chain(file.lines()).collect::<Vec<_>>());
        told
    });
    files.collect()
}

/// What became of the rows of some files.
pub(crate) fn total(total: &Total<'_>) -> Value {
    json!({
        "read": total.read,
        "music": total.stored.music,
        "podcast": total.stored.podcast,
        "audiobook": total.stored.audiobook,
        "known": total.duplicate,
        "nameless": total.nameless,
        "momentless": total.without_moment.total(),
        "unreadable": total.unreadable.len(),
    })
}

/// A file that was not read, and why.
pub(crate) fn left_out(left_out: &LeftOut) -> Value {
    json!({
        "kind": left_out.kind,
        "message": left_out.message,
        "isFault": left_out.is_fault,
        "people": left_out.people,
    })
}

/// Whose summary it is, when it was pressed, and how long it is.
pub(crate) fn summary(kept: &Kept) -> Value {
    let owner = kept.summary().owner();
    json!({
        "owner": kept.owner(),
        "first": owner.first.date().to_string(),
        "last": owner.last.date().to_string(),
        "bytes": kept.summary().file().len(),
    })
}

/// How a device does.
pub(crate) fn status(device: &Simulated) -> Value {
    let status = device.status();
    let (width, height) = device.size();
    json!({
        "width": width,
        "height": height,
        "owner": status.owner,
        "page": status.page.map(|page| page.slug()),
        "settled": status.is_settled,
        "menu": status.is_menu,
        "time": status.time.format("%Y-%m-%d %H:%M:%S").to_string(),
        "sent": status.sent,
        "rate": status.rate,
        "tempo": status.tempo.to_string(),
        "stick": status.has_stick,
        "buttons": device.actions().map(action),
    })
}

const fn action(action: Action) -> &'static str {
    match action {
        Action::Next => "next",
        Action::Previous => "previous",
        Action::Pause => "hold",
        Action::Owner => "owner",
        Action::None => "",
    }
}
