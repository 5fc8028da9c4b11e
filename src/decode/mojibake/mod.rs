//! Mojibake: text that was decoded wrongly before it came to us, repaired where the evidence is overwhelming.
//!
//! UTF-8 read in a wrong page comes off in layers, the outermost first, since damage is done more than once;
//! under them may be Arabic of a code page that was read as Western. What cannot be repaired is warned of.

mod arabic;
mod layer;
mod page;
mod telltale;

use std::borrow::Cow;

use memchr::memmem;

use crate::error::{Warning, WarningCode};
use arabic::Verdict;
use layer::{Layer, Peeled};
use page::{ARABIC, MAC_ROMAN, WESTERN};
use telltale::Telltale;

/// More layers than anyone has seen; it bounds the work on hostile input.
const MAX_LAYERS: usize = 6;

/// So many characters a layer must explain before it is taken off on trial.
const LEAST_BLIND: usize = 6;

/// A text looked through for mojibake.
pub(super) struct Mended<'a> {
    /// The text, repaired or as it was.
    pub(super) text: Cow<'a, str>,
    /// What was found.
    pub(super) warnings: Vec<Warning>,
}

/// Looks through a text; `replacements` of its U+FFFD are the decoder's own. Without `repair` it only warns.
pub(super) fn mend(text: Cow<'_, str>, replacements: usize, repair: bool) -> Mended<'_> {
    let telltale = Telltale::of(&text);
    if telltale.is_clean() {
        return Mended { text, warnings: Vec::new() };
    }
    let mut search = Search::new(&text, telltale);
    search.run();
    let Search { text: repaired, repairs, mut suspicions, .. } = search;
    suspicions.extend(lost_before(repaired.as_deref().unwrap_or(&text), replacements));
    let mut warnings: Vec<Warning> = Vec::new();
    let done = repaired.filter(|_| repair);
    for Repair { what, characters, line } in repairs {
        let (code, message) = match done {
            Some(_) => (WarningCode::MojibakeRepaired, format!("repaired {characters} characters of {what}")),
            None => (WarningCode::MojibakeSuspected, format!("{characters} characters look like {what}")),
        };
        warnings.push(Warning::new(code, message).at(line));
    }
    warnings.extend(suspicions.into_iter().map(|what| Warning::new(WarningCode::MojibakeSuspected, what)));
    Mended { text: done.map_or(text, Cow::Owned), warnings }
}

/// One kind of damage and how much of it.
struct Repair {
    what: String,
    characters: usize,
    line: usize,
}

/// The search for damage in one text.
struct Search<'a> {
    original: &'a str,
    telltale: Telltale,
    /// The text with all repairs so far.
    text: Option<String>,
    repairs: Vec<Repair>,
    suspicions: Vec<String>,
}

impl<'a> Search<'a> {
    fn new(original: &'a str, telltale: Telltale) -> Self {
        Self { original, telltale, text: None, repairs: Vec::new(), suspicions: Vec::new() }
    }

    fn current(&self) -> &str {
        self.text.as_deref().unwrap_or(self.original)
    }

    fn run(&mut self) {
        for _ in 0..MAX_LAYERS {
            if !self.peel_layer() {
                break;
            }
        }
        if self.telltale.may_be_western() {
            self.read_anew();
        }
    }

    /// Takes off the layer with the most evidence, if there is one.
    fn peel_layer(&mut self) -> bool {
        let text = self.current();
        let layers = layers(text, self.telltale);
        let Some(best) = layers.iter().max_by_key(|layer| layer.evidence()) else { return false };
        let peeled = if best.evidence() > 0 {
            best.peel()
        } else if let Some(peeled) = layers.iter().find_map(|layer| peel_to_damage(layer, text)) {
            peeled
        } else {
            if layers.iter().any(Layer::is_suspicious) {
                let what =
                    "a few letters look like UTF-8 read in a wrong encoding; too few to be sure".to_owned();
                self.suspicions.push(what);
            }
            return false;
        };
        let what = format!("UTF-8 that was read as {}", best.page.name);
        self.take(what, peeled);
        true
    }

    /// Reads Arabic that was taken for Western anew.
    fn read_anew(&mut self) {
        match arabic::judge(self.current()) {
            Verdict::Clean => {}
            Verdict::Suspicious => self.suspicions.push(
                "some words look like Arabic in windows-1256 read as windows-1252; too few to be sure"
                    .to_owned(),
            ),
            Verdict::Damaged { name, text, characters, first } => {
                let what = format!("{name} that was read as windows-1252");
                self.take(what, Peeled { text, characters, lost: 0, first });
            }
        }
    }

    fn take(&mut self, what: String, peeled: Peeled) {
        let line = super::line_at(self.current(), peeled.first);
        if peeled.lost > 0 {
            self.suspicions.push(format!("{} characters had lost a byte and were guessed", peeled.lost));
        }
        self.repairs.push(Repair { what, characters: peeled.characters, line });
        self.telltale = Telltale::of(&peeled.text);
        self.text = Some(peeled.text);
    }
}

/// The layers that the bytes allow for.
fn layers(text: &str, telltale: Telltale) -> Vec<Layer<'_>> {
    let western = telltale.may_be_western();
    let pages = [
        western.then_some(&*WESTERN),
        (western && may_be_mac_roman(text)).then_some(&*MAC_ROMAN),
        telltale.arabic.then_some(&*ARABIC),
    ];
    pages.into_iter().flatten().map(|page| Layer::of(text, page)).collect()
}

/// Mac OS Roman shows ÿ for D8, the lead byte of most Arabic letters, and √ for C3, that of most Western ones.
fn may_be_mac_roman(text: &str) -> bool {
    ["ÿ", "√"].iter().any(|lead| memmem::find_iter(text.as_bytes(), lead).nth(1).is_some())
}

/// The layer under which damage beyond doubt comes to light: `Ã˜Â§` shows no Arabic before it is `Ø§`.
fn peel_to_damage(layer: &Layer<'_>, text: &str) -> Option<Peeled> {
    if layer.page.arabic || layer.len() < LEAST_BLIND {
        return None;
    }
    let is_read_anew = |text: &str| matches!(arabic::judge(text), Verdict::Damaged { .. });
    let peeled = layer.peel_all();
    let below = layers(&peeled.text, Telltale::of(&peeled.text));
    let evident =
        below.iter().any(|below| below.evidence() > 0) || !is_read_anew(text) && is_read_anew(&peeled.text);
    evident.then_some(peeled)
}

/// What an earlier decoding lost for good.
fn lost_before(text: &str, replacements: usize) -> Option<String> {
    let marks = text.matches('\u{FFFD}').count().saturating_sub(replacements);
    let controls = text.chars().filter(|&c| matches!(c, '\u{80}'..='\u{9F}') && c != '\u{85}').count();
    match (marks, controls) {
        (1.., _) => Some(format!("{marks} U+FFFD in the input: an earlier decoding lost these characters")),
        (0, 3..) => Some(format!("{controls} C1 controls in the input: an earlier decoding was wrong")),
        _ => None,
    }
}
