//! Drops: of what kind the furniture is.

use super::furniture::is_office;
use super::model::Label;
use super::unit::Unit;
use super::verdict::Verdict;
use super::words::{self, Class};
use crate::structure::DropKind;
use crate::structure::lexicon::Force;

/// The rule of a duplicate title.
pub(super) const DUPLICATE: &str = "the title once more";

/// The kind of every unit that is furniture; of others it means nothing.
pub(super) fn kinds(units: &[Unit<'_>], verdicts: &[Verdict]) -> Vec<DropKind> {
    let title = verdicts.iter().position(|verdict| verdict.label == Label::Title);
    let first_prose = (title.unwrap_or(0)..units.len())
        .find(|&at| verdicts[at].label == Label::Paragraph)
        .unwrap_or(units.len());
    let last_prose = verdicts.iter().rposition(|verdict| verdict.label == Label::Paragraph).unwrap_or(0);
    let mut headed = None;
    let mut kinds: Vec<DropKind> = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        if verdicts[at].label != Label::Furniture {
            headed = None;
            kinds.push(DropKind::Duplicate);
            continue;
        }
        let place = if title.is_some_and(|title| at < title) || title.is_none() && at < first_prose {
            Place::Above
        } else if at < first_prose {
            Place::Head
        } else if at < last_prose {
            Place::Inside
        } else {
            Place::Below
        };
        if let Some(cue) = unit.cue.filter(|cue| cue.force == Force::Head) {
            headed = Some(cue.kind);
        }
        let kind = match verdicts[at].rule {
            Some(DUPLICATE) => DropKind::DuplicateTitle,
            _ => Found { units, at, place, headed, before: kinds.last().copied() }.kind(),
        };
        kinds.push(kind);
    }
    kinds
}

/// Where a unit stands: above the title, between title and text, in the text, below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Above,
    Head,
    Inside,
    Below,
}

/// A unit that is furniture, where it was found.
struct Found<'f, 'a> {
    units: &'f [Unit<'a>],
    at: usize,
    place: Place,
    /// What the head of the box it stands in says.
    headed: Option<DropKind>,
    /// The kind of the unit before it.
    before: Option<DropKind>,
}

impl Found<'_, '_> {
    fn unit(&self) -> &Unit<'_> {
        &self.units[self.at]
    }

    fn kind(&self) -> DropKind {
        let unit = self.unit();
        if unit.shape.is_wordless || unit.is_page {
            return if self.is_icon() { DropKind::Share } else { DropKind::Separator };
        }
        if self.is_credit() {
            return DropKind::Caption;
        }
        if unit.shape.address && is_image(&unit.text) {
            return DropKind::ImageAlt;
        }
        if let Some(cue) = unit.cue
            && (cue.force >= Force::Sure || self.headed.is_none() || cue.full)
        {
            // An agency signs its dates (الرياض 26 شوال 1436 هـ واس).
            return if cue.kind == DropKind::Byline && unit.shape.is_date() {
                DropKind::Dateline
            } else {
                cue.kind
            };
        }
        if self.is_row_of_links() {
            return DropKind::Menu;
        }
        if is_time(unit) {
            return DropKind::Dateline;
        }
        if let Some(kind) = self.headed {
            return kind;
        }
        if self.is_name_below_office() {
            return DropKind::Masthead;
        }
        if unit.shape.is_date() {
            return DropKind::Dateline;
        }
        if unit.shape.address {
            return of_address(unit);
        }
        self.by_place()
    }

    /// What its place tells where nothing else does.
    fn by_place(&self) -> DropKind {
        let shape = &self.unit().shape;
        let (words, foreign) = (shape.words, shape.tally.is_foreign());
        match self.place {
            Place::Above | Place::Below if shape.tally.gaps > 0 => DropKind::Menu,
            Place::Above if self.stands_for_image() => DropKind::ImageAlt,
            Place::Above if words <= 4 => DropKind::Menu,
            Place::Above => DropKind::Related,
            Place::Head if self.unit().twin == 1 || words >= 5 => DropKind::Caption,
            Place::Head => DropKind::Byline,
            Place::Inside if self.unit().twin == 1 || words <= 3 => DropKind::Caption,
            Place::Inside => DropKind::Related,
            Place::Below if foreign => DropKind::Share,
            Place::Below if words <= 3 => DropKind::Tags,
            // What a minister says is the headline of another article.
            Place::Below if is_office(self.unit()) && shape.tally.colon == 0 => DropKind::Byline,
            Place::Below => DropKind::Related,
        }
    }

    /// Whether it is a lone sign right below what is to be shared: its picture is gone.
    fn is_icon(&self) -> bool {
        self.before == Some(DropKind::Share) && self.unit().text.chars().nth(1).is_none()
    }

    /// Whether it tells whose a picture is: `© REUTERS / STRINGER` between title and text, or in the text.
    fn is_credit(&self) -> bool {
        let unit = self.unit();
        matches!(self.place, Place::Head | Place::Inside)
            && unit.text.starts_with('©')
            && unit.shape.words <= MOST_WORDS_OF_CREDIT
            && !unit.shape.key.words().any(|word| word.is_one_of(&["حقوق", "الحقوق", "rights"]))
    }

    /// Whether bars part it; tags are parted likewise.
    fn is_row_of_links(&self) -> bool {
        matches!(self.place, Place::Above | Place::Below)
            && self.unit().shape.tally.pipes > 1
            && !self.unit().shape.is_date()
            && self.headed != Some(DropKind::Tags)
    }

    /// Whether the unit before it is the office of a masthead, and it may be who holds it.
    fn is_name_below_office(&self) -> bool {
        let office = self.at.checked_sub(1).map(|above| &self.units[above]);
        self.before == Some(DropKind::Masthead)
            && office.and_then(|office| office.cue).is_some_and(|cue| cue.full)
            && self.unit().shape.words <= 5
    }

    /// Whether it is a few foreign words at the head of a page; with more of them below it is the entry of a menu.
    fn stands_for_image(&self) -> bool {
        let is_foreign = |unit: &Unit<'_>| unit.shape.tally.is_foreign();
        self.at == 0
            && is_foreign(self.unit())
            && self.unit().shape.words <= 8
            && !self.units.get(1).is_some_and(is_foreign)
    }
}

/// Words of the credit of a picture at most.
const MOST_WORDS_OF_CREDIT: u16 = 8;

/// Whether a text is the address of an image.
fn is_image(text: &str) -> bool {
    const ENDINGS: [&str; 6] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"];
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let ends = |ending: &&str| {
        let end = path.get(path.len().saturating_sub(ending.len())..);
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    text.contains("://") && !text.contains(' ') && ENDINGS.iter().any(ends)
}

/// Whether a unit is a time of the day: `15:52 ت م`.
fn is_time(unit: &Unit<'_>) -> bool {
    let is_of_time = |word: words::Classes| word & Class::Time.bit() != 0;
    let letter = |word: &str| word.chars().nth(1).is_none();
    unit.shape.opens_with_digit
        && unit.shape.tally.colon > 0
        && (3..=6).contains(&unit.shape.tally.digits)
        && unit
            .shape
            .key
            .words()
            .all(|word| word.is_number() || letter(word.text()) || is_of_time(words::classes(word)))
}

/// An account of a network is to be followed, an address of mail is its author's; any other address stands for an image.
fn of_address(unit: &Unit<'_>) -> DropKind {
    let is_account = unit.text.split('@').next().is_some_and(|before| {
        before.len() < unit.text.len() && (before.trim_end().is_empty() || before.trim_end().ends_with(':'))
    });
    if unit.text.contains("://") {
        DropKind::ImageAlt
    } else if is_account {
        DropKind::Follow
    } else {
        DropKind::Byline
    }
}
