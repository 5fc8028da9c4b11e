//! Signals: who ends the program from outside leaves no partial file behind.

use seedtool::sink::Unfinished;

/// Ends the program on SIGINT, SIGTERM and SIGHUP with 128 and the signal's number, after the unfinished
/// files are gone. SIGHUP is ignored where it was to be when the program was started, as by nohup.
#[cfg(unix)]
pub(super) fn watch(unfinished: &Unfinished) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let hangup = (ignored() >> (SIGHUP - 1) & 1 == 0).then_some(SIGHUP);
    let wanted = [SIGINT, SIGTERM].into_iter().chain(hangup);
    // A system that gives neither handlers nor threads ends the program by itself.
    let Ok(mut signals) = signal_hook::iterator::Signals::new(wanted) else { return };
    let unfinished = unfinished.clone();
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            unfinished.remove(|| signal_hook::low_level::exit(128 + signal));
        }
    });
}

#[cfg(not(unix))]
pub(super) fn watch(_unfinished: &Unfinished) {}

/// The signals that were to be ignored when the program was started, a bit each (proc(5): SigIgn).
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
