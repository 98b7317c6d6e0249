//! First root file systems: cpio archives of the «newc» kind.

use std::io;
use std::str;

/// A file or folder in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path, without a leading slash.
    pub name: String,
    /// Its kind and rights, as Unix has them.
    pub mode: u32,
    /// What is in it.
    pub content: Vec<u8>,
}

/// An archive that is not compressed any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// What is in it, in its order.
    pub members: Vec<Member>,
}

const HEADER: usize = 110;

impl Archive {
    /// Reads an archive.
    ///
    /// # Errors
    /// The bytes are not an archive, or are cut short.
    pub fn read(bytes: &[u8]) -> io::Result<Self> {
        let broken = || io::Error::other("no whole cpio archive of the newc kind");
        let mut members = Vec::new();
        let mut at = 0;
        loop {
            let header = bytes.get(at..at + HEADER).ok_or_else(broken)?;
            if !header.starts_with(b"070701") {
                return Err(broken());
            }
            let field = |number: usize| -> io::Result<u32> {
                let text = str::from_utf8(&header[6 + 8 * number..14 + 8 * number]).map_err(|_| broken())?;
                u32::from_str_radix(text, 16).map_err(|_| broken())
            };
            let (mode, size, name_size) = (field(1)?, field(6)? as usize, field(11)? as usize);
            let name = at + HEADER;
            let content = (name + name_size).next_multiple_of(4);
            let end = content.checked_add(size).ok_or_else(broken)?;
            let text = bytes
                .get(name..(name + name_size).saturating_sub(1))
                .ok_or_else(broken)?;
            let text = str::from_utf8(text).map_err(|_| broken())?;
            if text == "TRAILER!!!" {
                return Ok(Self { members });
            }
            members.push(Member {
                name: text.to_owned(),
                mode,
                content: bytes.get(content..end).ok_or_else(broken)?.to_owned(),
            });
            at = end.next_multiple_of(4);
        }
    }

    /// A file in it.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        let member = self.members.iter().find(|member| member.name == name)?;
        Some(&member.content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive as cpio writes it.
    pub(crate) fn archive(members: &[(&str, u32, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, mode, content) in members.iter().chain([&("TRAILER!!!", 0, &b""[..])]) {
            let (size, name_size) = (content.len(), name.len() + 1);
            bytes.extend(
                format!(
                    "070701{:08x}{mode:08x}{:024x}{:08x}{size:08x}{:032x}{name_size:08x}{:08x}",
                    0, 0, 0, 0, 0
                )
                .bytes(),
            );
            bytes.extend(name.bytes().chain([0]));
            bytes.resize(bytes.len().next_multiple_of(4), 0);
            bytes.extend(*content);
            bytes.resize(bytes.len().next_multiple_of(4), 0);
        }
        bytes
    }

    #[test]
    fn what_was_packed_comes_out_in_order() {
        let packed = archive(&[
            ("modules", 0o40755, b""),
            ("modules/order", 0o100_644, b"one\ntwo\n"),
            ("init", 0o100_755, b"x"),
        ]);
        let read = Archive::read(&packed).unwrap();
        let names: Vec<_> = read.members.iter().map(|member| &*member.name).collect();
        assert_eq!(names, ["modules", "modules/order", "init"]);
        assert_eq!(read.file("modules/order"), Some(&b"one\ntwo\n"[..]));
        assert_eq!(read.members[2].mode, 0o100_755);
    }

    #[test]
    fn an_archive_that_was_cut_short_is_refused_wherever_it_ends() {
        let packed = archive(&[("modules/order", 0o100_644, b"one\ntwo\n"), ("init", 0o100_755, b"x")]);
        let whole = packed.len() - 4;
        for end in 0..whole {
            assert!(Archive::read(&packed[..end]).is_err(), "{end} of {whole}");
        }
    }
}
