//! `seedtool man`: manual pages, from the definition of the command line.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Command;
use clap_mangen::Man;

use super::message::cannot_write;

/// Print the manual page of seedtool or of one of its commands, or write all of them
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  seedtool man | man -l -\n  seedtool man ingest | man -l -\n  \
                        seedtool man --folder ~/.local/share/man/man1")]
pub(super) struct Args {
    /// The command; without it, seedtool itself
    #[arg(value_name = "COMMAND", conflicts_with = "folder")]
    command: Option<String>,

    /// Write seedtool.1 and a page for every command to this folder, so that `man seedtool-ingest` finds them
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &Args, command: Command) -> Result<ExitCode> {
    let pages = pages(command);
    if let Some(folder) = &args.folder {
        write_all(folder, &pages)?;
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = args.command.as_deref().map_or("seedtool".to_owned(), |name| format!("seedtool-{name}"));
    let Some(page) = pages.iter().find(|page| page.get_name() == wanted) else {
        let names: Vec<_> =
            pages.iter().filter_map(|page| page.get_name().strip_prefix("seedtool-")).collect();
        bail!("no command `{}`; choose from {}", wanted.trim_start_matches("seedtool-"), names.join(", "));
    };
    io::stdout().lock().write_all(&roff(page)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The command itself and each of its commands, under the names that their pages have.
fn pages(mut command: Command) -> Vec<Command> {
    // `seedtool help` has no page.
    command = command.disable_help_subcommand(true);
    command.build();
    let inner = command.get_subcommands().map(|inner| {
        let (name, usage) =
            (format!("seedtool-{}", inner.get_name()), format!("seedtool {}", inner.get_name()));
        inner.clone().name(name).bin_name(usage)
    });
    let inner: Vec<_> = inner.collect();
    let mut pages = vec![command];
    pages.extend(inner);
    pages
}

fn roff(page: &Command) -> io::Result<Vec<u8>> {
    let mut roff = Vec::new();
    let version = concat!("seedtool ", env!("CARGO_PKG_VERSION"));
    Man::new(page.clone()).source(version).manual("seedtool manual").render(&mut roff)?;
    // clap_mangen's name for what stands behind the help; man-pages(7) calls such a section so.
    Ok(String::from_utf8_lossy(&roff).replace(".SH EXTRA", ".SH NOTES").into_bytes())
}

fn write_all(folder: &Path, pages: &[Command]) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    for page in pages {
        let path = folder.join(format!("{}.1", page.get_name()));
        let mut file = File::create(&path).map_err(|error| cannot_write(&path, &error))?;
        file.write_all(&roff(page)?)?;
    }
    Ok(())
}
