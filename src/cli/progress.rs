//! Progress: a bar on a terminal's stderr.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use seedtool::source::{Options, Progress};
use seedtool::walk::{STDIN, walk};

use super::options::Saying;
use super::tally::Tally;

/// How far the work has come, with rate, errors and the time that is left.
pub(super) struct Bar {
    bar: ProgressBar,
    progress: Arc<Progress>,
}

impl Bar {
    /// A bar, where there is a terminal to show it on and the output does not go there as well.
    pub(super) fn new(saying: &Saying, to_stdout: bool) -> Option<Self> {
        let shown = io::stderr().is_terminal() && !(to_stdout && io::stdout().is_terminal());
        let bar = || ProgressBar::no_length().with_style(style(false));
        (shown && !saying.quiet).then(|| Self { bar: bar(), progress: Arc::default() })
    }

    /// Begins to show how far the reading has come.
    pub(super) fn watch(&mut self, roots: &[PathBuf], options: &Options, progress: &Arc<Progress>) {
        self.progress = Arc::clone(progress);
        self.bar.enable_steady_tick(Duration::from_millis(200));
        measure(self.bar.clone(), roots.to_vec(), options.clone());
    }

    /// Moves the bar on, and lets something be said beside it.
    pub(super) fn move_on(&self, tally: &Tally, say: impl FnOnce()) {
        self.bar.suspend(say);
        self.bar.set_position(self.progress.bytes.load(Ordering::Relaxed));
        self.bar.set_message(format!("{} records, {} errors", tally.records, tally.errors));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// How much there is to read is found out beside the reading; until then the bar has no end.
fn measure(bar: ProgressBar, roots: Vec<PathBuf>, options: Options) {
    if roots.iter().any(|root| root.as_os_str() == STDIN) {
        return;
    }
    let size = |path: &Path| path.metadata().map_or(0, |metadata| metadata.len());
    let sum = move || {
        let found = walk(&roots, options.walk).filter_map(Result::ok);
        let held = found.filter(|found| options.shard.is_none_or(|shard| shard.holds(&found.path)));
        let total = held.map(|found| size(&found.path)).sum();
        bar.set_length(total);
        bar.set_style(style(true));
    };
    // Where there is no thread to spare there is no end to be shown.
    let _ = thread::Builder::new().spawn(sum);
}

fn style(measured: bool) -> ProgressStyle {
    let template = match measured {
        true => "{bar:24} {bytes}/{total_bytes} {bytes_per_sec} · {msg} · {eta} left",
        false => "{spinner} {bytes} {bytes_per_sec} · {msg} · {elapsed}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
