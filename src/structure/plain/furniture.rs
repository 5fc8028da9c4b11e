//! Furniture: what is not part of the article, and of what kind it is.

use super::Verdict;
use super::model::Label;
use super::unit::Unit;
use crate::structure::DropKind;
use crate::structure::lexicon::Force;

/// The rule by which a unit is furniture wherever it stands, if one applies.
pub(super) fn certain(unit: &Unit<'_>) -> Option<&'static str> {
    if unit.shape.key.is_empty() {
        return Some("no letter or digit");
    }
    let cue = unit.cue?;
    match cue.kind {
        DropKind::Copyright if cue.force == Force::Sure => Some("words of a copyright notice"),
        DropKind::EndMark if cue.full => Some("words of an end mark"),
        _ => None,
    }
}

/// Units of more words are text, even where they stand twice.
const MOST_WORDS: u16 = 30;

/// Drops the title where it stands again before the text begins, and captions that stand twice in a row.
pub(super) fn repeats(units: &[Unit<'_>], verdicts: &mut [Verdict], title: Option<usize>) {
    let Some(title) = title else { return };
    let lead = (title + 1..units.len()).find(|&at| units[at].shape.is_prose()).unwrap_or(units.len());
    for at in 0..units.len() {
        if at != title && at < lead && units[at].shape.key == units[title].shape.key {
            verdicts[at] = Verdict { label: Label::Furniture, rule: Some(DUPLICATE) };
        }
    }
    for at in title + 1..lead.saturating_sub(1) {
        if units[at].twin == 1
            && units[at].shape.key == units[at + 1].shape.key
            && units[at].shape.words <= MOST_WORDS
        {
            let rule = Some("stands twice before the text begins");
            for at in [at, at + 1] {
                if verdicts[at].rule.is_none() {
                    verdicts[at] = Verdict { label: Label::Furniture, rule };
                }
            }
        }
    }
}

/// The rule of a duplicate title.
const DUPLICATE: &str = "the title once more";

/// The kind of every unit that is furniture; of others it means nothing.
pub(super) fn kinds(units: &[Unit<'_>], verdicts: &[Verdict]) -> Vec<DropKind> {
    let title = verdicts.iter().position(|verdict| verdict.label == Label::Title);
    let first_prose = (title.unwrap_or(0)..units.len())
        .find(|&at| verdicts[at].label == Label::Paragraph)
        .unwrap_or(units.len());
    let last_prose = verdicts.iter().rposition(|verdict| verdict.label == Label::Paragraph).unwrap_or(0);
    let mut box_kind = None;
    let mut kinds: Vec<DropKind> = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        if verdicts[at].label != Label::Furniture {
            box_kind = None;
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
            box_kind = Some(cue.kind);
        }
        let kind = if verdicts[at].rule == Some(DUPLICATE) {
            DropKind::DuplicateTitle
        } else {
            kind(unit, place, box_kind, at.checked_sub(1).map(|before| (&units[before], kinds[before])))
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

fn kind(
    unit: &Unit<'_>,
    place: Place,
    box_kind: Option<DropKind>,
    before: Option<(&Unit<'_>, DropKind)>,
) -> DropKind {
    let words = unit.shape.words;
    if unit.shape.key.is_empty() {
        return DropKind::Separator;
    }
    if let Some(cue) = unit.cue
        && (cue.force >= Force::Sure || box_kind.is_none() || cue.full)
    {
        return cue.kind;
    }
    if let Some(kind) = box_kind {
        return kind;
    }
    if let Some((role, DropKind::Masthead)) = before
        && role.cue.is_some_and(|cue| cue.full)
        && words <= 5
    {
        return DropKind::Masthead;
    }
    if unit.shape.is_date() {
        return DropKind::Dateline;
    }
    if unit.shape.address {
        return if unit.text.contains("://") { DropKind::ImageAlt } else { DropKind::Byline };
    }
    let foreign = unit.shape.arabic == 0 && unit.shape.latin > 0;
    match place {
        Place::Above | Place::Below if unit.shape.gaps > 0 || unit.shape.pipes > 1 => DropKind::Menu,
        Place::Above if foreign && words <= 8 => DropKind::ImageAlt,
        Place::Above if words <= 4 => DropKind::Menu,
        Place::Above => DropKind::Related,
        Place::Head if unit.twin == 1 || words >= 5 => DropKind::Caption,
        Place::Head => DropKind::Byline,
        Place::Inside if unit.twin == 1 || words <= 3 => DropKind::Caption,
        Place::Inside => DropKind::Related,
        Place::Below if foreign => DropKind::Share,
        Place::Below if words <= 3 => DropKind::Tags,
        Place::Below => DropKind::Related,
    }
}
