//! Whole processes over corpora made from the seeds, in turn, against tools that only read or copy.
//!
//! ```text
//! cargo bench --bench whole -- [files] [jsonl] [vocalised] [markdown] [--count 100000] [--megabytes 1000]
//!     [--rounds 5] [--dir target/whole] [--previous PATH]
//! ```
//!
//! Every round runs each command once, one after the other, every other round backwards, so that what the machine does
//! besides hits all alike, and none always runs behind one that leaves the processor hot. What is printed are medians
//! over the rounds, after one run that only reads the corpus from the disk, and the ratio to seedtool of the same round:
//! median, least and greatest.
#![allow(clippy::print_stdout)]

mod corpora;
mod process;

use std::path::{Path, PathBuf};
use std::time::Instant;

use corpora::{Corpus, Kind};
use process::{Command, Run};

/// What was asked for on the command line.
struct Options {
    kinds: Vec<Kind>,
    count: usize,
    megabytes: usize,
    rounds: usize,
    dir: PathBuf,
    previous: Option<PathBuf>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            kinds: Vec::new(),
            count: 100_000,
            megabytes: 1000,
            rounds: 5,
            dir: Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole"),
            previous: None,
        };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
            let number = |value: String| value.parse().map_err(|_| format!("{value}: no number"));
            match argument.as_str() {
                // What `cargo bench` adds.
                "--bench" => {}
                "--count" => options.count = number(value()?)?,
                "--megabytes" => options.megabytes = number(value()?)?,
                "--rounds" => options.rounds = number(value()?)?,
                "--dir" => options.dir = value()?.into(),
                "--previous" => options.previous = Some(value()?.into()),
                name => options.kinds.push(Kind::named(name).ok_or(format!("{name}: no such corpus"))?),
            }
        }
        if options.kinds.is_empty() {
            options.kinds.extend(Kind::ALL);
        }
        Ok(options)
    }
}

fn main() -> Result<(), String> {
    let options = Options::parse(std::env::args().skip(1))?;
    println!("memcpy: {:.1} GB/s", memcpy());
    for &kind in &options.kinds {
        let size = if kind.is_folder() { options.count } else { options.megabytes };
        let corpus = Corpus::make(kind, size, &options.dir).map_err(|error| format!("{kind:?}: {error}"))?;
        println!("\n{}: {:.0} MB", kind.name(), corpus.bytes as f64 / 1e6);
        compare(&commands(&corpus, &options), options.rounds, corpus.bytes);
    }
    Ok(())
}

/// The commands that go through a corpus, seedtool first.
fn commands(corpus: &Corpus, options: &Options) -> Vec<Command> {
    let path = corpus.path.as_path();
    let seedtool = Path::new(env!("CARGO_BIN_EXE_seedtool"));
    let job = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/whole/job.py");
    let mut commands = Vec::new();
    for (name, binary) in [("seedtool", Some(seedtool)), ("the previous build", options.previous.as_deref())]
    {
        let Some(binary) = binary else { continue };
        for jobs in ["2", "1"] {
            let command = Command::new(&format!("{name} -j{jobs}"), binary);
            commands.push(match corpus.kind.is_folder() {
                true => command.args(["ingest", "--quiet", "-j", jobs]).arg(path),
                false => command.args(["filter", "-j", jobs]).input(path),
            });
        }
    }
    if corpus.kind.is_folder() {
        commands.push(Command::new("rg -c .", "rg").args(["-c", "."]).arg(path));
        commands.push(Command::new("cat", "find").arg(path).args(["-type", "f", "-exec", "cat", "{}", "+"]));
    } else {
        commands.push(Command::new("cat", "cat").arg(path));
        commands.push(Command::new("jq -c .", "jq").args(["-c", "."]).arg(path));
    }
    commands.push(Command::new("Python, two processes", "python3").arg(&job).arg(path));
    commands
}

/// Runs the commands in turn and prints what they took.
fn compare(commands: &[Command], rounds: usize, bytes: u64) {
    // So that the first does not pay for the disk.
    commands[0].run();
    let runs: Vec<Vec<Option<Run>>> = (0..rounds).map(|round| run(commands, round % 2 == 1)).collect();
    println!("{:<24}{:>9}{:>10}{:>11}   wall, of seedtool -j2", "", "wall s", "MB/s", "peak MB");
    for (at, command) in commands.iter().enumerate() {
        let of_round = |runs: &Vec<Option<Run>>| Some((runs[at]?, runs[0]?));
        let pairs: Option<Vec<(Run, Run)>> = runs.iter().map(of_round).collect();
        let Some(pairs) = pairs else {
            println!("{:<24} is not installed, or failed", command.name);
            continue;
        };
        let wall = median(pairs.iter().map(|(own, _)| own.seconds));
        let peak = pairs.iter().map(|(own, _)| own.peak_bytes).max().unwrap_or_default();
        let ratios = || pairs.iter().map(|(own, first)| own.seconds / first.seconds);
        println!(
            "{:<24}{wall:>9.3}{:>10.0}{:>11.1}   {:.2} ({:.2}–{:.2})",
            command.name,
            bytes as f64 / 1e6 / wall,
            peak as f64 / 1e6,
            median(ratios()),
            ratios().fold(f64::INFINITY, f64::min),
            ratios().fold(0.0, f64::max),
        );
    }
}

/// Runs all commands once, from the first or `backwards`, and gives what they took in their own order.
fn run(commands: &[Command], backwards: bool) -> Vec<Option<Run>> {
    if !backwards {
        return commands.iter().map(Command::run).collect();
    }
    let mut runs: Vec<Option<Run>> = commands.iter().rev().map(Command::run).collect();
    runs.reverse();
    runs
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What this machine copies in a second, in GB: other figures are worth what this one is.
fn memcpy() -> f64 {
    let from = vec![1_u8; 64 << 20];
    let mut to = vec![0_u8; from.len()];
    let best = (0..10)
        .map(|_| {
            let start = Instant::now();
            to.copy_from_slice(std::hint::black_box(&from));
            std::hint::black_box(&mut to);
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min);
    from.len() as f64 / 1e9 / best
}
