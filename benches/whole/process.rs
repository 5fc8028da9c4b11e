//! Process: a command, how long it takes and how much memory at most.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{self, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A command to be measured; its output goes nowhere.
pub(crate) struct Command {
    /// Its name in the table.
    pub(crate) name: String,
    program: OsString,
    arguments: Vec<OsString>,
    input: Option<PathBuf>,
}

/// One run.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    /// From start to end.
    pub(crate) seconds: f64,
    /// The most memory that was resident at once, children not counted; 0 where the system does not tell.
    pub(crate) peak_bytes: u64,
}

/// How often memory is looked at.
const GLANCE: Duration = Duration::from_millis(5);

impl Command {
    pub(crate) fn new(name: &str, program: impl AsRef<OsStr>) -> Self {
        Self { name: name.to_owned(), program: program.as_ref().into(), arguments: Vec::new(), input: None }
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().into());
        self
    }

    pub(crate) fn args<'a>(self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// Reads standard input from a file.
    pub(crate) fn input(mut self, path: impl Into<PathBuf>) -> Self {
        self.input = Some(path.into());
        self
    }

    /// Runs it once; `None` where it is not installed or fails.
    pub(crate) fn run(&self) -> Option<Run> {
        let input = match &self.input {
            Some(path) => Stdio::from(File::open(path).ok()?),
            None => Stdio::null(),
        };
        let start = Instant::now();
        let mut child = process::Command::new(&self.program)
            .args(&self.arguments)
            .stdin(input)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let status = format!("/proc/{}/status", child.id());
        let watcher = thread::spawn(move || {
            let mut peak = 0;
            while let Some(now) = high_water_mark(&status) {
                peak = now.max(peak);
                thread::sleep(GLANCE);
            }
            peak
        });
        let done = child.wait().ok()?;
        let seconds = start.elapsed().as_secs_f64();
        let peak_bytes = watcher.join().unwrap_or_default();
        done.success().then_some(Run { seconds, peak_bytes })
    }
}

/// `VmHWM` of `/proc/PID/status`; `None` once the process is gone.
fn high_water_mark(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let kilobytes = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    kilobytes.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
