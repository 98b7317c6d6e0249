//! The image as a computer sees it: partitions, and a FAT file system that mtools read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pi::command::{output, run};

/// The partition with the files that everybody sees: FAT32.
pub const FILES: u8 = 0x0C;
/// The partition that only the device reads: no file system.
pub const STATE: u8 = 0xDA;

const SECTOR: u64 = 512;

/// A partition of the first table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    /// What is on it, by its number.
    pub kind: u8,
    /// Where it begins, in bytes.
    pub start: u64,
    /// How long it is, in bytes.
    pub length: u64,
}

/// An image of a card.
#[derive(Clone, Debug)]
pub struct Image {
    path: PathBuf,
    /// Its partitions.
    pub partitions: Vec<Partition>,
}

impl Image {
    /// Reads the table of partitions.
    ///
    /// # Errors
    /// There is no such file, or no such table.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut first = [0; SECTOR as usize];
        File::open(path)?.read_exact(&mut first)?;
        if first[510..] != [0x55, 0xAA] {
            return Err(io::Error::other("there is no table of partitions"));
        }
        let number = |at: usize| {
            u64::from(u32::from_le_bytes([
                first[at],
                first[at + 1],
                first[at + 2],
                first[at + 3],
            ]))
        };
        let rows = (0..4).map(|row| 446 + 16 * row);
        let partitions = rows.map(|row| Partition {
            kind: first[row + 4],
            start: number(row + 8) * SECTOR,
            length: number(row + 12) * SECTOR,
        });
        Ok(Self {
            path: path.to_owned(),
            partitions: partitions.filter(|partition| partition.kind != 0).collect(),
        })
    }

    /// A copy of it, as large as a card of some mebibytes.
    ///
    /// # Errors
    /// The disk is full.
    pub fn write_onto_a_card(&self, card: &Path, mebibytes: u64) -> io::Result<Self> {
        run(Command::new("cp").arg("--sparse=always").arg(&self.path).arg(card))?;
        File::options().write(true).open(card)?.set_len(mebibytes << 20)?;
        Self::open(card)
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its first partition of a kind.
    ///
    /// # Errors
    /// There is no such partition.
    pub fn partition(&self, kind: u8) -> io::Result<Partition> {
        let found = self.partitions.iter().find(|partition| partition.kind == kind);
        found
            .copied()
            .ok_or_else(|| io::Error::other(format!("there is no partition of kind {kind:#04x}")))
    }

    /// The bytes of a partition.
    ///
    /// # Errors
    /// The image ends before it does.
    pub fn bytes(&self, partition: Partition) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(partition.start))?;
        let mut bytes = vec![0; partition.length as usize];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// What a computer calls its files.
    ///
    /// # Errors
    /// `mlabel` is missing or fails.
    pub fn label(&self) -> io::Result<String> {
        let said = output(Command::new("mlabel").args(["-s", "-i", &self.files()?, "::"]))?;
        Ok(said.trim().trim_start_matches("Volume label is").trim().to_owned())
    }

    /// Every file that everybody sees, by its path, copied into a folder and read.
    ///
    /// # Errors
    /// `mcopy` is missing or fails, or the disk is full.
    pub fn content(&self, folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        run(Command::new("mcopy")
            .args(["-s", "-n", "-i", &self.files()?, "::*"])
            .arg(folder))?;
        let mut files = BTreeMap::new();
        collect(folder, folder, &mut files)?;
        Ok(files)
    }

    /// Copies files there, as an owner does on a computer of any kind.
    ///
    /// # Errors
    /// `mcopy` is missing or fails.
    pub fn put(&self, file: &Path, name: &str) -> io::Result<()> {
        let to = format!("::{name}");
        run(Command::new("mcopy")
            .args(["-o", "-i", &self.files()?])
            .arg(file)
            .arg(to))
    }

    fn files(&self) -> io::Result<String> {
        Ok(format!("{}@@{}", self.path.display(), self.partition(FILES)?.start))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            files.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}
