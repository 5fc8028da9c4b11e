//! The `seedtool` command.

fn main() {}
