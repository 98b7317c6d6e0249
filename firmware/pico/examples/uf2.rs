//! Makes a UF2 of a program: `uf2 PROGRAM FILE.uf2`. Says how much of the flash and of the memory it takes. It needs nothing but
//! the compiler.

use std::io::{self, Error, ErrorKind};
use std::{env, fs, process::ExitCode};

#[allow(unreachable_pub)]
#[path = "../src/uf2.rs"]
mod uf2;

use uf2::Family;

/// Where flash ends and memory begins, as the processor sees them.
const FLASH: std::ops::Range<u32> = 0x1000_0000..0x2000_0000;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [program, file] = &arguments[..] else {
        eprintln!("uf2 PROGRAM FILE.uf2");
        return ExitCode::from(2);
    };
    match make(program, file) {
        Ok(told) => {
            println!("{file}: {told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{program}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn make(program: &str, file: &str) -> io::Result<String> {
    let elf = fs::read(program)?;
    let segments = segments(&elf).ok_or_else(|| Error::new(ErrorKind::InvalidData, "it is no program for a Pico"))?;
    let mut flash = Vec::new();
    let mut memory = 0;
    for segment in segments {
        if !FLASH.contains(&segment.address) {
            memory += segment.length;
        }
        if segment.bytes.is_empty() {
            continue;
        }
        let at = segment.loaded.wrapping_sub(FLASH.start) as usize;
        let end = at + segment.bytes.len();
        if at > 1 << 20 || end > 1 << 20 {
            return Err(Error::new(
                ErrorKind::InvalidData,
                "it takes more than the first MiB of the flash",
            ));
        }
        flash.resize(end.max(flash.len()), 0);
        flash[at..end].copy_from_slice(segment.bytes);
    }
    let blocks: Vec<u8> = uf2::blocks(&flash, FLASH.start, Family::RP2040).flatten().collect();
    fs::write(file, blocks)?;
    Ok(format!(
        "{} bytes of flash, {memory} bytes of memory beside the stack",
        flash.len()
    ))
}

/// A part of a program.
struct Segment<'a> {
    /// Where it is while it runs.
    address: u32,
    /// Where it is loaded.
    loaded: u32,
    bytes: &'a [u8],
    /// How long it is while it runs.
    length: u32,
}

/// What is loaded of a program in ELF of 32 bits, little-endian (System V ABI, chapter 5, "Program Header").
fn segments(elf: &[u8]) -> Option<Vec<Segment<'_>>> {
    const LOADED: u32 = 1;
    let word = |at: usize| Some(u32::from_le_bytes(*elf.get(at..)?.first_chunk()?));
    let half = |at: usize| Some(usize::from(u16::from_le_bytes(*elf.get(at..)?.first_chunk()?)));
    elf.starts_with(b"\x7FELF\x01\x01").then_some(())?;
    let (table, entry, count) = (word(28)? as usize, half(42)?, half(44)?);
    let mut found = Vec::new();
    for header in (0..count).map(|number| table + number * entry) {
        let (offset, length) = (word(header + 4)? as usize, word(header + 16)? as usize);
        if word(header)? == LOADED {
            found.push(Segment {
                address: word(header + 8)?,
                loaded: word(header + 12)?,
                bytes: elf.get(offset..offset.checked_add(length)?)?,
                length: word(header + 20)?,
            });
        }
    }
    Some(found)
}
