//! Hash: BLAKE3 of documents, several side by side.
//!
//! BLAKE3 is a tree over chunks of 1024 bytes, whose nodes are hashed in the lanes of vectors (the BLAKE3 paper,
//! sections 2 and 5.3). The chunks of one short document do not fill a vector: of five, four are hashed together and the
//! last alone, which takes as long. Those of several documents do: the first chunks of all of them, then the second ones,
//! and so on up the trees.

use blake3::platform::{Platform, le_bytes_from_words_32};
use blake3::{BLOCK_LEN, CHUNK_LEN, Hash, IncrementCounter, OUT_LEN};

/// The most inputs that any platform hashes at once.
pub const LANES: usize = 16;

/// The most chunks of a document that is hashed beside others; longer ones fill the lanes themselves.
const MOST_CHUNKS: usize = 16;

/// So few documents leave most lanes empty and are hashed sooner one by one.
const FEW: usize = 2;

/// What every chunk and parent begins with (the BLAKE3 paper, section 2.2).
const IV: [u32; 8] =
    [0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19];

/// What a block is in the tree (the BLAKE3 paper, section 2.2).
mod flag {
    pub(super) const CHUNK_START: u8 = 1;
    pub(super) const CHUNK_END: u8 = 2;
    pub(super) const PARENT: u8 = 4;
    pub(super) const ROOT: u8 = 8;
}

/// The chaining value of a node.
type Value = [u8; OUT_LEN];

/// The hashes of documents, as [`blake3::hash`] gives them; `None` for those that are hashed as soon alone, which is left to
/// whoever wants to know.
pub fn hash_beside(documents: &[&[u8]]) -> Vec<Option<Hash>> {
    let mut hashes = vec![None; documents.len()];
    let is_several = |at: &usize| (CHUNK_LEN + 1..=MOST_CHUNKS * CHUNK_LEN).contains(&documents[*at].len());
    let several: Vec<_> = (0..documents.len()).filter(is_several).collect();
    let platform = Platform::detect();
    for group in several.chunks(LANES).filter(|group| group.len() > FEW) {
        let trees = group.iter().map(|&at| Tree::new(documents[at])).collect();
        for (at, hash) in group.iter().zip(Group { platform, trees }.hash()) {
            hashes[*at] = Some(hash);
        }
    }
    hashes
}

/// A document of several chunks on its way to the root of its tree.
struct Tree<'d> {
    /// All chunks but the last.
    chunks: &'d [[u8; CHUNK_LEN]],
    /// The last one, which may be shorter but not empty.
    last: &'d [u8],
    /// The nodes of a level, from left to right.
    nodes: [Value; MOST_CHUNKS],
    /// How many they are.
    width: usize,
}

impl<'d> Tree<'d> {
    fn new(document: &'d [u8]) -> Self {
        let chunks = (document.len() - 1) / CHUNK_LEN;
        let (chunks, last) = document.split_at(chunks * CHUNK_LEN);
        let (chunks, _) = chunks.as_chunks();
        Self { chunks, last, nodes: [[0; OUT_LEN]; MOST_CHUNKS], width: chunks.len() + 1 }
    }
}

/// Trees that grow side by side, one for each lane at most.
struct Group<'d> {
    platform: Platform,
    trees: Vec<Tree<'d>>,
}

impl Group<'_> {
    fn hash(mut self) -> Vec<Hash> {
        self.hash_chunks();
        self.hash_last_chunks();
        self.hash_parents();
        let roots: Vec<_> = self.trees.iter().map(|tree| parent(&tree.nodes, 0)).collect();
        let hashes = self.in_lanes(roots.iter(), 0, flag::PARENT | flag::ROOT, [0, 0]);
        hashes.into_iter().flatten().take(roots.len()).map(Hash::from_bytes).collect()
    }

    /// Hashes all chunks but the last ones.
    fn hash_chunks(&mut self) {
        for number in 0..MOST_CHUNKS {
            let chunks = self.trees.iter().filter_map(|tree| tree.chunks.get(number));
            let ends = [flag::CHUNK_START, flag::CHUNK_END];
            let Some(hashes) = self.in_lanes(chunks, number as u64, 0, ends) else { return };
            let trees = self.trees.iter_mut().filter(|tree| number < tree.chunks.len());
            trees.zip(hashes).for_each(|(tree, hash)| tree.nodes[number] = hash);
        }
    }

    /// Hashes the last chunks. They are of different lengths; a block of each in turn lets the processor begin with one
    /// before it is done with another.
    fn hash_last_chunks(&mut self) {
        let mut states = [IV; LANES];
        for start in (0..CHUNK_LEN).step_by(BLOCK_LEN) {
            for (tree, state) in self.trees.iter().zip(&mut states) {
                let rest = tree.last.get(start..).unwrap_or_default();
                let mut end = [0; BLOCK_LEN];
                let block = match rest.first_chunk() {
                    _ if rest.is_empty() => continue,
                    Some(block) => block,
                    None => {
                        end[..rest.len()].copy_from_slice(rest);
                        &end
                    }
                };
                let first = if start == 0 { flag::CHUNK_START } else { 0 };
                let last = if rest.len() <= BLOCK_LEN { flag::CHUNK_END } else { 0 };
                let (length, number) = (rest.len().min(BLOCK_LEN) as u8, tree.chunks.len() as u64);
                self.platform.compress_in_place(state, block, length, number, first | last);
            }
        }
        for (tree, state) in self.trees.iter_mut().zip(&states) {
            tree.nodes[tree.width - 1] = le_bytes_from_words_32(state);
        }
    }

    /// Hashes pairs of nodes, level by level, until every tree has two nodes. A last one without a neighbour goes up as
    /// it is.
    fn hash_parents(&mut self) {
        let mut parents = Vec::with_capacity(LANES * MOST_CHUNKS / 2);
        while self.trees.iter().any(|tree| tree.width > 2) {
            parents.clear();
            for (at, tree) in self.trees.iter_mut().enumerate().filter(|(_, tree)| tree.width > 2) {
                parents.extend((0..tree.width / 2).map(|pair| (at, pair, parent(&tree.nodes, pair))));
                tree.nodes[tree.width / 2] = tree.nodes[tree.width - 1];
                tree.width = tree.width.div_ceil(2);
            }
            for parents in parents.chunks(LANES) {
                let hashes =
                    self.in_lanes(parents.iter().map(|(_, _, block)| block), 0, flag::PARENT, [0, 0]);
                for (&(at, pair, _), hash) in parents.iter().zip(hashes.into_iter().flatten()) {
                    self.trees[at].nodes[pair] = hash;
                }
            }
        }
    }

    /// Hashes some inputs of one kind, no more than lanes, `ends` being the flags of the first block and of the last;
    /// `None` where there are none. The lanes of a vector take the same time for fewer inputs, but those that would be
    /// hashed in a narrower one take theirs after it; so the first input fills up.
    fn in_lanes<'i, const N: usize>(
        &self,
        mut inputs: impl Iterator<Item = &'i [u8; N]>,
        counter: u64,
        flags: u8,
        [start, end]: [u8; 2],
    ) -> Option<[Value; LANES]> {
        let mut lanes = [inputs.next()?; LANES];
        let more = lanes[1..].iter_mut().zip(inputs).map(|(lane, input)| *lane = input).count();
        let count = 1 + more;
        let filled = match count % self.platform.simd_degree() {
            0 => count,
            beyond => count - beyond + beyond.next_power_of_two(),
        };
        let mut hashes = [[0; OUT_LEN]; LANES];
        let (lanes, out) = (&lanes[..filled], hashes.as_flattened_mut());
        self.platform.hash_many(lanes, &IV, counter, IncrementCounter::No, flags, start, end, out);
        Some(hashes)
    }
}

/// The block of a parent: two nodes that stand beside each other.
fn parent(nodes: &[Value; MOST_CHUNKS], pair: usize) -> [u8; BLOCK_LEN] {
    nodes.as_flattened().as_chunks().0[pair]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Some bytes of a length, others for every document.
    fn document(length: usize, seed: u8) -> Vec<u8> {
        (0..length).map(|at| (at * 7 + at / 251) as u8 ^ seed).collect()
    }

    /// Those that were hashed beside others have the hash that they have alone.
    fn hashed(lengths: &[usize]) -> usize {
        let documents: Vec<_> =
            lengths.iter().zip(0..).map(|(&length, seed)| document(length, seed)).collect();
        let documents: Vec<_> = documents.iter().map(Vec::as_slice).collect();
        let hashes = hash_beside(&documents);
        assert_eq!(hashes.len(), documents.len());
        let hashed = documents.iter().zip(hashes).filter_map(|(document, hash)| Some((document, hash?)));
        let hashed = hashed.inspect(|(document, hash)| {
            assert_eq!(*hash, blake3::hash(document), "{} bytes among {lengths:?}", document.len());
        });
        hashed.count()
    }

    #[test]
    fn every_number_of_chunks_hashes_as_alone() {
        for length in (2..=MOST_CHUNKS).flat_map(|chunks| {
            [-1023, -960, -500, -64, -1, 0].map(|by| (chunks * CHUNK_LEN).saturating_add_signed(by))
        }) {
            assert_eq!(hashed(&[length; FEW + 1]), FEW + 1, "{length} bytes");
        }
    }

    #[test]
    fn every_number_of_documents_hashes_as_alone() {
        for count in 0..=2 * LANES {
            let lengths: Vec<_> = (0..count).map(|at| CHUNK_LEN + 1 + at * 611 % (15 * CHUNK_LEN)).collect();
            let left = count % LANES;
            assert_eq!(hashed(&lengths), count - if left <= FEW { left } else { 0 });
        }
    }

    #[test]
    fn what_fills_the_lanes_alone_or_not_at_all_is_left() {
        assert_eq!(hashed(&[0, CHUNK_LEN, MOST_CHUNKS * CHUNK_LEN + 1, 1 << 20].repeat(4)), 0);
    }

    proptest! {
        #[test]
        fn documents_of_any_length_hash_as_alone(lengths in prop::collection::vec(0..MOST_CHUNKS * CHUNK_LEN + 100, 0..40)) {
            hashed(&lengths);
        }
    }
}
