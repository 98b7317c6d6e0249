//! What was learnt and what the owner corrected, among the papers of the library: a paper for each source.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use playtally_catalogue::{Correction, Learnt, artist_key};
use playtally_history::Library;

const LEARNT: &str = "catalogue";
const CORRECTED: &str = "catalogue-correction";

/// Names that sources have, and none of the owner's tables.
pub(super) fn is_reserved(name: &str) -> bool {
    name.starts_with("discogs-") || name.starts_with("musicbrainz")
}

/// What was learnt from each source, and what the owner says.
pub(crate) fn known(library: &Library) -> Result<(Vec<Learnt>, Vec<Correction>)> {
    Ok((learnt(library)?, read(library, CORRECTED)?))
}

pub(super) fn learnt(library: &Library) -> Result<Vec<Learnt>> {
    read(library, LEARNT)
}

fn read<T: serde::de::DeserializeOwned>(library: &Library, kind: &str) -> Result<Vec<T>> {
    let papers = library.papers(kind)?;
    let read = |(name, content): (String, String)| {
        serde_json::from_str(&content).with_context(|| {
            format!("what was learnt from {name} cannot be read; `playtally catalogue` with its file learns it anew")
        })
    };
    papers.into_iter().map(read).collect()
}

/// Keeps what was learnt, in place of what the same sources said before.
pub(super) fn keep(library: &mut Library, learnt: &[Learnt]) -> Result<()> {
    // Of two files that are one source, such as two tables, the last one stays.
    let by_source: BTreeMap<&str, &Learnt> = learnt.iter().map(|learnt| (learnt.source.id(), learnt)).collect();
    let papers: Vec<(&str, String)> = by_source
        .into_iter()
        .map(|(id, learnt)| Ok((id, serde_json::to_string(learnt)?)))
        .collect::<Result<_>>()?;
    library.change_papers(|kept| {
        papers
            .iter()
            .try_for_each(|(id, content)| kept.put(LEARNT, id, content))
    })?;
    Ok(())
}

/// Forgets what was learnt from these sources.
pub(super) fn forget(library: &mut Library, sources: &[String]) -> Result<()> {
    library.change_papers(|kept| sources.iter().try_for_each(|id| kept.forget(LEARNT, id)))?;
    Ok(())
}

/// Keeps what the owner says, or forgets it where nothing is said.
pub(super) fn correct(library: &mut Library, correction: &Correction) -> Result<()> {
    let title = correction.title.as_deref().unwrap_or_default().to_lowercase();
    let name = format!("{}\n{title}", artist_key(&correction.artist));
    let content = serde_json::to_string(correction)?;
    library.change_papers(|kept| match correction.is_empty() {
        true => kept.forget(CORRECTED, &name),
        false => kept.put(CORRECTED, &name, &content),
    })?;
    Ok(())
}
