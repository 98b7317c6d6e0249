//! The log of a round: a tree of hashes as RFC 6962 has it, to which leaves are only ever added, and its signed head, as C2SP's
//! `tlog-checkpoint` has it.
//!
//! A leaf is the SHA-256 of a file. The list of leaves lies in the folder whole, so that whoever has a head, however old, can see
//! that the list begins with what it stood for.

use crate::code::{Hash, decode_exactly, encode, sha256};
use crate::error::{Result, malformed};

/// The head of a tree: how many leaves it has, and the hash of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    /// The hash of the tree.
    pub root: Hash,
}

impl Head {
    /// The head of a tree of these leaves.
    #[must_use]
    pub fn of(leaves: &[Hash]) -> Self {
        Self {
            size: leaves.len() as u64,
            root: root(leaves),
        }
    }

    /// Whether a list of leaves begins with those that this head stands for.
    #[must_use]
    pub fn begins(&self, leaves: &[Hash]) -> bool {
        let size = usize::try_from(self.size).ok();
        size.and_then(|size| leaves.get(..size))
            .is_some_and(|leaves| root(leaves) == self.root)
    }
}

/// What a checkpoint says: whose log it is, its head, and words beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log it is.
    pub origin: String,
    /// Its head.
    pub head: Head,
    /// Further lines.
    pub words: Vec<String>,
}

impl Checkpoint {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { origin, head, words } = self;
        let words: String = words.iter().map(|word| format!("{word}\n")).collect();
        format!("{origin}\n{}\n{}\n{words}", head.size, encode(&head.root))
    }

    /// Reads the text of a checkpoint.
    ///
    /// # Errors
    /// The text is not a checkpoint.
    pub fn read(text: &str) -> Result<Self> {
        let wrong = || malformed("is no head of a log");
        let mut lines = text.strip_suffix('\n').ok_or_else(wrong)?.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or_else(wrong);
        let (origin, size, root) = (line()?.to_owned(), line()?, line()?);
        let number: u64 = size.parse().map_err(|_| wrong())?;
        if number.to_string() != size {
            return Err(wrong());
        }
        let words: Vec<String> = lines.map(str::to_owned).collect();
        if words.iter().any(String::is_empty) {
            return Err(wrong());
        }
        let root = decode_exactly(root)?;
        let head = Head { size: number, root };
        Ok(Self { origin, head, words })
    }
}

fn leaf(data: &Hash) -> Hash {
    sha256(&[&[0], data])
}

fn node(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left, right])
}

/// The hash of a tree.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    // The roots of full subtrees, the largest first, each with the number of its leaves.
    let mut full: Vec<(u64, Hash)> = Vec::new();
    for data in leaves {
        let mut new = (1, leaf(data));
        while let Some((size, left)) = full.pop_if(|(size, _)| *size == new.0) {
            new = (2 * size, node(&left, &new.1));
        }
        full.push(new);
    }
    let together = full.into_iter().map(|(_, hash)| hash);
    together
        .rev()
        .reduce(|right, left| node(&left, &right))
        .unwrap_or_else(|| sha256(&[]))
}

/// A tree with all its hashes, for who wants to show many leaves.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The hashes of the leaves, of their pairs, of the pairs of these, and so on to the root. Who is last and alone goes up as it is.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The tree of these leaves.
    #[must_use]
    pub fn of(leaves: &[Hash]) -> Self {
        let mut levels: Vec<Vec<Hash>> = Vec::new();
        let mut level: Vec<Hash> = leaves.iter().map(leaf).collect();
        while level.len() > 1 {
            let above = level.chunks(2).map(|pair| match pair {
                [left, right] => node(left, right),
                alone => alone[0],
            });
            let above = above.collect();
            levels.push(std::mem::replace(&mut level, above));
        }
        levels.push(level);
        Self { levels }
    }

    /// What it takes to see that a leaf is in the tree: the hashes beside its way up, from the bottom. None where there is no such
    /// leaf.
    #[must_use]
    pub fn inclusion(&self, index: usize) -> Option<Vec<Hash>> {
        self.levels[0].get(index)?;
        let beside = |(height, level): (usize, &Vec<Hash>)| level.get((index >> height) ^ 1).copied();
        Some(self.levels.iter().enumerate().filter_map(beside).collect())
    }
}

/// Whether a proof shows that a leaf is in the tree of a head (RFC 9162, 2.1.3.2).
#[must_use]
pub fn is_included(data: &Hash, index: u64, proof: &[Hash], head: &Head) -> bool {
    if index >= head.size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, head.size - 1, leaf(data));
    for beside in proof {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            hash = node(beside, &hash);
            while at.is_multiple_of(2) && at != 0 {
                at /= 2;
                last /= 2;
            }
        } else {
            hash = node(&hash, beside);
        }
        at /= 2;
        last /= 2;
    }
    last == 0 && hash == head.root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::hex;
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use proptest::prelude::*;

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|n| sha256(&[&n.to_le_bytes()])).collect()
    }

    /// The eight leaves of the test vectors of Certificate Transparency.
    #[test]
    fn the_tree_of_eight_leaves_is_that_of_the_rfc() {
        let data: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let hashed: Vec<Hash> = data.iter().map(|data| sha256(&[&[0], data])).collect();
        let pairs: Vec<Hash> = hashed.chunks(2).map(|pair| node(&pair[0], &pair[1])).collect();
        let fours: Vec<Hash> = pairs.chunks(2).map(|pair| node(&pair[0], &pair[1])).collect();
        assert_eq!(
            hex(&node(&fours[0], &fours[1])),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
        assert_eq!(
            hex(&root(&[])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn trees_and_proofs_are_those_of_a_second_opinion() {
        let all = leaves(130);
        let mut tree = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        for count in 1..=all.len() {
            tree.push(all[count - 1].to_vec());
            let (head, ours) = (Head::of(&all[..count]), Tree::of(&all[..count]));
            assert_eq!(tree.root().as_bytes().as_slice(), head.root, "{count}");
            for index in [0, count / 3, count / 2, count - 1] {
                let proof = ours.inclusion(index).unwrap();
                assert_eq!(
                    tree.prove_inclusion(index).as_bytes(),
                    proof.concat(),
                    "{index} of {count}"
                );
                assert!(is_included(&all[index], index as u64, &proof, &head));
            }
        }
        assert_eq!(Tree::of(&all).inclusion(all.len()), None);
        assert_eq!(Tree::of(&[]).inclusion(0), None);
    }

    #[test]
    fn a_list_that_lost_swapped_or_changed_a_leaf_does_not_begin_with_an_old_head() {
        let all = leaves(20);
        let old = Head::of(&all[..7]);
        assert!(old.begins(&all) && old.begins(&all[..7]) && !old.begins(&all[..6]));
        for at in 0..7 {
            let mut other = all.clone();
            other.remove(at);
            assert!(!old.begins(&other), "{at} was removed");
            let mut other = all.clone();
            other.swap(at, at + 3);
            assert!(!old.begins(&other), "{at} was swapped");
        }
    }

    #[test]
    fn a_checkpoint_reads_as_it_was_written() {
        let checkpoint = Checkpoint {
            origin: "playtally.collective/0123".to_owned(),
            head: Head::of(&leaves(3)),
            words: vec!["closed".to_owned()],
        };
        assert_eq!(Checkpoint::read(&checkpoint.text()), Ok(checkpoint.clone()));
        for other in ["", "a\n", "a\n03\nAAAA\n", "a\n3\nAAAA\n", "a\n3\n\n"] {
            assert!(Checkpoint::read(other).is_err(), "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_proof_shows_its_own_leaf_alone(count in 1_usize..70, index in 0_usize..70, other in 0_usize..70, bit in 0_usize..256) {
            let all = leaves(count);
            let (index, other) = (index % count, other % count);
            let head = Head::of(&all);
            let mut proof = Tree::of(&all).inclusion(index).unwrap();
            prop_assert_eq!(is_included(&all[other], index as u64, &proof, &head), index == other);
            prop_assert_eq!(is_included(&all[index], other as u64, &proof, &head), index == other);
            if let Some(hash) = proof.last_mut() {
                hash[bit / 8] ^= 1 << (bit % 8);
                prop_assert!(!is_included(&all[index], index as u64, &proof, &head));
            }
        }
    }
}
