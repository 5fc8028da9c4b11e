//! Speed of `normalize` against what people use today, in one run, as ratios of medians.
//!
//! `cargo bench --bench normalize`; texts of about 5 KB, from `../shared/corpus` when it is there, else made here.
#![allow(missing_docs, clippy::print_stdout)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use icu_normalizer::ComposingNormalizerBorrowed;
use regex::Regex;
use seedtool::normalize::{Normalizer, marks::MARKS};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

const ROUNDS: usize = 15;
const TEXT_BYTES: usize = 5000;
const CORPUS_BYTES: usize = 1 << 20;

fn main() {
    let news = corpus("news")
        .unwrap_or_else(|| made("عقد مجلس الوزراء اجتماعاً أمس لبحث التعاون الاقتصادي بين البلدين. "));
    let vocalised =
        corpus("vocalised").unwrap_or_else(|| made("بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ ٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَـٰلَمِينَ "));
    let compatibility = with_compatibility_lines(&news);
    let ascii = made("The quick brown fox jumps over the lazy dog, and nobody minds. ");
    for (name, texts) in [
        ("news", &news),
        ("vocalised", &vocalised),
        ("news, 2 % presentation forms", &compatibility),
        ("ASCII", &ascii),
    ] {
        measure(name, texts);
    }
}

/// Plain text files of a folder of the shared corpus, cut at line ends into texts.
fn corpus(name: &str) -> Option<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let files = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let text: String = files.collect();
    Some(texts(text.split_inclusive('\n')))
}

fn texts<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut texts = vec![String::new()];
    for line in lines {
        if texts[texts.len() - 1].len() + line.len() > TEXT_BYTES {
            texts.push(String::new());
        }
        texts.last_mut().expect("never empty").push_str(line);
    }
    texts.retain(|text| !text.is_empty());
    texts
}

fn made(sentence: &str) -> Vec<String> {
    let line = format!("{}\n", sentence.trim_end().repeat(4));
    texts(std::iter::repeat_n(&line[..], CORPUS_BYTES / line.len()))
}

/// Every fiftieth line as an old PDF would give it: in presentation forms, with no-break spaces.
fn with_compatibility_lines(texts: &[String]) -> Vec<String> {
    let forms: Vec<(char, char)> = ('\u{FE80}'..='\u{FEF4}')
        .filter_map(|form| {
            let mut plain = Vec::new();
            decompose_compatible(form, |c| plain.push(c));
            (plain.len() == 1).then(|| (plain[0], form))
        })
        .collect();
    let form = |c| match c {
        ' ' => '\u{A0}',
        _ => forms.iter().find(|(plain, _)| *plain == c).map_or(c, |&(_, form)| form),
    };
    let mut number = 0;
    let lines = |text: &String| -> String {
        let line = |line: &str| -> String {
            number += 1;
            if number % 50 == 0 { line.chars().map(form).collect() } else { line.to_owned() }
        };
        text.split_inclusive('\n').map(line).collect()
    };
    texts.iter().map(lines).collect()
}

fn is_removed(c: char) -> bool {
    let after = MARKS.partition_point(|&(first, _)| first <= c);
    c == '\u{640}' || after > 0 && c <= MARKS[after - 1].1
}

/// A way to normalize, by its name.
type Contender<'a> = (&'static str, Box<dyn FnMut(&str) + 'a>);

fn measure(name: &str, texts: &[String]) {
    let standard = Normalizer::standard();
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let set: String = MARKS.iter().map(|(first, last)| format!("{first}-{last}")).collect();
    let strip = Regex::new(&format!("[\u{640}{set}]+")).expect("a valid class");
    let mut buffer = String::with_capacity(1 << 20);

    let mut contenders: Vec<Contender<'_>> = vec![
        (
            "memcpy",
            Box::new(|text| {
                buffer.clear();
                buffer.push_str(black_box(text));
                black_box(&buffer);
            }),
        ),
        (
            "seedtool",
            Box::new(|text| {
                black_box(standard.normalize(black_box(text)));
            }),
        ),
        (
            "seedtool, line by line",
            Box::new(|text| {
                for line in text.split_inclusive('\n') {
                    black_box(standard.normalize(black_box(line)));
                }
            }),
        ),
        (
            "regex, strip only",
            Box::new(|text| {
                black_box(strip.replace_all(black_box(text), ""));
            }),
        ),
        (
            "icu_normalizer + filter",
            Box::new(|text| {
                let text: String =
                    nfkc.normalize(black_box(text)).chars().filter(|&c| !is_removed(c)).collect();
                black_box(text);
            }),
        ),
        (
            "unicode-normalization + filter",
            Box::new(|text| {
                let text: String = black_box(text).nfkc().filter(|&c| !is_removed(c)).collect();
                black_box(text);
            }),
        ),
    ];

    // Each text is measured alone, by turns: a busy machine then spoils a few times, not a median.
    let mut seconds = vec![0.0; contenders.len()];
    for text in texts {
        let mut times = vec![Vec::new(); contenders.len()];
        for round in 0..=ROUNDS {
            for ((_, run), times) in contenders.iter_mut().zip(&mut times) {
                let start = Instant::now();
                run(text);
                // The first round warms the caches.
                if round > 0 {
                    times.push(start.elapsed());
                }
            }
        }
        for (seconds, times) in seconds.iter_mut().zip(&mut times) {
            *seconds += median(times);
        }
    }

    let bytes: usize = texts.iter().map(String::len).sum();
    println!("\n{name}: {} texts, {bytes} bytes\n{:32} {:>9} {:>12}", texts.len(), "", "MB/s", "seedtool is");
    for ((name, _), seconds_of) in contenders.iter().zip(&seconds) {
        println!("{name:32} {:9.0} {:11.2}×", bytes as f64 / 1e6 / seconds_of, seconds_of / seconds[1]);
    }
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
