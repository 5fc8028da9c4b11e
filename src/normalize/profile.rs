//! Names that users choose from: profiles, the steps of `standard` and folds, each explained where it is named.

use crate::error::{Error, ErrorCode, codes};

/// What a name does, for `normalize --list`, the help and the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// One line.
    pub about: &'static str,
    /// A text …
    pub before: &'static str,
    /// … and what becomes of it.
    pub after: &'static str,
}

/// Declares an enum of [`codes!`] whose doc comments are its explanations, each with an example.
macro_rules! names {
    ($(#[$meta:meta])* $noun:literal $name:ident {
        $(#[doc = $about:literal] $(#[$meta_of:meta])* $variant:ident => $code:literal: $before:literal => $after:literal,)*
    }) => {
        codes! { $(#[$meta])* $name { $(#[doc = $about] $(#[$meta_of])* $variant => $code,)* } }

        impl $name {
            /// What it does, with an example.
            pub fn explanation(self) -> Explanation {
                let (about, before, after) = match self { $(Self::$variant => ($about, $before, $after),)* };
                Explanation { about: about.trim(), before, after }
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;

            fn from_str(name: &str) -> Result<Self, Error> {
                Self::ALL.iter().copied().find(|it| it.as_str() == name).ok_or_else(|| {
                    let all: Vec<_> = Self::ALL.iter().map(|it| it.as_str()).collect();
                    let message = format!("no {} `{name}`; choose from {}", $noun, all.join(", "));
                    Error::new(ErrorCode::Unsupported, message)
                })
            }
        }
    };
}

names! {
    /// A set of rules for a whole text.
    #[derive(Default)]
    "profile" Profile {
        /// Letters kept, vowel marks, tatweel and invisible controls gone, NFKC, tidy spaces
        #[default]
        Standard => "standard": "العَرَبِيَّــة" => "العربية",
        /// Unicode's NFKC and nothing else
        Nfkc => "nfkc": "ﻻ ﷲ" => "لا الله",
        /// No change of what was decoded, character for character: for folds alone
        None => "none": "بِـ" => "بِـ",
        /// As Apache Lucene's ArabicNormalizer
        Lucene => "lucene": "مَدْرَسَة إلى" => "مدرسه الي",
        /// As Apache Lucene's ArabicNormalizer, then its PersianNormalizer
        LucenePersian => "lucene-persian": "کتاب‌های" => "كتاب‌هاي",
        /// As CAMeL Tools' normalize_unicode and dediac_ar, and no tatweel
        Camel => "camel": "ﷲُ أَكْبَر" => "الله أكبر",
        /// As PyArabic's normalize_searchtext
        Pyarabic => "pyarabic": "مُؤْمِنَة" => "مءمنه",
        /// As PyArabic's normalize_ligature, strip_diacritics and strip_tatweel
        PyarabicDiacritics => "pyarabic-diacritics": "أُمَّـة" => "أمة",
    }
}

names! {
    /// A step of the profile `standard` that can be switched off, in the order in which the steps run.
    "step" Step {
        /// Deletes invisible controls (U+200B 200E 200F 202A–202E 2066–2069 061C FEFF 00AD); ZWNJ and ZWJ stay
        Controls => "controls": "\u{200F}مصر\u{200B}" => "مصر",
        /// Takes the space out of isolated mark forms (U+FE70–FE7E, FC5E–FC63), so that no word is split
        IsolatedMarks => "isolated-marks": "مﱠه" => "مه",
        /// NFKC: presentation forms, ligatures and other compatibility characters become plain
        Nfkc => "nfkc": "ﻣﺼﺮ ½" => "مصر 1⁄2",
        /// Deletes the Arabic marks of gc=Mn but hamza and madda (kept, it keeps madda too)
        Diacritics => "diacritics": "كِتَابٌ" => "كتاب",
        /// Deletes what is left of U+0653 once آ is composed
        Madda => "madda": "الٓمٓ" => "الم",
        /// Deletes tatweel (U+0640), but not where it is the seat of a hamza
        Tatweel => "tatweel": "الســلام شيـٔا" => "السلام شيـٔا",
        /// Every run of spaces (gc=Zs) becomes one SPACE, none stays at the ends of a line
        Whitespace => "whitespace": " من\u{A0} إلى " => "من إلى",
    }
}

names! {
    /// A distinction that search may want to lose, in the order in which folds run.
    "fold" Fold {
        /// Deletes Quranic signs that are no marks (۝ ۞ ۩ and small waw and yeh)
        QuranicSigns => "quranic-signs": "لهۥ" => "له",
        /// Persian and Urdu letters that Arabic writes otherwise: ک ی ے ہ ھ ە → ك ي ي ه ه ه
        Persian => "persian": "کتابی" => "كتابي",
        /// آ أ إ ٱ → ا
        Alef => "alef": "آمن أحمد إلى ٱلله" => "امن احمد الى الله",
        /// ؤ ئ and a hamza on waw, yeh or tatweel → ء
        Hamza => "hamza": "مسؤول مسئول" => "مسءول مسءول",
        /// ى → ي
        AlefMaksura => "alef-maksura": "على" => "علي",
        /// ة → ه
        TehMarbuta => "teh-marbuta": "مدرسة" => "مدرسه",
        /// Arabic-Indic and Persian digits → 0–9
        DigitsAscii => "digits-ascii": "١٩٩٥ ۱۹۹۵" => "1995 1995",
        /// ASCII and Persian digits → ٠–٩
        DigitsArabic => "digits-arabic": "1995 ۱۹۹۵" => "١٩٩٥ ١٩٩٥",
        /// Arabic and typographic punctuation → ASCII
        Punctuation => "punctuation": "«نعم»، لماذا؟" => "\"نعم\", لماذا?",
        /// Three or more of one Arabic letter → two
        Elongation => "elongation": "ههههه رااائع" => "هه راائع",
    }
}
