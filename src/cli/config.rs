//! Configuration: `--config FILE` sets options by the names of their flags, `--print-config` shows what is in force.
//!
//! A file is TOML without tables. Its entries become arguments in front of those that were typed, unless the same
//! flag was typed: so a file can say nothing that the command line cannot, and clap checks both alike.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, Error};
use toml::de::{DeTable, DeValue};

use super::message::Shown;

const CONFIG: &str = "config";
const PRINT: &str = "print-config";
const HEADING: &str = "Configuration";

/// The commands that take a file: those that read documents. One file may serve them all.
const CONFIGURABLE: &[&str] = &["ingest", "check", "filter", "normalize", "explain", "report", "stats"];

/// Adds `--config`, and to `ingest` `--print-config`, to the commands that take a file.
pub(super) fn offer(command: Command) -> Command {
    command.mut_subcommands(|command| match command.get_name() {
        name if !CONFIGURABLE.contains(&name) => command,
        "ingest" => command
            .arg(config_flag())
            .arg(print_flag())
            // Who only wants to see the options names no document.
            .mut_args(|arg| match arg.is_positional() {
                true => arg.required(false).required_unless_present(PRINT),
                false => arg,
            }),
        _ => command.arg(config_flag()),
    })
}

fn config_flag() -> Arg {
    Arg::new(CONFIG)
        .long(CONFIG)
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help(
            "Take options from this TOML file, for what is the same every time: their names are those of the flags, \
             and flags typed here win",
        )
        .help_heading(HEADING)
}

fn print_flag() -> Arg {
    Arg::new(PRINT)
        .long(PRINT)
        .action(ArgAction::SetTrue)
        .help("Show every option in force as TOML that --config takes, for a first configuration or when in doubt, and stop")
        .help_heading(HEADING)
}

/// Parses the command line together with the file that it names, if it names one.
pub(super) fn matches(command: &Command, typed: Vec<OsString>) -> Result<ArgMatches, Error> {
    // What the file still has to supply must not fail the look for its name.
    let first = command.clone().ignore_errors(true).try_get_matches_from(&typed);
    let file = first.ok().and_then(|first| {
        let (name, matches) = first.subcommand()?;
        let path = matches.try_get_one::<PathBuf>(CONFIG).ok()??.clone();
        Some((name.to_owned(), path, matches.clone()))
    });
    let Some((name, path, first)) = file else { return command.clone().try_get_matches_from(typed) };

    let source = std::fs::read_to_string(&path)
        .map_err(|error| failure(&path, None, &format!("{error}; --config takes a TOML file")))?;
    let file = File { command, path: &path, source: &source };
    let entries = file.entries()?;
    let arguments = file.arguments(&entries, &name, &first)?;
    let at = typed.iter().position(|word| word.to_str() == Some(&name)).map_or(typed.len(), |at| at + 1);
    let words = typed[..at].iter().cloned().chain(arguments).chain(typed[at..].iter().cloned());
    command.clone().try_get_matches_from(words).map_err(|error| file.place(error, &entries, &first))
}

/// One `key = value` of the file.
struct Entry {
    key: String,
    line: usize,
    /// The value as flags take it: one word, or several.
    words: Vec<String>,
    /// Set where the value is `true` or `false`.
    switch: Option<bool>,
}

struct File<'a> {
    command: &'a Command,
    path: &'a Path,
    source: &'a str,
}

impl File<'_> {
    fn entries(&self) -> Result<Vec<Entry>, Error> {
        let table = DeTable::parse(self.source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.failure(self.line(at), error.message())
        })?;
        let mut entries = Vec::new();
        for (key, value) in table.get_ref() {
            let line = self.line(key.span().start);
            let (words, switch) = self.words(key.get_ref(), value.get_ref(), line)?;
            entries.push(Entry { key: key.get_ref().to_string(), line, words, switch });
        }
        entries.sort_by_key(|entry| entry.line);
        Ok(entries)
    }

    fn words(
        &self,
        key: &str,
        value: &DeValue<'_>,
        line: usize,
    ) -> Result<(Vec<String>, Option<bool>), Error> {
        let one = |value: &DeValue<'_>| match value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().replace('_', "")),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            _ => None,
        };
        let words = match value {
            DeValue::Boolean(on) => return Ok((vec![on.to_string()], Some(*on))),
            DeValue::Array(values) => values.iter().map(|value| one(value.get_ref())).collect(),
            value => one(value).map(|word| vec![word]),
        };
        let wrong = || {
            let kind = value.type_str();
            self.failure(
                line,
                &format!("`{key}` cannot be a {kind}; write a string, a number, true, false or a list"),
            )
        };
        words.map(|words| (words, None)).ok_or_else(wrong)
    }

    /// The entries as arguments of the command `name`, less those that were typed already.
    fn arguments(&self, entries: &[Entry], name: &str, typed: &ArgMatches) -> Result<Vec<OsString>, Error> {
        let mut arguments = Vec::new();
        for entry in entries {
            self.check_key(entry)?;
            let Some(flag) = self.flag(name, &entry.key) else { continue };
            if is_typed(typed, flag) || is_default(flag, &entry.words) {
                continue;
            }
            match (flag.get_action(), entry.switch) {
                (ArgAction::SetTrue, Some(true)) => arguments.push(format!("--{}", entry.key).into()),
                (ArgAction::SetTrue, Some(false)) => {}
                (ArgAction::SetTrue, None) => {
                    return Err(self.failure(entry.line, &format!("`{}` is true or false", entry.key)));
                }
                _ => {
                    arguments.extend(entry.words.iter().map(|word| format!("--{}={word}", entry.key).into()));
                }
            }
        }
        Ok(arguments)
    }

    fn flag(&self, command: &str, key: &str) -> Option<&Arg> {
        let command = self.command.find_subcommand(command)?;
        flags(command).find(|flag| flag.get_long() == Some(key))
    }

    /// A key must be a flag of some command; one file may serve several.
    fn check_key(&self, entry: &Entry) -> Result<(), Error> {
        if CONFIGURABLE.iter().any(|command| self.flag(command, &entry.key).is_some()) {
            return Ok(());
        }
        let mut words = format!("no option `{}`", entry.key);
        if let Some(close) = self.closest(&entry.key) {
            let _ = write!(words, "; did you mean `{close}`?");
        } else {
            words.push_str("; `seedtool ingest --print-config` lists all");
        }
        Err(self.failure(entry.line, &words))
    }

    fn closest(&self, key: &str) -> Option<&str> {
        let key = key.to_lowercase().replace('_', "-");
        let commands = CONFIGURABLE.iter().filter_map(|name| self.command.find_subcommand(name));
        let names = commands.flat_map(flags).filter_map(Arg::get_long);
        let near = names.map(|name| (strsim::jaro_winkler(name, &key), name));
        // clap's own threshold for flags is 0.7.
        near.filter(|(nearness, _)| *nearness > 0.7).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
    }

    /// An error over an argument that came from the file says so.
    fn place(&self, error: Error, entries: &[Entry], typed: &ArgMatches) -> Error {
        let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else { return error };
        let name = argument.trim_start_matches("--").split([' ', '=']).next().unwrap_or_default();
        let entry = entries.iter().find(|entry| entry.key == name);
        let was_typed = self.typed_by_name(name, typed);
        match entry {
            Some(entry) if !was_typed => {
                let words = error.render().to_string();
                let words = words.strip_prefix("error: ").unwrap_or(&words);
                let words = words.split("\n\nUsage:").next().unwrap_or(words);
                self.failure(entry.line, words.trim_end())
            }
            _ => error,
        }
    }

    fn typed_by_name(&self, name: &str, typed: &ArgMatches) -> bool {
        let flag = CONFIGURABLE.iter().find_map(|command| self.flag(command, name));
        flag.is_some_and(|flag| is_typed(typed, flag))
    }

    fn line(&self, offset: usize) -> usize {
        self.source.bytes().take(offset).filter(|&byte| byte == b'\n').count() + 1
    }

    fn failure(&self, line: usize, words: &str) -> Error {
        failure(self.path, Some(line), words)
    }
}

/// A usage error with its place; the usage of the command line would not help here.
fn failure(path: &Path, line: Option<usize>, words: &str) -> Error {
    let line = line.map_or(String::new(), |line| format!("{line}:"));
    Error::raw(ErrorKind::ValueValidation, format!("{}:{line} {words}\n", Shown(path)))
}

/// The options of a command that a file may set.
fn flags(command: &Command) -> impl Iterator<Item = &Arg> {
    let own = |flag: &&Arg| !matches!(flag.get_long(), None | Some(CONFIG | PRINT | "help" | "version"));
    command.get_arguments().filter(own)
}

fn is_typed(typed: &ArgMatches, flag: &Arg) -> bool {
    let id = flag.get_id().as_str();
    // `value_source` panics on an option that the command does not have.
    typed.try_contains_id(id).is_ok() && typed.value_source(id) == Some(ValueSource::CommandLine)
}

/// Whether words say what holds anyway. They are not passed on: some options are at odds with others as soon as
/// they are given.
fn is_default(flag: &Arg, words: &[String]) -> bool {
    let default = flag.get_default_values();
    !default.is_empty()
        && default.iter().map(|word| word.to_string_lossy()).eq(words.iter().map(String::as_str))
}

/// Every option in force as TOML, where that was asked for; what is not set stands as a comment.
pub(super) fn asked_for(command: &Command, matches: &ArgMatches) -> Option<String> {
    let (name, matches) = matches.subcommand()?;
    if !matches.try_get_one::<bool>(PRINT).ok().flatten().copied().unwrap_or(false) {
        return None;
    }
    let command = command.find_subcommand(name)?;
    let mut toml =
        format!("# Options of seedtool {name}, as they are in force. Give them back with --config FILE.\n");
    let mut heading = None;
    for flag in flags(command) {
        let name = flag.get_long()?;
        if flag.get_help_heading() != heading {
            heading = flag.get_help_heading();
            let _ = write!(toml, "\n# ── {} ──\n", heading.unwrap_or("Options"));
        }
        let _ = writeln!(toml, "\n# {}", about(flag));
        let _ = match value(flag, matches) {
            Some(value) => writeln!(toml, "{name} = {value}"),
            None => writeln!(toml, "# {name} ="),
        };
    }
    Some(toml)
}

/// The help of a flag in one line, with the values it takes.
fn about(flag: &Arg) -> String {
    let mut about = flag.get_help().map_or(String::new(), |help| help.to_string().replace('\n', " "));
    let values = flag.get_possible_values();
    if !matches!(flag.get_action(), ArgAction::SetTrue) && !values.is_empty() {
        let names: Vec<_> = values.iter().map(|value| value.get_name()).collect();
        let _ = write!(about, ": {}", names.join(", "));
    }
    about
}

fn value(flag: &Arg, matches: &ArgMatches) -> Option<String> {
    let id = flag.get_id().as_str();
    if matches!(flag.get_action(), ArgAction::SetTrue) {
        return Some(matches.get_flag(id).to_string());
    }
    let mut words = matches.get_raw(id)?.map(|word| literal(&word.to_string_lossy()));
    match flag.get_action() {
        ArgAction::Append => Some(format!("[{}]", words.collect::<Vec<_>>().join(", "))),
        _ => words.next(),
    }
}

/// A number where the word is one, else a string; JSON's escapes are among TOML's.
fn literal(word: &str) -> String {
    match word.parse::<i64>() {
        Ok(number) if number.to_string() == word => number.to_string(),
        _ => serde_json::Value::from(word).to_string().replace('\u{7F}', "\\u007F"),
    }
}
