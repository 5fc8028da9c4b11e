//! What decoding costs beside validating UTF-8 with simdutf8, over ../shared/corpus and what is made of it.
//!
//! `cargo bench --bench decode`. Each figure is the median ratio of rounds that alternate the two, since absolute
//! times drift.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use seedtool::decode::{Options, decode, utf8};

const ROUNDS: usize = 41;
/// So many bytes are decoded in one round.
const VOLUME: usize = 4 << 20;

fn main() {
    let corpus = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus"));
    let news = texts(&corpus.join("news"));
    if news.is_empty() {
        println!("no {}", corpus.display());
        return;
    }
    let whole = vec![news.concat()];
    let vocalised = texts(&corpus.join("vocalised"));
    let ascii = vec!["Plain ASCII text, line after line, without any surprise in it.\n".repeat(80)];
    let misread = |text: &String, encoding: &'static encoding_rs::Encoding| {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    };
    let western: Vec<_> = news.iter().map(|text| misread(text, encoding_rs::WINDOWS_1252)).collect();
    let arabic: Vec<_> = news.iter().map(|text| misread(text, encoding_rs::WINDOWS_1256)).collect();
    println!(
        "{:<34}{:>10}{:>10}{:>10}{:>12}{:>10}",
        "MB/s", "simdutf8", "utf8", "ratio", "every check", "ratio"
    );
    row("news, a document each", &news);
    row("news, one document", &whole);
    row("vocalised", &vocalised);
    row("ASCII", &ascii);
    for length in [64, 128, 256, 500] {
        row(&format!("news, first {length} bytes"), &beginnings(&news, length));
        row(&format!("ASCII, first {length} bytes"), &beginnings(&ascii, length));
    }
    row("news, read as windows-1252", &western);
    row("news, read as windows-1256", &arabic);
}

fn texts(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    let texts = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
    texts.filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// As much of each text as fits into so many bytes.
fn beginnings(texts: &[String], length: usize) -> Vec<String> {
    texts.iter().map(|text| text[..text.floor_char_boundary(length)].to_owned()).collect()
}

fn row(name: &str, texts: &[String]) {
    let size: usize = texts.iter().map(String::len).sum();
    let times = (VOLUME / size).max(1);
    let options = Options::default();
    let volume = (size * times) as f64 / 1e6;
    let rounds: Vec<_> = (0..ROUNDS)
        .map(|_| {
            [
                clock(texts, times, |bytes| simdutf8::basic::from_utf8(bytes).is_ok()),
                clock(texts, times, |bytes| utf8(bytes).is_some()),
                clock(texts, times, |bytes| decode(bytes, &options).is_ok_and(|it| it.warnings.is_empty())),
            ]
        })
        .collect();
    let rate = |of: usize| median(rounds.iter().map(|times| volume / times[of]));
    let ratio = |of: usize| median(rounds.iter().map(|times| times[of] / times[0]));
    println!(
        "{name:<34}{:>10.0}{:>10.0}{:>10.2}{:>12.0}{:>10.2}",
        rate(0),
        rate(1),
        ratio(1),
        rate(2),
        ratio(2)
    );
}

fn clock(texts: &[String], times: usize, work: impl Fn(&[u8]) -> bool) -> f64 {
    let start = Instant::now();
    for _ in 0..times {
        for text in texts {
            black_box(work(black_box(text.as_bytes())));
        }
    }
    start.elapsed().as_secs_f64()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
