//! UTF-8: whether an input that is not valid is UTF-8 all the same.

/// Whether malformed sequences are the exception: some characters outside ASCII are whole, and for each
/// malformed sequence there are more of them. In a legacy encoding of Arabic nearly every letter is malformed,
/// since it takes two letters in a row of which one is a lead byte and the other none to pass for UTF-8.
/// A lone malformed tail after pure ASCII is a character that was cut.
pub(super) fn is_mostly_valid(bytes: &[u8]) -> bool {
    let (mut whole, mut malformed) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        malformed += usize::from(!chunk.invalid().is_empty());
    }
    whole > malformed || whole + malformed == 1 && is_cut(bytes)
}

/// Whether the end is a character that was cut. One lead byte of three alone is rather a letter of an old encoding, as at
/// the end of `café`, unless it is E2, the lead byte of quotation marks and dashes.
fn is_cut(bytes: &[u8]) -> bool {
    let Err(error) = std::str::from_utf8(bytes) else { return false };
    error.error_len().is_none() && !matches!(bytes[error.valid_up_to()..], [0xE0 | 0xE1 | 0xE3..])
}
