//! Concerns: why a document should be looked at first.

use super::Facts;

/// One reason to look at a document.
#[derive(Debug)]
pub struct Concern {
    /// The name, as filters use it.
    pub name: &'static str,
    /// In words.
    pub about: &'static str,
    /// How much it counts: a document's concerns add up.
    weight: u32,
    holds: fn(&Facts) -> bool,
}

/// Every concern, the gravest first. What a warning says already has the warning's name.
pub const CONCERNS: &[Concern] = &[
    Concern {
        name: "empty",
        about: "nothing is left of the text",
        weight: 90,
        holds: |it| warns(it, "empty"),
    },
    Concern {
        name: "many_replacements",
        about: "more than ten malformed sequences, or one in a thousand characters",
        weight: 70,
        holds: |it| {
            it.source.replacements > 10 || it.source.replacements * 1000 > it.counts.characters.max(1)
        },
    },
    Concern {
        name: "mojibake_suspected",
        about: "the text looks damaged by a wrong decoding",
        weight: 60,
        holds: |it| warns(it, "mojibake_suspected"),
    },
    Concern {
        name: "visual_order",
        about: "lines look stored in reversed order",
        weight: 60,
        holds: |it| warns(it, "visual_order"),
    },
    Concern {
        name: "low_arabic_share",
        about: "fewer than half of the letters are Arabic",
        weight: 50,
        holds: |it| it.counts.letters >= 20 && it.counts.arabic_letters * 2 < it.counts.letters,
    },
    Concern {
        name: "encoding_uncertain",
        about: "the encoding was guessed with little evidence",
        weight: 40,
        holds: |it| warns(it, "encoding_uncertain"),
    },
    Concern {
        name: "truncated",
        about: "the input ends inside a character",
        weight: 30,
        holds: |it| warns(it, "truncated"),
    },
    Concern {
        name: "mostly_dropped",
        about: "more words were dropped than kept",
        weight: 30,
        holds: |it| {
            let dropped: usize = it.dropped.iter().map(|line| line.text.split_whitespace().count()).sum();
            dropped >= 20 && dropped as u64 > it.counts.words
        },
    },
    Concern {
        name: "no_title",
        about: "no line stands out as a title",
        weight: 20,
        holds: |it| it.title.is_none() && !warns(it, "empty"),
    },
    Concern {
        name: "very_short",
        about: "fewer than twenty words",
        weight: 10,
        holds: |it| (1..20).contains(&it.counts.words),
    },
];

/// Added by [`Figures`](super::Figures), which alone knows the other documents.
pub const DUPLICATE: Concern = Concern {
    name: "duplicate",
    about: "the same text stands in an earlier document",
    weight: 25,
    holds: |_| false,
};

fn warns(facts: &Facts, code: &str) -> bool {
    facts.warnings.iter().any(|warning| warning.code == code)
}

/// The concerns that a document raises by itself.
pub fn of(facts: &Facts) -> Vec<&'static Concern> {
    CONCERNS.iter().filter(|concern| (concern.holds)(facts)).collect()
}

/// What concerns add up to.
pub fn score(concerns: &[&Concern]) -> u32 {
    concerns.iter().map(|concern| concern.weight).sum()
}
