//! Layer: one reading of UTF-8 in a wrong code page, found in a text and taken off.
//!
//! In such damage each character is a lead byte and its continuation bytes, every one of them shown as a
//! character of the page. One such sequence may stand in clean text by chance; several Arabic letters in a row do not.

use super::page::Page;

/// A character that was read as several.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// Where the damaged sequence starts and ends.
    start: usize,
    end: usize,
    /// What it was; of a sequence whose continuation is lost, the likeliest.
    c: char,
    /// Whether the continuation is lost.
    lost: bool,
}

/// All that one page would explain in a text.
pub(super) struct Layer<'a> {
    text: &'a str,
    pub(super) page: &'static Page,
    found: Vec<Found>,
    /// Letters outside ASCII that the page does not explain.
    clean: usize,
    /// Whether there are vowel marks among what was found.
    vocalised: bool,
}

/// What taking a layer off made.
pub(super) struct Peeled {
    pub(super) text: String,
    /// How many characters were repaired.
    pub(super) characters: usize,
    /// How many of them were lost in part, and guessed or replaced by U+FFFD.
    pub(super) lost: usize,
    /// Where in the damaged text the first stood.
    pub(super) first: usize,
}

/// So many Arabic letters in a row, each a sequence of its own, are evidence.
const RUN: usize = 3;

impl<'a> Layer<'a> {
    /// Looks for sequences of `page`.
    pub(super) fn of(text: &'a str, page: &'static Page) -> Self {
        let mut layer = Self { text, page, found: Vec::new(), clean: 0, vocalised: false };
        let mut at = 0;
        while let Some(step) = page.next_lead(&text.as_bytes()[at..]) {
            at = layer.look(at + step);
        }
        // The rest matters only beside what was found.
        if !layer.found.is_empty() {
            layer.clean = layer.count_clean();
        }
        layer
    }

    /// Looks at the character at `at`, outside ASCII, and returns where to go on.
    fn look(&mut self, at: usize) -> usize {
        let mut rest = self.text[at..].chars();
        let Some(lead) = rest.next() else { return self.text.len() };
        let after = at + lead.len_utf8();
        let Some(byte @ 0xC2..=0xF4) = self.page.byte(lead) else { return after };
        let found = self.sequence(at, after, byte).or_else(|| self.cut(at, after, byte));
        let Some(found) = found else { return after };
        self.vocalised |= matches!(found.c, '\u{64B}'..='\u{652}');
        self.found.push(found);
        found.end
    }

    /// The character whose lead byte, of the character up to `after`, is `byte`.
    fn sequence(&self, at: usize, after: usize, byte: u8) -> Option<Found> {
        let mut bytes = [byte, 0, 0, 0];
        let width = match byte {
            0xC2..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        let mut end = after;
        let mut rest = self.text[after..].chars();
        for slot in &mut bytes[1..width] {
            let c = rest.next().filter(|c| !c.is_ascii())?;
            *slot = self.page.byte(c)?;
            end += c.len_utf8();
        }
        let c = std::str::from_utf8(&bytes[..width]).ok()?.chars().next()?;
        Some(Found { start: at, end, c, lost: false })
    }

    /// Letters outside ASCII between the sequences.
    fn count_clean(&self) -> usize {
        let letters = |text: &str| text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
        let mut at = 0;
        let mut sum = 0;
        for found in &self.found {
            sum += letters(&self.text[at..found.start]);
            at = found.end;
        }
        sum + letters(&self.text[at..])
    }

    /// A lead byte whose continuation an earlier step lost, right behind another sequence.
    ///
    /// windows-1252 has no character for 81, 8D, 8F, 90 and 9D, and A0 is NBSP, which many tools turn into a space or
    /// take away. D9 81 is ف, by far the most frequent of what can be lost behind D9 where there are no vowel marks;
    /// C3 A0 is à and C2 A0 the NBSP itself.
    fn cut(&self, at: usize, after: usize, byte: u8) -> Option<Found> {
        if self.page.arabic {
            return None;
        }
        let next = self.text[after..].chars().next();
        let touches = self.found.last().is_some_and(|last| last.end == at);
        let width = next.filter(|&c| c == '\u{FFFD}').map_or(0, char::len_utf8);
        match byte {
            0xC2 | 0xC3 if next == Some(' ') => {
                let doubled = self.text[after + 1..].starts_with(' ');
                let c = if byte == 0xC2 { ' ' } else { 'à' };
                let end = if doubled || byte == 0xC2 { after + 1 } else { after };
                Some(Found { start: at, end, c, lost: true })
            }
            0xD8..=0xD9 if touches || width > 0 || self.leads_at(after) => {
                let c = if byte == 0xD9 && !self.vocalised { 'ف' } else { '\u{FFFD}' };
                Some(Found { start: at, end: after + width, c, lost: true })
            }
            _ => None,
        }
    }

    /// Whether an Arabic lead byte stands at `at`.
    fn leads_at(&self, at: usize) -> bool {
        let next = self.text[at..].chars().next().filter(|c| !c.is_ascii());
        next.and_then(|c| self.page.byte(c)).is_some_and(|byte| matches!(byte, 0xD8 | 0xD9))
    }

    /// How many characters stand in groups that are damage beyond doubt.
    pub(super) fn evidence(&self) -> usize {
        self.groups().filter(|group| self.is_certain(group)).map(<[_]>::len).sum()
    }

    /// How many characters the layer would explain, by chance or not.
    pub(super) fn len(&self) -> usize {
        self.found.iter().filter(|found| !found.lost).count()
    }

    /// Whether two Arabic letters in a row look damaged somewhere.
    pub(super) fn is_suspicious(&self) -> bool {
        self.groups().any(|group| longest_run(group) >= 2)
    }

    /// The sequences that only ASCII parts, and no line end.
    fn groups(&self) -> impl Iterator<Item = &[Found]> {
        self.found.chunk_by(|a, b| {
            let between = &self.text[a.end..b.start];
            between.is_ascii() && !between.contains('\n')
        })
    }

    fn is_certain(&self, group: &[Found]) -> bool {
        let run = longest_run(group);
        let arabic = group.iter().filter(|found| is_arabic(found.c)).count();
        if run >= RUN || run >= 2 && arabic > RUN {
            return true;
        }
        // French and English damage beside the Arabic: an accented letter or a quotation mark, again and again.
        let western = group.iter().filter(|found| is_western(found.c)).count();
        !self.page.arabic && self.clean == 0 && western >= RUN
    }

    /// Takes the layer off: what is certain, and what stands beside it and fits.
    pub(super) fn peel(&self) -> Peeled {
        let whole = self.clean * 10 <= self.len();
        self.replace(|group| {
            if whole || !self.page.arabic || self.is_certain(group) {
                Take::All
            } else if longest_run(group) >= 2 && self.stands_free(group) {
                Take::Arabic
            } else {
                Take::Nothing
            }
        })
    }

    /// Takes off all that the layer would explain.
    pub(super) fn peel_all(&self) -> Peeled {
        self.replace(|_| Take::All)
    }

    fn replace(&self, take: impl Fn(&[Found]) -> Take) -> Peeled {
        let mut out =
            Peeled { text: String::with_capacity(self.text.len()), characters: 0, lost: 0, first: 0 };
        let mut copied = 0;
        for group in self.groups() {
            let take = take(group);
            for found in group.iter().filter(|found| take.includes(found)) {
                if out.characters == 0 {
                    out.first = found.start;
                }
                out.text += &self.text[copied..found.start];
                out.text.push(found.c);
                out.characters += 1;
                out.lost += usize::from(found.lost);
                copied = found.end;
            }
        }
        out.text += &self.text[copied..];
        out
    }

    /// Whether no clean letter touches the group: `محيط»` is no damage.
    fn stands_free(&self, group: &[Found]) -> bool {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return false };
        let before = self.text[..first.start].chars().next_back();
        let after = self.text[last.end..].chars().next();
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    }
}

/// How much of a group is repaired.
#[derive(Clone, Copy)]
enum Take {
    All,
    Arabic,
    Nothing,
}

impl Take {
    fn includes(self, found: &Found) -> bool {
        match self {
            Self::All => true,
            Self::Arabic => is_arabic(found.c),
            Self::Nothing => false,
        }
    }
}

/// The most Arabic letters in a row, with nothing between.
fn longest_run(group: &[Found]) -> usize {
    let mut longest = 0;
    let mut run = 0;
    let mut end = usize::MAX;
    for found in group {
        let joins = found.start == end;
        run = if !is_arabic(found.c) || found.lost {
            0
        } else if joins {
            run + 1
        } else {
            1
        };
        end = found.end;
        longest = longest.max(run);
    }
    longest
}

/// Letters, marks and punctuation of Arabic, Persian and Urdu.
fn is_arabic(c: char) -> bool {
    matches!(c, '،' | '؛' | '؟' | 'ء'..='غ' | 'ـ'..='\u{655}' | '٠'..='٩' | '\u{670}'..='ە' | '۰'..='۹')
}

/// Letters of Western Europe, and typographic punctuation.
fn is_western(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | '\u{2013}'..='\u{2026}')
}
