//! Messages to people: one line each on stderr, names without raw control characters.

use std::fmt::{self, Display, Write as _};
use std::io::{self, Write as _};
use std::panic::PanicHookInfo;
use std::path::Path;

use anyhow::anyhow;

use seedtool::corpus::{Input, panic_words};
use seedtool::error::{Error, Warning};

/// Writes one line to stderr. If even that fails there is nobody to tell.
pub(super) fn say(message: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr().lock(), "{message}");
}

/// Says where a defect is. Which document it met is said with the error of that document.
pub(super) fn say_defect(panic: &PanicHookInfo<'_>) {
    let words = panic_words(panic.payload());
    match panic.location() {
        Some(place) => say(format_args!("seedtool: defect at {place}: {}", Plain(words))),
        None => say(format_args!("seedtool: defect: {}", Plain(words))),
    }
}

/// Why an output cannot be written.
pub(super) fn cannot_write(path: &Path, error: &io::Error) -> anyhow::Error {
    let words = error.to_string();
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder; make it first",
        // Behind this stands the temporary file, of which the user knows nothing.
        _ => words.split(" at path ").next().unwrap_or(&words),
    };
    anyhow!("cannot write {}: {words}", Shown(path))
}

/// A path as it may be shown on a terminal: control characters and bidirectional controls escaped, so that
/// a file name can neither move the cursor nor reverse the line.
pub(super) struct Shown<'a>(pub(super) &'a Path);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(f, &self.0.to_string_lossy())
    }
}

/// Words that may hold anything, made fit for a terminal.
pub(super) struct Plain<'a>(pub(super) &'a str);

impl Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(f, self.0)
    }
}

fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        match c {
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                write!(f, "{}", c.escape_unicode())?
            }
            _ if c.is_control() => write!(f, "{}", c.escape_default())?,
            _ => f.write_char(c)?,
        }
    }
    Ok(())
}

/// `PATH:LINE: code: message`, without LINE where there is none. In a file of many documents LINE is the
/// document's.
pub(super) struct Problem<'a> {
    pub(super) path: &'a Path,
    pub(super) line: Option<usize>,
    pub(super) code: &'a dyn Display,
    pub(super) message: &'a str,
}

impl<'a> Problem<'a> {
    /// A warning of a record.
    pub(super) fn warning(input: Input<'a>, warning: &'a Warning) -> Self {
        let Warning { code, line, message } = warning;
        Self { path: input.path, line: place(input, *line), code, message }
    }

    /// Why there is no record.
    pub(super) fn error(input: Input<'a>, error: &'a Error) -> Self {
        let Error { code, line, message } = error;
        Self { path: input.path, line: place(input, *line), code, message }
    }
}

fn place(input: Input<'_>, line: Option<usize>) -> Option<usize> {
    input.record.and_then(|record| usize::try_from(record).ok()).or(line)
}

impl Display for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", Shown(self.path))?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}: {}", self.code, Plain(self.message))
    }
}
