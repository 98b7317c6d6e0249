//! Where the members of an export go: into a zip that is never held in memory, or into a folder.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};
use zip::{CompressionMethod, DateTime};

/// Takes the members of an export, one after the other.
pub trait Archive: Write {
    /// Begins a member; what is written next belongs to it.
    ///
    /// # Errors
    /// If the archive cannot be written.
    fn begin(&mut self, name: &str) -> io::Result<()>;
}

/// A zip on any writer, the same bytes for the same members.
pub struct Zip<W: Write> {
    writer: ZipWriter<StreamWriter<W>>,
    options: SimpleFileOptions,
}

impl<W: Write> std::fmt::Debug for Zip<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Zip").finish_non_exhaustive()
    }
}

impl<W: Write> Zip<W> {
    /// Begins a zip, deflated at a level from 1 to 9; every member bears the same invented date.
    #[must_use]
    pub fn new(out: W, level: u8) -> Self {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(level.clamp(1, 9).into()))
            .last_modified_time(DateTime::from_date_and_time(2026, 10, 20, 12, 0, 0).unwrap_or_default())
            .unix_permissions(0o644)
            .large_file(true);
        Self {
            writer: ZipWriter::new_stream(out),
            options,
        }
    }

    /// Writes the directory of the zip and gives the writer back.
    ///
    /// # Errors
    /// If the writer fails.
    pub fn finish(self) -> io::Result<W> {
        Ok(self.writer.finish()?.into_inner())
    }
}

impl<W: Write> Write for Zip<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl<W: Write> Archive for Zip<W> {
    fn begin(&mut self, name: &str) -> io::Result<()> {
        Ok(self.writer.start_file(name, self.options)?)
    }
}

/// A folder, as if the zip had been unpacked there.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    member: Option<BufWriter<fs::File>>,
}

impl Folder {
    /// An unpacked export in this folder, which is made if need be.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            member: None,
        }
    }
}

impl Write for Folder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.member
            .as_mut()
            .map_or(Ok(bytes.len()), |member| member.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.member.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Archive for Folder {
    fn begin(&mut self, name: &str) -> io::Result<()> {
        self.flush()?;
        self.member = None;
        let path = self.root.join(name);
        if name.ends_with('/') {
            return fs::create_dir_all(path);
        }
        fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
        self.member = Some(BufWriter::new(fs::File::create(path)?));
        Ok(())
    }
}
