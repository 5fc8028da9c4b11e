//! Decode from outside: marks, malformed input, binary files, and the development corpus where it is at hand.
#![allow(clippy::print_stderr)]

use std::borrow::Cow;
use std::path::PathBuf;

use seedtool::decode::{Charset, Choice, Decoded, Options, decode, visual_order};
use seedtool::error::{ErrorCode, WarningCode};

const TEXT: &str =
    "# عنوان\nنشر المركز تقريراً عن التعليم في القرى البعيدة، وذكر أن المدارس تحتاج إلى كتب ومعلمين.\n";

fn auto(bytes: &[u8]) -> Decoded<'_> {
    decode(bytes, &Options::default()).expect("text")
}

fn named(bytes: &[u8], label: &str) -> String {
    let charset = Charset::for_label(label).expect(label);
    let encoding = Choice::Named(charset);
    let options = Options { encoding, repair: false, malformed_floor: usize::MAX, ..Options::default() };
    decode(bytes, &options).expect(label).text.into_owned()
}

fn codes(decoded: &Decoded<'_>) -> Vec<WarningCode> {
    decoded.warnings.iter().map(|warning| warning.code).collect()
}

/// `TEXT` in the Unicode encodings, which std can write.
fn in_units<const N: usize>(units: impl IntoIterator<Item = [u8; N]>) -> Vec<u8> {
    units.into_iter().flatten().collect()
}

fn unicode_forms(text: &str) -> [(Vec<u8>, &'static str); 5] {
    [
        (text.as_bytes().to_vec(), "UTF-8"),
        (in_units(text.encode_utf16().map(u16::to_le_bytes)), "UTF-16LE"),
        (in_units(text.encode_utf16().map(u16::to_be_bytes)), "UTF-16BE"),
        (in_units(text.chars().map(|c| u32::from(c).to_le_bytes())), "UTF-32LE"),
        (in_units(text.chars().map(|c| u32::from(c).to_be_bytes())), "UTF-32BE"),
    ]
}

#[test]
fn unicode_is_known_with_and_without_a_mark() {
    for text in [TEXT, "plain ASCII\nof two lines\n", "كلمة", "Ç’était déjà l’été\n"] {
        let marked = unicode_forms(&format!("\u{FEFF}{text}"));
        for (bytes, name) in marked.iter().chain(&unicode_forms(text)) {
            let decoded = auto(bytes);
            assert_eq!((&*decoded.text, decoded.encoding, decoded.replacements), (text, *name, 0));
            assert!(decoded.warnings.is_empty(), "{name}: {:?}", decoded.warnings);
        }
    }
}

#[test]
fn clean_utf8_is_borrowed() {
    for bytes in [TEXT.as_bytes(), b"\xEF\xBB\xBFabc", b""] {
        assert!(matches!(auto(bytes).text, Cow::Borrowed(_)));
    }
}

#[test]
fn every_label_leads_to_its_encoding() {
    let labels = [
        ("cp1256", "windows-1256"),
        ("arabic", "ISO-8859-6"),
        ("UTF8", "UTF-8"),
        (" utf-16 ", "UTF-16LE"),
        ("utf-32BE", "UTF-32BE"),
        ("IBM720", "cp720"),
        ("dos-720", "cp720"),
        ("x-mac-arabic", "MacArabic"),
        ("MacArabic", "MacArabic"),
        ("latin1", "windows-1252"),
    ];
    for (label, name) in labels {
        assert_eq!(Charset::for_label(label).map(Charset::name), Some(name), "{label}");
    }
    for label in ["", "arabisch", "iso-2022-kr", "utf-7"] {
        assert_eq!(Charset::for_label(label), None, "{label}");
    }
}

#[test]
fn a_mark_overrides_the_label() {
    assert_eq!(named(b"\xEF\xBB\xBF\xD8\xA7", "windows-1256"), "ا");
    assert_eq!(named(b"\xC7", "windows-1256"), "ا");
    assert_eq!(named(b"\x9F\xE9", "cp720"), "ال");
    assert_eq!(named(b"\xC7\xE4\xA0\xB1", "macarabic"), "ال ١");
}

/// Bytes after a text, how many replacements they make, and the warnings.
#[test]
fn malformed_sequences_are_replaced_and_counted() {
    use WarningCode::{Malformed, Truncated};
    let cases: [(&[u8], usize, &[WarningCode]); 8] = [
        (b"\xD8", 1, &[Truncated]),
        (b"\xE2\x80", 1, &[Truncated]),
        (b"\xD8 x", 1, &[Malformed]),
        (b"\xC0\x80", 2, &[Malformed]),
        (b"\xED\xA0\x80", 3, &[Malformed]),
        (b"\xF4\x90\x80\x80", 4, &[Malformed]),
        (b"\0\0x", 2, &[Malformed]),
        (b"\xFF\xF0\x9F\x98", 2, &[Malformed, Truncated]),
    ];
    for (tail, replacements, warnings) in cases {
        let bytes = [TEXT.as_bytes(), tail].concat();
        let decoded = auto(&bytes);
        assert_eq!((decoded.encoding, decoded.replacements), ("UTF-8", replacements), "{tail:02X?}");
        assert_eq!(decoded.text.matches('\u{FFFD}').count(), replacements, "{tail:02X?}");
        assert_eq!(codes(&decoded), warnings, "{tail:02X?}");
        let place = format!("byte {}", TEXT.len());
        let first = &decoded.warnings[0];
        assert!(first.code == Truncated || first.message.contains(&place), "{}", first.message);
        assert_eq!(first.line, Some(3));
    }
}

#[test]
fn wide_units_that_are_malformed_are_replaced_and_counted() {
    let utf16 = in_units(TEXT.encode_utf16().map(u16::to_le_bytes));
    let utf32 = in_units(TEXT.chars().map(|c| u32::from(c).to_le_bytes()));
    let cases: [(&[u8], &[u8], usize); 4] = [
        (&utf16, b"\0\xD8x\0", 1),
        (&utf16, b"x", 1),
        (&utf32, b"\0\0\x11\0", 1),
        (&utf32, b"\0\xD8\0\0ab", 2),
    ];
    for (bytes, tail, replacements) in cases {
        let bytes = [bytes, tail].concat();
        let decoded = auto(&bytes);
        assert_eq!(decoded.replacements, replacements, "{tail:02X?}");
        assert!(decoded.text.starts_with(TEXT));
    }
}

#[test]
fn too_much_malformed_is_an_error_and_the_limits_can_be_set() {
    let bytes = TEXT.replace(' ', "\u{1}\u{1}").repeat(4).into_bytes();
    let bytes: Vec<u8> = bytes.iter().map(|&byte| if byte == 1 { 0xFF } else { byte }).collect();
    let error = decode(&bytes, &Options::default()).expect_err("malformed");
    assert_eq!(error.code, ErrorCode::Malformed);
    let lenient = Options { malformed_share: 0.5, ..Options::default() };
    assert!(decode(&bytes, &lenient).is_ok());
    let patient = Options { malformed_floor: 1000, ..Options::default() };
    assert!(decode(&bytes, &patient).is_ok());
}

#[test]
fn binary_files_are_no_text() {
    let every_byte: Vec<u8> = (0..=255).collect();
    let junk: Vec<u8> = (0..=255).rev().collect();
    let after = |head: &[u8]| [head, &junk].concat();
    let cases = [
        every_byte.repeat(64),
        vec![0; 100_000],
        vec![0; 7],
        after(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"),
        after(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"),
        after(b"PK\x03\x04\x14\0\0\0\x08\0"),
        after(b"\x7FELF\x02\x01\x01\0"),
    ];
    for bytes in &cases {
        let error = decode(bytes, &Options::default()).expect_err("binary");
        assert_eq!(error.code, ErrorCode::Binary, "{:02X?}", &bytes[..7]);
    }
    for text in ["ID3 tags of MP3 files", "BZh", "PAR1 and more", "GIF89a is a format"] {
        assert_eq!(auto(text.as_bytes()).text, text);
    }
}

/// Clean texts in many languages: language, legacy encoding or `-`, text.
fn languages() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = include_str!("data/decode/languages.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let mut fields = line.split('\t');
        let mut field = || fields.next().expect("three fields");
        (field(), field(), field())
    })
}

#[test]
fn other_languages_come_back_from_their_encodings() {
    for (language, label, text) in languages().filter(|&(_, label, _)| label != "-") {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect(label);
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{language}: {label} does not hold it");
        let decoded = auto(&bytes);
        assert_eq!(decoded.text, text, "{language}: {}", decoded.encoding);
        assert!(decoded.warnings.is_empty(), "{language}: {:?}", decoded.warnings);
    }
}

/// Laws look at one text of so many, to be quick; at all of them where EVERY_TEXT is set.
fn step() -> usize {
    if std::env::var_os("EVERY_TEXT").is_some() { 1 } else { 60 }
}

/// The development corpus, or nothing where it is not beside the repository.
fn corpus(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus")).join(name);
    if !folder.is_dir() {
        eprintln!("skipped: no {}", folder.display());
        return None;
    }
    Some(folder)
}

/// All the texts of a folder below the corpus.
fn texts(name: &str) -> Vec<String> {
    let Some(folder) = corpus(name) else { return Vec::new() };
    let files = walkdir::WalkDir::new(folder).into_iter().map(|file| file.expect("file").into_path());
    let texts = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt" || ending == "md"));
    texts.filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// The seeds of this repository.
fn seeds() -> Vec<String> {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")).expect("seeds");
    files.map(|file| std::fs::read_to_string(file.expect("file").path()).expect("text")).collect()
}

/// `text` in a single-byte encoding, by what decoding makes of each byte; what it cannot hold is left out,
/// and so is a mark that would open the text.
fn transcode(text: &str, label: &str, later: bool) -> Vec<u8> {
    let bytes: Vec<u8> = (0..=255).collect();
    let chars: Vec<_> = named(&bytes, label).chars().collect();
    let byte_of = |c: char| {
        let place = |&at: &char| at == c;
        let at = if later { chars.iter().rposition(place) } else { chars.iter().position(place) };
        at.map(|at| at as u8)
    };
    let map: std::collections::HashMap<char, Option<u8>> = text
        .chars()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .map(|c| (c, byte_of(c)))
        .collect();
    text.chars().filter_map(|c| map[&c]).collect()
}

#[test]
fn arabic_is_found_in_every_encoding_that_holds_it() {
    let sample = [texts("news"), texts("structure/dev")].concat().into_iter().step_by(step());
    let texts: Vec<_> = seeds().into_iter().chain(sample).collect();
    let forms = [
        ("windows-1256", false),
        ("ISO-8859-6", false),
        ("cp720", false),
        ("MacArabic", false),
        ("MacArabic", true),
    ];
    let mut wrong = Vec::new();
    let mut count = 0;
    for (label, later) in forms {
        for text in &texts {
            let bytes = transcode(text, label, later);
            for length in [200, bytes.len().max(201)] {
                let bytes = &bytes[..length.min(bytes.len())];
                let (want, got) = (named(bytes, label), auto(bytes));
                if bytes.iter().filter(|byte| !byte.is_ascii()).count() < 32 {
                    continue;
                }
                let spaces = |text: &str| text.replace('\u{A0}', " ");
                count += 1;
                if spaces(&got.text) != spaces(&want) || length > 200 && !got.warnings.is_empty() {
                    wrong.push(format!(
                        "{label} {later} {length}: {} {:?} {}",
                        got.encoding,
                        got.warnings,
                        want.chars().take(40).collect::<String>()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

/// A few letters are enough: lines of the seeds, cut to so many bytes, and how many of them may be misread.
#[test]
fn short_lines_are_arabic() {
    let lines: Vec<String> =
        seeds().iter().flat_map(|seed| seed.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    for (label, length, most) in [("windows-1256", 8, 1), ("windows-1256", 16, 0), ("ISO-8859-6", 16, 0)] {
        let holds = |line: &&String| named(&transcode(line, label, false), label) == **line;
        let cut = |line: &String| transcode(line, label, false).get(..length).map(<[u8]>::to_vec);
        let cuts: Vec<_> = lines.iter().filter(holds).filter_map(cut).collect();
        let spaces = |text: &str| text.replace('\u{A0}', " ");
        let is_wrong = |cut: &&Vec<u8>| spaces(&auto(cut).text) != spaces(&named(cut, label));
        let wrong: Vec<_> = cuts.iter().filter(is_wrong).collect();
        assert!(cuts.len() > 80 && wrong.len() <= most, "{label}, {length}: {wrong:02X?} of {}", cuts.len());
    }
}

#[test]
fn a_word_of_an_old_encoding_is_no_cut_character() {
    for (bytes, text, encoding) in [
        (&b"un caf\xE9"[..], "un café", "windows-1252"),
        (b"un caf\xC3", "un caf\u{FFFD}", "UTF-8"),
        (b"the end\xE2\x80", "the end\u{FFFD}", "UTF-8"),
    ] {
        let decoded = auto(bytes);
        assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
    }
}

#[test]
fn mojibake_of_the_corpus_is_repaired() {
    let Some(folder) = corpus("mojibake/dev") else { return };
    let mut wrong = Vec::new();
    for entry in index(&folder) {
        let file = entry["file"].as_str().expect("file");
        let bytes = std::fs::read(folder.join(file)).expect(file);
        let gold = std::fs::read_to_string(folder.join(entry["gold"].as_str().expect("gold"))).expect(file);
        let decoded = auto(&bytes);
        let codes = codes(&decoded);
        let right = match entry["damage"].as_str().expect("damage") {
            "clean" => decoded.text == gold && codes.is_empty(),
            damage if damage.ends_with("lossy") => codes.contains(&WarningCode::MojibakeSuspected),
            _ => {
                decoded.text == gold
                    && codes.iter().all(|&code| code == WarningCode::MojibakeRepaired)
                    && !codes.is_empty()
            }
        };
        if !right {
            wrong.push(format!(
                "{file}: {:?} {:?}",
                decoded.warnings,
                decoded.text.chars().take(60).collect::<String>()
            ));
        }
    }
    let wild = std::fs::read(folder.join("wild.json")).expect("wild");
    for entry in serde_json::from_slice::<Vec<serde_json::Value>>(&wild).expect("wild") {
        let text = entry["text"].as_str().expect("text");
        let decoded = auto(text.as_bytes());
        if !entry["gold"].as_array().expect("gold").iter().any(|gold| *gold == *decoded.text) {
            wrong.push(format!("wild: {:?} {}", decoded.warnings, decoded.text));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether there is enough Arabic in a text to say something of it.
fn is_arabic(text: &str) -> bool {
    text.chars().filter(|c| matches!(c, 'ء'..='ي')).count() >= 20
}

/// Reads bytes wrongly.
fn misread(bytes: &[u8], label: &str) -> String {
    match label {
        "ISO-8859-1" => bytes.iter().map(|&byte| char::from(byte)).collect(),
        _ => named(bytes, label),
    }
}

/// The kinds of damage that lose nothing: what was written, and what it was read as, once or more.
const DAMAGES: [(&str, &[&str]); 10] = [
    ("UTF-8", &["windows-1252"]),
    ("UTF-8", &["ISO-8859-1"]),
    ("UTF-8", &["windows-1254"]),
    ("UTF-8", &["macintosh"]),
    ("UTF-8", &["windows-1256"]),
    ("UTF-8", &["windows-1252", "windows-1252"]),
    ("UTF-8", &["windows-1256", "windows-1252"]),
    ("windows-1256", &["windows-1252"]),
    ("windows-1256", &["ISO-8859-1"]),
    ("windows-1256", &["windows-1254"]),
];

fn damage(text: &str, written: &str, read: &[&str]) -> String {
    let bytes = if written == "UTF-8" { text.as_bytes().to_vec() } else { transcode(text, written, false) };
    let first = misread(&bytes, read[0]);
    read[1..].iter().fold(first, |text, label| misread(text.as_bytes(), label))
}

#[test]
fn damage_that_loses_nothing_is_undone() {
    let sample = [texts("news"), texts("structure/dev")].concat().into_iter().step_by(step());
    let mut wrong = Vec::new();
    let mut count = 0;
    for text in seeds().into_iter().chain(sample).filter(|text| is_arabic(text)) {
        let text: String = text.trim_start_matches('\u{FEFF}').chars().take(2000).collect();
        for (written, read) in DAMAGES {
            let text = if written == "UTF-8" {
                text.clone()
            } else {
                named(&transcode(&text, written, false), written)
            };
            count += 1;
            let damaged = damage(&text, written, read);
            let decoded = auto(damaged.as_bytes());
            if decoded.text != text {
                let (a, b): (String, String) =
                    decoded.text.chars().zip(text.chars()).skip_while(|(a, b)| a == b).take(60).unzip();
                wrong.push(format!("{written} as {read:?}: {:?}\n   {a:?}\n   {b:?}", decoded.warnings));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn reversed_lines_are_noticed() {
    for text in texts("news").into_iter().chain(seeds()).step_by(step()).filter(|text| is_arabic(text)) {
        let turned: Vec<String> = text.lines().map(|line| line.chars().rev().collect()).collect();
        assert!(visual_order(&turned.join("\n")).is_some(), "{text}");
    }
}

#[test]
fn clean_text_is_in_logical_order() {
    let corpora = ["news", "vocalised", "structure/dev"].map(texts).concat();
    let languages = languages().map(|(_, _, text)| text.to_owned());
    let mut wrong = Vec::new();
    for text in corpora.into_iter().step_by(step()).chain(seeds()).chain(languages) {
        if let Some(warning) = visual_order(&text) {
            let line = text.lines().nth(warning.line.expect("a line") - 1);
            wrong.push(format!("{warning:?} {line:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn clean_text_is_no_mojibake() {
    let corpora = ["news", "vocalised", "structure/dev"].map(texts).concat();
    let languages = languages().map(|(_, _, text)| text.to_owned());
    let mut wrong = Vec::new();
    for text in corpora.into_iter().step_by(step()).chain(seeds()).chain(languages) {
        let decoded = auto(text.as_bytes());
        let found = decoded
            .warnings
            .iter()
            .any(|w| w.code == WarningCode::MojibakeRepaired || w.code == WarningCode::MojibakeSuspected);
        if found || decoded.text != text.trim_start_matches('\u{FEFF}') {
            wrong.push(format!("{:?}: {:?}", decoded.warnings, text.chars().take(300).collect::<String>()));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

fn index(folder: &std::path::Path) -> Vec<serde_json::Value> {
    let bytes = std::fs::read(folder.join("index.json")).expect("index");
    serde_json::from_slice(&bytes).expect("index")
}

#[test]
fn every_encoding_of_the_corpus_is_found() {
    let Some(folder) = corpus("encodings/dev") else { return };
    let mut wrong = Vec::new();
    for entry in index(&folder) {
        let file = entry["file"].as_str().expect("file");
        let bytes = std::fs::read(folder.join(file)).expect(file);
        let gold = std::fs::read_to_string(folder.join(entry["gold"].as_str().expect("gold"))).expect(file);
        let name = match entry["encoding"].as_str().expect("encoding") {
            "mac-arabic" => "MacArabic".to_owned(),
            "utf-8-sig" => "UTF-8".to_owned(),
            other => other.trim_end_matches("-bom").to_owned(),
        };
        let decoded = auto(&bytes);
        if decoded.text != gold || !decoded.encoding.replace("UTF-16", "UTF-16-").eq_ignore_ascii_case(&name)
        {
            wrong.push(format!(
                "{file}: {} {:?}",
                decoded.encoding,
                &decoded.text.chars().take(30).collect::<String>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The Encoding Standard's indexes, `pointer, code point, name` a line (whatwg/encoding, CC BY 4.0).
#[test]
fn single_bytes_are_what_the_standard_says() {
    let indexes = [
        ("windows-1256", include_str!("data/decode/index-windows-1256.txt")),
        ("ISO-8859-6", include_str!("data/decode/index-iso-8859-6.txt")),
    ];
    for (label, index) in indexes {
        let mut want: Vec<char> =
            (0..=255).map(|byte: u8| if byte < 0x80 { byte.into() } else { '\u{FFFD}' }).collect();
        for line in index.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut fields = line.split_whitespace();
            let pointer: usize = fields.next().and_then(|field| field.parse().ok()).expect("a pointer");
            let code = fields.next().and_then(|field| field.strip_prefix("0x")).expect("a code point");
            let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
            want[pointer + 0x80] = c.expect("a character");
        }
        // A text has no NUL, whatever it was written in.
        want[0] = '\u{FFFD}';
        for byte in 0..=255_u8 {
            assert_eq!(named(&[byte], label), want[usize::from(byte)].to_string(), "{label} {byte:02X}");
        }
    }
}

#[test]
fn damage_in_part_of_a_document_is_undone() {
    let sentence = "وأضاف البيان أن المشاركين سيجتمعون مرة أخرى في مدينة الرباط.";
    for (written, read) in DAMAGES.into_iter().filter(|(_, read)| read.len() == 1) {
        let damaged = format!("{TEXT}{}\n{TEXT}", damage(sentence, written, read));
        let decoded = auto(damaged.as_bytes());
        assert_eq!(decoded.text, format!("{TEXT}{sentence}\n{TEXT}"), "{written} as {read:?}");
        assert_eq!(codes(&decoded), [WarningCode::MojibakeRepaired], "{written} as {read:?}");
        assert_eq!(decoded.warnings[0].line, Some(3), "{written} as {read:?}");
    }
}

#[test]
fn lost_bytes_are_guessed_and_warned_of() {
    // A text with vowel marks has others to lose behind D9, and would not be guessed.
    let text = TEXT.replace('\u{64B}', "");
    let damaged = damage(&text, "UTF-8", &["ISO-8859-1"]);
    // ف is D9 81, whose second byte windows-1252 does not have.
    for lost in [damaged.replace('\u{81}', ""), damaged.replace('\u{81}', "\u{FFFD}")] {
        let decoded = auto(lost.as_bytes());
        assert_eq!(decoded.text, text);
        assert_eq!(codes(&decoded), [WarningCode::MojibakeRepaired, WarningCode::MojibakeSuspected]);
    }
    let french = "À la fête, l’élève âgé déjà reçu à l’hôtel était à côté du château.";
    let lost = damage(french, "UTF-8", &["windows-1252"]).replace('\u{A0}', " ");
    let decoded = auto(lost.as_bytes());
    assert!(codes(&decoded).contains(&WarningCode::MojibakeSuspected), "{:?}", decoded.warnings);
}
