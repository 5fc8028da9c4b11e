//! Corpora: documents made of the seeds, the same on every machine.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A folder of files like the seeds.
    Files,
    /// The same as JSON Lines in one file.
    JsonLines,
    /// A folder of files with vowel marks on most letters.
    Vocalised,
    /// A folder of Markdown files: headings, nested lists, emphasis, links, tables, quotes.
    Markdown,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Files, Self::JsonLines, Self::Vocalised, Self::Markdown];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::JsonLines => "jsonl",
            Self::Vocalised => "vocalised",
            Self::Markdown => "markdown",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) fn is_folder(self) -> bool {
        self != Self::JsonLines
    }
}

/// A corpus on disk.
pub(crate) struct Corpus {
    pub(crate) kind: Kind,
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
}

/// Files in a folder.
const A_FOLDER: usize = 1000;

impl Corpus {
    /// Makes a corpus of so many files, or megabytes of JSON Lines, below `dir`; one that is there already is used again.
    pub(crate) fn make(kind: Kind, size: usize, dir: &Path) -> io::Result<Self> {
        let path =
            dir.join(format!("{}-{size}{}", kind.name(), if kind.is_folder() { "" } else { ".jsonl" }));
        // Written last, it tells that the corpus is whole.
        let whole = dir.join(format!("{}-{size}.bytes", kind.name()));
        if let Some(bytes) = fs::read_to_string(&whole).ok().and_then(|text| text.parse().ok()) {
            return Ok(Self { kind, path, bytes });
        }
        let seeds = Seeds::read()?;
        fs::create_dir_all(dir)?;
        let bytes = match kind.is_folder() {
            true => folder(kind, size, &path, &seeds)?,
            false => json_lines(size, &path, &seeds)?,
        };
        fs::write(whole, bytes.to_string())?;
        Ok(Self { kind, path, bytes })
    }
}

fn folder(kind: Kind, count: usize, path: &Path, seeds: &Seeds) -> io::Result<u64> {
    let mut bytes = 0;
    for nth in 0..count {
        let folder = path.join(format!("{:03}", nth / A_FOLDER));
        if nth % A_FOLDER == 0 {
            fs::create_dir_all(&folder)?;
        }
        let text = document(kind, nth, seeds);
        bytes += text.len() as u64;
        let ending = if kind == Kind::Markdown { "md" } else { "txt" };
        fs::write(folder.join(format!("{nth:07}.{ending}")), text)?;
    }
    Ok(bytes)
}

fn json_lines(megabytes: usize, path: &Path, seeds: &Seeds) -> io::Result<u64> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut bytes = 0;
    for nth in 0.. {
        if bytes >= megabytes as u64 * 1_000_000 {
            break;
        }
        let text = document(Kind::Files, nth, seeds);
        let line = serde_json::json!({ "id": format!("d{nth}"), "url": format!("https://example.org/{nth}"), "text": text });
        let line = line.to_string();
        bytes += line.len() as u64 + 1;
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(bytes)
}

/// The lines of the seeds, and their words.
struct Seeds {
    texts: Vec<String>,
    words: Vec<String>,
}

impl Seeds {
    fn read() -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.sort();
        let texts: Vec<String> = paths.iter().map(fs::read_to_string).collect::<io::Result<_>>()?;
        let words = texts.iter().flat_map(|text| text.split_whitespace());
        let words = words.filter(|word| word.chars().all(char::is_alphabetic)).map(str::to_owned).collect();
        Ok(Self { texts, words })
    }
}

/// The document of this number: a seed with other words here and there and some of its lines more than once.
fn document(kind: Kind, nth: usize, seeds: &Seeds) -> String {
    let mut random = Random(nth as u64);
    let seed = &seeds.texts[nth % seeds.texts.len()];
    let mut text = String::with_capacity(2 * seed.len());
    for line in seed.lines() {
        let line = reworded(line, seeds, &mut random);
        text += &line;
        text.push('\n');
        if line.len() > 200 && random.one_in(4) {
            text += &reworded(&line, seeds, &mut random);
            text.push('\n');
        }
    }
    match kind {
        Kind::Files | Kind::JsonLines => text,
        Kind::Vocalised => vocalised(&text, &mut random),
        Kind::Markdown => markdown(&text, &mut random),
    }
}

/// The line with one word in eight replaced.
fn reworded(line: &str, seeds: &Seeds, random: &mut Random) -> String {
    let mut out = String::with_capacity(line.len() + 16);
    for (at, word) in line.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let plain = word.chars().all(char::is_alphabetic) && !word.is_empty();
        out += if plain && random.one_in(8) { &seeds.words[random.below(seeds.words.len())] } else { word };
    }
    out
}

/// The text with a vowel mark behind most letters.
fn vocalised(text: &str, random: &mut Random) -> String {
    const MARKS: [char; 8] =
        ['\u{64E}', '\u{64F}', '\u{650}', '\u{652}', '\u{651}', '\u{64B}', '\u{64D}', '\u{64C}'];
    let mut out = String::with_capacity(2 * text.len());
    for c in text.chars() {
        out.push(c);
        if ('ب'..='ي').contains(&c) && c != 'ـ' && !random.one_in(4) {
            out.push(MARKS[random.below(MARKS.len())]);
        }
    }
    out
}

/// The text as Markdown: a heading, then paragraphs with emphasis and links between lists, quotes and tables.
fn markdown(text: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(2 * text.len());
    for (at, line) in text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let line = line.trim_start_matches(['#', '-', '*', ' ']);
        let (head, tail) = line.split_once(' ').unwrap_or((line, ""));
        match (at, random.below(12)) {
            (0, _) => out += &format!("# {line}\n\n"),
            (_, 0) => out += &format!("## {line}\n\n"),
            (_, 1..=3) => out += &format!("- {line}\n  - {head}\n"),
            (_, 4) => out += &format!("\n> {line}\n\n"),
            (_, 5) => out += &format!("\n| {head} | {head} |\n|---|---|\n| {tail} | 1 |\n\n"),
            (_, 6) => out += &format!("\n[{head}](https://example.org/{at}) {tail}\n\n"),
            (_, 7) => out += &format!("\n**{head}** {tail}\n\n"),
            _ => out += &format!("\n{line}\n\n"),
        }
    }
    out
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}
