//! `seedtool completions`: completion scripts for shells, from the definition of the command line.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::Command;
use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  seedtool completions bash > ~/.local/share/bash-completion/completions/seedtool\n  \
                        seedtool completions zsh > ~/.zfunc/_seedtool        # a folder of $fpath\n  \
                        seedtool completions fish > ~/.config/fish/completions/seedtool.fish\n  \
                        seedtool completions elvish >> ~/.config/elvish/rc.elv\n  \
                        seedtool completions powershell >> $PROFILE"
)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, mut command: Command) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "seedtool", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
