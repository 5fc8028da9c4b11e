//! Hash: of the words of a key, the same on every machine.

/// Bytes that a hash takes at a time, which most words are no longer than.
pub(super) const HASHED: usize = 16;

/// A hash of a word, the same on every machine.
#[inline]
pub(in crate::structure) fn hash(word: &[u8]) -> u32 {
    let mut state = word.len() as u64;
    for part in word.chunks(HASHED) {
        state = hash_on(state, padded(part));
    }
    (state >> 32) as u32
}

/// Up to sixteen bytes as a number, read by their two ends, which may overlap.
#[inline]
pub(super) fn padded(part: &[u8]) -> u128 {
    if let (Some(&head), Some(&tail)) = (part.first_chunk(), part.last_chunk()) {
        let (head, tail) = (u64::from_le_bytes(head), u64::from_le_bytes(tail));
        return u128::from(head) | u128::from(tail) << (8 * (part.len() - 8));
    }
    if let (Some(&head), Some(&tail)) = (part.first_chunk(), part.last_chunk()) {
        let (head, tail) = (u32::from_le_bytes(head), u32::from_le_bytes(tail));
        return u128::from(head) | u128::from(tail) << (8 * (part.len() - 4));
    }
    part.iter().rev().fold(0, |number, &byte| number << 8 | u128::from(byte))
}

/// The same of the word that stands at `start` in bytes and ends before `end`, without a branch where it is short and has
/// others behind it.
#[inline(always)]
pub(super) fn hash_within(bytes: &[u8], start: usize, end: usize) -> u32 {
    /// For each length the bytes that are of a word.
    const INSIDE: [u128; HASHED + 1] = {
        let (mut inside, mut length) = ([0; HASHED + 1], 1);
        while length <= HASHED {
            inside[length] = u128::MAX >> (8 * (HASHED - length));
            length += 1;
        }
        inside
    };
    match (INSIDE.get(end - start), bytes[start..].first_chunk()) {
        (Some(inside), Some(&padded)) => {
            (hash_on((end - start) as u64, u128::from_le_bytes(padded) & inside) >> 32) as u32
        }
        _ => hash(&bytes[start..end]),
    }
}

#[inline]
const fn hash_on(state: u64, part: u128) -> u64 {
    mix(mix(state, part as u64), (part >> 64) as u64)
}

#[inline]
const fn mix(state: u64, word: u64) -> u64 {
    // The golden ratio's fraction, made odd (Knuth, The Art of Computer Programming 3, 6.4).
    let product = (state ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ product >> 32
}
