//! Facts as the page takes them.

use playtally_device::{Action, Kept};
use playtally_history::Books;
use playtally_panel::{PANELS, PanelSpec, Rotation};
use playtally_screen::Class;
use playtally_simulator::Simulated;
use serde_json::{Value, json};

/// How many unreadable rows of a file are told.
const LISTED: usize = 5;

/// The panels, in the order of their table.
pub(crate) fn panels() -> Value {
    let panel = |spec: &PanelSpec| {
        let size = spec.size(Rotation::Deg0);
        json!({
            "name": spec.name,
            "title": spec.title,
            "width": size.width,
            "height": size.height,
            "round": spec.round,
            "stands": Class::is_composed_for(spec.size(Rotation::Deg90)),
        })
    };
    PANELS.iter().map(panel).collect()
}

/// Every file of an export, and the sum of them: what was read, and what became of it.
pub(crate) fn books(books: &Books) -> Value {
    let files = books.files.iter().map(|file| {
        let untimely = file.without_moment.reasons(file.source).into_iter();
        let untimely = untimely.map(|(rows, why)| format!("{rows} without a moment: {why}"));
        let unreadable = file.unreadable.iter().take(LISTED);
        let unreadable = unreadable.map(|row| format!("row {}: {}", row.row, row.reason));
        json!({
            "file": file.file,
            "source": file.source.name(),
            "read": file.read,
            "music": file.stored.music,
            "podcast": file.stored.podcast,
            "audiobook": file.stored.audiobook,
            "known": file.duplicate,
            "nameless": file.nameless,
            "momentless": file.without_moment.total(),
            "unreadable": file.unreadable.len(),
            "why": untimely.chain(unreadable).chain(file.lines()).collect::<Vec<_>>(),
        })
    });
    let total = books.total();
    json!({
        "files": files.collect::<Vec<_>>(),
        "leftOut": books.left_out.iter().map(|left_out| &left_out.message).collect::<Vec<_>>(),
        "total": {
            "read": total.read,
            "music": total.stored.music,
            "podcast": total.stored.podcast,
            "audiobook": total.stored.audiobook,
            "known": total.duplicate,
            "nameless": total.nameless,
            "momentless": total.without_moment.total(),
            "unreadable": total.unreadable.len(),
        },
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
