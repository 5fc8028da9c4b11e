//! The help of the binary, taken apart.

use std::process::Command;

/// What `seedtool ARGUMENTS --help` prints.
pub fn help(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seedtool"));
    let output = command.args(arguments).arg("--help").output().expect("the binary");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The commands as the help lists them.
pub fn commands() -> Vec<String> {
    let help = help(&[]);
    let list = help.split("Commands:\n").nth(1).expect("commands").lines();
    let names = list.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The long options of a command but `--help`, each with its words in one line.
pub fn options(command: &str) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in help(&[command]).lines() {
        let words = line.trim_start();
        if words.starts_with('-') && line.len() - words.len() <= 6 {
            let name = words.split([' ', ',']).find(|word| word.starts_with("--")).expect("a long name");
            // The words stand beside the option where no option has more than a paragraph, else below it.
            let beside = words.split_once("  ").map_or("", |(_, beside)| beside.trim_start());
            options.push((name.to_owned(), format!("{beside} ")));
            inside = true;
        } else if !line.is_empty() && !line.starts_with(' ') {
            inside = false;
        } else if let (true, Some((_, about))) = (inside, options.last_mut()) {
            about.push_str(words);
            about.push(' ');
        }
    }
    options.retain(|(name, _)| name != "--help");
    options
}
