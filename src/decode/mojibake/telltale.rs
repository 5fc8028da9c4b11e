//! Telltale: one fast look at the bytes of a text, which clears nearly every clean one of mojibake.

/// Which kinds of damage a text may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Telltale {
    /// U+00C0 to U+00FF: all damage by Western code pages shows some of it.
    pub(super) western: bool,
    /// ط or ظ before a sign: damage by windows-1256.
    pub(super) arabic: bool,
    /// U+FFFD, or C1 controls: something was lost.
    pub(super) lost: bool,
}

impl Telltale {
    /// Looks at all of the text.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        // Blocks without a branch inside compile to vector instructions; each looks one byte ahead.
        let mut all = Self::default();
        for start in (0..bytes.len()).step_by(BLOCK) {
            let block = &bytes[start..bytes.len().min(start + BLOCK)];
            let ahead = &bytes[bytes.len().min(start + 1)..bytes.len().min(start + 1 + BLOCK)];
            if any(block, ahead) {
                all.add(block, ahead);
            }
        }
        all
    }

    fn add(&mut self, block: &[u8], ahead: &[u8]) {
        for (&byte, &next) in block.iter().zip(ahead) {
            self.western |= is_western(byte);
            self.arabic |= is_arabic(byte, next);
            self.lost |= is_lost(byte, next);
        }
    }
}

const BLOCK: usize = 256;

fn any(block: &[u8], ahead: &[u8]) -> bool {
    block.iter().zip(ahead).fold(false, |any, (&byte, &next)| {
        any | is_western(byte) | is_arabic(byte, next) | is_lost(byte, next)
    })
}

/// The lead byte of U+00C0 to U+00FF.
fn is_western(byte: u8) -> bool {
    byte == 0xC3
}

/// The last byte of ط (D8 B7) or ظ (D8 B8) and a lead byte of the signs that windows-1256 has for continuation bytes.
fn is_arabic(byte: u8, next: u8) -> bool {
    (byte == 0xB7) | (byte == 0xB8) && (next == 0xC2) | (next == 0xE2)
}

/// U+FFFD begins with EF BF, a C1 control (but NEL, C2 85) is C2 and less than A0.
fn is_lost(byte: u8, next: u8) -> bool {
    (byte == 0xEF) & (next == 0xBF) | (byte == 0xC2) & (next < 0xA0) & (next != 0x85)
}
