//! What lies in a group's folder. It may be anybody's: each file has its name, its bound and its signature, and what has not is named.

use super::envelopes::Envelopes;
use super::friend::Friend;
use super::roster::Group;
use super::sum::Sum;
use crate::error::{Error, Result};
use crate::folder::Folder;
use crate::kind::Kind;

/// The group.
pub const GROUP: &str = "group.note";
/// Where friends put their keys.
pub const KEYS: &str = "keys";
/// Where friends put their envelopes.
pub const ENVELOPES: &str = "envelopes";
/// Where friends put their sums.
pub const SUMS: &str = "sums";
/// The most files of a folder that are looked at.
const FILES: usize = 100;

/// What is sound, and what is not: the name of the file, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// What is sound.
    pub sound: Vec<T>,
    /// What is not: the name of the file, and why.
    pub wrong: Vec<(String, String)>,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self {
            sound: Vec::new(),
            wrong: Vec::new(),
        }
    }
}

impl<T> Found<T> {
    fn put(&mut self, file: String, read: Result<T>) {
        match read {
            Ok(sound) => self.sound.push(sound),
            Err(error) => self.wrong.push((file, error.to_string())),
        }
    }
}

/// A friend's file in one of the folders.
#[must_use]
pub fn file(folder: &str, friend: &Friend) -> String {
    format!("{folder}/{}.note", friend.id())
}

/// The keys that were put there, in order of their files.
///
/// # Errors
/// When the folder cannot be looked into, or has too many files.
pub fn friends(folder: &dyn Folder) -> Result<Found<Friend>> {
    let mut found = Found::default();
    for name in names(folder, KEYS)? {
        let name = format!("{KEYS}/{name}");
        let read = folder.read(&name, Kind::Friend.most());
        let read = read.and_then(|bytes| Friend::read(&bytes.unwrap_or_default()));
        let read = read.and_then(|friend| {
            if file(KEYS, &friend) == name {
                return Ok(friend);
            }
            Err(Error::Refused(format!(
                "is the key of {}, which belongs into {}: it is a copy, or was moved",
                friend.name,
                file(KEYS, &friend)
            )))
        });
        found.put(name, read);
    }
    Ok(found)
}

/// The envelopes of all friends who have put theirs there.
///
/// # Errors
/// Never: what cannot be read is named.
pub fn envelopes(folder: &dyn Folder, group: &Group) -> Result<Found<Envelopes>> {
    let read = |bytes: &[u8]| Envelopes::read(group, bytes).map(|read| (read.place, read));
    all(folder, group, ENVELOPES, Kind::Envelopes, read)
}

/// The sums of all friends who have put theirs there.
///
/// # Errors
/// Never: what cannot be read is named.
pub fn sums(folder: &dyn Folder, group: &Group) -> Result<Found<Sum>> {
    let read = |bytes: &[u8]| Sum::read(group, bytes).map(|read| (read.place, read));
    all(folder, group, SUMS, Kind::FriendSum, read)
}

fn all<T>(
    folder: &dyn Folder,
    group: &Group,
    of: &str,
    kind: Kind,
    read: impl Fn(&[u8]) -> Result<(u8, T)>,
) -> Result<Found<T>> {
    let mut found = Found::default();
    for (place, friend) in (0..).zip(&group.friends) {
        let name = file(of, friend);
        let bytes = match folder.read(&name, kind.most()) {
            Ok(None) => continue,
            Ok(Some(bytes)) => Ok(bytes),
            Err(error) => Err(error),
        };
        let read = bytes.and_then(|bytes| read(&bytes)).and_then(|(by, read)| {
            if by == place {
                return Ok(read);
            }
            Err(Error::Refused(format!(
                "is by {}, and not by {}, after whose key it is named: the files were swapped",
                group.name_of(by),
                friend.name
            )))
        });
        found.put(name, read);
    }
    Ok(found)
}

/// Files in the folders of envelopes and sums that are named after nobody's key.
///
/// # Errors
/// When these folders cannot be looked into, or have too many files.
pub fn strangers(folder: &dyn Folder, group: &Group) -> Result<Vec<String>> {
    let mut strangers = Vec::new();
    for of in [ENVELOPES, SUMS] {
        let known: Vec<String> = group.friends.iter().map(|friend| file(of, friend)).collect();
        let names = names(folder, of)?.into_iter().map(|name| format!("{of}/{name}"));
        strangers.extend(names.filter(|name| !known.contains(name)));
    }
    Ok(strangers)
}

fn names(folder: &dyn Folder, of: &str) -> Result<Vec<String>> {
    let names = folder.names(of)?;
    if names.len() <= FILES {
        return Ok(names);
    }
    Err(Error::Malformed(format!(
        "the folder {of} has {} files, and a group has {} at most: take out what does not belong there",
        names.len(),
        super::roster::MOST
    )))
}
