//! A folder of pictures, one for each page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use playtally_history::escape::shown;
use playtally_screen::Page;

use super::picture::is_drawn;
use crate::outcome::Misuse;
use crate::safely::{self, Output, Outputs};

/// Where the pictures of pages go. Those that were drawn before are replaced, and nothing else.
#[derive(Debug)]
pub(crate) struct Shots {
    folder: PathBuf,
    /// Those that are not taken yet.
    left: BTreeMap<Page, Output>,
    taken: usize,
}

impl Shots {
    /// Fails before anything is drawn if a picture of any page would replace another's file.
    pub(crate) fn new(folder: &Path, outputs: &mut Outputs) -> Result<Self> {
        if folder.as_os_str() == "-" {
            let many = "--shots draws many files, which standard output cannot take; name a folder";
            return Err(Misuse(many.to_owned()).into());
        }
        let output = |page: &Page| {
            let file = folder.join(format!("{}.png", page.slug()));
            Ok((*page, outputs.own_file(&file, is_drawn)?))
        };
        Ok(Self {
            folder: folder.to_owned(),
            left: Page::ALL.iter().map(output).collect::<Result<_>>()?,
            taken: 0,
        })
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// How many pictures were taken.
    pub(crate) const fn taken(&self) -> usize {
        self.taken
    }

    /// Whether the picture of a page is still to be taken.
    pub(crate) fn lacks(&self, page: Page) -> bool {
        self.left.contains_key(&page)
    }

    /// Takes the picture of a page, once, and makes the folder if need be.
    pub(crate) fn take(&mut self, page: Page, png: &[u8]) -> Result<()> {
        let Some(output) = self.left.remove(&page) else {
            return Ok(());
        };
        let folder = &self.folder;
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", shown(folder)))?;
        self.taken += 1;
        safely::write(&output, png)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::picture::png_of;
    use std::fs;

    #[test]
    fn pictures_are_replaced_and_anything_else_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let picture = png_of((1, 1), &[1, 2, 3]).expect("a picture");
        let page = Page::ALL[0];
        for _ in 0..2 {
            let mut shots = Shots::new(folder.path(), &mut Outputs::of_nothing()).expect("may be drawn");
            shots.take(page, &picture).expect("written");
            assert!(shots.taken() == 1 && !shots.lacks(page) && shots.lacks(Page::ALL[1]));
        }
        let theirs = folder.path().join(format!("{}.png", Page::ALL[2].slug()));
        fs::write(&theirs, b"\x89PNG\r\n\x1a\n of something else").expect("a file");
        let refused = Shots::new(folder.path(), &mut Outputs::of_nothing()).expect_err("another's");
        assert!(
            refused.is::<Misuse>() && refused.to_string().contains(&*theirs.to_string_lossy()),
            "{refused}"
        );
    }
}
