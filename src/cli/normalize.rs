//! `seedtool normalize`: text in, normalized text out, line by line, in constant memory.

use std::borrow::Cow;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget};
use memchr::memchr_iter;

use seedtool::error::{ErrorCode, WarningCode};
use seedtool::lines::is_invisible;
use seedtool::normalize::{Explanation, Fold, Normalizer, Profile, Step, Stream, UNICODE_VERSION};
use seedtool::report::Steps;

use super::message::{Problem, say};
use super::{exit, options::codes, streams};

/// How much is read at once; what is done of it is written before the next read, so a pause in the input flushes.
const PIECE: usize = 256 << 10;

/// Inputs that turn out larger than this show their progress on a terminal.
const LARGE: u64 = 32 << 20;

/// Malformed sequences of one input that are reported one by one.
const REPORTED: usize = 10;

/// Normalize text, line by line, from files or standard input to standard output
#[derive(clap::Args)]
#[command(
    after_help = "The text is UTF-8; lines stay lines. For documents in other encodings, and for their structure, there is \
                        `seedtool ingest`.\n\nExamples:\n  seedtool normalize article.txt > clean.txt\n  \
                        seedtool normalize --fold alef,teh-marbuta < queries.txt\n  \
                        seedtool normalize --profile lucene < text.txt | cmp - indexed.txt"
)]
pub(crate) struct Args {
    /// Files to read; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    rules: Rules,

    /// Explain every profile, step and fold, for who has to choose, and end
    #[arg(long)]
    list: bool,

    /// Exit with 2 where something was not UTF-8, so that a pipe notices (it is replaced by U+FFFD all the same)
    #[arg(long)]
    strict: bool,
}

/// How texts are normalized.
#[derive(clap::Args)]
pub(crate) struct Rules {
    /// The rules to follow, for output that must equal that of another library; `normalize --list` explains them
    #[arg(long, value_parser = codes(Profile::ALL, Profile::as_str), default_value = "standard", help_heading = "Normalization")]
    profile: Profile,

    /// Distinctions to drop, so that searches find what is spelt otherwise; with commas between them
    #[arg(long, value_name = "FOLD,…", value_delimiter = ',', value_parser = codes(Fold::ALL, Fold::as_str), help_heading = "Normalization")]
    fold: Vec<Fold>,

    /// Steps of profile standard to leave out, where what they change has meaning, as vowel marks in verse; with
    /// commas between them
    #[arg(long, value_name = "STEP,…", value_delimiter = ',', value_parser = codes(Step::ALL, Step::as_str), help_heading = "Normalization")]
    keep: Vec<Step>,
}

impl Rules {
    /// The normalizer that was asked for.
    pub(crate) fn normalizer(&self) -> Result<Normalizer> {
        Normalizer::new(self.profile, &self.keep, &self.fold).map_err(|error| anyhow::anyhow!(error.message))
    }

    /// The same, step by step.
    pub(crate) fn steps(&self) -> Result<Steps> {
        Steps::new(self.profile, &self.keep, &self.fold).map_err(|error| anyhow::anyhow!(error.message))
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let mut output = streams::stdout()?;
    if args.list {
        output.write_all(list().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let normalizer = args.rules.normalizer()?;
    let mut failed = false;
    for path in &args.files {
        match open(path) {
            Ok(input) => {
                let found = Job::new(path, &normalizer, &input).run(input, &mut output)?;
                failed |= found.is_cut || args.strict && found.malformed > 0;
            }
            Err(error) => {
                failed = true;
                report(path, None, &ErrorCode::Io, &error);
            }
        }
    }
    Ok(ExitCode::from(if failed { exit::SOME_FAILED } else { 0 }))
}

/// Opens an input, or says why it cannot be one.
fn open(path: &Path) -> Result<File, String> {
    let unreadable = |error: io::Error| format!("{error}; check the name and the permissions");
    let opened = if path == Path::new("-") { streams::stdin() } else { File::open(path) };
    let file = opened.map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err("a folder, not a file; for folders there is `seedtool ingest`".to_owned());
    }
    let identity = streams::file(Some(metadata));
    if identity.is_some() && identity == streams::stdout_file() {
        return Err("an input and the output; write to another file".to_owned());
    }
    Ok(file)
}

fn report(path: &Path, line: Option<usize>, code: &dyn Display, message: &str) {
    say(format_args!("{}", Problem { path, line, code, message }));
}

/// One input on its way to the output.
struct Job<'a> {
    path: &'a Path,
    stream: Stream<'a>,
    /// Where the next bytes stand: 1-based line, 0-based offset.
    line: usize,
    offset: usize,
    found: Found,
    progress: Progress,
}

/// What was wrong with an input.
#[derive(Default)]
struct Found {
    /// Sequences that were not UTF-8.
    malformed: usize,
    /// It could not be read to its end.
    is_cut: bool,
}

impl<'a> Job<'a> {
    fn new(path: &'a Path, normalizer: &'a Normalizer, input: &File) -> Self {
        let progress = Progress::new(input);
        Self { path, stream: normalizer.stream(), line: 1, offset: 0, found: Found::default(), progress }
    }

    /// Reads to the end. What cannot be read is reported, what cannot be written is returned.
    fn run(mut self, mut input: impl Read, output: &mut impl Write) -> io::Result<Found> {
        let mut bytes = vec![0; PIECE];
        // The head of `bytes` is text that the stream held back, then perhaps the start of a character.
        let (mut held, mut filled) = (0, 0);
        let mut out = String::new();
        loop {
            let read = match input.read(&mut bytes[filled..]) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.found.is_cut = true;
                    self.say(None, &ErrorCode::Io, &format!("{error}; what follows is missing"));
                    0
                }
            };
            filled += read;
            let is_last = read == 0;
            let whole = if is_last { filled } else { filled - cut_character(&bytes[..filled]) };
            let text = self.decode(&bytes[..whole], held);
            let done = if is_last { text.len() } else { self.stream.push(&text, &mut out) };
            if is_last {
                self.stream.clone().finish(&text, &mut out);
            }
            output.write_all(out.as_bytes())?;
            out.clear();
            if is_last {
                return Ok(self.conclude());
            }
            self.progress.advance(read);
            held = text.len() - done;
            let rest = [&text.as_bytes()[done..], &bytes[whole..filled]].concat();
            filled = rest.len();
            // What is held back may be longer than what was read: a byte that is none of UTF-8 becomes three.
            bytes.resize(bytes.len().max(filled + PIECE), 0);
            bytes[..filled].copy_from_slice(&rest);
        }
    }

    /// The text of a piece; behind the first `held` bytes, each malformed sequence is reported and becomes U+FFFD.
    fn decode<'b>(&mut self, piece: &'b [u8], held: usize) -> Cow<'b, str> {
        let text = match simdutf8::basic::from_utf8(piece) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(self.repair(piece, held)),
        };
        self.line += memchr_iter(b'\n', &piece[held..]).count();
        self.offset += piece.len() - held;
        text
    }

    fn repair(&mut self, piece: &[u8], held: usize) -> String {
        let mut text = String::with_capacity(piece.len());
        let mut at = 0;
        for chunk in piece.utf8_chunks() {
            text.push_str(chunk.valid());
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                let line = self.line + memchr_iter(b'\n', &piece[held..at]).count();
                self.malformed(line, self.offset + at - held, chunk.invalid());
                text.push(char::REPLACEMENT_CHARACTER);
            }
            at += chunk.invalid().len();
        }
        text
    }

    fn malformed(&mut self, line: usize, offset: usize, bytes: &[u8]) {
        self.found.malformed += 1;
        if self.found.malformed <= REPORTED {
            let hex: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
            let message = format!("{} at byte {offset} is not UTF-8; replaced by U+FFFD", hex.join(" "));
            self.say(Some(line), &WarningCode::Malformed, &message);
        }
    }

    fn conclude(self) -> Found {
        let more = self.found.malformed.saturating_sub(REPORTED);
        if more > 0 {
            let message = format!("{more} more sequences were replaced by U+FFFD; is the input UTF-8?");
            self.say(None, &WarningCode::Malformed, &message);
        }
        self.found
    }

    fn say(&self, line: Option<usize>, code: &dyn Display, message: &str) {
        self.progress.aside(|| report(self.path, line, code, message));
    }
}

/// Bytes of a character that is cut off at the end of a piece.
fn cut_character(piece: &[u8]) -> usize {
    let width = |lead: u8| match lead {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF7 => 4,
        _ => 1,
    };
    let tail = piece.iter().rev().take(3);
    let lead = tail.enumerate().find(|(_, byte)| !matches!(byte, 0x80..=0xBF));
    lead.map_or(0, |(behind, &byte)| if width(byte) > behind + 1 { behind + 1 } else { 0 })
}

/// How far a large input is, for whoever sits before the terminal.
struct Progress {
    bar: ProgressBar,
    size: Option<u64>,
    done: u64,
}

impl Progress {
    fn new(input: &File) -> Self {
        let size = input.metadata().ok().filter(|it| it.is_file()).map(|it| it.len());
        Self { bar: ProgressBar::hidden(), size, done: 0 }
    }

    fn advance(&mut self, bytes: usize) {
        self.done += bytes as u64;
        if self.done >= LARGE && self.bar.is_hidden() && io::stderr().is_terminal() {
            self.bar = ProgressBar::with_draw_target(self.size, ProgressDrawTarget::stderr());
        }
        self.bar.set_position(self.done);
    }

    /// Lets something be said without disturbing the bar.
    fn aside(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// What `--list` prints: every name, a line each, with an example.
fn list() -> String {
    let mut list = String::new();
    section(&mut list, "Profiles (--profile)", Profile::ALL.iter().map(|it| (it.as_str(), it.explanation())));
    section(
        &mut list,
        "Steps of standard (--keep)",
        Step::ALL.iter().map(|it| (it.as_str(), it.explanation())),
    );
    section(&mut list, "Folds (--fold)", Fold::ALL.iter().map(|it| (it.as_str(), it.explanation())));
    let (major, minor, update) = UNICODE_VERSION;
    list + &format!("Unicode {major}.{minor}.{update}\n")
}

fn section<'a>(list: &mut String, title: &str, names: impl Iterator<Item = (&'a str, Explanation)>) {
    *list += &format!("{title}\n");
    for (name, Explanation { about, before, after }) in names {
        let [before, after] = [before, after].map(visible);
        *list += &format!("  {name:20} {about}: {before} → {after}\n");
    }
    list.push('\n');
}

/// A text with invisible characters escaped.
fn visible(text: &str) -> String {
    let shown =
        |c: char| if c != ' ' && is_invisible(c) { c.escape_unicode().to_string() } else { c.to_string() };
    text.chars().map(shown).collect()
}
