//! Telltale: one fast look at the bytes of a text, which clears nearly every clean one of mojibake.

use memchr::memchr3_iter;

/// Which kinds of damage a text may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Telltale {
    /// How many of U+00C0 to U+00FF there are: all damage by Western code pages shows some of them.
    pub(super) western: usize,
    /// ط or ظ before one of the signs that windows-1256 has for continuation bytes, and a letter.
    pub(super) arabic: bool,
    /// U+FFFD, or C1 controls: something was lost.
    pub(super) lost: bool,
}

impl Telltale {
    /// Looks at all of the text: at the lead bytes of what is rare in clean Arabic.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut all = Self::default();
        for at in memchr3_iter(0xC2, 0xC3, 0xEF, bytes) {
            let next = bytes[at + 1];
            match bytes[at] {
                0xC3 => all.western += 1,
                // U+FFFD is EF BF BD; of the rest of its row nothing stands in text.
                0xEF => all.lost |= next == 0xBF,
                // A C1 control, but for NEL, which is a line end.
                _ if next < 0xA0 => all.lost |= next != 0x85,
                // Behind ط (D8 B7) or ظ (D8 B8), and before another letter from ء to ؿ.
                _ => {
                    let follows = matches!(bytes[..at], [.., 0xD8, 0xB7 | 0xB8]);
                    all.arabic |= follows && bytes.get(at + 2) == Some(&0xD8);
                }
            }
        }
        all
    }

    /// Whether there is nothing to look into.
    pub(super) fn is_clean(self) -> bool {
        self.western < LEAST_WESTERN && !self.arabic && !self.lost
    }

    /// Whether there may be damage by a Western code page.
    pub(super) fn may_be_western(self) -> bool {
        self.western >= LEAST_WESTERN
    }
}

/// Fewer characters than this are evidence of nothing.
const LEAST_WESTERN: usize = 2;
