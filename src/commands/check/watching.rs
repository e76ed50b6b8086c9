//! `mdbook-codex check --watch`: a check for each change.
use super::{Done, Format, done, tell};
use crate::commands::watch::{EVERY, Watch, named, roots, sources};
use crate::commands::{Console, Exit, Settings, embedded, signals};
use anyhow::Result;
use serde_json::json;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How soon Ctrl-C is heard.
const SOON: Duration = Duration::from_millis(100);
/// Takes the cursor home and everything off a terminal, what was scrolled away included.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";

/// Checks the book at `root`, and again after each change, until the user breaks it off; ends as the last run did.
///
/// `clears` takes the run before off the terminal. A book that cannot be read is told, and waited for.
pub fn watch(
    root: &Path,
    format: Format,
    clears: bool,
    settings: &Settings,
    console: &mut Console,
) -> Result<Exit> {
    let stop = signals::stopped_by_signals()?;
    let mut watch = Watch::new(root);
    let mut exit = Exit::Fine;
    for run in 1_usize.. {
        if clears {
            write!(console.out, "{CLEAR}")?;
            console.out.flush()?;
        }
        let ended = check(root, &mut watch, settings);
        // Ctrl-C reaches the programs that a run starts too: what came of it then says nothing.
        if stop.load(Ordering::Relaxed) {
            break;
        }
        exit = tell_run(run, ended, format, settings, console)?;
        console.out.flush()?;
        let Some(changed) = next_change(&mut watch, root, &stop) else { break };
        writeln!(console.err, "{changed} changed, checking")?;
        console.err.flush()?;
    }
    Ok(exit)
}

/// One run, and from then on a look at what it was made from.
fn check(root: &Path, watch: &mut Watch, settings: &Settings) -> Result<Vec<Done>> {
    let config = embedded::config(root).unwrap_or_default();
    let build_dir = root.join(&config.build.build_dir);
    let book = roots(root, &config);
    watch.aim(book.clone(), build_dir.clone());
    let ended = done(root, settings);
    let cited = ended.iter().flatten().flat_map(sources);
    watch.aim(book.into_iter().chain(cited).collect(), build_dir);
    ended
}

fn tell_run(
    run: usize,
    ended: Result<Vec<Done>>,
    format: Format,
    settings: &Settings,
    console: &mut Console,
) -> Result<Exit> {
    let (exit, last) = match ended {
        Ok(done) => {
            let pages: usize = done.iter().map(|done| done.report.count).sum();
            let problems: usize = done.iter().map(|done| done.report.problems.len()).sum();
            let last = json!({"run": run, "pages": pages, "problems": problems});
            (tell(&done, format, settings, console)?, last)
        }
        Err(error) => {
            writeln!(console.err, "error: {error:#}")?;
            (Exit::Broken, json!({"run": run, "error": format!("{error:#}")}))
        }
    };
    if format == Format::Json {
        writeln!(console.out, "{last}")?;
    }
    console.err.flush()?;
    Ok(exit)
}

/// Waits for a change and names it; nothing where the user breaks off before one.
fn next_change(watch: &mut Watch, root: &Path, stop: &AtomicBool) -> Option<String> {
    loop {
        let looked = Instant::now();
        while looked.elapsed() < EVERY {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            sleep(SOON);
        }
        let changed = watch.settled();
        if !changed.is_empty() {
            return Some(named(root, &changed));
        }
    }
}
