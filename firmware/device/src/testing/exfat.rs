//! Volumes in exFAT (Microsoft's exFAT file system specification, to whose sections the numbers point).

/// In bytes.
const SECTOR: usize = 512;
/// Where the allocation table begins, in sectors: after the boot region and its copy.
const TABLE: usize = 24;
/// The end of a chain.
const END: u32 = 0xFFFF_FFFF;
/// An entry of a directory, in bytes.
const ENTRY: usize = 32;

/// How a file's clusters lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    /// One after the other, without a chain.
    InOneRun,
    /// In the order opposite to that of their places, along a chain.
    Backwards,
}

/// A volume that is made file by file.
#[derive(Debug)]
pub(crate) struct Volume {
    bytes: Vec<u8>,
    /// Sectors of a cluster.
    cluster: usize,
    /// The first sector of the clusters.
    heap: usize,
    /// How many clusters there are.
    count: usize,
    /// The first one that is free, counted from 2.
    free: u32,
    root: Vec<u8>,
}

impl Volume {
    /// An empty volume of so many bytes with clusters of so many sectors, a power of two.
    pub(crate) fn new(length: usize, cluster: usize) -> Self {
        let sectors = length / SECTOR;
        let table = (sectors / cluster * 4).div_ceil(SECTOR).next_multiple_of(8);
        let heap = (TABLE + table).next_multiple_of(cluster);
        let count = (sectors - heap) / cluster;
        let mut volume = Self {
            bytes: vec![0; length],
            cluster,
            heap,
            count,
            free: 2,
            root: Vec::new(),
        };
        volume.boot(sectors, table);
        volume.chain(0, 0xFFFF_FFF8);
        volume.chain(1, END);
        // The bitmap of the clusters (7.1), which is written at the end, and the table of capital letters (7.2): those of
        // ASCII, and everything else as it is.
        let bitmap = volume.store(&vec![0; count.div_ceil(8)], Lie::Backwards);
        volume.root.extend(entry(0x81, bitmap, count.div_ceil(8)));
        let letters = (b'A'..=b'Z').map(u16::from);
        let capitals: Vec<u16> = [0xFFFF, 0x61]
            .into_iter()
            .chain(letters)
            .chain([0xFFFF, 0xFF85])
            .collect();
        let capitals: Vec<u8> = capitals.into_iter().flat_map(u16::to_le_bytes).collect();
        let first = volume.store(&capitals, Lie::Backwards);
        let mut table = entry(0x82, first, capitals.len());
        table[4..8].copy_from_slice(&checksum(&capitals, &[]).to_le_bytes());
        volume.root.extend(table);
        volume
    }

    /// Puts a file of that name into the root directory.
    pub(crate) fn add(&mut self, name: &str, file: &[u8], lie: Lie) {
        let first = if file.is_empty() { 0 } else { self.store(file, lie) };
        let name: Vec<u16> = name.encode_utf16().collect();
        let mut stream = entry(0xC0, first, file.len());
        stream[1] = if lie == Lie::InOneRun && !file.is_empty() { 3 } else { 1 };
        stream[3] = name.len() as u8;
        let capitals = name.iter().flat_map(|unit| match *unit {
            letter @ 0x61..=0x7A => (letter - 0x20).to_le_bytes(),
            other => other.to_le_bytes(),
        });
        stream[4..6].copy_from_slice(&sum(capitals).to_le_bytes());
        stream[8..16].copy_from_slice(&(file.len() as u64).to_le_bytes());
        let names = name.chunks(15).map(|units| {
            let mut entry = [0; ENTRY];
            entry[0] = 0xC1;
            for (at, unit) in units.iter().enumerate() {
                entry[2 + 2 * at..][..2].copy_from_slice(&unit.to_le_bytes());
            }
            entry
        });
        let mut set = vec![[0; ENTRY], stream];
        set.extend(names);
        // An archived file of the first of January 1980.
        let file = &mut set[0];
        (file[0], file[4]) = (0x85, 0x20);
        for time in [8, 12, 16] {
            file[time + 2] = 0x21;
        }
        set[0][1] = (set.len() - 1) as u8;
        let mut set = set.concat();
        let covered = set.iter().enumerate().filter(|(at, _)| !matches!(at, 2 | 3));
        let sum = sum(covered.map(|(_, byte)| *byte));
        set[2..4].copy_from_slice(&sum.to_le_bytes());
        self.root.extend(set);
    }

    /// Deletes the file that was added last.
    pub(crate) fn delete_last(&mut self) {
        let files = self.root.chunks(ENTRY).rposition(|entry| entry[0] == 0x85);
        for entry in self.root.chunks_mut(ENTRY).skip(files.expect("a file")) {
            entry[0] &= 0x7F;
        }
    }

    /// The volume as it stands on a stick.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let root = std::mem::take(&mut self.root);
        let root = self.store(&root, Lie::Backwards);
        self.bytes[96..100].copy_from_slice(&root.to_le_bytes());
        // All clusters so far are taken.
        let bitmap = self.heap * SECTOR;
        for cluster in 0..self.free as usize - 2 {
            self.bytes[bitmap + cluster / 8] |= 1 << (cluster % 8);
        }
        // The boot region's checksum (3.4) and its copy.
        let sum = checksum(&self.bytes[..11 * SECTOR], &[106, 107, 112]);
        self.bytes[11 * SECTOR..12 * SECTOR].copy_from_slice(&sum.to_le_bytes().repeat(SECTOR / 4));
        self.bytes.copy_within(..12 * SECTOR, 12 * SECTOR);
        self.bytes
    }

    /// The boot sector (3.1), and the ends of the sectors after it (3.2).
    fn boot(&mut self, sectors: usize, table: usize) {
        let boot = &mut self.bytes;
        boot[..11].copy_from_slice(b"\xEB\x76\x90EXFAT   ");
        boot[72..80].copy_from_slice(&(sectors as u64).to_le_bytes());
        let fields = [TABLE, table, self.heap, self.count];
        for (place, field) in (80..).step_by(4).zip(fields) {
            boot[place..place + 4].copy_from_slice(&(field as u32).to_le_bytes());
        }
        boot[100..104].copy_from_slice(&0x7A11_7000_u32.to_le_bytes());
        // Version 1.0, sectors of 2^9 bytes, one allocation table, the first drive.
        boot[105] = 1;
        boot[108] = 9;
        boot[109] = self.cluster.ilog2() as u8;
        boot[110] = 1;
        boot[111] = 0x80;
        for sector in 0..9 {
            boot[sector * SECTOR + 510..][..2].copy_from_slice(&[0x55, 0xAA]);
        }
    }

    /// Stores bytes in clusters that are free, and says which is the first of them.
    fn store(&mut self, bytes: &[u8], lie: Lie) -> u32 {
        let length = self.cluster * SECTOR;
        let count = bytes.len().div_ceil(length) as u32;
        let mut clusters: Vec<u32> = (self.free..self.free + count).collect();
        if lie == Lie::Backwards {
            clusters.reverse();
        }
        self.free += count;
        for (at, (cluster, part)) in clusters.iter().zip(bytes.chunks(length)).enumerate() {
            let place = (self.heap + (*cluster as usize - 2) * self.cluster) * SECTOR;
            self.bytes[place..place + part.len()].copy_from_slice(part);
            if lie == Lie::Backwards {
                self.chain(*cluster, clusters.get(at + 1).copied().unwrap_or(END));
            }
        }
        clusters[0]
    }

    fn chain(&mut self, cluster: u32, next: u32) {
        let place = TABLE * SECTOR + 4 * cluster as usize;
        self.bytes[place..place + 4].copy_from_slice(&next.to_le_bytes());
    }
}

/// An entry of a directory that points to clusters (6.2).
fn entry(kind: u8, first: u32, length: usize) -> [u8; ENTRY] {
    let mut entry = [0; ENTRY];
    entry[0] = kind;
    entry[20..24].copy_from_slice(&first.to_le_bytes());
    entry[24..32].copy_from_slice(&(length as u64).to_le_bytes());
    entry
}

/// The checksum of the boot region (3.4) and of the table of capital letters (7.2.2).
fn checksum(bytes: &[u8], skipped: &[usize]) -> u32 {
    let covered = bytes.iter().enumerate().filter(|(at, _)| !skipped.contains(at));
    covered.fold(0, |sum: u32, (_, byte)| {
        sum.rotate_right(1).wrapping_add(u32::from(*byte))
    })
}

/// The checksum of a set of entries (6.3.3), and a name's hash (7.6.4).
fn sum(bytes: impl Iterator<Item = u8>) -> u16 {
    bytes.fold(0, |sum: u16, byte| sum.rotate_right(1).wrapping_add(u16::from(byte)))
}
